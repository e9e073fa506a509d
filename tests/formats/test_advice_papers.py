"""Remittance advices as PDF and as UBL: what they say, and what is hostile."""

import io
import time
from datetime import date

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.formats import advice
from comptant.formats.advice import AdviceRead
from comptant.formats.reading import FAULTS

SECONDS_MAX = 15
PAPER = """#set page(width: 210mm, height: 120mm)
= BETA SA
Avis de paiement

Montant du virement : 1 180,00 #h(1fr) Page 1

Date du virement : 31/01/2026

Référence : VIR-12

#table(columns: (3cm, 3cm, 4cm, 3cm, 3cm), stroke: none, align: (left, left, right, right, left),
  table.header[N° facture][Date][Montant payé][Déduction][Motif],
  [FA-1], [01/12/2025], [1 000,00], [20,00], [casse],
  [FA-2], [02/12/2025], [200,00], [], [],
  [AV-1], [02/12/2025], [-20,00], [], [],
  [TOTAL], [], [1 180,00], [], [])
"""
LINES = [
    ("FA-1", 100_000, 2_000, "casse"),
    ("FA-2", 20_000, 0, None),
    ("AV-1", -2_000, 0, None),
]
NAMESPACES = """xmlns="urn:oasis:names:specification:ubl:schema:xsd:RemittanceAdvice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" """
LINE = """<cac:RemittanceAdviceLine><cbc:ID>{n}</cbc:ID>
<cbc:{side}LineAmount currencyID="EUR">{amount}</cbc:{side}LineAmount>
<cac:BillingReference><cac:{kind}DocumentReference><cbc:ID>{number}</cbc:ID>
</cac:{kind}DocumentReference></cac:BillingReference></cac:RemittanceAdviceLine>"""
TOLD = (("Debit", "1000.00", "Invoice", "FA-1"), ("Debit", "200.5", "Invoice", "FA-2"),
        ("Credit", "20", "CreditNote", "AV-1"))  # fmt: skip
TWO = (b"</cac:BillingReference>", b"</cac:BillingReference>"
       b"<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>FA-9</cbc:ID>"
       b"</cac:InvoiceDocumentReference></cac:BillingReference>")  # fmt: skip


def pdf(text: str = PAPER) -> bytes:
    return bytes(typst.compile(text.encode()))


def ubl(*lines: tuple[str, str, str, str], total: str = "1180.50", head: str = "") -> bytes:
    told = "".join(
        LINE.format(n=n, side=side, amount=amount, kind=kind, number=number)
        for n, (side, amount, kind, number) in enumerate(lines, 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>{head}<RemittanceAdvice {NAMESPACES}>
<cbc:ID>RA-7</cbc:ID><cbc:IssueDate>2026-01-31</cbc:IssueDate>
<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cbc:TotalPaymentAmount currencyID="EUR">{total}</cbc:TotalPaymentAmount>
<cbc:PaymentOrderReference>VIR-12</cbc:PaymentOrderReference>{told}</RemittanceAdvice>""".encode()


def lines_of(read: AdviceRead) -> list[tuple[object, ...]]:
    names = ("invoice_number", "amount_cents", "deduction_cents", "deduction_reason")
    return read.rows.select(names).rows()


def codes(data: bytes) -> list[str]:
    """The faults, quickly, with no row."""
    start = time.perf_counter()
    read = advice.read("advice", data)
    assert time.perf_counter() - start < SECONDS_MAX
    assert read.rows.is_empty()
    assert {fault.code for fault in read.faults} <= FAULTS
    return [fault.code for fault in read.faults]


def test_a_pdf_is_read_as_the_table_that_one_sees() -> None:
    read = advice.read("advice.pdf", pdf())
    assert read.faults == ()
    assert lines_of(read) == LINES
    assert (read.amount_cents, read.currency) == (118_000, "EUR")
    assert (read.paid_on, read.reference) == (date(2026, 1, 31), "VIR-12")


def test_a_pdf_that_does_not_add_up_is_refused() -> None:
    assert codes(pdf(PAPER.replace("1 180,00 #h", "1 190,00 #h"))) == ["advice_does_not_add_up"]


def test_a_pdf_without_a_table_without_text_or_locked_says_so() -> None:
    assert codes(pdf("Bonjour")) == ["column_missing"]
    assert codes(pdf("#rect(width: 2cm)")) == ["pdf_without_text"]
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as paper:
        paper.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert codes(out.getvalue()) == ["pdf_encrypted"]


@pytest.mark.parametrize("cut", [9, 200, 2_000])
def test_a_damaged_pdf_is_refused(cut: int) -> None:
    assert codes(pdf()[:cut]) == ["pdf_unreadable"]


def test_a_pdf_that_unpacks_without_end_dies_alone() -> None:
    out = io.BytesIO()
    with pikepdf.new() as paper:
        page = paper.add_blank_page()
        page.Contents = paper.make_stream(b"BT /F1 9 Tf (x) Tj ET " * 20_000_000)
        paper.save(out)
    assert set(codes(out.getvalue())) <= {"archive_dangerous", "pdf_unreadable", "pdf_without_text"}


def test_ubl_is_read_debits_paid_and_credits_taken_off() -> None:
    read = advice.read("advice.xml", ubl(*TOLD))
    assert read.faults == ()
    assert lines_of(read) == [
        ("FA-1", 100_000, 0, None), ("FA-2", 20_050, 0, None), ("AV-1", -2_000, 0, None),
    ]  # fmt: skip
    assert (read.amount_cents, read.currency) == (118_050, "EUR")
    assert (read.paid_on, read.reference) == (date(2026, 1, 31), "VIR-12")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ubl(*TOLD, total="1180.00"), "advice_does_not_add_up"),
        (ubl(), "lines_missing"),
        (ubl(("Debit", "1.005", "Invoice", "FA-1"), total=""), "amount_unreadable"),
        (ubl(("Debit", "9e999", "Invoice", "FA-1"), total=""), "amount_unreadable"),
        (ubl(("Debit", "10", "Invoice", ""), total=""), "value_missing"),
        (ubl(*TOLD)[:-20], "xml_malformed"),
        (ubl(*TOLD, head='<!DOCTYPE a [<!ENTITY b "c">]>'), "xml_dangerous"),
        (ubl(*TOLD).replace(b"RemittanceAdvice ", b"Invoice ", 1), "format_unknown"),
        (ubl(*TOLD).replace(TWO[0], TWO[1], 1), "advice_line_of_several"),
    ],
)  # fmt: skip
def test_what_ubl_says_wrong_is_told(data: bytes, code: str) -> None:
    assert codes(data) == [code]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_bytes_of_ubl_break_the_reader(data: st.DataObject) -> None:
    whole = bytearray(ubl(*TOLD))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read = advice.read("advice.xml", bytes(whole))
    assert {fault.code for fault in read.faults} <= FAULTS
