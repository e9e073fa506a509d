"""When open invoices will be paid, from how late each buyer has paid: an empirical distribution.

How late a buyer pays is counted payment by payment, day by day; a buyer who has paid little is
drawn to what all buyers do (`SHRINKAGE` payments of theirs are counted as its own). An invoice that
is late already is paid as those were that came as late as that. Its sum over a contract or a
portfolio has a range: what a buyer owes for one day is paid together, the rest each by itself.
Grain: the open sums of a buyer that share a due day. No clock: `today_on` is a column.
"""

from math import isqrt

import polars as pl

from comptant.rules.batch import check, decide
from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPM, pro_rata, share

EARLIEST_DAYS, LATEST_DAYS = -60, 180  # later and earlier payments count on these days
SHRINKAGE = 5  # payments of all buyers that count beside a buyer's own
BUYERS_AT_ONCE = 2_000
UNIT = 1_000_000  # a payment, so that parts of the shrinkage are whole numbers
EVERYBODY = 0  # the buyer of those of whom nothing is known
# Four of five sums fall within so many deviations (80 % of a normal law).
RANGE_PPM = 1_281_552
OPEN = shape("contract_id", "buyer_id", "currency", "due_on", "today_on", "open_cents")
DELAYS = shape("buyer_id", "late_days", "payment_count")
HABITS = shape("buyer_id", "late_days", "mass_count")


def habits(delays: pl.DataFrame, of: pl.Series | None = None) -> pl.DataFrame:
    """DELAYS to HABITS, of some buyers (all of them unless said): how much of a buyer's payments
    came no later than each day late, those of everybody (buyer 0) too. `mass_count` adds up from
    the earliest day on."""
    known = check(delays, DELAYS).with_columns(
        c.late_days.clip(EARLIEST_DAYS, LATEST_DAYS), c.payment_count.cast(pl.Int64)
    )
    days = known.group_by("late_days").agg(c.payment_count.sum())
    everybody = days.select(
        pl.lit(EVERYBODY, pl.Int64).alias("buyer_id"), "late_days", "payment_count")  # fmt: skip
    total = int(everybody["payment_count"].sum())
    drawn = everybody.select("late_days", (c.payment_count * UNIT * SHRINKAGE // max(total, 1))
                             .alias("drawn_count"))  # fmt: skip
    if of is not None:
        known = known.filter(c.buyer_id.is_in(of.implode()))
    own = known.group_by("buyer_id", "late_days").agg(c.payment_count.sum())
    buyers = own.select("buyer_id").unique(maintain_order=True)
    full = buyers.join(drawn, how="cross").join(own, on=("buyer_id", "late_days"), how="left")
    mass = full.select(
        "buyer_id",
        "late_days",
        (c.payment_count.fill_null(0) * UNIT + pl.col("drawn_count")).alias("mass_count"),
    )
    mass = pl.concat([mass, everybody.select(
        "buyer_id", "late_days", (c.payment_count * UNIT).alias("mass_count"))])  # fmt: skip
    return mass.sort("buyer_id", "late_days").with_columns(
        c.mass_count.cum_sum().over("buyer_id")
    ).select(HABITS.names)  # fmt: skip


def expected(rows: pl.DataFrame, known: pl.DataFrame, days: tuple[int, ...]) -> pl.DataFrame:
    """OPEN by HABITS: for each row and each number of `days` ahead, what is expected by then
    (`expected_cents`, of the first day on) and by how much that may miss (`spread_cents`)."""
    rows = check(rows, OPEN).filter(c.open_cents > 0).with_row_index("row")
    buyers = known.select("buyer_id").unique()
    who = pl.when(c.buyer_id.is_in(buyers["buyer_id"].implode())).then(c.buyer_id)
    rows = rows.with_columns(
        who.otherwise(EVERYBODY).alias("as_id"),
        (c.today_on - c.due_on).dt.total_days().alias("late_days"),
    )
    ends = pl.DataFrame({"ahead_days": [0, *days]}, schema={"ahead_days": pl.Int64})
    asked = rows.join(ends, how="cross").with_columns(
        (c.late_days + c.ahead_days).clip(EARLIEST_DAYS - 1, LATEST_DAYS).alias("by_days")
    )
    found = asked.sort("as_id", "by_days").join_asof(
        known.rename({"buyer_id": "as_id", "late_days": "by_days"}).sort("as_id", "by_days"),
        on="by_days", by="as_id", check_sortedness=False,
    ).with_columns(c.mass_count.fill_null(0))  # fmt: skip
    whole = known.group_by(pl.col("buyer_id").alias("as_id")).agg(
        c.mass_count.max().alias("whole_count"))  # fmt: skip
    start = found.filter(c.ahead_days == 0).select("row", start_count="mass_count")
    told = (
        found.filter(c.ahead_days > 0)
        .join(start, on="row")
        .join(whole, on="as_id", how="left")
        .with_columns(c.whole_count.fill_null(0))
        .sort("row", "ahead_days")
    )
    decided = decide(told, (chance_ppm, expected_cents)).drop("row", "as_id", "by_days")
    return decide(_with_spread(decided), (spread_cents,))


def chance_ppm() -> pl.Expr:
    """That a payment comes by then, of those that were not there by today. Source: the buyer's own
    payments of twelve months."""
    left = c.whole_count - c.start_count
    came = c.mass_count - c.start_count
    return pro_rata(pl.lit(ONE_PPM, pl.Int64), came, left)


def expected_cents() -> pl.Expr:
    """What is expected by then: the open sum by its chance."""
    return share(c.open_cents, c.chance_ppm)


def _with_spread(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with spread_ppm, by how much one payment misses its expectation: the root of chance
    times its contrary, to the whole ppm below. What a few payments did is not certain of the next
    one: half a payment more counts as come, and half as not. Source: Jeffreys' prior."""
    left, came = c.whole_count - c.start_count, c.mass_count - c.start_count
    few = pro_rata(pl.lit(ONE_PPM, pl.Int64), came + UNIT // 2, left + UNIT)
    rows = rows.with_columns(pl.when(left > 0).then(few).otherwise(c.chance_ppm).alias("likely"))
    chances = rows["likely"].unique()
    roots = [isqrt(chance * (ONE_PPM - chance)) for chance in chances.to_list()]
    known = pl.DataFrame([chances, pl.Series("spread_ppm", roots, pl.Int64)])
    return rows.join(known, on="likely", how="left", maintain_order="left").drop("likely")


def spread_cents() -> pl.Expr:
    """By how much the open sum misses what is expected of it."""
    return share(c.open_cents, c.spread_ppm)


def paid_after(rows: pl.DataFrame, known: pl.DataFrame, days: int, ppm: int) -> pl.DataFrame:
    """OPEN by HABITS to buyer_id, due_on and the first `ahead_days` by which so large a share of
    payments has come (half: the middle case); what has not by so many `days` is left out."""
    told = expected(rows, known, tuple(range(1, days + 1)))
    return told.filter((c.chance_ppm >= ppm) & (c.whole_count > c.start_count)).group_by(
        "buyer_id", "due_on", maintain_order=True).agg(c.ahead_days.min())  # fmt: skip


def naive(rows: pl.DataFrame, delays: pl.DataFrame, days: tuple[int, ...]) -> pl.DataFrame:
    """What a forecast is measured against: all of an invoice on its due day and its buyer's mean
    delay (that of all, of a stranger), at once where that day is over. OPEN and DELAYS to the rows
    of OPEN by day ahead, with `expected_cents`."""
    rows = check(rows, OPEN).filter(c.open_cents > 0)
    weighted = (c.late_days * c.payment_count).sum()
    mean = pro_rata(weighted, pl.lit(1, pl.Int64), c.payment_count.sum())
    own = delays.group_by("buyer_id").agg(mean.alias("own_days"))
    everybody = delays.select(mean.fill_null(0).alias("all_days")) if delays.height else None
    all_days = int(everybody["all_days"][0]) if everybody is not None else 0
    ends = pl.DataFrame({"ahead_days": days}, schema={"ahead_days": pl.Int64})
    late = (c.today_on - c.due_on).dt.total_days()
    comes = c.ahead_days + late >= pl.col("own_days").fill_null(all_days)
    return rows.join(own, on="buyer_id", how="left").join(ends, how="cross").with_columns(
        pl.when(comes).then(c.open_cents).otherwise(0).alias("expected_cents")
    ).drop("own_days")  # fmt: skip


def forecast(
    rows: pl.DataFrame, delays: pl.DataFrame, days: tuple[int, ...], by: tuple[str, ...]
) -> pl.DataFrame:
    """OPEN and DELAYS to one row per `by` (which has the currency) and day ahead, as `ranged` gives
    them. BUYERS_AT_ONCE are taken at a time: what it needs does not grow with the portfolio."""
    buyers = rows["buyer_id"].unique().sort()
    sums = [_summed(expected(rows.head(0), habits(delays, buyers.head(0)), days), by)]
    for start in range(0, len(buyers), BUYERS_AT_ONCE):
        some = buyers[start : start + BUYERS_AT_ONCE]
        own = rows.filter(c.buyer_id.is_in(some.implode()))
        sums.append(_summed(expected(own, habits(delays, some), days), by))
    return _ranged(pl.concat(sums), by)


def ranged(rows: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """What `expected` gives, to one row per `by` (which has the currency) and day ahead:
    open_cents, expected_cents, low_cents and high_cents, between which four of five sums fall."""
    return _ranged(_summed(rows, by), by)


def _summed(rows: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    wide = c.spread_cents.cast(pl.Int128)
    return rows.group_by(*by, "ahead_days").agg(
        c.open_cents.sum(), c.expected_cents.sum(), (wide * wide).sum().alias("square")
    )


def _ranged(sums: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    keys = (*by, "ahead_days")
    sums = sums.group_by(keys).agg(
        c.open_cents.sum(), c.expected_cents.sum(), pl.col("square").sum()
    )
    roots = [isqrt(square) for square in sums["square"].to_list()]
    off = share(c.spread_cents, RANGE_PPM)

    def never_less(cents: pl.Expr) -> pl.Expr:
        """What has come by a day has come by the next one."""
        return cents.clip(0, c.open_cents).cum_max().over(by, order_by="ahead_days")

    return sums.with_columns(pl.Series("spread_cents", roots, pl.Int64)).with_columns(
        never_less(c.expected_cents - off).alias("low_cents"),
        never_less(c.expected_cents + off).alias("high_cents"),
    ).drop("square", "spread_cents").sort(keys)  # fmt: skip
