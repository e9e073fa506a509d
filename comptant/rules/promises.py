"""A promise of a buyer to pay, in one day or several: what is paid of it, whether it is kept.

Grain: instalment of a promise. Source: DOMAIN §5.1 (PTP), contract between the buyer and us.
"""

import polars as pl

from comptant.rules import repayment
from comptant.rules.batch import Rule, check, decide
from comptant.rules.columns import c, shape

GRACE_DAYS = 3  # a transfer made on the day itself arrives, and is told by the bank, within them
# `repaid_cents`: all that was paid of its invoices since it was made, on each of its rows.
INSTALMENTS = shape(
    "contract_id", "promise_id", "due_on", "instalment_cents", "repaid_cents", "today_on",
    "is_taken_back",
)  # fmt: skip
TOLD = ("instalment_paid_cents", "instalment_late_cents", "promise_state")


def promise_state() -> pl.Expr:
    """Kept once all is paid, broken where a part is late, ended where it was taken back. Source:
    §5.1, promise to pay not expired."""
    by = ["contract_id", "promise_id"]
    late = c.instalment_late_cents.sum().over(by)
    left = (c.instalment_cents - c.instalment_paid_cents).sum().over(by)
    return (
        pl.when(left == 0)
        .then(pl.lit("KEPT"))
        .when(c.is_taken_back)
        .then(pl.lit("ENDED"))
        .when(late > 0)
        .then(pl.lit("BROKEN"))
        .otherwise(pl.lit("RUNNING"))
    )


PROMISE: tuple[Rule, ...] = (promise_state,)


def follow(instalments: pl.DataFrame) -> pl.DataFrame:
    """INSTALMENTS with what is paid and late of each, and the state of its promise. BrokenBatch on
    another shape."""
    check(instalments, INSTALMENTS)
    as_plan = instalments.rename({"promise_id": "plan_id"}).with_columns(
        by_client_cents=pl.lit(0, pl.Int64), guaranteed_cents=pl.lit(0, pl.Int64)
    )  # fmt: skip
    paid = repayment.follow(as_plan.select(repayment.INSTALMENTS.names))
    paid = paid.rename({"plan_id": "promise_id"})
    return decide(paid.with_columns(instalments["is_taken_back"]), PROMISE)
