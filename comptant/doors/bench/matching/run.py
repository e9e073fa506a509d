"""Match a day's payments against all that is open; compare with the truth and with two simple ways.

The matching is the one of every bank file (`payments_told`, `matched`), slice by slice; what it
finds is rolled back, so that every way sees the same book.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import polars as pl
from psycopg import Rollback

from comptant.doors.bench.market.load import load
from comptant.doors.bench.market.loaded import Market
from comptant.doors.bench.matching.draw import draw, with_accounts
from comptant.doors.bench.matching.ledgers import Ledgers
from comptant.doors.bench.matching.past import load_past
from comptant.doors.bench.matching.score import by_evidence, scores, told
from comptant.operations.acts.act import Act
from comptant.operations.banking.bank import NEW_MOVEMENTS
from comptant.operations.collection.recognition import (
    matched,
    payments_told,
    to_dedicated_accounts,
)
from comptant.rules.columns import c, shape
from comptant.store import bulk
from comptant.store.connection import Connection, connect

STEPS = ("load", "draw", "exact", "amount", "matching")
SLICE = 20_000  # payments matched at once, as many as a bank's file brings
FOUND = shape("payment_number", "contract_id", "invoice_id", "open_cents", "number_key")
LINE = ("payment_number", "amount_cents", "remittance_text", "creditor_reference")
Row = dict[str, Any]


@dataclass
class Result:
    """Figures of each way to match, what is open, how long each took; the payments told."""

    open_invoices: int = 0
    payments: int = 0
    past: int = 0
    ways: dict[str, list[Row]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    by_evidence: list[Row] = field(default_factory=list)
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)

    @property
    def times_exact(self) -> float:
        """How many times as long the matching takes as the exact join alone."""
        return round(self.seconds["matching"] / self.seconds["exact"], 2)


def measure(
    conn: Connection, world: Ledgers, step: Callable[[str], None] = lambda name: None
) -> Result:
    """Load the market, draw its payments, match them in three ways."""
    market = load(conn, world)
    past = load_past(market)
    with connect("comptant_owner", statement_timeout_ms=0) as owner:
        owner.autocommit = True
        owner.execute("VACUUM ANALYZE payment, bank_movement")
    step("load")
    return compare(market, past, step)


def compare(market: Market, past: int, step: Callable[[str], None]) -> Result:
    """The payments of a market that is loaded, matched in three ways."""
    world, conn = market.world, market.box.conn
    payments, truth = draw(world, market.first_invoice)
    payments = with_accounts(payments)
    result = Result(int(world.clients["open_count"].sum()), payments.height, past)
    step("draw")
    for name, way in (("exact", _exact), ("amount", _amount), ("matching", _matching)):
        with _undone(conn):
            took, allocated = way(market, payments)
        result.seconds[name] = round(took, 3)
        result.rows = told(payments, truth, allocated)
        result.ways[name] = scores(result.rows)
        step(name)
    by = allocated.select("payment_number", "matched_by").unique()
    result.by_evidence = by_evidence(result.rows.join(by, on="payment_number"))
    return result


@contextmanager
def _undone(conn: Connection) -> Iterator[None]:
    with conn.transaction():
        yield
        raise Rollback


def _exact(market: Market, payments: pl.DataFrame) -> tuple[float, pl.DataFrame]:
    """Pays the invoices that words of the text name exactly, where no two have the same number."""
    numbers = pl.col("number_key").n_unique().over("payment_number")
    return _joined(market, payments, "bench_exact", pl.len().over("payment_number") == numbers)


def _amount(market: Market, payments: pl.DataFrame) -> tuple[float, pl.DataFrame]:
    """Pays the only open invoice of exactly that amount."""
    return _joined(market, payments, "bench_amount", pl.len().over("payment_number") == 1)


def _joined(
    market: Market, payments: pl.DataFrame, query: str, is_sure: pl.Expr
) -> tuple[float, pl.DataFrame]:
    """Seconds of the join alone, and what is sure of it given; by the slices of the matching."""
    took, parts = 0.0, []
    for rows in payments.iter_slices(SLICE):
        start = perf_counter()
        bulk.copy_to_temporary(market.box.conn, "bench_line", rows.select(LINE))
        found = bulk.copy_out(market.box.conn, query, FOUND)
        took += perf_counter() - start
        parts.append(found.filter(is_sure))
    return took, _given(payments, pl.concat(parts))


def _given(payments: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The cash on the invoices found, in the order of their ids."""
    rows = found.join(payments.select("payment_number", "amount_cents"), on="payment_number")
    rows = rows.sort("payment_number", "invoice_id")
    before = c.open_cents.cum_sum().over("payment_number") - c.open_cents
    cents = pl.min_horizontal(c.open_cents, c.amount_cents - before).clip(0, None)
    return rows.select("payment_number", "invoice_id", cents=cents).filter(pl.col("cents") > 0)


def _matching(market: Market, payments: pl.DataFrame) -> tuple[float, pl.DataFrame]:
    """As a bank file is matched."""
    do = Act(market.box.conn, market.act_id, market.box.asked("tania"))
    start, parts = perf_counter(), []
    for rows in payments.iter_slices(SLICE):
        received = _received(market, rows)
        asked = payments_told(do, received)
        parts.append(matched(do, asked, to_dedicated_accounts(do, received)).allocations)
    took = perf_counter() - start
    return took, pl.concat(parts).select(
        "payment_number", "invoice_id", "matched_by", cents="allocated_cents"
    )


def _received(market: Market, payments: pl.DataFrame) -> pl.DataFrame:
    """NEW_MOVEMENTS with `payment_number`, as a bank's file brings them."""
    on = pl.lit(market.world.on)
    rows = payments.with_columns(
        movement_id=2**60 + pl.col("payment_number"),
        own_account_id=pl.lit(market.own_accounts[0], pl.Int64), booked_on=on,
        value_on=on, currency=pl.lit("EUR"), is_reversal=pl.lit(False),
    )  # fmt: skip
    absent = [name for name in NEW_MOVEMENTS.names if name not in rows.columns]
    rows = rows.with_columns(
        pl.lit(None, NEW_MOVEMENTS.schema()[name]).alias(name) for name in absent
    )
    return rows.select("payment_number", *NEW_MOVEMENTS.names)
