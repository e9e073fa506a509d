"""The fee on an over-advance (commission de dépassement): its days by the method of numbers, at a
margin on top of the financing rate. Source: DOMAIN §4.4 FEE-DEP, W4-7, R-4, R-8."""

from datetime import date

import polars as pl

from comptant.rules import interest
from comptant.rules.batch import check, decide
from comptant.rules.columns import c, shape
from comptant.rules.money import interest as on_a_year

KEY = interest.KEY
# One row per day from which a contract's over-advance is another.
OVER_ADVANCES = shape(*KEY, "from_on", "over_advance_cents")
# One row per day from which its margin is another.
MARGINS = shape(*KEY, "valid_from_on", "margin_ppm")
LINES = shape(
    *KEY, "from_on", "until_on", "interest_base_cents", "financing_rate_ppm", "excess_fee_cents"
)
_NO_REFERENCE = interest.FIXINGS.frame(
    [{"rate_index": "NONE", "fixing_on": date(1970, 1, 1), "reference_ppm": 0}]
)


def excess_lines(
    over_advances: pl.DataFrame, margins: pl.DataFrame, periods: pl.DataFrame
) -> pl.DataFrame:
    """LINES: OVER_ADVANCES of PERIODS (of rules/interest) at MARGINS, a line for each stretch of
    days with one amount and one margin. The lines of a contract sum to its exact numbers, rounded
    once; a line that comes to nothing is left out."""
    levels = check(over_advances, OVER_ADVANCES).sort("from_on")
    change = c.over_advance_cents - c.over_advance_cents.shift().over(KEY).fill_null(0)
    changes = levels.select(
        *KEY, value_on="from_on", amount_cents=change, fund_cents=pl.lit(0, pl.Int64)
    )
    terms = check(margins, MARGINS).select(
        *KEY, "valid_from_on", pl.lit("NONE").alias("rate_index"),
        pl.lit("DAILY").alias("fixing_convention"), "margin_ppm",
        pl.lit(None, pl.Int64).alias("floor_ppm"), pl.lit(True).alias("counts_fund"),
    )  # fmt: skip
    cut = interest.segments_of(changes, _NO_REFERENCE, terms, periods)
    rows = decide(cut, interest.SEGMENT_RULES).filter(c.interest_numbers > 0)
    summed = on_a_year(c.interest_numbers.cum_sum().over(KEY))
    fee = summed - summed.shift().over(KEY).fill_null(0)
    rows = rows.sort(*KEY, "from_on").with_columns(fee.alias("excess_fee_cents"))
    return check(rows.select(LINES.names).filter(c.excess_fee_cents != 0), LINES)
