"""Letters to buyers by the thousand: what is not the engine, against the engine at its fastest."""

import hashlib
import math
import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from time import perf_counter, process_time
from typing import Any

import psutil

from comptant.doors.bench import stage
from comptant.doors.sandbox import Sandbox
from comptant.formats.papers import letters
from comptant.operations.assigning import notices, remit

Row = dict[str, Any]
INVOICES_EACH = 5
REPEATS = 2  # of each run by the engine alone; the quickest counts


class Engine:
    """The engine as a module of letters uses it (its `typeset`), with its template: what it was
    given, and what it took."""

    def __init__(self, of: Any, template: str) -> None:
        self.runs: list[tuple[Mapping[str, Any], date]] = []
        self.seconds = self.processor = 0.0
        self.template, self.plain = template, of.typeset

    def __call__(self, template: str, facts: Mapping[str, Any], on: date, **told: Any) -> bytes:
        self.runs.append((facts, on))
        began, worked = perf_counter(), process_time()
        made = self.plain(template, facts, on, **told)
        self.seconds += perf_counter() - began
        self.processor += process_time() - worked
        return made

    def fastest(self) -> tuple[float, float]:
        """Seconds and processor seconds of runs as large, warm: of each the quickest repeat. Names
        and numbers differ each time, or the engine would remember what it has set."""
        seconds = processor = 0.0
        for facts, on in self.runs:
            best_seconds = best_processor = math.inf
            for repeat in range(REPEATS):
                others = _renamed(facts, chr(ord("a") + repeat))
                began, worked = perf_counter(), process_time()
                self.plain(self.template, others, on, standard=letters.UNTAGGED)
                best_processor = min(best_processor, process_time() - worked)
                best_seconds = min(best_seconds, perf_counter() - began)
            seconds, processor = seconds + best_seconds, processor + best_processor
        return seconds, processor


def _renamed(facts: Mapping[str, Any], sign: str) -> Row:
    """The same run with a sign more in each name and number."""
    return {**facts, "letters": [
        {**one, "buyer": one["buyer"] + sign, "client": one["client"] + sign,
         "reference": one["reference"] + sign,
         "lines": [[number + sign, *rest] for number, *rest in one["lines"]]}
        for one in facts["letters"]]}  # fmt: skip


def measure(box: Sandbox, count: int) -> list[Row]:
    """One row: seconds and processor time of `count` letters kept, engine and the rest; memory."""
    count = prepare(box, count)

    def write() -> int:
        answer = notices.write_notices(box.conn, box.asked("anna"), contract_id=None,
                                       language="fr")  # fmt: skip
        return int(answer["count"])

    return compared(box, letters, "notice", write, count)


def compared(
    box: Sandbox, of: Any, template: str, write: Callable[[], int], count: int
) -> list[Row]:
    """What `measure` tells, of letters that `write` sets by a module (`of`) until there are
    `count`."""
    before = _peak_mb()
    server = psutil.Process(box.conn.info.backend_pid)
    served = sum(server.cpu_times()[:2])
    began, worked, written = perf_counter(), process_time(), 0
    with _watched(of, template) as engine:
        while written < count:
            written += write()
    seconds, processor = perf_counter() - began, process_time() - worked
    served = sum(server.cpu_times()[:2]) - served
    peak = _peak_mb()
    best_seconds, best_processor = engine.fastest()
    rest_seconds = seconds - engine.seconds
    rest_processor = processor - engine.processor + served
    return [{
        "letters": written, "seconds": round(seconds, 2),
        "letters_per_s": round(written / seconds), "engine_s": round(engine.seconds, 2),
        "rest_s": round(rest_seconds, 2), "fastest_engine_s": round(best_seconds, 2),
        "rest_of_fastest": round(rest_seconds / best_seconds, 3),
        "engine_processor_s": round(engine.processor, 2),
        "rest_processor_s": round(rest_processor, 2), "of_which_server_s": round(served, 2),
        "fastest_engine_processor_s": round(best_processor, 2),
        "rest_of_fastest_processor": round(rest_processor / best_processor, 3),
        "peak_mb_before": before, "peak_mb": peak,
    }]  # fmt: skip


def prepare(box: Sandbox, count: int) -> int:
    """Contracts whose buyers are all to be told, each with a few open invoices; how many buyers."""
    client_id, buyers = stage.client(box)
    contracts = max(1, count // len(buyers))
    for number in range(contracts):
        contract_id = box.contract(client_id, f"L-{number}", **stage.TERMS, notice_required=True)
        sent = stage.invoices(INVOICES_EACH * len(buyers), f"L{number}")
        asked = box.asked("anna")
        remit.remit(box.conn, asked, contract_id=contract_id, sent=sent, file_name="bench",
                    digest=hashlib.sha256(str(number).encode()).digest(),
                    received_at=asked.at)  # fmt: skip
    return contracts * len(buyers)


@contextmanager
def _watched(of: Any, template: str) -> Iterator[Engine]:
    """The engine under watch while a block runs; it is warm when the block begins."""
    engine = Engine(of, template)
    engine.plain("trial", {"language": "fr", "name": ""}, stage.ON, standard=letters.UNTAGGED)
    of.typeset = engine
    try:
        yield engine
    finally:
        of.typeset = engine.plain


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
