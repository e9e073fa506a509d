"""Money taken back from invoices, and given to others: both traces stay, the value date too.

Past 30 days, or where the factor bears the buyer's risk, it takes two people. Source: DOMAIN 5.8.
"""

from datetime import date
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.books.ledger import book
from comptant.operations.collection.cash import allocate_as_told, open_payment, payment_of
from comptant.operations.collection.settlement import move_notes
from comptant.operations.portfolio.exposures import add_to_exposure_one
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.store import bulk

ALONE_DAYS = 30  # a person may undo alone what is not older; DOMAIN 5.8, réimputation
EVENTS = {"UNAL": "allocation", "DIFF": "difference", "CCA": "difference_charged"}
AMOUNTS = {"UNAL": "allocated", "DIFF": "difference", "CCA": "difference"}


@operation
def reallocate(
    do: Act, *, contract_id: int, payment_id: int, invoice_ids: list[int], to: dict[str, int]
) -> Answer:
    """Take a payment back from invoices (none named: from all) and give it to others (id -> cents;
    none: it waits again). Value dates stay those of the first allocation.

    Answers `approval_id` and does nothing yet where a second person must agree. Refused:
    payment_unknown, not_allocated, invoice_unknown, amount_too_large.
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, contract_id, payment_id)
    pairs = _pairs(do, contract_id, payment_id, invoice_ids)
    asked = {"payment_id": payment_id, "invoice_ids": invoice_ids, "to": to}
    first_on = min(row["value_on"] for row in pairs)
    if (do.on - first_on).days > ALONE_DAYS or not contract.terms["has_recourse"]:
        approval_id = propose(
            do, "reallocation", asked, amount_cents=sum(abs(row["amount_cents"]) for row in pairs),
            currency=contract.currency, contract_id=contract_id, subject_id=payment_id,
        )  # fmt: skip
        return {"payment_id": payment_id, "approval_id": approval_id}
    return _reallocate(do, contract, payment, pairs, to)


def reallocate_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved reallocation does, with what is still there to take back."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, contract_id, asked["payment_id"])
    pairs = _pairs(do, contract_id, payment["id"], asked["invoice_ids"])
    return _reallocate(do, contract, payment, pairs, asked["to"])


def _reallocate(
    do: Act, contract: Contract, payment: dict[str, Any], pairs: list[bulk.Row],
    to: dict[str, int],
) -> Answer:  # fmt: skip
    """Take back, then give. The new allocation has the latest value date of those undone."""
    taken = take_back(do, contract, payment, pairs)
    answer = {"payment_id": payment["id"], "taken_back_cents": taken, "allocated_cents": 0,
              "invoice_ids": sorted({row["invoice_id"] for row in pairs})}  # fmt: skip
    payment = payment_of(do, contract.id, payment["id"])
    if to:
        value_on: date = max(row["value_on"] for row in pairs)
        given = {int(id_): cents for id_, cents in to.items()}
        answer |= allocate_as_told(do, contract, payment, given, value_on)
    return answer | {"open_cents": payment_of(do, contract.id, payment["id"])["open_cents"]}


def take_back(
    do: Act, contract: Contract, payment: dict[str, Any], pairs: list[bulk.Row]
) -> int:  # fmt: skip
    """Undo allocations (rows of allocated_pairs): invoices reopen with their due dates, money waits
    again; the cents of money taken back. Fees billed at the collection stay earned."""
    frame = pl.DataFrame(pairs)
    for (entry_id, account, value_on), rows in frame.group_by(
        "entry_id", "account", "value_on", maintain_order=True
    ):
        total = int(rows["amount_cents"].sum())
        book(
            do, contract.id, EVENTS[account], f"undone/{entry_id}/{do.id}", value_on,
            {AMOUNTS[account]: -total}, _movements(payment["id"], account, rows),
            reverses_id=entry_id,
        )  # fmt: skip
    money = frame.filter(pl.col("account") == "UNAL")
    open_payment(do, contract, payment, int(money["amount_cents"].sum()))
    _reopen_notes(do, contract, frame.filter(pl.col("amount_cents") < 0))
    changes = (
        frame.filter(pl.col("amount_cents") > 0)
        .group_by("invoice_id")
        .agg(
            pl.col("amount_cents").sum(),
            # What the allocation took of the approval comes back, whatever the limit is now. (I-19)
            pl.col("approved_lost_cents").max().alias("restored_cents"),
            pl.col("value_on").min(),  # as if it had never been paid
        )
    )
    buyers = {payment["buyer_id"], *frame["buyer_id"]} - {0}
    judge_again_one(do, contract.id, changes["invoice_id"].to_list(), buyers, changes)
    return int(money["amount_cents"].sum())


def _movements(payment_id: int, account: str, rows: pl.DataFrame) -> pl.DataFrame:
    nothing = pl.lit(0, pl.Int64)
    back = rows.select(
        pl.col("invoice_id").alias("item_id"), pl.lit("DEB").alias("account"),
        pl.lit(payment_id, pl.Int64).alias("against_id"), "amount_cents",
        nothing.alias("approved_cents"),
    )  # fmt: skip
    if account != "UNAL":
        return back
    waits = pl.DataFrame(
        {"item_id": [payment_id], "account": ["UNAL"], "against_id": [0],
         "amount_cents": [-int(rows["amount_cents"].sum())], "approved_cents": [0]}
    )  # fmt: skip
    return pl.concat([back, waits])


def _reopen_notes(do: Act, contract: Contract, notes: pl.DataFrame) -> None:
    """Credit notes that the payment had taken off wait again."""
    if notes.is_empty():
        return
    move_notes(do, notes.select(
        pl.lit(contract.id, pl.Int64).alias("contract_id"),
        pl.col("invoice_id").alias("note_id"), "amount_cents"))  # fmt: skip
    add_to_exposure_one(do, contract, notes.select(
        "buyer_id", pl.lit("STANDARD").alias("advance_class"),
        (-pl.col("amount_cents")).alias("unapplied_credit_cents")))  # fmt: skip


def _pairs(
    do: Act, contract_id: int, payment_id: int, invoice_ids: list[int]
) -> list[bulk.Row]:  # fmt: skip
    pairs = bulk.rows(do.conn, "allocated_pairs", contract_id=contract_id, payment_id=payment_id)
    wanted = set(invoice_ids) or {row["invoice_id"] for row in pairs}
    missing = sorted(wanted - {row["invoice_id"] for row in pairs})
    if missing or not wanted:
        raise Refused(
            "not_allocated", payment_id=payment_id, invoice_id=missing[0] if missing else None
        )
    return [row for row in pairs if row["invoice_id"] in wanted]
