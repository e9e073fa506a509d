"""Garnishments for readers: what each holds, what is to be done and by when, its invoices."""

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
PARIS = ZoneInfo("Europe/Paris")
DESK = ("act_by_on", "next_garnishment_step", "contract_number", "client_name", "creditor_name",
        "garnishment_kind", "reference", "served_at", "buyer_name", "amount_cents", "held_cents",
        "paid_cents", "lifted_cents", "left_cents", "contest_until_on")  # fmt: skip
FACTS = ("contract_number", "client_name", "garnishment_kind", "creditor_name", "reference",
         "served_at", "buyer_name", "amount_cents", "held_cents", "payable_cents",
         "paid_since_cents", "paid_cents", "lifted_cents", "left_cents", "answered_on",
         "contest_until_on", "contested_on", "confirmed_on", "undone_on", "next_garnishment_step",
         "act_by_on")  # fmt: skip
ITEMS = ("invoice_number", "buyer_name", "transferred_at", "open_cents", "is_reached")
STEPS = ("step_on", "garnishment_step", "amount_cents", "reference")


def desk(see: "See", on: date, contract_id: int | None) -> list[Row]:
    """Garnishments of a contract or of all with their days: what is to be done first comes
    first."""
    rows = [_dated(row, on) for row in see("read_garnishments", contract_id=contract_id, id=None)]
    return sorted(rows, key=lambda row: (row["next_garnishment_step"] is None,
                                         row["act_by_on"] or date.max, -row["id"]))  # fmt: skip


def one(see: "See", on: date, contract_id: int, garnishment_id: int) -> Row:
    """A garnishment of a contract; Refused: garnishment_unknown."""
    from comptant.operations.acts.act import Refused

    found = see("read_garnishments", contract_id=contract_id, id=garnishment_id)
    if not found:
        raise Refused("garnishment_unknown", garnishment_id=garnishment_id)
    return _dated(found[0], on)


def _dated(row: Row, on: date) -> Row:
    from comptant.rules.batch import decide
    from comptant.rules.garnishment import DAYS, DEADLINES, NULLABLE

    facts = {**{name: row.get(name) for name in DEADLINES.names}, "today_on": on,
             "served_on": row["served_at"].astimezone(PARIS).date(),
             "is_in_our_hands": row["buyer_id"] == 0}  # fmt: skip
    days = decide(DEADLINES.frame([facts]), DAYS, nullable=NULLABLE).row(0, named=True)
    return {**row, **{name: days[name] for name in (
        "answer_by_on", "contest_until_on", "pay_by_on", "next_garnishment_step",
        "act_by_on")}}  # fmt: skip
