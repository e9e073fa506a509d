"""Short lists in CSV whose columns are known by their titles: taken whole, or not at all.

Any of three separators, in UTF-8 or windows-1252.
"""

import csv
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from comptant.formats.reading import Fault, shown
from comptant.formats.requests import FAULTS_MAX, ROWS_MAX, list_separator, list_text
from comptant.formats.spreadsheet.headers import plain

# A column of ours and a cell of it: what is wrong with the cell (a code of FAULTS), and its value.
Value = Callable[[str, str], tuple[str | None, object]]


@dataclass
class ListRead:
    """The lines of a list as rows (row_number and our names), and faults: with one, the list is
    not to be taken."""

    rows: list[dict[str, object]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_titled(
    file: str, data: bytes, titles: Mapping[str, str], value: Value, *,
    required: Collection[str], lacks: str = "column_missing",
) -> ListRead:  # fmt: skip
    """All the lines of a list, or the faults it has. `titles`: our name -> the titles that it may
    have, without accents, case or blanks; `lacks`: the fault of a list without a `required` one."""
    text = list_text(file, data)
    if isinstance(text, Fault):
        return ListRead(faults=[text])
    read = ListRead()
    reader = csv.reader(io.StringIO(text), delimiter=list_separator(text))
    try:
        head = next(reader, [])
        places = _places(head, titles)
        missing = [name for name in titles if name in required and name not in places]
        if missing:
            told = f"missing: {', '.join(missing)}"
            return ListRead(faults=[Fault(file, "line 1", lacks, told, refuses_file=True)])
        for cells in reader:
            if any(map(str.strip, cells[len(head) :])):
                read.faults.append(Fault(file, f"line {reader.line_num}", "cells_too_many",
                                         refuses_file=True))  # fmt: skip
            elif any(map(str.strip, cells)):
                _take(read, file, reader.line_num, cells, places, value)
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
    read: ListRead, file: str, line: int, cells: list[str], places: Mapping[str, int], value: Value
) -> None:
    row: dict[str, object] = {"row_number": line}
    faults = []
    for name, place in places.items():
        cell = cells[place].strip() if place < len(cells) else ""
        code, row[name] = value(name, cell)
        if code:
            faults.append(Fault(file, f"line {line}, column {place + 1}", code, shown(cell),
                                refuses_file=True))  # fmt: skip
    read.faults += faults
    if not faults:
        read.rows.append(row)
