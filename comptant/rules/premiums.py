"""What a policy costs in a year, and period by period: premium on its base, minimum, fees of
limits, tax; and the turnover that its insurer is told.

Grain: policy and year; policy and period; contract and buyer of a period.
Source: policy, premium; DOMAIN 6.1, W6-5.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPM, pro_rata, share, times

BASES = ("TURNOVER", "OUTSTANDING")
# One row per policy and year: what the base came to, and how many limits were asked or reviewed.
PREMIUMS = shape(
    "policy_id", "premium_base_cents", "policy_rate_ppm", "premium_minimum_cents",
    "limit_fee_cents", "limit_count", "premium_tax_ppm", "fee_vat_ppm",
)  # fmt: skip


def year_premium_cents() -> pl.Expr:
    """The rate on what is declared, at least the minimum. Source: policy, premium."""
    return pl.max_horizontal(
        share(c.premium_base_cents, c.policy_rate_ppm), c.premium_minimum_cents
    )


def premium_topped_cents() -> pl.Expr:
    """What the minimum adds to the rate."""
    return c.year_premium_cents - share(c.premium_base_cents, c.policy_rate_ppm)


def premium_tax_cents() -> pl.Expr:
    """The tax on the premium, rounded once. Source: policy, premium; R-5."""
    return share(c.year_premium_cents, c.premium_tax_ppm)


def limit_fees_cents() -> pl.Expr:
    """A fee for each limit asked or reviewed. Source: policy, limits."""
    return times(c.limit_fee_cents, c.limit_count)


def limit_fees_vat_cents() -> pl.Expr:
    """VAT on those fees, on their sum. Source: R-5."""
    return share(c.limit_fees_cents, c.fee_vat_ppm)


def premium_due_cents() -> pl.Expr:
    """All that a year of the policy costs, taxes included."""
    return c.year_premium_cents + c.premium_tax_cents + c.limit_fees_cents + c.limit_fees_vat_cents


PREMIUM: tuple[Rule, ...] = (
    year_premium_cents, premium_topped_cents, premium_tax_cents, limit_fees_cents,
    limit_fees_vat_cents, premium_due_cents,
)  # fmt: skip


# Periods ------------------------------------------------------------------------------------------

# One row per contract and buyer of a period of a policy: what was assigned, and what was open at
# the end of its months, VAT included. `vat_off_ppm`: the VAT rate that is taken off, 0: none.
TURNOVERS = shape(
    "contract_id", "buyer_id", "period_turnover_cents", "period_outstanding_cents", "vat_off_ppm",
    "is_in_turnover",
)  # fmt: skip
# One row per period of a policy: the base of its insurance year to date, and what was kept of it.
PERIODS = shape(
    "policy_id", "premium_base_cents", "policy_rate_ppm", "premium_minimum_cents",
    "elapsed_months", "premium_before_cents", "limit_fee_cents", "limit_count", "premium_tax_ppm",
    "fee_vat_ppm",
)  # fmt: skip
YEAR_MONTHS = 12


def _before_vat(cents: pl.Expr) -> pl.Expr:
    return pro_rata(cents, pl.lit(ONE_PPM, pl.Int64), c.vat_off_ppm + ONE_PPM)


def declared_turnover_cents() -> pl.Expr:
    """What was assigned, on the insured base. Source: policy, declarations; W6-4."""
    return _before_vat(c.period_turnover_cents)


def premium_share_base_cents() -> pl.Expr:
    """What the premium is a rate of: the turnover, or what was open at the ends of months. Source:
    policy, premium."""
    of_months = _before_vat(c.period_outstanding_cents)
    return pl.when(c.is_in_turnover).then(c.declared_turnover_cents).otherwise(of_months)


TURNOVER: tuple[Rule, ...] = (declared_turnover_cents, premium_share_base_cents)


def least_to_date_cents() -> pl.Expr:
    """The minimum of the year, as far as it has run. Source: policy, premium; R-6."""
    return pro_rata(c.premium_minimum_cents, c.elapsed_months, pl.lit(YEAR_MONTHS, pl.Int64))


def premium_to_date_cents() -> pl.Expr:
    """The rate on the base of the year to date, at least the minimum to date. Source: policy,
    premium."""
    return pl.max_horizontal(
        share(c.premium_base_cents, c.policy_rate_ppm), c.least_to_date_cents, pl.lit(0, pl.Int64)
    )


def period_premium_cents() -> pl.Expr:
    """What the period adds to the year; nothing where credit notes took more off than it brought:
    the next ones make it up. Source: policy, premium."""
    return (c.premium_to_date_cents - c.premium_before_cents).clip(lower_bound=0)


def period_tax_cents() -> pl.Expr:
    """The tax on the premium of the period, rounded once. Source: art. 991 and 1001 CGI; R-5."""
    return share(c.period_premium_cents, c.premium_tax_ppm)


def period_total_cents() -> pl.Expr:
    """All that the period costs, taxes included."""
    return c.period_premium_cents + c.period_tax_cents + c.limit_fees_cents + c.limit_fees_vat_cents


PERIOD: tuple[Rule, ...] = (
    least_to_date_cents, premium_to_date_cents, period_premium_cents, period_tax_cents,
    limit_fees_cents, limit_fees_vat_cents, period_total_cents,
)  # fmt: skip
