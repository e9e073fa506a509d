"""Invoices that a buyer owes: a list (CSV: supplier's SIREN, invoice, dates, amount; columns known
by their titles) or the suppliers' own e-invoices and workbooks, as `intake` reads them."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from comptant.formats import intake
from comptant.formats.identifiers import normal
from comptant.formats.reading import Fault, shown
from comptant.formats.requests import FAULTS_MAX, ROWS_MAX, list_amount, list_separator, list_text
from comptant.formats.spreadsheet.cells import days
from comptant.formats.spreadsheet.headers import plain

TEXT_LENGTH_MAX = 100
# Our name -> the titles that it may have, without accents, case or blanks.
TITLES = {
    "supplier_number": """supplier suppliersiren siren sirenfournisseur fournisseur
        sirendufournisseur""",
    "invoice_number": "invoice invoicenumber facture numerodefacture nfacture ndefacture number",
    "issued_on": "issued issuedon invoicedate date datefacture datedefacture",
    "due_on": "due dueon duedate echeance dateecheance datedecheance",
    "amount_cents": "amount total totalinclvat montant montantttc totalttc ttc",
}


@dataclass
class PayablesRead:
    """The lines of a list as rows of our names, and faults: with one, the list is not taken."""

    rows: list[dict[str, object]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_payables(file: str, data: bytes) -> PayablesRead:
    """All the payables of a file, or the faults it has."""
    if intake.kind(data[: intake.HEAD_BYTES]) != "text":
        return _of_invoices(file, data)
    text = list_text(file, data)
    if isinstance(text, Fault):
        return PayablesRead(faults=[text])
    read = PayablesRead()
    reader = csv.reader(io.StringIO(text), delimiter=list_separator(text))
    try:
        places = _places(next(reader, []))
        missing = [name for name in TITLES if name not in places]
        if missing:
            return PayablesRead(faults=[Fault(file, "line 1", "payable_column_missing",
                                              f"missing: {', '.join(missing)}",
                                              refuses_file=True)])  # fmt: skip
        for cells in reader:
            if any(map(str.strip, cells)):
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


def _of_invoices(file: str, data: bytes) -> PayablesRead:
    """The invoices of suppliers, each of which tells its seller."""
    found = intake.read(file, data)
    read = PayablesRead(faults=[one for one in found.faults if one.refuses_file])
    for row in found.rows.iter_rows(named=True):
        place = f"line {row['row_number']}"
        number = row["seller_siren"] or (row["seller_siret"] or "")[:9]
        for name, value in (("seller_siren", number), ("due_on", row["due_on"]),
                            ("issued_on", row["issued_on"])):  # fmt: skip
            if not value:
                read.faults.append(Fault(file, place, "value_missing", name, refuses_file=True))
        read.rows.append({
            "supplier_number": number, "invoice_number": row["invoice_number"],
            "issued_on": row["issued_on"], "due_on": row["due_on"],
            "amount_cents": row["payable_cents"],
        })  # fmt: skip
    return read


def _places(titles_said: Sequence[str]) -> dict[str, int]:
    said = [plain(title) for title in titles_said]
    found = {}
    for name, words in TITLES.items():
        place = next((at for at, title in enumerate(said) if title in words.split()), None)
        if place is not None:
            found[name] = place
    return found


def _take(
    read: PayablesRead, file: str, line: int, cells: list[str], places: Mapping[str, int]
) -> None:
    row: dict[str, object] = {}
    faults = []
    for name, place in places.items():
        cell = cells[place].strip() if place < len(cells) else ""
        code, row[name] = _value(name, cell)
        if code:
            faults.append(Fault(file, f"line {line}, column {place + 1}", code, shown(cell),
                                refuses_file=True))  # fmt: skip
    read.faults += faults
    if not faults:
        read.rows.append(row)


def _value(name: str, cell: str) -> tuple[str | None, object]:
    """What is wrong with a cell, and its value."""
    if not cell:
        return "value_missing", None
    if len(cell) > TEXT_LENGTH_MAX:
        return "value_too_long", None
    if any(not letter.isprintable() for letter in cell):
        return "encoding_unreadable", None
    if name == "amount_cents":
        cents = list_amount(cell)
        return (cents, None) if isinstance(cents, str) else (None, cents)
    if name in ("issued_on", "due_on"):
        (day,) = days([cell])
        return (None, day) if day else ("date_unreadable", None)
    if name == "supplier_number":
        siren = normal("siren", cell)
        return (None, siren) if siren else ("siren_wrong", None)
    return None, cell
