"""What would be done, told to programs before it is: reminders, plans of buyers, penalties."""

from collections.abc import Callable
from typing import Any

import click
from ninja import Query

from comptant.doors import lookup
from comptant.doors.bounds import BIGGEST
from comptant.doors.minor_units import of as in_minor
from comptant.doors.reminders_told import stages
from comptant.doors.values import DAY, IN_CURRENCY
from comptant.doors.visits import Row, Visit
from comptant.operations.acts.act import Refused
from comptant.operations.drawing.preview import preview
from comptant.operations.reminding import run
from comptant.operations.reminding.penalty_claims import claim_penalties
from comptant.operations.reminding.plan_simulation import simulate_plan
from comptant.operations.reminding.promising import INSTALMENTS
from comptant.rules.reminders import standard_plan

LISTED_MOST = 1_000


def reminders_simulated(
    visit: Visit, contract_id: int | None, days: int, stage: list[str] | None, is_standard: bool
) -> Row:
    """What reminders would leave from today on for so many days, to whom and how, were nothing
    paid: of a contract or of all; by the plans in force, or by the standard one (`is_standard`),
    or by `stage` (may be repeated: `R2 10 email+call`), before they are. Nothing is kept.

    Refused: not_your_right, contract_unknown, stages_wrong, stage_unread, simulation_days_wrong.
    """
    wanted = standard_plan() if is_standard else None
    if stage:
        try:
            wanted = stages(stage)
        except click.UsageError:
            raise Refused("stage_unread", stage=" · ".join(stage)) from None
    of = _contract(visit, contract_id) if contract_id else None
    with visit.looking() as (conn, asked):
        return run.simulate(conn, asked, contract_id=of, stages=wanted, days=days)


def plan_simulated(
    visit: Visit, contract_id: int, buyer_id: int, invoice_id: list[int], instalment: list[str],
    consent: str,
) -> Row:  # fmt: skip
    """What a promise or plan of a buyer would change before it is recorded (record_promise):
    `instalment` is a day and an amount, `2026-03-02=4000.00`, and may be repeated, as `invoice_id`.
    Of each invoice when it is paid, what would no longer be financed from when, whether its cover
    allows it; what recording it would be refused for (`refusal`). Nothing is kept.

    Refused: not_your_right, contract_unknown, instalment_unread, promise_wrong, invoice_unknown,
    promise_too_large, already_promised.
    """
    with visit.reading() as see:
        found = lookup.contract(see, str(contract_id), visit.on)
    rows = [_instalment(one, found["currency"]) for one in instalment]
    with visit.looking() as (conn, asked):
        return simulate_plan(
            conn, asked, contract_id=found["id"], buyer_id=buyer_id, invoice_ids=invoice_id,
            instalments=INSTALMENTS.frame(rows), consent=consent,
        )  # fmt: skip


def penalties_simulated(
    visit: Visit, contract_id: int, buyer_id: int | None, invoice_id: list[int] | None
) -> Row:
    """What claim_penalties would claim of a buyer, or of invoices, today. Nothing is kept.

    Refused: what claim_penalties is refused for.
    """
    of = _contract(visit, contract_id)
    with visit.looking() as (conn, asked):
        seen: Row = preview(conn, asked, claim_penalties, contract_id=of, buyer_id=buyer_id,
                            invoice_ids=invoice_id or [])["answer"]  # fmt: skip
    return {name: value for name, value in seen.items() if name != "penalties"} | {
        "penalties": [{name: value for name, value in row.items()
                       if name not in ("penalty_id", "entry_id")} for row in seen["penalties"]]
    }  # fmt: skip


def _contract(visit: Visit, contract_id: int) -> int:
    with visit.reading() as see:
        return int(lookup.contract(see, str(contract_id), visit.on)["id"])


def _instalment(text: str, currency: str) -> Row:
    day, _, cents = text.partition("=")
    try:
        typed = IN_CURRENCY.convert(cents, None, None)
        return {
            "due_on": DAY.convert(day, None, None),
            "instalment_cents": in_minor(typed, currency),
        }
    except click.UsageError:
        raise Refused("instalment_unread", instalment=text) from None


_ONE = (int, Query(..., ge=1, le=BIGGEST, description="id of the contract"))
_MAYBE = (int | None, Query(None, ge=1, le=BIGGEST, description="id of a contract; without: all"))
LOOKS: dict[Callable[..., Row], dict[str, tuple[Any, Any]]] = {
    reminders_simulated: {
        "contract_id": _MAYBE, "days": (int, Query(30, ge=1, le=run.DAYS_MAX)),
        "stage": (list[str] | None, Query(None, max_length=20)),
        "is_standard": (bool, Query(False)),
    },
    plan_simulated: {
        "contract_id": _ONE, "buyer_id": (int, Query(..., ge=1, le=BIGGEST)),
        "invoice_id": (list[int], Query(..., max_length=LISTED_MOST)),
        "instalment": (list[str], Query(..., max_length=60)),
        "consent": (str, Query("", max_length=200)),
    },
    penalties_simulated: {
        "contract_id": _ONE, "buyer_id": (int | None, Query(None, ge=1, le=BIGGEST)),
        "invoice_id": (list[int] | None, Query(None, max_length=LISTED_MOST)),
    },
}  # fmt: skip
