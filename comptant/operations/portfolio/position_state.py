"""What was decided of open invoices, written down: their state, the buyers' sums, the approvals."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import NO_AMOUNTS, book_many
from comptant.operations.portfolio.exposures import add_to_exposure
from comptant.rules.columns import Shape, c
from comptant.store import bulk

STATE = Shape(
    ("contract_id", "invoice_id", "open_cents", "approved_cents", "ineligible_cents",
     "reduction_cents", "advance_class", "hold", "holds", "next_change_on"),
    frozenset({"hold", "holds", "next_change_on"}),
)  # fmt: skip
PASSED_ON = "/passed_on"  # at the end of the keys of such entries
_EXPOSED = ("contract_id", c.contract_currency.alias("currency"), "buyer_id")


def write_state(do: Act, rows: pl.DataFrame) -> None:
    """The invoices' new state, and the difference in the exposures of their buyers."""
    state = rows.with_columns(pl.col("approved_now").alias("approved_cents")).select(STATE.names)
    bulk.execute(do.conn, "write_state", **bulk.arrays(state))
    before = rows.select(
        *_EXPOSED,
        pl.col("was_class").alias("advance_class"),
        (-pl.col("was_open_cents")).alias("outstanding_cents"),
        (-pl.col("was_ineligible_cents")).alias("ineligible_cents"),
        (-pl.col("was_reduction_cents")).alias("reduction_cents"),
        (-pl.col("was_approved_cents")).alias("approved_cents"),
        (-(pl.col("was_open_cents") > 0).cast(pl.Int64)).alias("open_count"),
    )
    now = rows.select(
        *_EXPOSED,
        "advance_class",
        c.open_cents.alias("outstanding_cents"),
        "ineligible_cents",
        "reduction_cents",
        pl.col("approved_now").alias("approved_cents"),
        (c.open_cents > 0).cast(pl.Int64).alias("open_count"),
    )
    add_to_exposure(do, pl.concat([before, now]))


def passed_on() -> pl.Expr:
    """What waiting money or a credit note had suspended of an invoice and what takes the invoice
    now suspends instead: it is lost to that, and comes back with it (`passed_on_cents`)."""
    left = pl.col("was_reduction_cents") - c.reduction_cents
    before = pl.min_horizontal("most_cents", "was_open_cents") - pl.col("was_approved_cents")
    is_taken = c.open_cents < pl.col("was_open_cents")
    return (
        pl.when(is_taken)
        .then(pl.min_horizontal(left, before).clip(lower_bound=0))
        .otherwise(0)
        .alias("passed_on_cents")
    )


def book_approvals(do: Act, rows: pl.DataFrame) -> None:
    """What was approved or lost, as movements of entries without amounts, one a contract; what is
    passed on comes back first, by an entry of its own. (C-5)"""
    passed = pl.col("passed_on_cents")
    _book(do, rows.filter(passed != 0), passed, PASSED_ON)
    lost = pl.col("approved_delta") - passed
    _book(do, rows.filter(lost != 0), lost, "")


def _book(do: Act, rows: pl.DataFrame, cents: pl.Expr, ending: str) -> None:
    if rows.is_empty():
        return
    concerned = rows["contract_id"].unique().sort()
    ids = pl.Series(bulk.take_ids(do.conn, len(concerned)), dtype=pl.Int64)
    # One act may approve the same invoice more than once: the entry's own number is in its name.
    entries = pl.DataFrame({
        "contract_id": concerned, "entry_id": ids, "event": ["approval"] * len(ids),
        "key": [f"approval/{do.id}/{id_}{ending}" for id_ in ids], "value_on": [do.on] * len(ids),
    })  # fmt: skip
    movements = rows.select(
        "contract_id",
        ids.gather(concerned.search_sorted(rows["contract_id"])).alias("entry_id"),
        c.invoice_id.alias("item_id"),
        pl.lit("DEB").alias("account"),
        pl.lit(0, pl.Int64).alias("against_id"),
        pl.lit(0, pl.Int64).alias("amount_cents"),
        cents.alias("approved_cents"),
    )
    book_many(do, entries, NO_AMOUNTS, movements)
