"""Costs as rates: the TEG of a period by the statutory formula, in both readings of the sources.

TEG = cost of the period / numbers of the period x days of the year. The default reading counts
what is linked to the financing; the other adds the factoring fee. Both are kept: DOMAIN §4.6.
Source: art. R314-6 C. conso. and its annex; W4-8.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c
from comptant.rules.money import ONE_PPM, RATE_PPM_MAX, numbers, pro_rata


def teg_base_numbers() -> pl.Expr:
    """Debit numbers of the charges, less the credit numbers of the fund where it is financed by
    debit (cents x days). Source: annex to art. R314-6, DOMAIN §4.6."""
    fund = pl.when(c.interest_base == "FUNDS_IN_USE_AND_FUND").then(c.fund_held_cents).otherwise(0)
    used = c.charge_base_cents + c.order_used_cents
    return numbers(used, 1, c.period_days) - numbers(fund, 1, c.period_days)


def teg_cost_cents() -> pl.Expr:
    """The financing charges and the fees linked to the financing. Source: DOMAIN §4.6."""
    return (
        c.financing_charge_cents + c.order_charge_cents + c.linked_charges_cents
        + c.unused_fee_cents
    )  # fmt: skip


def teg_ppm() -> pl.Expr:
    """Cost over numbers, for a day, times the days of the year; null where nothing is used.
    Source: DOMAIN W4-8: 4.79 %."""
    return _teg(c.teg_cost_cents)


def teg_with_fee_cost_cents() -> pl.Expr:
    """The same with the factoring fee, a flat package in its place included. Source: DOMAIN §4.1,
    §4.6, the other reading."""
    return (
        c.teg_cost_cents + c.yearly_fee_cents + c.minimum_shortfall_cents + c.package_fee_cents
    )  # fmt: skip


def teg_with_fee_ppm() -> pl.Expr:
    """The TEG if the factoring fee is counted. Source: DOMAIN W4-8: 8.77 %."""
    return _teg(c.teg_with_fee_cost_cents)


def _teg(cost: pl.Expr) -> pl.Expr:
    """Null beyond 1 000 %: a rate of next to nothing says nothing."""
    year = (cost * c.teg_year_days).cast(pl.Int128)
    most = c.teg_base_numbers * pl.lit(RATE_PPM_MAX // ONE_PPM, pl.Int128)
    shown = (c.teg_base_numbers > 0) & (year <= most)
    rate = pro_rata(pl.when(shown).then(year).otherwise(0), pl.lit(ONE_PPM), c.teg_base_numbers)
    return pl.when(shown).then(rate)


TEG_RULES: tuple[Rule, ...] = (
    teg_base_numbers, teg_cost_cents, teg_ppm, teg_with_fee_cost_cents, teg_with_fee_ppm,
)  # fmt: skip

# Of a year, beside it ----------------------------------------------------------------------------


def cost_of_turnover_ppm() -> pl.Expr:
    """Cost before VAT over what is assigned; null beyond 1 000 %. Source: DOMAIN W4-9."""
    return _rate(c.yearly_cost_cents, c.assigned_cents)


def yearly_rate_ppm() -> pl.Expr:
    """Cost before VAT over the average funds in use; null where nothing is used, and beyond
    1 000 %. It is not the TEG. Source: convention of the comparison."""
    return _rate(c.yearly_cost_cents, c.used_cents)


def _rate(cost: pl.Expr, of: pl.Expr) -> pl.Expr:
    shown = (of > 0) & (cost <= of * pl.lit(RATE_PPM_MAX // ONE_PPM, pl.Int64))
    part = pl.when(shown).then(cost).otherwise(0)
    return pl.when(shown).then(pro_rata(part, pl.lit(ONE_PPM, pl.Int64), of))


RATE_RULES: tuple[Rule, ...] = (cost_of_turnover_ppm, yearly_rate_ppm)
