"""Factur-X: the invoice in a PDF, under every name it goes by, and PDFs that mean harm."""

import io
import zlib
from pathlib import Path

import pikepdf
import pytest
from facturx import generate_from_binary
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import AttachedFileSpec, Dictionary, Encryption, Name, Pdf, Stream

from comptant.formats import einvoice, facturx
from comptant.formats.reading import FAULTS, InvoicesRead
from comptant.rules.batch import check
from comptant.rules.columns import SENT_INVOICES

XML = (Path(__file__).parent / "fixtures" / "invoices" / "facture.cii.xml").read_bytes()


def pdf(attached: dict[str, bytes], encryption: Encryption | bool = False) -> bytes:
    document = Pdf.new()
    document.add_blank_page()
    for name, data in attached.items():
        document.attachments[name] = AttachedFileSpec(document, data, filename=name)
    return saved(document, encryption)


def saved(document: Pdf, encryption: Encryption | bool = False) -> bytes:
    out = io.BytesIO()
    document.save(out, encryption=encryption, static_id=not encryption)
    return out.getvalue()


def read(data: bytes) -> InvoicesRead:
    return facturx.read("invoice.pdf", data)


def codes(data: bytes) -> list[str]:
    return [fault.code for fault in read(data).faults]


def test_a_factur_x_made_by_the_reference_library_is_read() -> None:
    made = generate_from_binary(pdf({}), XML, flavor="factur-x", level="en16931")
    expected = einvoice.read("invoice.pdf", XML)
    assert read(made).rows.equals(expected.rows)
    assert read(made).faults == ()


@pytest.mark.parametrize(
    "name",
    ["factur-x.xml", "Factur-X.xml", "zugferd-invoice.xml", "ZUGFeRD-invoice.xml", "xrechnung.xml"],
)
def test_the_invoice_goes_by_many_names(name: str) -> None:
    data = pdf({"terms.pdf": b"%PDF-1.4", name: XML})
    assert read(data).rows["invoice_number"].to_list() == ["FA-2026-0042"]


def test_a_bom_in_the_attachment_changes_nothing() -> None:
    assert read(pdf({"factur-x.xml": b"\xef\xbb\xbf" + XML})).faults == ()


def test_an_invoice_that_is_only_an_associated_file_is_found() -> None:
    document = Pdf.new()
    document.add_blank_page()
    specification = AttachedFileSpec(document, XML, filename="factur-x.xml")
    document.Root.AF = document.make_indirect([specification.obj])
    assert read(saved(document)).rows["invoice_number"].to_list() == ["FA-2026-0042"]


def test_no_invoice_two_invoices_and_an_order_are_refused() -> None:
    assert codes(pdf({})) == ["pdf_without_invoice"]
    assert codes(pdf({"order-x.xml": XML, "notes.xml": XML})) == ["pdf_without_invoice"]
    other = XML.replace(b"FA-2026-0042", b"FA-2026-0043")
    assert codes(pdf({"factur-x.xml": XML, "zugferd-invoice.xml": other})) == [
        "pdf_with_two_invoices"
    ]


def test_the_same_invoice_attached_twice_is_one() -> None:
    assert codes(pdf({"factur-x.xml": XML, "zugferd-invoice.xml": XML})) == []


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_pdf_is_refused(password: str) -> None:
    assert codes(pdf({"factur-x.xml": XML}, Encryption(owner="o", user=password))) == [
        "pdf_encrypted"
    ]


def embedded(raw: bytes, **keys: object) -> bytes:
    """A PDF whose attachment has these raw bytes and keys."""
    document = Pdf.new()
    document.add_blank_page()
    stream = Stream(document, raw, **keys)
    specification = Dictionary(
        Type=Name.Filespec, F="factur-x.xml", UF="factur-x.xml", EF=Dictionary(F=stream)
    )
    document.Root.AF = document.make_indirect([document.make_indirect(specification)])
    out = io.BytesIO()
    document.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def bomb(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * 10**7) for _ in range(size // 10**7)) + packer.flush()


def test_a_decompression_bomb_is_refused_at_its_limit() -> None:
    assert codes(embedded(zlib.compress(XML), Filter=Name.FlateDecode)) == []
    assert codes(embedded(bomb(40_000_000), Filter=Name.FlateDecode)) == ["pdf_unreadable"]
    assert codes(embedded(bomb(500_000_000), Filter=Name.FlateDecode)) == ["pdf_unreadable"]


def test_a_packing_that_no_invoice_uses_is_refused() -> None:
    assert codes(embedded(XML, Filter=Name.LZWDecode)) == ["pdf_unreadable"]


def test_a_bomb_in_the_cross_references_is_refused_at_its_limit() -> None:
    raw = bomb(500_000_000)
    head = b"%PDF-1.5\n"
    table = b"1 0 obj <</Type/XRef/Size 3/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/Length %d>>" % len(
        raw
    )
    data = head + table + b"stream\n" + raw + b"\nendstream endobj\nstartxref\n9\n%%EOF"
    assert codes(data) == ["pdf_unreadable"]


@pytest.mark.parametrize(
    "specification",
    [
        Dictionary(F="factur-x.xml"),
        Dictionary(F="factur-x.xml", EF=Dictionary()),
        Dictionary(F="factur-x.xml", EF=Dictionary(F=Dictionary())),
        Dictionary(F=Dictionary(), UF=12, EF=3),
    ],
)
def test_a_specification_of_the_wrong_kind_holds_no_invoice(specification: Dictionary) -> None:
    document = Pdf.new()
    document.add_blank_page()
    document.Root.AF = document.make_indirect([specification, 12, "text"])
    assert codes(saved(document)) == ["pdf_without_invoice"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", pdf({})[:200]])
def test_what_is_no_pdf_is_unreadable(data: bytes) -> None:
    assert codes(data) == ["pdf_unreadable"]


GOOD = pdf({"factur-x.xml": XML})


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 40), st.binary(max_size=20))
def test_a_mutated_pdf_gives_a_row_or_a_fault(at: int, removed: int, noise: bytes) -> None:
    for data in (GOOD[:at] + noise + GOOD[at + removed :], GOOD[:at]):
        result = read(data)
        check(result.rows, SENT_INVOICES)
        assert all(fault.code in FAULTS for fault in result.faults)
        assert result.rows.height == 1 or any(fault.refuses_file for fault in result.faults)
