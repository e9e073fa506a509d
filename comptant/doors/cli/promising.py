"""What buyers promise to pay: recorded, followed, taken back."""

from datetime import date
from typing import TYPE_CHECKING

import click

from comptant.doors import lookup, tables, words
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, ID, typed
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    import polars as pl

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
    from comptant.operations.reminding.promising import record_promise

    days = [_part(one) for one in pays]
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        contract_id, buyer_id = found["id"], lookup.buyer(see, buyer)["id"]
        ids = [lookup.invoice(see, contract_id, one)["id"] for one in invoices]
    answer = sh.run(
        record_promise, contract_id=contract_id, buyer_id=buyer_id, invoice_ids=ids,
        instalments=_instalments(days, found["currency"]),
        evidence=evidence, consent=consent,
    )  # fmt: skip
    cents = words.money(answer["promised_cents"], answer["currency"])
    number, last = answer["promise_id"], words.day(answer["last_on"])
    sh.say(answer, say(f"Promise {number}: {cents}, until {last}.",
                       f"Promesse {number} : {cents}, jusqu'au {last}."))  # fmt: skip


@verb(PROMISE, "simulate",
      ("Show what a promise or a plan would change before it is recorded: when each invoice is "
       "paid, what would no longer be financed, and whether its cover allows it. Nothing is kept.",
       "Montrer ce qu'une promesse ou un échéancier changerait avant d'être noté : quand chaque "
       "facture est payée, ce qui ne serait plus financé, et si sa garantie le permet. Rien n'est "
       "gardé."),
      "comptant promise simulate C-1 'BETA SA' FA-1 --pay 2026-03-02=4000.00 "
      "--pay 2026-04-02=8000.00")  # fmt: skip
@click.argument("contract")
@click.argument("buyer")
@click.argument("invoices", nargs=-1, required=True)
@option("--pay", "pays", multiple=True, required=True, metavar="DATE=AMOUNT",
        help=("What is paid on a day; several times.",
              "Ce qui est payé à une date ; répétable."))  # fmt: skip
@option("--consent", default="", help=("Where the insurer's consent is.",
                                       "Où se trouve l'accord de l'assureur."))  # fmt: skip
def promise_simulate(
    sh: Shell, contract: str, buyer: str, invoices: tuple[str, ...], pays: tuple[str, ...],
    consent: str,
) -> None:  # fmt: skip
    """Simulate a promise."""
    from comptant.operations.reminding.plan_simulation import simulate_plan

    days = [_part(one) for one in pays]
    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        contract_id, buyer_id = found["id"], lookup.buyer(see, buyer)["id"]
        ids = [lookup.invoice(see, contract_id, one)["id"] for one in invoices]
    with sh.writing(is_look=True) as (conn, asked):
        told = simulate_plan(
            conn, asked, contract_id=contract_id, buyer_id=buyer_id, invoice_ids=ids,
            consent=consent,
            instalments=_instalments(days, found["currency"]),
        )  # fmt: skip
    if not sh.is_json:
        rows = told["invoices"]
        tables.show(rows, (
            "invoice_number", "due_on", "promised_cents", "paid_off_on", "later_days",
            "unfunded_on", "lost_advance_cents", "policy_number", "extension_allowed_on",
            "plan_cover"))  # fmt: skip
    lost, last = words.money(told["lost_advance_cents"], told["currency"]), words.day(
        told["last_on"])  # fmt: skip
    lines = [say(f"Until {last}; {lost} less to draw meanwhile.",
                 f"Jusqu'au {last} ; {lost} de disponible en moins d'ici là.")]  # fmt: skip
    if told["refusal"]:
        late = [row for row in told["invoices"] if row["plan_cover"] in ("CONSENT_NEEDED", "LOST")]
        one = late[0] if late else {}
        lines.append(words.refusal(told["refusal"], {
            "buyer_id": buyer_id, "number": one.get("invoice_number"),
            "policy_number": one.get("policy_number"),
            "last_on": one.get("extension_allowed_on")}))  # fmt: skip
    sh.say(told, *lines)


def _instalments(days: list[tuple[date, int]], currency: str) -> "pl.DataFrame":
    """The parts as an operation takes them, in minor units of the contract's currency."""
    from comptant.doors.minor_units import of
    from comptant.operations.reminding.promising import INSTALMENTS

    return INSTALMENTS.frame([{"due_on": day, "instalment_cents": of(cents, currency)}
                              for day, cents in days])  # fmt: skip


def _part(text: str) -> tuple[date, int]:
    day, is_there, cents = text.partition("=")
    if not is_there:
        raise click.UsageError(say(f"“{text}”: write it as 2026-03-02=4000.00.",
                                   f"« {text} » : écrivez 2026-03-02=4000.00."))  # fmt: skip
    return DAY.convert(day, None, None), typed(cents)


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
