"""Reference rates: from which day on a value of an index applies, by the contract's convention.

Source: DOMAIN §4.3.
"""

from datetime import date

import polars as pl

from comptant.rules.batch import collected
from comptant.rules.calendar import next_business_day
from comptant.rules.columns import c
from comptant.rules.money import pro_rata


def reference_rates(fixings: pl.DataFrame, from_on: date, until_on: date) -> pl.DataFrame:
    """FIXINGS to one row per index, convention and day from which a rate applies in the period.

    DAILY: each fixing from its day. MONTH_AVERAGE: a month has the mean of the previous month's
    fixings, to the ppm. FIRST_BUSINESS_DAY: a whole month has the fixing of its first TARGET
    business day. A month without a rate has a null. Source: DOMAIN §4.3.
    """
    months = pl.date_range(from_on.replace(day=1), until_on, "1mo", eager=True).alias("from_on")
    told = fixings.lazy()
    grid = told.select("rate_index").unique().join(months.to_frame().lazy(), how="cross")
    daily = told.rename({"fixing_on": "from_on"})
    mean = pro_rata(c.reference_ppm.sum(), pl.lit(1, pl.Int64), pl.len().cast(pl.Int64))
    next_month = c.fixing_on.dt.month_start().dt.offset_by("1mo").alias("from_on")
    means = told.group_by("rate_index", next_month).agg(mean.alias("reference_ppm"))
    average = grid.join(means, on=["rate_index", "from_on"], how="left")
    openings = grid.with_columns(c.from_on.alias("month_on"), next_business_day(c.from_on))
    first = in_force(openings, daily, ("rate_index",)).with_columns(from_on="month_on")
    by_convention = {"DAILY": daily, "MONTH_AVERAGE": average, "FIRST_BUSINESS_DAY": first}
    return collected(pl.concat(
        rates.select("rate_index", pl.lit(convention).alias("fixing_convention"), "from_on",
                     "reference_ppm")
        for convention, rates in by_convention.items()
    ))  # fmt: skip


def in_force(rows: pl.LazyFrame, dated: pl.LazyFrame, by: tuple[str, ...]) -> pl.LazyFrame:
    """Each row with the line of `dated` whose `from_on` is the greatest not after its own."""
    return rows.sort("from_on").join_asof(
        dated.sort("from_on"), on="from_on", by=list(by), check_sortedness=False
    )
