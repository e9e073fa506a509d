"""What became of an order once it left: said by people, two of them; and the bank's word where it
says the contrary, which then counts. The client is debited exactly once for what was paid."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.books.ledger import book
from comptant.operations.paying.orders import (
    EVENTS,
    OF_RECEIVED_MONEY,
    check_failing,
    fail_order,
    move_payments,
    of_received_money,
    payment_movements,
    take_step,
)
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
        return {**fail_order(do, order, outcome, value_on, reason), "approval_id": None}
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
    return fail_order(do, order, asked["outcome"], value_on, asked["reason"])


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
    count = 0
    for order, line in executed:
        if not FAILED & set(order["steps"]):
            continue
        movements = None
        event = "order_debited_again"
        if order["purpose"] in OF_RECEIVED_MONEY:
            if not _waits(do, order):
                continue
            event, one = "return_debited_again", of_received_money(order)
            movements = payment_movements(one, 1)
            move_payments(do, one, -1)
        entry_id = book(
            do, order["contract_id"], event, f"order/{order['id']}/debited_again",
            line["value_on"], {"paid": order["amount_cents"]}, movements,
            currency=order["currency"],
        )  # fmt: skip
        take_step(do, order, "REDEBITED", on=line["value_on"], entry_id=entry_id)
        order["steps"].append("REDEBITED")
        count += 1
    return count


def came_back_on(do: Act, order: dict[str, Any], line: dict[str, Any], step: str) -> date | None:
    """The value date of the bank's credit for an order that returns, if it is after the bank's
    debit (told by `step`): the money was out until then. None: the bank restores the value date of
    the debit, and we do so too. (C-9)"""
    debit = bulk.row(
        do.conn, "order_debit", contract_id=order["contract_id"], id=order["id"], step=step
    )
    value_on: date = line["value_on"]
    return value_on if debit is None or value_on > debit["value_on"] else None


def credit_again(do: Act, order: dict[str, Any], line: dict[str, Any], reason: str) -> None:
    """The money of an order debited again is back after all: credited with the value date of the
    bank's credit, or of that debit where the bank restores it."""
    again = bulk.row(
        do.conn, "order_debit", contract_id=order["contract_id"], id=order["id"], step="REDEBITED"
    )
    back_on = came_back_on(do, order, line, "REDEBITED")
    movements = None
    if order["purpose"] in OF_RECEIVED_MONEY:
        one = of_received_money(order)
        movements = payment_movements(one, -1)
        move_payments(do, one, 1)
    value_on = back_on or (again["value_on"] if again else do.on)
    entry_id = book(
        do, order["contract_id"], EVENTS[order["purpose"]][1],
        f"order/{order['id']}/credited_again", value_on, {"paid": order["amount_cents"]},
        movements, currency=order["currency"],
    )  # fmt: skip
    take_step(do, order, "RECREDITED", on=value_on, entry_id=entry_id, reason=reason)
    order["steps"].append("RECREDITED")


def _waits(do: Act, order: dict[str, Any]) -> bool:
    payment = bulk.row(do.conn, "payment", contract_id=order["contract_id"], id=order["item_id"])
    return payment is not None and payment["open_cents"] >= order["amount_cents"]
