"""The financing commission by the method of numbers, at the grain of a contract and currency.

`segments` cuts a period where the base, the reference rate or the terms change; each segment has
exact numbers (cents x ppm x days); numbers are summed and rounded once per period (R-4). The first
day of a period is included, the last one excluded (R-8). Source: DOMAIN §4.3, C-4, I-08.
"""

from datetime import date

import polars as pl

from comptant.rules.batch import BrokenBatch, check, collected, decide, roll_up
from comptant.rules.columns import c, shape
from comptant.rules.fixings import in_force, reference_rates
from comptant.rules.money import interest, numbers, pro_rata

KEY = ("contract_id", "currency")
RATE_KEY = ("rate_index", "fixing_convention")

# One row per change of what may bear interest: funds in use and the fund together, and the fund, in
# credit: the clause of each day says whether it counts against what is used (C-4).
CHANGES = shape(*KEY, "value_on", "amount_cents", "fund_cents")
# One row per value of an index: in force until the next one.
FIXINGS = shape("rate_index", "fixing_on", "reference_ppm")
# One row per set of terms, in force until the next one of the contract. No floor: null.
TERMS = shape(
    *KEY, "valid_from_on", "rate_index", "fixing_convention", "margin_ppm", "floor_ppm?",
    "counts_fund",
)  # fmt: skip
# What is not known: per contract, the first day of its period without a rate.
MISSING = shape("contract_id", "rate_index", "from_on")
CONSTANT = (
    "interest_base_cents", "rate_index", "fixing_convention", "reference_ppm", "margin_ppm",
    "floor_ppm",
)  # fmt: skip
SEGMENTS = shape(
    *KEY, "from_on", "until_on", *(f"{n}?" if n == "floor_ppm" else n for n in CONSTANT)
)
# One row per contract: the period to charge, its last day excluded.
PERIODS = shape(*KEY, "from_on", "until_on")


class MissingRate(Exception):
    """No value of a reference index is known for a day that needs one."""

    def __init__(
        self, rate_index: str, convention: str, day: date, contract_ids: list[int]
    ) -> None:
        super().__init__(f"no rate of {rate_index} ({convention}) for {day}")
        self.rate_index, self.convention, self.day = rate_index, convention, day
        self.contract_ids = contract_ids  # all that lack a rate in their period


class MissingTerms(Exception):
    """A contract's base moved before the first day of its terms."""


def interest_base_cents() -> pl.Expr:
    """What bears interest, by the clause of the day: funds in use, the fund counting against them,
    or funds in use and the fund. Source: DOMAIN C-4."""
    return c.used_cents + pl.when(c.counts_fund).then(c.fund_cents).otherwise(0)


def interest_days() -> pl.Expr:
    """Days of the segment, its last day excluded. Source: DOMAIN R-8."""
    return (c.until_on - c.from_on).dt.total_days()


def financing_rate_ppm() -> pl.Expr:
    """The reference, not below the floor if the contract has one, plus the margin. Source: W4-4."""
    above_floor = pl.when(c.reference_ppm < c.floor_ppm).then(c.floor_ppm)
    return above_floor.otherwise(c.reference_ppm) + c.margin_ppm


def debit_numbers() -> pl.Expr:
    """Base x days, a base in credit counting for nothing (cents x days). Source: DOMAIN W4-3."""
    return numbers(c.interest_base_cents, 1, c.interest_days)


def interest_numbers() -> pl.Expr:
    """Base x rate x days, exact (cents x ppm x days). Source: DOMAIN R-4."""
    return numbers(c.interest_base_cents, c.financing_rate_ppm, c.interest_days)


def interest_cents() -> pl.Expr:
    """The numbers of a period over a year of 360 days, rounded once. Source: DOMAIN R-4, W4-3."""
    return interest(c.interest_numbers)


def average_base_cents() -> pl.Expr:
    """The average base over the period, days in credit counting as zero. Source: DOMAIN W4-3."""
    return pro_rata(c.debit_numbers, pl.lit(1, pl.Int64), c.interest_days)


def average_rate_ppm() -> pl.Expr:
    """The rate that the bill shows: of each day, weighted by its base; zero where nothing was owed.
    Source: DOMAIN W4-3."""
    return pl.when(c.debit_numbers == 0).then(0).otherwise(c.interest_numbers // c.debit_numbers)


SEGMENT_RULES = (interest_days, financing_rate_ppm, debit_numbers, interest_numbers)


def segments(
    changes: pl.DataFrame, fixings: pl.DataFrame, terms: pl.DataFrame, from_on: date, until_on: date
) -> pl.DataFrame:
    """segments_of() with one period for all contracts."""
    bounds = (pl.lit(from_on).alias("from_on"), pl.lit(until_on).alias("until_on"))
    periods = pl.concat([terms.select(KEY), changes.select(KEY)]).unique().select(*KEY, *bounds)
    return segments_of(changes, fixings, terms, periods)


def segments_of(
    changes: pl.DataFrame, fixings: pl.DataFrame, terms: pl.DataFrame, periods: pl.DataFrame
) -> pl.DataFrame:
    """CHANGES, FIXINGS, TERMS and PERIODS to SEGMENTS: stretches of constant base, rate and terms.

    They tile each contract's period, from its first day or the first day of the contract's terms.
    Changes from before the period make its opening base; those after it do not count. MissingRate
    and MissingTerms say what is not known: nothing is taken by default. BrokenBatch where two
    fixings, two terms or two periods are of the same.
    """
    periods = _once(check(periods, PERIODS), *KEY)
    if periods.is_empty():
        return SEGMENTS.empty()
    until = periods.select(*KEY, period_until_on="until_on")
    rows = _stretches(changes, fixings, terms, periods, until)
    _refuse_without_rate(rows)
    # A cut where nothing changed in the end (a fixing at the same value) is not a segment.
    changed = [pl.col(name).ne_missing(pl.col(name).shift()) for name in (*KEY, *CONSTANT)]
    rows = rows.filter(pl.any_horizontal(changed)).join(until, on=KEY, maintain_order="left")
    ends = pl.col("from_on").shift(-1).over(KEY).fill_null(pl.col("period_until_on"))
    return check(rows.with_columns(ends.alias("until_on")), SEGMENTS)


def missing_rates(
    fixings: pl.DataFrame, terms: pl.DataFrame, periods: pl.DataFrame
) -> pl.DataFrame:
    """MISSING: the contracts that segments_of() would refuse in their PERIODS."""
    periods = _once(check(periods, PERIODS), *KEY)
    if periods.is_empty():
        return MISSING.empty()
    until = periods.select(*KEY, period_until_on="until_on")
    rows = _stretches(CHANGES.empty(), fixings, terms, periods, until)
    unknown = rows.filter(c.reference_ppm.is_null())
    return unknown.unique("contract_id", keep="first", maintain_order=True).select(MISSING.names)


def in_use(
    changes: pl.DataFrame, terms: pl.DataFrame, periods: pl.DataFrame
) -> pl.DataFrame:  # fmt: skip
    """The PERIODS in which something bears interest, each from the first day on which it does. No
    rate is asked for: a contract that uses nothing needs none."""
    periods = _once(check(periods, PERIODS), *KEY)
    if periods.is_empty():
        return periods
    until = periods.select(*KEY, period_until_on="until_on")
    rows = _stretches(changes, FIXINGS.empty(), terms, periods, until)
    first = rows.filter(c.interest_base_cents > 0).group_by(KEY).agg(c.from_on.min())
    return periods.drop("from_on").join(first, on=KEY, maintain_order="left")[list(PERIODS.names)]


def _stretches(
    changes: pl.DataFrame, fixings: pl.DataFrame, terms: pl.DataFrame, periods: pl.DataFrame,
    until: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    """Every day of the periods on which something may change, with what is in force from it."""
    fixings = _once(check(fixings, FIXINGS), "rate_index", "fixing_on")
    terms = _once(check(terms, TERMS), *KEY, "valid_from_on").rename({"valid_from_on": "from_on"})
    bounds = periods.select(c.from_on.min(), c.until_on.max()).row(0)
    rates = reference_rates(fixings, *bounds).lazy()
    moved = check(changes, CHANGES).join(until, on=KEY)
    bases = _bases(moved.filter(c.value_on < pl.col("period_until_on")).drop("period_until_on"))
    starts = terms.group_by(KEY).agg(pl.col("from_on").min())
    _refuse_without_terms(bases, starts)
    moves, dated = bases.lazy(), terms.lazy()
    cuts = _cuts(starts.lazy(), moves, dated, rates, periods)
    rows = in_force(in_force(in_force(cuts, moves, KEY), dated, KEY), rates, RATE_KEY)
    rows = rows.with_columns(pl.col("used_cents", "fund_cents").fill_null(0))
    return decide(collected(rows.sort(*KEY, "from_on")), (interest_base_cents,))


def interest_due(cut: pl.DataFrame) -> pl.DataFrame:
    """SEGMENTS to one row per contract and currency: days, numbers, commission, average base.

    The commission is computed on the sum of the numbers: one rounding for the period (R-4).
    """
    totals = ("interest_days", "debit_numbers", "interest_numbers")
    summed = roll_up(decide(check(cut, SEGMENTS), SEGMENT_RULES), KEY, totals)
    return decide(summed, (interest_cents, average_base_cents))


def _bases(changes: pl.DataFrame) -> pl.DataFrame:
    """Funds and the fund after each value date on which they moved, per contract and currency."""
    amounts = ("amount_cents", "fund_cents")
    daily = roll_up(changes.sort("value_on"), (*KEY, "value_on"), amounts)
    used, fund = (
        pl.col(name).cast(pl.Int128).cum_sum().over(KEY).cast(pl.Int64, strict=True)
        for name in amounts
    )
    return daily.select(*KEY, from_on="value_on", used_cents=used, fund_cents=fund)


def _cuts(
    starts: pl.LazyFrame,
    bases: pl.LazyFrame,
    terms: pl.LazyFrame,
    rates: pl.LazyFrame,
    periods: pl.DataFrame,
) -> pl.LazyFrame:
    """Every day of its period on which something may change, per contract and currency."""
    first = periods.lazy().join(starts.rename({"from_on": "start_on"}), on=KEY).select(
        *KEY, pl.max_horizontal("start_on", "from_on").alias("first_on"),
        pl.col("until_on").alias("period_until_on"),
    )  # fmt: skip
    least, most = periods["from_on"].min(), periods["until_on"].max()
    days = (*KEY, "from_on")
    rated = (
        terms.select(*KEY, *RATE_KEY)
        .unique()
        .join(rates.filter(c.from_on.is_between(least, most)), on=RATE_KEY)
    )
    opening = first.select(*KEY, from_on="first_on")
    cuts = pl.concat([opening, bases.select(days), terms.select(days), rated.select(days)]).unique()
    inside = cuts.join(first, on=KEY).filter(
        c.from_on >= pl.col("first_on"), c.from_on < pl.col("period_until_on")
    )  # fmt: skip
    return inside.select(days)


def _once(dated: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """The same table, or BrokenBatch when a key comes twice: which line counts is then a guess."""
    twice = dated.filter(pl.struct(keys).is_duplicated())
    if twice.height:
        raise BrokenBatch(f"two lines for {dict(twice.select(keys).row(0, named=True))}")
    return dated


def _refuse_without_terms(bases: pl.DataFrame, starts: pl.DataFrame) -> None:
    first = bases.join(starts.rename({"from_on": "start_on"}), on=KEY, how="left")
    before = first.filter(pl.col("start_on").is_null() | (c.from_on < pl.col("start_on")))
    if before.height:
        contract_id, currency, day = before.sort(*KEY, "from_on").row(0)[:3]
        raise MissingTerms(f"contract {contract_id} ({currency}) has no terms on {day}")


def _refuse_without_rate(rows: pl.DataFrame) -> None:
    missing = rows.filter(c.reference_ppm.is_null()).sort("from_on", "rate_index")
    if missing.height:
        rate_index, convention, day = missing.select(*RATE_KEY, "from_on").row(0)
        ids = missing["contract_id"].unique().sort().to_list()
        raise MissingRate(rate_index, convention, day, ids)
