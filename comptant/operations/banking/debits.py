"""Bank debits that nobody has explained: each is given an account, or is a payment taken back.

Proposed by one person, booked by another's word, as any entry by hand. Source: DOMAIN 2.1, I-22.
"""

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.books.ledger import book
from comptant.operations.collection.reversals import unbook, unbooked, whole
from comptant.rules.postings import ACCOUNTS
from comptant.store import bulk

EXPLAINED_BY = tuple(
    code for code, account in ACCOUNTS.items()
    if account.books == "factor" and code in ("BFEE", "BINT", "VATC", "DIFF", "FEE", "INT")
)  # fmt: skip


@operation
def explain_debit(
    do: Act, *, movement_id: int, account: str | None, contract_id: int, payment_id: int,
    reason: str,
) -> Answer:  # fmt: skip
    """Propose what a debit in suspense was: a cost (`account`), or the payment `payment_id` of a
    contract that the bank has taken back, or a part of it that waits.

    A debit of all of a transfer takes back each of the payments by which it was booked, whichever
    of them is named. Refused: debit_unknown, account_not_by_hand, payment_not_whole,
    payment_allocated, amounts_differ, reason_missing.
    """
    house = bulk.row(do.conn, "house") or {}
    also = {part["contract_id"] for part in _parts(do, contract_id, payment_id)}
    lock_contracts(do, {house["id"], contract_id, *also} - {0})
    debit = _debit(do, movement_id)
    if not reason.strip():
        raise Refused("reason_missing")
    if account is None:
        _taken_back(do, debit, contract_id, payment_id)
    elif account not in EXPLAINED_BY:
        raise Refused("account_not_by_hand", account=account, accounts=list(EXPLAINED_BY))
    arguments = {
        "what": "debit", "movement_id": movement_id, "account": account, "reason": reason,
        "contract_id": contract_id, "payment_id": payment_id,
        "also_contract_ids": sorted({house["id"], *also}),
    }  # fmt: skip
    approval_id = propose(
        do, "manual_entry", arguments, amount_cents=-debit["amount_cents"],
        currency=debit["currency"], contract_id=contract_id or house["id"],
    )  # fmt: skip
    return {"movement_id": movement_id, "approval_id": approval_id,
            "amount_cents": -debit["amount_cents"]}  # fmt: skip


def book_explained(do: Act, approval: bulk.Row) -> Answer:
    """What an approved explanation does: the debit leaves suspense."""
    asked = approval["arguments"]
    house = bulk.row(do.conn, "house") or {}
    also = asked.get("also_contract_ids", ())
    lock_contracts(do, {house["id"], asked["contract_id"], *also} - {0})
    debit = _debit(do, asked["movement_id"])
    cents, key = -debit["amount_cents"], explained_key(debit)
    if asked["account"]:
        entry_id = book(
            do, house["id"], "manual", key, debit["value_on"], {}, currency=debit["currency"],
            said=[("SUSP", -cents), (asked["account"], cents)],
        )  # fmt: skip
        return {"movement_id": debit["movement_id"], "entry_id": entry_id}
    parts = _taken_back(do, debit, asked["contract_id"], asked["payment_id"])
    entry_id = book(do, house["id"], "debit_moved_out", key, debit["value_on"], {"moved": cents},
                    currency=debit["currency"])  # fmt: skip
    unbook(do, [
        unbooked(
            part["contract_id"], part["id"], "debit_moved_in", "moved", f"{key}/{part['id']}",
            movement_id=debit["movement_id"], value_on=debit["value_on"],
            own_account_id=debit["own_account_id"], cents=part["here_cents"],
        )
        for part in parts
    ])  # fmt: skip
    return {"movement_id": debit["movement_id"], "entry_id": entry_id}


def _debit(do: Act, movement_id: int) -> bulk.Row:
    found = bulk.rows(do.conn, "read_debits", movement_id=movement_id)
    if not found:
        raise Refused("debit_unknown", movement_id=movement_id)
    return found[0]


def explained_key(debit: bulk.Row) -> str:
    """The key of the entry that explains a debit, another each time that one was reversed."""
    again = f"/again{debit['explained']}" if debit["explained"] else ""
    return f"explained/{debit['movement_id']}{again}"


def _parts(do: Act, contract_id: int, payment_id: int) -> list[bulk.Row]:
    """The payments by which the transfer is booked that one of them names: a part for each contract
    that it paid."""
    return bulk.rows(
        do.conn, "parts_of_payment", contract_id=contract_id, payment_id=payment_id
    )  # fmt: skip


def _taken_back(
    do: Act, debit: bulk.Row, contract_id: int, payment_id: int
) -> list[bulk.Row]:  # fmt: skip
    """What a debit takes back (contract_id, id, here_cents): a payment whole, wherever its money
    is, and all of its transfer likewise; a part of it only from what waits."""
    payment = bulk.row(do.conn, "payment", contract_id=contract_id, id=payment_id)
    if payment is None or payment["currency"] != debit["currency"]:
        raise Refused("payment_unknown", payment_id=payment_id)
    cents, here = -debit["amount_cents"], payment["amount_cents"] - payment["moved_cents"]
    alone = {"contract_id": contract_id, "id": payment_id, "here_cents": cents}
    parts = [alone] if here >= cents else _parts(do, contract_id, payment_id)
    total = sum(part["here_cents"] for part in parts)
    if total != cents:
        raise Refused("amounts_differ", payment_cents=total or here, debit_cents=cents)
    if here > cents > payment["open_cents"]:
        raise Refused("payment_allocated", payment_id=payment_id, debit_cents=cents,
                      open_cents=payment["open_cents"])  # fmt: skip
    keys = [(part["contract_id"], part["id"]) for part in parts]
    if here <= cents and len(whole(do, keys)) < len(keys):
        raise Refused("payment_not_whole", payment_id=payment_id)
    return parts
