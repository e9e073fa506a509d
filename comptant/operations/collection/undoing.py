"""What was told of receivables by mistake, undone: a direct payment, a credit note applied, a
reassignment, a repayment, money credited to the client, a claim paid, a penalty claimed, paid or
waived, an instrument unpaid, a withdrawal.

Always by two people. The entry stays, and so does the one against it, with the same value date, so
that the close puts the charges right from that day. Source: DOMAIN 5.8, réimputation; I-19, I-22.
"""

from collections.abc import Callable

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.assigning.notes_off import MET, take_off
from comptant.operations.assigning.outbox import drop_return_notices
from comptant.operations.books.ledger import book
from comptant.operations.collection.cash import open_payment, payment_of
from comptant.operations.collection.debit_unnamed import (
    NAMED,
    naming,
    propose_unnamed,
    unnamed_approved,
)
from comptant.operations.collection.paid_after_all import (
    RETURNS,
    paid_approved,
    propose_paid,
    return_of,
)
from comptant.operations.collection.penalty_payments import (
    CLAIMED,
    WAIVED,
    check_claim_whole,
    penalties_back,
)
from comptant.operations.collection.penalty_payments import PAID as PENALTY_PAID
from comptant.operations.collection.taken_in_again import (
    WITHDRAWALS,
    in_again_approved,
    propose_in_again,
    withdrawn_by,
)
from comptant.operations.paying.claims import PAID, money_gone
from comptant.operations.portfolio.claimed import check_unsettled_since
from comptant.operations.portfolio.losses import free_of_repaid, lose_again, lost_again
from comptant.operations.portfolio.owed_again import OF_ACT, check_owed_again, owed_again
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.portfolio.twins import contracts_with_twins, doubt_twins
from comptant.operations.risk.dispute_steps import not_charged_back
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.store import bulk

# The events that may be undone, with the name of their amount in their template.
UNDONE = {
    "direct_payment": "kept", "reassignment": "reassigned", "credit_applied": "",
    "client_repayment": "repaid", "cash_to_client": "forwarded", PAID: "paid",
    **dict.fromkeys(CLAIMED, "claimed"), **dict.fromkeys(PENALTY_PAID, "paid"),
    **dict.fromkeys(WAIVED, "waived"),
}  # fmt: skip
OF_MONEY = ("client_repayment", "cash_to_client", PAID)  # those that gave away money that waited
Rows = list[bulk.Row]


@operation
def undo_entry(
    do: Act, *, contract_id: int, entry_id: int, invoice_ids: list[int], reason: str
) -> Answer:
    """Propose to undo an entry told by mistake (UNDONE), of some of its invoices or credit notes or
    of all, the return of an instrument (RETURNS), a debit named as one's (NAMED), or a withdrawal
    whole (WITHDRAWALS); another person's approval does it.

    Refused: entry_unknown, entry_not_undone (of another kind), entry_reversed, entry_unpaid_since
    (its money came back unpaid), invoice_unknown (not of the entry), invoice_assigned_again,
    invoice_given_back, claim_took_over (an insurer has paid since, or was to),
    penalty_touched (paid or waived since), payment_going_back,
    payment_sent_on (to the client, by an order that is released), reason_missing, return_debited,
    instrument_again, withdrawal_whole (a part was named).
    """
    lock_contracts(do, [contract_id])
    if not reason.strip():
        raise Refused("reason_missing")
    if (unpaid := return_of(do, contract_id, entry_id)) is not None:
        return propose_paid(do, unpaid, reason)
    if (named := naming(do, contract_id, entry_id=entry_id)) is not None:
        return propose_unnamed(do, named, reason)
    contract = contract_in_force(do.conn, contract_id, do.on)
    if (gone := withdrawn_by(do, contract_id, entry_id)).height:
        return propose_in_again(do, contract, entry_id, gone, invoice_ids, reason)
    rows = _wanted(do, contract_id, entry_id, invoice_ids)
    items = sorted({row["item_id"] for row in rows})
    cents = _cents(rows)
    is_back = rows[0]["event"] == "reassignment"
    also = contracts_with_twins(do, contract_id, items) if is_back else set()
    said = {"what": "undo", "entry_id": entry_id, "event": rows[0]["event"],
            # Of a pair one was named: with both, its invoice would bring other credit notes along.
            "invoice_ids": sorted(set(invoice_ids)) or items,
            "also_contract_ids": sorted(also), "reason": reason}  # fmt: skip
    approval_id = propose(
        do, "reallocation", said, amount_cents=cents, currency=contract.currency,
        contract_id=contract_id, subject_id=entry_id,
    )  # fmt: skip
    return {"entry_id": entry_id, "approval_id": approval_id, "amount_cents": cents}


def undo_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved undoing does, if nothing stands in its way by now."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    entry_id = asked["entry_id"]
    if asked["event"] in RETURNS:
        return paid_approved(do, approval)
    if asked["event"] == NAMED:
        return unnamed_approved(do, approval)
    if asked["event"] in WITHDRAWALS:
        return in_again_approved(do, approval)
    lock_contracts(do, {contract_id, *asked["also_contract_ids"]})
    contract = contract_in_force(do.conn, contract_id, do.on)
    rows = _wanted(do, contract_id, entry_id, asked["invoice_ids"])
    check_agreed(approval, _cents(rows))
    undone = _notes_off if rows[0]["event"] == "credit_applied" else _reversed
    free = free_of_repaid(do, contract.batch)
    undone_id = undone(do, contract, entry_id, rows)
    lose_again(do, contract.batch, free, {contract_id: rows[0]["value_on"]})
    return {"contract_id": contract_id, "entry_id": undone_id, "reverses_id": entry_id,
            "lost_again_in": lost_again(do)}  # fmt: skip


def _cents(rows: Rows) -> int:
    """What an undoing is of: one side of what moved."""
    lowered = sum(-row["amount_cents"] for row in rows if row["amount_cents"] < 0)
    return lowered or sum(row["amount_cents"] for row in rows)


def _wanted(do: Act, contract_id: int, entry_id: int, item_ids: list[int]) -> Rows:
    """What of an entry is to be undone: of a credit note applied, both sides of each pair."""
    rows = bulk.rows(do.conn, "undoable", contract_id=contract_id, entry_id=entry_id)
    if not rows:
        lines = bulk.rows(do.conn, "read_entry", contract_id=contract_id, id=entry_id)
        code = "entry_reversed" if lines else "entry_unknown"
        raise Refused(code, entry_id=entry_id)
    if rows[0]["event"] not in UNDONE:
        raise Refused("entry_not_undone", entry_id=entry_id, events=list(UNDONE))
    wanted = set(item_ids)
    if missing := sorted(wanted - {row["item_id"] for row in rows}):
        raise Refused("invoice_unknown", invoice_id=missing[0])
    if wanted:
        rows = [row for row in rows if {row["item_id"], row["against_id"]} & wanted]
    _check(do, contract_id, entry_id, rows)
    return rows


def _check(do: Act, contract_id: int, entry_id: int, rows: Rows) -> None:
    """Refused where something done since stands in the way."""
    for order in bulk.rows(do.conn, "sent_on", contract_id=contract_id, entry_id=entry_id):
        payment_id = order["payment_id"]
        if order["is_released"]:
            raise Refused("payment_sent_on", payment_id=payment_id, order_id=order["order_id"])
        raise Refused("payment_going_back", payment_id=payment_id)
    if rows[0]["event"] in CLAIMED:
        check_claim_whole(do, contract_id, rows)
    if rows[0]["event"] in OF_MONEY:
        _check_gone(do, contract_id, entry_id, rows)
    items = [(contract_id, row["item_id"], entry_id) for row in rows
             if row["account"] not in ("UNAL", "DEBD")]  # fmt: skip
    is_back = rows[0]["event"] == "reassignment"
    check_owed_again(do, items, is_reassignment=is_back)
    taken = [(of[1], entry_id) for of in items]
    check_unsettled_since(do, contract_id, taken, is_whole=is_back)


def _check_gone(do: Act, contract_id: int, entry_id: int, rows: Rows) -> None:
    """Refused where the money that an entry gave away was an instrument's that came back unpaid
    since: the client was charged with it then, or the claim that it had paid is owed again."""
    for row in rows:
        if row["account"] != "UNAL":
            continue
        of_id = row["against_id"] if row["event"] == PAID else entry_id
        gone = money_gone(do, [(contract_id, row["item_id"])])
        if sum(one["cents"] for one in gone if one["of_id"] == of_id) < row["amount_cents"]:
            raise Refused("entry_unpaid_since", entry_id=entry_id, payment_id=row["item_id"])


def _reversed(do: Act, contract: Contract, entry_id: int, rows: Rows) -> int:
    """What moved invoices and accounts, undone with what follows from it: the new entry's id."""
    changes = _owed_again(do, rows)
    undone_id = _book(do, contract, entry_id, rows)
    _FOLLOWS[rows[0]["event"]](do, contract, rows, changes)
    return undone_id


def _notes_off(do: Act, contract: Contract, entry_id: int, rows: Rows) -> int:
    """Credit notes applied, taken off their invoices: the new entry's id."""
    met = pl.DataFrame([
        {**row, "entry_id": entry_id, "note_id": row["against_id"], "invoice_id": row["item_id"],
         "amount_cents": -row["amount_cents"]}
        for row in rows if row["amount_cents"] < 0
    ], schema=MET)  # fmt: skip
    changes, (undone_id,) = take_off(do, contract, met)
    judge_again_one(do, contract.id, changes["invoice_id"], met["buyer_id"], changes)
    return undone_id


def _book(do: Act, contract: Contract, entry_id: int, rows: Rows) -> int:
    """The entry against it: the same accounts, items and value date, the opposite signs."""
    event, value_on = rows[0]["event"], rows[0]["value_on"]
    back = pl.DataFrame([
        {"item_id": row["item_id"], "account": row["account"], "against_id": row["against_id"],
         "amount_cents": -row["amount_cents"], "approved_cents": 0}
        for row in rows
    ])  # fmt: skip
    # Of what money has paid both sides are items: what the payment gave is what was paid.
    money = [row for row in rows if row["account"] == "UNAL"] or rows
    total = -abs(sum(row["amount_cents"] for row in money))
    return book(
        do, contract.id, event, f"undone/{entry_id}/{do.id}", value_on, {UNDONE[event]: total},
        back, reverses_id=entry_id,
    )  # fmt: skip


def _owed_again(do: Act, rows: Rows) -> pl.DataFrame:
    """What the invoices of an entry owe again; its payments and credit notes owe nothing."""
    taken = [
        {"contract_id": row["contract_id"], "invoice_id": row["item_id"], "act_id": row["act_id"],
         "amount_cents": -row["amount_cents"], "value_on": row["value_on"]}
        for row in rows if row["account"] == "DEB" and row["amount_cents"] < 0
    ]  # fmt: skip
    types = {**dict.fromkeys((*OF_ACT, "amount_cents"), pl.Int64), "value_on": pl.Date}
    return owed_again(do, pl.DataFrame(taken, schema=types))


def _is_owed(do: Act, contract: Contract, rows: Rows, changes: pl.DataFrame) -> None:
    judge_again_one(do, contract.id, changes["invoice_id"], (), changes)


def _assigned_again(do: Act, contract: Contract, rows: Rows, changes: pl.DataFrame) -> None:
    """Ours again: nobody else may assign them, a number borne twice waits for a person, and no
    buyer is told to pay the client."""
    ids = [row["item_id"] for row in rows]
    drop_return_notices(do, contract, ids)
    bulk.execute(do.conn, "hold_again", contract_id=contract.id, ids=ids)
    doubt_twins(do, contract.id, ids)
    not_charged_back(do, contract.id, ids, rows[0]["act_id"])
    _is_owed(do, contract, rows, changes)


def _waits_again(do: Act, contract: Contract, rows: Rows, changes: pl.DataFrame) -> None:
    """The money waits again, on its buyer where it is one's."""
    for row in (row for row in rows if row["account"] == "UNAL"):
        payment = payment_of(do, contract.id, row["item_id"])
        open_payment(do, contract, payment, row["amount_cents"])
        if payment["buyer_id"]:
            judge_again_one(do, contract.id, [], [payment["buyer_id"]])


def _penalty_back(do: Act, contract: Contract, rows: Rows, changes: pl.DataFrame) -> None:
    """What was done to penalties is undone, and money that had paid them waits again."""
    penalties_back(do, contract.id, rows)
    _waits_again(do, contract, rows, changes)


_FOLLOWS: dict[str, Callable[[Act, Contract, Rows, pl.DataFrame], None]] = {
    "direct_payment": _is_owed, "reassignment": _assigned_again,
    "client_repayment": _waits_again, "cash_to_client": _waits_again, PAID: _waits_again,
    **dict.fromkeys((*CLAIMED, *PENALTY_PAID, *WAIVED), _penalty_back),
}  # fmt: skip
