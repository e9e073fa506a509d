"""Lists of payables: titles in both languages, whole or not at all, and bytes that mean nothing."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from comptant.formats.payable_lists import TITLES, read_payables
from comptant.formats.reading import FAULTS

HEAD = "SIREN fournisseur;N° facture;Date facture;Échéance;Montant TTC\n"
LINE = "443061841;FG-1;2026-01-10;02/03/2026;100 000,50\n"
ROW = {"supplier_number": "443061841", "invoice_number": "FG-1", "issued_on": date(2026, 1, 10),
       "due_on": date(2026, 3, 2), "amount_cents": 10_000_050}  # fmt: skip


@pytest.mark.parametrize("text", [
    HEAD + LINE, "\ufeff" + HEAD + "\n" + LINE + ";;;;\n",
    "siren,invoice,date,due,total\n443 061 841,FG-1,2026-01-10,2026-03-02,100000.50\n",
])  # fmt: skip
def test_a_list_is_read_by_its_titles(text: str) -> None:
    read = read_payables("list.csv", text.encode())
    assert (read.rows, read.faults) == ([ROW], [])


@pytest.mark.parametrize(("text", "place", "code"), [
    (HEAD, "file", "lines_missing"),
    (HEAD.replace("Échéance", "Autre") + LINE, "line 1", "payable_column_missing"),
    (HEAD + LINE.replace("443061841", "443061842"), "line 2, column 1", "siren_wrong"),
    (HEAD + LINE.replace("FG-1", ""), "line 2, column 2", "value_missing"),
    (HEAD + LINE.replace("FG-1", "F" * 101), "line 2, column 2", "value_too_long"),
    (HEAD + LINE.replace("FG-1", "FG\x07"), "line 2, column 2", "encoding_unreadable"),
    (HEAD + LINE.replace("02/03/2026", "31/02/2026"), "line 2, column 4", "date_unreadable"),
    (HEAD + LINE.replace("100 000,50", "-5"), "line 2, column 5", "amount_unreadable"),
    (HEAD + LINE.replace("\n", ";9\n"), "line 2", "cells_too_many"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text: str, place: str, code: str) -> None:
    (fault,) = read_payables("list.csv", text.encode()).faults
    assert (fault.place, fault.code, fault.refuses_file) == (place, code, True)


def test_a_workbook_of_which_a_line_is_wrong_is_not_taken_in_part() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Invoice number", "Invoice date", "Due date", "Total incl VAT", "Buyer", "SIREN"])
    day = date(2026, 1, 10)
    sheet.append(["FG-1", day, day, 1.5, "BETA SA", "443061841"])
    sheet.append(["FG-2", "never", day, 1.5, "BETA SA", "443061841"])
    book.save(out)
    read = read_payables("list.xlsx", out.getvalue())
    assert "date_unreadable" in [fault.code for fault in read.faults]


@given(st.binary(max_size=300) | st.text(alphabet=';,\t"\n1\0é', max_size=200).map(str.encode))
def test_hostile_bytes_are_rows_or_faults(data: bytes) -> None:
    for prefix in (b"", HEAD.encode()):
        read = read_payables("list", prefix + data)
        assert read.rows or read.faults
        assert all(fault.code in FAULTS and fault.place for fault in read.faults)
        assert all(set(row) == set(TITLES) for row in read.rows)
