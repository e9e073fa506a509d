"""Lists of disputes: to open (contract, invoice, kind, amount, evidence) or to settle (contract,
dispute, credit, evidence). CSV, one dispute a line, columns known by their titles.

Any of three separators, in UTF-8 or windows-1252.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from comptant.formats.reading import Fault, shown
from comptant.formats.requests import FAULTS_MAX, ROWS_MAX, list_amount, list_separator, list_text
from comptant.formats.spreadsheet.headers import plain

TEXT_LENGTH_MAX = 200
YES = frozenset({"yes", "oui", "y", "o", "x", "1"})
NO = frozenset({"no", "non", "n", "0"})

# Our name -> the titles that it may have, without accents, case or blanks.
TO_OPEN = {
    "contract_number": "contract contrat numerodecontrat ncontrat contractnumber",
    "invoice_number": "invoice facture invoicenumber numerodefacture nfacture",
    "dispute_code": "kind nature code motif",
    "amount_cents": "amount montant disputed conteste",
    "is_rest_confirmed": "restconfirmed soldeconfirme",
    "evidence": "evidence piece justificatif",
}
TO_SETTLE = {
    "contract_number": TO_OPEN["contract_number"],
    "dispute_id": "dispute litige disputeid",
    "amount_cents": "credit avoir creditnote",
    "evidence": TO_OPEN["evidence"],
}
REQUIRED = frozenset({"contract_number", "invoice_number", "dispute_code", "dispute_id"})


@dataclass
class DisputesRead:
    """The lines of a list as rows (row_number and our names), and faults: with one, the list is
    not to be taken."""

    rows: list[dict[str, object]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_disputes(file: str, data: bytes, titles: Mapping[str, str]) -> DisputesRead:
    """All the lines of a list with these titles (TO_OPEN or TO_SETTLE), or the faults it has."""
    text = list_text(file, data)
    if isinstance(text, Fault):
        return DisputesRead(faults=[text])
    read = DisputesRead()
    reader = csv.reader(io.StringIO(text), delimiter=list_separator(text))
    try:
        head = next(reader, [])
        places = _places(head, titles)
        missing = [name for name in titles if name in REQUIRED and name not in places]
        if missing:
            return DisputesRead(faults=[Fault(file, "line 1", "column_missing",
                                              f"missing: {', '.join(missing)}",
                                              refuses_file=True)])  # fmt: skip
        for cells in reader:
            if any(map(str.strip, cells[len(head) :])):
                read.faults.append(Fault(file, f"line {reader.line_num}", "cells_too_many",
                                         refuses_file=True))  # fmt: skip
            elif any(map(str.strip, cells)):
                _take(read, file, reader.line_num, cells, places)
            if len(read.rows) > ROWS_MAX or len(read.faults) >= FAULTS_MAX:
                code = "too_many_rows" if len(read.rows) > ROWS_MAX else "faults_cut_short"
                read.faults.append(Fault(file, f"line {reader.line_num}", code, refuses_file=True))
                break
    except csv.Error as error:
        read.faults.append(Fault(file, "file", "format_unknown", shown(error), refuses_file=True))
    if not read.rows and not read.faults:
        read.faults.append(Fault(file, "file", "lines_missing", refuses_file=True))
    return read


def _places(titles_said: Sequence[str], titles: Mapping[str, str]) -> dict[str, int]:
    """Where each column of ours stands: the first whose title is one of its words."""
    said = [plain(title) for title in titles_said]
    found = {}
    for name, words in titles.items():
        place = next((at for at, title in enumerate(said) if title in words.split()), None)
        if place is not None:
            found[name] = place
    return found


def _take(
    read: DisputesRead, file: str, line: int, cells: list[str], places: Mapping[str, int]
) -> None:
    row: dict[str, object] = {"row_number": line}
    faults = []
    for name, place in places.items():
        cell = cells[place].strip() if place < len(cells) else ""
        code, value = _value(name, cell)
        row[name] = value
        if code:
            faults.append(Fault(file, f"line {line}, column {place + 1}", code, shown(cell),
                                refuses_file=True))  # fmt: skip
    read.faults += faults
    if not faults:
        read.rows.append(row)


def _value(name: str, cell: str) -> tuple[str | None, object]:
    """What is wrong with a cell, and its value."""
    if len(cell) > TEXT_LENGTH_MAX:
        return "value_too_long", None
    if not cell and name in REQUIRED:
        return "value_missing", None
    if name == "amount_cents":
        cents = list_amount(cell)
        return (cents, None) if isinstance(cents, str) else (None, cents)
    if name == "dispute_id":
        is_id = cell.isascii() and cell.isdigit() and len(cell) <= 18
        return (None, int(cell)) if is_id else ("number_unreadable", None)
    if name == "is_rest_confirmed":
        known = cell.lower() in YES | NO or not cell
        return None if known else "flag_unreadable", cell.lower() in YES
    if any(not letter.isprintable() for letter in cell):
        return "encoding_unreadable", None
    return None, cell
