"""Credit notes sent by mistake: taken off the invoices that they met, then out of the assignment.
Source: I-22."""

from collections import defaultdict

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.assigning.notes_off import MET, take_off
from comptant.operations.books.ledger import book
from comptant.operations.portfolio.exposures import move_notes
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import Contract
from comptant.rules.columns import c
from comptant.store import bulk

NOTHING = pl.lit(0, pl.Int64)


def take_notes_back(
    do: Act, contract: Contract, notes: list[bulk.Row], key: str
) -> tuple[int, int]:  # fmt: skip
    """Take credit notes (rows of assigned_items) out: their buyers owe so much more, and it is the
    client's; the entry and the cents.

    Refused: credit_note_paid, credit_note_touched, invoice_given_back.
    """
    changes, _ = take_off(do, contract, applications(do, contract.id, notes))
    frame = pl.DataFrame(notes, infer_schema_length=None)
    move_notes(do, contract.batch, frame.select(
        pl.lit(contract.id, pl.Int64).alias("contract_id"), "buyer_id", -c.amount_cents,
        note_id="id"))  # fmt: skip
    total = -int(frame["amount_cents"].sum())
    movements = frame.select(
        pl.col("id").alias("item_id"), pl.lit("DEB").alias("account"), NOTHING.alias("against_id"),
        (-c.amount_cents).alias("amount_cents"), NOTHING.alias("approved_cents"),
    )  # fmt: skip
    entry_id = book(do, contract.id, "credit_note_withdrawal", f"{key}/credit_notes", do.on,
                    {"withdrawn": total}, movements)  # fmt: skip
    never_billed(do, contract.id, frame["id"].to_list(), entry_id)
    judge_again_one(do, contract.id, changes["invoice_id"], frame["buyer_id"], changes)
    return entry_id, total


def never_billed(do: Act, contract_id: int, ids: list[int], entry_id: int) -> None:
    """Fees of items withdrawn before any bill: the entry of their withdrawal stands for it."""
    bulk.rows(do.conn, "mark_fee_billed", contract_id=[contract_id] * len(ids), invoice_id=ids,
              entry_id=[entry_id] * len(ids), is_gone=True)  # fmt: skip


def applications(do: Act, contract_id: int, notes: list[bulk.Row]) -> pl.DataFrame:
    """What credit notes (rows of assigned_items) met (MET), where that alone has used them.

    Refused: credit_note_paid, credit_note_touched.
    """
    found = bulk.rows(do.conn, "met_by", contract_id=contract_id,
                      ids=[note["id"] for note in notes])  # fmt: skip
    used: dict[int, int] = defaultdict(int)
    paid = {}
    for row in found:
        used[row["item_id"]] += row["amount_cents"]
        if row["payment_id"] is not None:
            paid.setdefault(row["item_id"], row["payment_id"])
    for note in notes:
        number, total, left = note["invoice_number"], note["amount_cents"], note["open_cents"]
        if note["id"] in paid:
            raise Refused("credit_note_paid", number=number, payment_id=paid[note["id"]])
        if total + used[note["id"]] != left:
            raise Refused("credit_note_touched", number=number, amount_cents=-total,
                          open_cents=-left)  # fmt: skip
    return pl.DataFrame([
        {**row, "note_id": row["item_id"], "invoice_id": row["against_id"]} for row in found
    ], schema=MET)  # fmt: skip
