"""Receivables that leave without a collection: reassigned, or paid to the client himself."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.assigning.going_back import (
    Going,
    check_late,
    collecting,
    going_back,
    open_rows,
    wholly,
)
from comptant.operations.assigning.outbox import ask_return_notices
from comptant.operations.books.billing import (
    bill_collected_fees,
    of_event,
    release_fund,
    to_release,
)
from comptant.operations.books.ledger import book
from comptant.operations.portfolio.owed_again import Taken, in_the_way
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.portfolio.twins import (
    contracts_with_twins,
    let_twins_go,
    lock_with_twins,
)
from comptant.operations.risk.dispute_steps import charged_back
from comptant.operations.risk.our_risk import bears_risk
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk


@operation
def reassign(do: Act, *, contract_id: int, invoice_ids: list[int], reason: str) -> Answer:
    """Charge open invoices back to the client, who owns them again. Without recourse what was
    approved stays the factor's: the rest alone goes back, and what is disputed, once it is proved
    or a second person agrees; for the client's own FAULTS all goes back, once two people agree.
    Source: DOMAIN 1.6, 3.7 L2, 5.4, W8-D.

    Answers `approval_id` and does nothing yet where a second person must agree; `collecting`: the
    instruments that are still to pay the invoices, and will pay what is the client's.
    Refused: invoice_unknown, invoice_not_late (OVERDUE), dispute_unproved, no_recourse (nothing of
    an invoice goes back: it is approved without recourse).
    """
    lock_with_twins(do, contract_id, invoice_ids)
    rows = open_rows(do, contract_id, invoice_ids)
    check_late(do, rows, reason)
    going = going_back(do, contract_in_force(do.conn, contract_id, do.on), rows, reason)
    if going.takes_two:
        done = _proposed(do, contract_id, invoice_ids, reason, "reassign", going)
    else:
        done = _reassigned(do, contract_id, invoice_ids, reason, None)
    return {**done, "collecting": collecting(do, contract_id, invoice_ids)}


def reassign_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved reassignment does, if nothing stands in its way by now."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_with_twins(do, contract_id, asked["invoice_ids"])
    done = _reassigned(do, contract_id, asked["invoice_ids"], asked["reason"], asked)
    return {"contract_id": contract_id, **done}


def _reassigned(
    do: Act, contract_id: int, invoice_ids: list[int], reason: str, agreed: bulk.Row | None
) -> Answer:  # fmt: skip
    contract = contract_in_force(do.conn, contract_id, do.on)
    found = open_rows(do, contract_id, invoice_ids)
    rows = going_back(do, contract, found, reason).within(found, agreed)
    opens = {row["id"]: row["open_cents"] for row in found}
    parts = {row["id"]: row["open_cents"] for row in rows if row["open_cents"] < opens[row["id"]]}
    whole = [id_ for id_ in opens if id_ not in parts]
    charged_back(do, contract_id, parts)
    entry_id, total = leave(do, contract_id, rows, "reassignment", "reassigned")
    do.conn.execute(
        "UPDATE held SET returned_for = %s WHERE contract_id = %s AND invoice_id = ANY(%s)",
        (reason or "reassigned", contract_id, whole),
    )
    let_twins_go(do, contract_id, whole)
    notices = ask_return_notices(do, contract, whole)
    return {"invoice_ids": invoice_ids, "reassigned_cents": total, "reason": reason,
            "entry_id": entry_id, "notices": notices}  # fmt: skip


def follow_back(do: Act, items: Iterable[Taken]) -> None:
    """Give back to the client what is owed again of invoices that went back to him: the bank has
    taken the money of the part that was paid. The contracts are locked."""
    named = sorted(set(items))
    if not named:
        return
    gone = [(row["contract_id"], row["invoice_id"]) for row in in_the_way(do, named)
            if not row["is_guaranteed"]]  # fmt: skip
    for contract_id, of in groupby(gone, key=itemgetter(0)):
        rows = bulk.rows(do.conn, "open_by_id", contract_id=contract_id, ids=[id_ for _, id_ in of])
        if rows:
            leave(do, contract_id, rows, "reassignment", "reassigned")


@operation
def defund(
    do: Act, *, contract_id: int, invoice_ids: list[int], reason: str, is_lifted: bool = False
) -> Answer:
    """Put open invoices in reserve: the factor goes on collecting them and finances them no more,
    until the reserve is lifted. No account changes. Source: DOMAIN 3.7 L1.

    Answers `approval_id` and does nothing yet where a second person must agree (as reassign).
    Refused: nothing_named, invoice_unknown, dispute_unproved, no_recourse (also where a part
    alone would go).
    """
    if not invoice_ids:
        raise Refused("nothing_named")
    lock_contracts(do, [contract_id])
    if not is_lifted:
        rows = open_rows(do, contract_id, invoice_ids)
        going = wholly(do, contract_in_force(do.conn, contract_id, do.on), rows, reason)
        if going.takes_two:
            return _proposed(do, contract_id, invoice_ids, reason, "defund", going)
    return _defunded(do, contract_id, invoice_ids, reason, is_lifted=is_lifted)


def defund_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved reserve does, if nothing stands in its way by now."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_contracts(do, [contract_id])
    done = _defunded(do, contract_id, asked["invoice_ids"], asked["reason"], is_lifted=False)
    check_agreed(approval, done["defunded_cents"])
    return {"contract_id": contract_id, **done}


def _defunded(
    do: Act, contract_id: int, invoice_ids: list[int], reason: str, *, is_lifted: bool
) -> Answer:
    rows = open_rows(do, contract_id, invoice_ids)
    if not is_lifted:
        wholly(do, contract_in_force(do.conn, contract_id, do.on), rows, reason)
    count = len(rows)
    bulk.execute(
        do.conn, "insert_terms", contract_id=[contract_id] * count, subject=["INVOICE"] * count,
        subject_id=[row["id"] for row in rows], name=["is_defunded"] * count,
        value=["false" if is_lifted else "true"] * count, valid_from_on=do.on, source=reason,
        act_id=do.id,
    )  # fmt: skip
    judge_again_one(do, contract_id, invoice_ids)
    total = sum(row["open_cents"] for row in rows)
    return {"invoice_ids": invoice_ids, "defunded_cents": total, "reason": reason,
            "is_lifted": is_lifted}  # fmt: skip


@operation
def keep_direct_payment(
    do: Act, *, contract_id: int, invoice_id: int, amount_cents: int | None, evidence: str,
    paid_on: date | None = None,
) -> Answer:  # fmt: skip
    """The buyer paid the client, who keeps the money: his account is debited. `evidence`: how it is
    known (the buyer's transfer, his letter, the client's statement); `paid_on`: when the client had
    it (None: today), for his VAT on receipts and what paying late costs. Source: W8-G, W5-2.

    Answers `approval_id` and does nothing yet where a second person must agree: without recourse,
    a part of the invoice is guaranteed, or was approved (our_risk.bears_risk).
    Refused: evidence_missing, payment_to_come, invoice_unknown, amount_too_large.
    """
    if not evidence.strip():
        raise Refused("evidence_missing")
    paid_on = paid_on or do.on
    if paid_on > do.on:
        raise Refused("payment_to_come", paid_on=paid_on, today_on=do.on)
    rows = _paid_directly(do, contract_id, invoice_id, amount_cents)
    amount, contract = rows[0]["open_cents"], contract_in_force(do.conn, contract_id, do.on)
    if not bears_risk(do, contract, [invoice_id]):
        return _kept(do, contract_id, rows, evidence, paid_on)
    said = {"what": "direct_payment", "invoice_ids": [invoice_id], "amount_cents": amount,
            "evidence": evidence, "paid_on": paid_on.isoformat()}  # fmt: skip
    approval_id = propose(
        do, "reallocation", said, amount_cents=amount, contract_id=contract_id,
        currency=contract.currency,
    )  # fmt: skip
    return {"invoice_id": invoice_id, "approval_id": approval_id, "amount_cents": amount,
            "evidence": evidence, "paid_on": paid_on}  # fmt: skip


def direct_payment_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved direct payment does, if as much is still open."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    rows = _paid_directly(do, contract_id, asked["invoice_ids"][0], asked["amount_cents"])
    # one proposed before its day was asked was paid on the day of its approval
    paid_on = date.fromisoformat(asked["paid_on"]) if "paid_on" in asked else do.on
    return {"contract_id": contract_id,
            **_kept(do, contract_id, rows, asked["evidence"], paid_on)}  # fmt: skip


def _paid_directly(
    do: Act, contract_id: int, invoice_id: int, amount_cents: int | None
) -> list[bulk.Row]:
    """The invoice, with what was paid of it as what leaves."""
    rows = open_rows(do, contract_id, [invoice_id])
    most = rows[0]["open_cents"]
    amount = most if amount_cents is None else amount_cents
    if not 0 < amount <= most:
        raise Refused("amount_too_large", amount_cents=amount, most_cents=most)
    return [{**rows[0], "open_cents": amount}]


def _kept(
    do: Act, contract_id: int, rows: list[bulk.Row], evidence: str, paid_on: date
) -> Answer:  # fmt: skip
    entry_id, total = leave(do, contract_id, rows, "direct_payment", "kept")
    do.conn.execute(
        """INSERT INTO direct_payment_day (contract_id, entry_id, invoice_id, paid_on, act_id)
           VALUES (%s, %s, %s, %s, %s)""",
        (contract_id, entry_id, rows[0]["id"], paid_on, do.id),
    )
    return {"invoice_id": rows[0]["id"], "kept_cents": total, "entry_id": entry_id,
            "evidence": evidence, "paid_on": paid_on}  # fmt: skip


def _proposed(
    do: Act, contract_id: int, invoice_ids: list[int], reason: str, what: str, going: Going
) -> Answer:  # fmt: skip
    cents = sum(going.cents.values())
    also = sorted(contracts_with_twins(do, contract_id, invoice_ids))
    said = {"what": what, "invoice_ids": invoice_ids, "reason": reason, "also_contract_ids": also,
            "cents": going.cents, "evidence": going.evidence,
            "cover_lost_cents": going.cover_lost_cents}  # fmt: skip
    approval_id = propose(
        do, "reallocation", said, amount_cents=cents, contract_id=contract_id,
        currency=contract_in_force(do.conn, contract_id, do.on).currency,
    )  # fmt: skip
    return {"invoice_ids": invoice_ids, "approval_id": approval_id, "amount_cents": cents,
            "reason": reason}  # fmt: skip


def leave(
    do: Act, contract_id: int, rows: list[bulk.Row], event: str, name: str
) -> tuple[int, int]:  # fmt: skip
    """Book that these amounts leave the receivables against the client's account; the entry and
    the cents."""
    contract = contract_in_force(do.conn, contract_id, do.on)
    total = sum(row["open_cents"] for row in rows)
    changes = pl.DataFrame(
        [(row["id"], -row["open_cents"]) for row in rows],
        schema=["invoice_id", "amount_cents"], orient="row",
    )  # fmt: skip
    movements = changes.select(
        pl.col("invoice_id").alias("item_id"), pl.lit("DEB").alias("account"),
        pl.lit(0, pl.Int64).alias("against_id"), "amount_cents",
        pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    key = f"{event}/{do.id}"
    entry_id = book(do, contract_id, event, key, do.on, {name: total}, movements)
    judge_again_one(do, contract_id, changes["invoice_id"].to_list(), (), changes)
    ids = changes["invoice_id"].to_list()
    bill_collected_fees(do, contract.batch, of_event(contract.id, key, invoice_id=ids))
    release_fund(do, contract.batch, to_release(contract.id, key, do.on))
    return entry_id, total
