"""Remittance advices: lists of any kind, one payment each, and what is hostile."""

import csv
import io
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from comptant.formats import advice
from comptant.formats.advice import ADVICE_LINES
from comptant.formats.reading import FAULTS
from tests.formats.test_workbooks import BOMBS, ods

TEXT = """Avis de paiement BETA SA
Montant du virement;1 180,00 €
Date du virement :;31/01/2026
Référence;VIR-12

N° facture;Date;Montant payé;Déduction;Motif
FA-1;01/12/2025;1 000,00;20,00;casse
FA-2;02/12/2025;200,00;;
AV-1;02/12/2025;-20,00;;
TOTAL;;1 180,00;;
"""
CSV = TEXT.encode()
LINES = [
    (7, "FA-1", 100_000, 2_000, "casse"),
    (8, "FA-2", 20_000, 0, None),
    (9, "AV-1", -2_000, 0, None),
]
SECONDS_MAX = 10


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def xlsx() -> bytes:
    book, out = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in rows_of(TEXT):
        sheet.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        CSV,
        TEXT.encode("cp1252", "replace"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode("utf-8-sig"),
        xlsx(),
        ods(*map(tuple, rows_of(TEXT))),
    ],
    ids=["utf-8", "windows", "utf-16", "bom", "xlsx", "ods"],
)
def test_an_advice_is_read_the_same_from_every_kind_of_list(data: bytes) -> None:
    read = advice.read("f", data)
    assert read.faults == ()
    assert read.rows.rows() == LINES
    assert (read.amount_cents, read.currency) == (118_000, "EUR")
    assert (read.paid_on, read.reference) == (date(2026, 1, 31), "VIR-12")


def test_a_bare_list_is_the_payment_of_its_sum() -> None:
    read = advice.read("f", b"Invoice,Amount paid\nFA-1,1000.00\nFA-2,0.5\n")
    assert (read.faults, read.amount_cents, read.paid_on) == ((), 100_050, None)


def test_a_currency_said_above_counts_its_own_cents() -> None:
    read = advice.read("f", b"Devise;JPY\nfacture;paid\nFA-1;1000\n")
    assert (read.faults, read.amount_cents, read.currency) == ((), 1_000, "JPY")


HOSTILE = {
    "nothing": (b"", "file", "file_empty"),
    "blanks": (b" ;\n;\n", "file", "file_empty"),
    "titles alone": (b"facture;paid\n", "file", "lines_missing"),
    "no titles": (b"FA-1;10,00\n", "file", "column_missing"),
    "no numbers": (b"acheteur;paid\nBETA;10\n", "file", "column_missing"),
    "NUL bytes": (b"\0" * 5_000, "file", "file_empty"),
    "a PDF": (b"%PDF-1.7\n", "file", "pdf_unreadable"),
    "an invoice in XML": (b"<Invoice/>", "file", "format_unknown"),
    "a zip of nothing": (b"PK\x03\x04", "file", "archive_dangerous"),
    "a bomb": (BOMBS["a cell repeated without end"][0], "file", "spreadsheet_unreadable"),
    "a quote without end": (b'facture;paid\n"FA-1;10\n' + b"x" * 200_000, "file",
                            "spreadsheet_unreadable"),
    "lines without end": (b"facture;paid\n" + b"FA-1;1\n" * 100_000, "file", "too_many_rows"),
    "bytes without end": (b"facture;paid\n" + b"x" * 25_000_000, "file", "file_too_large"),
    "an amount that is none": (
        CSV.replace(b"200,00", b"2zz"), "line 8, column Montant payé", "amount_unreadable"),
    "an amount too large": (CSV.replace(b"200,00", b"9" * 30), "line 8, column Montant payé",
                            "amount_out_of_range"),
    "a formula": (CSV.replace(b"200,00", b"=1+1"), "line 8, column Montant payé",
                  "amount_unreadable"),
    "a line without a number": (CSV.replace(b"FA-2", b""), "line 8, column N° facture",
                                "value_missing"),
    "a number without end": (CSV.replace(b"FA-2", b"F" * 5_000), "line 8, column N° facture",
                             "value_too_long"),
    "a deduction below zero": (CSV.replace(b"20,00;casse", b"-20,00;casse"),
                               "line 7, column Déduction", "amount_out_of_range"),
    "another sum": (CSV.replace(b"1 180,00 ", b"1 181,00 "), "file", "advice_does_not_add_up"),
    "a day that is none": (CSV.replace(b"31/01/2026", b"31/02/2026"), "file", "date_unreadable"),
    "a currency that is none": (b"Devise;ZZZ\n" + CSV, "file", "currency_unreadable"),
    "credit notes alone": (b"facture;paid\nAV-1;-10\n", "file", "amount_out_of_range"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_wrong_refuses_the_whole_advice_with_its_place(name: str) -> None:
    data, place, code = HOSTILE[name]
    start = time.monotonic()
    read = advice.read("f", data)
    assert time.monotonic() - start < SECONDS_MAX
    assert [(fault.place, fault.code, fault.refuses_file) for fault in read.faults] == [
        (place, code, True)
    ]
    assert read.rows.height == 0


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(CSV)), gone=st.integers(0, 9), put=st.binary(max_size=6))
def test_a_damaged_advice_is_read_soundly_or_refused(at: int, gone: int, put: bytes) -> None:
    read = advice.read("f", CSV[:at] + put + CSV[at + gone :])
    assert read.rows.schema == ADVICE_LINES.schema()
    assert (read.rows.height == 0) == bool(read.faults)
    assert {fault.code for fault in read.faults} <= FAULTS
    assert read.rows["amount_cents"].sum() == read.amount_cents


@pytest.mark.parametrize("label", [
    "Montant", "Montant TTC", "Montant payé", "Virement", "Amount", "Montant du virement",
])  # fmt: skip
def test_a_sum_above_the_lines_that_they_do_not_make_refuses_the_file(label: str) -> None:
    text = f"{label};1000,00\n\nFacture;Montant payé\nFA-113;499,00\n"
    (fault,) = advice.read("s1.csv", text.encode()).faults
    assert (fault.code, fault.detail) == (
        "advice_does_not_add_up", "499.00 in the lines, 1000.00 above them")  # fmt: skip


@pytest.mark.parametrize("above", [
    "Somme versée;7000,00", "Montant net viré;7000,00", "Total du règlement : 7 000,00 EUR",
    "Montant du virement=7000,00",
])  # fmt: skip
def test_a_sum_in_other_words_above_refuses_too(above: str) -> None:
    text = f"{above}\n\nFacture;Montant payé\nFA-111;6550,00\n"
    (fault,) = advice.read("a.csv", text.encode()).faults
    assert (fault.code, fault.detail) == (
        "advice_does_not_add_up", "6550.00 in the lines, 7000.00 above them")  # fmt: skip


@pytest.mark.parametrize("below", [
    "Total;7000,00", "TOTAL GÉNÉRAL;7000,00", "SOMME;7000,00", "Montant du virement;7000,00",
    "Total à payer : 7000,00;", "Total factures;7000,00", ";Total;;7000,00",
])  # fmt: skip
def test_a_sum_below_that_the_lines_do_not_make_refuses_the_file(below: str) -> None:
    heads, line = ("Facture;Montant payé", "FA-111;6550,00")
    if below.startswith(";"):
        heads, line = ("Facture;Nature;Date;Montant payé", "FA-111;vente;;6550,00")
    (fault,) = advice.read("a.csv", f"{heads}\n{line}\n{below}\n".encode()).faults
    assert (fault.code, fault.detail) == (
        "advice_does_not_add_up", "6550.00 in the lines, 7000.00 in line 3")  # fmt: skip


def test_sums_of_parts_that_the_lines_make_are_no_fault() -> None:
    text = """Net à payer;900,00
Facture;Montant payé;Retenue
FA-1;700,00;20,00
FA-2;300,00;
Total factures;1000,00;
Total brut;1020,00;
AV-1;-100,00;
Total avoirs;-100,00;
Total TVA;150,00;
Total;900,00;20,00
"""
    told = advice.read("a.csv", text.encode())
    assert (told.faults, told.amount_cents, told.rows.height) == ((), 90_000, 3)


def test_a_line_whose_cells_begin_with_total_is_a_line() -> None:
    text = """Client;Facture;Montant payé;Motif
TOTALENERGIES;FA-108;7100,00;Total
OMEGA;FA-111;6550,00;totalité
TOTAL;TOTAL-2026-7;100,00;
Total;;13750,00;
"""
    told = advice.read("b1.csv", text.encode())
    assert told.faults == ()
    assert told.rows["invoice_number"].to_list() == ["FA-108", "FA-111", "TOTAL-2026-7"]
    assert told.amount_cents == 1_375_000


def test_a_word_beside_which_no_amount_stands_tells_no_sum() -> None:
    text = "Virement;SEPA\nMontant;en euros\n\nFacture;Montant payé\nFA-113;499,00\n"
    told = advice.read("s1.csv", text.encode())
    assert (told.amount_cents, told.faults) == (49_900, ())
