"""Money of nobody, on the house's own contract: it becomes a contract's, or goes back. (W8-H)"""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.books.ledger import book
from comptant.operations.collection.cash import payment_of, wait
from comptant.operations.collection.matching_again import match_again
from comptant.operations.paying.preparing import payee_account, prepare, promised_at
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.calendar import value_day
from comptant.store import bulk


@operation
def identify(do: Act, *, payment_id: int, contract_id: int, buyer_id: int) -> Answer:
    """Say whose the unknown money is: out of the house's account, into the contract, two linked
    entries. `buyer_id` 0: of the contract, the buyer not known yet. Then it is matched as on the
    day it came, on this contract: what its text names is allocated (`allocated_cents`). Money that
    is the contract's already is given its buyer.

    Refused: payment_unknown (none in the contract's currency that is not being sent back),
    buyer_unknown.
    """
    moved = _name_buyer(do, payment_id, contract_id, buyer_id) or move_to_contract(
        do, payment_id, contract_id, buyer_id
    )
    return {**moved, "allocated_cents": match_again(do, contract_id, moved["payment_id"])}


def _name_buyer(do: Act, payment_id: int, contract_id: int, buyer_id: int) -> Answer | None:
    """Whose buyer the money of a contract is, where nobody knew; None where it is not the
    contract's. Refused: buyer_unknown."""
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    payment = bulk.row(do.conn, "payment", contract_id=contract_id, id=payment_id)
    if payment is None or payment["buyer_id"] or not payment["open_cents"] or not buyer_id:
        return None
    if bulk.rows(do.conn, "open_returns", contract_id=contract_id, item_id=payment_id):
        return None
    _check_buyer(do, contract_id, buyer_id)
    contract = contract_in_force(do.conn, contract_id, do.on)
    cents = payment["open_cents"]
    wait(do, contract, 0, -cents)
    do.conn.execute(
        "UPDATE payment SET buyer_id = %s WHERE contract_id = %s AND id = %s",
        (buyer_id, contract_id, payment_id),
    )
    wait(do, contract, buyer_id, cents)
    judge_again_one(do, contract_id, [], [buyer_id])
    return {"payment_id": payment_id, "contract_id": contract_id, "amount_cents": cents}


def _check_buyer(do: Act, contract_id: int, buyer_id: int) -> None:
    if not bulk.rows(
        do.conn, "fact_contracts", contract_id=contract_id, subject="BUYER", subject_id=buyer_id
    ):
        raise Refused("buyer_unknown", name=buyer_id)


def move_to_contract(do: Act, payment_id: int, contract_id: int, buyer_id: int) -> Answer:
    """What `identify` does, for whoever knows by other means."""
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, house["id"], payment_id)
    cents = payment["open_cents"]
    going = bulk.rows(do.conn, "open_returns", contract_id=house["id"], item_id=payment_id)
    if cents == 0 or going or payment["currency"] != contract.currency:
        raise Refused("payment_unknown", payment_id=payment_id)
    if buyer_id:
        _check_buyer(do, contract_id, buyer_id)
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
    wait(do, contract, buyer_id, cents)
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
