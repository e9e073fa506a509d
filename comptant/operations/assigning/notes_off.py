"""Credit notes taken off the invoices that they met: they wait again. The applications stay, each
with the entry that undoes it on its own value date. Source: I-22."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import NO_AMOUNTS, book_many
from comptant.operations.portfolio.exposures import move_notes
from comptant.operations.portfolio.owed_again import check_owed_again, owed_again
from comptant.operations.risk.dispute_steps import uncredited
from comptant.operations.terms.contracts import Contract
from comptant.rules.columns import c
from comptant.store import bulk

MET = {
    "note_id": pl.Int64, "invoice_id": pl.Int64, "buyer_id": pl.Int64, "amount_cents": pl.Int64,
    "entry_id": pl.Int64, "act_id": pl.Int64, "value_on": pl.Date,
}  # fmt: skip


def take_off(do: Act, contract: Contract, met: pl.DataFrame) -> tuple[pl.DataFrame, list[int]]:
    """Undo that credit notes met invoices (MET): what the invoices are owed again (owed_again), and
    the ids of the entries that undo. The disputes that the notes had answered stand again. The
    caller judges the invoices and their buyers.

    Refused: invoice_given_back.
    """
    met = met.select(pl.lit(contract.id, pl.Int64).alias("contract_id"), *MET)
    check_owed_again(do, met.select("contract_id", "invoice_id", "entry_id").rows())
    changes = owed_again(do, met)
    if met.is_empty():
        return changes, []
    entry_ids = _book(do, met)
    move_notes(do, contract.batch, met.with_columns(-c.amount_cents))
    uncredited(do, changes)
    return changes, entry_ids


def _book(do: Act, met: pl.DataFrame) -> list[int]:
    """One entry against each that had applied a note, on its own value date."""
    entries = met.group_by(
        "contract_id", "value_on", reverses_id="entry_id", maintain_order=True
    ).agg(pl.col("note_id").min())  # fmt: skip
    entries = entries.with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, entries.height), pl.Int64),
        pl.lit("credit_applied").alias("event"),
        pl.format("undone/{}/{}/{}", "reverses_id", pl.lit(do.id), "note_id").alias("key"),
    )  # fmt: skip
    rows = met.rename({"entry_id": "reverses_id"}).join(
        entries.select("reverses_id", "entry_id"), on="reverses_id", maintain_order="left"
    )
    sides = (("note_id", "invoice_id", -c.amount_cents), ("invoice_id", "note_id", c.amount_cents))
    movements = pl.concat([
        rows.select(
            "contract_id", "entry_id", pl.col(item).alias("item_id"),
            pl.lit("DEB").alias("account"), pl.col(against).alias("against_id"),
            cents.alias("amount_cents"), pl.lit(0, pl.Int64).alias("approved_cents"),
        )
        for item, against, cents in sides
    ])  # fmt: skip
    book_many(do, entries, NO_AMOUNTS, movements)
    return entries["entry_id"].to_list()
