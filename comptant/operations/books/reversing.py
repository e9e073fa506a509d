"""The entry against another."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book
from comptant.store import bulk


def against(do: Act, contract_id: int, entry_id: int, moved: pl.DataFrame | None) -> int:
    """Book the opposite lines of an entry with the same value date, and what it `moved` back
    (movements, none where it moved no item); the new entry's id."""
    lines = bulk.rows(do.conn, "entry_lines", contract_id=contract_id, entry_id=entry_id)
    return book(
        do, contract_id, lines[0]["event"], f"undone/{entry_id}/{do.id}", lines[0]["value_on"], {},
        moved, said=[(line["account"], -line["amount_cents"]) for line in lines],
        reverses_id=entry_id, currency=lines[0]["currency"],
    )  # fmt: skip
