"""Exceptions (dérogations): proposed, listed, ended."""

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import lookup, remaining
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.store.access import See

EXCEPTION = Subject("exception", both=Both("Exceptions to the rules.", "Les dérogations."))
EXCEPTION_COLUMNS = (
    "contract_number", "reason_code", "invoice_number", "buyer_name", "amount_cents", "from_on",
    "last_on", "reason_text", "proposed_by", "decided_by", "is_in_force", "remaining_reasons",
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(EXCEPTION)


def _about(function: Any) -> Any:
    invoice = option("--invoice", help=("The invoice.", "La facture."))
    buyer = option("--buyer", help=("Or the buyer.", "Ou l'acheteur."))
    why = option("--reason", required=True, help=("Why.", "Pourquoi."))
    return click.argument("contract")(click.argument("code")(invoice(buyer(why(function)))))


def _subject(
    see: "See", contract_id: int, invoice: str | None, buyer: str | None
) -> tuple[str, dict[str, Any]]:
    """INVOICE or BUYER and its row; one of the two must be named, and only one."""
    if (invoice is None) == (buyer is None):
        raise click.UsageError(say("Name --invoice or --buyer, one of them.",
                                   "Donnez --invoice ou --buyer, l'un des deux."))  # fmt: skip
    if invoice is not None:
        return "INVOICE", lookup.invoice(see, contract_id, invoice)
    return "BUYER", lookup.buyer(see, buyer or "")


@verb(EXCEPTION, "propose",
      ("Propose to let a reason be: for an invoice or a buyer, up to an amount, until a day.\n\n"
       "The reason is the code that `availability --explain --json` gives; the amount may be left "
       "out for an invoice. Another person's approval starts it.",
       "Proposer de passer outre un motif : pour une facture ou un acheteur, jusqu'à un montant et "
       "une date.\n\nLe motif est le code donné par `availability --explain --json` ; le montant "
       "est facultatif pour une facture. L'accord d'autrui la fait courir."),
      "comptant exception propose C-1 overdue --invoice FA-1 --until 2026-03-31 --reason 'letter'",
      )  # fmt: skip
@_about
@click.argument("amount", type=AMOUNT, required=False)
@option("--until", type=DAY, required=True, help=("Last day.", "Dernier jour."))
def exception_propose(
    sh: Shell, contract: str, code: str, amount: int | None, invoice: str | None,
    buyer: str | None, until: date, reason: str,
) -> None:  # fmt: skip
    """Propose an exception."""
    from comptant.operations.risk import exceptions

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        subject, row = _subject(see, found["id"], invoice, buyer)
    if amount is None:
        if subject == "BUYER":
            raise click.UsageError(say("Give the amount.", "Donnez le montant."))
        amount = row["open_cents"]
    answer = sh.run(
        exceptions.propose_exception, contract_id=found["id"], subject=subject,
        subject_id=row["id"], reason_code=code, amount_cents=amount, until_on=until, why=reason,
    )  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]), *remaining.told(answer["remaining"]))


@verb(EXCEPTION, "end", ("End an exception today.", "Mettre fin à une dérogation aujourd'hui."),
      "comptant exception end C-1 overdue --invoice FA-1 --reason 'buyer has failed'")  # fmt: skip
@_about
def exception_end(
    sh: Shell, contract: str, code: str, invoice: str | None, buyer: str | None, reason: str
) -> None:
    """End an exception."""
    from comptant.operations.risk import exceptions

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        subject, row = _subject(see, found["id"], invoice, buyer)
    answer = sh.run(exceptions.end_exception, contract_id=found["id"], subject=subject,
                    subject_id=row["id"], reason_code=code, why=reason)  # fmt: skip
    sh.say(answer, say(f"Ended; {answer['judged']} invoices changed.",
                       f"Terminée ; {answer['judged']} factures modifiées."))  # fmt: skip


@verb(EXCEPTION, "list",
      ("List the exceptions in force, and the ended ones with --all. What is still held by: the "
       "reasons for which an exception frees nothing of some invoices.",
       "Lister les dérogations en vigueur, et les échues avec --all. Retenu encore par : les "
       "motifs pour lesquels une dérogation ne libère rien de certaines factures."),
      "comptant exception list C-1")  # fmt: skip
@click.argument("contract", required=False)
@option("--all", "everything", is_flag=True, help=("Ended ones too.", "Les échues aussi."))
def exception_list(sh: Shell, contract: str | None, everything: bool) -> None:
    """List exceptions."""
    from comptant.operations.risk.exceptions import with_remaining

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = see("read_exceptions", contract_id=contract_id, on=on, everything=everything)
        contracts = sorted({row["contract_id"] for row in rows if row["is_in_force"]})
        held = [row for id_ in contracts for row in see("read_excused", contract_id=id_, on=on)]
    rows = with_remaining(rows, held)
    sh.show(rows, *EXCEPTION_COLUMNS)
