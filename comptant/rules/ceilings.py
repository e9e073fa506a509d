"""Shares of a ceiling that spans contracts, fitted to what it amounts to now.

Grain: contract under one ceiling. Together, share or what is carried beyond it, they never pass
the ceiling as long as what is carried alone does not. Source: DESIGN §7, DOMAIN C-5, I-19;
docs/decisions/0010-a-cut-ceiling-cuts-its-shares.md.
"""

import polars as pl

from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape
from comptant.rules.money import pro_rata_down

# `carried_cents`: what the contract has approved or drawn under the ceiling, zero or more.
CEILING_SHARES = shape("contract_id", "ceiling_cents", "share_cents", "carried_cents")


def used_share_cents() -> pl.Expr:
    """The part of the share that is in use."""
    return pl.min_horizontal(c.share_cents, c.carried_cents)


def free_ceiling_cents() -> pl.Expr:
    """What the ceiling leaves once all that is carried is counted; below zero it is passed."""
    return c.ceiling_cents - c.carried_cents.sum()


def fitted_share_cents() -> pl.Expr:
    """What is in use keeps its share while the ceiling holds it; what is left of the ceiling goes
    to the unused parts, pro rata, rounded down. A ceiling below what is carried leaves nothing to
    use, and is itself shared pro rata of what is in use."""
    unused = c.share_cents - c.used_share_cents
    left = pl.min_horizontal(c.free_ceiling_cents, unused.sum())
    within = c.used_share_cents + pro_rata_down(left, unused, unused.sum())
    passed = pro_rata_down(c.ceiling_cents, c.used_share_cents, c.carried_cents.sum())
    return pl.when(c.free_ceiling_cents >= 0).then(within).otherwise(passed)


FITTING: tuple[Rule, ...] = (used_share_cents, free_ceiling_cents, fitted_share_cents)


def fit(shares: pl.DataFrame) -> pl.DataFrame:
    """CEILING_SHARES of one ceiling, with `fitted_share_cents`, which is never more than before."""
    return decide(check(shares, CEILING_SHARES), FITTING)
