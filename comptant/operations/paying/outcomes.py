"""What became of an order once it left: said by people, two of them; and the bank's word where it
says the contrary, which then counts. The client is debited exactly once for what was paid."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.paying.orders import (
    AGAIN,
    EVENTS,
    check_failing,
    debited_on,
    fail_orders,
    move_orders,
)
from comptant.operations.paying.received import OF_RECEIVED_MONEY
from comptant.store import bulk

FAILED = frozenset({"REJECTED", "RETURNED"})
AT_THE_BANK = frozenset({"SENT", "EXECUTED"})


@operation
def settle_order(
    do: Act, *, contract_id: int, order_id: int, outcome: str, value_on: date | None, reason: str
) -> Answer:
    """Say by hand what became of an order: REJECTED or RETURNED credits it back, once. One that is
    at the bank already may still be paid: another person approves first (`approval_id`).

    The bank's statement says the same by itself. Refused: order_unknown, outcome_unknown,
    order_not_sent, order_settled, outcome_waits.
    """
    if outcome not in FAILED:
        raise Refused("outcome_unknown", outcome=outcome)
    order = _order(do, contract_id, order_id)
    check_failing(order, outcome)
    if not AT_THE_BANK & set(order["steps"]):
        return {**_fail(do, order, outcome, value_on, reason), "approval_id": None}
    for waiting in bulk.rows(do.conn, "read_approvals", kind="order_outcome", subject_id=order_id):
        raise Refused("outcome_waits", order_id=order_id, approval_id=waiting["id"])
    arguments = {"outcome": outcome, "value_on": value_on and value_on.isoformat(),
                 "reason": reason}  # fmt: skip
    approval_id = propose(
        do, "order_outcome", arguments, amount_cents=order["amount_cents"],
        currency=order["currency"], contract_id=contract_id, subject_id=order_id,
    )  # fmt: skip
    return {"order_id": order_id, "outcome": outcome, "approval_id": approval_id,
            "amount_cents": order["amount_cents"]}  # fmt: skip


def settle_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved outcome does: the order is credited back, unless the bank has spoken since.

    Refused: order_settled.
    """
    asked = approval["arguments"]
    order = _order(do, approval["contract_id"], approval["subject_id"])
    value_on = date.fromisoformat(asked["value_on"]) if asked["value_on"] else None
    return _fail(do, order, asked["outcome"], value_on, asked["reason"])


def _fail(
    do: Act, order: bulk.Row, outcome: str, value_on: date | None, reason: str
) -> Answer:  # fmt: skip
    (answer,) = fail_orders(do, [{**order, "reason": reason}], outcome, value_on)
    return answer


def _order(do: Act, contract_id: int, order_id: int) -> bulk.Row:
    lock_contracts(do, [contract_id])
    order = bulk.row(do.conn, "order", contract_id=contract_id, id=order_id)
    if order is None:
        raise Refused("order_unknown", order_id=order_id)
    return order


def debit_again(do: Act, executed: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> int:
    """The orders (each with its line of the bank) that were credited back before the bank executed
    them are debited once more, with the value date of the bank's debit; how many.

    Money received that has served since cannot leave again: the order is then astray, its amount
    in transit, and the close says so.
    """
    failed = [(order, line) for order, line in executed if FAILED & set(order["steps"])]
    waits = _waiting(do, [order for order, _ in failed if order["purpose"] in OF_RECEIVED_MONEY])
    again = []
    for order, line in failed:
        if order["purpose"] in OF_RECEIVED_MONEY:
            of = (order["contract_id"], order["item_id"])
            if waits.get(of, 0) < order["amount_cents"]:
                continue
            waits[of] -= order["amount_cents"]
        event = AGAIN.get(order["purpose"], "order_debited_again")
        again.append({**order, "event": event, "value_on": line["value_on"]})
        order["steps"].append("REDEBITED")
    return len(move_orders(do, again, "REDEBITED", "debited_again", -1))


def came_back_on(
    do: Act, orders: Sequence[dict[str, Any]], *steps: str
) -> list[dict[str, Any]]:  # fmt: skip
    """Orders that return (each with `back_on`, the value date of the bank's credit) with
    `credited_on`: that day, if it is after the debits told by `steps`, since the money was out
    until then; else the value date of our debit, which the bank restores, as we do. (C-9)"""
    debited = [debited_on(do, orders, step) for step in steps]
    return [
        {**order, "credited_on": order["back_on"]}
        if all(order["back_on"] > on.get(order["id"], date.min) for on in debited) else order
        for order in orders
    ]  # fmt: skip


def credit_again(do: Act, orders: Sequence[dict[str, Any]]) -> None:
    """The money of orders debited again is back after all: credited with the value date of the
    bank's credit, or of that debit where the bank restores it. Each order has its `reason` and
    `back_on`."""
    debited = debited_on(do, orders, "REDEBITED")
    move_orders(do, [
        {**order, "event": EVENTS[order["purpose"]][1],
         "value_on": order.get("credited_on") or debited.get(order["id"], do.on)}
        for order in came_back_on(do, orders, "REDEBITED")
    ], "RECREDITED", "credited_again", 1)  # fmt: skip


def _waiting(do: Act, orders: Sequence[dict[str, Any]]) -> dict[tuple[int, int], int]:
    """What waits of the payments that orders give back, by contract and payment."""
    if not orders:
        return {}
    found = bulk.rows(
        do.conn, "payments_by_id", contract_ids=[order["contract_id"] for order in orders],
        ids=[order["item_id"] for order in orders],
    )  # fmt: skip
    return {(row["contract_id"], row["id"]): row["open_cents"] for row in found}
