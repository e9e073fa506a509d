"""An explanation of a bank debit undone: it waits again, and the payments that it had taken back
wait again with their value dates. Their invoices stay open until somebody allocates anew."""

from collections.abc import Sequence

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.cash import open_payments
from comptant.operations.paying.claims import drop_claims
from comptant.operations.paying.received import NO_INVOICES
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.terms.contracts import contracts_batch
from comptant.store import bulk

MOVED_OUT, MOVED_IN = "debit_moved_out", "debit_moved_in"
_APPROVAL = 2  # explained/<movement>/<approval>


def approval_of(event: str, key: str) -> int:
    """The approval by which the entry of an explanation took payments back; 0 for another entry."""
    parts = key.split("/")
    is_one = event == MOVED_OUT and len(parts) == _APPROVAL + 1 and parts[_APPROVAL].isdigit()
    return int(parts[_APPROVAL]) if is_one else 0


def movement_of_orders(event: str, key: str) -> int:
    """The bank's debit that the entry of an explanation says orders were executed by; 0 for another
    entry."""
    _, *parts = key.split("/")
    is_one = event == MOVED_OUT and parts[_APPROVAL:] == ["order"]
    return int(parts[0]) if is_one else 0


def contracts_taken_back(do: Act, approval_id: int) -> list[int]:
    """The contracts of the payments that an explanation took back."""
    found = bulk.rows(do.conn, "explained_payments", approval_id=approval_id) if approval_id else []
    return sorted({row["contract_id"] for row in found})


def put_back(do: Act, approval_id: int) -> None:
    """The payments that an explanation took back wait again; each entry that took one is reversed.
    Their contracts are locked by the caller."""
    found = bulk.rows(do.conn, "explained_payments", approval_id=approval_id)
    wait_again(do, [
        {**row, "event": MOVED_IN, "name": "moved", "key": f"{row['key']}/reversal", "sub_id": 0}
        for row in found
    ])  # fmt: skip


def wait_again(do: Act, found: Sequence[bulk.Row]) -> None:
    """Payments that a debit of the bank took back wait again (contract_id, payment_id, buyer_id,
    currency, reverses_id, key, event and its amount's name, value_on, sub_id, bank_movement_id,
    cents), and nobody owes what had gone of them. Their contracts are locked by the caller."""
    if not found:
        return
    rows = pl.DataFrame(found, infer_schema_length=None).with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, len(found)), pl.Int64)
    )
    movements = rows.select(
        "contract_id", "entry_id", pl.col("payment_id").alias("item_id"),
        pl.lit("UNAL").alias("account"), pl.col("bank_movement_id").alias("against_id"),
        (-pl.col("cents")).alias("amount_cents"), pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    amounts = rows.select("entry_id", "name", -pl.col("cents"))
    book_many(do, rows, amounts, movements)
    house = bulk.row(do.conn, "house") or {}
    contracts = contracts_batch(do.conn, set(rows["contract_id"]) - {house["id"]}, do.on)
    open_payments(do, contracts, rows)
    drop_claims(do, pl.DataFrame(bulk.rows(
        do.conn, "claims_of_payments", contract_ids=[row["contract_id"] for row in found],
        payment_ids=[row["payment_id"] for row in found])))  # fmt: skip
    known = rows.filter((pl.col("contract_id") != house["id"]) & (pl.col("buyer_id") != 0))
    if known.height:
        buyers = known.select("contract_id", "buyer_id").unique()
        judge_again(do, contracts, NO_INVOICES, buyers)
