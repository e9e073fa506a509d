"""What becomes of payment orders: each step once; executed, or credited back, by the bank's word or
a person's."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused
from comptant.operations.books.ledger import book_many
from comptant.operations.paying.claims import drop_claims
from comptant.operations.paying.received import (
    OF_RECEIVED_MONEY,
    move_payments,
    payment_movements,
)
from comptant.store import bulk

# Through which account an order leaves, and comes back by: the client's, that of money received, or
# what is owed to suppliers.
EVENTS = {
    "DRAW": ("order_released", "order_failed"),
    "FORWARD": ("order_released", "order_failed"),
    "BALANCE": ("order_released", "order_failed"),
    "LENDER": ("lender_paid", "lender_payment_failed"),
    "BROKER": ("broker_paid", "broker_payment_failed"),
    "INSURER": ("insurer_paid", "insurer_payment_failed"),
    "GARNISHMENT": ("garnishment_paid", "garnishment_failed"),
    "PREMIUM": ("premium_paid", "premium_payment_failed"),
    "REFUND": ("unknown_returned", "return_failed"),
    "RETURN": ("unknown_returned", "return_failed"),
    "EARLY": ("supplier_paid", "early_payment_failed"),
    "SUPPLIER": ("supplier_paid", "supplier_failed"),
}
# By which event what was credited back is debited once more; what is not here, as a draw.
AGAIN = {"REFUND": "return_debited_again", "RETURN": "return_debited_again",
         "EARLY": "early_payment_debited_again", "SUPPLIER": "supplier_debited_again",
         "LENDER": "lender_debited_again", "BROKER": "broker_debited_again",
         "INSURER": "insurer_debited_again", "PREMIUM": "premium_debited_again",
         "GARNISHMENT": "garnishment_debited_again"}  # fmt: skip
CANCELLED = "cancelled"  # why an order ends that is taken back before its release
STEP = {
    "contract_id": pl.Int64, "order_id": pl.Int64, "on_date": pl.Date, "reason": pl.String,
    "entry_id": pl.Int64, "own_account_id": pl.Int64, "bank_movement_id": pl.Int64,
}  # fmt: skip
MOVED = {
    "contract_id": pl.Int64, "order_id": pl.Int64, "item_id": pl.Int64, "purpose": pl.String,
    "currency": pl.String, "amount_cents": pl.Int64, "event": pl.String, "value_on": pl.Date,
    "reason": pl.String,
}  # fmt: skip


def take_steps(do: Act, rows: pl.DataFrame, step: str, *, digest: bytes | None = None) -> None:
    """Write a step of some orders (contract_id, order_id, and what STEP has of it), which each
    takes once. Refused: step_taken."""
    if rows.is_empty():
        return
    rows = rows.select(
        pl.col(name) if name in rows.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in STEP.items()
    )
    given = bulk.arrays(rows.with_columns(pl.col("on_date").fill_null(do.on)))
    found = bulk.rows(do.conn, "insert_steps", **given, step=step, digest=digest, act_id=do.id)
    if len(found) < rows.height:
        taken = set(rows["order_id"]) - {row["order_id"] for row in found}
        raise Refused("step_taken", order_id=min(taken, default=None), step=step)


def take_step(do: Act, order: bulk.Row, step: str, *, reason: str = "") -> None:
    """Write a step of one order that books nothing. Refused: step_taken."""
    row = {"contract_id": order["contract_id"], "order_id": order["id"], "reason": reason}
    take_steps(do, pl.DataFrame([row]), step)


def check_failing(order: bulk.Row, outcome: str) -> None:
    """Whether an order may still fail. Refused: order_not_sent, order_settled."""
    steps = set(order["steps"])
    if not steps & {"SENT", "RELEASED"}:
        raise Refused("order_not_sent", order_id=order["id"])
    if steps & {"REJECTED", "RETURNED"}:
        raise Refused("order_settled", order_id=order["id"])
    if outcome == "REJECTED" and "EXECUTED" in steps:
        raise Refused("order_settled", order_id=order["id"])


def fail_orders(
    do: Act, orders: Sequence[bulk.Row], outcome: str, value_on: date | None = None
) -> list[Answer]:
    """Credit back what did not reach the payees (orders, each with its `reason`), with the value
    date of the debit that it undoes unless said otherwise (`value_on`, or an order's own
    `credited_on`): the client pays no interest on it. (C-9)

    Their contracts are locked by the caller. Refused: order_not_sent, order_settled.
    """
    for order in orders:
        check_failing(order, outcome)
    debited = debited_on(do, orders, "RELEASED")
    ids = move_orders(do, [
        {**order, "event": EVENTS[order["purpose"]][1],
         "value_on": order.get("credited_on") or value_on or debited.get(order["id"], do.on)}
        for order in orders
    ], outcome, outcome.lower(), 1)  # fmt: skip
    return [
        {"order_id": order["id"], "outcome": outcome, "entry_id": entry_id,
         "amount_cents": order["amount_cents"]}
        for order, entry_id in zip(orders, ids, strict=True)
    ]  # fmt: skip


def debited_on(do: Act, orders: Sequence[bulk.Row], step: str) -> dict[int, date]:
    """The value date with which a step of each order debits where its money came from: moved since
    to the day of the transfer, where that was another."""
    if not orders:
        return {}
    found = bulk.rows(
        do.conn, "order_debits", contract_ids=[order["contract_id"] for order in orders],
        ids=[order["id"] for order in orders], step=step,
    )  # fmt: skip
    return {row["order_id"]: row["value_on"] for row in found}


def move_orders(
    do: Act, rows: Sequence[bulk.Row], step: str, name: str, sign: int
) -> list[int]:  # fmt: skip
    """Take a step of orders that brings their money back to where it came from (+1), or takes it
    from there once more (-1): the ids of their entries, one each, keyed by `name`. What is back
    is claimed of nobody any more.

    `rows`: orders, each with its `event`, `value_on` and maybe `reason`. As many statements for
    all of them as for one. Refused: step_taken, payment_unknown.
    """
    if not rows:
        return []
    orders = pl.DataFrame(
        [{"reason": "", **row, "order_id": row["id"]} for row in rows], schema=MOVED
    ).with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, len(rows)), pl.Int64),
        pl.format(f"order/{{}}/{name}", "order_id").alias("key"),
        pl.lit("paid").alias("name"), on_date="value_on", cents="amount_cents",
    )  # fmt: skip
    received = orders.filter(pl.col("purpose").is_in(OF_RECEIVED_MONEY))
    movements = None
    if received.height:
        movements = payment_movements(received, -sign).hstack(
            received.select("contract_id", "entry_id")
        )
        move_payments(do, received, sign)
    amounts = orders.select("entry_id", "name", "cents")
    book_many(do, orders, pl.concat([amounts, _prices(do, orders)]), movements)
    take_steps(do, orders, step)
    if sign > 0:
        drop_claims(do, received)
    return orders["entry_id"].to_list()


def _prices(do: Act, orders: pl.DataFrame) -> pl.DataFrame:
    """The discounts of early payments (entry_id, name, cents): a supplier is charged for days that
    it has had, so its price goes and comes back with the payment. Source: DOMAIN 7.2."""
    early = orders.filter(pl.col("purpose") == "EARLY")
    given = bulk.arrays(early.select("contract_id", "order_id"))
    found = bulk.rows(do.conn, "payables_asked", **given) if early.height else []
    asked = {row["order_id"]: row["discount_cents"] for row in found}
    return early.select(
        "entry_id", pl.lit("discount").alias("name"),
        pl.Series("cents", [asked[order_id] for order_id in early["order_id"]], pl.Int64),
    )  # fmt: skip
