"""Invoices and credit notes sent by mistake: back to the client as if they had never come. All
entries stay. What the client was charged for them is given back. Source: DOMAIN 2.3, I-22.
"""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.assigning.going_back import collecting, our_cover
from comptant.operations.assigning.withdrawn_notes import never_billed, take_notes_back
from comptant.operations.books.advance_interest import given_back
from comptant.operations.books.billing import bill_fees, release_fund, to_release
from comptant.operations.books.ledger import book
from comptant.operations.portfolio.claimed import check_no_claim
from comptant.operations.portfolio.owed_again import takes_two
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.portfolio.twins import (
    contracts_with_twins,
    let_twins_go,
    lock_with_twins,
)
from comptant.operations.risk.our_risk import bears_risk
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.columns import c
from comptant.store import bulk, transactions

NOTHING = pl.lit(0, pl.Int64)


@operation
def withdraw(do: Act, *, contract_id: int, invoice_ids: list[int], reason: str) -> Answer:
    """Take invoices and credit notes out of the assignment whole. Of an invoice nothing may have
    been paid or credited; a credit note that was applied is taken off its invoices first, on the
    value date of its application, and they are owed again.

    They may be assigned again. If the advance was drawn, the client owes it back at once. Answers
    `approval_id` and does nothing yet where a second person must agree: a credit note has counted
    for more than 30 days on an invoice, or the contract has no recourse and a credit note has
    counted at all, or an invoice is guaranteed or was approved, in part or whole
    (our_risk.bears_risk), or a policy that would pay us covers an invoice, who then sees how much
    (`cover_lost_cents`). `collecting`: the instruments that are still to pay the invoices.
    Refused: nothing_named, reason_missing, invoice_unknown, invoice_paid, invoice_credited,
    invoice_touched, penalty_claimed, claim_stands, claim_took_over, credit_note_paid,
    credit_note_touched, invoice_given_back (of what a credit note met).
    """
    if not invoice_ids:
        raise Refused("nothing_named")
    if not reason.strip():
        raise Refused("reason_missing")
    lock_with_twins(do, contract_id, invoice_ids)
    contract = contract_in_force(do.conn, contract_id, do.on)
    ids = sorted(set(invoice_ids))
    is_ours = bears_risk(do, contract, ids)
    lost = our_cover(do, contract_id, ids)
    if not is_ours and not lost and not _takes_two(do, contract, ids):
        return {**_withdrawn(do, contract, ids), "reason": reason,
                "collecting": collecting(do, contract_id, ids)}  # fmt: skip
    with transactions.undone(do.conn):  # what would be refused is refused now
        told = _withdrawn(do, contract, ids)
    cents = _cents(told)
    said = {"what": "withdraw", "invoice_ids": ids, "reason": reason, "is_ours": is_ours,
            "cover_lost_cents": lost,
            "also_contract_ids": sorted(contracts_with_twins(do, contract_id, ids))}  # fmt: skip
    approval_id = propose(
        do, "reallocation", said, amount_cents=cents, currency=contract.currency,
        contract_id=contract_id,
    )  # fmt: skip
    return {"invoice_ids": ids, "approval_id": approval_id, "amount_cents": cents,
            "reason": reason, "collecting": collecting(do, contract_id, ids)}  # fmt: skip


def withdraw_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved withdrawal does, if nothing stands in its way by now."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_with_twins(do, contract_id, asked["invoice_ids"])
    contract = contract_in_force(do.conn, contract_id, do.on)
    told = _withdrawn(do, contract, asked["invoice_ids"])
    check_agreed(approval, _cents(told))
    return {"contract_id": contract_id, "reason": asked["reason"], **told}


def _cents(told: Answer) -> int:
    return int(told["withdrawn_cents"] + told["credited_again_cents"])


def _takes_two(do: Act, contract: Contract, ids: list[int]) -> bool:
    """Whether two people must agree, by the first day on which a credit note met an invoice."""
    met = bulk.rows(do.conn, "met_by", contract_id=contract.id, ids=ids)
    days = [row["value_on"] for row in met
            if row["payment_id"] is None and row["credit_note"] is None]  # fmt: skip
    return bool(days) and takes_two(do, contract, min(days))


def _withdrawn(do: Act, contract: Contract, ids: list[int]) -> Answer:
    contract_id = contract.id
    rows = bulk.rows(do.conn, "assigned_items", contract_id=contract_id, ids=ids)
    missing = sorted(set(ids) - {row["id"] for row in rows})
    if missing:
        raise Refused("invoice_unknown", invoice_id=missing[0])
    key = f"withdrawal/{do.id}"
    notes = [row for row in rows if row["amount_cents"] < 0]
    invoices = [row["id"] for row in rows if row["amount_cents"] > 0]
    entry_id, credited, withdrawn = None, 0, 0
    if notes:
        entry_id, credited = take_notes_back(do, contract, notes, key)
    if invoices:
        entry_id, withdrawn = _take_invoices_back(do, contract, invoices, key)
    fee = bill_fees(do, contract.batch, _fees(contract_id, key, rows))
    release_fund(do, contract.batch, to_release(contract_id, key, do.on))
    bulk.execute(do.conn, "let_go", contract_id=contract_id, ids=ids)
    let_twins_go(do, contract_id, ids)
    return {
        "invoice_ids": ids, "entry_id": entry_id, "withdrawn_cents": withdrawn,
        "credited_again_cents": credited,
        "fee_back_cents": -int(fee["bill_total_cents"].sum()),
        "charge_back_cents": given_back(do, contract_id),
    }  # fmt: skip


def _take_invoices_back(do: Act, contract: Contract, ids: list[int], key: str) -> tuple[int, int]:
    """Take invoices out, as they are once their credit notes are taken off; the entry and the
    cents."""
    rows = bulk.rows(do.conn, "assigned_items", contract_id=contract.id, ids=ids)
    _check(do, contract.id, rows)
    _check_claimed(do, contract.id, ids)
    frame = pl.DataFrame(rows).with_columns((-c.open_cents).alias("amount_cents"))
    total = -int(frame["amount_cents"].sum())
    movements = frame.select(
        pl.col("id").alias("item_id"), pl.lit("DEB").alias("account"), NOTHING.alias("against_id"),
        "amount_cents", NOTHING.alias("approved_cents"),
    )  # fmt: skip
    entry_id = book(do, contract.id, "withdrawal", key, do.on, {"withdrawn": total}, movements)
    never_billed(do, contract.id, frame["id"].to_list(), entry_id)
    changes = frame.select(pl.col("id").alias("invoice_id"), "amount_cents")
    judge_again_one(do, contract.id, frame["id"], (), changes)
    return entry_id, total


def _fees(contract_id: int, key: str, rows: list[bulk.Row]) -> pl.DataFrame:
    """What was billed for items, to give back, one bill against each; base_cents has the sign of
    the fee. Of a bill that was reversed nothing is: all of it was given back."""
    billed = [row for row in rows
              if row["fee_bill_id"] is not None and not row["is_bill_reversed"]]  # fmt: skip
    cents = ("contract_id", "base_cents", "fee_cents", "least_fee_cents")
    return pl.DataFrame([
        {"contract_id": contract_id, "event": f"{key}/{row['fee_bill_id']}",
         "base_cents": -abs(row["amount_cents"]) * (1 if row["fee_cents"] > 0 else -1),
         "fee_cents": -row["fee_cents"], "least_fee_cents": -(row["least_fee_cents"] or 0)}
        for row in billed
    ], schema={**dict.fromkeys(cents, pl.Int64), "event": pl.String})  # fmt: skip


def _check(do: Act, contract_id: int, rows: list[bulk.Row]) -> None:
    """Whether nothing was paid or credited on invoices, or by what: that is taken back first."""
    touched = [row for row in rows if row["open_cents"] != row["amount_cents"]]
    if not touched:
        return
    row = touched[0]
    number, total, left = row["invoice_number"], row["amount_cents"], row["open_cents"]
    for by in bulk.rows(do.conn, "met_by", contract_id=contract_id, ids=[row["id"]]):
        if by["credit_note"] is not None:
            raise Refused("invoice_credited", number=number, amount_cents=total, open_cents=left,
                          credit_note=by["credit_note"])  # fmt: skip
        if by["payment_id"] is not None:
            raise Refused("invoice_paid", number=number, amount_cents=total, open_cents=left,
                          payment_id=by["payment_id"])  # fmt: skip
    raise Refused("invoice_touched", number=number, amount_cents=total, open_cents=left)


def _check_claimed(do: Act, contract_id: int, ids: list[int]) -> None:
    """Whether nothing was asked for them of the buyer or of an insurer: that is undone first."""
    for row in bulk.rows(do.conn, "penalties_claimed_of", contract_id=contract_id, ids=ids)[:1]:
        raise Refused("penalty_claimed", number=row["invoice_number"], penalty_id=row["id"],
                      entry_id=row["entry_id"])  # fmt: skip
    check_no_claim(do, contract_id, ids)
