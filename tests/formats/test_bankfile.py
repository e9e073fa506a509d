"""Bank files by content; what is hostile is answered, in bounded time."""

import time
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.formats import bankfile, camt, cfonb120, mt940
from comptant.formats.reading import FAULTS, BankRead
from comptant.formats.statements import Unreadable, cents_of, plain
from comptant.rules.columns import BANK_MOVEMENTS, STATEMENTS

BANK = Path(__file__).parent / "fixtures" / "bank"
CAMT = (BANK / "camt053.001.02.xml").read_bytes()
CFONB = (BANK / "cfonb120.txt").read_bytes()
HEAD = b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
BOMB = b"""<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">%s]>""" % b"".join(
    b'<!ENTITY %s "%s">' % (name, b"&%s;" % before * 10)
    for before, name in zip([b"a", b"b", b"c", b"d"], [b"b", b"c", b"d", b"e"], strict=True)
)
XXE = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
SECONDS_MAX = 10

HOSTILE = {
    "nothing": (b"", "file_empty"),
    "blanks": (b" \r\n\x00\x1a", "file_empty"),
    "random bytes": (bytes((i * 7919 + i // 251) % 256 for i in range(5000)), "format_unknown"),
    "NUL bytes": (b"\x00" * 100_000, "file_empty"),
    "NUL bytes in XML": (CAMT.replace(b"BETA", b"BE\x00A"), "xml_malformed"),
    "entity bomb": (BOMB + HEAD + b"<Stmt>&e;</Stmt></Document>", "xml_dangerous"),
    "entity bomb in UTF-16": (
        (BOMB + HEAD + b"&e;</Document>").decode().encode("utf-16"),
        "xml_dangerous",
    ),
    "other file": (XXE + HEAD + b"<Stmt>&x;</Stmt></Document>", "xml_dangerous"),
    "entity without DTD": (CAMT.replace(b"BETA", b"&beta;"), "xml_malformed"),
    "deep nesting": (HEAD + b"<Stmt>" * 200_000, "xml_malformed"),
    "truncated camt": (CAMT[: len(CAMT) // 2], "xml_malformed"),
    "truncated CFONB": (CFONB[: len(CFONB) // 2], "statement_without_end"),
    "an encoding that is not": (
        CAMT.replace(b"UTF-8", b"UTF-9"),
        "encoding_unreadable",
    ),
    "wrong encoding": (
        CAMT.decode().encode("latin-1"),
        "encoding_unreadable",
    ),
    "invoice": (b"<Invoice xmlns='urn:oasis:names'/>", "format_unknown"),
    "no statement": (HEAD + b"</Document>", "statement_unreadable"),
    "huge amount": (CAMT.replace(b">12000.00<", b">" + b"9" * 40 + b"<"), "amount_out_of_range"),
    "endless amount": (
        CAMT.replace(b">12000.00<", b">" + b"0" * 1_000_000 + b"x<"),
        "amount_unreadable",
    ),
    "text too long for a parser": (
        CAMT.replace(b"BETA", b"x" * 20_000_000),
        "xml_malformed",
    ),
    "a million marks": (HEAD + b"<Stmt>" + b"<x/>" * 1_000_000 + b"</Stmt></Document>", None),
    "endless comment": (b"<!--" + b"-x" * 10_000_000 + b"--><a/>", "format_unknown"),
    "unfinished comment": (b"<!--" + b"-x" * 10_000_000, "xml_malformed"),
    "comment inside": (HEAD + b"<!--" + b"-x" * 10_000_000 + b"--></Document>", None),
    "CFONB 240": (b"31" + b"0" * 238, "format_unknown"),
    "a million digits": (b"01" + b"0" * 1_000_000, None),
    "PDF": (b"%PDF-1.7\n", "format_unknown"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_cause_and_no_row(name: str):
    data, code = HOSTILE[name]
    start = time.monotonic()
    answer = bankfile.read("f", data)
    assert time.monotonic() - start < SECONDS_MAX
    _assert_refused(answer)
    if code:
        assert [fault.code for fault in answer.faults if fault.refuses_file] == [code]


@pytest.mark.parametrize("reader", [camt.read, cfonb120.read, mt940.read])
@pytest.mark.parametrize("name", HOSTILE)
def test_each_reader_survives_what_is_not_for_it(reader, name: str):
    start = time.monotonic()
    _assert_refused(reader("f", HOSTILE[name][0]))
    assert time.monotonic() - start < SECONDS_MAX


def _assert_refused(answer: BankRead) -> None:
    assert (answer.statements.height, answer.movements.height) == (0, 0)
    assert [fault.code for fault in answer.faults if fault.refuses_file] != []
    _assert_sound(answer)


def _assert_sound(answer: BankRead) -> None:
    """What holds for every answer: shapes, known codes, all rows or none, sums."""
    assert answer.statements.schema == STATEMENTS.schema()
    assert answer.movements.schema == BANK_MOVEMENTS.schema()
    assert {fault.code for fault in answer.faults} <= FAULTS
    assert all(fault.warns != fault.refuses_file for fault in answer.faults)
    if any(fault.refuses_file for fault in answer.faults):
        assert (answer.statements.height, answer.movements.height) == (0, 0)
        return
    assert answer.statements.height > 0
    for wanted, batch in ((STATEMENTS, answer.statements), (BANK_MOVEMENTS, answer.movements)):
        needed = [name for name in wanted.names if name not in wanted.optional]
        assert batch.select(pl.col(needed).null_count()).sum_horizontal().sum() == 0
    _assert_sums(answer)


def _assert_sums(answer: BankRead) -> None:
    """Details make their entry, entries with the opening make the closing balance."""
    entry = ["statement_number", "entry_number"]
    details = answer.movements.group_by(entry).agg(
        pl.col("entry_cents").first(), pl.col("amount_cents").sum()
    )
    assert details.filter(pl.col("entry_cents") != pl.col("amount_cents")).height == 0
    moved = answer.movements.unique(entry).group_by("statement_number")
    ties = (
        answer.statements.filter(pl.col("ends_the_day"))
        .join(moved.agg(pl.col("entry_cents").sum()), on="statement_number", how="left")
        .select(
            pl.col("opening_cents") + pl.col("entry_cents").fill_null(0) == pl.col("closing_cents")
        )
    )
    assert ties.to_series().drop_nulls().all()


changes = st.lists(
    st.tuples(
        st.floats(0, 0.999999),  # where in the file
        st.integers(0, 6),  # how many bytes go
        st.one_of(
            st.binary(max_size=4),
            st.sampled_from(
                [b"0", b"-", b"DBIT", b"<", b">", b"/>", b"]]>", b"&#0;", b"</Ntry>", b"\n", b"JPY"]
            ),
        ),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.parametrize(
    "name",
    ["camt053.001.02.xml", "camt053.001.08.xml", "camt054.001.08.xml", "cfonb120.txt", "mt940.txt"],
)
@settings(max_examples=150, deadline=None)
@given(changes=changes)
def test_a_damaged_file_is_read_soundly_or_refused(name: str, changes):
    data = (BANK / name).read_bytes()
    for where, gone, put in changes:
        at = int(len(data) * where)
        data = data[:at] + put + data[at + gone :]
    _assert_sound(bankfile.read("f", data))


@settings(max_examples=100, deadline=None)
@given(data=st.binary(max_size=400), head=st.sampled_from([b"", b"<", b"0130006", HEAD]))
def test_any_bytes_are_answered(data: bytes, head: bytes):
    for reader in (bankfile.read, camt.read, cfonb120.read, mt940.read):
        _assert_sound(reader("f", head + data))


def test_a_file_is_known_by_its_content_whatever_its_name():
    assert bankfile.read("releve.txt", CAMT).movements.height == 5
    assert bankfile.read("releve.xml", CFONB).movements.height == 4


def test_byte_order_marks_and_blanks_before_the_file_are_no_obstacle():
    utf16 = CAMT.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    for data in (b"\xef\xbb\xbf" + CAMT, b"\r\n " + CAMT, utf16):
        assert bankfile.read("f", data).movements.height == 5
    assert bankfile.read("f", b"\xef\xbb\xbf" + CFONB.decode("latin-1").encode()).faults == ()
    assert bankfile.read("f", b"\r\n" + CFONB).movements.height == 4


def test_a_file_beyond_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("comptant.formats.statements.FILE_BYTES_MAX", len(CAMT) - 1)
    (fault,) = bankfile.read("f", CAMT).faults
    assert (fault.code, fault.detail) == (
        "file_too_large",
        f"{len(CAMT)} bytes, {len(CAMT) - 1} at most",
    )


def test_a_file_with_too_many_payments_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("comptant.formats.statements.MOVEMENTS_MAX", 3)
    monkeypatch.setattr("comptant.formats.camt.MOVEMENTS_MAX", 3)
    for data in (CAMT, CFONB):
        answer = bankfile.read("f", data)
        _assert_refused(answer)
        assert answer.faults[-1].code == "too_many_rows"


@pytest.mark.parametrize(
    ("text", "currency", "cents"),
    [
        ("12.5", "EUR", 1250),
        (" 0012.50000 ", "EUR", 1250),
        ("+.5", "EUR", 50),
        ("7.", "EUR", 700),
        ("0", "EUR", 0),
        ("500", "JPY", 500),
        ("500.00", "JPY", 500),
        ("1.234", "TND", 1234),
        ("10000000000000", "EUR", 10**15),
    ],
)
def test_an_amount_is_exact(text: str, currency: str, cents: int):
    assert cents_of(text, currency) == cents


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("12.50001", "EUR", "amount_unreadable"),
        ("0.5", "JPY", "amount_unreadable"),
        ("1,50", "EUR", "amount_unreadable"),
        ("-1", "EUR", "amount_unreadable"),
        ("1e3", "EUR", "amount_unreadable"),
        ("NaN", "EUR", "amount_unreadable"),
        (".", "EUR", "amount_unreadable"),
        ("", "EUR", "amount_unreadable"),
        ("١٢", "EUR", "amount_unreadable"),
        ("10000000000000.01", "EUR", "amount_out_of_range"),
        ("9" * 10_000, "EUR", "amount_out_of_range"),
        ("1", "eur", "currency_unreadable"),
        ("1", "", "currency_unreadable"),
    ],
)
def test_an_amount_that_is_not_exact_is_not_read(text: str, currency: str, code: str):
    with pytest.raises(Unreadable) as caught:
        cents_of(text, currency)
    assert caught.value.code == code


def test_a_text_is_one_line_without_control_characters():
    assert plain(" a\x00b\r\n\tc\N{NO-BREAK SPACE}d ") == "a b c d"
    assert plain("x" * 50_000) == "x" * 10_000
