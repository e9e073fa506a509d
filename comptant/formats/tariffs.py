"""A tariff as a list: one row a line, columns known by their titles, in CSV.

Rates are written in per cent, amounts in euros; a blank cell matches everything. The first line has
the titles, in English or French. Pure: bytes to rows, and a fault for what cannot be read.
"""

import csv
import io
import re
from dataclasses import dataclass, field

from comptant.formats.reading import Fault, shown
from comptant.formats.requests import list_separator, list_text
from comptant.formats.spreadsheet.headers import plain

ROWS_MAX = 2_000
TEXT_LENGTH_MAX = 200

# Our name -> the titles that it may have, without accents, case or blanks; and what it holds.
TITLES = {
    "grid": ("text", "grid grille table"),
    "row_name": ("text", "name nom ligne row"),
    "turnover_from_cents": ("cents", "turnoverfrom chiffredaffairesapartirde cades ca"),
    "mean_from_cents": ("cents", "meaninvoicefrom facturemoyenneapartirde facturemoyennedes"),
    "dilution_from_ppm": ("ppm", "dilutionfrom dilutionapartirde dilutiondes"),
    "client_class": ("text", "clientclass classeclient"),
    "buyer_class": ("text", "buyerclass classeacheteur classeacheteurs"),
    "condition": ("text", "when condition si quand"),
    "rate_ppm": ("ppm", "rate taux"),
    "amount_cents": ("cents", "amount montant"),
    "charge_unit": ("text", "unit unite duepar per par"),
    "vat_class": ("text", "vat vatclass tva regimedetva"),
    "is_in_teg": ("flag", "integ dansleteg teg"),
    "source": ("text", "source origine"),
}
REQUIRED = ("grid", "row_name", "rate_ppm", "amount_cents")
YES, NO = frozenset({"yes", "oui", "1", "x"}), frozenset({"no", "non", "0", ""})
_NUMBER = re.compile(r"(-?)(\d{1,13})(?:[.,](\d{1,4}))?", re.ASCII)


@dataclass
class TariffRead:
    """Rows by our names (row_number is the line), and faults: with one, nothing is to be taken."""

    rows: list[dict[str, object]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_tariff(file: str, data: bytes) -> TariffRead:
    """All the rows of a tariff, or the faults that it has."""
    text = list_text(file, data)
    if isinstance(text, Fault):
        return TariffRead(faults=[text])
    read = TariffRead()
    try:
        lines = list(csv.reader(io.StringIO(text), delimiter=list_separator(text)))
    except csv.Error as error:
        return TariffRead(
            faults=[Fault(file, "file", "format_unknown", shown(error), refuses_file=True)]
        )
    places = _places(lines[0])
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        detail = f"missing: {', '.join(missing)}; understood: {', '.join(places) or 'nothing'}"
        read.faults.append(Fault(file, "line 1", "tariff_column_missing", detail, True))
        return read
    for line, cells in enumerate(lines[1:], 2):
        if line > ROWS_MAX:
            read.faults.append(Fault(file, f"line {line}", "too_many_rows", refuses_file=True))
            break
        if any(map(str.strip, cells)):
            _take(read, file, line, cells, places)
    if not read.rows and not read.faults:
        read.faults.append(Fault(file, "file", "lines_missing", refuses_file=True))
    return read


def _places(titles: list[str]) -> dict[str, int]:
    said = [plain(title) for title in titles]
    return {
        name: said.index(found)
        for name, (_, words) in TITLES.items()
        if (found := next((title for title in said if title in words.split()), None))
    }


def _take(
    read: TariffRead, file: str, line: int, cells: list[str], places: dict[str, int]
) -> None:  # fmt: skip
    row: dict[str, object] = {"row_number": line}
    for name, place in places.items():
        cell = cells[place].strip() if place < len(cells) else ""
        code, value = _value(name, cell)
        if code:
            place_told = f"line {line}, column {place + 1}"
            read.faults.append(Fault(file, place_told, code, shown(cell), refuses_file=True))
        elif value is not None:
            row[name] = value
    read.rows.append(row)


def _value(name: str, cell: str) -> tuple[str | None, object]:
    """What is wrong with a cell, and its value; a blank one has none."""
    kind = TITLES[name][0]
    if len(cell) > TEXT_LENGTH_MAX:
        return "value_too_long", None
    if kind == "flag":
        known = cell.lower() in YES | NO
        return None if known else "flag_unreadable", cell.lower() in YES
    if not cell:
        return ("value_missing", None) if name in ("grid", "row_name") else (None, None)
    if kind == "text":
        return (None, cell) if cell.isprintable() else ("encoding_unreadable", None)
    digits = 4 if kind == "ppm" else 2
    found = _NUMBER.fullmatch(re.sub(r"[\s\u00a0\u202f€%]", "", cell))
    if found is None or len(found[3] or "") > digits:
        return "amount_unreadable", None
    number = int(found[2] + (found[3] or "").ljust(digits, "0"))
    return None, -number if found[1] else number
