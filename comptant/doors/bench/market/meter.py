"""What a stage costs: time, memory of client and server, rows, index entries, WAL."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from time import perf_counter

import psutil

from comptant import settings
from comptant.doors.bench.market.profile import Samples
from comptant.store import bulk, server
from comptant.store.connection import Connection, superuser_connect

SAMPLE_SECONDS = 0.25


@dataclass
class Stage:
    """One stage: what it did (`lines`), and what that cost. Sizes are in bytes."""

    name: str
    lines: int = 0
    seconds: float = 0.0
    client_cpu: float = 0.0  # seconds of processor time: they hold on a busy machine too
    server_cpu: float = 0.0  # of the process that serves the connection that works
    client_peak: int = 0
    server_peak: int = 0
    wal: int = 0
    inserted: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    updated_in_place: dict[str, int] = field(default_factory=dict)
    deleted: dict[str, int] = field(default_factory=dict)
    index_entries: int = 0
    notes: dict[str, object] = field(default_factory=dict)
    samples: Samples | None = None  # where its time went, if that is asked for


@dataclass
class Meter:
    """Measures stages on the connection that works; looks on from one of its own."""

    worker: Connection
    stages: list[Stage] = field(default_factory=list)
    is_profiled: bool = False

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """The stage under way; who runs it says how many lines it had."""
        stage = Stage(name, samples=Samples() if self.is_profiled else None)
        with superuser_connect() as onlooker:
            onlooker.autocommit = True
            before, wal = self._counted(onlooker), _wal(onlooker)
            with Memory() as memory:
                start, client, server_s = perf_counter(), _client_cpu(), self._server_cpu()
                with stage.samples or nullcontext():
                    yield stage
                stage.seconds = perf_counter() - start
                stage.client_cpu = _client_cpu() - client
                stage.server_cpu = self._server_cpu() - server_s
            stage.client_peak, stage.server_peak = memory.client, memory.server
            stage.wal = _wal(onlooker) - wal
            _add_rows(stage, before, self._counted(onlooker))
        self.stages.append(stage)

    def _server_cpu(self) -> float:
        """Processor time of the server's process; none where it runs elsewhere."""
        if settings.DATABASE_URL:
            return 0.0
        times = psutil.Process(self.worker.info.backend_pid).cpu_times()
        return float(times.user + times.system)

    def _counted(self, onlooker: Connection) -> dict[str, bulk.Row]:
        """Rows written so far by table: those of our connection are told at once."""
        self.worker.execute("SELECT pg_stat_force_next_flush()")
        return {row["name"]: row for row in bulk.rows(onlooker, "bench_table_stats")}


def _add_rows(stage: Stage, before: dict[str, bulk.Row], after: dict[str, bulk.Row]) -> None:
    """An index has one entry per row inserted, and per row updated that could not stay in place."""
    for name, row in after.items():
        was = before.get(name, dict.fromkeys(row, 0))
        more = {word: row[word] - was[word] for word in ("ins", "upd", "hot", "del")}
        for word, told in (("ins", stage.inserted), ("upd", stage.updated),
                           ("hot", stage.updated_in_place), ("del", stage.deleted)):  # fmt: skip
            if more[word]:
                told[name] = more[word]
        stage.index_entries += (more["ins"] + more["upd"] - more["hot"]) * row["indexes"]


def _client_cpu() -> float:
    """Processor time of this process, and of those that it has started and that have ended."""
    return sum(os.times()[:4])


def _wal(onlooker: Connection) -> int:
    found = onlooker.execute("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn").fetchone()
    assert found is not None
    return int(found[0])


class Memory:
    """The most that this process, and all processes of our server together, have held. A page that
    several processes share is counted once, its weight shared out among them (PSS)."""

    def __init__(self) -> None:
        self.client = self.server = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        status = None if settings.DATABASE_URL else server.status(settings.HOME)
        self._server = psutil.Process(status.pid) if status and status.pid else None

    def __enter__(self) -> "Memory":
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self._look()

    def _look(self) -> None:
        ours = psutil.Process()
        spawned = sum(_held(child) for child in ours.children(recursive=True))
        self.client = max(self.client, _held(ours) + spawned)
        if self._server is not None:
            processes = [self._server, *self._server.children()]
            self.server = max(self.server, sum(_held(process) for process in processes))


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.Error, AttributeError):
        return 0  # gone, or not ours to look at
