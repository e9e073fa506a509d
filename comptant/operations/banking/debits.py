"""Bank debits that nobody has explained: each is given an account, or is payments taken back.

Proposed by one person, booked by another's word, as any entry by hand; undone the same way, and
then it waits again. Source: DOMAIN 2.1, 5.8, I-22.
"""

from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.banking.explained import MOVED_IN, MOVED_OUT
from comptant.operations.banking.outgoing import execute, is_open
from comptant.operations.books.ledger import book
from comptant.operations.collection.reversals import reachable, unbook, unbooked
from comptant.operations.paying.claims import claim
from comptant.operations.paying.dropping import drop_orders
from comptant.operations.portfolio.losses import lost_again
from comptant.rules.postings import ACCOUNTS
from comptant.store import bulk, transactions

EXPLAINED_BY = tuple(
    code for code, account in ACCOUNTS.items()
    if account.books == "factor" and code in ("BFEE", "BINT", "VATC", "DIFF", "FEE", "INT",
                                             "RCOS")
)  # fmt: skip


@operation
def explain_debit(
    do: Act, *, movement_id: int, account: str | None, payment_ids: list[int],
    order_ids: list[int], reason: str,
) -> Answer:  # fmt: skip
    """Propose what a debit in suspense was: a cost (`account`); or payment orders of ours, which it
    executed without naming them, and what is more of it a cost, where an account is named too; or
    the payments, of whatever contracts, that the bank has taken back with it, or a part of one
    payment that waits: what they had paid is owed again, and what of them had left is owed by
    whoever has it.

    Refused: debit_unknown, account_not_by_hand, account_or_payments, payment_not_received,
    payment_not_whole, payment_allocated, payments_differ, order_unknown, order_in_no_file,
    order_settled, order_elsewhere, orders_differ, reason_missing.
    """
    asked = {"account": account, "payment_ids": sorted(set(payment_ids)),
             "order_ids": sorted(set(order_ids))}  # fmt: skip
    debit, contract_ids = _locked(do, movement_id, asked["payment_ids"], asked["order_ids"])
    if not reason.strip():
        raise Refused("reason_missing")
    if bool(payment_ids) == (account is not None or bool(order_ids)):
        raise Refused("account_or_payments")
    if order_ids:
        _executed(do, debit, asked["order_ids"], account)
    elif account is None:
        with transactions.undone(do.conn):  # what would be refused is refused now
            _within_reach(do, debit, asked["payment_ids"])
    if account is not None and account not in EXPLAINED_BY:
        raise Refused("account_not_by_hand", account=account, accounts=list(EXPLAINED_BY))
    arguments = {"what": "debit", "movement_id": movement_id, "reason": reason, **asked,
                 "also_contract_ids": [debit["house_id"], *contract_ids]}  # fmt: skip
    approval_id = propose(
        do, "manual_entry", arguments, amount_cents=-debit["amount_cents"],
        currency=debit["currency"],
        contract_id=contract_ids[0] if len(contract_ids) == 1 else debit["house_id"],
    )  # fmt: skip
    return {"movement_id": movement_id, "approval_id": approval_id,
            "amount_cents": -debit["amount_cents"]}  # fmt: skip


def book_explained(do: Act, approval: bulk.Row) -> Answer:
    """What an approved explanation does: the debit leaves suspense."""
    asked = approval["arguments"]
    order_ids = asked.get("order_ids") or []
    payment_ids = [] if asked["account"] or order_ids else (
        # One payment, as it was asked before several could be.
        asked.get("payment_ids") or [asked["payment_id"]]
    )  # fmt: skip
    debit, _ = _locked(do, asked["movement_id"], payment_ids, order_ids)
    cents, key = -debit["amount_cents"], f"explained/{debit['movement_id']}/{approval['id']}"
    if asked["account"] and not order_ids:
        entry_id = book(
            do, debit["house_id"], "manual", key, debit["value_on"], {},
            currency=debit["currency"], said=[("SUSP", -cents), (asked["account"], cents)],
        )  # fmt: skip
        return {"movement_id": debit["movement_id"], "entry_id": entry_id}
    if order_ids:
        orders = _executed(do, debit, order_ids, asked["account"])
        moved = sum(order["amount_cents"] for order in orders)
        cost = [(asked["account"], cents - moved)] if asked["account"] else []
        # One entry: nothing of it is undone alone.
        entry_id = book(do, debit["house_id"], MOVED_OUT, f"{key}/order", debit["value_on"], {},
                        currency=debit["currency"],
                        said=[("LINK", moved), *cost, ("SUSP", -cents)])  # fmt: skip
        execute(do, [(order, debit) for order in orders], "debit_paid_order")
        return {"movement_id": debit["movement_id"], "entry_id": entry_id}
    parts = _within_reach(do, debit, payment_ids)
    claim(do, [gone for part in parts for gone in part["gone"]])
    entry_id = book(do, debit["house_id"], MOVED_OUT, key, debit["value_on"],
                    {"moved": cents}, currency=debit["currency"])  # fmt: skip
    unbook(do, [
        unbooked(
            part["contract_id"], part["id"], MOVED_IN, "moved", f"{key}/{part['id']}",
            movement_id=debit["movement_id"], value_on=debit["value_on"],
            own_account_id=debit["own_account_id"], cents=part["cents"],
        )
        for part in parts
    ])  # fmt: skip
    return {"movement_id": debit["movement_id"], "entry_id": entry_id,
            "lost_again_in": lost_again(do)}  # fmt: skip


def _locked(
    do: Act, movement_id: int, payment_ids: list[int], order_ids: list[int]
) -> tuple[dict[str, Any], list[int]]:
    """A debit that waits, with the house's contract, and the contracts of some payments or orders:
    locked."""
    house = bulk.row(do.conn, "house") or {}
    homes = bulk.rows(do.conn, "contracts_of_payments", ids=payment_ids) if payment_ids else []
    homes += _orders(do, order_ids)
    contract_ids = sorted({row["contract_id"] for row in homes})
    lock_contracts(do, {house["id"], *contract_ids})
    found = bulk.rows(do.conn, "read_debits", movement_id=movement_id)
    if not found:
        raise Refused("debit_unknown", movement_id=movement_id)
    return {**found[0], "house_id": house["id"]}, contract_ids


def _named(do: Act, debit: dict[str, Any], payment_ids: list[int]) -> list[dict[str, Any]]:
    """Payments that a debit may have taken back, each with what of it is still its own."""
    homes = bulk.rows(do.conn, "contracts_of_payments", ids=payment_ids)
    found = bulk.rows(do.conn, "payments_by_id", ids=[row["id"] for row in homes],
                      contract_ids=[row["contract_id"] for row in homes])  # fmt: skip
    # What has moved is told by the payment that it has become.
    found = [{**row, "amount_cents": row["amount_cents"] - row["moved_cents"]} for row in found]
    known = {row["id"] for row in found if row["currency"] == debit["currency"]}
    for payment_id in payment_ids:
        if payment_id not in known:
            raise Refused("payment_not_received", payment_id=payment_id)
    return found


def _within_reach(do: Act, debit: dict[str, Any], payment_ids: list[int]) -> list[dict[str, Any]]:
    """_taken_back once the orders that would give all that money away, and are not at the bank,
    are taken back."""
    found = _named(do, debit, payment_ids)
    if sum(row["amount_cents"] for row in found) == -debit["amount_cents"]:
        drop_orders(do, [(row["contract_id"], row["id"]) for row in found])
    return _taken_back(do, debit, payment_ids)


def _taken_back(
    do: Act, debit: dict[str, Any], payment_ids: list[int]
) -> list[dict[str, Any]]:  # fmt: skip
    """The payments with the `cents` that the debit takes of each and what of it has gone (`gone`,
    rows of money_gone): all of them, wherever their money is; or of one a part that waits."""
    found = _named(do, debit, payment_ids)
    cents, total = -debit["amount_cents"], sum(row["amount_cents"] for row in found)
    if total < cents or (total > cents and len(found) > 1):
        raise Refused("payments_differ", payments_cents=total, debit_cents=cents)
    if total > cents:
        (payment,) = found
        if cents > payment["open_cents"]:
            raise Refused("payment_allocated", payment_id=payment["id"], debit_cents=cents,
                          open_cents=payment["open_cents"])  # fmt: skip
        return [{**payment, "cents": cents, "gone": []}]
    reach = reachable(do, [(row["contract_id"], row["id"]) for row in found])
    for row in found:
        if (row["contract_id"], row["id"]) not in reach:
            raise Refused("payment_not_whole", payment_id=row["id"])
    return [{**row, "cents": row["amount_cents"], "gone": reach[row["contract_id"], row["id"]]}
            for row in found]  # fmt: skip


def _orders(
    do: Act, order_ids: list[int], contract_ids: list[int] | None = None
) -> list[dict[str, Any]]:
    return bulk.rows(do.conn, "orders_paid", ids=order_ids, contract_ids=contract_ids)


def _executed(
    do: Act, debit: dict[str, Any], order_ids: list[int], account: str | None
) -> list[dict[str, Any]]:
    """The orders that a debit executed: sent from its account, and what it took to the cent, or
    less where what is more of it is a cost (`account`)."""
    homes = sorted({row["contract_id"] for row in _orders(do, order_ids)})
    found = {row["id"]: row for row in _orders(do, order_ids, homes)}
    for order_id in order_ids:
        order = found.get(order_id)
        if order is None or order["currency"] != debit["currency"]:
            raise Refused("order_unknown", order_id=order_id)
        if "SENT" not in order["steps"]:
            raise Refused("order_in_no_file", order_id=order_id)
        if not is_open(order):
            raise Refused("order_settled", order_id=order_id)
        if debit["own_account_id"] not in order["own_account_ids"]:
            raise Refused("order_elsewhere", order_id=order_id, iban=debit["iban"])
    total = sum(order["amount_cents"] for order in found.values())
    cents = -debit["amount_cents"]
    if total >= cents if account else total != cents:
        raise Refused("orders_differ", orders_cents=total, debit_cents=cents)
    return list(found.values())
