"""Credit notes sent by mistake: taken off the invoices that they met, then out of the assignment.
The applications stay, each with the entry that undoes it on its own value date. Source: I-22."""

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.books.ledger import NO_AMOUNTS, book, book_many
from comptant.operations.portfolio.exposures import add_to_exposure
from comptant.operations.portfolio.owed_again import check_owed_again, owed_again
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.risk.dispute_steps import uncredited
from comptant.operations.terms.contracts import Contract
from comptant.rules.columns import c
from comptant.store import bulk

NOTHING = pl.lit(0, pl.Int64)
MET = {
    "item_id": pl.Int64, "entry_id": pl.Int64, "against_id": pl.Int64, "amount_cents": pl.Int64,
    "act_id": pl.Int64, "value_on": pl.Date, "buyer_id": pl.Int64,
}  # fmt: skip


def take_notes_back(do: Act, contract: Contract, notes: list[bulk.Row], key: str) -> int:
    """Take credit notes (rows of assigned_items) out: their buyers owe so much more, and it is the
    client's; the cents.

    Refused: credit_note_paid, credit_note_touched, invoice_guaranteed, invoice_given_back.
    """
    frame = pl.DataFrame(notes, infer_schema_length=None)
    ids = frame["id"].to_list()
    changes = _undo_applications(do, contract.id, frame, ids)
    _move_notes(do, contract, frame.select("id", "buyer_id", cents=-c.open_cents))
    total = -int(frame["amount_cents"].sum())
    movements = frame.select(
        pl.col("id").alias("item_id"), pl.lit("DEB").alias("account"), NOTHING.alias("against_id"),
        (-c.amount_cents).alias("amount_cents"), NOTHING.alias("approved_cents"),
    )  # fmt: skip
    entry_id = book(do, contract.id, "credit_note_withdrawal", f"{key}/credit_notes", do.on,
                    {"withdrawn": total}, movements)  # fmt: skip
    never_billed(do, contract.id, ids, entry_id)
    judge_again_one(do, contract.id, changes["invoice_id"], frame["buyer_id"], changes)
    return total


def never_billed(do: Act, contract_id: int, ids: list[int], entry_id: int) -> None:
    """Fees of items withdrawn before any bill: the entry of their withdrawal stands for it."""
    bulk.rows(do.conn, "mark_fee_billed", contract_id=[contract_id] * len(ids), invoice_id=ids,
              entry_id=[entry_id] * len(ids))  # fmt: skip


def _undo_applications(
    do: Act, contract_id: int, notes: pl.DataFrame, ids: list[int]
) -> pl.DataFrame:  # fmt: skip
    """Take notes off the invoices that they met; what these are owed again (invoice_id,
    amount_cents, restored_cents, value_on)."""
    found = bulk.rows(do.conn, "met_by", contract_id=contract_id, ids=ids)
    numbers = dict(notes.select("id", "invoice_number").iter_rows())
    for row in found:
        if row["payment_id"] is not None:
            raise Refused("credit_note_paid", number=numbers[row["item_id"]],
                          payment_id=row["payment_id"])  # fmt: skip
    met = pl.DataFrame(found, schema=MET)
    used = met.group_by("item_id").agg(pl.col("amount_cents").sum().alias("used_cents"))
    left = notes.join(used, left_on="id", right_on="item_id", how="left").filter(
        c.amount_cents + pl.col("used_cents").fill_null(0) != c.open_cents
    )
    for row in left.iter_rows(named=True):
        raise Refused("credit_note_touched", number=row["invoice_number"],
                      amount_cents=-row["amount_cents"], open_cents=-row["open_cents"])  # fmt: skip
    taken = met.select(
        pl.lit(contract_id, pl.Int64).alias("contract_id"), "act_id", "amount_cents", "value_on",
        invoice_id="against_id",
    )  # fmt: skip
    check_owed_again(do, taken.select("contract_id", "invoice_id").rows())
    changes = owed_again(do, taken)
    if met.height:
        _book_undone(do, contract_id, met)
        uncredited(do, changes)
    return changes


def _book_undone(do: Act, contract_id: int, met: pl.DataFrame) -> None:
    """One entry against each that had applied a note, on its own value date."""
    entries = met.group_by("entry_id", "value_on", maintain_order=True).agg(
        pl.col("item_id").min().alias("first_id")
    )
    entries = entries.select(
        pl.lit(contract_id, pl.Int64).alias("contract_id"), "value_on",
        pl.Series("new_id", bulk.take_ids(do.conn, entries.height), pl.Int64),
        pl.lit("credit_applied").alias("event"), reverses_id="entry_id",
        key=pl.format("undone/{}/{}/{}", "entry_id", pl.lit(do.id), "first_id"),
    )  # fmt: skip
    rows = met.join(entries.select("contract_id", "new_id", "reverses_id"), left_on="entry_id",
                    right_on="reverses_id", maintain_order="left")  # fmt: skip
    said = ("contract_id", pl.col("new_id").alias("entry_id"), pl.lit("DEB").alias("account"),
            NOTHING.alias("approved_cents"))  # fmt: skip
    columns = ["contract_id", "entry_id", "item_id", "account", "against_id", "amount_cents",
               "approved_cents"]  # fmt: skip
    movements = pl.concat([
        rows.select(*said, "item_id", "against_id", -c.amount_cents).select(columns),
        rows.select(*said, "amount_cents", item_id="against_id", against_id="item_id").select(
            columns),
    ])  # fmt: skip
    book_many(do, entries.rename({"new_id": "entry_id"}), NO_AMOUNTS, movements)


def _move_notes(do: Act, contract: Contract, notes: pl.DataFrame) -> None:
    """Nothing is left of notes (id, buyer_id, cents: what waited): they credit their buyers no
    more."""
    bulk.execute(do.conn, "use_credit_notes", note_id=notes["id"].to_list(),
                 contract_id=[contract.id] * notes.height,
                 amount_cents=notes["cents"].to_list())  # fmt: skip
    add_to_exposure(do, notes.select(
        pl.lit(contract.id, pl.Int64).alias("contract_id"), "buyer_id",
        pl.lit(contract.currency).alias("currency"), pl.lit("STANDARD").alias("advance_class"),
        (-pl.col("cents")).alias("unapplied_credit_cents"),
    ))  # fmt: skip
