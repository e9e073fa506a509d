"""The cash that buyers bring in thirteen weeks, before and after the shocks: each invoice on its
due day and its buyer's mean delay, those late already tomorrow. Source: rules/forecast, `naive`."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from psycopg import Connection

from comptant.operations.stressing.deciding import Decided
from comptant.operations.stressing.reading import Slice
from comptant.rules.columns import c, shape
from comptant.rules.money import pro_rata
from comptant.rules.stress import week_number
from comptant.store import bulk

DELAYS = shape("buyer_id", "late_days", "payment_count")
WEEK = "week_number"
SUMS = ("expected_before_cents", "expected_after_cents")


@dataclass(frozen=True)
class Habits:
    """Mean days past due, of buyers who have paid within a year (buyer_id, usual_days), and of
    all."""

    own: pl.DataFrame
    everybody: int


def habits(conn: Connection, contract_id: int | None, on: date) -> Habits:
    """How late buyers of a portfolio have paid in twelve months."""
    rows = bulk.copy_out(conn, "read_paid_delays", DELAYS, contract_id=contract_id, on=on)
    weighted = (c.late_days * c.payment_count).sum()
    mean = pro_rata(weighted, pl.lit(1, pl.Int64), c.payment_count.sum())
    own = rows.group_by("buyer_id").agg(mean.alias("usual_days"))
    everybody = int(rows.select(mean)["late_days"][0]) if rows.height else 0
    return Habits(own, everybody)


def weeks(part: Slice, found: Decided, known: Habits, on: date) -> pl.DataFrame:
    """One row per contract, currency and week (after the last: later) with SUMS. Credits that wait
    bring nothing; a buyer that fails pays nothing; what our guarantee takes is still paid."""
    was = (pl.col("was_open_cents") - pl.col("was_reduction_cents")).clip(lower_bound=0)
    now = (pl.col("was_open_cents") - c.reduction_cents).clip(lower_bound=0)
    rows = found.before_taken.select(
        "contract_id", "buyer_id", c.contract_currency.alias("currency"), "due_on",
        "late_more_days", was.alias(SUMS[0]),
        pl.when(c.buyer_fails).then(0).otherwise(now).alias(SUMS[1]),
    )  # fmt: skip
    rows = rows.join(known.own, on="buyer_id", how="left").with_columns(
        c.usual_days.fill_null(known.everybody)
    )
    tomorrow = pl.lit(on) + pl.duration(days=1)
    comes = pl.max_horizontal(c.due_on + pl.duration(days=c.usual_days), tomorrow)
    later = comes + pl.duration(days=c.late_more_days)
    sides = [
        rows.group_by("contract_id", "currency", week_number(day, pl.lit(on)).alias(WEEK)).agg(
            pl.col(name).sum())
        for name, day in zip(SUMS, (comes, later), strict=True)
    ]  # fmt: skip
    return sides[0].join(
        sides[1], on=["contract_id", "currency", WEEK], how="full", coalesce=True
    ).with_columns(pl.col(*SUMS).fill_null(0))  # fmt: skip
