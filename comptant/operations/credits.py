"""Credit notes: each meets the invoice it names, else it waits and reduces its buyer's oldest."""

import polars as pl

from comptant.operations.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.billing import (
    bill_collected_fees,
    of_event,
    release_fund,
    to_release,
)
from comptant.operations.contracts import Contract, contract_in_force
from comptant.operations.disputes import credited
from comptant.operations.exposures import add_to_exposure_one
from comptant.operations.ledger import book
from comptant.operations.positions import judge_again_one
from comptant.store import bulk


@operation
def apply_credit_note(
    do: Act, *, contract_id: int, credit_note_id: int, invoice_id: int, amount_cents: int | None
) -> Answer:
    """Apply a credit note, or part of it, to an open invoice of the same buyer.

    Refused: credit_note_unknown, invoice_unknown, buyers_differ, amount_too_large.
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    found = {
        row["id"]: row
        for row in bulk.rows(
            do.conn, "invoices_by_id", contract_id=contract_id, ids=[credit_note_id, invoice_id]
        )
    }
    note, invoice = found.get(credit_note_id), found.get(invoice_id)
    if note is None or note["amount_cents"] > 0:
        raise Refused("credit_note_unknown", credit_note_id=credit_note_id)
    if invoice is None or invoice["amount_cents"] < 0:
        raise Refused("invoice_unknown", invoice_id=invoice_id)
    if note["buyer_id"] != invoice["buyer_id"]:
        raise Refused("buyers_differ", credit_note_id=credit_note_id, invoice_id=invoice_id)
    most = min(-note["open_cents"], invoice["open_cents"])
    amount = most if amount_cents is None else amount_cents
    if not 0 < amount <= most:
        raise Refused("amount_too_large", amount_cents=amount, most_cents=most)
    _apply(
        do, contract, f"credit/{do.id}", [(credit_note_id, invoice_id, note["buyer_id"], amount)]
    )
    return {"credit_note_id": credit_note_id, "invoice_id": invoice_id, "applied_cents": amount}


def apply_credits(do: Act, contract: Contract, note_ids: list[int]) -> int:
    """Apply new credit notes to the invoices they name; how many were applied."""
    pairs, left = [], {}
    for row in bulk.rows(do.conn, "named_by_credits", contract_id=contract.id, ids=note_ids):
        room = left.setdefault(row["invoice_id"], row["invoice_open_cents"])
        amount = min(-row["note_open_cents"], room)
        if amount > 0:
            left[row["invoice_id"]] -= amount
            pairs.append((row["credit_note_id"], row["invoice_id"], row["buyer_id"], amount))
    if pairs:
        _apply(do, contract, f"credits/{do.id}", pairs)
    return len(pairs)


def _apply(do: Act, contract: Contract, key: str, pairs: list[tuple[int, int, int, int]]) -> None:
    """Book (credit note, invoice, buyer, cents): both lose the same, no account changes."""
    frame = pl.DataFrame(
        pairs, schema=["note_id", "invoice_id", "buyer_id", "amount_cents"], orient="row"
    )
    account = pl.lit("DEB").alias("account")
    nothing = pl.lit(0, pl.Int64).alias("approved_cents")
    movements = pl.concat([
        frame.select(pl.col("note_id").alias("item_id"), account,
                     pl.col("invoice_id").alias("against_id"), "amount_cents", nothing),
        frame.select(pl.col("invoice_id").alias("item_id"), account,
                     pl.col("note_id").alias("against_id"), -pl.col("amount_cents"), nothing),
    ])  # fmt: skip
    book(do, contract.id, "credit_applied", key, do.on, {}, movements)
    bulk.copy_to_temporary(do.conn, "note_change", frame.select("note_id", "amount_cents"))
    bulk.execute(do.conn, "use_credit_notes", contract_id=contract.id)
    add_to_exposure_one(do, contract, frame.select(
        "buyer_id", pl.lit("STANDARD").alias("advance_class"),
        (-pl.col("amount_cents")).alias("unapplied_credit_cents")))  # fmt: skip
    credited(do, contract.id, frame.select("invoice_id", "amount_cents"))
    changes = frame.group_by("invoice_id").agg(-pl.col("amount_cents").sum())
    judge_again_one(
        do,
        contract.id,
        frame["invoice_id"].to_list(),
        frame["buyer_id"].unique().to_list(),
        changes,
    )
    closed = bulk.rows(
        do.conn, "closed_invoices", contract_id=contract.id, ids=frame["invoice_id"].to_list()
    )
    ids = [row["id"] for row in closed]
    bill_collected_fees(do, contract.batch, of_event(contract.id, key, invoice_id=ids))
    release_fund(do, contract.batch, to_release(contract.id, key, do.on))
