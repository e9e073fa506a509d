"""The buyers' sums that the availability reads, kept in the transaction of each event."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.terms.contracts import Contract
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


def add_to_exposure_one(do: Act, contract: Contract, deltas: pl.DataFrame) -> None:
    """add_to_exposure for the buyers of one contract."""
    add_to_exposure(do, deltas.with_columns(
        pl.lit(contract.id, pl.Int64).alias("contract_id"),
        pl.lit(contract.currency).alias("currency"),
    ))  # fmt: skip
