"""Where the time of a stage goes, by the clock: every few milliseconds, what the work is at.

A sample falls on the server, under the name of the query that is waited for; on the engine of the
rules (Polars); on the driver; or on our own lines: each under the function of ours that asked.
"""

import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

import comptant

SAMPLE_SECONDS = 0.002
SERVER, DRIVER, ENGINE, OURS, PROCESSES = "server", "driver", "engine", "ours", "processes"
OUR_FOLDER = str(Path(comptant.__file__).parent)
# Whose code the innermost line is in, by its package; of everything else, ours is what called it.
PACKAGES = {"psycopg": DRIVER, "polars": ENGINE, "multiprocessing": PROCESSES,
            "concurrent": PROCESSES}  # fmt: skip


@dataclass
class Samples:
    """Samples of one stage: how often the thread that made this was seen at what."""

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Samples":
        watched = threading.get_ident()
        self._thread = threading.Thread(target=self._watch, args=(watched,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self, watched: int) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            self.seen[_at(sys._current_frames()[watched])] += 1

    def rows(self, seconds: float, invoices: int) -> list[dict[str, Any]]:
        """What was seen, most often first: kind, what, its share of the stage in percent, and the
        microseconds by the clock that this is for each invoice of the day."""
        total = self.seen.total() or 1
        return [
            {"kind": kind, "what": what, "share": round(100 * count / total, 1),
             "us_per_invoice": round(count / total * seconds * 1e6 / invoices, 1)}
            for (kind, what), count in self.seen.most_common()
        ]  # fmt: skip


def _at(frame: FrameType) -> tuple[str, str]:
    """Whose line runs, and the query or the function of ours that it runs for."""
    kind, query = PACKAGES.get(_package(frame.f_code.co_filename), OURS), ""
    if kind == DRIVER and frame.f_code.co_name == "wait":
        kind = SERVER
    step: FrameType | None = frame
    while step is not None:
        path = step.f_code.co_filename
        if path.startswith(OUR_FOLDER):
            if not path.startswith(f"{OUR_FOLDER}/store/"):
                break
            query = query or _query(step)
        step = step.f_back
    where = _where(step)
    return kind, query if kind == SERVER and query else where


def _query(frame: FrameType) -> str:
    """The query or the table that a function of the store was asked for."""
    asked = frame.f_locals
    if isinstance(name := asked.get("name"), str):
        return name
    return f"COPY {table}" if isinstance(table := asked.get("table"), str) else ""


def _where(frame: FrameType | None) -> str:
    if frame is None:
        return "-"
    path = Path(frame.f_code.co_filename).relative_to(OUR_FOLDER).with_suffix("")
    return f"{path}:{frame.f_code.co_name}"


def _package(path: str) -> str:
    """The first folder of an installed or standard package that a file is in."""
    parts = path.split("/")
    for place, part in enumerate(parts[:-1]):
        if part == "site-packages" or part.startswith("python3."):
            following = parts[place + 1]
            if following != "site-packages":
                return following
    return ""
