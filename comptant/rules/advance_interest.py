"""The financing commission taken in advance (pré-comptée), and what is corrected of it once the
buyer has paid. Source: DOMAIN W4-5."""

import polars as pl

from comptant.rules.columns import c
from comptant.rules.money import interest, numbers


def precomputed_days() -> pl.Expr:
    """Days charged at funding: to the due date plus the contract's margin. Source: DOMAIN W4-5."""
    until_due = (c.due_on - c.funded_on).dt.total_days()
    return (until_due + c.prefee_margin_days).clip(lower_bound=0)


def precomputed_interest_cents() -> pl.Expr:
    """The commission taken when the advance is paid (pré-comptée). Source: DOMAIN W4-5."""
    return interest(numbers(c.advance_cents, c.financing_rate_ppm, c.precomputed_days))


def used_days() -> pl.Expr:
    """Days from the advance to the value date of the buyer's payment. Source: DOMAIN W4-5."""
    return (c.collection_value_on - c.funded_on).dt.total_days().clip(lower_bound=0)


def used_interest_cents() -> pl.Expr:
    """The commission for the days really used. Source: DOMAIN W4-5."""
    return interest(numbers(c.advance_cents, c.financing_rate_ppm, c.used_days))


def true_up_cents() -> pl.Expr:
    """What goes back to the client (negative: what it still owes) once the buyer has paid; zero
    where the contract keeps what was taken. Source: DOMAIN W4-5, `prefee_true_up`."""
    excess = c.precomputed_interest_cents - c.used_interest_cents
    return pl.when(c.prefee_true_up).then(excess).otherwise(0)


PRECOMPUTED_RULES = (precomputed_days, precomputed_interest_cents)
TRUE_UP_RULES = (used_days, used_interest_cents, true_up_cents)
