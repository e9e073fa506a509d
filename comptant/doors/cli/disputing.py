"""Disputes of invoices: opened, answered, narrowed, settled, followed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from comptant.doors import lookup, words
from comptant.doors.cli import disputing_many, files_out
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, ID, word
from comptant.doors.words import Both, say

DISPUTE = Subject("dispute", both=Both("Disputes of invoices.", "Les litiges."))
SOURCES = [code for code in words.domain("dispute_source") if code != "PAYMENT"]  # ours to say
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


def _many(function: Any) -> Any:
    help_ = ("A list of disputes.", "Une liste de litiges.")
    return option("--many", "file", type=Path, help=help_)(function)


def _check_one(file: Path | None, named: Sequence[Any], said: Sequence[Any]) -> None:
    """Either one dispute, wholly named, or a list and nothing beside it."""
    given = [each is not None for each in named]
    beside = any([*given, *(each is not None for each in said)])
    if (file is None and not all(given)) or (file is not None and beside):
        raise click.UsageError(say("Name one dispute, or give --many FILE alone.",
                                   "Nommez un litige, ou donnez --many FICHIER seul.")
        )  # fmt: skip


@verb(DISPUTE, "open",
      ("Note that an invoice is disputed, whole or for an amount.\n\n--many opens those of a list "
       "(CSV: contract; invoice; kind; amount, or nothing for all; rest confirmed; evidence).\n\n"
       f"The kinds: {_LISTED.english}.",
       "Noter qu'une facture est contestée, en entier ou pour un montant.\n\n--many ouvre ceux "
       "d'une liste (CSV : contrat ; facture ; nature ; montant, ou rien pour tout ; solde "
       f"confirmé ; pièce).\n\nLes natures : {_LISTED.french}."),
      "comptant dispute open C-1 FA-1 qte 1200.00 --evidence 'mail of 3 March'",
      "comptant dispute open --many disputes.csv")  # fmt: skip
@click.argument("contract", required=False)
@click.argument("invoice", required=False)
@click.argument("kind", type=word(CODES), required=False)
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
@_many
@_evidence
@click.pass_context
def dispute_open(
    ctx: click.Context, sh: Shell, contract: str | None, invoice: str | None, kind: str | None,
    amount: int | None, rest_confirmed: bool, source: str, file: Path | None, evidence: str,
) -> None:  # fmt: skip
    """Open a dispute."""
    from comptant.operations.risk import disputes

    if file is None and contract and invoice and kind is None:
        raise click.UsageError(say(f"Say the kind of the dispute: {_LISTED.english}.",
                                   f"Dites la nature du litige : {_LISTED.french}.")
        )  # fmt: skip
    _check_one(file, (contract, invoice, kind), (amount, rest_confirmed or None, evidence or None))
    if file is not None:
        disputing_many.open_many(sh, ctx, file, source)
        return
    assert contract is not None
    assert invoice is not None
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


@verb(DISPUTE, "answer", ("Note the client's answer.", "Noter la réponse de l'adhérent."),
      "comptant dispute answer C-1 1405 --evidence 'signed delivery note'")  # fmt: skip
@click.argument("contract")
@click.argument("dispute", type=ID)
@_evidence
def dispute_answer(sh: Shell, contract: str, dispute: int, evidence: str) -> None:
    """Note an answer."""
    from comptant.operations.risk import disputes

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
    from comptant.operations.risk import disputes

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    answer = sh.run(disputes.confirm_rest, contract_id=found["id"], dispute_id=dispute,
                    amount_cents=amount, evidence=evidence)  # fmt: skip
    _say_left(sh, answer, found["currency"])


@verb(DISPUTE, "settle",
      ("Settle a dispute: the buyer pays all, but for a credit note that is agreed.\n\n--many "
       "settles those of a list (CSV: contract; dispute; credit; evidence).",
       "Régler un litige : l'acheteur paie tout, hors un avoir convenu.\n\n--many règle ceux d'une "
       "liste (CSV : contrat ; litige ; avoir ; pièce)."),
      "comptant dispute settle C-1 1405 --credit 300.00 --evidence 'agreement of 9 March'",
      "comptant dispute settle --many settled.csv")  # fmt: skip
@click.argument("contract", required=False)
@click.argument("dispute", type=ID, required=False)
@option("--credit", type=AMOUNT, default=0, help=("Credit note agreed.", "Avoir convenu."))
@_many
@_evidence
@click.pass_context
def dispute_settle(
    ctx: click.Context, sh: Shell, contract: str | None, dispute: int | None, credit: int,
    file: Path | None, evidence: str,
) -> None:  # fmt: skip
    """Settle a dispute."""
    from comptant.operations.risk import disputes

    _check_one(file, (contract, dispute), (credit or None, evidence or None))
    if file is not None:
        disputing_many.settle_many(sh, ctx, file)
        return
    assert contract is not None
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
    answer = sh.run(disputes.settle_dispute, contract_id=found["id"], dispute_id=dispute,
                    credit_cents=credit, evidence=evidence)  # fmt: skip
    _say_left(sh, answer, found["currency"])


def _say_left(sh: Shell, answer: dict[str, Any], currency: str) -> None:
    left, of_invoice = answer["left_cents"], answer["invoice_disputed_cents"]
    shown, whole = words.money(left, currency), words.money(of_invoice, currency)
    told = say(f"Still disputed: {shown}.", f"Encore en litige : {shown}.")
    if of_invoice > left:  # others hold the invoice
        told += say(f" Of its invoice: {whole} (comptant dispute list).",
                    f" De sa facture : {whole} (comptant dispute list).")  # fmt: skip
    sh.say(answer, told)


@verb(DISPUTE, "list",
      ("Follow the disputes: what is still disputed, whose turn it is, until when.",
       "Suivre les litiges : ce qui reste contesté, à qui d'agir et jusqu'à quand."),
      "comptant dispute list C-1")  # fmt: skip
@click.argument("contract", required=False)
@option("--all", "everything", is_flag=True, help=("Resolved ones too.", "Les résolus aussi."))
def dispute_list(sh: Shell, contract: str | None, everything: bool) -> None:
    """Follow the disputes."""
    from comptant.operations.risk.disputes import followed

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = followed(see("read_disputes", contract_id=contract_id, on=on))
    if not everything:
        rows = [row for row in rows if row["dispute_status"] != "RESOLVED"]
    sh.show(rows, "dispute_id", "contract_number", "invoice_number", "buyer_name", "dispute_code",
            "disputed_on", "still_disputed_cents", "dispute_status", "next_act",
            "act_by_on")  # fmt: skip


@verb(DISPUTE, "notify",
      ("Give the client notice that disputes not settled in 30 days may be de-funded: those named, "
       "or all that are due. The letter is kept; nothing is de-funded by it.",
       "Donner à l'adhérent préavis de définancement des litiges non réglés en 30 jours : ceux "
       "nommés, ou tous ceux échus. La lettre est gardée ; rien n'est définancé par là."),
      "comptant dispute notify C-1",
      "comptant dispute notify C-1 1405 --out notice.pdf")  # fmt: skip
@click.argument("contract")
@click.argument("disputes", type=ID, nargs=-1)
@files_out.OUT
@files_out.FORCE
def dispute_notify(
    sh: Shell, contract: str, disputes: tuple[int, ...], out: Path | None, is_forced: bool
) -> None:
    """Give notice."""
    from comptant.operations.risk.dispute_notices import notify_defunding

    answer = sh.run(notify_defunding, contract_id=sh.contract(contract)[0],
                    dispute_ids=list(disputes))  # fmt: skip
    lines = []
    for one in answer["notices"]:
        cents = words.money(one["still_disputed_cents"], one["currency"])
        number, day = one["invoice_number"], words.day(one["defund_from_on"])
        lines.append(say(f"{number}: {cents}, from {day}.",
                         f"{number} : {cents}, à partir du {day}."))  # fmt: skip
    if out is not None:
        with sh.reading() as (see, _, _on):
            content = files_out.document(see, answer["digest"])
        remedy = say("The letter is kept: comptant document, with its digest.",
                     "La lettre est gardée : comptant document, avec son empreinte.")  # fmt: skip
        path = files_out.write(out, content, remedy, is_forced=is_forced)
        lines.append(say(f"{path}: written.", f"{path} : écrit."))
    sh.say(answer, *lines)


@verb(DISPUTE, "notices",
      ("Show the notices that clients were given of disputes.",
       "Montrer les préavis donnés aux adhérents pour des litiges."),
      "comptant dispute notices C-1")  # fmt: skip
@click.argument("contract", required=False)
def dispute_notices(sh: Shell, contract: str | None) -> None:
    """List notices."""
    contract_id = sh.contract(contract)[0] if contract else None
    with sh.reading() as (see, _, _on):
        rows = see("read_dispute_notices", contract_id=contract_id)
    sh.show(rows, "dispute_id", "contract_number", "invoice_number", "buyer_name", "disputed_on",
            "noticed_on", "defund_from_on", "amount_cents")  # fmt: skip


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
