"""XLS and ODS: read like the same list in XLSX; what is hostile dies in a process of its own."""

import io
import re
import time
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from comptant.formats import intake
from comptant.formats.reading import InvoicesRead
from comptant.formats.spreadsheet import confined

XLS = (Path(__file__).parent / "fixtures" / "invoices" / "liste.xls").read_bytes()
OLE2 = XLS[:8]
SECONDS_MAX = 100
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="factures">{rows}</table:table>
</office:spreadsheet></office:body></office:document-content>"""
TITLES = ("N° facture", "Date", "Échéance", "Montant TTC", "Client", "SIREN")
# What a spreadsheet writes after its last line: a million empty rows of a thousand empty cells.
TAIL = ('<table:table-row table:number-rows-repeated="1048570"><table:table-cell'
        ' table:number-columns-repeated="16384"/></table:table-row>')  # fmt: skip


def cell(value: object, repeated: str = "") -> str:
    if isinstance(value, date):
        told = f'office:value-type="date" office:date-value="{value}"'
    elif isinstance(value, float):
        told = f'office:value-type="float" office:value="{value}"'
    else:
        told = 'office:value-type="string"'
    return f"<table:table-cell {told}{repeated}><text:p>{value}</text:p></table:table-cell>"


def ods(*rows: tuple[object, ...], raw: str = TAIL) -> bytes:
    made = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    return packed(CONTENT.format(rows=made + raw))


def packed(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", '<manifest xmlns="urn:x"/>')
    return out.getvalue()


def codes(read: InvoicesRead) -> list[str]:
    return [fault.code for fault in read.faults if fault.refuses_file]


def test_an_xls_list_is_read_by_its_content_with_the_rows_that_people_see() -> None:
    read = intake.read("liste.pdf", XLS)
    assert read.faults == ()
    assert read.rows.select(
        "row_number", "invoice_number", "issued_on", "due_on", "gross_cents", "buyer_name",
        "buyer_siren",
    ).rows() == [
        (4, "F1", date(2026, 3, 1), date(2026, 4, 1), 120_010, "BETA SA", "732829320"),
        (6, "F2", date(2026, 3, 2), None, 30, "Société", "732829320"),
    ]  # fmt: skip


def several(*sheets: list[tuple[object, ...]]) -> bytes:
    """An XLSX of these sheets."""
    book, out = Workbook(), io.BytesIO()
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"month {number}") if number else book.active
        assert sheet is not None
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def invoices(*numbers: str) -> list[tuple[object, ...]]:
    day = date(2026, 3, 1)
    return [TITLES, *((number, day, day, 1.5, "BETA SA", "732829320") for number in numbers)]


def test_a_second_list_of_a_workbook_is_told_and_notes_beside_the_list_are_not() -> None:
    data = several([("January",)], invoices("F1"), invoices("F2"), [("notes",)], invoices("F3"))
    read = intake.read("l.xlsx", data)
    assert read.rows["invoice_number"].to_list() == ["F1"]
    assert [(fault.code, fault.place, fault.detail, fault.warns) for fault in read.faults] == [
        ("sheet_not_read", "sheet 3", "month 2", False),
        ("sheet_not_read", "sheet 5", "month 4", False)]  # fmt: skip


def test_an_empty_list_before_the_real_one_is_not_the_list() -> None:
    read = intake.read("l.xlsx", several(invoices(), invoices("F2"), invoices()))
    assert (read.rows["invoice_number"].to_list(), read.faults) == (["F2"], ())
    assert codes(intake.read("l.xlsx", several(invoices(), invoices()))) == ["lines_missing"]


def test_a_second_list_of_an_ods_is_told_too() -> None:
    table = '</table:table><table:table table:name="second">'
    first, second = ("".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>"
                             for row in invoices(number)) for number in ("F1", "F2"))  # fmt: skip
    read = intake.read("l.ods", packed(CONTENT.format(rows=first + table + second)))
    assert read.rows["invoice_number"].to_list() == ["F1"]
    assert [(fault.code, fault.place, fault.detail) for fault in read.faults] == [
        ("sheet_not_read", "sheet 2", "second")]  # fmt: skip


def test_an_ods_list_is_read_by_its_content_without_its_empty_million() -> None:
    data = ods(
        TITLES, (), ("F1", date(2026, 3, 1), date(2026, 4, 1), 1200.1, "BETA SA", "732829320")
    )
    read = intake.read("liste.xlsx", data)
    assert read.faults == ()
    assert read.rows.select("row_number", "invoice_number", "issued_on", "gross_cents").rows() == [
        (3, "F1", date(2026, 3, 1), 120_010)
    ]


def test_a_fault_in_a_cell_of_an_ods_has_its_line_and_column() -> None:
    read = intake.read("f", ods(TITLES, ("F1", "31/02/2026", "", "12,00", "BETA", "")))
    assert [(fault.place, fault.code) for fault in read.faults] == [
        ("line 2, column Date", "date_unreadable")
    ]


BOMBS = {
    "a cell repeated without end": (ods(
        TITLES, raw='<table:table-row table:number-rows-repeated="1048576">'
        + cell("x", ' table:number-columns-repeated="16384"') + "</table:table-row>"),
        "spreadsheet_unreadable"),
    "a number of columns that no sheet has": (ods(
        raw="<table:table-row>" + cell("x", ' table:number-columns-repeated="999999999999"')
        + "</table:table-row>"), "column_missing"),
    "a last cell far away": (ods(TITLES, raw=TAIL + "<table:table-row>"
        + '<table:table-cell table:number-columns-repeated="16383"/>' + cell("x")
        + "</table:table-row>"), "spreadsheet_unreadable"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_an_ods_that_unfolds_without_end_is_refused(name: str) -> None:
    start = time.monotonic()
    read = intake.read("f", BOMBS[name][0])
    assert time.monotonic() - start < SECONDS_MAX
    assert codes(read) == [BOMBS[name][1]]
    assert read.rows.height == 0


ENTITIES = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
BROKEN = {
    "an ods cut in two": (ods(TITLES)[:400], "archive_dangerous"),
    "an entity bomb in an ods": (
        packed(
            f'<!DOCTYPE d [<!ENTITY e0 "aaaaaaaaaa">{ENTITIES}]>'
            + CONTENT.format(rows=f"<table:table-row>{cell('&e9;')}</table:table-row>")
        ),
        None,
    ),
    "an ods of nothing": (packed(""), None),
    "an ods that is no XML": (packed("hello"), None),
    "another OLE2": (OLE2 + b"\0" * 5_000, "spreadsheet_unreadable"),
    "an xls cut in two": (XLS[: len(XLS) // 2], "spreadsheet_unreadable"),
    "an ole2 of ones": (OLE2 + b"\xff" * 50_000, "spreadsheet_unreadable"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workbook_is_refused_with_its_cause(name: str) -> None:
    data, code = BROKEN[name]
    read = intake.read("f", data)
    assert read.rows.height == 0
    assert len(codes(read)) == 1
    if code:
        assert codes(read) == [code]


@pytest.mark.parametrize("at", range(512, len(XLS), 331))
def test_an_xls_with_wrong_bytes_is_read_or_refused(at: int) -> None:
    damaged = XLS[:at] + b"\xff\xff\xff\x7f" + XLS[at + 4 :]
    read = intake.read("f", damaged)
    assert read.rows.height > 0 or read.faults != ()


def test_a_cell_of_an_xls_far_beyond_its_grid_costs_our_process_nothing() -> None:
    # The place of the number 0.30, moved to the last that two bytes can write.
    far = re.sub(rb"\x03\x02\x0e\x00\x05\x00\x03\x00", b"\x03\x02\x0e\x00\xff\xff\xff\xff", XLS)
    assert far != XLS
    start = time.monotonic()
    assert codes(intake.read("f", far)) == ["archive_dangerous"]
    assert time.monotonic() - start < SECONDS_MAX


def test_a_workbook_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "SECONDS_MAX", 0.001)
    assert codes(intake.read("f", XLS)) == ["archive_dangerous"]
