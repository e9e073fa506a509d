"""Credit notes: each meets the invoice it names, else it waits and reduces its buyer's oldest."""

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.books.billing import bill_collected_fees, release_fund
from comptant.operations.books.ledger import NO_AMOUNTS, book_many
from comptant.operations.portfolio.exposures import move_notes
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.risk.dispute_steps import credited
from comptant.operations.terms.contracts import contract_in_force
from comptant.rules.columns import c, shape
from comptant.store import bulk

CLOSED = shape("contract_id", "invoice_id")
Met = tuple[int, int, int, int, int]  # contract, credit note, invoice, buyer, cents


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
    met = (contract_id, credit_note_id, invoice_id, note["buyer_id"], amount)
    entry_ids = meet(do, contract.batch, f"credit/{do.id}", [met])
    return {"credit_note_id": credit_note_id, "invoice_id": invoice_id, "applied_cents": amount,
            "entry_id": entry_ids[0]}  # fmt: skip


def apply_credits(do: Act, contracts: pl.DataFrame, notes: pl.DataFrame) -> None:
    """Apply new credit notes (contract_id, invoice_id) to the invoices they name."""
    if notes.is_empty():
        return
    given = bulk.arrays(notes[["contract_id", "invoice_id"]])
    met: list[Met] = []
    left: dict[int, int] = {}
    for row in bulk.rows(do.conn, "named_by_credits", **given):
        room = left.setdefault(row["invoice_id"], row["invoice_open_cents"])
        amount = min(-row["note_open_cents"], room)
        if amount > 0:
            left[row["invoice_id"]] -= amount
            met.append((row["contract_id"], row["credit_note_id"], row["invoice_id"],
                        row["buyer_id"], amount))  # fmt: skip
    if met:
        meet(do, contracts, f"credits/{do.id}", met)


def meet(do: Act, contracts: pl.DataFrame, key: str, met: list[Met]) -> list[int]:
    """Book what met what, an entry per contract: both lose the same, no account changes. The ids of
    the entries."""
    names = ("contract_id", "note_id", "invoice_id", "buyer_id", "amount_cents")
    frame = pl.DataFrame(met, dict.fromkeys(names, pl.Int64), orient="row").sort("contract_id")
    contracts = contracts.filter(c.contract_id.is_in(frame["contract_id"].implode()))
    entry_ids = _book(do, key, frame)
    move_notes(do, contracts, frame)
    invoices = frame[["contract_id", "invoice_id"]]
    credited(do, frame)
    changes = frame.group_by("contract_id", "invoice_id").agg(-c.amount_cents.sum())
    judge_again(do, contracts, invoices, frame[["contract_id", "buyer_id"]], changes)
    closed = bulk.read(do.conn, "closed_invoices", CLOSED, **bulk.arrays(invoices))
    event = pl.lit(key).alias("event")
    notes = frame.select("contract_id", invoice_id="note_id")
    bill_collected_fees(do, contracts, pl.concat([closed, notes]).with_columns(event))
    value_on = pl.lit(do.on).alias("value_on")
    release_fund(do, contracts, contracts.select("contract_id", event, value_on))
    return entry_ids


def _book(do: Act, key: str, met: pl.DataFrame) -> list[int]:
    concerned = met["contract_id"].unique().sort()
    ids = pl.Series(bulk.take_ids(do.conn, len(concerned)), dtype=pl.Int64)
    entries = pl.DataFrame({
        "contract_id": concerned, "entry_id": ids, "event": ["credit_applied"] * len(ids),
        "key": [key] * len(ids), "value_on": [do.on] * len(ids),
    })  # fmt: skip
    entry_id = ids.gather(concerned.search_sorted(met["contract_id"])).alias("entry_id")
    account = pl.lit("DEB").alias("account")
    nothing = pl.lit(0, pl.Int64).alias("approved_cents")
    movements = pl.concat([
        met.select("contract_id", entry_id, pl.col("note_id").alias("item_id"), account,
                   c.invoice_id.alias("against_id"), "amount_cents", nothing),
        met.select("contract_id", entry_id, c.invoice_id.alias("item_id"), account,
                   pl.col("note_id").alias("against_id"), -c.amount_cents, nothing),
    ])  # fmt: skip
    book_many(do, entries, NO_AMOUNTS, movements)
    return ids.to_list()
