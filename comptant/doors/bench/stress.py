"""What a stress of a portfolio costs against reading the columns that it needs, in one run.

The market of `market.load`, a third of its contracts without recourse, all under one insurer's
policy. Three readings: the bare table of open invoices, all columns that the stress needs made into
frames slice by slice, and the stress itself.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import Any

from comptant.doors.bench.market.load import load
from comptant.doors.bench.market.loaded import Market
from comptant.doors.bench.market.meter import Memory
from comptant.doors.bench.market.world import World
from comptant.operations.acts.act import Act
from comptant.operations.portfolio.positions import buyer_facts
from comptant.operations.portfolio.waterfall import STORED_EXPOSURE, STORED_FACTS
from comptant.operations.stressing import liquidity
from comptant.operations.stressing.reading import DISPUTED, SLICE_INVOICES, positions, slices
from comptant.operations.stressing.run import stress
from comptant.operations.terms.contracts import contracts_batch
from comptant.store import bulk, transactions
from comptant.store.connection import Connection, connect

Row = dict[str, Any]
INSURER = "ASSUR"
SHOCKS = ("fail largest=3", "delay days=20", f"limits kept=50 insurer={INSURER}")
BARE = """COPY (SELECT contract_id, id, buyer_id, type_code, issued_on, due_on, delivered_on,
    currency, amount_cents, open_cents, approved_cents, ineligible_cents, reduction_cents,
    advance_class, hold, holds, next_change_on, remittance_id, is_mentioned FROM invoice
    WHERE amount_cents > 0 AND open_cents <> 0) TO STDOUT (FORMAT csv)"""
TURNS = 3
MB = 1_000_000


@dataclass
class Measured:
    """One way of a turn: seconds, and the most that it held."""

    what: str
    seconds: float
    client: int
    server: int


def measure(
    conn: Connection, scale: float, seed: int = 1, *, on: date, turns: int = TURNS,
    size: int = SLICE_INVOICES, step: Callable[[str], None] = lambda name: None,
) -> list[Row]:  # fmt: skip
    """Load a market of `scale` times the French one, then take turns: bare, columns, stress. Rows:
    each way with its median seconds, its ratio to the columns within a turn, its peak of memory."""
    market = load(conn, World(scale, on, seed))
    _insured(market)
    step("load")
    ways: tuple[tuple[str, Callable[[Market, int], None]], ...] = (
        ("bare", _bare), ("columns", _columns), ("stress", _stress))  # fmt: skip
    seen: list[dict[str, Measured]] = []
    for _ in range(turns):
        seen.append({name: _timed(name, way, market, size) for name, way in ways})
        step("turn")
    lines = int(market.world.clients["open_count"].sum())
    return [_row(name, seen, lines) for name, _ in ways]


def _row(name: str, seen: list[dict[str, Measured]], lines: int) -> Row:
    own = sorted((turn[name] for turn in seen), key=lambda one: one.seconds)
    seconds = own[len(own) // 2].seconds
    ratios = sorted(turn[name].seconds / turn["columns"].seconds for turn in seen)
    return {
        "what": name, "rows": lines, "seconds": round(seconds, 2),
        "rows_per_s": round(lines / seconds), "ratio_to_floor": round(ratios[len(ratios) // 2], 2),
        "client_peak_mb": max(one.client for one in own) // MB,
        "server_peak_mb": max(one.server for one in own) // MB,
    }  # fmt: skip


def _timed(name: str, way: Callable[[Market, int], None], market: Market, size: int) -> Measured:
    with Memory() as memory:
        start = perf_counter()
        way(market, size)
        seconds = perf_counter() - start
    return Measured(name, seconds, memory.client, memory.server)


def _bare(market: Market, size: int) -> None:
    """The columns of open invoices alone, from their table, to nothing."""
    with market.box.conn.cursor() as cursor, cursor.copy(BARE) as copy:
        for _ in copy:
            pass


def _columns(market: Market, size: int) -> None:
    """All that a stress reads, made into frames and let go; nothing is decided."""
    conn, asked = market.box.conn, market.box.asked("anna")
    contracts = bulk.rows(conn, "stress_contracts", contract_id=None, on=asked.on)
    liquidity.habits(conn, None, asked.on)
    for ids in slices(contracts, size):
        with transactions.undone(conn, at_one_instant=True):
            do = Act(conn, 0, asked)
            terms = contracts_batch(conn, ids, asked.on)
            buyer_facts(do, positions(do, terms))
            bulk.copy_out(conn, "exposures", STORED_EXPOSURE, ids=ids, on=asked.on)
            bulk.copy_out(conn, "availability_facts", STORED_FACTS, ids=ids, on=asked.on)
            bulk.read(conn, "stress_disputed", DISPUTED, ids=ids)


def _stress(market: Market, size: int) -> None:
    stress(market.box.conn, market.box.asked("anna"), shocks=SHOCKS, size=size)


def _insured(market: Market) -> None:
    """A third of the contracts without recourse; a policy of one insurer over all of them."""
    conn = market.box.conn
    terms = json.dumps({"insured_ppm": 900_000, "blind_cents": 10**9, "is_paid_up": True,
                        "insured_base": "GROSS"})  # fmt: skip
    with conn.transaction():
        insurer, policy = bulk.take_ids(conn, 2)
        conn.execute("INSERT INTO party (id, kind, name, act_id) VALUES (%s, 'INSURER', %s, %s)",
                     (insurer, INSURER, market.act_id))  # fmt: skip
        conn.execute(
            """INSERT INTO policy SELECT %s, 'P-1', %s, (SELECT id FROM party
                WHERE kind = 'FACTOR'), 'EUR', %s, 'bench', %s""",
            (policy, insurer, market.opened_on, market.act_id),
        )  # fmt: skip
        conn.execute(
            """INSERT INTO policy_version (policy_id, valid_from_on, terms, source, approval_id,
                act_id) SELECT %s, %s, %s, 'bench', min(id), %s FROM approval""",
            (policy, market.opened_on, terms, market.act_id),
        )  # fmt: skip
        conn.execute(
            """INSERT INTO policy_cover (contract_id, policy_id, buyer_id, valid_from_on, layer,
                share_ppm, source, approval_id, act_id)
                SELECT k.id, %s, 0, %s, 1, 1000000, 'bench', (SELECT min(id) FROM approval), %s
                FROM contract k WHERE NOT k.is_house""",
            (policy, market.opened_on, market.act_id),
        )  # fmt: skip
        conn.execute(
            """INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value,
                source, act_id) SELECT k.id, 'CONTRACT', k.id, 'has_recourse', %s, 'false',
                'bench', %s FROM contract k WHERE NOT k.is_house AND k.id %% 3 = 0""",
            (market.opened_on, market.act_id),
        )  # fmt: skip
    with connect("comptant_owner", statement_timeout_ms=0) as owner:
        owner.autocommit = True
        owner.execute("ANALYZE")
