"""The market's day: load what is open, work stage by stage, measure each, prove the sums."""

import shutil
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from comptant.doors.bench.market import floor
from comptant.doors.bench.market.interactive import Seen, people_at_work
from comptant.doors.bench.market.load import load
from comptant.doors.bench.market.loaded import Market
from comptant.doors.bench.market.meter import Meter, Stage
from comptant.doors.bench.market.work import Day
from comptant.doors.bench.market.world import World
from comptant.doors.bench.stage import ON
from comptant.store import bulk
from comptant.store.connection import Connection

STAGES = ("invoices", "payments", "dispute", "draw", "release", "payout", "close")
# Which table's new rows are which facts of the floor.
FACT_TABLES = {"invoice": "invoice", "payment": "payment", "line": "posting"}
EQUALS = (
    ("open_cents", "moved_cents", "ledger_cents"),
    ("outstanding_cents", "exposed_cents"),
    ("approved_cents", "moved_approved_cents", "exposed_approved_cents"),
    ("open_cash_cents", "moved_cash_cents", "ledger_cash_cents"),
)


class DoesNotBalance(Exception):
    """Two figures that must agree after a stage do not."""


@dataclass
class Result:
    """The table of a run: the load, each stage, the total, the floor."""

    rows: list[dict[str, Any]]
    floor: dict[str, tuple[int, float]]
    market: Market
    seen: Seen | None = None  # by people at work meanwhile
    profile: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # by stage


def measure(
    conn: Connection, scale: float, folder: Path, seed: int = 1, *, on: date = ON,
    step: Callable[[str], None] = lambda name: None, is_interactive: bool = False,
    part: float = 1.0, is_profiled: bool = False,
) -> Result:  # fmt: skip
    """Load a market of `scale` times the French one and work one day of it, or of a `part` of its
    clients; `step(name)` is called as each stage ends. `is_interactive`: people work in a second
    process meanwhile, and what they do is not in the files. `is_profiled`: what each stage was seen
    at is kept; that costs it a little."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    meter = Meter(conn, is_profiled=is_profiled)
    with meter.stage("load") as loading:
        market = load(conn, World(scale, on, seed, part))
        loading.lines = int(market.world.clients["open_count"].sum())
    step("load")
    return work(market, folder, meter, step, is_interactive=is_interactive)


def work(
    market: Market, folder: Path, meter: Meter, step: Callable[[str], None], *,
    is_interactive: bool = False,
) -> Result:  # fmt: skip
    """Work the day of a market that is loaded."""
    conn = market.box.conn
    day = Day(market, folder)
    day.prepare()
    totals = proved(conn, "load")
    with people_at_work(market) if is_interactive else nullcontext() as seen:
        for name in STAGES:
            with meter.stage(name) as stage:
                stage.lines, stage.notes = getattr(day, name)()
            before, totals = totals, proved(conn, name)
            if not is_interactive:
                _moved(name, before, totals, day)
            step(name)
    found = floor.measure(market.world.on, folder)
    step("floor")
    rows = [_row(stage, _floor_of(stage, found), market) for stage in meter.stages]
    rows.append(_total(meter.stages[1:], found, market))
    shutil.rmtree(folder)
    profile = {stage.name: stage.samples.rows(stage.seconds, market.world.lines_at_work)
               for stage in meter.stages[1:] if stage.samples is not None}  # fmt: skip
    return Result(rows, found, market, seen, profile)


def proved(conn: Connection, after: str) -> dict[str, int]:
    """The totals of the house, which agree. Raises DoesNotBalance."""
    totals = bulk.row(conn, "bench_totals") or {}
    for names in EQUALS:
        if len({totals[name] for name in names}) > 1:
            told = ", ".join(f"{name} {totals[name]}" for name in names)
            raise DoesNotBalance(f"after {after}: {told}")
    if totals["total_cents"]:
        raise DoesNotBalance(f"after {after}: the ledger sums to {totals['total_cents']}")
    return totals


def _moved(name: str, before: dict[str, int], after: dict[str, int], day: Day) -> None:
    """What the stage has moved is what its files say."""
    more = {word: after[word] - before[word] for word in after}
    wanted_of: dict[str, dict[str, int]] = {
        "invoices": {"moved_cents": sum(sent.good_cents for sent in day.lists),
                     "invoices": sum(sent.good_lines for sent in day.lists)},
        "payments": {"bank_cents": sum(told.cents for told in day.statements)},
        "release": {"transit_cents": -day.released_cents},
    }  # fmt: skip
    for word, wanted in wanted_of.get(name, {}).items():
        if more[word] != wanted:
            raise DoesNotBalance(f"after {name}: {word} moved by {more[word]}, not {wanted}")


def _floor_of(stage: Stage, found: dict[str, tuple[int, float]]) -> float:
    """What the floor takes for the facts that one stage booked."""
    facts = {kind: stage.inserted.get(table, 0) for kind, table in FACT_TABLES.items()}
    facts["allocation"] = found["allocation"][0] if stage.name == "payments" else 0
    return sum(facts[kind] * seconds / rows for kind, (rows, seconds) in found.items() if rows)


def _row(stage: Stage, floor_s: float, market: Market) -> dict[str, Any]:
    invoices = market.world.lines_at_work if stage.name != "load" else stage.lines
    return {
        "stage": stage.name, "rows": stage.lines, "seconds": round(stage.seconds, 2),
        "rows_per_s": round(stage.lines / stage.seconds) if stage.seconds else 0,
        "client_peak_mb": stage.client_peak // 2**20,
        "server_peak_mb": stage.server_peak // 2**20,
        "inserted": sum(stage.inserted.values()), "updated": sum(stage.updated.values()),
        "updated_in_place": sum(stage.updated_in_place.values()),
        "deleted": sum(stage.deleted.values()),
        "index_entries_per_invoice": round(stage.index_entries / invoices, 2),
        "written_per_invoice": round(
            (sum(stage.inserted.values()) + sum(stage.updated.values())) / invoices, 2
        ),
        "wal_bytes_per_invoice": round(stage.wal / invoices),
        "cpu_us_per_invoice": round((stage.client_cpu + stage.server_cpu) * 1e6 / invoices),
        "floor_s": round(floor_s, 3),
        "ratio_to_floor": round(stage.seconds / floor_s, 1) if floor_s else None,
        "inserted_by_table": stage.inserted, "updated_by_table": stage.updated, **stage.notes,
    }  # fmt: skip


def _total(
    stages: list[Stage], found: dict[str, tuple[int, float]], market: Market
) -> dict[str, Any]:
    """The whole day; its floor is that of all its facts."""
    whole = Stage("day", lines=2 * market.world.lines_at_work)
    for stage in stages:
        whole.seconds += stage.seconds
        whole.client_cpu += stage.client_cpu
        whole.server_cpu += stage.server_cpu
        whole.wal += stage.wal
        whole.index_entries += stage.index_entries
        whole.client_peak = max(whole.client_peak, stage.client_peak)
        whole.server_peak = max(whole.server_peak, stage.server_peak)
        for name in ("inserted", "updated", "updated_in_place", "deleted"):
            into = getattr(whole, name)
            for table, rows in getattr(stage, name).items():
                into[table] = into.get(table, 0) + rows
    return _row(whole, sum(seconds for _, seconds in found.values()), market)
