"""Disputes of invoices: opened, answered, narrowed, settled, followed."""

from pathlib import Path
from typing import Any

import click

from comptant.doors import words
from comptant.doors.cli import lookup
from comptant.doors.cli.dispute_lists import take_disputes
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.cli.values import AMOUNT, ID, word
from comptant.doors.words import Both, say

DISPUTE = Subject("dispute", both=Both("Disputes of invoices.", "Les litiges."))
SOURCES = ("BUYER", "CLIENT", "PAYMENT", "EINVOICE", "INSURER")
KINDS = words.domain("dispute")
CODES = [code.removeprefix("LIT-") for code in KINDS]
_LISTED = Both(
    "; ".join(f"{code[4:].lower()} {both.english}" for code, both in KINDS.items()),
    " ; ".join(f"{code[4:].lower()} {both.french}" for code, both in KINDS.items()),
)


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(DISPUTE)


def _evidence(function: Any) -> Any:
    help_ = ("What shows it: a letter, a mail, a delivery note.",
             "Ce qui le montre : courrier, courriel, bon de livraison.")  # fmt: skip
    return option("--evidence", default="", help=help_)(function)


@verb(DISPUTE, "open",
      ("Note that an invoice is disputed, whole or for an amount.\n\nThe kinds: "
       f"{_LISTED.english}.",
       "Noter qu'une facture est contestée, en entier ou pour un montant.\n\nLes natures : "
       f"{_LISTED.french}."),
      "comptant dispute open C-1 FA-1 qte 1200.00 --evidence 'mail of 3 March'")  # fmt: skip
@click.argument("contract")
@click.argument("invoice")
@click.argument("kind", type=word(CODES))
@click.argument("amount", type=AMOUNT, required=False)
@option(
    "--rest-confirmed",
    is_flag=True,
    help=(
        "The buyer has confirmed the rest in writing.",
        "L'acheteur a confirmé le solde par écrit.",
    ),
)
@option("--source", type=word(SOURCES), default="BUYER", help=("Who says so.", "Qui le dit."))
@_evidence
def dispute_open(
    sh: Shell, contract: str, invoice: str, kind: str, amount: int | None, rest_confirmed: bool,
    source: str, evidence: str,
) -> None:  # fmt: skip
    """Open a dispute."""
    from comptant.operations import disputes

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        invoice_id = lookup.invoice(see, found["id"], invoice)["id"]
    answer = sh.run(
        disputes.open_dispute, contract_id=found["id"], invoice_id=invoice_id, code=f"LIT-{kind}",
        amount_cents=amount, is_rest_confirmed=rest_confirmed, source=source, evidence=evidence,
    )  # fmt: skip
    cents = words.money(answer["amount_cents"], found["currency"])
    number = answer["dispute_id"]
    sh.say(answer, say(f"Dispute {number} opened: {cents}.", f"Litige {number} ouvert : {cents}."))


@verb(DISPUTE, "take",
      ("Note the disputes of a list, as buyers and their portals send them.\n\n"
       "CSV: contract; invoice; kind; amount, or nothing for all that is open; what shows it. "
       "Where a line is wrong, none is noted.",
       "Noter les litiges d'une liste, telle que les acheteurs et leurs portails l'envoient.\n\n"
       "CSV : contrat ; facture ; nature ; montant, ou rien pour tout ce qui est ouvert ; ce qui "
       "le montre. Si une ligne est fausse, aucun n'est noté."),
      "comptant dispute take disputes.csv")  # fmt: skip
@click.argument("file", type=Path)
@option("--source", type=word(SOURCES), default="BUYER", help=("Who says so.", "Qui le dit."))
@click.pass_context
def dispute_take(ctx: click.Context, sh: Shell, file: Path, source: str) -> None:
    """Note the disputes of a list."""
    take_disputes(sh, ctx, file, source)


@verb(DISPUTE, "answer", ("Note the client's answer.", "Noter la réponse de l'adhérent."),
      "comptant dispute answer C-1 1405 --evidence 'signed delivery note'")  # fmt: skip
@click.argument("contract")
@click.argument("dispute", type=ID)
@_evidence
def dispute_answer(sh: Shell, contract: str, dispute: int, evidence: str) -> None:
    """Note an answer."""
    from comptant.operations import disputes

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    answer = sh.run(disputes.answer_dispute, contract_id=found["id"], dispute_id=dispute,
                    evidence=evidence)  # fmt: skip
    _say_left(sh, answer, found["currency"])


@verb(DISPUTE, "confirm",
      ("The buyer confirms in writing that he owes all but an amount.",
       "L'acheteur confirme par écrit devoir tout, sauf un montant."),
      "comptant dispute confirm C-1 1405 300.00 --evidence 'mail of 5 March'")  # fmt: skip
@click.argument("contract")
@click.argument("dispute", type=ID)
@click.argument("amount", type=AMOUNT)
@_evidence
def dispute_confirm(sh: Shell, contract: str, dispute: int, amount: int, evidence: str) -> None:
    """Confirm the rest."""
    from comptant.operations import disputes

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    answer = sh.run(disputes.confirm_rest, contract_id=found["id"], dispute_id=dispute,
                    amount_cents=amount, evidence=evidence)  # fmt: skip
    _say_left(sh, answer, found["currency"])


@verb(DISPUTE, "settle",
      ("Settle a dispute: the buyer pays all, but for a credit note that is agreed.",
       "Régler un litige : l'acheteur paie tout, hors un avoir convenu."),
      "comptant dispute settle C-1 1405 --credit 300.00 --evidence 'agreement of 9 March'",
      )  # fmt: skip
@click.argument("contract")
@click.argument("dispute", type=ID)
@option("--credit", type=AMOUNT, default=0, help=("Credit note agreed.", "Avoir convenu."))
@_evidence
def dispute_settle(sh: Shell, contract: str, dispute: int, credit: int, evidence: str) -> None:
    """Settle a dispute."""
    from comptant.operations import disputes

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    answer = sh.run(disputes.settle_dispute, contract_id=found["id"], dispute_id=dispute,
                    credit_cents=credit, evidence=evidence)  # fmt: skip
    _say_left(sh, answer, found["currency"])


def _say_left(sh: Shell, answer: dict[str, Any], currency: str) -> None:
    left = words.money(answer["left_cents"], currency)
    sh.say(answer, say(f"Still disputed: {left}.", f"Encore en litige : {left}."))


@verb(DISPUTE, "list",
      ("Follow the disputes: what is still disputed, whose turn it is, until when.",
       "Suivre les litiges : ce qui reste contesté, à qui d'agir et jusqu'à quand."),
      "comptant dispute list C-1")  # fmt: skip
@click.argument("contract", required=False)
@option("--all", "everything", is_flag=True, help=("Resolved ones too.", "Les résolus aussi."))
def dispute_list(sh: Shell, contract: str | None, everything: bool) -> None:
    """Follow the disputes."""
    from comptant.operations.disputes import followed

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = followed(see("read_disputes", contract_id=contract_id, on=on))
    if not everything:
        rows = [row for row in rows if row["dispute_status"] != "RESOLVED"]
    sh.show(rows, "dispute_id", "contract_number", "invoice_number", "buyer_name", "dispute_code",
            "disputed_on", "still_disputed_cents", "dispute_status", "next_act",
            "act_by_on")  # fmt: skip


@verb(DISPUTE, "show", ("Show the steps of a dispute.", "Montrer les étapes d'un litige."),
      "comptant dispute show C-1 1405")  # fmt: skip
@click.argument("contract")
@click.argument("dispute", type=ID)
def dispute_show(sh: Shell, contract: str, dispute: int) -> None:
    """Show a dispute."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        rows = see("read_dispute_steps", contract_id=found["id"], dispute_id=dispute)
    sh.show(rows, "step_on", "dispute_step", "amount_cents", "evidence", "by_login")
