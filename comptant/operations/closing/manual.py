"""Entries by hand and reversals: proposed by one person with a reason, booked by another's word.

By hand only between accounts that no item and no bank statement tells. Source: DOMAIN 2.1, I-22.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.banking.debits import book_explained
from comptant.operations.banking.explained import (
    MOVED_OUT,
    approval_of,
    contracts_taken_back,
    movement_of_orders,
    put_back,
)
from comptant.operations.books.billing import FEE
from comptant.operations.books.charges_back import NOTHING_BACK, reverse_charges
from comptant.operations.books.ledger import book
from comptant.operations.claiming.claim_entries import EVENTS as OF_CLAIM
from comptant.operations.closing.books_proof import ONCE_BY_HAND
from comptant.operations.collection.debit_unnamed import NAMED
from comptant.operations.collection.paid_after_all import RETURNS
from comptant.operations.collection.taken_in_again import WITHDRAWALS
from comptant.operations.collection.undoing import UNDONE
from comptant.operations.drawing.recourse_undone import EVENTS as OF_RECOURSE
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.rules.postings import ACCOUNTS, ITEM_ACCOUNTS
from comptant.store import bulk

# Items, penalties, bank statements, orders, instruments, guarantees and payables move these.
TOLD_BY_OTHERS = ITEM_ACCOUNTS | {"BNK", "DEDI", "SWIP", "TRAN", "COLL", "INCO", "DEBD", "PAY",
                                 "PAYD", "SUPP", "DEFI", "INSR", "DEPR", *ONCE_BY_HAND}  # fmt: skip
# Two entries, or a debit of the bank and what explains it, cross these: one by hand stays there.
CROSSED = {"SUSP", "LINK"}
# The close puts charges right by itself: what is reversed would come back the next day. (I-09)
NOT_REVERSED = TOLD_BY_OTHERS | {"INT", "ACCR"}
OPEN_TO_HAND = tuple(
    code for code, account in ACCOUNTS.items()
    if account.books == "factor" and code not in TOLD_BY_OTHERS | CROSSED
)  # fmt: skip


@operation
def propose_entry(
    do: Act, *, contract_id: int, lines: dict[str, int], value_on: date, reason: str
) -> Answer:
    """Propose an entry by hand: account -> cents, debit positive, summing to zero.

    Refused: contract_unknown, reason_missing, account_not_by_hand, entry_unbalanced,
    fund_below_zero.
    """
    lock_contracts(do, [contract_id])
    _check_reason(reason)
    _check_lines(do, contract_id, lines)
    signed = [cents for cents in lines.values() if cents]
    if len(signed) < 2 or sum(signed) or max(map(abs, signed)) > AMOUNT_CENTS_MAX:
        raise Refused("entry_unbalanced", off_cents=sum(signed))
    arguments = {"what": "entry", "lines": lines, "value_on": value_on.isoformat(),
                 "reason": reason}  # fmt: skip
    total = sum(cents for cents in signed if cents > 0)
    return _proposed(do, contract_id, arguments, total)


@operation
def propose_reversal(do: Act, *, contract_id: int, entry_id: int, reason: str) -> Answer:
    """Propose to reverse an entry: the same lines with the opposite signs, the same value date.

    What items, orders and the bank have told is undone where it was done: unallocate, withdraw,
    a rejected order. The explanation of a bank debit is undone here: the debit waits again, and so
    do the payments that it took back. Of a bill of fees, what withdrawals have given back already
    stays given back, and the rest is. A premium is not paid any more; the next period of its year
    makes it up. Refused: entry_unknown, entry_reversed, entry_to_undo (undo_entry does it),
    entry_of_orders, entry_of_items, premium_ordered, fee_given_back, fund_below_zero,
    reason_missing.
    """
    lock_contracts(do, [contract_id])
    _check_reason(reason)
    lines = _lines(do, contract_id, entry_id)
    _check_fund(do, contract_id, _fund_lowered(lines))
    total = _cents(lines)
    asked = {"what": "reversal", "entry_id": entry_id, "reason": reason}
    also = contracts_taken_back(do, _explanation(do, contract_id, asked))
    return _proposed(do, contract_id, {**asked, "also_contract_ids": also}, total)


def book_by_hand(do: Act, approval: bulk.Row) -> Answer:
    """What an approved entry or reversal does."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    if asked["what"] == "debit":
        return book_explained(do, approval)
    taken_back = _explanation(do, contract_id, asked)
    lock_contracts(do, {contract_id, *contracts_taken_back(do, taken_back)})
    if asked["what"] == "entry":
        _check_lines(do, contract_id, asked["lines"])
        said = [(account, cents) for account, cents in asked["lines"].items() if cents]
        entry_id = book(
            do, contract_id, "manual", f"manual/{approval['id']}",
            date.fromisoformat(asked["value_on"]), {}, said=said,
        )  # fmt: skip
        return {"contract_id": contract_id, "entry_id": entry_id}
    lines = _lines(do, contract_id, asked["entry_id"])
    check_agreed(approval, _cents(lines))
    _check_fund(do, contract_id, _fund_lowered(lines))
    given = _given_back(do, contract_id, asked["entry_id"], lines[0]["event"])
    entry_id = book(
        do, contract_id, lines[0]["event"] or "manual", f"{lines[0]['key']}/reversal",
        lines[0]["value_on"], {},
        said=[(row["account"], -row["amount_cents"]) for row in lines if row["amount_cents"]],
        reverses_id=asked["entry_id"], currency=lines[0]["currency"],
    )  # fmt: skip
    put_back(do, taken_back)
    reverse_charges(do, contract_id, asked["entry_id"], entry_id, given)
    return {"contract_id": contract_id, "entry_id": entry_id, "reverses_id": asked["entry_id"]}


def _cents(lines: list[bulk.Row]) -> int:
    return sum(row["amount_cents"] for row in lines if row["amount_cents"] > 0)


def _proposed(do: Act, contract_id: int, arguments: dict[str, Any], total: int) -> Answer:
    currency = do.conn.execute(
        "SELECT currency FROM contract WHERE id = %s", (contract_id,)
    ).fetchone()
    approval_id = propose(
        do, "manual_entry", arguments, amount_cents=total, contract_id=contract_id,
        currency=currency[0] if currency else "EUR",
    )  # fmt: skip
    return {"contract_id": contract_id, "approval_id": approval_id, "amount_cents": total}


def _lines(do: Act, contract_id: int, entry_id: int) -> list[bulk.Row]:
    """The lines of an entry that may be reversed by hand."""
    lines = bulk.rows(do.conn, "entry_lines", contract_id=contract_id, entry_id=entry_id)
    undoable = bulk.rows(do.conn, "undoable", contract_id=contract_id, entry_id=entry_id)
    if undoable and undoable[0]["event"] in UNDONE:
        raise Refused("entry_to_undo", entry_id=entry_id)
    if not lines:
        raise Refused("entry_unknown", entry_id=entry_id)
    if lines[0]["is_reversed"] or lines[0]["reverses_id"]:
        raise Refused("entry_reversed", entry_id=entry_id)
    if lines[0]["event"] in OF_RECOURSE:
        raise Refused("entry_of_recourse", entry_id=entry_id)
    if lines[0]["event"] in OF_CLAIM:
        raise Refused("entry_of_claim", entry_id=entry_id)
    if lines[0]["event"] in (*RETURNS, *WITHDRAWALS, NAMED):
        raise Refused("entry_to_undo", entry_id=entry_id)
    if movement_id := movement_of_orders(lines[0]["event"], lines[0]["key"]):
        orders = bulk.rows(do.conn, "orders_of_debit", movement_id=movement_id)
        raise Refused("entry_of_orders", entry_id=entry_id,
                      order_ids=[row["order_id"] for row in orders])  # fmt: skip
    if lines[0]["event"] == "premium_due":
        _check_premium(do, entry_id)
    told = sorted({row["account"] for row in lines} & NOT_REVERSED)
    if lines[0]["event"] == "manual":
        told = [account for account in told if account not in ONCE_BY_HAND]  # nothing else does
    if lines[0]["event"] == MOVED_OUT and not approval_of(MOVED_OUT, lines[0]["key"]):
        told.append("LINK")  # of an instrument, whose other entry stays
    if told:
        raise Refused("entry_of_items", entry_id=entry_id, accounts=told)
    return _left_of_bill(lines, _given_back(do, contract_id, entry_id, lines[0]["event"]), entry_id)


def _check_premium(do: Act, entry_id: int) -> None:
    """A premium that is paid, or will be, is owed. Refused: premium_ordered."""
    for row in bulk.rows(do.conn, "premium_of_entry", entry_id=entry_id):
        if row["premium_state"] in ("ORDERED", "PAID"):
            raise Refused("premium_ordered", premium_id=row["premium_id"])


def _given_back(do: Act, contract_id: int, entry_id: int, event: str | None) -> dict[str, int]:
    """What withdrawals have given back of a bill of fees (GIVEN_BACK); nothing of another entry."""
    told = []
    if event == FEE[2]:
        told = bulk.rows(do.conn, "fee_given_back", contract_id=contract_id, entry_id=entry_id)
    return told[0] if told else NOTHING_BACK


def _left_of_bill(lines: list[bulk.Row], given: dict[str, int], entry_id: int) -> list[bulk.Row]:
    """The lines of an entry less what was given back of it. Refused: fee_given_back (all of it)."""
    net, vat = given["share_cents"] + given["least_cents"], given["vat_cents"]
    back = {"FEE": net, "VATC": vat, "CCA": -net - vat}
    left = [{**row, "amount_cents": row["amount_cents"] + back.get(row["account"], 0)}
            for row in lines]  # fmt: skip
    if (net or vat) and not any(row["amount_cents"] for row in left):
        raise Refused("fee_given_back", entry_id=entry_id)
    return left


def _explanation(do: Act, contract_id: int, asked: dict[str, Any]) -> int:
    """The approval of the explanation of a bank debit that this undoes, if it is one; else 0."""
    if asked["what"] != "reversal":
        return 0
    lines = bulk.rows(do.conn, "entry_lines", contract_id=contract_id, entry_id=asked["entry_id"])
    return approval_of(lines[0]["event"], lines[0]["key"]) if lines else 0


def _check_lines(do: Act, contract_id: int, lines: dict[str, int]) -> None:
    """Whether the accounts of an entry are open to hand, and the fund stays at zero or above."""
    for account in lines:
        if account not in OPEN_TO_HAND:
            raise Refused("account_not_by_hand", account=account, accounts=list(OPEN_TO_HAND))
    _check_fund(do, contract_id, lines.get("FDG", 0))


def _fund_lowered(lines: list[bulk.Row]) -> int:
    """By how much the reversal of these lines lowers the guarantee fund."""
    return -sum(int(row["amount_cents"]) for row in lines if row["account"] == "FDG")


def _check_fund(do: Act, contract_id: int, lowered: int) -> None:
    """Whether the guarantee fund still has what an entry takes of it. Refused: fund_below_zero."""
    if lowered <= 0:
        return
    (row,) = bulk.rows(do.conn, "fund_sums", ids=[contract_id])
    if row["fund_balance_cents"] < lowered:
        raise Refused("fund_below_zero", amount_cents=lowered,
                      fund_balance_cents=row["fund_balance_cents"])  # fmt: skip


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("reason_missing")
