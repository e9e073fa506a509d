"""XLSX, XLS and ODS: the first sheet with a list of invoices, by calamine; a further one is told.

Cells come typed; they are written back as text (a number with the 15 digits that the software
shows) and then go the way of CSV, so that all formats mean the same.
"""

import io
from collections.abc import Iterable, Sequence

import polars as pl
from python_calamine import CalamineWorkbook

from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import Fault, InvoicesRead, shown
from comptant.formats.spreadsheet.archive import danger
from comptant.formats.spreadsheet.cells import typed
from comptant.formats.spreadsheet.child import SHEETS_MAX
from comptant.formats.spreadsheet.child import text as _text
from comptant.formats.spreadsheet.confined import Unconfinable, sheets
from comptant.formats.spreadsheet.headers import (
    HEADER_ROWS_MAX,
    Header,
    find_header,
    header_fault,
)
from comptant.rules.columns import SENT_INVOICES


def read_xlsx(file: str, data: bytes, *, by_contract: bool = False) -> InvoicesRead:
    """The invoices of a workbook; row numbers are those that the spreadsheet shows. `by_contract`:
    each line names its contract, and rows have the column `contract_number`."""
    if len(data) > FILE_BYTES_MAX:
        return _refused(file, "file_too_large", f"more than {FILE_BYTES_MAX} bytes")
    reason = danger(data)
    if reason:
        return _refused(file, "archive_dangerous", reason)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names[:SHEETS_MAX]
        return _first_list(
            file,
            (
                (name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in names
            ),
            by_contract,
        )
    except Exception as error:  # calamine has no common ancestor for what a broken file raises
        return _refused(file, "spreadsheet_unreadable", shown(error))


def read_confined(
    file: str, data: bytes, *, is_zip: bool, by_contract: bool = False
) -> InvoicesRead:
    """The same of an XLS (OLE2) or an ODS (a zip)."""
    if len(data) > FILE_BYTES_MAX:
        return _refused(file, "file_too_large", f"more than {FILE_BYTES_MAX} bytes")
    reason = danger(data) if is_zip else None
    if reason:
        return _refused(file, "archive_dangerous", reason)
    try:
        return _first_list(file, sheets(data), by_contract)
    except Unconfinable as error:
        return _refused(file, error.code, error.detail)


def _refused(file: str, code: str, detail: str) -> InvoicesRead:
    fault = Fault(file, "file", code, detail, refuses_file=True)
    return InvoicesRead(SENT_INVOICES.empty(), (fault,))


def _first_list(
    file: str, found: Iterable[tuple[str, Sequence[Sequence[object]]]], by_contract: bool
) -> InvoicesRead:
    best: tuple[Fault, Header] | None = None
    empty: InvoicesRead | None = None
    taken: InvoicesRead | None = None
    unread: list[Fault] = []
    for number, (name, records) in enumerate(found, 1):
        head = [list(map(_text, cells)) for cells in records[:HEADER_ROWS_MAX]]
        header = find_header(head, by_contract=by_contract)
        fault = header_fault(file, header, header.row + 1)
        if fault is None and not _has_lines(records, header):
            empty = empty or _refused(file, "lines_missing", "")
        elif fault is None and taken is None:
            taken = _invoices(file, records, header)
        elif fault is None:
            unread.append(Fault(file, f"sheet {number}", "sheet_not_read", shown(name)))
        elif best is None or len(header.columns) > len(best[1].columns):
            best = fault, header
    if taken is not None:
        return InvoicesRead(taken.rows, (*taken.faults, *unread))
    if empty is not None:
        return empty
    if best is None:
        return _refused(file, "file_empty", "")
    return InvoicesRead(SENT_INVOICES.empty(), (best[0],))


def _has_lines(records: Sequence[Sequence[object]], header: Header) -> bool:
    places = [position for position, _ in header.columns.values()]
    return any(_text(cells[place]) for cells in records[header.row + 1 :]
               for place in places if place < len(cells))  # fmt: skip


def _invoices(file: str, records: Sequence[Sequence[object]], header: Header) -> InvoicesRead:
    below = records[header.row + 1 :]
    columns: dict[str, list[str]] = {
        name: [_text(cells[position]) if position < len(cells) else "" for cells in below]
        for name, (position, _) in header.columns.items()
    }
    lines = list(range(header.row + 2, header.row + 2 + len(below)))
    cells = pl.DataFrame(
        {"row_number": lines, **columns},
        schema={"row_number": pl.Int64(), **dict.fromkeys(columns, pl.String())},
    )
    return typed(file, cells, header.words())
