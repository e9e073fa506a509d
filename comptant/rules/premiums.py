"""What a policy costs in a year: premium on its base, minimum, fees of limits, tax.

Grain: policy and year. Source: policy, premium; DOMAIN 6.1, W6-5.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c, shape
from comptant.rules.money import share, times

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
