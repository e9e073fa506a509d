"""What may be drawn and why not more, and what a draw costs: the same for pages and programs."""

from datetime import date
from typing import Any

from comptant.doors import reasons_told
from comptant.doors.visits import Row, Visit
from comptant.operations.acts.act import Refused
from comptant.operations.drawing.availability import explain
from comptant.operations.drawing.quotes import quote_draw
from comptant.store.access import See


def explained(see: See, visit: Visit, found: Row) -> Row:
    """The availability of a contract with every euro told: its parts have the names of their
    buyers, the numbers of their invoices and their sentences."""
    with visit.looking() as (conn, asked):
        seen, parts = explain(conn, asked.by, found["id"], asked.on, asked.at)
    return {
        "currency": found["currency"], "outstanding_cents": seen.totals["outstanding_cents"],
        "available_cents": seen.available_cents, "drawable_cents": seen.drawable_cents,
        "pending_cents": seen.pending_cents, "parts": named(see, found, parts.to_dicts()),
    }  # fmt: skip


def named(see: See, found: Row, parts: list[Row]) -> list[Row]:
    """The parts of a contract's explanation with the names of their buyers, the numbers of their
    invoices and their sentences."""
    shared, facts = reasons_told.reason_facts(see, found)
    buyers = see("read_buyers", contract_id=found["id"], on=date.max)
    names = {row["id"]: row["name"] for row in buyers}
    ids = [str(row["invoice_id"]) for row in parts if row["invoice_id"]]
    held: dict[Any, Row] = {}
    if ids:
        invoices = see("read_invoices", contract_id=found["id"], numbers=ids, everything=True)
        held = {row["id"]: row for row in invoices}
    told = []
    for row in parts:
        invoice = held.get(row["invoice_id"], {})
        # The reason is that of this instant; the stored one may wait for the next close.
        asked = {**invoice, "reason": row["reason"], "buyer_id": row["buyer_id"]}
        told.append({
            **row, "currency": found["currency"], "buyer_name": names.get(row["buyer_id"]),
            "invoice_number": invoice.get("invoice_number"),
            "sentence": reasons_told.told([asked], shared, facts)[0]["sentence"],
        })  # fmt: skip
    return told


def quoted(
    see: See, visit: Visit, found: Row, cents: int | None, payee_account_id: int | None = None
) -> Row:
    """What a draw of an amount (None: of all) to an account (None: the client's only one) would
    cost and when it would be paid, nothing kept.

    Refused: not_your_right, and what the draw would be refused for.
    """
    if not visit.may("draw"):
        raise Refused("not_your_right", operation="draw", login=visit.user.login)
    with visit.looking() as (conn, asked):
        return quote_draw(
            conn, asked, contract_id=found["id"], amount_cents=cents,
            days=_days_to_payment(see, visit.on, found["id"]), payee_account_id=payee_account_id,
        )  # fmt: skip


def _days_to_payment(see: See, on: date, contract_id: int) -> int:
    """Days until what is open falls due, weighted by the amounts; 30 where nothing is to come."""
    rows = [
        row for row in see("read_open_by_due", contract_ids=[contract_id], by_buyer=False,
                           on=on)
        if row["open_cents"] > 0 and row["due_on"] and row["due_on"] > on
    ]  # fmt: skip
    total = sum(row["open_cents"] for row in rows)
    days = sum(row["open_cents"] * (row["due_on"] - on).days for row in rows)
    return int(days // total) if total else 30
