"""Money received that the bank takes back: the payment is un-booked, what it paid is owed again.

The invoices reopen with their due dates; the charge counts from the bank's value date.
"""

from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, lock_contracts
from comptant.operations.books.ledger import book
from comptant.operations.collection.cash import open_payment, payment_of
from comptant.operations.collection.reallocation import take_back
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk


def take_back_payment(do: Act, row: dict[str, Any]) -> bool:
    """Un-book the payment that a debit (a row of NEW_MOVEMENTS) reverses; whether it was done: one
    and only one can be told by its references, and its money is still where it was."""
    payments = bulk.rows(
        do.conn, "reversed_payments", own_account_id=row["own_account_id"],
        movement_id=row["movement_id"], currency=row["currency"], amount_cents=-row["amount_cents"],
        bank_reference=row["bank_reference"], end_to_end_reference=row["end_to_end_reference"],
        text=row["remittance_text"],
    )  # fmt: skip
    if len({payment["bank_movement_id"] for payment in payments}) != 1:
        return False
    lock_contracts(do, {payment["contract_id"] for payment in payments})
    parts = [(payment, whole(do, payment["contract_id"], payment["id"])) for payment in payments]
    told = sum(payment["amount_cents"] for payment in payments)
    if told != -row["amount_cents"] or not all(can for _, can in parts):
        return False
    for payment, _ in parts:
        unbook(do, payment["contract_id"], payment["id"], "collection_reversed", "received",
               f"movement/{row['movement_id']}/{payment['id']}", row)  # fmt: skip
    return True


def whole(do: Act, contract_id: int, payment_id: int) -> bool:
    """Whether all the money of a payment waits or pays invoices: none was repaid or sent on."""
    payment = payment_of(do, contract_id, payment_id)
    pairs = bulk.rows(do.conn, "allocated_pairs", contract_id=contract_id, payment_id=payment_id)
    given = sum(pair["amount_cents"] for pair in pairs if pair["account"] == "UNAL")
    return bool(payment["amount_cents"] == payment["open_cents"] + given)


def unbook(
    do: Act, contract_id: int, payment_id: int, event: str, name: str, key: str,
    row: dict[str, Any], cents: int | None = None,
) -> None:  # fmt: skip
    """Take a payment back from its invoices, then out of the contract, by an event whose amount has
    that name; or `cents` of it, out of what waits alone. The contract is locked by the caller, who
    has asked whether the payment is whole, or so much of it waits."""
    house = bulk.row(do.conn, "house") or {}
    contract = (
        None if contract_id == house["id"] else contract_in_force(do.conn, contract_id, do.on)
    )
    payment = payment_of(do, contract_id, payment_id)
    pairs = bulk.rows(do.conn, "allocated_pairs", contract_id=contract_id, payment_id=payment_id)
    if cents is None:
        cents = int(payment["amount_cents"])
    if cents == payment["amount_cents"] and pairs and contract:
        take_back(do, contract, payment, pairs)
    movement = pl.DataFrame([{
        "item_id": payment_id, "account": "UNAL", "against_id": row["movement_id"],
        "amount_cents": cents, "approved_cents": 0,
    }])  # fmt: skip
    book(do, contract_id, event, key, row["value_on"], {name: cents}, movement,
         sub_id=row["own_account_id"], currency=payment["currency"])  # fmt: skip
    if contract is None:  # money of nobody is in no one's exposure (C-11)
        do.conn.execute(
            "UPDATE payment SET open_cents = open_cents - %s WHERE contract_id = %s AND id = %s",
            (cents, contract_id, payment_id),
        )
        return
    open_payment(do, contract, payment, -cents)
    if payment["buyer_id"]:
        judge_again_one(do, contract_id, [], [payment["buyer_id"]])
