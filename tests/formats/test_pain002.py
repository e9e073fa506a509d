"""pain.002: what the bank answers to our payment files, and what is hostile."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.formats import pain002
from comptant.formats.pain002 import PAYMENT_STATUSES
from comptant.formats.reading import FAULTS

STATUS = (Path(__file__).parent / "fixtures" / "bank" / "pain002.001.10.xml").read_bytes()
HEAD = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03">'
BOMB = b"""<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>"""
SECONDS_MAX = 10


def test_each_level_gives_its_status_reason_and_amount() -> None:
    read = pain002.read("f", STATUS)
    assert read.faults == ()
    assert read.rows.drop("row_number").rows() == [
        ("FILE", "CPT-77", None, None, "PART", "", None, None),
        ("GROUP", "CPT-77", "CPT-77-1", None, "ACCP", "", None, None),
        ("PAYMENT", "CPT-77", "CPT-77-1", "CPT5-12", "RJCT", "AC04 Closed account", 125_000, "EUR"),
        ("PAYMENT", "CPT-77", "CPT-77-1", "CPT5-13", "ACSP", "", None, None),
        ("GROUP", "CPT-77", "CPT-77-2", None, "RJCT", "DT01", None, None),
    ]


@pytest.mark.parametrize("version", [b".03", b".05", b".12"])
def test_any_version_is_read_by_its_namespace(version: bytes) -> None:
    data = STATUS.replace(b"pain.002.001.10", b"pain.002.001" + version)
    assert pain002.is_pain002(data[:200])
    assert pain002.read("f", data).rows.height == 5


def without(tag: bytes) -> bytes:
    begin = STATUS.index(b"<" + tag + b">")
    end = STATUS.index(b"</" + tag + b">") + len(tag) + 3
    return STATUS[:begin] + STATUS[end:]


HOSTILE = {
    "nothing": (b"", "file_empty"),
    "NUL bytes": (b"\0" * 1_000, "file_empty"),
    "cut in two": (STATUS[: len(STATUS) // 2], "xml_malformed"),
    "NUL in XML": (STATUS.replace(b"AC04", b"A\0C4"), "xml_malformed"),
    "entity bomb": (BOMB + HEAD + b"&b;</Document>", "xml_dangerous"),
    "other file": (
        b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + HEAD, "xml_dangerous"),
    "wrong encoding": (
        STATUS.replace(b"Closed", "Clos\xe9".encode("latin-1")), "encoding_unreadable"),
    "an encoding that is none": (STATUS.replace(b"UTF-8", b"UTF-9"), "encoding_unreadable"),
    "another message": (STATUS.replace(b"pain.002", b"pain.001"), "format_unknown"),
    "no report": (HEAD + b"</Document>", "value_missing"),
    "no file named": (without(b"OrgnlMsgId"), "value_missing"),
    "no group named": (without(b"OrgnlPmtInfId"), "value_missing"),
    "no payment named": (without(b"OrgnlEndToEndId"), "value_missing"),
    "no status at all": (
        HEAD + b"<CstmrPmtStsRpt><OrgnlGrpInfAndSts><OrgnlMsgId>CPT-1</OrgnlMsgId>"
        b"</OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>", "value_missing"),
    "a status that is none": (STATUS.replace(b"ACSP", b"accepted"), "type_unreadable"),
    "an amount that is none": (STATUS.replace(b"1250.00", b"12.50.00"), "amount_unreadable"),
    "a huge amount": (STATUS.replace(b"1250.00", b"9" * 40), "amount_out_of_range"),
    "a text without end": (STATUS.replace(b"Closed", b"x" * 20_000_000), "xml_malformed"),
    "deep nesting": (HEAD + b"<a>" * 200_000, "xml_malformed"),
    "marks without end": (HEAD + b"<a/>" * 3_000_000 + b"</Document>", "file_too_large"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_broken_or_hostile_is_refused_whole(name: str) -> None:
    data, code = HOSTILE[name]
    start = time.monotonic()
    read = pain002.read("f", data)
    assert time.monotonic() - start < SECONDS_MAX
    assert [(fault.place, fault.code) for fault in read.faults] == [("file", code)]
    assert read.rows.height == 0


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, len(STATUS)), gone=st.integers(0, 8), put=st.binary(max_size=6))
def test_a_damaged_answer_is_read_soundly_or_refused(at: int, gone: int, put: bytes) -> None:
    read = pain002.read("f", STATUS[:at] + put + STATUS[at + gone :])
    assert read.rows.schema == PAYMENT_STATUSES.schema()
    assert (read.rows.height == 0) == bool(read.faults)
    assert {fault.code for fault in read.faults} <= FAULTS
