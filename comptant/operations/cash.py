"""Money received: known to a contract and a buyer as far as the evidence goes, allocated, booked.

What nobody can be told from waits as unallocated cash on the house's own contract and reduces no
one's exposure (C-11); what is known of a contract or a buyer reduces its exposure at once.
"""

from datetime import date
from typing import Any

import polars as pl

from comptant.operations.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.contracts import Contract, contract_in_force
from comptant.operations.ledger import book
from comptant.operations.payments import payee_account, prepare, promised_at
from comptant.operations.positions import judge_again_one
from comptant.operations.recognition import (
    matched,
    payments_told,
    still_open,
    to_dedicated_accounts,
)
from comptant.operations.settlement import on_account, settle
from comptant.rules.calendar import value_day
from comptant.rules.columns import c
from comptant.store import bulk

TRIES = 3  # an invoice may be paid or credited by others between our look and our lock


def collect(do: Act, received: pl.DataFrame) -> Answer:
    """Book the credits of a bank file (NEW_MOVEMENTS) and allocate what can be. The counts."""
    received = received.filter(c.amount_cents > 0).with_row_index("payment_number")
    if received.is_empty():
        return {"received": 0, "received_cents": 0, "allocated_cents": 0, "matched": {}}
    received = received.with_columns(c.payment_number.cast(pl.Int64))
    payments = payments_told(do, received)
    dedicated = to_dedicated_accounts(do, received)
    for _ in range(TRIES):
        allocations, outcomes = matched(do, payments, dedicated)
        house = bulk.row(do.conn, "house") or {}
        touched = {*outcomes["contract_id"].drop_nulls(), *allocations["contract_id"]}
        lock_contracts(do, {house["id"], *touched})
        if still_open(do, allocations):
            break
    else:
        raise Refused("busy", contract_id=min(touched))
    for contract_id in sorted({house["id"], *touched}):
        _collect_one(do, contract_id, house["id"], received, allocations, outcomes)
    steps = outcomes.group_by("matched_by").len().sort("matched_by").rows()
    return {
        "received": received.height, "received_cents": int(received["amount_cents"].sum()),
        "allocated_cents": int(allocations["allocated_cents"].sum()), "matched": dict(steps),
    }  # fmt: skip


def _collect_one(
    do: Act, contract_id: int, house_id: int, received: pl.DataFrame, allocations: pl.DataFrame,
    outcomes: pl.DataFrame,
) -> None:  # fmt: skip
    """The part of a bank file that one contract sees: payments, then what they pay."""
    mine = allocations.filter(c.contract_id == contract_id)
    paid = mine.group_by("payment_number").agg(c.allocated_cents.sum().alias("paid_cents"))
    waits = outcomes.filter(c.contract_id.fill_null(house_id) == contract_id).select(
        "payment_number", "on_account_cents", c.buyer_id.fill_null(0).alias("buyer_id")
    )
    parts = (
        received.join(paid, on="payment_number", how="left")
        .join(waits, on="payment_number", how="left")
        .with_columns(pl.col("paid_cents", "on_account_cents").fill_null(0))
        .with_columns((pl.col("paid_cents") + pl.col("on_account_cents")).alias("part_cents"))
        .filter(pl.col("part_cents") > 0)
    )
    if parts.is_empty():
        return
    buyers = mine.group_by("payment_number").agg(c.buyer_id.first().alias("paid_buyer_id"))
    parts = parts.join(buyers, on="payment_number", how="left").with_columns(
        pl.coalesce(
            pl.when(pl.col("on_account_cents") > 0).then(c.buyer_id), "paid_buyer_id", c.buyer_id
        ).fill_null(0).alias("buyer_id")
    )  # fmt: skip
    parts = parts.with_columns(
        pl.Series("payment_id", bulk.take_ids(do.conn, parts.height), pl.Int64)
    )
    _keep_payments(do, contract_id, parts)
    if contract_id == house_id:
        for (value_on, account_id), rows in parts.group_by("value_on", "own_account_id"):
            _book_received(do, house_id, rows, value_on, account_id)
        return
    contract = contract_in_force(do.conn, contract_id, do.on)
    delay = contract.terms["collection_value_days"]
    for (value_on, account_id), rows in parts.sort("value_on").group_by(
        "value_on", "own_account_id", maintain_order=True
    ):
        day = value_day(value_on, delay)
        _book_received(do, contract_id, rows, day, account_id)
        on_account(do, contract, rows.select("buyer_id", pl.col("on_account_cents").alias("cents")))
        here = mine.join(rows.select("payment_number", "payment_id"), on="payment_number")
        settle(do, contract, here, day)


def _keep_payments(do: Act, contract_id: int, parts: pl.DataFrame) -> None:
    bulk.copy_in(
        do.conn, "payment",
        parts.select(
            pl.lit(contract_id).alias("contract_id"), pl.col("payment_id").alias("id"),
            pl.col("movement_id").alias("bank_movement_id"), "buyer_id", "value_on", "currency",
            pl.col("part_cents").alias("amount_cents"),
            pl.col("on_account_cents").alias("open_cents"), pl.lit(do.id).alias("act_id"),
        ),
    )  # fmt: skip


def _book_received(
    do: Act, contract_id: int, rows: pl.DataFrame, value_on: date, own_account_id: int
) -> None:
    """One entry per contract, value date and account of ours."""
    movements = rows.select(
        pl.col("payment_id").alias("item_id"), pl.lit("UNAL").alias("account"),
        pl.lit(0, pl.Int64).alias("against_id"), (-pl.col("part_cents")).alias("amount_cents"),
        pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    key = f"bank/{do.id}/{own_account_id}/{rows['payment_id'].min()}"
    total = int(rows["part_cents"].sum())
    book(do, contract_id, "collection", key, value_on, {"received": total}, movements,
         sub_id=own_account_id, currency=rows["currency"][0])  # fmt: skip


@operation
def allocate(do: Act, *, contract_id: int, payment_id: int, invoices: dict[str, int]) -> Answer:
    """Allocate money that waits to open invoices by hand: invoice id -> cents.

    The value date is the payment's. Refused: payment_unknown, invoice_unknown, amount_too_large.
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, contract_id, payment_id)
    day = credited_on(contract, payment)
    given = {int(id_): cents for id_, cents in invoices.items()}
    return allocate_as_told(do, contract, payment, given, day)


def allocate_as_told(
    do: Act, contract: Contract, payment: dict[str, Any], invoices: dict[int, int], value_on: date
) -> Answer:
    """Give open money of a payment to open invoices (id -> cents) with a value date.

    The contract is locked by the caller. Refused: nothing_to_allocate, invoice_unknown,
    amount_too_large.
    """
    if not invoices:
        raise Refused("nothing_to_allocate", payment_id=payment["id"])
    found = bulk.rows(do.conn, "open_by_id", contract_id=contract.id, ids=list(invoices))
    opens = {row["id"]: row for row in found}
    for id_, cents in invoices.items():
        if id_ not in opens:
            raise Refused("invoice_unknown", invoice_id=id_)
        if not 0 < cents <= opens[id_]["open_cents"]:
            raise Refused(
                "amount_too_large", amount_cents=cents, most_cents=opens[id_]["open_cents"]
            )
    total = sum(invoices.values())
    if total > payment["open_cents"]:
        raise Refused("amount_too_large", amount_cents=total, most_cents=payment["open_cents"])
    open_payment(do, contract, payment, -total)
    rows = pl.DataFrame([
        {"payment_id": payment["id"], "invoice_id": id_, "buyer_id": opens[id_]["buyer_id"],
         "allocated_cents": cents, "difference_cents": 0, "short_cents": 0}
        for id_, cents in invoices.items()
    ])  # fmt: skip
    settle(do, contract, rows, value_on)
    return {"payment_id": payment["id"], "allocated_cents": total,
            "open_cents": payment["open_cents"] - total}  # fmt: skip


def open_payment(do: Act, contract: Contract, payment: dict[str, Any], cents: int) -> None:
    """More of a payment waits (negative: less), and its buyer's exposure says so."""
    do.conn.execute(
        "UPDATE payment SET open_cents = open_cents + %s WHERE contract_id = %s AND id = %s",
        (cents, contract.id, payment["id"]),
    )
    on_account(do, contract, pl.DataFrame({"buyer_id": [payment["buyer_id"]], "cents": [cents]}))


@operation
def identify(do: Act, *, payment_id: int, contract_id: int, buyer_id: int) -> Answer:
    """Say whose the unknown money is: out of the house's account, into the contract, two linked
    entries. `buyer_id` 0: of the contract, the buyer not known yet.

    Refused: payment_unknown (none in the contract's currency that is not being sent back),
    buyer_unknown.
    """
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, house["id"], payment_id)
    cents = payment["open_cents"]
    going = bulk.rows(do.conn, "open_returns", contract_id=house["id"], item_id=payment_id)
    if cents == 0 or going or payment["currency"] != contract.currency:
        raise Refused("payment_unknown", payment_id=payment_id)
    if buyer_id and not bulk.rows(
        do.conn, "fact_contracts", contract_id=contract_id, subject="BUYER", subject_id=buyer_id
    ):
        raise Refused("buyer_unknown", name=buyer_id)
    value_on = value_day(payment["value_on"], contract.terms["collection_value_days"])
    new_id = bulk.take_ids(do.conn, 1)[0]
    for home, item, sign, event in (
        (house["id"], payment_id, 1, "cash_moved_out"), (contract_id, new_id, -1, "cash_moved_in"),
    ):  # fmt: skip
        movement = pl.DataFrame([{
            "item_id": item, "account": "UNAL", "against_id": new_id if sign > 0 else payment_id,
            "amount_cents": sign * cents, "approved_cents": 0}])  # fmt: skip
        day = payment["value_on"] if sign > 0 else value_on
        book(do, home, event, f"identified/{payment_id}/{do.id}", day, {"moved": cents}, movement,
             currency=payment["currency"])  # fmt: skip
    do.conn.execute(
        "UPDATE payment SET open_cents = 0 WHERE contract_id = %s AND id = %s",
        (house["id"], payment_id),
    )
    do.conn.execute(
        """INSERT INTO payment (contract_id, id, bank_movement_id, buyer_id, value_on, currency,
               amount_cents, open_cents, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, new_id, payment["bank_movement_id"], buyer_id, payment["value_on"],
         payment["currency"], cents, cents, do.id),
    )  # fmt: skip
    on_account(do, contract, pl.DataFrame({"buyer_id": [buyer_id], "cents": [cents]}))
    if buyer_id:
        judge_again_one(do, contract_id, [], [buyer_id])
    return {"payment_id": new_id, "contract_id": contract_id, "amount_cents": cents}


@operation
def return_unknown(do: Act, *, payment_id: int, payee_account_id: int) -> Answer:
    """Prepare to send unknown money back to where it came from; released by another person."""
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"]])
    payment = payment_of(do, house["id"], payment_id)
    party = do.conn.execute(
        "SELECT party_id FROM payee_account WHERE id = %s", (payee_account_id,)
    ).fetchone()
    if party is None:
        raise Refused("payee_unknown", party_id=None)
    waiting = bulk.rows(do.conn, "open_returns", contract_id=house["id"], item_id=payment_id)
    if payment["open_cents"] == 0 or waiting:
        raise Refused("payment_unknown", payment_id=payment_id)
    terms = {"cutoff_hour": 0, "promised_hours": 48}
    return prepare(
        do, house["id"], "RETURN", payee_account(do, party[0], payee_account_id),
        payment["open_cents"], payment["currency"], promised_at(terms, do.asked.at),
        item_id=payment_id,
    )  # fmt: skip


def credited_on(contract: Contract, payment: dict[str, Any]) -> date:
    """The value date of money received towards the client. That of an instrument, which no line of
    the bank brought, is the contract's already."""
    if payment["bank_movement_id"] == 0:
        value_on: date = payment["value_on"]
        return value_on
    return value_day(payment["value_on"], contract.terms["collection_value_days"])


def payment_of(do: Act, contract_id: int, payment_id: int) -> dict[str, Any]:
    """A sum received on a contract. Refused: payment_unknown."""
    payment = bulk.row(do.conn, "payment", contract_id=contract_id, id=payment_id)
    if payment is None:
        raise Refused("payment_unknown", payment_id=payment_id)
    return payment
