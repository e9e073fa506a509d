"""Money put on the wrong contract or buyer, moved to the right one or back to nobody.

The value date stays the bank's, and the movements of both payments name each other. Out of a
client's contract it takes two people. Source: DOMAIN 5.8, réimputation.
"""

from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.books.ledger import MOVEMENTS, Entry, book_entries
from comptant.operations.collection.cash import credited_on, open_payments, payment_of
from comptant.operations.collection.matching_again import match_again
from comptant.operations.collection.settlement import on_account
from comptant.operations.collection.taken import check_not_taken
from comptant.operations.paying.received import NO_INVOICES
from comptant.operations.portfolio.losses import free_of_repaid, lose_again, lost_again
from comptant.operations.portfolio.owed_again import takes_two
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.terms.contracts import contract_in_force, contracts_batch, no_buyer_of
from comptant.rules.postings import lines
from comptant.store import bulk

Payment = dict[str, Any]


@operation
def move_payment(
    do: Act, *, contract_id: int, payment_id: int, to_contract_id: int | None, buyer_id: int,
    amount_cents: int | None, reason: str,
) -> Answer:  # fmt: skip
    """Move money that waits on a contract (no amount: all of it) to another contract or buyer, or
    back to nobody (`to_contract_id` none); then it is matched there by what its text names.

    Answers `approval_id` and does nothing yet where a second person must agree: always out of a
    contract, within one past 30 days or without recourse. Refused: payment_unknown,
    payment_of_nobody, payment_used (nothing of it waits), money_of_claim and money_of_recourse (nor
    does it, since a claim or a recourse took it), payment_going_back, payment_there,
    amount_too_large, contract_unknown, currency_wrong, buyer_not_of_contract, nobody_has_no_buyer,
    reason_missing.
    """
    house = bulk.row(do.conn, "house") or {}
    to_id = house["id"] if to_contract_id is None else to_contract_id
    lock_contracts(do, {contract_id, to_id})
    if not reason.strip():
        raise Refused("reason_missing")
    payment, cents = _checked(
        do, house["id"], contract_id, payment_id, to_id, buyer_id, amount_cents
    )
    if not _is_alone(do, contract_id, to_id, payment):
        asked = {
            "what": "move", "payment_id": payment_id, "to_contract_id": to_id,
            "buyer_id": buyer_id, "amount_cents": cents, "reason": reason,
            "also_contract_ids": [to_id],
        }  # fmt: skip
        approval_id = propose(
            do, "reallocation", asked, amount_cents=cents, currency=payment["currency"],
            contract_id=contract_id, subject_id=payment_id,
        )  # fmt: skip
        return {"payment_id": payment_id, "approval_id": approval_id, "amount_cents": cents}
    return _moved(do, house["id"], contract_id, payment, to_id, buyer_id, cents)


def move_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved move does, if so much of the payment still waits."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    to_id, buyer_id = asked["to_contract_id"], asked["buyer_id"]
    lock_contracts(do, {contract_id, to_id})
    house = bulk.row(do.conn, "house") or {}
    payment, cents = _checked(
        do, house["id"], contract_id, asked["payment_id"], to_id, buyer_id, asked["amount_cents"]
    )
    return _moved(do, house["id"], contract_id, payment, to_id, buyer_id, cents)


def _is_alone(do: Act, contract_id: int, to_id: int, payment: Payment) -> bool:
    """Whether one person may do it: the money stays with the client, is recent, and no guarantee
    of the factor's depends on whose it is."""
    if contract_id != to_id:
        return False
    contract = contract_in_force(do.conn, contract_id, do.on)
    return not takes_two(do, contract, payment["value_on"])


def _checked(
    do: Act, house_id: int, contract_id: int, payment_id: int, to_id: int, buyer_id: int,
    amount_cents: int | None,
) -> tuple[Payment, int]:  # fmt: skip
    """The payment and how much of it moves. The contracts are locked by the caller."""
    payment = payment_of(do, contract_id, payment_id)
    if contract_id == house_id:
        raise Refused("payment_of_nobody", payment_id=payment_id)
    if (to_id, buyer_id) == (contract_id, payment["buyer_id"]):
        raise Refused("payment_there", payment_id=payment_id)
    if to_id == house_id and buyer_id:
        raise Refused("nobody_has_no_buyer", payment_id=payment_id)
    if not payment["open_cents"]:
        check_not_taken(do, contract_id, payment_id)
        raise Refused("payment_used", payment_id=payment_id)
    cents = part_of(do, contract_id, payment, amount_cents)
    check_home(do, house_id, payment, to_id, buyer_id)
    return payment, cents


def part_of(do: Act, contract_id: int, payment: Payment, amount_cents: int | None) -> int:
    """How much of a payment is meant (none: all that waits). Refused: payment_unknown (nothing
    waits), payment_going_back, amount_too_large."""
    if not payment["open_cents"]:
        raise Refused("payment_unknown", payment_id=payment["id"])
    if bulk.rows(do.conn, "open_returns", contract_id=contract_id, item_id=payment["id"]):
        raise Refused("payment_going_back", payment_id=payment["id"])
    cents: int = payment["open_cents"] if amount_cents is None else amount_cents
    if not 0 < cents <= payment["open_cents"]:
        raise Refused("amount_too_large", amount_cents=cents, most_cents=payment["open_cents"])
    return cents


def check_home(do: Act, house_id: int, payment: Payment, to_id: int, buyer_id: int) -> None:
    """Whether money may come to a contract and buyer. Refused: currency_wrong,
    buyer_not_of_contract."""
    if to_id != house_id:
        currency = contract_in_force(do.conn, to_id, do.on).currency
        if payment["currency"] != currency:
            raise Refused("currency_wrong", expected=currency, currency=payment["currency"])
    if buyer_id:
        check_buyer(do, to_id, buyer_id)


def check_buyer(do: Act, contract_id: int, buyer_id: int) -> None:
    """Refused: buyer_not_of_contract."""
    if not is_buyer(do, contract_id, buyer_id):
        raise no_buyer_of(do, contract_id, buyer_id)


def is_buyer(do: Act, contract_id: int, buyer_id: int) -> bool:
    """Whether somebody is a buyer of the contract; 0 is nobody."""
    told = {"contract_id": contract_id, "subject": "BUYER", "subject_id": buyer_id}
    return bool(buyer_id) and bool(bulk.rows(do.conn, "fact_contracts", **told))


def _moved(
    do: Act, house_id: int, contract_id: int, payment: Payment, to_id: int, buyer_id: int,
    cents: int,
) -> Answer:  # fmt: skip
    left = contract_in_force(do.conn, contract_id, do.on).batch
    free = free_of_repaid(do, left)
    new_id = carry(do, house_id, contract_id, payment, to_id, buyer_id, cents)
    allocated = 0 if to_id == house_id else match_again(do, to_id, new_id)
    lose_again(do, left, free, {contract_id: payment["value_on"]})
    return {
        "payment_id": new_id, "from_payment_id": payment["id"], "to_contract_id": to_id,
        "amount_cents": cents, "allocated_cents": allocated, "lost_again_in": lost_again(do),
    }  # fmt: skip


def carry(
    do: Act, house_id: int, contract_id: int, payment: Payment, to_id: int, buyer_id: int,
    cents: int, key: str = "moved",
    events: tuple[str, str] = ("payment_moved_out", "payment_moved_in"),
) -> int:  # fmt: skip
    """Make so much of a payment one of another contract and buyer, or of nobody: two entries, each
    naming the other's payment; the new payment's id. What both contracts have available follows.

    The contracts are locked by the caller, who has checked the rest.
    """
    (new_id,) = bulk.take_ids(do.conn, 1)
    _book(do, house_id, contract_id, payment, to_id, new_id, cents, key, events)
    homes = contracts_batch(do.conn, {contract_id, to_id} - {house_id}, do.on)
    left = {"contract_id": [contract_id], "payment_id": [payment["id"]],
            "buyer_id": [payment["buyer_id"]], "cents": [-cents]}  # fmt: skip
    open_payments(do, homes, pl.DataFrame(left))
    do.conn.execute(
        "UPDATE payment SET moved_cents = moved_cents + %s WHERE contract_id = %s AND id = %s",
        (cents, contract_id, payment["id"]),
    )
    do.conn.execute(
        """INSERT INTO payment (contract_id, id, bank_movement_id, buyer_id, value_on, currency,
               amount_cents, open_cents, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (to_id, new_id, payment["bank_movement_id"], buyer_id, payment["value_on"],
         payment["currency"], cents, cents, do.id),
    )  # fmt: skip
    here = {"contract_id": [to_id], "buyer_id": [buyer_id], "cents": [cents]}
    on_account(do, homes, pl.DataFrame(here).join(homes, on="contract_id", how="semi"))
    buyers = pl.DataFrame(
        [(contract_id, payment["buyer_id"]), (to_id, buyer_id)],
        schema={"contract_id": pl.Int64, "buyer_id": pl.Int64}, orient="row",
    )  # fmt: skip
    known = buyers.filter(pl.col("buyer_id") != 0).join(homes, on="contract_id", how="semi")
    if known.height:
        judge_again(do, homes, NO_INVOICES, known, is_undone=True)
    return new_id


def _book(
    do: Act, house_id: int, contract_id: int, payment: Payment, to_id: int, new_id: int,
    cents: int, key: str, events: tuple[str, str],
) -> None:  # fmt: skip
    """Two entries, on the days on which the money counts in each contract."""
    ids = bulk.take_ids(do.conn, 2)
    named = f"{key}/{payment['id']}/{do.id}"
    sides = (
        (contract_id, payment["id"], new_id, cents, named),
        # In one contract the second entry needs a name of its own.
        (to_id, new_id, payment["id"], -cents, named + "/in" * (to_id == contract_id)),
    )  # fmt: skip
    entries, movements = [], []
    for id_, event, (home, item, against, signed, name) in zip(ids, events, sides, strict=True):
        entries.append(Entry(
            home, id_, event, name, _day(do, house_id, home, payment),
            lines(event, {"moved": cents}), currency=payment["currency"]))  # fmt: skip
        movements.append((item, "UNAL", against, signed, 0, home, id_))
    columns = [*MOVEMENTS.names, "contract_id", "entry_id"]
    book_entries(do, entries, pl.DataFrame(movements, columns, orient="row"))


def _day(do: Act, house_id: int, contract_id: int, payment: Payment) -> Any:
    """The value date of the money in a contract; the bank's own for nobody."""
    if contract_id == house_id:
        return payment["value_on"]
    return credited_on(contract_in_force(do.conn, contract_id, do.on), payment)
