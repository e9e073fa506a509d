"""Money of nobody, on the house's own contract: it becomes a contract's, or goes back. (W8-H)"""

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.collection.came_from import check_ours, payer_of
from comptant.operations.collection.cash import payment_of, wait
from comptant.operations.collection.matching_again import match_again
from comptant.operations.collection.moving import (
    carry,
    check_buyer,
    check_home,
    is_buyer,
    part_of,
)
from comptant.operations.paying.preparing import payee_account, prepare, promised_at
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk


@operation
def identify(
    do: Act, *, payment_id: int, contract_id: int, buyer_id: int, amount_cents: int | None = None
) -> Answer:
    """Say whose the unknown money is: out of the house's account, into the contract, two linked
    entries. `buyer_id` 0: of the contract, the buyer not known yet, unless its payer told.
    `amount_cents`: so much of it, where one transfer pays several contracts; none: all. Then it is
    matched as on the day it came, on this contract: what its text names is allocated
    (`allocated_cents`). Money that is the contract's already is given its buyer.

    Refused: payment_unknown (none that waits), payment_going_back, payment_placed (another
    contract's already: move_payment), amount_too_large, currency_wrong, buyer_not_of_contract,
    contract_unknown (the house's own).
    """
    moved = _name_buyer(do, payment_id, contract_id, buyer_id, amount_cents) or move_to_contract(
        do, payment_id, contract_id, buyer_id, amount_cents
    )
    return {**moved, "allocated_cents": match_again(do, contract_id, moved["payment_id"])}


def _name_buyer(
    do: Act, payment_id: int, contract_id: int, buyer_id: int, amount_cents: int | None
) -> Answer | None:
    """Whose buyer the money of a contract is, where nobody knew; None where it is not the
    contract's. Refused: buyer_not_of_contract, payment_going_back, amount_too_large."""
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    payment = bulk.row(do.conn, "payment", contract_id=contract_id, id=payment_id)
    if payment is None or payment["buyer_id"] or not payment["open_cents"] or not buyer_id:
        return None
    if contract_id == house["id"]:
        return None
    check_buyer(do, contract_id, buyer_id)
    cents = part_of(do, contract_id, payment, amount_cents)
    answer: Answer = {"contract_id": contract_id, "amount_cents": cents}
    if cents < payment["open_cents"]:
        new_id = carry(do, house["id"], contract_id, payment, contract_id, buyer_id, cents)
        return {"payment_id": new_id, **answer}
    contract = contract_in_force(do.conn, contract_id, do.on)
    wait(do, contract, 0, -cents)
    do.conn.execute(
        "UPDATE payment SET buyer_id = %s WHERE contract_id = %s AND id = %s",
        (buyer_id, contract_id, payment_id),
    )
    wait(do, contract, buyer_id, cents)
    judge_again_one(do, contract_id, [], [buyer_id])
    return {"payment_id": payment_id, **answer}


def move_to_contract(
    do: Act, payment_id: int, contract_id: int, buyer_id: int, amount_cents: int | None = None
) -> Answer:
    """What `identify` does, for whoever knows by other means."""
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"], contract_id])
    if contract_id == house["id"]:
        raise Refused("contract_unknown", contract_id=contract_id)
    payment = of_nobody(do, house["id"], payment_id)
    cents = part_of(do, house["id"], payment, amount_cents)
    if not buyer_id and is_buyer(do, contract_id, payment["buyer_id"]):
        buyer_id = payment["buyer_id"]  # known all along, of several contracts
    check_home(do, house["id"], payment, contract_id, buyer_id)
    new_id = carry(
        do, house["id"], house["id"], payment, contract_id, buyer_id, cents, "identified",
        ("cash_moved_out", "cash_moved_in"),
    )  # fmt: skip
    return {"payment_id": new_id, "contract_id": contract_id, "amount_cents": cents}


def of_nobody(do: Act, house_id: int, payment_id: int) -> bulk.Row:
    """A payment of nobody. Refused: payment_placed (it is a contract's), payment_unknown."""
    if bulk.row(do.conn, "payment", contract_id=house_id, id=payment_id) is None:
        found = bulk.rows(do.conn, "read_payments", id=payment_id, contract_id=None)
        if found:
            raise Refused("payment_placed", payment_id=payment_id,
                          contract_number=found[0]["contract_number"])  # fmt: skip
    return payment_of(do, house_id, payment_id)


@operation
def return_unknown(
    do: Act, *, payment_id: int, payee_account_id: int, reason: str = ""
) -> Answer:  # fmt: skip
    """Prepare to send unknown money back to where it came from, on the account that the bank has
    told; on another with a `reason`. Who releases it is shown who had paid, and from where.

    What a cheque, bill or debit has brought waits as a refund does. Refused: payment_unknown,
    payment_placed, payment_going_back, payee_unknown, payee_check_failed, payee_not_the_payer (no
    reason), refund_uncredited, refund_too_early.
    """
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"]])
    payment = of_nobody(do, house["id"], payment_id)
    party = do.conn.execute(
        "SELECT party_id FROM payee_account WHERE id = %s", (payee_account_id,)
    ).fetchone()
    if party is None:
        raise Refused("payee_unknown", party_id=None)
    part_of(do, house["id"], payment, None)
    payee, payer = payee_account(do, party[0], payee_account_id), payer_of(do, house["id"], payment)
    if payer["payer_iban"] not in (None, payee["iban"]) and not reason.strip():
        raise Refused("payee_not_the_payer", payer_name=payer["payer_name"],
                      payer_iban=payer["payer_iban"], iban=payee["iban"])  # fmt: skip
    said = check_ours(do, house["id"], payment, reason)
    terms = {"cutoff_hour": 0, "promised_hours": 48}
    return prepare(
        do, house["id"], "RETURN", payee, payment["open_cents"], payment["currency"],
        promised_at(terms, do.asked.at), item_id=payment_id, said=said,
    )  # fmt: skip
