"""The run: a market is loaded, people sign in, pages are shown one by one and then to all at once,
by the portal and by the bare page, on the same machine in the same run."""

import http.client
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from comptant import settings
from comptant.doors.bench.market.load import load
from comptant.doors.bench.market.world import World
from comptant.doors.bench.portal.listen import listen
from comptant.doors.bench.portal.people import Person, sign_in
from comptant.doors.bench.stage import ON
from comptant.store.connection import Connection

WAIT_SECONDS = (3.0, 7.0)  # between two pages of a person
TURNS = 15  # of each page, one by one
START_SECONDS, LATE_SECONDS = 120, 60
Times = dict[str, list[float]]
OURS, BARE = 8_791, 8_792
SERVE = "from comptant.doors.cli.serving import granian; granian({!r}, '127.0.0.1', {}, 2, 4)"
TARGETS = {OURS: "comptant.doors.portal.wsgi:application",
           BARE: "comptant.doors.bench.portal.bare:application"}  # fmt: skip


def measure(
    conn: Connection, scale: float, users: int, seconds: int, folder: Path
) -> list[dict[str, Any]]:
    """One row per kind of page: milliseconds one by one here and bare, their ratio; p50 and p99
    while everyone is at work; the last row is all pages together."""
    market = load(conn, World(scale, ON, 1))
    people = sign_in(market, users)
    folder.mkdir(parents=True, exist_ok=True)
    queries = folder / "queries.json"
    kinds = listen(people, queries)
    os.environ["COMPTANT_BENCH_QUERIES"] = str(queries)
    with _served(OURS), _served(BARE):
        alone = {kind: _alone(people[whose], kind, number)
                 for number, (whose, kind) in enumerate(kinds)}  # fmt: skip
        at_work, failed = _at_work(people, seconds)
    rows = [_row(kind, *alone[kind], at_work.get(kind, []), failed[kind]) for _, kind in kinds]
    ours, bare = (sum(each[place] for each in alone.values()) / len(alone) for place in (0, 1))
    every = [one for times in at_work.values() for one in times]
    return [*rows, _row("all", ours, bare, every, failed.total())]


def _row(kind: str, ours: float, bare: float, times: list[float], failed: int) -> dict[str, Any]:
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else [0.0] * 99
    return {"page": kind, "ours_ms": round(ours, 1), "bare_ms": round(bare, 1),
            "ratio": round(ours / bare, 2), "shown": len(times), "failed": failed,
            "p50_ms": round(cuts[49], 1), "p99_ms": round(cuts[98], 1)}  # fmt: skip


@contextmanager
def _served(port: int) -> Iterator[None]:
    """A server of a process of its own, two workers of four threads, until this ends."""
    environment = {**os.environ, "COMPTANT_DATABASE": settings.DATABASE, "COMPTANT_THREADS": "4",
                   "COMPTANT_CALLS_PER_MINUTE": "1000000"}  # fmt: skip
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE.format(TARGETS[port], port)], env=environment,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                _get(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/health", {})
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(timeout=60)


def _get(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> int:
    connection.request("GET", path, headers={"host": "127.0.0.1", **headers})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _alone(person: Person, kind: str, number: int) -> tuple[float, float]:
    """Medians in milliseconds of a page and of its bare one, in turns; nobody else is there."""
    times: dict[int, list[float]] = {OURS: [], BARE: []}
    connections = {port: http.client.HTTPConnection("127.0.0.1", port) for port in times}
    for turn in range(TURNS + 2):
        for port, path in ((OURS, person.pages[kind]), (BARE, f"/{number}")):
            began = time.perf_counter()
            status = _get(connections[port], path, person.headers if port == OURS else {})
            took = 1000 * (time.perf_counter() - began)
            if status != 200:
                raise RuntimeError(f"{path} gave {status}")
            if turn >= 2:
                times[port].append(took)
    return median(times[OURS]), median(times[BARE])


def _at_work(people: list[Person], seconds: int) -> tuple[Times, Counter[str]]:
    """Milliseconds of every page shown while all walk, each at their own pace; and of each kind how
    many were not shown, late by a minute or wrong."""
    times: Times = {}
    failed: Counter[str] = Counter()
    lock = threading.Lock()
    until = time.monotonic() + seconds

    def walk(number: int, person: Person) -> None:
        draw = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", OURS, timeout=LATE_SECONDS)
        while time.monotonic() < until:
            time.sleep(draw.uniform(*WAIT_SECONDS))
            kind = draw.choice(list(person.pages))
            began = time.perf_counter()
            try:
                status = _get(connection, person.pages[kind], person.headers)
            except OSError:
                connection.close()
                status = 0
            took = 1000 * (time.perf_counter() - began)
            with lock:
                times.setdefault(kind, []).append(took)
                failed[kind] += status != 200

    walkers = [threading.Thread(target=walk, args=each) for each in enumerate(people)]
    for each in walkers:
        each.start()
    for each in walkers:
        each.join()
    return times, failed
