"""What a file is, is told by its content; whatever comes, the answer is rows or faults."""

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comptant.formats import intake
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.formats.reading import FAULTS, InvoicesRead
from comptant.rules.batch import check
from comptant.rules.columns import SENT_INVOICES

FIXTURES = Path(__file__).parent / "fixtures" / "invoices"
LIST = (FIXTURES / "liste.csv").read_bytes()
CII = (FIXTURES / "facture.cii.xml").read_bytes()


def sound(read: InvoicesRead) -> bool:
    check(read.rows, SENT_INVOICES)
    known = all(fault.code in FAULTS and fault.place for fault in read.faults)
    return known and (read.rows.height > 0 or len(read.faults) > 0)


@pytest.mark.parametrize(
    ("fixture", "numbers"),
    [
        ("liste.csv", ["FA-1", "FA-2"]),
        ("facture.cii.xml", ["FA-2026-0042"]),
        ("facture.ubl.xml", ["FA-2026-0042"]),
        ("avoir.ubl.xml", ["AV-2026-0003"]),
    ],
)
def test_the_name_of_a_file_does_not_matter(fixture: str, numbers: list[str]) -> None:
    read = intake.read("wrong.pdf", (FIXTURES / fixture).read_bytes())
    assert read.rows["invoice_number"].to_list() == numbers
    assert read.faults == ()


def test_a_list_in_windows_1252_is_read_with_its_credit_note() -> None:
    read = intake.read("liste.csv", LIST)
    assert read.rows.select("row_number", "type_code", "gross_cents", "buyer_siren").rows() == [
        (2, "380", 120000, "732829320"),
        (3, "381", 5000, "732829320"),
    ]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\xef\xbb\xbf%PDF-1.7\n", "pdf"),
        (b"PK\x03\x04\x14", "zip"),
        (b"<?xml version", "xml"),
        (b"\xef\xbb\xbf \n<Invoice", "xml"),
        ("<?xml".encode("utf-16"), "xml"),
        ("facture;date".encode("utf-16"), "text"),
        (b"facture;date\n" * 9 + b"\x001", "text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "ole2"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "unknown"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "unknown"),
    ],
)
def test_the_first_bytes_tell_the_kind(head: bytes, kind: str) -> None:
    assert intake.kind(head) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\x7fELF\x02\x01\x01" + b"\0" * 50, "format_unknown"),
        (b"bonjour", "column_missing"),
        (b"<bonjour/>", "xml_not_an_invoice"),
        (b"%PDF-", "pdf_unreadable"),
        (b"PK\x03\x04", "archive_dangerous"),
    ],
)
def test_what_is_not_understood_is_refused_with_one_fault(data: bytes, code: str) -> None:
    assert [(f.code, f.refuses_file) for f in intake.read("f", data).faults] == [(code, True)]


def test_a_file_beyond_the_limit_is_not_looked_at() -> None:
    data = bytes(FILE_BYTES_MAX + 1)
    assert [fault.code for fault in intake.read("f", data).faults] == ["file_too_large"]
    text = LIST + b" " * (FILE_BYTES_MAX + 1 - len(LIST))
    (part,) = intake.slices("f", io.BytesIO(text))
    assert [fault.code for fault in part.faults] == ["file_too_large"]


def test_slices_cut_a_list_and_leave_an_invoice_whole() -> None:
    parts = list(intake.slices("liste.csv", io.BytesIO(LIST), rows=1))
    assert [part.rows["invoice_number"].to_list() for part in parts] == [["FA-1"], ["FA-2"]]
    (one,) = intake.slices("f.xml", io.BytesIO(CII), rows=1)
    assert one.rows["invoice_number"].to_list() == ["FA-2026-0042"]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([b"", b"<?xml", b"%PDF-1.4", b"PK\x03\x04", b"\xff\xfe", b"facture;date\n"]),
    st.binary(max_size=300),
)
def test_random_bytes_never_raise(head: bytes, tail: bytes) -> None:
    assert sound(intake.read("f", head + tail))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(LIST)), st.integers(0, 20), st.binary(max_size=20))
def test_a_mutated_list_never_raises(at: int, removed: int, noise: bytes) -> None:
    assert sound(intake.read("f", LIST[:at] + noise + LIST[at + removed :]))


def test_an_archive_of_other_things_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("facture.xml", CII)
    assert [f.code for f in intake.read("f.zip", out.getvalue()).faults] == [
        "spreadsheet_unreadable"
    ]


def test_a_list_of_several_contracts_names_them_in_any_format() -> None:
    text = LIST.decode("cp1252").splitlines()
    named = [f"N\N{DEGREE SIGN} de contrat;{text[0]}", *(f" C-{row};{line}" for row, line in
                                                       enumerate(text[1:], 1))]  # fmt: skip
    (read,) = intake.lists("day.csv", io.BytesIO("\n".join(named).encode()))
    assert read.rows["contract_number"].to_list() == ["C-1", "C-2"]
    assert read.faults == ()
    (alone,) = intake.lists("day.csv", io.BytesIO(LIST))
    (fault,) = alone.faults
    assert (fault.code, fault.detail.split(";")[0]) == (
        "column_missing", "missing: contract_number")  # fmt: skip
    assert (alone.rows.height, fault.refuses_file) == (0, True)
    assert intake.read("day.csv", "\n".join(named).encode()).rows.columns == list(
        SENT_INVOICES.names
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (CII, "contract_not_named"),
        (b"%PDF-1.7 nothing", "contract_not_named"),
        (b"", "file_empty"),
        (bytes(range(256)), "format_unknown"),
        (b"PK\x03\x04 torn", "archive_dangerous"),
        (b"\xff\xfe\x00", "encoding_unreadable"),
    ],
)
def test_what_is_no_list_is_refused_by_its_kind(data: bytes, code: str) -> None:
    (read,) = intake.lists("day", io.BytesIO(data))
    assert [(fault.code, fault.refuses_file) for fault in read.faults] == [(code, True)]
    assert read.rows.height == 0


@given(st.binary(max_size=400) | st.text(alphabet=';,\t|"\n C1\0', max_size=200).map(str.encode))
@example(b"\x96")
def test_a_list_of_hostile_bytes_is_rows_or_faults(data: bytes) -> None:
    for prefix in (b"", b"contract;invoice number;date;total;buyer\n"):
        for read in intake.lists("day", io.BytesIO(prefix + data)):
            assert read.rows.height > 0 or read.faults
            assert all(fault.code in FAULTS and fault.place for fault in read.faults)
