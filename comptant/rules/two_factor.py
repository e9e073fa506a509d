"""The days of an import factor: when it pays for a buyer who does not, and until when a dispute
takes its word back. Grain: invoice and cover.

Days are calendar days from the due day; a limit that falls on a closing day of the factor concerned
moves to its next working day. Source: DOMAIN 7.5 (GRIF art. 20, 24, 27), W7-4, I-20.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.calendar import next_business_day
from comptant.rules.columns import c, shape

# One row per invoice that an import factor has approved. The days are those of the agreement (GRIF:
# 90, 180, 365); `disputed_on`: the day on which notice of a dispute came, null: none.
TWO_FACTOR = shape("due_on", "approval_payment_days", "dispute_days", "jurisdiction_days",
                   "disputed_on?")  # fmt: skip


def approval_payment_on() -> pl.Expr:
    """The day on which the import factor pays what it has approved and is still unpaid. Source:
    GRIF art. 24."""
    return next_business_day(c.due_on + pl.duration(days=c.approval_payment_days))


def dispute_until_on() -> pl.Expr:
    """The last day on which notice of a dispute has the import factor reimbursed. Source: GRIF
    art. 27(iii)."""
    return next_business_day(c.due_on + pl.duration(days=c.dispute_days))


def jurisdiction_until_on() -> pl.Expr:
    """The last day on which the import factor may say that no court of the buyer's will judge, and
    recover what it paid. Source: GRIF art. 20(iii)."""
    return next_business_day(c.due_on + pl.duration(days=c.jurisdiction_days))


def approval_outcome() -> pl.Expr:
    """What a dispute does to the payment under approval: NO_PAYMENT (notice came before it),
    REPAID (in time after it), STANDS (too late, or no dispute). Source: GRIF art. 27(iii)."""
    return (
        pl.when(c.disputed_on.is_null())
        .then(pl.lit("STANDS"))
        .when(c.disputed_on <= c.approval_payment_on)
        .then(pl.lit("NO_PAYMENT"))
        .when(c.disputed_on <= c.dispute_until_on)
        .then(pl.lit("REPAID"))
        .otherwise(pl.lit("STANDS"))
    )


TWO_FACTOR_DAYS: tuple[Rule, ...] = (
    approval_payment_on, dispute_until_on, jurisdiction_until_on, approval_outcome,
)  # fmt: skip
