"""A repayment plan: what of each instalment is paid, oldest first, and what is late. The client
repays, or collections cure the over-advance: a plan never outlives it.

Grain: instalment of a plan. Source: DOMAIN 3.7 (over-advance, repayment claim).
"""

import polars as pl

from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape

# `repaid_cents`: all that the client has repaid or collections have cured since the plan was
# agreed, on each of its rows.
INSTALMENTS = shape(
    "contract_id", "plan_id", "due_on", "instalment_cents", "repaid_cents", "today_on"
)


def instalment_paid_cents() -> pl.Expr:
    """What has been repaid goes to the oldest instalments first. Source: art. 1342-10 C. civ."""
    before = c.instalment_cents.cum_sum().over("plan_id", order_by="due_on") - c.instalment_cents
    return (c.repaid_cents - before).clip(lower_bound=0, upper_bound=c.instalment_cents)


def instalment_late_cents() -> pl.Expr:
    """What should have been repaid by yesterday and was not. Source: the plan agreed."""
    return (
        pl.when(c.due_on < c.today_on)
        .then(c.instalment_cents - c.instalment_paid_cents)
        .otherwise(pl.lit(0, pl.Int64))
    )


REPAYMENT: tuple[Rule, ...] = (instalment_paid_cents, instalment_late_cents)


def follow(instalments: pl.DataFrame) -> pl.DataFrame:
    """INSTALMENTS with what is paid and late of each. BrokenBatch on another shape."""
    check(instalments, INSTALMENTS)
    return decide(instalments, REPAYMENT)
