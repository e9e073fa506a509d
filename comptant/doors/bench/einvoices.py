"""Ten thousand e-invoices from their files to rows, against one bare lxml walk over the same XML
and, for PDF, the bare extraction."""

import io
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

import pikepdf
from lxml import etree

from comptant.doors.bench.einvoice_files import KINDS, Invoice, write
from comptant.doors.bench.market.meter import Memory
from comptant.formats.many import cores, read_many

Row = dict[str, object]


def measure(count: int, folder: Path, seed: int = 1) -> list[Row]:
    """Rows {"what", "files", "floor_s", "seconds", "ratio", ...}: each kind in this process alone,
    then all of them as the door reads them, on every core."""
    shutil.rmtree(folder, ignore_errors=True)
    invoices = list(write(folder, count, seed))
    for each in invoices:
        each.path.read_bytes()  # into the system's cache, for everybody
    rows, floors = [], 0.0
    for kind in KINDS:
        some = [each for each in invoices if each.kind == kind]
        floor_s = _seconds_of_floor(some)
        floors += floor_s
        rows.append(_row(kind, some, floor_s, processes=1))
    rows.append(_row("all", invoices, floors, processes=cores()))
    shutil.rmtree(folder)
    return rows


def _row(what: str, invoices: Sequence[Invoice], floor_s: float, processes: int) -> Row:
    with Memory() as memory:
        start = perf_counter()
        warned = _read(invoices, processes)
        seconds = perf_counter() - start
    return {
        "what": what, "files": len(invoices), "processes": processes, "warned": warned,
        "mb": sum(each.path.stat().st_size for each in invoices) // 2**20,
        "floor_s": round(floor_s, 3), "seconds": round(seconds, 3),
        "files_per_s": round(len(invoices) / seconds) if seconds else 0,
        "ratio": round(seconds / floor_s, 2) if floor_s else None,
        "peak_mb": memory.client // 2**20,
    }  # fmt: skip


def _read(invoices: Sequence[Invoice], processes: int) -> int:
    """Read them all; how many warnings. Each is a row with its amount, or this stops."""
    warned = 0
    for each, read in zip(invoices, read_many(_contents(invoices), processes), strict=True):
        if read.rows["gross_cents"].to_list() != [each.gross_cents]:
            raise AssertionError(f"{each.path.name} was read as {read}")
        warned += len(read.faults)
    return warned


def _contents(invoices: Sequence[Invoice]) -> Iterator[tuple[str, bytes]]:
    return ((each.path.name, each.path.read_bytes()) for each in invoices)


def _seconds_of_floor(invoices: Sequence[Invoice]) -> float:
    """The floor, on one core: the file, the attachment of a PDF, each element touched once."""
    start = perf_counter()
    for each in invoices:
        data = each.path.read_bytes()
        _walk(_extracted(data) if each.kind == "pdf" else data)
    return perf_counter() - start


def _extracted(data: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return pdf.attachments["factur-x.xml"].get_file().read_bytes()


def _walk(xml: bytes) -> int:
    length = 0
    for element in etree.fromstring(xml).iter():
        length += len(element.tag) + len(element.text or "")
    return length
