"""A client's plan of treasury as rows, for a terminal, a page, a program and a workbook."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.explaining import named
from comptant.doors.watching import delays, open_rows
from comptant.doors.words import Both
from comptant.formats import workbook_out
from comptant.formats.currencies import EXPONENTS
from comptant.operations.acts.act import Refused
from comptant.operations.closing.treasury import plan_treasury
from comptant.operations.drawing.plans import WEEKS
from comptant.rules.forecast import habits, paid_after
from comptant.store.access import See

if TYPE_CHECKING:
    from comptant.operations.acts.act import Asked
    from comptant.store.connection import Connection

Row = dict[str, Any]
Looking = Callable[[], AbstractContextManager[tuple["Connection", "Asked"]]]
# Which share of a buyer's payments has come by the day on which an invoice counts as paid.
CASES = {"middle": 500_000, "cautious": 800_000}
OF_WEEK = ("from_on", "collected_cents", "released_cents", "fees_cents", "charges_cents",
           "defunded_cents", "planned_cents", "drawn_cents", "drawable_cents", "own_cash_cents",
           "least_room_cents")  # fmt: skip
OF_DAY = ("day", "collected_cents", "released_cents", "fees_cents", "charges_cents",
          "defunded_cents", "planned_cents", "drawn_cents", "funds_in_use_cents",
          "drawable_cents", "own_cash_cents", "room_cents")  # fmt: skip
LIFTS = ("part", "buyer_name", "invoice_number", "reason_text", "amount_cents", "frees")
LIFTED = ("part", "reason", "buyer_id", "buyer_name", "invoice_id", "invoice_number",
          "amount_cents", "currency", "freed_by")  # fmt: skip
PLANNED = ("planned_on", "label", "amount_cents")
SHEETS = (Both("Weeks", "Semaines"), Both("Days", "Jours"), Both("Planned", "Prévu"))


def told(
    see: See, looking: Looking, contract: Row, on: date, *, cash_cents: int = 0,
    case: str = "middle",
) -> Row:  # fmt: skip
    """The plan of a contract: `days`, `weeks`, the lowest point and what would lift it, the
    payments planned. Refused: case_unknown, and as plan_treasury()."""
    if case not in CASES:
        raise Refused("case_unknown", case=case, cases=sorted(CASES))
    rows = open_rows(see, on, contract["id"])
    known = habits(delays(see, on, contract["id"]))
    found = paid_after(rows, known, 7 * WEEKS, CASES[case]) if rows.height else rows
    paid_on = {(row["buyer_id"], row["due_on"]): on + timedelta(days=row["ahead_days"])
               for row in found.rows(named=True)} if rows.height else {}  # fmt: skip
    planned = see("read_planned_payments", contract_id=contract["id"], on=on)
    with looking() as (conn, asked):
        plan = plan_treasury(
            conn, asked.by, contract["id"], on, asked.at, cash_cents=cash_cents, paid_on=paid_on,
            planned=[(row["planned_on"], row["amount_cents"]) for row in planned],
        )  # fmt: skip
    currency = {"currency": contract["currency"]}
    for name in ("days", "weeks", "lifts"):
        plan[name] = [{**row, **currency} for row in plan[name]]
    plan["lifts"] = [
        {**{name: row[name] for name in LIFTED}, "reason_text": row["sentence"],
         "frees": row["freed_by"]} for row in named(see, contract, plan["lifts"])
    ]  # fmt: skip
    return {**plan, **currency, "contract": contract["number"], "case": case,
            "cash_cents": cash_cents, "planned": planned}  # fmt: skip


def sentence(plan: Row) -> str:
    """When the client has least to pay with, and how much."""
    day, room = words.day(plan["lowest_on"]), words.money(plan["lowest_cents"], plan["currency"])
    if plan["lowest_cents"] < 0:
        lacks = words.money(-plan["lowest_cents"], plan["currency"])
        return words.say(f"On {day} {lacks} are lacking.", f"Le {day} il manque {lacks}.")
    return words.say(
        f"Lowest on {day}: {room}, cash and what may be drawn.",
        f"Au plus bas le {day} : {room}, trésorerie et tirage possible.",
    )


def workbook(plan: Row) -> bytes:
    """The plan as XLSX: weeks, days, what is planned."""
    digits = EXPONENTS.get(plan["currency"], 2)
    parts = ((OF_WEEK, plan["weeks"]), (OF_DAY, plan["days"]), (PLANNED, plan["planned"]))
    return workbook_out.written([
        workbook_out.Sheet(title.said(), [words.column(name) for name in names],
                           [[_cell(name, row.get(name), digits) for name in names] for row in rows])
        for title, (names, rows) in zip(SHEETS, parts, strict=True)
    ])  # fmt: skip


def _cell(name: str, value: Any, digits: int) -> workbook_out.Cell:
    if name.endswith("_cents") and isinstance(value, int):
        return workbook_out.Cents(value, digits)
    return value if value is None or isinstance(value, str | int | date) else str(value)
