"""What waiting money may be for is kept for people: the guesses of the matching that are not
certain enough for the contract. Source: DOMAIN §5.8."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.rules.columns import c
from comptant.store import bulk


def keep_guesses(do: Act, waiting: pl.DataFrame, proposals: pl.DataFrame) -> None:
    """Keep PROPOSALS on the payments that wait: payment_number, contract_id, payment_id."""
    rows = proposals.rename({"contract_id": "invoice_contract_id"}).filter(c.proposed_cents != 0)
    waiting = waiting.select("payment_number", "contract_id", "payment_id")
    rows = rows.join(waiting, on="payment_number", maintain_order="left")
    if rows.is_empty():
        return
    bulk.copy_in(do.conn, "guess", rows.select(
        "contract_id", "payment_id", pl.lit(do.id).alias("act_id"), "guess_number",
        "invoice_contract_id", "invoice_id", "proposed_cents", "confidence_ppm",
        pl.col("guess_evidence").alias("evidence"),
    ))  # fmt: skip
