"""A bar of the waterfall opened: the buyers that make it, then their invoices and their money."""

from datetime import date, datetime

import polars as pl
from psycopg import Connection

from comptant.operations.acts.act import Act, Asked, User, check_scope
from comptant.operations.drawing.availability import INELIGIBLE, availability_seen, looked
from comptant.rules.carrying import CARRIED_BY_ITEM, INVOICE, ITEMS, by_buyer, by_item
from comptant.rules.columns import c, shape
from comptant.store import bulk

OPEN = shape(
    "contract_id", "buyer_id?", "item_kind", "item_id", "advance_class", "open_cents",
    "ineligible_cents", "reduction_cents", "approved_cents", "invoice_number?", "due_on?",
)  # fmt: skip
# One row per buyer (null: money of no buyer yet) with what it makes of a bar.
BUYERS = shape("buyer_id?", "amount_cents")
# One row per item of a buyer with what it makes of a bar.
ITEMS_OF_BAR = shape("item_kind", "item_id", "invoice_number?", "due_on?", "open_cents",
                     "amount_cents")  # fmt: skip


def buyers_of_bar(
    conn: Connection, by: User, contract_id: int, part: str, reason: str, on: date, at: datetime
) -> pl.DataFrame:
    """BUYERS of a part of the explanation (or `assigned`), of one reason where the part has
    several; empty where no buyer makes it. They sum to the bar, to the cent."""

    def made_by_buyers(do: Act) -> pl.DataFrame:
        check_scope(conn, by, contract_id)
        seen = availability_seen(do, [contract_id])
        if part == "ineligible":
            held = _ineligible(do, contract_id, reason)
            made = held.group_by("buyer_id").agg(c.ineligible_cents.sum().alias("amount_cents"))
        else:
            made = by_buyer(seen.exposures, seen.contracts).filter(c.part == part)
        return made.select(BUYERS.names).sort("buyer_id", nulls_last=True)

    return looked(conn, Asked(by, "preview", at, on), made_by_buyers, [contract_id])


def items_of_bar(
    conn: Connection, by: User, contract_id: int, buyer_id: int | None, part: str, reason: str,
    on: date, at: datetime,
) -> pl.DataFrame:  # fmt: skip
    """ITEMS_OF_BAR of one buyer (None: money of no buyer yet), in the order of their ids; they sum
    to what `buyers_of_bar` tells of it."""

    def made_by_items(do: Act) -> pl.DataFrame:
        check_scope(conn, by, contract_id)
        seen = availability_seen(do, [contract_id])
        items = bulk.copy_out(conn, "items_of_buyer", OPEN, contract_id=contract_id,
                              buyer_id=buyer_id or 0)  # fmt: skip
        if part == "ineligible":
            made = _ineligible(do, contract_id, reason, buyer_id).select(
                part=pl.lit(part), item_kind=pl.lit(INVOICE), item_id=c.invoice_id,
                amount_cents=c.ineligible_cents,
            )  # fmt: skip
        else:
            made = by_item(seen.exposures, seen.contracts, items[list(ITEMS.names)])
        made = made.filter(c.part == part).select(CARRIED_BY_ITEM.names)
        told = made.join(items, on=["item_kind", "item_id"], how="left", maintain_order="left")
        return told.select(ITEMS_OF_BAR.names).sort("item_id")

    return looked(conn, Asked(by, "preview", at, on), made_by_items, [contract_id])


def _ineligible(
    do: Act, contract_id: int, reason: str, buyer_id: int | None = None
) -> pl.DataFrame:  # fmt: skip
    held = bulk.copy_out(
        do.conn, "ineligible_invoices", INELIGIBLE, contract_id=contract_id, on=do.on
    )
    of_reason = held.filter(c.hold == reason) if reason else held
    return of_reason.filter(c.buyer_id == buyer_id) if buyer_id is not None else of_reason
