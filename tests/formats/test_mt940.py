"""MT940: lines, pages, the three ways to write field 86, and what is hostile."""

import time
from datetime import date
from pathlib import Path

import pytest

from comptant.formats import bankfile, mt940
from comptant.formats.reading import BankRead

BANK = Path(__file__).parent / "fixtures" / "bank"
MT940 = (BANK / "mt940.txt").read_bytes()
HEAD = b":20:A\n:25:FR7630006000011234567890189\n:28C:1/1\n:60F:C260102EUR10,00\n"
END = b":62F:C260105EUR10,00\n"
SECONDS_MAX = 10
BY_THE_BANK = ("booked_on", "value_on", "amount_cents", "bank_reference", "end_to_end_reference",
               "payer_name", "payer_iban", "remittance_text", "operation_code",
               "is_reversal")  # fmt: skip
DAY = date(2026, 1, 5)


def read(data: bytes) -> BankRead:
    return bankfile.read("f", data)


def faults(data: bytes) -> list[tuple[str, str]]:
    return [(fault.place, fault.code) for fault in read(data).faults]


def test_the_pages_of_a_statement_are_one_statement_that_ties():
    answer = read(MT940)
    assert answer.faults == ()
    (statement,) = answer.statements.drop("file").rows()
    assert statement == (
        1, "FR7630006000011234567890189", "EUR", "STMT260105/00005/001", 5, date(2026, 1, 3), DAY,
        100_000, 1_266_000, True,
    )  # fmt: skip


def test_each_line_tells_payer_references_and_text_in_the_words_of_all_bank_files():
    rows = read(MT940).movements.select(BY_THE_BANK).rows()
    text = "REGLT FA-2026-0101 FA-2026-0102"
    ing, ing_iban, e2e = "ING BANK N.V. INZAKE WEB", "NL32INGB0000012345", "EV10001REP1000000T1000"
    assert rows == [
        (DAY, date(2026, 1, 6), 1_200_000, "BNK0001", "BETA-E2E-1", "BETA SA",
         "FR7610107001011234567890129", text, "166-NTRF", False),
        (DAY, DAY, -10_000, "BNK0002", None, None, None, "COMMISSIONS DE TENUE DE COMPTE",
         "NCHG", False),
        (DAY, DAY, 6_550, "BNK0003", e2e, ing, ing_iban, "FA-2026-0103", "NTRF", False),
        (DAY, DAY, -6_550, "BNK0004", e2e, None, None, "RAPPEL FA-2026-0103", "NTRF", True),
        (DAY, DAY, -25_000, "BNK0005", "CPT12-13", None, None, "REMISE CPT12-13", "NTRF", False),
        (date(2026, 2, 28), date(2026, 2, 28), 1_000, None, None, "dupont sa", ing_iban,
         "Facture FA-2026-0104", "NTRF", False),
    ]  # fmt: skip


def test_a_full_sub_field_goes_on_in_the_next_and_a_short_one_ends_a_word():
    full = b"REGLEMENT FACTURES FA-20260"  # 27 letters
    line = b":61:2601050105C0,00NTRFNONREF\n:86:166?00A?20" + full + b"?21101?22FA-2?32X?34000\n"
    assert read(HEAD + line + END).movements["remittance_text"].to_list() == [
        "REGLEMENT FACTURES FA-20260101 FA-2"
    ]


@pytest.mark.parametrize(
    "envelope", [b"{1:F01AGRIFRPPXXXX0000000000}{2:O9400510}{4:\n", b"", b"\r\n"]
)
def test_the_envelope_of_the_network_is_no_obstacle(envelope: bytes):
    assert faults(envelope + HEAD + END) == []


@pytest.mark.parametrize("number", [b"0000\n0000", b"00000/00", b"0", b"x"])
def test_a_bank_that_counts_no_statements_gives_no_sequence(number: bytes):
    answer = read(HEAD.replace(b":28C:1/1", b":28C:" + number) + END)
    assert (answer.faults, answer.statements["sequence"].to_list()) == ((), [None])


def test_an_account_of_a_german_bank_code_becomes_its_iban():
    account = b":25:37040044/532013000"
    answer = read(HEAD.replace(b":25:FR7630006000011234567890189", account) + END)
    assert answer.statements["account_iban"].to_list() == ["DE89370400440532013000"]


LINE = b":61:2601050105C1,00NTRFNONREF\n"
CUT, UNTIED, UNREADABLE = (
    "statement_without_end", "statement_does_not_add_up", "statement_unreadable",
)  # fmt: skip
HOSTILE = {
    "cut in the middle": (MT940[:900], [("line 2", CUT)]),
    "a page without the next": (HEAD + b":62M:C260105EUR10,00\n", [("line 1", CUT)]),
    "a page without the one before": (
        HEAD.replace(b"60F", b"60M") + END, [("line 1", CUT)]),
    "no closing balance": (HEAD, [("line 1", CUT)]),
    "a cent missing": (HEAD + END.replace(b"10,00", b"10,01"), [("line 1", UNTIED)]),
    "two currencies": (HEAD + END.replace(b"EUR", b"USD"), [("line 1", "currency_unreadable")]),
    "a currency that is none": (
        (HEAD + END).replace(b"EUR", b"ZZZ"), [("line 1", "currency_unreadable")]),
    "a line that is none": (HEAD + b":61:hello\n" + END, [("line 1", UNREADABLE)]),
    "a balance that is none": (HEAD + b":62F:hello\n", [("line 1", UNREADABLE)]),
    "a month that is none": (
        HEAD + b":61:2613050105C1,00NTRFNONREF\n" + END, [("line 1", "date_unreadable")]),
    "a booking day that is none": (
        HEAD + b":61:2601050231C1,00NTRFNONREF\n" + END, [("line 1", "date_unreadable")]),
    "an amount of two commas": (
        HEAD + b":61:2601050105C1,0,0NTRFNONREF\n" + END, [("line 1", UNREADABLE)]),
    "an amount of three decimals": (
        HEAD + b":61:2601050105C1,001NTRFNONREF\n" + END,
        [("line 1, entry 1", "amount_unreadable")]),
    "no account": (HEAD.replace(b":25:FR7630006000011234567890189", b":25:") + END,
                   [("line 1", "account_unreadable")]),
    "an endless field": (HEAD + LINE + b":86:" + b"x" * 5_000_000 + b"\n" + END,
                         [("line 1", "value_too_long")]),
    "endless reference": (HEAD + b":61:2601050105C1,00NTRF" + b"/" * 5_000_000 + b"\n" + END,
                          [("line 1", "value_too_long")]),
    "a million texts of one line": (HEAD + LINE + b":86:x\n" * 1_000_000 + END,
                                    [("line 1", "value_too_long")]),
    "fields without end": (HEAD + b":61:\n" * (mt940.FIELDS_MAX + 1) + END,
                           [("line 1", "too_many_rows")]),
    "texts of one line": (HEAD + LINE + b":86:x\n" * 60 + END, [("line 1", "value_too_long")]),
    "bytes before the first message": (b":20:x\n:25:y\n" + b":61:\n" * 3,
                                       [("line 1", UNREADABLE)]),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_broken_or_hostile_is_refused_with_place_and_cause(name: str):
    data, expected = HOSTILE[name]
    start = time.monotonic()
    answer = mt940.read("f", data)
    assert time.monotonic() - start < SECONDS_MAX
    assert [(fault.place, fault.code) for fault in answer.faults] == expected
    assert (answer.statements.height, answer.movements.height) == (0, 0)


def test_nul_bytes_and_other_letters_are_read_as_they_can_be():
    line = LINE.replace(b"C1", b"C0") + ":86:\0Soci\xe9t\xe9".encode("latin-1") + b"\n"
    assert read(HEAD + line + END).movements["remittance_text"].to_list() == ["Société"]


def test_a_hundred_thousand_lines_take_seconds():
    lines = (
        b":61:2601050105C0,01NTRFNONREF//R\n:86:166?00A?20EREF+X?21SVWZ+FA-1?32BETA SA\n" * 100_000
    )
    start = time.monotonic()
    answer = read(HEAD + lines + END.replace(b"10,00", b"1010,00"))
    assert (answer.faults, answer.movements.height) == ((), 100_000)
    assert time.monotonic() - start < 3 * SECONDS_MAX
