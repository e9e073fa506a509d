"""What the watch on fraud costs on a loaded market: reading what the rules need and judging it,
against reading the bare columns of the invoices; slice by slice, as the close does."""

from collections import Counter
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import polars as pl

from comptant.doors.bench.market.load import load
from comptant.doors.bench.market.world import World
from comptant.operations.acts.act import Act
from comptant.operations.closing.close import SLICE
from comptant.operations.risk import fraud
from comptant.rules.columns import shape
from comptant.rules.fraud import in_force
from comptant.rules.fraud_watch import RULES, watch
from comptant.store import bulk
from comptant.store.connection import Connection

Row = dict[str, Any]
BARE = shape("contract_id", "invoice_id", "buyer_id", "number_key", "issued_on", "due_on",
             "gross_cents", "currency")  # fmt: skip


def measure(conn: Connection, world: World) -> list[Row]:
    """One row per kind of look: invoices read, seconds, and how many times the bare columns."""
    market = load(conn, world)
    do = Act(conn, market.act_id, market.box.asked("anna"))
    ids = list(range(market.first_contract, market.first_contract + world.clients.height))
    rows = [_bare(do, ids)]
    for what, rules, days in (
        ("the whole, as the close looks", tuple(RULES), fraud.HISTORY_DAYS),
        ("quick, as the worker looks", fraud.QUICK, fraud.QUICK_DAYS),
    ):
        rows.append(_looked(do, ids, what, rules, days))
    for row in rows:
        row["ratio"] = round(row["seconds"] / rows[0]["seconds"], 2)
    return rows


def _slices(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), SLICE):
        yield ids[start : start + SLICE]


def _bare(do: Act, ids: list[int]) -> Row:
    """The columns of invoices alone, by COPY into columns."""
    began, count = perf_counter(), 0
    for part in _slices(ids):
        count += bulk.copy_out(do.conn, "fraud_bare", BARE, contract_ids=part).height
    return {"what": "bare columns", "rows": count, "seconds": perf_counter() - began}


def _looked(do: Act, ids: list[int], what: str, rules: tuple[str, ...], days: int) -> Row:
    """What a look reads and judges, and where its time goes: by table, and the rules."""
    spent: Counter[str] = Counter()
    count, found = 0, 0
    real = bulk.copy_out

    def timed(conn: Connection, query: str, /, *given: Any, **named: Any) -> pl.DataFrame:
        began = perf_counter()
        try:
            return real(conn, query, *given, **named)
        finally:
            spent[query] += perf_counter() - began

    bulk.copy_out = timed
    try:
        began = perf_counter()
        for part in _slices(ids):
            tables = fraud.read_tables(do, part, days, rules)
            count += sum(table.height for table in tables.values())
            judged = perf_counter()
            found += watch(tables, do.on, do.on, in_force(do.on), rules).height
            spent["rules"] += perf_counter() - judged
        seconds = perf_counter() - began
    finally:
        bulk.copy_out = real
    return {"what": what, "rows": count, "seconds": seconds, "alarms": found,
            "spent": {name: round(each, 2) for name, each in spent.most_common(8)}}  # fmt: skip
