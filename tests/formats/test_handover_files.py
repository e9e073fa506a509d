"""The files of a hand-over: what comes back as it went, and bytes that mean nothing."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptant.formats.handover import HEAD, STATEMENT, read, unzipped, zipped
from comptant.formats.reading import FAULTS, Fault

TOLD = {"currency": "EUR", "on": "2026-03-02",
        "statement": {name.removesuffix("_cents"): "1.00" for name in STATEMENT}}  # fmt: skip
INVOICES = b"invoice_number,type_code,issued_on,due_on,currency,amount,open,buyer_name\n"
PACKED = zipped({HEAD: json.dumps(TOLD).encode(), "invoices.csv": INVOICES * 50})


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return out.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK", PACKED[:-1], PACKED[: len(PACKED) // 2],
                                  packed("a/invoices.csv", "b/invoices.csv")])  # fmt: skip
def test_what_is_no_sound_archive_is_told(data: bytes) -> None:
    found = unzipped("pack.zip", data)
    assert isinstance(found, Fault)
    assert (found.code, found.refuses_file) == ("format_unknown", True)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_packed_in_another_way_is_told(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("invoices.csv", INVOICES * 50)
    found = unzipped("pack.zip", out.getvalue())
    assert isinstance(found, Fault)
    assert found.code == "format_unknown"


@pytest.mark.parametrize(("number", "cents", "code"), [
    ("X\0Y", "1.00", "encoding_unreadable"), ("X\x07Y", "1.00", "encoding_unreadable"),
    ("X" * 600, "1.00", "value_too_long"), ("X", "999999999999999.99", "amount_unreadable"),
])  # fmt: skip
def test_a_cell_that_no_book_can_hold_is_told(number: str, cents: str, code: str) -> None:
    line = f"{number},380,2026-01-10,2026-03-10,EUR,{cents},{cents},BETA SA\n".encode()
    (fault,) = read({HEAD: json.dumps(TOLD).encode(), "invoices.csv": INVOICES + line}).faults
    assert fault.code == code


def test_the_day_of_a_pack_is_a_day_however_it_is_written() -> None:
    head = json.dumps({**TOLD, "on": 20260302}).encode()
    assert read({HEAD: head, "invoices.csv": INVOICES}).head["on"] == "2026-03-02"


@given(st.integers(0, len(PACKED) - 1), st.binary(min_size=1, max_size=8))
def test_an_archive_with_some_bytes_changed_is_files_or_a_fault(at: int, data: bytes) -> None:
    found = unzipped("pack.zip", PACKED[:at] + data + PACKED[at + len(data) :])
    if not isinstance(found, Fault):
        faults = read(found).faults
        assert all(fault.code in FAULTS and fault.place for fault in faults)


@pytest.mark.parametrize("head", [
    b"[]", b"7", b"null", b"{}", b"\xff", b"[" * 100_000, b'{"currency": []}',
    json.dumps({**TOLD, "files": [1]}).encode(), json.dumps({**TOLD, "files": "ab"}).encode(),
    json.dumps({**TOLD, "files": 7}).encode(), json.dumps({**TOLD, "statement": []}).encode(),
    json.dumps({**TOLD, "on": "2026-02-30"}).encode(),
])  # fmt: skip
def test_a_head_that_says_nothing_is_told(head: bytes) -> None:
    (fault,) = read({HEAD: head, "invoices.csv": INVOICES}).faults
    assert (fault.file, fault.code) == (HEAD, "handover_head_wrong")


@given(st.binary(max_size=200) | st.text(alphabet=',"\n1.-\0é', max_size=200).map(str.encode))
def test_hostile_bytes_are_rows_or_faults(data: bytes) -> None:
    head = json.dumps(TOLD).encode()
    for prefix in (b"", INVOICES):
        found = read({HEAD: head, "invoices.csv": prefix + data})
        assert found.invoices.height or found.faults or prefix
        assert all(fault.code in FAULTS and fault.place for fault in found.faults)
    assert read({HEAD: data, "invoices.csv": INVOICES}).faults
