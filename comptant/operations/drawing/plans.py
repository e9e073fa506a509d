"""The payments that a client plans, for its plan of treasury: a list, taken in whole."""

from datetime import timedelta

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.rules.batch import check
from comptant.rules.columns import shape
from comptant.store import bulk

PLANNED = shape("row_number", "planned_on", "amount_cents", "label?")
PLANNED_MAX = 5_000
WEEKS = 13  # of the plan of treasury


@operation
def plan_payments(do: Act, *, contract_id: int, payments: pl.DataFrame) -> Answer:
    """Take in what a client plans (PLANNED: a day, an amount, a label): below zero it pays, above
    it is paid by others than its assigned buyers. The list replaces the one before, whole; an
    empty one leaves no plan. Money does not move.

    Refused: contract_unknown, too_many_payments, payment_of_nothing,
    planned_in_the_past (one of them is), planned_too_far (each payment is after the weeks that the
    plan shows).
    """
    payments = check(payments, PLANNED)
    if payments.height > PLANNED_MAX:
        raise Refused("too_many_payments", count=payments.height, most=PLANNED_MAX)
    nothing = payments.filter(pl.col("amount_cents") == 0)
    if nothing.height:
        raise Refused("payment_of_nothing", row_number=nothing["row_number"][0])
    past = payments.filter(pl.col("planned_on") < do.on)
    if past.height:
        raise Refused("planned_in_the_past", on=do.on, row_number=past["row_number"][0])
    last_on = do.on + timedelta(days=7 * WEEKS)
    if payments.height and payments["planned_on"].min() > last_on:
        raise Refused("planned_too_far", last_on=last_on)
    lock_contracts(do, [contract_id])
    kept = payments if payments.height else PLANNED.frame([
        {"row_number": 0, "planned_on": do.on, "amount_cents": 0, "label": None}])  # fmt: skip
    bulk.copy_in(do.conn, "planned_payment", kept.select(
        pl.lit(contract_id, pl.Int64).alias("contract_id"),
        pl.Series("id", bulk.take_ids(do.conn, kept.height), pl.Int64),
        "planned_on", "amount_cents", pl.col("label").fill_null(""),
        pl.lit(do.id, pl.Int64).alias("act_id")))  # fmt: skip
    out = payments.filter(pl.col("amount_cents") < 0)["amount_cents"].sum()
    total, days = int(payments["amount_cents"].sum()), payments["planned_on"]
    return {"contract_id": contract_id, "count": payments.height, "to_pay_cents": -int(out),
            "to_receive_cents": total - int(out), "first_on": days.min(),
            "last_on": days.max()}  # fmt: skip
