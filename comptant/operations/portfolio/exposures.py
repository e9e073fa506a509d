"""The buyers' sums that the availability reads, kept in the transaction of each event."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.terms.contracts import of_contracts
from comptant.store import bulk

EXPOSURES = (
    "outstanding_cents", "ineligible_cents", "reduction_cents", "approved_cents", "open_count",
    "unapplied_credit_cents", "unallocated_cash_cents",
)  # fmt: skip


def add_to_exposure(do: Act, deltas: pl.DataFrame) -> None:
    """Add differences to the exposures: contract_id, its currency, buyer_id, advance_class and any
    of their amounts."""
    of = ("contract_id", "currency", "buyer_id", "advance_class")
    given = [name for name in EXPOSURES if name in deltas.columns]
    folded = deltas[[*of, *given]]
    if folded.height > 1:
        folded = folded.group_by(of).agg(pl.col(name).sum() for name in given)
    if folded.height:
        told = {**dict.fromkeys(EXPOSURES), **bulk.arrays(folded)}
        bulk.execute(do.conn, "add_to_exposure", **told)


def move_notes(do: Act, contracts: pl.DataFrame, notes: pl.DataFrame) -> None:
    """Use so much of credit notes (contract_id, note_id, buyer_id, amount_cents; below zero it
    waits again) of contracts (CONTRACTS): their open amounts, and what their buyers are credited.
    """
    if notes.is_empty():
        return
    bulk.execute(do.conn, "use_credit_notes", **bulk.arrays(
        notes.select("contract_id", "note_id", "amount_cents")))  # fmt: skip
    (currency,) = of_contracts(contracts, notes["contract_id"], ["contract_currency"])
    add_to_exposure(do, notes.select(
        "contract_id", currency.alias("currency"), "buyer_id",
        pl.lit("STANDARD").alias("advance_class"),
        (-pl.col("amount_cents")).alias("unapplied_credit_cents"),
    ))  # fmt: skip
