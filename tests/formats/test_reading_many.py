"""Many small files: each is answered as it would be alone, in order, whatever the others are."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from comptant.formats import intake, many
from comptant.formats.many import File
from comptant.formats.reading import Fault, InvoicesRead

FIXTURES = Path(__file__).with_name("fixtures") / "invoices"
CII = (FIXTURES / "facture.cii.xml").read_bytes()
UBL = (FIXTURES / "avoir.ubl.xml").read_bytes()
CSV = (FIXTURES / "liste.csv").read_bytes()
KILLER = "killer.xml"
MIXED: list[File] = [
    ("a.xml", CII), ("b.xml", UBL), ("c.csv", CSV), ("d.xml", CII[:300]), ("e.bin", b"\0\1\2\3"),
    ("f.csv", CSV.replace(b",", b";")), ("g.xml", b"<!DOCTYPE a><a/>"), ("h.pdf", b"%PDF-1.7 no"),
    ("i.csv", b"what;is\n1;2\n"), ("j", b""), ("k.csv", CSV.replace(b"2026", b"20x6")),
    ("l.xml", CII.replace(b"1200.00<", b"12x0<")),
]  # fmt: skip


def same(left: list[InvoicesRead], right: list[InvoicesRead]) -> bool:
    return len(left) == len(right) and all(
        one.rows.equals(other.rows) and one.faults == other.faults
        for one, other in zip(left, right, strict=True)
    )


def ends_on_the_killer(files: Sequence[File]) -> list[InvoicesRead]:
    """A reader that a file ends, as a broken library would."""
    if any(name == KILLER for name, _ in files):
        os._exit(1)
    return many.read_group(files)


def tells_its_process(files: Sequence[File]) -> list[InvoicesRead]:
    """A reader that answers nothing but who it is."""
    rows = many.read_group(files[:1])[0].rows.clear()
    return [InvoicesRead(rows, (Fault(name, "file", "x", str(os.getpid())),)) for name, _ in files]


def test_a_group_is_answered_as_each_file_alone() -> None:
    alone = [intake.read(*file) for file in MIXED]
    assert same(many.read_group(MIXED), alone)
    assert sum(answer.rows.height for answer in alone) > 3
    assert sum(len(answer.faults) for answer in alone) > 6


def test_lists_under_the_same_headers_keep_their_own_lines_and_faults() -> None:
    bad = CSV.replace(b"2026-", b"20-6-")
    files = [(f"{n}.csv", bad if n % 3 == 1 else CSV) for n in range(7)]
    assert same(many.read_group(files), [intake.read(*file) for file in files])


@pytest.mark.parametrize("processes", [1, 2])
def test_files_of_all_kinds_are_answered_in_their_order(
    processes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "GROUP_FILES", 7)
    files = [(f"{n}-{name}", data) for n in range(4) for name, data in MIXED]
    read = list(many.read_many(iter(files), processes))
    assert same(read, [intake.read(*file) for file in files])


def test_files_are_taken_as_the_reading_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "GROUP_FILES", 20)
    taken = 0

    def files() -> Iterator[File]:
        nonlocal taken
        for n in range(1_000):
            taken += 1
            yield f"{n}.xml", CII

    answers = many.read_many(files(), 2)
    next(answers)
    assert taken <= many.MANY_GROUPS * 20 + 20
    assert sum(1 for _ in answers) == 999


@pytest.mark.parametrize(("limit", "value"), [("GROUP_FILES", 5), ("GROUP_BYTES", 5 * len(CII))])
def test_groups_are_read_elsewhere_whatever_ends_them(
    limit: str, value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, limit, value)
    files = [(f"{n}.xml", CII) for n in range(5 * many.MANY_GROUPS)]
    readers = {read.faults[0].detail for read in many.read_many(iter(files), 2, tells_its_process)}
    assert readers
    assert str(os.getpid()) not in readers
    few = many.read_many(iter(files[:-5]), 2, tells_its_process)
    assert {read.faults[0].detail for read in few} == {str(os.getpid())}


def test_a_file_that_ends_its_process_is_refused_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(many, "GROUP_FILES", 4)
    files = [(f"{n}.xml", CII) for n in range(24)]
    files[10] = (KILLER, CII)
    read = list(many.read_many(iter(files), 2, ends_on_the_killer))
    assert [place for place, answer in enumerate(read) if answer.rows.height != 1] == [10]
    (fault,) = read[10].faults
    assert (fault.file, fault.code, fault.refuses_file) == (KILLER, "xml_malformed", True)


@pytest.mark.parametrize(
    ("head", "size", "small"),
    [(CII, len(CII), True), (CSV, 10**6, True), (CSV, 10**6 + 1, False), (CII, 10**7, False),
     (b"PK\x03\x04", 10, False), (b"", 0, False)],
)  # fmt: skip
def test_only_invoices_and_short_lists_are_small(head: bytes, size: int, small: bool) -> None:
    assert many.is_small(head, size) is small
