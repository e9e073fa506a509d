"""Payments that a client plans: a list in CSV or any workbook (day, amount, label; columns known by
their titles). An amount below zero is paid, one above received; or two columns say which.
"""

from collections.abc import Sequence
from datetime import date

from comptant.formats.advice.grid import grids
from comptant.formats.reading import Fault, shown
from comptant.formats.requests import list_amount
from comptant.formats.spreadsheet.cells import days
from comptant.formats.spreadsheet.headers import plain
from comptant.formats.statements import Unreadable
from comptant.formats.titled import ListRead

FAULTS_MAX, LABEL_LENGTH_MAX = 100, 200
TITLES = {
    "planned_on": "date day plannedon dueon echeance dateecheance dateprevue prevule jour",
    "amount_cents": "amount montant montantttc solde",
    "paid_cents": "out debit paid sortie decaissement decaissements depense apayer",
    "received_cents": "in credit received entree encaissement encaissements recette arecevoir",
    "label": "label libelle what objet tiers description nature",
}
AMOUNTS = ("amount_cents", "paid_cents", "received_cents")


def read_planned(file: str, data: bytes) -> ListRead:
    """All the payments of a list (row_number, planned_on, amount_cents, label), or its faults."""
    try:
        for grid in grids(data):
            head, places = _head(grid)
            if places:
                return _rows(file, grid[head + 1 :], head + 2, places)
    except Unreadable as error:
        return ListRead(faults=[Fault(file, "file", error.code, error.detail, refuses_file=True)])
    return ListRead(faults=[Fault(file, "line 1", "planned_column_missing", refuses_file=True)])


def _head(grid: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """The line of the titles among the first twenty, and where each column of ours stands."""
    for line, cells in enumerate(grid[:20]):
        said = [plain(cell) for cell in cells]
        places = {
            name: said.index(title) for name, words in TITLES.items()
            for title in words.split() if title in said
        }  # fmt: skip
        if "planned_on" in places and any(name in places for name in AMOUNTS):
            return line, places
    return 0, {}


def _rows(file: str, rows: Sequence[Sequence[str]], first: int, places: dict[str, int]) -> ListRead:
    read = ListRead()
    for line, cells in enumerate(rows, first):
        texts = {name: _cell(cells, place) for name, place in places.items()}
        if not any(texts.values()):
            continue
        row, fault = _row(file, line, texts)
        if fault:
            read.faults.append(fault)
        elif row:
            read.rows.append(row)
        if len(read.faults) >= FAULTS_MAX:
            read.faults.append(Fault(file, f"line {line}", "faults_cut_short", refuses_file=True))
            break
    if not read.rows and not read.faults:
        read.faults.append(Fault(file, "file", "lines_missing", refuses_file=True))
    return read


def _row(
    file: str, line: int, texts: dict[str, str]
) -> tuple[dict[str, object] | None, Fault | None]:
    def wrong(name: str, code: str) -> tuple[None, Fault]:
        return None, Fault(file, f"line {line}, column {name}", code, shown(texts.get(name, "")),
                           refuses_file=True)  # fmt: skip

    planned_on = _day(texts["planned_on"])
    if planned_on is None:
        return wrong("planned_on", "date_unreadable")
    cents = 0
    for name, sign in (("amount_cents", 1), ("received_cents", 1), ("paid_cents", -1)):
        text = texts.get(name, "")
        if not text:
            continue
        found = _signed(text)
        if isinstance(found, str):
            return wrong(name, found)
        cents += -abs(found) if sign < 0 else found
    if not cents:
        return wrong("amount_cents", "value_missing")
    label = texts.get("label", "")
    if len(label) > LABEL_LENGTH_MAX:
        return wrong("label", "value_too_long")
    if any(not letter.isprintable() for letter in label):
        return wrong("label", "encoding_unreadable")
    return {"row_number": line, "planned_on": planned_on, "amount_cents": cents,
            "label": label or None}, None  # fmt: skip


def _signed(text: str) -> int | str:
    """An amount with its sign, or the code of what is wrong with it."""
    said = text.replace("\N{MINUS SIGN}", "-").strip()
    found = list_amount(said.removeprefix("-").removeprefix("+"))
    if found is None:
        return "amount_unreadable"
    return -found if isinstance(found, int) and said.startswith("-") else found


def _day(text: str) -> date | None:
    (day,) = days([text])
    return day


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""
