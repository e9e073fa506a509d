"""A small list of any kind as rows of text: CSV, XLSX, XLS, ODS, PDF, UBL, told by content."""

import csv
import io
from collections.abc import Iterator

from comptant.formats import intake
from comptant.formats.advice import pdf, ubl
from comptant.formats.reading import shown
from comptant.formats.spreadsheet.archive import danger
from comptant.formats.spreadsheet.confined import Sheet, Unconfinable, sheets
from comptant.formats.statements import Unreadable

BYTES_MAX = 20_000_000
ROWS_MAX = 50_000
SEPARATORS = ";,\t|"


def grids(data: bytes, columns_of: pdf.Columns | None = None) -> Iterator[Sheet]:
    """Each way to read the file as a table: sheet by sheet, or separator by separator.
    `columns_of` knows the titles of a row of cells; without it, papers (PDF, UBL) are not read.

    Raises Unreadable.
    """
    if len(data) > BYTES_MAX:
        raise Unreadable("file_too_large", f"more than {BYTES_MAX} bytes")
    match intake.kind(data[: intake.HEAD_BYTES]):
        case "zip" | "ods":
            if reason := danger(data):
                raise Unreadable("archive_dangerous", reason)
            yield from _confined(data)
        case "ole2":
            yield from _confined(data)
        case "pdf" if columns_of:
            yield _of_pdf(data, columns_of)
        case "xml" if columns_of:
            yield ubl.grid(data)
        case "text":
            text = _decoded(data)
            found = [_cut(text, separator) for separator in SEPARATORS]
            cut = [sheet for sheet in found if isinstance(sheet, list)]
            if not cut:
                raise next(each for each in found if isinstance(each, Unreadable))
            yield from cut
        case "empty":
            raise Unreadable("file_empty")
        case _:
            raise Unreadable("format_unknown", data[:8].hex(" "))


def _confined(data: bytes) -> list[Sheet]:
    try:
        found = [sheet for _, sheet in sheets(data)]
    except Unconfinable as error:
        raise Unreadable(error.code, error.detail) from None
    if any(len(sheet) > ROWS_MAX for sheet in found):
        raise Unreadable("too_many_rows", f"more than {ROWS_MAX}")
    return found


def _of_pdf(data: bytes, columns_of: pdf.Columns) -> Sheet:
    try:
        rows = pdf.grid(data, columns_of)
    except Unconfinable as error:
        raise Unreadable(error.code, error.detail) from None
    if len(rows) > ROWS_MAX:
        raise Unreadable("too_many_rows", f"more than {ROWS_MAX}")
    return rows


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding_unreadable")


def _cut(text: str, separator: str) -> Sheet | Unreadable:
    """The rows, each at the place of the line that it begins on; or why there are none."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: Sheet = []
    try:
        begins = 0
        for cells in reader:
            rows.extend([] for _ in range(begins - len(rows)))
            rows.append(cells)
            begins = reader.line_num
            if len(rows) > ROWS_MAX:
                return Unreadable("too_many_rows", f"more than {ROWS_MAX}")
    except csv.Error as error:
        return Unreadable("spreadsheet_unreadable", shown(error))
    return rows
