"""Automatic funding: all that is available is asked for without a request, and still released by
another person."""

from collections.abc import Iterable

import polars as pl

from comptant.operations.acts.act import Act, Answer
from comptant.operations.paying.preparing import payees_of, prepare_many, promised
from comptant.operations.portfolio.waterfall import availability
from comptant.operations.terms.contracts import contracts_batch, contracts_in_force
from comptant.rules.columns import c
from comptant.rules.drawing import BLOCKING


def fund_automatically(do: Act, contracts: pl.DataFrame) -> list[Answer]:
    """Prepare a draw of all that is available, where the contract says so and the client has one
    account that may be paid; the orders prepared. Less than the contract's least amount waits for
    more, or for a draw. Where a rate is missing, they wait for it."""
    if not contracts["has_auto_funding"].any():
        return []
    contracts = contracts.filter("has_auto_funding")
    payees = payees_of(do, contracts["client_id"]).filter(
        ~c.payee_check.is_in(BLOCKING).fill_null(False)
    )
    payees = payees.filter(c.party_id.is_unique()).rename({"party_id": "client_id"})
    contracts = contracts.join(payees, on="client_id", maintain_order="left")
    if contracts.is_empty():
        return []
    drawable = availability(do, contracts.drop(payees.columns[1:]), leave_unknown=True).contracts
    drawable = drawable.select("contract_id", "drawable_cents").filter(c.drawable_cents > 0)
    rows = contracts.join(drawable, on="contract_id", maintain_order="left").filter(
        c.drawable_cents >= pl.col("auto_funding_least_cents")
    )
    return prepare_many(do, rows.with_columns(
        pl.lit("DRAW").alias("purpose"), c.contract_currency.alias("currency"),
        c.drawable_cents.alias("amount_cents"), c.drawable_cents.alias("available_cents"),
        pl.lit(0, pl.Int64).alias("item_id"), promised(rows, do.asked.at),
    ))  # fmt: skip


def fund_freed(do: Act, contract_ids: Iterable[int]) -> list[Answer]:
    """fund_automatically after an event that may have freed room: a limit, a share, a fact, a
    dispute. The contracts are locked by the caller; one not in force yet pays nothing."""
    known = contracts_in_force(do.conn, sorted(set(contract_ids)), do.on)
    ready = [id_ for id_, contract in known.items() if contract.terms]
    return fund_automatically(do, contracts_batch(do.conn, ready, do.on)) if ready else []
