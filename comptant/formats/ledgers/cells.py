"""Tables of text from CSV (any of four separators) or XLSX, and what a person writes in a cell."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from python_calamine import CalamineWorkbook

from comptant.formats import intake
from comptant.formats.limits import FILE_BYTES_MAX, YEAR_FIRST, YEAR_LAST
from comptant.formats.reading import Fault, shown
from comptant.formats.spreadsheet.archive import danger
from comptant.formats.spreadsheet.child import SHEETS_MAX
from comptant.formats.spreadsheet.child import text as text_of
from comptant.formats.spreadsheet.headers import HEADER_ROWS_MAX, plain
from comptant.rules.money import AMOUNT_CENTS_MAX

ROWS_MAX = 2_000_000
SEPARATORS = (";", "\t", "|", ",")
_BLANKS = re.compile("[\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}'€]|EUR")
_AMOUNT = re.compile(
    r"(-?)(?:(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?|(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?)",
    re.ASCII,
)
_DATES = (
    re.compile(r"(?P<y>\d{4})[-/.]?(?P<m>\d{2})[-/.]?(?P<d>\d{2})(?:[T ].*)?", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})(?:[T ].*)?", re.ASCII),
    re.compile(r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{2})", re.ASCII),
)

Table = Sequence[Sequence[str]]  # the lines of a sheet, blank ones included


@dataclass(frozen=True)
class Known:
    """Where the titles stand (the line, from 0) and what was recognised: our name -> column."""

    row: int
    places: dict[str, int]
    words: dict[str, str]  # our name -> the file's own word


def tables(file: str, data: bytes) -> list[Table] | Fault:
    """The sheets of a file, as text; or why it cannot be read."""
    if len(data) > FILE_BYTES_MAX:
        return Fault(file, "file", "file_too_large", refuses_file=True)
    kind = intake.kind(data[: intake.HEAD_BYTES])
    if kind == "zip":
        return _workbook(file, data)
    if kind == "empty" or not data.strip():
        return Fault(file, "file", "file_empty", refuses_file=True)
    if kind != "text":
        return Fault(file, "file", "format_unknown", kind, refuses_file=True)
    text = _decoded(data)
    if text is None:
        return Fault(file, "file", "encoding_unreadable", refuses_file=True)
    head = "\n".join(text.split("\n")[:HEADER_ROWS_MAX])
    mark = max(SEPARATORS, key=head.count)
    # A FEC has no quoting: a lone quote in a label is only a quote.
    lines = io.StringIO(text)
    try:
        if mark in "\t|":
            return [list(csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE))]
        return [list(csv.reader(lines, delimiter=mark))]
    except csv.Error as error:
        return Fault(file, "file", "spreadsheet_unreadable", shown(error), refuses_file=True)


def _decoded(data: bytes) -> str | None:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252", "iso8859-15")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\0" not in text else None
    return None


def _workbook(file: str, data: bytes) -> list[Table] | Fault:
    reason = danger(data)
    if reason:
        return Fault(file, "file", "archive_dangerous", reason, refuses_file=True)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [
            [list(map(text_of, cells))
             for cells in book.get_sheet_by_name(name).to_python(skip_empty_area=False)]
            for name in book.sheet_names[:SHEETS_MAX]
        ]  # fmt: skip
    except Exception as error:  # calamine has no common ancestor for what a broken file raises
        return Fault(file, "file", "spreadsheet_unreadable", shown(error), refuses_file=True)


def columns_of(table: Table, titles: Mapping[str, str]) -> Known:
    """The line of titles that says most, of the first few: `titles` is our name -> its words,
    without accents, case or blanks, separated by blanks."""
    words = {name: said.split() for name, said in titles.items()}
    best = Known(0, {}, {})
    for row, cells in enumerate(table[:HEADER_ROWS_MAX]):
        said = [plain(cell) for cell in cells]
        places: dict[str, int] = {}
        for name, accepted in words.items():
            place = next((said.index(word) for word in accepted if word in said), None)
            if place is not None and place not in places.values():
                places[name] = place
        if len(places) > len(best.places):
            best = Known(row, places, {name: cells[at].strip() for name, at in places.items()})
    return best


def missing(file: str, known: Known, required: Sequence[str]) -> Fault | None:
    """The columns that a file lacks, and what was understood of it."""
    lacking = [name for name in required if name not in known.places]
    if not lacking:
        return None
    understood = ", ".join(f"{shown(word, 30)} = {name}" for name, word in known.words.items())
    detail = f"missing: {', '.join(lacking)}; understood: {understood or 'nothing'}"
    return Fault(file, f"line {known.row + 1}", "ledger_column_missing", detail, refuses_file=True)


def cell(cells: Sequence[str], known: Known, name: str) -> str:
    """The text of a named cell of a line; empty where the line is shorter, or has no such."""
    place = known.places.get(name)
    return cells[place].strip() if place is not None and place < len(cells) else ""


def cents(text: str) -> int | None:
    """An amount with two decimals at most; None where it is none. "" and "-" are zero."""
    bare = _BLANKS.sub("", text).replace("\u2212", "-")
    if bare in ("", "-"):
        return 0
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    if bare.endswith("-"):
        bare = "-" + bare[:-1]
    if "." in bare and "," not in bare and len(bare.rpartition(".")[2]) > 2:
        whole, _, rest = bare.rpartition(".")
        if rest.strip("0"):  # 1.234: one thousand, or a little more than one
            return None
        bare = f"{whole}.00"
    found = _AMOUNT.fullmatch(bare)
    if found is None:
        return None
    sign, first, some, second, others = found.groups()
    whole = re.sub(r"[.,]", "", first or second)
    if len(whole) > len(str(AMOUNT_CENTS_MAX)):
        return None
    value = int(whole) * 100 + int((some or others or "").ljust(2, "0"))
    return None if value > AMOUNT_CENTS_MAX else (-value if sign else value)


def day(text: str) -> date | None:
    """A date, the day or the year first; None where it is none."""
    for form in _DATES:
        found = form.fullmatch(text.strip())
        if found is None:
            continue
        year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
        try:
            told = date(year, int(found["m"]), int(found["d"]))
        except ValueError:
            return None
        return told if YEAR_FIRST <= year <= YEAR_LAST else None
    return None
