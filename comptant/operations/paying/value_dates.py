"""The day on which the money of an order left. It was debited with the day that its release hoped
for; the file that carries it, then the bank, say another: the debit moves there, by two entries
that keep both days. What is available does not change: money released is used."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book_many
from comptant.operations.paying.orders import EVENTS
from comptant.operations.paying.received import OF_RECEIVED_MONEY, payment_movements
from comptant.rules.columns import c
from comptant.store import bulk

LEFT = {
    "contract_id": pl.Int64, "id": pl.Int64, "purpose": pl.String, "currency": pl.String,
    "item_id": pl.Int64, "amount_cents": pl.Int64, "value_on": pl.Date,
}  # fmt: skip
DEBITED = {
    "contract_id": pl.Int64, "order_id": pl.Int64, "entry_id": pl.Int64, "value_on": pl.Date,
    "first_on": pl.Date,
}  # fmt: skip


def date_debits(do: Act, orders: Sequence[dict[str, Any]]) -> int:
    """Orders released and not failed (LEFT) are debited with their `value_on`, but on no day before
    that of their release; how many of them were debited on another.

    As many statements for all of them as for one. Their contracts are locked by the caller.
    Source: DOMAIN 4.3 (the charge follows real use; value dates), C-9.
    """
    if not orders:
        return 0
    left = pl.DataFrame(orders, schema=LEFT).rename({"id": "order_id"})
    found = pl.DataFrame(bulk.rows(
        do.conn, "order_debits", contract_ids=left["contract_id"].to_list(),
        ids=left["order_id"].to_list(), step="RELEASED",
    ), schema=DEBITED)  # fmt: skip
    moved = left.join(
        found.rename({"entry_id": "reverses_id", "value_on": "debited_on"}),
        on=["contract_id", "order_id"], maintain_order="left",
    ).with_columns(
        pl.max_horizontal("value_on", "first_on"),
        pl.col("purpose").replace_strict({name: by for name, (by, _) in EVENTS.items()})
        .alias("event"),
    ).filter(pl.col("value_on") != pl.col("debited_on"))  # fmt: skip
    if moved.height:
        _move(do, moved)
    return moved.height


def _move(do: Act, moved: pl.DataFrame) -> None:
    """The debit taken back with its own value date, and booked with that of the transfer."""
    old = moved.with_columns(
        pl.format("order/{}/undated/{}", "order_id", "reverses_id").alias("key"),
        pl.col("debited_on").alias("value_on"), pl.lit(-1, pl.Int64).alias("sign"),
    )  # fmt: skip
    new = moved.with_columns(
        pl.format("order/{}/dated/{}", "order_id", "reverses_id").alias("key"),
        pl.lit(None, pl.Int64).alias("reverses_id"), pl.lit(1, pl.Int64).alias("sign"),
    )  # fmt: skip
    both = pl.concat([old.select(sorted(old.columns)), new.select(sorted(old.columns))])
    both = both.with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, both.height), pl.Int64),
        pl.lit("paid").alias("name"), (pl.col("sign") * c.amount_cents).alias("cents"),
    )  # fmt: skip
    received = both.filter(pl.col("purpose").is_in(OF_RECEIVED_MONEY))
    movements = None
    if received.height:
        movements = payment_movements(
            received.with_columns(pl.col("cents").alias("amount_cents")), 1
        ).hstack(received.select("contract_id", "entry_id"))
    book_many(do, both, both.select("entry_id", "name", "cents"), movements)
