"""What buyers promise to pay: recorded, followed, taken back."""

from datetime import date

import click

from comptant.doors import lookup, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import AMOUNT, DAY, ID
from comptant.doors.words import Both, say

PROMISE = Subject("promise", both=Both(
    "What buyers promise to pay: in one day or by instalments.",
    "Ce que les acheteurs promettent de payer : en une fois ou par échéances.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PROMISE)


@verb(PROMISE, "record",
      ("Note what a buyer promises to pay of some invoices: on one day, or by instalments (--pay "
       "several times). While it runs, reminders leave it alone.",
       "Noter ce qu'un acheteur promet de payer de factures : en une fois, ou par échéances (--pay "
       "répété). Tant qu'elle court, les relances n'y touchent pas."),
      "comptant promise record C-1 'BETA SA' FA-1 FA-2 --pay 2026-03-02=4000.00 "
      "--evidence 'call'")  # fmt: skip
@click.argument("contract")
@click.argument("buyer")
@click.argument("invoices", nargs=-1, required=True)
@option("--pay", "pays", multiple=True, required=True, metavar="DATE=AMOUNT",
        help=("What is paid on a day; several times.",
              "Ce qui est payé à une date ; répétable."))  # fmt: skip
@option("--evidence", required=True, help=("What shows it.", "Ce qui le montre."))
@option("--consent", default="", help=("Where the insurer's consent is.",
                                       "Où se trouve l'accord de l'assureur."))  # fmt: skip
def promise_record(
    sh: Shell, contract: str, buyer: str, invoices: tuple[str, ...], pays: tuple[str, ...],
    evidence: str, consent: str,
) -> None:  # fmt: skip
    """Record a promise."""
    from comptant.operations.reminding.promising import INSTALMENTS, record_promise

    days = [_part(one) for one in pays]
    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"]
        buyer_id = lookup.buyer(see, buyer)["id"]
        ids = [lookup.invoice(see, contract_id, one)["id"] for one in invoices]
    answer = sh.run(
        record_promise, contract_id=contract_id, buyer_id=buyer_id, invoice_ids=ids,
        instalments=INSTALMENTS.frame([{"due_on": day, "instalment_cents": cents}
                                       for day, cents in days]),
        evidence=evidence, consent=consent,
    )  # fmt: skip
    cents = words.money(answer["promised_cents"], answer["currency"])
    number, last = answer["promise_id"], words.day(answer["last_on"])
    sh.say(answer, say(f"Promise {number}: {cents}, until {last}.",
                       f"Promesse {number} : {cents}, jusqu'au {last}."))  # fmt: skip


def _part(text: str) -> tuple[date, int]:
    day, is_there, cents = text.partition("=")
    if not is_there:
        raise click.UsageError(say(f"“{text}”: write it as 2026-03-02=4000.00.",
                                   f"« {text} » : écrivez 2026-03-02=4000.00."))  # fmt: skip
    return DAY.convert(day, None, None), AMOUNT.convert(cents, None, None)


@verb(PROMISE, "list",
      ("Follow the promises of buyers: paid, late, kept or broken.",
       "Suivre les promesses des acheteurs : payé, en retard, tenues ou rompues."),
      "comptant promise list C-1")  # fmt: skip
@click.argument("contract", required=False)
def promise_list(sh: Shell, contract: str | None) -> None:
    """List promises."""
    from comptant.operations.reminding.promised import followed

    with sh.reading() as (see, _, on):
        contract_id = lookup.contract(see, contract, on)["id"] if contract else None
        rows = followed(see("read_promises", contract_id=contract_id, on=on))
    sh.show(rows, "promise_id", "contract_number", "buyer_name", "promised_on", "due_on",
            "instalment_cents", "instalment_paid_cents", "instalment_late_cents",
            "promise_state")  # fmt: skip


@verb(PROMISE, "end",
      ("Take a promise back: what it promised is claimed again.",
       "Reprendre une promesse : ce qu'elle promettait est de nouveau réclamé."),
      "comptant promise end C-1 1187 --reason 'replaced'")  # fmt: skip
@click.argument("contract")
@click.argument("promise", type=ID)
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def promise_end(sh: Shell, contract: str, promise: int, reason: str) -> None:
    """End a promise."""
    from comptant.operations.reminding.promising import end_promise

    answer = sh.run(end_promise, contract_id=sh.contract(contract)[0], promise_id=promise,
                    reason=reason)  # fmt: skip
    sh.say(answer, say("Recorded.", "Enregistré."))
