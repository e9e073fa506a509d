"""People at work while the day is worked: a second process asks for availabilities, draws, remits
one invoice, over and over, and measures how long each takes and which locks it waits for."""

import hashlib
import multiprocessing
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection as Link
from multiprocessing.synchronize import Event
from statistics import quantiles
from threading import Thread
from time import perf_counter, sleep
from typing import Any

from psycopg.errors import LockNotAvailable

from comptant import settings
from comptant.doors.bench import stage
from comptant.doors.bench.market.loaded import Market
from comptant.operations.acts.act import Asked, Refused, User
from comptant.operations.assigning.remit import remit
from comptant.operations.drawing import payments
from comptant.operations.drawing.availability import look
from comptant.store import bulk
from comptant.store.connection import Connection, connect, superuser_connect

APPLICATION = "comptant interactive"
PAUSE_SECONDS = 0.05  # between two acts: a person thinks, and the day shall not be slowed by many
SAMPLE_SECONDS = 0.02
Times = dict[str, list[float]]


@dataclass(frozen=True)
class _Desk:
    """What the second process must know of the market."""

    database: str
    by: User
    at: Any
    on: Any
    first_contract: int
    contracts: int


@dataclass
class Seen:
    """Seconds of each act, how many gave up waiting, and what was waited for."""

    times: Times = field(default_factory=dict)
    gave_up: int = 0
    waits: Counter[str] = field(default_factory=Counter)

    def rows(self) -> list[dict[str, Any]]:
        """One row per act: how many, p50, p99 and the longest, in milliseconds."""
        return [_row(what, times) for what, times in self.times.items()]


def _row(what: str, times: list[float]) -> dict[str, Any]:
    told = sorted(round(1000 * each, 1) for each in times)
    cuts = quantiles(told, n=100, method="inclusive") if len(told) > 1 else told * 99
    return {"what": what, "count": len(told), "p50_ms": cuts[49], "p99_ms": cuts[98],
            "max_ms": told[-1]}  # fmt: skip


@contextmanager
def people_at_work(market: Market) -> Iterator[Seen]:
    """A second process at work as long as this lasts; what it saw is there at the end."""
    context = multiprocessing.get_context("spawn")
    over = context.Event()
    ours, theirs = context.Pipe(duplex=False)
    box = market.box
    desk = _Desk(settings.DATABASE, box.users["anna"], box.now, box.on, market.first_contract,
                 market.world.clients.height)  # fmt: skip
    process = context.Process(target=_work, args=(desk, over, theirs), daemon=True)
    process.start()
    theirs.close()  # so that its end is seen, should it end early
    seen = Seen()
    watching = Thread(target=_watch, args=(over, seen.waits), daemon=True)
    watching.start()
    try:
        yield seen
    finally:
        over.set()
        seen.times, seen.gave_up = ours.recv()
        process.join()
        watching.join()


def _watch(over: Event, waits: Counter[str]) -> None:
    """What the second process waits for, looked at fifty times a second."""
    with superuser_connect() as onlooker:
        onlooker.autocommit = True
        while not over.wait(SAMPLE_SECONDS):
            for row in bulk.rows(onlooker, "bench_waits", application=APPLICATION):
                waits[f"{row['waits_for']} held by: {row['holder']}"] += 1


def _work(desk: _Desk, over: Event, answers: Link) -> None:
    """The second process."""
    settings.DATABASE = desk.database
    draw, times, gave_up = random.Random(1), Times(), 0
    with connect("comptant_writer") as conn:
        conn.autocommit = True
        conn.execute("SELECT set_config('application_name', %s, false)", (APPLICATION,))
        turn = 0
        while not over.is_set():
            turn += 1
            contract_id = desk.first_contract + draw.randrange(desk.contracts)
            for what, act in _acts(conn, desk, contract_id, turn).items():
                start = perf_counter()
                try:
                    act()
                except Refused as refused:
                    if refused.code not in ("nothing_available", "beyond_availability"):
                        raise
                except LockNotAvailable:
                    gave_up += 1
                times.setdefault(what, []).append(perf_counter() - start)
                sleep(PAUSE_SECONDS)
    answers.send((times, gave_up))


def _acts(
    conn: Connection, desk: _Desk, contract_id: int, turn: int
) -> dict[str, Callable[[], object]]:
    def asked(what: str) -> Asked:
        return Asked(desk.by, f"interactive-{what}-{turn}", desk.at, desk.on)

    tag = f"desk-{turn}"
    rows, digest = stage.invoices(1, tag), hashlib.sha256(tag.encode()).digest()
    return {
        "availability": lambda: look(conn, desk.by, contract_id, desk.on, desk.at),
        "draw": lambda: payments.draw(
            conn, asked("draw"), contract_id=contract_id, amount_cents=1, payee_account_id=None
        ),
        "remit one invoice": lambda: remit(
            conn, asked("remit"), contract_id=contract_id, sent=rows, file_name=tag,
            digest=digest, received_at=desk.at,
        ),
    }  # fmt: skip
