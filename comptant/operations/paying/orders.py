"""What becomes of payment orders: each step once; executed, or credited back, by the bank's word or
a person's."""

from datetime import date

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused
from comptant.operations.books.ledger import book
from comptant.operations.portfolio.exposures import add_to_exposure
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.columns import c
from comptant.store import bulk

# Through which account an order leaves, and comes back by: the client's, or that of money received.
EVENTS = {
    "DRAW": ("order_released", "order_failed"),
    "FORWARD": ("order_released", "order_failed"),
    "REFUND": ("unknown_returned", "return_failed"),
    "RETURN": ("unknown_returned", "return_failed"),
}
OF_RECEIVED_MONEY = ("REFUND", "RETURN")
NO_INVOICES = pl.DataFrame(schema=dict.fromkeys(("contract_id", "invoice_id"), pl.Int64))
STEP = {
    "contract_id": pl.Int64, "order_id": pl.Int64, "on_date": pl.Date, "reason": pl.String,
    "entry_id": pl.Int64, "own_account_id": pl.Int64, "bank_movement_id": pl.Int64,
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


def take_step(
    do: Act, order: bulk.Row, step: str, *, on: date | None = None, reason: str = "",
    entry_id: int | None = None, own_account_id: int | None = None,
    bank_movement_id: int | None = None,
) -> None:  # fmt: skip
    """Write a step of one order. Refused: step_taken."""
    row = {
        "contract_id": order["contract_id"], "order_id": order["id"], "on_date": on,
        "reason": reason, "entry_id": entry_id, "own_account_id": own_account_id,
        "bank_movement_id": bank_movement_id,
    }  # fmt: skip
    take_steps(do, pl.DataFrame([row], schema=STEP), step)


def check_failing(order: bulk.Row, outcome: str) -> None:
    """Whether an order may still fail. Refused: order_not_sent, order_settled."""
    steps = set(order["steps"])
    if not steps & {"SENT", "RELEASED"}:
        raise Refused("order_not_sent", order_id=order["id"])
    if steps & {"REJECTED", "RETURNED"}:
        raise Refused("order_settled", order_id=order["id"])
    if outcome == "REJECTED" and "EXECUTED" in steps:
        raise Refused("order_settled", order_id=order["id"])


def fail_order(
    do: Act, order: bulk.Row, outcome: str, value_on: date | None, reason: str
) -> Answer:
    """Credit back what did not reach the payee, with the value date of the debit that it undoes
    unless said otherwise: the client pays no interest on it. (C-9)"""
    check_failing(order, outcome)
    debit = bulk.row(
        do.conn, "order_debit", contract_id=order["contract_id"], id=order["id"], step="RELEASED"
    )
    value_on = value_on or (debit["value_on"] if debit else do.on)
    movements = None
    if order["purpose"] in OF_RECEIVED_MONEY:
        one = of_received_money(order)
        movements = payment_movements(one, -1)
        move_payments(do, one, 1)
    entry_id = book(
        do, order["contract_id"], EVENTS[order["purpose"]][1],
        f"order/{order['id']}/{outcome.lower()}", value_on,
        {"paid": order["amount_cents"]}, movements, currency=order["currency"],
    )  # fmt: skip
    take_step(do, order, outcome, entry_id=entry_id, reason=reason, on=value_on)
    return {"order_id": order["id"], "outcome": outcome, "entry_id": entry_id,
            "amount_cents": order["amount_cents"]}  # fmt: skip


def of_received_money(order: bulk.Row) -> pl.DataFrame:
    """One order as a row of contract_id, order_id, item_id, purpose, currency, amount_cents."""
    return pl.DataFrame([{
        "contract_id": order["contract_id"], "order_id": order["id"],
        "item_id": order["item_id"], "purpose": order["purpose"], "currency": order["currency"],
        "amount_cents": order["amount_cents"],
    }])  # fmt: skip


def payment_movements(orders: pl.DataFrame, sign: int) -> pl.DataFrame:
    """The movements of the received payments that are given back (+) or not (-)."""
    return orders.select(
        "item_id", pl.lit("UNAL").alias("account"), c.order_id.alias("against_id"),
        (sign * c.amount_cents).alias("amount_cents"), pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip


def move_payments(do: Act, orders: pl.DataFrame, sign: int) -> None:
    """Money received leaves its payments (-) or is back on them (+); their buyers' exposures too.

    Refused: payment_unknown."""
    moved = orders.select("contract_id", "item_id", cents=sign * c.amount_cents)
    found = bulk.rows(do.conn, "move_payments", **bulk.arrays(moved))
    if len(found) < orders["item_id"].n_unique():
        missing = set(orders["item_id"]) - {row["item_id"] for row in found}
        raise Refused("payment_unknown", payment_id=min(missing, default=None))
    buyers = pl.DataFrame(found, schema=dict.fromkeys(("item_id", "buyer_id"), pl.Int64))
    # What goes back to an unknown sender is of nobody: no exposure.
    known = orders.filter(pl.col("purpose") != "RETURN").join(buyers, on="item_id")
    if known.is_empty():
        return
    add_to_exposure(do, known.select(
        "contract_id", "buyer_id", "currency", pl.lit("STANDARD").alias("advance_class"),
        unallocated_cash_cents=sign * c.amount_cents,
    ))  # fmt: skip
    pairs = known.filter(c.buyer_id != 0).select("contract_id", "buyer_id").unique()
    if pairs.height:
        contracts = contracts_batch(do.conn, pairs["contract_id"].unique().to_list(), do.on)
        judge_again(do, contracts, NO_INVOICES, pairs)
