"""Invoices assigned: listed, met by credit notes, charged back, paid to the client directly."""

from datetime import date
from typing import Any

import click

from comptant.doors import lookup, reasons_told, words
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.putting_right import undone_by
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.cli.still_collecting import still_collecting
from comptant.doors.values import AMOUNT, DAY, word
from comptant.doors.words import Both, say

TOP = Subject("invoices", both=Both("", ""))
CREDIT_NOTE = Subject("credit-note", both=Both("Credit notes.", "Les avoirs."))
REASONS = ("OVERDUE", "DISPUTE", "DILUTION", "UNAPPROVED", "BREACH", "FRAUD", "INSOLVENCY_RECOURSE")


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in (*TOP.commands.values(), CREDIT_NOTE):
        root.add_command(command)


@verb(TOP, "invoices", ("List the open invoices of a contract (all of them with --all).",
                        "Lister les factures ouvertes d'un contrat (toutes avec --all)."),
      "comptant invoices C-1")  # fmt: skip
@click.argument("contract")
@option("--all", "everything", is_flag=True, help=("Paid ones too.", "Les réglées aussi."))
def invoices(sh: Shell, contract: str, everything: bool) -> None:
    """List invoices."""
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        shared, buyers = reasons_told.reason_facts(see, found)
        rows = see("read_invoices", contract_id=found["id"], numbers=None, everything=everything)
    told = reasons_told.told(rows, shared, buyers)
    sh.show(told, "id", "invoice_number", "buyer_name", "issued_on", "due_on", "amount_cents",
            "open_cents", "approved_cents", "sentence")  # fmt: skip


@verb(CREDIT_NOTE, "apply", ("Apply a credit note, or part of it, to an open invoice.",
                             "Imputer un avoir, ou une partie, sur une facture ouverte."),
      "comptant credit-note apply C-1 AV-7 FA-1")  # fmt: skip
@click.argument("contract")
@click.argument("note", metavar="CREDIT_NOTE")
@click.argument("invoice")
@click.argument("amount", type=AMOUNT, required=False)
def credit_note_apply(
    sh: Shell, contract: str, note: str, invoice: str, amount: int | None
) -> None:
    """Apply a credit note."""
    from comptant.operations.assigning import credits

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        note_id = lookup.invoice(see, found["id"], note, credit=True)["id"]
        invoice_id = lookup.invoice(see, found["id"], invoice)["id"]
    answer = sh.run(credits.apply_credit_note, contract_id=found["id"], credit_note_id=note_id,
                    invoice_id=invoice_id, amount_cents=amount)  # fmt: skip
    applied = words.money(answer["applied_cents"], found["currency"])
    sh.say(answer, say(f"{applied} applied.", f"{applied} imputés."),
           undone_by(contract, answer))  # fmt: skip


@verb(TOP, "reassign", ("Charge open invoices back to the client, who owns them again.",
                        "Rétrocéder des factures ouvertes au client, débitées de son compte."),
      "comptant reassign C-1 FA-1 FA-2 --reason dispute")  # fmt: skip
@click.argument("contract")
@click.argument("invoices", nargs=-1, required=True)
@option("--reason", type=word(REASONS), required=True, help=("Why.", "Pourquoi."))
def reassign(sh: Shell, contract: str, invoices: tuple[str, ...], reason: str) -> None:
    """Reassign invoices."""
    from comptant.operations.assigning import returns

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        ids = [lookup.invoice(see, found["id"], text)["id"] for text in invoices]
    answer = sh.run(returns.reassign, contract_id=found["id"], invoice_ids=ids, reason=reason)
    still = still_collecting(answer, found["currency"])
    if _waits(sh, answer, found["currency"], *still):
        return
    total = words.money(answer["reassigned_cents"], found["currency"])
    told = answer["notices"]
    sh.say(answer, say(f"{total} reassigned; buyers to tell: {told} (comptant outbox list).",
                       f"{total} rétrocédés ; acheteurs à aviser : {told} (comptant outbox list)."),
           undone_by(contract, answer), *still)  # fmt: skip


@verb(TOP, "defund",
      ("Put open invoices in reserve: collected, but financed no more (--lift to end it).",
       "Mettre des factures en réserve : encaissées, mais plus financées (--lift pour lever)."),
      "comptant defund C-1 FA-1 --reason overdue")  # fmt: skip
@click.argument("contract")
@click.argument("invoices", nargs=-1, required=True)
@option("--reason", type=word(REASONS), required=True, help=("Why.", "Pourquoi."))
@option("--lift", is_flag=True, help=("Lift the reserve.", "Lever la réserve."))
def defund(sh: Shell, contract: str, invoices: tuple[str, ...], reason: str, lift: bool) -> None:
    """De-fund invoices."""
    from comptant.operations.assigning import returns

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        ids = [lookup.invoice(see, found["id"], text)["id"] for text in invoices]
    answer = sh.run(returns.defund, contract_id=found["id"], invoice_ids=ids, reason=reason,
                    is_lifted=lift)  # fmt: skip
    if _waits(sh, answer, found["currency"]):
        return
    total = words.money(answer["defunded_cents"], found["currency"])
    done = Both("reserve lifted", "réserve levée") if lift else Both("in reserve", "en réserve")
    sh.say(answer, f"{total}: {done.said()}.")


def _waits(sh: Shell, answer: dict[str, Any], currency: str, *more: str) -> bool:
    """Whether another person must agree, which is told."""
    if "approval_id" not in answer:
        return False
    total = words.money(answer["amount_cents"], currency)
    sh.say(answer, say(f"{total}, approved without recourse: two people decide.",
                       f"{total}, approuvés sans recours : deux personnes décident."),
           waits(answer["approval_id"]), *more)  # fmt: skip
    return True


@verb(TOP, "direct-payment", ("Record that a buyer paid the client, who keeps the money.",
                              "Noter qu'un acheteur a réglé le client, qui garde l'argent."),
      "comptant direct-payment C-1 FA-1 1200.00 --evidence 'mail of 3 March'")  # fmt: skip
@click.argument("contract")
@click.argument("invoice")
@click.argument("amount", type=AMOUNT, required=False)
@option("--evidence", required=True,
        help=("How it is known: the buyer's transfer, his letter, the client's statement.",
              "Comment on le sait : virement ou courrier de l'acheteur, relevé de l'adhérent.")
)  # fmt: skip
@option(
    "--paid",
    "paid_on",
    type=DAY,
    help=(
        "When the client had it (default: today).",
        "Date où il l'a reçu (défaut : aujourd'hui).",
    ),
)
def direct_payment(
    sh: Shell, contract: str, invoice: str, amount: int | None, evidence: str,
    paid_on: date | None,
) -> None:  # fmt: skip
    """Record a direct payment."""
    from comptant.operations.assigning import returns

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        invoice_id = lookup.invoice(see, found["id"], invoice)["id"]
    answer = sh.run(returns.keep_direct_payment, contract_id=found["id"], invoice_id=invoice_id,
                    amount_cents=amount, evidence=evidence, paid_on=paid_on)  # fmt: skip
    if _waits(sh, answer, found["currency"]):
        return
    kept = words.money(answer["kept_cents"], found["currency"])
    sh.say(answer, say(f"{kept} charged to the client.", f"{kept} débités au client."),
           undone_by(contract, answer))  # fmt: skip
