"""What a stress reads of a slice of contracts, at one instant: production's own answer, and every
open invoice with the facts of its judgment."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.drawing.availability import judge_due
from comptant.operations.portfolio.positions import POSITIONS, buyer_facts, capped
from comptant.operations.portfolio.waterfall import Availability, availability
from comptant.operations.stressing.aiming import Aimed
from comptant.operations.terms.contracts import contracts_batch
from comptant.rules.columns import c, shape
from comptant.store import bulk, transactions

SLICE_INVOICES = 100_000
DISPUTED = shape("contract_id", "invoice_id", "paused_days", "is_disputed")
GUARANTEED = shape("contract_id", "invoice_id", "buyer_id", "factor_open_cents",
                   "client_open_cents")  # fmt: skip


@dataclass(frozen=True)
class Slice:
    """Contracts as they stand: `before` is production's own waterfall of today; `rows`: POSITIONS;
    `left_out`: contracts whose charge waits for a rate."""

    contracts: pl.DataFrame
    before: Availability
    rows: pl.DataFrame
    buyers: pl.DataFrame
    disputed: pl.DataFrame
    guaranteed: pl.DataFrame
    left_out: tuple[int, ...]


def slices(contracts: list[bulk.Row], size: int) -> Iterator[list[int]]:
    """The ids of contracts, so many at a time that about `size` invoices are open in them."""
    ids: list[int] = []
    held = 0
    for row in contracts:
        if ids and held + row["open_count"] > size:
            yield ids
            ids, held = [], 0
        ids.append(row["contract_id"])
        held += row["open_count"]
    if ids:
        yield ids


def read(do: Act, ids: list[int], aim: Aimed) -> Slice:
    """A slice, read in the transaction of `do`, which keeps nothing."""
    contracts = contracts_batch(do.conn, ids, do.on)
    judge_due(do, contracts)
    before = availability(do, contracts, leave_unknown=True)
    known = set(before.terms["contract_id"].to_list())
    ids = [id_ for id_ in ids if id_ in known]
    rows = positions(do, before.terms)
    buyers = buyer_facts(do, rows)
    disputed, guaranteed = DISPUTED.empty(), GUARANTEED.empty()
    if aim.may_be_taken and not before.terms["has_recourse"].all():
        disputed = bulk.read(do.conn, "stress_disputed", DISPUTED, ids=ids)
    if aim.failing:
        guaranteed = bulk.read(do.conn, "stress_guaranteed", GUARANTEED, ids=ids,
                               buyer_ids=list(aim.failing))  # fmt: skip
    left_out = tuple(contracts.filter(~c.contract_id.is_in(ids))["contract_id"].to_list())
    return Slice(before.terms, before, rows, buyers, disputed, guaranteed, left_out)


def positions(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """POSITIONS of every open invoice of contracts."""
    k = contracts[["contract_id", "sample_ppm"]]
    with transactions.planned_for_many(do.conn):
        rows = bulk.copy_out(
            do.conn, "stress_invoices", POSITIONS, contract_ids=k["contract_id"].to_list(),
            sample_ppms=k["sample_ppm"].to_list(), on=do.on,
        )  # fmt: skip
    return capped(rows)
