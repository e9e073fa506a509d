"""What the past changes in a financing commission already billed, and the lines that explain it.

A correction is the difference of two sums of numbers: what a period was charged on when its last
line was posted, and what it is charged on now. Where the two differ, each part of the difference
(of the base, of the rate) is a line of its own, whose base x rate x days gives its amount.
Source: DOMAIN I-08, I-09.
"""

import polars as pl

from comptant.rules.batch import check, decide, roll_up
from comptant.rules.columns import c, shape
from comptant.rules.interest import (
    KEY,
    PERIODS,
    SEGMENTS,
    average_rate_ppm,
    financing_rate_ppm,
    interest_due,
    segments_of,
)
from comptant.rules.money import difference_numbers, interest

OF_PERIOD = (*KEY, "period_from_on", "period_until_on")
PART = ("from_on", "until_on", "base_cents", "rate_ppm")
# One row per part of a billed period with the base that bears interest, never below zero, and its
# rate.
STRETCHES = shape(*OF_PERIOD, *PART)
# One row per line posted for a period, the oldest first: a bill, or a correction.
BILLED = shape(*PERIODS.names, "billed_interest_cents", "base_cents", "rate_ppm", "stretches?")
# One row per period that was billed otherwise than it would be now.
CORRECTED = shape(
    *PERIODS.names, "billed_interest_cents", "interest_cents", "average_base_cents",
    "average_rate_ppm", "interest_correction_cents",
)  # fmt: skip
# One row per line of a correction.
LINES = shape(*OF_PERIOD, *PART, "amount_cents")
_NOW = ("interest_cents", "average_base_cents", "average_rate_ppm")
_PARTS = pl.List(pl.Struct(
    {"from_on": pl.Date, "until_on": pl.Date, "base_cents": pl.Int64, "rate_ppm": pl.Int64}
))  # fmt: skip


def interest_correction_cents() -> pl.Expr:
    """What a back-valued entry changes in a period already billed. Source: DOMAIN I-08, I-09."""
    return c.interest_cents - c.billed_interest_cents


def corrections(
    billed: pl.DataFrame, changes: pl.DataFrame, fixings: pl.DataFrame, terms: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """BILLED periods whose commission is no longer what was billed, with the difference to post,
    the average base and rate of now and the `stretches` as kept(); and the LINES that explain them.

    One row per contract, currency and period, `interest_correction_cents` never zero: the bill is
    not touched. A correction is dated the last day of its period and bears interest in those that
    follow: a contract's periods are done in order, all contracts at once. `billed` holds bills and
    earlier corrections, summed here, so that a second run finds nothing. Source: DOMAIN I-08, I-09.
    """
    periods = roll_up(check(billed, BILLED), PERIODS.names, ("billed_interest_cents",))
    rank = c.from_on.rank("ordinal").over(KEY).alias("rank")
    periods = periods.sort(*PERIODS.names).with_columns(rank)
    found, now = [CORRECTED.empty()], [STRETCHES.empty()]
    for number in range(1, (periods.select(pl.col("rank").max()).item() or 0) + 1):
        period = periods.filter(pl.col("rank") == number).drop("rank")
        cut = segments_of(changes, fixings, terms, period.select(PERIODS.names))
        wrong = _recomputed(period, cut)
        found.append(wrong)
        now.append(stretches(cut, wrong))
        changes = pl.concat([changes, wrong.select(
            *KEY, pl.col("until_on").alias("value_on"),
            c.interest_correction_cents.alias("amount_cents"),
            pl.lit(0, pl.Int64).alias("fund_cents"))])  # fmt: skip
    wrong, after = pl.concat(found), pl.concat(now)
    told = kept(after).rename({"period_from_on": "from_on", "period_until_on": "until_on"})
    wrong = wrong.join(told, on=list(PERIODS.names), how="left", maintain_order="left")
    wrong = wrong.with_columns(c.stretches.fill_null("[]"))
    return wrong, correction_lines(wrong, billed, after)


def _recomputed(period: pl.DataFrame, cut: pl.DataFrame) -> pl.DataFrame:
    """CORRECTED: the periods whose commission is another, with what it is now."""
    due = decide(interest_due(cut), (average_rate_ppm,)).select(*KEY, *_NOW)
    now = period.join(due, on=list(KEY), how="left", maintain_order="left")
    now = decide(now.with_columns(pl.col(_NOW).fill_null(0)), (interest_correction_cents,))
    return now.filter(c.interest_correction_cents != 0).select(CORRECTED.names)


def stretches(cut: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """SEGMENTS of PERIODS to STRETCHES; neighbours of one base and rate are one."""
    rows = decide(check(cut, SEGMENTS), (financing_rate_ppm,)).join(
        periods.select(*KEY, period_from_on="from_on", period_until_on="until_on"), on=list(KEY),
        maintain_order="left",
    )  # fmt: skip
    rows = rows.with_columns(
        c.interest_base_cents.clip(lower_bound=0).alias("base_cents"),
        c.financing_rate_ppm.alias("rate_ppm"),
    )
    return _joined(rows.select(STRETCHES.names), (*OF_PERIOD, "base_cents", "rate_ppm"))


def _joined(rows: pl.DataFrame, same: tuple[str, ...]) -> pl.DataFrame:
    """Rows in the order of their days, neighbours that are the same and touch made one."""
    goes_on = pl.all_horizontal(
        c.from_on == c.until_on.shift(), *(pl.col(name) == pl.col(name).shift() for name in same)
    ).fill_null(False)
    run = (~goes_on).cum_sum().alias("run")
    joined = rows.with_columns(run).group_by("run", maintain_order=True).agg(
        *(pl.col(name).first() for name in same), c.from_on.min(), c.until_on.max()
    )  # fmt: skip
    return joined.select(rows.columns)


def kept(rows: pl.DataFrame) -> pl.DataFrame:
    """STRETCHES to one row per period: its `stretches` as the text that a line of charge keeps."""
    part = pl.struct(PART).struct.json_encode()
    text = pl.format("[{}]", part.str.join(",")).alias("stretches")
    return rows.group_by(OF_PERIOD, maintain_order=True).agg(text)


def _unkept(billed: pl.DataFrame) -> pl.DataFrame:
    """STRETCHES that each period was last charged on; a period whose lines kept none has none."""
    named = billed.rename({"from_on": "period_from_on", "until_on": "period_until_on"})
    last = named.group_by(OF_PERIOD, maintain_order=True).agg(c.stretches.drop_nulls().last())
    rows = last.with_columns(c.stretches.str.json_decode(_PARTS)).explode("stretches")
    return rows.drop_nulls("stretches").unnest("stretches").select(STRETCHES.names)


def correction_lines(
    wrong: pl.DataFrame, billed: pl.DataFrame, after: pl.DataFrame
) -> pl.DataFrame:
    """CORRECTED, BILLED and the STRETCHES of now to LINES, whose amounts are the corrections.

    Where what was charged on is not known (a bill that kept nothing), the line gives back what was
    billed, at the average base and rate of the bill, and another charges what is due now.
    """
    periods = wrong.rename({"from_on": "period_from_on", "until_on": "period_until_on"})
    lines = _with_amounts(_differences(periods, _unkept(billed), after))
    told = lines.group_by(OF_PERIOD).agg(c.amount_cents.sum().alias("told_cents"))
    rest = c.interest_correction_cents - pl.col("told_cents")
    periods = periods.join(told, on=list(OF_PERIOD), how="left", maintain_order="left")
    # One cent is what two roundings make; more is a part that is not known.
    periods = periods.with_columns((rest.abs() <= 1).fill_null(False).alias("known"),
                                   rest.fill_null(0).alias("rest"))  # fmt: skip
    known = lines.join(periods.filter("known").select(*OF_PERIOD, "rest"), on=list(OF_PERIOD),
                       maintain_order="left")  # fmt: skip
    largest = c.amount_cents.abs().arg_max() == pl.int_range(pl.len())
    on_largest = pl.when(largest.over(OF_PERIOD)).then("rest").otherwise(0)
    known = known.with_columns(c.amount_cents + on_largest)
    whole = _given_back(periods.filter(~pl.col("known")), billed)
    return pl.concat([known.select(LINES.names), whole]).filter(c.amount_cents != 0)


def _differences(periods: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """LINES without amounts: where the base changed, at the rate of now (of then where nothing is
    owed any more), and where the rate changed, on the base of then."""
    names = list(OF_PERIOD)
    parts = [rows.join(periods, on=names, how="semi").select(*names, *PART)
             for rows in (before, after)]  # fmt: skip
    days = pl.concat([rows.select(*names, "from_on") for rows in parts]).unique()
    days = days.sort("from_on")
    for rows, suffix in zip(parts, ("was", "now"), strict=True):
        dated = rows.select(*names, "from_on", pl.col("base_cents").alias(f"base_{suffix}"),
                            pl.col("rate_ppm").alias(f"rate_{suffix}")).sort("from_on")  # fmt: skip
        days = days.join_asof(dated, on="from_on", by=names, check_sortedness=False)
    until = pl.col("from_on").shift(-1).over(OF_PERIOD, order_by="from_on")
    cut = days.sort(*names, "from_on").with_columns(
        until.fill_null(c.period_until_on).alias("until_on"),
        pl.col("base_was", "rate_was", "base_now", "rate_now").fill_null(0),
    )
    was, now = pl.col("base_was"), pl.col("base_now")
    rate = pl.when(now == 0).then("rate_was").otherwise("rate_now")
    of_base = cut.with_columns((now - was).alias("base_cents"), rate.alias("rate_ppm"))
    moved = pl.when(now == 0).then(0).otherwise(pl.col("rate_now") - pl.col("rate_was"))
    of_rate = cut.with_columns(was.alias("base_cents"), moved.alias("rate_ppm"))
    joined = [_joined(rows.select(STRETCHES.names), (*OF_PERIOD, "base_cents", "rate_ppm"))
              for rows in (of_base, of_rate)]  # fmt: skip
    lines = pl.concat(joined).filter(c.base_cents != 0, c.rate_ppm != 0)
    return lines.sort(*names, "from_on", maintain_order=True)


def _with_amounts(lines: pl.DataFrame) -> pl.DataFrame:
    """LINES: their numbers added up and rounded as they come, so that amounts sum to the whole."""
    days = (c.until_on - c.from_on).dt.total_days()
    run = difference_numbers(c.base_cents, c.rate_ppm, days).cum_sum().over(OF_PERIOD)
    lines = lines.with_columns(interest(run).alias("run_cents"))
    before = pl.col("run_cents").shift(fill_value=0).over(OF_PERIOD)
    return lines.with_columns((pl.col("run_cents") - before).alias("amount_cents"))


def _given_back(periods: pl.DataFrame, billed: pl.DataFrame) -> pl.DataFrame:
    """LINES that give a bill back and charge its period anew."""
    bill = billed.select(*KEY, "base_cents", "rate_ppm", period_from_on="from_on",
                         period_until_on="until_on").unique(OF_PERIOD, keep="first")  # fmt: skip
    rows = periods.join(bill, on=list(OF_PERIOD), maintain_order="left").with_columns(
        from_on="period_from_on", until_on="period_until_on"
    )
    back = rows.with_columns(-c.base_cents, (-c.billed_interest_cents).alias("amount_cents"))
    anew = rows.with_columns(base_cents="average_base_cents", rate_ppm="average_rate_ppm",
                             amount_cents="interest_cents")  # fmt: skip
    lines = pl.concat([back.select(LINES.names), anew.select(LINES.names)])
    return lines.sort(OF_PERIOD, maintain_order=True)
