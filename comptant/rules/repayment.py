"""A repayment plan: what of each instalment is paid, oldest first, and what is late. The client
repays, collections cure the over-advance, or the guarantee takes it: a plan never outlives it.

Grain: instalment of a plan. Source: DOMAIN 3.7 (over-advance, repayment claim).
"""

from calendar import monthrange
from datetime import date

import polars as pl

from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape

# Since the plan was agreed, on each of its rows: `repaid_cents`, all that is no longer owed;
# `by_client_cents`, what the client himself has repaid; `guaranteed_cents`, the debts that the
# guarantee has taken over.
INSTALMENTS = shape(
    "contract_id", "plan_id", "due_on", "instalment_cents", "repaid_cents", "by_client_cents",
    "guaranteed_cents", "today_on",
)  # fmt: skip


def _oldest_first(cents: pl.Expr) -> pl.Expr:
    """Of each instalment what so many cents make good. Source: art. 1342-10 C. civ."""
    before = c.instalment_cents.cum_sum().over("plan_id", order_by="due_on") - c.instalment_cents
    return (cents - before).clip(lower_bound=0, upper_bound=c.instalment_cents)


def instalment_paid_cents() -> pl.Expr:
    """What has been repaid or cured goes to the oldest instalments first."""
    taken = pl.min_horizontal(c.guaranteed_cents, c.repaid_cents - c.by_client_cents)
    return _oldest_first(c.repaid_cents - taken.clip(lower_bound=0))


def instalment_guaranteed_cents() -> pl.Expr:
    """What nobody has paid: the guarantee has taken the debt that it was of. Source: DOMAIN 1.6."""
    return _oldest_first(c.repaid_cents) - c.instalment_paid_cents


def instalment_late_cents() -> pl.Expr:
    """What should have been repaid by yesterday and was not. Source: the plan agreed."""
    return (
        pl.when(c.due_on < c.today_on)
        .then(c.instalment_cents - c.instalment_paid_cents - c.instalment_guaranteed_cents)
        .otherwise(pl.lit(0, pl.Int64))
    )


REPAYMENT: tuple[Rule, ...] = (
    instalment_paid_cents, instalment_guaranteed_cents, instalment_late_cents
)  # fmt: skip


def follow(instalments: pl.DataFrame) -> pl.DataFrame:
    """INSTALMENTS with what is paid and late of each. BrokenBatch on another shape."""
    check(instalments, INSTALMENTS)
    return decide(instalments, REPAYMENT)


def spread(owed_cents: int, count: int, first_on: date) -> list[tuple[date, int]]:
    """An over-advance in so many instalments a month apart, equal but the last, which is the
    remainder. Source: R-6; DOMAIN 3.7."""
    each = (2 * owed_cents + count) // (2 * count)
    parts = [each] * (count - 1)
    return [(_month_after(first_on, number), cents)
            for number, cents in enumerate([*parts, owed_cents - sum(parts)])]  # fmt: skip


def _month_after(first_on: date, count: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(first_on.month - 1 + count, 12)
    year, month = first_on.year + year, month + 1
    return date(year, month, min(first_on.day, monthrange(year, month)[1]))
