"""CII and UBL: each field where the standard puts it, and nothing hostile gets through."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.formats import einvoice, schematron
from comptant.formats.limits import XML_BYTES_MAX
from comptant.formats.reading import FAULTS, InvoicesRead
from comptant.rules.batch import check
from comptant.rules.columns import SENT_INVOICES

FIXTURES = Path(__file__).parent / "fixtures" / "invoices"
CII = (FIXTURES / "facture.cii.xml").read_bytes()
UBL = (FIXTURES / "facture.ubl.xml").read_bytes()
CREDIT = (FIXTURES / "avoir.ubl.xml").read_bytes()

FACTORED = {
    "file": "invoice.xml",
    "row_number": 1,
    "invoice_number": "FA-2026-0042",
    "type_code": "393",
    "issued_on": date(2026, 3, 2),
    "due_on": date(2026, 4, 30),
    "delivered_on": date(2026, 2, 28),
    "currency": "EUR",
    "gross_cents": 120000,
    "net_cents": 100000,
    "vat_cents": 20000,
    "payable_cents": 110000,
    "seller_name": "ALPHA SAS",
    "seller_siren": "552100554",
    "seller_siret": None,
    "seller_vat": "FR96552100554",
    "buyer_name": "BETA SA",
    "buyer_siren": "732829320",
    "buyer_siret": "73282932000074",
    "buyer_vat": "FR44732829320",
    "buyer_lei": None,
    "buyer_foreign": None,
    "buyer_country": "FR",
    "order_reference": "CMD-7",
    "credited_number": "FA-2026-0007",
    "payee_name": "FACTOR SA",
    "payee_identifier": "356000000",
    "payment_iban": "FR7630006000011234567890189",
    "assignment_note": "Créance cédée à FACTOR SA par subrogation.",
}


def read(data: bytes) -> InvoicesRead:
    return einvoice.read("invoice.xml", data)


def changed(data: bytes, old: str, new: str) -> bytes:
    assert old.encode() in data
    return data.replace(old.encode(), new.encode())


def sound(read: InvoicesRead) -> bool:
    check(read.rows, SENT_INVOICES)
    refused = [fault for fault in read.faults if fault.refuses_file]
    known = all(fault.code in FAULTS and fault.place for fault in read.faults)
    return known and read.rows.height + len(refused) == 1


@pytest.mark.parametrize("data", [CII, UBL], ids=["cii", "ubl"])
def test_every_field_is_read_and_the_file_meets_its_schema(data: bytes) -> None:
    assert read(data).rows.to_dicts() == [FACTORED]
    assert read(data).faults == ()


def test_a_ubl_credit_note_in_yen_of_a_foreign_buyer() -> None:
    (row,) = read(CREDIT).rows.to_dicts()
    told = {name: value for name, value in row.items() if value is not None}
    assert told == {
        "file": "invoice.xml",
        "row_number": 1,
        "invoice_number": "AV-2026-0003",
        "type_code": "381",
        "issued_on": date(2026, 3, 5),
        "currency": "JPY",
        "gross_cents": 1500,
        "net_cents": 1500,
        "vat_cents": 0,
        "payable_cents": 1500,
        "seller_name": "ALPHA SAS",
        "buyer_name": "GAMMA GmbH",
        "buyer_foreign": "HRB 4711",
        "buyer_country": "DE",
        "credited_number": "FA-2026-0042",
    }


def test_a_minimum_profile_without_lines_is_an_invoice() -> None:
    begin, end = (
        b"<ram:IncludedSupplyChainTradeLineItem>",
        b"</ram:IncludedSupplyChainTradeLineItem>",
    )
    without = CII[: CII.index(begin)] + CII[CII.index(end) + len(end) :]
    assert read(without).rows.to_dicts() == [FACTORED]


@pytest.mark.parametrize("data", [CII, UBL], ids=["cii", "ubl"])
@pytest.mark.parametrize(
    ("code", "expected"), [("380", "381"), ("393", "396"), ("389", "261"), ("381", "381")]
)
def test_a_negative_invoice_is_a_positive_credit_note(
    data: bytes, code: str, expected: str
) -> None:
    negative = data.replace(b"393<", code.encode() + b"<")
    for amount in (b"1200.00", b"1000.00", b"200.00", b"1100.00"):
        negative = negative.replace(b">" + amount, b">-" + amount)
    assert read(negative).rows.select(
        "type_code", "gross_cents", "net_cents", "vat_cents", "payable_cents"
    ).rows() == [(expected, 120000, 100000, 20000, 110000)]


def test_a_payable_below_zero_stays_so_when_the_invoice_is_not() -> None:
    overpaid = changed(CII, "<ram:DuePayableAmount>1100.00", "<ram:DuePayableAmount>-1.00")
    assert read(overpaid).rows["payable_cents"].to_list() == [-100]


def test_zugferd_1_is_read_under_its_own_names() -> None:
    old = CII
    for new_name, old_name in {
        "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100": (
            "urn:ferd:CrossIndustryDocument:invoice:1p0"
        ),
        "rsm:CrossIndustryInvoice": "rsm:CrossIndustryDocument",
        "rsm:ExchangedDocument>": "rsm:HeaderExchangedDocument>",
        "rsm:SupplyChainTradeTransaction": "rsm:SpecifiedSupplyChainTradeTransaction",
        "ram:ApplicableHeaderTrade": "ram:ApplicableSupplyChainTrade",
        "SettlementHeaderMonetarySummation": "SettlementMonetarySummation",
    }.items():
        old = changed(old, new_name, old_name)
    assert read(old).rows.to_dicts() == [FACTORED]


@pytest.mark.parametrize(
    ("legal", "expected"),
    [
        ('<ram:ID schemeID="0002">732829320</ram:ID>', ("732829320", "73282932000074", None, None)),
        ('<ram:ID schemeID="0002">73282932000082</ram:ID>', (None, "73282932000082", None, None)),
        ("<ram:ID>732829320</ram:ID>", ("732829320", "73282932000074", None, None)),
        (
            '<ram:ID schemeID="0199">969500TJ5KRTCJQWXH05</ram:ID>',
            (None, "73282932000074", "969500TJ5KRTCJQWXH05", None),
        ),
        (
            '<ram:ID schemeID="0208">0417497106</ram:ID>',
            (None, "73282932000074", None, "0417497106"),
        ),
        ('<ram:ID schemeID="0088">4000001123452</ram:ID>', (None, "73282932000074", None, None)),
    ],
)
def test_numbers_go_where_their_scheme_says(legal: str, expected: tuple[str | None, ...]) -> None:
    data = changed(CII, '<ram:ID schemeID="0002">732 829 320</ram:ID>', legal)
    assert read(data).rows.select(
        "buyer_siren", "buyer_siret", "buyer_lei", "buyer_foreign"
    ).rows() == [expected]


@pytest.mark.parametrize(
    ("old", "new", "place", "code"),
    [
        ("<ram:ID>FA-2026-0042<", "<ram:ID> <", "BT-1", "value_missing"),
        (">20260302<", "><", "BT-2", "value_missing"),
        (">20260302<", ">20260230<", "BT-2", "date_unreadable"),
        (">20260302<", ">99991231<", "BT-2", "date_unreadable"),
        (">20260302<", ">202603<", "BT-2", "date_unreadable"),
        (">20260430<", ">2026-02-30<", "BT-9", "date_unreadable"),
        (">393<", ">999<", "BT-3", "type_unreadable"),
        (">EUR<", ">XXX<", "BT-5", "currency_unreadable"),
        (">1200.00<", ">1200.001<", "BT-112", "amount_unreadable"),
        (">1200.00<", ">1,200.00<", "BT-112", "amount_unreadable"),
        (">1200.00<", ">1e9<", "BT-112", "amount_unreadable"),
        (">1200.00<", ">.<", "BT-112", "amount_unreadable"),
        (">1200.00<", f">{'9' * 30}<", "BT-112", "amount_out_of_range"),
        (">1200.00<", f">{'9' * 300}<", "BT-112", "amount_unreadable"),
        ("<ram:Name>BETA SA<", "<ram:Name><", "BT-44", "value_missing"),
        ("<ram:Name>BETA SA<", f"<ram:Name>{'B' * 501}<", "BT-44", "value_too_long"),
        ("par subrogation.", "x" * 5000, "BT-22", "value_too_long"),
    ],
)
def test_what_cannot_be_read_names_its_business_term(
    old: str, new: str, place: str, code: str
) -> None:
    refused = [fault for fault in read(changed(CII, old, new)).faults if fault.refuses_file]
    assert [(fault.place, fault.code) for fault in refused] == [(place, code)]
    assert read(changed(CII, old, new)).rows.height == 0


def test_zeros_beyond_the_cent_are_no_fault() -> None:
    data = changed(CII, ">1200.00<", ">1200.00000<")
    assert read(data).rows["gross_cents"].to_list() == [120000]


def test_a_credit_note_that_says_invoice_is_not_guessed() -> None:
    refused = read(changed(CREDIT, ">381<", ">380<")).faults
    assert [(f.place, f.code) for f in refused if f.refuses_file] == [("BT-3", "type_unreadable")]


def test_a_schema_that_is_not_met_warns_and_refuses_nothing() -> None:
    result = read(changed(UBL, "<cbc:IssueDate>", "<cbc:Unknown/><cbc:IssueDate>"))
    assert result.rows.to_dicts() == [FACTORED]
    (fault,) = result.faults
    assert (fault.code, fault.warns, fault.refuses_file) == ("xml_schema_differs", True, False)
    assert fault.detail.startswith("Element 'Unknown': This element is not expected.")
    assert (
        einvoice.read(
            "x", changed(UBL, "<cbc:IssueDate>", "<cbc:U/><cbc:IssueDate>"), schema=False
        ).faults
        == ()
    )


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + CII,
        b"\n \t" + CII,
        b"\xef\xbb\xbf\n" + CII + b"\n\n",
        CII.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        CII.decode().replace("UTF-8", "windows-1252").encode("cp1252"),
    ],
    ids=["bom", "blanks", "both", "utf-16", "windows-1252"],
)
def test_bom_blanks_and_other_encodings_change_nothing(data: bytes) -> None:
    assert read(data).rows.to_dicts() == [FACTORED]


LAUGHS = (
    b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'


@pytest.mark.parametrize("doctype", [LAUGHS, OUTSIDE, b'<!DOCTYPE x SYSTEM "http://a.test/x.dtd">'])
@pytest.mark.parametrize("entity", [b"", b"&a;", b"&d;"])
def test_a_doctype_is_dangerous_whatever_it_holds(doctype: bytes, entity: bytes) -> None:
    data = CII.replace(DECLARATION, DECLARATION + doctype)
    data = data.replace(b"FA-2026-0042", b"FA" + entity)
    result = read(data)
    assert [fault.code for fault in result.faults] == ["xml_dangerous"]
    assert result.rows.height == 0


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"  \n", "file_empty"),
        (b"<html/>", "xml_not_an_invoice"),
        (b"<Invoice/>", "xml_not_an_invoice"),
        (b"<a>" * 100_000, "xml_malformed"),
        (b"<", "xml_malformed"),
        (CII[:-20], "xml_malformed"),
        (CII.replace(b"UTF-8", b"UTF-99"), "xml_malformed"),
        (CII.replace(b"FA-2026", b"FA\x00"), "xml_malformed"),
        (CII.replace(b"FA-2026", b"FA\xff"), "xml_malformed"),
        (b"<a>" + b" " * XML_BYTES_MAX, "file_too_large"),
    ],
)
def test_what_is_no_invoice_is_refused(data: bytes, code: str) -> None:
    result = read(data)
    assert [(fault.code, fault.refuses_file) for fault in result.faults] == [(code, True)]


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([CII, UBL, CREDIT]),
    st.integers(0, 10_000),
    st.integers(0, 30),
    st.binary(max_size=12),
)
def test_a_mutated_invoice_gives_a_row_or_a_fault(
    data: bytes, at: int, removed: int, noise: bytes
) -> None:
    at %= len(data)
    assert sound(read(data[:at] + noise + data[at + removed :]))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([">1200.00<", ">20260302<", ">EUR<", ">393<", ">FA-2026-0042<"]), st.text())
def test_a_hostile_value_gives_a_row_or_a_fault(old: str, value: str) -> None:
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "replace").decode()
    assert sound(read(changed(CII, old, f">{escaped}<")))


def test_the_rules_of_the_standard_and_of_france_run_in_this_process() -> None:
    assert schematron.check(CII) == []
    assert schematron.check(UBL) == []
    wrong = schematron.check(changed(UBL, '"EUR">1100.00<', '"EUR">1101.00<'))
    assert [(fault.code, fault.warns, fault.place) for fault in wrong] == [
        ("rule_broken", True, "/Invoice[1]/LegalMonetaryTotal[1]")
    ]
    assert wrong[0].detail.startswith("[BR-CO-16]")
    french = [fault.detail[:15] for fault in schematron.check(CII, french=True)]
    assert french.count("BR-FR-05/BT-22 ") == 2


def test_rules_are_not_run_on_what_is_no_invoice() -> None:
    assert [fault.code for fault in schematron.check(b"<a/>")] == ["xml_not_an_invoice"]
    assert [fault.code for fault in schematron.check(LAUGHS + b"<a/>")] == ["xml_dangerous"]


@pytest.mark.parametrize("data", [CII, UBL])
def test_a_number_in_other_letters_is_the_same_number(data: bytes) -> None:
    wide = "FA-\uff12\uff10\uff12\uff16-\uff10\uff10\uff14\uff12"
    found = read(changed(data, "FA-2026-0042", wide)).rows.row(0, named=True)
    assert found == read(data).rows.row(0, named=True)


@pytest.mark.parametrize("data", [CII, UBL])
def test_a_sign_that_turns_the_reading_refuses_the_invoice(data: bytes) -> None:
    found = read(changed(data, "FA-2026-0042", "FA-2026-\u202e2400"))
    assert [(fault.place, fault.code) for fault in found.faults if fault.refuses_file] == [
        ("BT-1", "text_unreadable")
    ]
