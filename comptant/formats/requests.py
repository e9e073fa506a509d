"""Requests for money in a list: one contract a line, with an amount or none (all that there is).

CSV with any of three separators, in UTF-8 or windows-1252; the first line may be titles.
"""

import csv
import io
import re
from dataclasses import dataclass

import polars as pl

from comptant.formats.reading import Fault, shown
from comptant.rules.columns import Shape
from comptant.rules.money import AMOUNT_CENTS_MAX

# One row per line of the list.
REQUESTS = Shape(("row_number", "contract_number", "wanted_cents"), frozenset({"wanted_cents"}))
TITLES = frozenset({"contract", "contrat", "number", "numero", "numéro", "n°"})
BYTES_MAX = 20_000_000
ROWS_MAX = 100_000
NUMBER_LENGTH_MAX = 100
FAULTS_MAX = 100
_BLANKS = re.compile("[\\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}€]")
_AMOUNT = re.compile(r"(\d{1,15})(?:[.,](\d{1,2}))?", re.ASCII)


@dataclass(frozen=True)
class RequestsRead:
    """Rows in the shape REQUESTS, and faults: with one, the list is not to be taken."""

    rows: pl.DataFrame
    faults: tuple[Fault, ...] = ()


def read_requests(file: str, data: bytes) -> RequestsRead:
    """All the requests of a list, or the faults that it has."""
    text = list_text(file, data)
    if isinstance(text, Fault):
        return RequestsRead(REQUESTS.empty(), (text,))
    separator = list_separator(text)
    rows: list[dict[str, object]] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    try:
        for line, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), 1):
            cells = [cell.strip() for cell in cells]
            if not any(cells) or (line == 1 and cells[0].lower() in TITLES):
                continue
            found = _request(file, line, cells, seen)
            if isinstance(found, Fault):
                faults.append(found)
            else:
                rows.append(found)
            if len(rows) > ROWS_MAX or len(faults) >= FAULTS_MAX:
                code = "too_many_rows" if len(rows) > ROWS_MAX else "faults_cut_short"
                faults.append(Fault(file, f"line {line}", code, refuses_file=True))
                break
    except csv.Error as error:
        faults.append(Fault(file, "file", "format_unknown", shown(error), refuses_file=True))
    if not rows and not faults:
        faults.append(Fault(file, "file", "lines_missing", refuses_file=True))
    return RequestsRead(REQUESTS.frame([] if faults else rows), tuple(faults))


def list_text(file: str, data: bytes) -> str | Fault:
    """A short list as text with plain line ends, or the fault that it has."""
    if len(data) > BYTES_MAX:
        return Fault(file, "file", "file_too_large", refuses_file=True)
    if not data.strip():
        return Fault(file, "file", "file_empty", refuses_file=True)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    return Fault(file, "file", "encoding_unreadable", refuses_file=True)


def list_separator(text: str) -> str:
    """What stands between the cells of a list, by its first line."""
    first = text.split("\n", 1)[0]
    return next((mark for mark in (";", "\t", ",") if mark in first), ";")


def list_amount(text: str) -> int | str | None:
    """Cents of a cell, None where it is blank, or the code of the fault that it has."""
    amount = _BLANKS.sub("", text)
    if not amount:
        return None
    found = _AMOUNT.fullmatch(amount)
    if not found:
        return "amount_unreadable"
    cents = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return cents if 0 < cents <= AMOUNT_CENTS_MAX else "amount_out_of_range"


def _request(
    file: str, line: int, cells: list[str], seen: dict[str, int]
) -> dict[str, object] | Fault:
    number, amount = cells[0], cells[1] if len(cells) > 1 else ""
    place = f"line {line}"
    if not number:
        return Fault(file, f"{place}, column 1", "value_missing", refuses_file=True)
    if len(number) > NUMBER_LENGTH_MAX:
        return Fault(file, f"{place}, column 1", "value_too_long", shown(number), refuses_file=True)
    if number in seen:
        detail = f"{shown(number)}, line {seen[number]}"
        return Fault(file, f"{place}, column 1", "contract_twice", detail, refuses_file=True)
    seen[number] = line
    cents = list_amount(amount)
    if isinstance(cents, str):
        return Fault(file, f"{place}, column 2", cents, shown(_BLANKS.sub("", amount)),
                     refuses_file=True)  # fmt: skip
    return {"row_number": line, "contract_number": number, "wanted_cents": cents}
