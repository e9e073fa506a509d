"""CSV: any of four separators, UTF-8, UTF-16 or windows-1252, read slice by slice.

The csv module cuts the cells (strictly: a stray quote is a fault, never a swallowed invoice);
Polars types them column by column.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, zip_longest
from typing import BinaryIO, NamedTuple

import polars as pl

from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import Fault, InvoicesRead, shown
from comptant.formats.spreadsheet.cells import PlacedFault, typed_tables
from comptant.formats.spreadsheet.headers import (
    HEADER_ROWS_MAX,
    Header,
    find_header,
    header_fault,
)
from comptant.rules.columns import SENT_INVOICES

SEPARATORS = (";", ",", "\t", "|")
LINE_LENGTH_MAX = 100_000
SLICE_ROWS = 100_000
ROWS_MAX = 1_000_000
LINES_MAX = 10_000_000  # no invoice fits in the twenty bytes that a line of more would have
_CHUNK = 1 << 20


class Table(NamedTuple):
    """The recognised cells of a list, not typed yet: our name -> the texts of its column."""

    file: str
    words: dict[str, str]  # our name -> the file's own word
    lines: list[int]
    columns: dict[str, list[str | None]]
    faults: list[PlacedFault]


class Record(NamedTuple):
    """The cells of one record and its first line in the file; `fault` says why it has none."""

    line: int
    cells: list[str]
    fault: str = ""


def read_csv(file: str, data: bytes) -> InvoicesRead:
    """All the invoices of a CSV list, at most ROWS_MAX rows. For more, read_csv_slices."""
    parts: list[InvoicesRead] = []
    for part in read_csv_slices(file, io.BytesIO(data), SLICE_ROWS):
        parts.append(part)
        if len(parts) * SLICE_ROWS > ROWS_MAX:
            detail = f"more than {ROWS_MAX} rows"
            return refused(Fault(file, "file", "too_many_rows", detail, refuses_file=True))
    return InvoicesRead(
        pl.concat([part.rows for part in parts]),
        tuple(fault for part in parts for fault in part.faults),
    )


def read_csv_slices(
    file: str, stream: BinaryIO, rows: int, *, by_contract: bool = False
) -> Iterator[InvoicesRead]:
    """The same in slices of at most `rows` rows, in bounded memory. `stream` must be seekable.

    A file that is refused gives one slice without rows; row numbers are lines of the file.
    `by_contract`: each line names its contract, and rows have the column `contract_number`.
    """
    if rows < 1:
        raise ValueError("a slice has at least one row")
    for part in _cut(file, stream, rows, by_contract):
        yield part if isinstance(part, InvoicesRead) else _typed([part])[0]


def read_small_csvs(files: Sequence[tuple[str, bytes]]) -> list[InvoicesRead]:
    """One answer per list, each of a few pages: those under the same headers are typed at once,
    since typing a list of ten lines costs as much as one of ten thousand."""
    parts = [list(_cut(file, io.BytesIO(data), SLICE_ROWS)) for file, data in files]
    alike: dict[tuple[tuple[str, str], ...], list[int]] = {}
    read: list[InvoicesRead | None] = [None] * len(files)
    for place, found in enumerate(parts):
        if len(found) == 1 and isinstance(found[0], Table):
            alike.setdefault(tuple(found[0].words.items()), []).append(place)
        elif len(found) == 1 and isinstance(found[0], InvoicesRead):
            read[place] = found[0]
        else:
            read[place] = read_csv(*files[place])
    for places in alike.values():
        tables = [part for place in places for part in parts[place] if isinstance(part, Table)]
        for place, answer in zip(places, _typed(tables), strict=True):
            read[place] = answer
    return [answer for answer in read if answer is not None]


def _cut(
    file: str, stream: BinaryIO, rows: int, by_contract: bool = False
) -> Iterator[Table | InvoicesRead]:
    encoding = _encoding(file, stream)
    if isinstance(encoding, Fault):
        yield refused(encoding)
        return
    lines = io.TextIOWrapper(stream, encoding, newline="")
    try:
        yield from _slices(file, lines, rows, by_contract)
    finally:
        lines.detach()


def _typed(tables: Sequence[Table]) -> list[InvoicesRead]:
    """The invoices of tables that have the same words."""
    words = tables[0].words
    below = {name: [text for each in tables for text in each.columns[name]] for name in words}
    cells = pl.DataFrame(
        {
            "table": [place for place, each in enumerate(tables) for _ in each.lines],
            "row_number": [line for each in tables for line in each.lines],
            **below,
        },
        schema={"table": pl.Int64(), "row_number": pl.Int64(), **dict.fromkeys(words, pl.String())},
    )
    return typed_tables([(each.file, each.faults) for each in tables], cells, words)


def refused(fault: Fault) -> InvoicesRead:
    """No row was taken, for this reason."""
    return InvoicesRead(SENT_INVOICES.empty(), (fault,))


def _encoding(file: str, stream: BinaryIO) -> str | Fault:
    """How the bytes are to be decoded, found by decoding them once; the stream is then at 0."""
    stream.seek(0)
    head = stream.read(4)
    if not head:
        return Fault(file, "file", "file_empty", refuses_file=True)
    for encoding in _candidates(head):
        stream.seek(0)
        try:
            excess = _excess(stream, encoding)
        except UnicodeDecodeError:
            continue
        stream.seek(0)
        return Fault(file, "file", *excess, refuses_file=True) if excess else encoding
    return Fault(file, "file", "encoding_unreadable", refuses_file=True)


def _excess(stream: BinaryIO, encoding: str) -> tuple[str, str] | None:
    """What the stream has too much of, as a fault's code and detail; decodes it to the end."""
    decoder = codecs.getincrementaldecoder(encoding)()
    size, lines = 0, 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        lines += max(chunk.count(b"\n"), chunk.count(b"\r"))
        if size > FILE_BYTES_MAX:
            return "file_too_large", f"more than {FILE_BYTES_MAX} bytes"
        if lines > LINES_MAX:
            return "too_many_rows", f"more than {LINES_MAX} lines"
        decoder.decode(chunk)
    decoder.decode(b"", final=True)
    return None


def _candidates(head: bytes) -> tuple[str, ...]:
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return ("utf-16",)
    if head[1:2] == b"\0" and head[:1] != b"\0":
        return ("utf-16-le",)
    if head[:1] == b"\0" and head[1:2] != b"\0":
        return ("utf-16-be",)
    return ("utf-8-sig", "cp1252")


def _slices(
    file: str, lines: io.TextIOWrapper, rows: int, by_contract: bool
) -> Iterator[Table | InvoicesRead]:
    header, separator, skipped = _layout(lines, by_contract)
    fault = header_fault(file, header, skipped)
    if fault:
        yield refused(fault)
        return
    lines.seek(0)
    records = (record for record in _records(_bounded(lines), separator) if record.line > skipped)
    records = (record for record in records if record.fault or any(map(str.strip, record.cells)))
    empty = True
    while batch := list(islice(records, rows)):
        empty = False
        yield _table(file, batch, header)
    if empty:
        yield refused(Fault(file, "file", "lines_missing", refuses_file=True))


def _layout(lines: io.TextIOWrapper, by_contract: bool) -> tuple[Header, str, int]:
    """The header, its separator and its line: the separator is the one that makes most sense."""
    head = list(islice(_bounded(lines), HEADER_ROWS_MAX))
    # One that stands nowhere makes one cell of each line: asked of the first, where all do.
    present = [mark for mark in SEPARATORS if any(mark in line for line in head)]
    best = Header(0, 0, {}, by_contract=by_contract), ";", 1
    for separator in present or SEPARATORS[:1]:
        records = list(_records(head, separator))
        header = find_header([record.cells for record in records], by_contract=by_contract)
        if len(header.columns) > len(best[0].columns):
            best = header, separator, records[header.row].line
            if not header.missing() and header.row + 1 < len(records):
                head = head[: records[header.row + 1].line - 1]  # another may say more, not later
    return best


def _bounded(lines: io.TextIOWrapper) -> Iterator[str]:
    """The lines; in the place of one that is too long, one that the csv module refuses."""
    while line := lines.readline(LINE_LENGTH_MAX + 1):
        if len(line) <= LINE_LENGTH_MAX:
            yield line
            continue
        while line and line[-1] not in "\r\n":
            line = lines.readline(LINE_LENGTH_MAX)
        yield "x" * (csv.field_size_limit() + 1)


def _records(lines: Iterable[str], separator: str) -> Iterator[Record]:
    """Records with the line on which each begins; what cannot be cut into cells has a fault."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Record(begins, [], shown(error))
        else:
            yield Record(begins, cells)
        begins = reader.line_num + 1


def _table(file: str, batch: list[Record], header: Header) -> Table:
    """The recognised cells as columns under our names, and the records that have none."""
    faults = []
    good = []
    for record in batch:
        fault = record.fault
        if len(record.cells) > header.width and any(map(str.strip, record.cells[header.width :])):
            fault = f"{len(record.cells)} cells under {header.width} headers"
        if fault:
            place = f"line {record.line}"
            faults.append((record.line, Fault(file, place, "spreadsheet_unreadable", fault)))
        else:
            good.append(record)
    columns = list(zip_longest(*(record.cells for record in good)))
    nothing: list[str | None] = [None] * len(good)
    found = {
        name: list(columns[position]) if position < len(columns) else nothing
        for name, (position, _) in header.columns.items()
    }
    return Table(file, header.words(), [record.line for record in good], found, faults)
