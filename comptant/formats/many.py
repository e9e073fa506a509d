"""Many small files at once: e-invoices and short lists, read in groups by spawned processes.

What costs in a small file is not its bytes but what is made around them: a table of one row takes
ten times as long as the invoice in it. So a group of files is one table, cut again into one answer
per file; and from some hundreds of files on, groups are read on every core. Each answer is what
`intake.read` gives for that file alone.
"""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from multiprocessing.connection import Connection
from typing import cast

import polars as pl

from comptant.formats import einvoice, facturx, intake
from comptant.formats.reading import Fault, InvoicesRead
from comptant.formats.spreadsheet.delimited import read_small_csvs
from comptant.rules.columns import SENT_INVOICES

File = tuple[str, bytes]
Reader = Callable[[Sequence[File]], list[InvoicesRead]]
Packed = tuple[pl.DataFrame, list[int], list[tuple[Fault, ...]]]

SMALL_BYTES = {"xml": 8_000_000, "pdf": 8_000_000, "text": 1_000_000}
GROUP_FILES, GROUP_BYTES = 400, 8_000_000  # a group in flight is never larger than one more file
MANY_GROUPS = 4  # for fewer, starting processes costs more than they save
AHEAD = 2  # groups in flight for each process


def is_small(head: bytes, size: int) -> bool:
    """Whether a file (its first HEAD_BYTES, its size) is one of those that are read in groups."""
    return size <= SMALL_BYTES.get(intake.kind(head[: intake.HEAD_BYTES]), -1)


def cores() -> int:
    """How many processes can run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_many(
    files: Iterable[File], processes: int | None = None, reader: Reader | None = None
) -> Iterator[InvoicesRead]:
    """One answer per small file, in their order. Never raises on what was sent.

    `files` are taken as the reading goes on: a few groups are in memory, however many come.
    """
    processes, reader = processes or cores(), reader or read_group
    groups = _groups(files)
    first = list(islice(groups, MANY_GROUPS))
    if processes == 1 or len(first) < MANY_GROUPS:
        for group in chain(first, groups):
            yield from reader(group)
        return
    with _Crew(processes, reader) as crew:
        yield from crew.read(chain(first, groups))


def read_group(files: Sequence[File]) -> list[InvoicesRead]:
    """One answer per file, as `intake.read` gives it, with one table for all of them."""
    answers: dict[int, InvoicesRead] = {}
    found: list[dict[str, object]] = []
    faults: dict[int, tuple[list[Fault], int]] = {}
    lists = []
    for place, (name, data) in enumerate(files):
        kind = intake.kind(data[: intake.HEAD_BYTES])
        if kind in ("xml", "pdf"):
            row, told = (einvoice if kind == "xml" else facturx).told(name, data)
            faults[place] = told, 0 if row is None else 1
            found += [] if row is None else [row]
        elif kind == "text" and len(data) <= SMALL_BYTES[kind]:
            lists.append(place)
        else:
            answers[place] = intake.read(name, data)
    rows, first = einvoice.frame(found), 0
    for place, (told, count) in faults.items():
        answers[place] = InvoicesRead(rows.slice(first, count), tuple(told))
        first += count
    answers.update(zip(lists, read_small_csvs([files[place] for place in lists]), strict=True))
    return [answers[place] for place in range(len(files))]


def _groups(files: Iterable[File]) -> Iterator[list[File]]:
    group: list[File] = []
    size = 0
    for file in files:
        group.append(file)
        size += len(file[1])
        if len(group) >= GROUP_FILES or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _pack(reader: Reader, files: Sequence[File]) -> Packed:
    """What a process answers for its group: one table instead of a hundred."""
    read = reader(files)
    rows = pl.concat([each.rows for each in read]) if read else SENT_INVOICES.empty()
    return rows, [each.rows.height for each in read], [each.faults for each in read]


def _unpacked(packed: Packed) -> Iterator[InvoicesRead]:
    rows, heights, faults = packed
    first = 0
    for height, told in zip(heights, faults, strict=True):
        yield InvoicesRead(rows.slice(first, height), told)
        first += height


def _serve(link: Connection, reader: Reader) -> None:
    """The life of a process: groups in, answers out, until nobody asks any more."""
    while True:
        try:
            group = link.recv()
        except EOFError:
            return
        try:
            answer: Packed | Exception = _pack(reader, group)
        except Exception as error:
            answer = error
        link.send(answer)


class _Worker:
    """A process that reads a group at a time. Spawned: what was forked after Polars hangs."""

    def __init__(self, reader: Reader) -> None:
        context = multiprocessing.get_context("spawn")
        self._link, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, reader), daemon=True)
        self._process.start()
        theirs.close()  # so that its end is seen as soon as the process has ended

    def read(self, group: list[File]) -> Packed | None:
        """What it answers; None if the group has ended it."""
        try:
            self._link.send(group)
            answer = self._link.recv()
        except (EOFError, OSError):
            return None
        if isinstance(answer, Exception):
            raise answer
        return cast(Packed, answer)

    def ask_to_end(self) -> None:
        """No more groups: it ends while others are asked."""
        self._link.close()

    def end(self) -> None:
        """No more groups; once it has ended."""
        self._link.close()
        self._process.join()


class _Crew:
    """Processes that read groups, each asked by a thread of its own.

    No ProcessPoolExecutor: one process that ends takes all of its groups with it, and a group sent
    at that moment may never be answered (Python 3.11).
    """

    def __init__(self, processes: int, reader: Reader) -> None:
        self._processes, self._reader = processes, reader
        self._threads = ThreadPoolExecutor(processes)
        self._idle: list[_Worker] = []

    def __enter__(self) -> "_Crew":
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        for worker in self._idle:
            worker.ask_to_end()
        for worker in self._idle:
            worker.end()

    def read(self, groups: Iterable[list[File]]) -> Iterator[InvoicesRead]:
        """The answers in order; a few groups are in flight."""
        flight: deque[Future[list[InvoicesRead]]] = deque()
        for group in groups:
            flight.append(self._threads.submit(self._answered, group))
            if len(flight) > AHEAD * self._processes:
                yield from flight.popleft().result()
        while flight:
            yield from flight.popleft().result()

    def _answered(self, group: list[File]) -> list[InvoicesRead]:
        """The answers for a group: if it ends its process, for each half of it in another, until
        the file that ends it is alone, and refused."""
        try:
            worker = self._idle.pop()
        except IndexError:
            worker = _Worker(self._reader)
        packed = None
        try:
            packed = worker.read(group)
        finally:
            if packed is None:
                worker.end()
            else:
                self._idle.append(worker)
        if packed is not None:
            return list(_unpacked(packed))
        if len(group) == 1:
            return [_ended_by(*group[0])]
        half = len(group) // 2
        return self._answered(group[:half]) + self._answered(group[half:])


def _ended_by(name: str, data: bytes) -> InvoicesRead:
    is_pdf = intake.kind(data[: intake.HEAD_BYTES]) == "pdf"
    code = "pdf_unreadable" if is_pdf else "xml_malformed"
    fault = Fault(name, "file", code, "it ended the reader", refuses_file=True)
    return InvoicesRead(SENT_INVOICES.empty(), (fault,))
