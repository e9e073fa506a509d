"""CFONB 120: fields, signs, quirks of banks, records out of place."""

from datetime import date
from pathlib import Path

import pytest

from comptant.formats import cfonb120

DATA = (Path(__file__).parent / "fixtures" / "bank" / "cfonb120.txt").read_bytes()
LINES = DATA.decode("latin-1").split("\r\n")[:-1]
FACTOR_IBAN = "FR7630006000011234567890189"
LCL_IBAN = "FR7730002004470000888899H78"
DIGITS_OF_LETTERS = dict(
    zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789", strict=True)
)


def read(lines: list[str], ends: str = "\n"):
    return cfonb120.read("f", ends.join(lines).encode("latin-1"))


def faults(lines: list[str]) -> list[tuple[str, str, str]]:
    answer = read(lines)
    assert answer.movements.height == 0
    return [(fault.place, fault.code, fault.detail) for fault in answer.faults if not fault.warns]


def put(line: int, position: int, text: str) -> list[str]:
    """The fixture with a text put at a line and a position, both counted from 1."""
    lines, old = list(LINES), LINES[line - 1]
    lines[line - 1] = old[: position - 1] + text + old[position - 1 + len(text) :]
    return lines


def test_a_file_gives_its_statements_with_their_balances():
    columns = ("account_iban", "currency", "opened_on", "closed_on", "opening_cents")
    assert read(LINES).statements.select(*columns, "closing_cents", "ends_the_day").rows() == [
        (FACTOR_IBAN, "EUR", date(2026, 1, 3), date(2026, 1, 5), 100_000, 1_216_150, True),
        (FACTOR_IBAN, "EUR", date(2026, 1, 6), date(2026, 1, 6), 1_216_150, 1_216_150, True),
        (LCL_IBAN, "EUR", date(2026, 1, 3), date(2026, 1, 5), 8, -199_992, True),
    ]  # fmt: skip
    assert read(LINES).faults == ()


def test_a_movement_is_completed_by_its_records_05():
    assert read(LINES).movements.row(0, named=True) == {
        "statement_number": 1,
        "row_number": 1,
        "entry_number": 1,
        "entry_cents": 1_200_000,
        "booked_on": date(2026, 1, 5),
        "value_on": date(2026, 1, 6),
        "amount_cents": 1_200_000,
        "currency": "EUR",
        "bank_reference": "BNK0001",
        "end_to_end_reference": "BETA-2026-77",
        "payer_name": "BETA SA",
        "credited_iban": None,
        "payer_iban": "FR1420041010050500013M02606",
        "remittance_text": "VIR BETA SA REGLEMENT FA-2026-0101 FA-2026-0102 ÉCHÉANCE TRAD",
        "creditor_reference": None,
        "operation_code": "05",
        "return_reason": None,
        "is_reversal": False,
    }


def test_an_unpaid_debit_is_negative_and_says_why():
    row = read(LINES).movements.row(1, named=True)
    assert (row["amount_cents"], row["operation_code"]) == (-85_100, "B3")
    assert (row["return_reason"], row["bank_reference"]) == ("04", "SDD-991")


def test_operation_99_is_a_reversal_and_a_blank_value_day_is_the_booking_day():
    row = read(LINES).movements.row(2, named=True)
    assert (row["is_reversal"], row["value_on"]) == (True, date(2026, 1, 5))


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "", "\r\n\r\n", "\r\n \r\n"])
def test_line_ends_and_blank_lines_change_nothing(ends: str):
    answer = read(LINES, ends)
    assert answer.statements.equals(read(LINES).statements)
    assert answer.movements.equals(read(LINES).movements)


def test_records_cut_at_their_last_letter_are_whole():
    answer = read([line.rstrip() for line in LINES])
    assert (answer.faults, answer.movements.equals(read(LINES).movements)) == ((), True)


def test_utf_8_does_not_shift_the_columns():
    answer = cfonb120.read("f", DATA.decode("latin-1").encode())
    assert answer.movements.equals(read(LINES).movements)


@pytest.mark.parametrize(
    ("last", "cents"),
    [*zip("{ABCDEFGHI", range(1230, 1240), strict=True),
     *zip("}JKLMNOPQR", range(-1230, -1240, -1), strict=True)],
)  # fmt: skip
def test_the_last_letter_of_an_amount_is_its_digit_and_sign(last: str, cents: int):
    both = [put(line, 91, f"0000000000123{last}")[line - 1] for line in (12, 13)]
    answer = read(both)
    assert answer.statements.select("opening_cents", "closing_cents").rows() == [(cents, cents)]


def test_an_account_becomes_an_iban_by_its_rib_key():
    bank, branch, account = "30002", "00447", "0000888899H"
    digits = "".join(DIGITS_OF_LETTERS.get(letter, letter) for letter in account)
    key = 97 - (89 * int(bank) + 15 * int(branch) + 3 * int(digits)) % 97
    (iban,) = read(LINES[13:]).statements["account_iban"].to_list()
    assert iban == f"FR77{bank}{branch}{account}{key:02d}"


@pytest.mark.parametrize(
    ("currency", "decimals", "cents"),
    [("EUR", "2", 1_216_150), ("EUR", "0", 121_615_000), ("EUR", "3", 121_615),
     ("XPF", "0", 1_216_150), ("XPF", "2", None), ("TND", "2", 12_161_500),
     ("   ", " ", 1_216_150)],
)  # fmt: skip
def test_decimals_are_those_of_the_record_brought_to_those_of_the_currency(
    currency: str, decimals: str, cents: int | None
):
    both = [line[:16] + currency + decimals + line[20:] for line in LINES[11:13]]
    answer = read(both)
    if cents is None:
        assert [fault.code for fault in answer.faults] == ["amount_unreadable"]
    else:
        assert answer.statements["opening_cents"].to_list() == [cents]


def test_a_currency_left_blank_on_the_balances_is_that_of_the_movements():
    lines = [line.replace("EUR2", "USD2") for line in LINES[13:]]
    assert read(lines).statements["currency"].to_list() == ["USD"]


def test_texts_lose_their_control_characters():
    assert read(put(2, 49, "VIR\x00BETA\x07SA\x1b")).movements["remittance_text"].to_list()[0] == (
        "VIR BETA SA REGLEMENT FA-2026-0101 FA-2026-0102 ÉCHÉANCE TRAD"
    )


def test_a_complement_before_any_movement_is_told_and_costs_nothing():
    lines = [LINES[0], LINES[2], *LINES[1:]]
    answer = read(lines)
    assert [(f.place, f.code, f.warns) for f in answer.faults] == [
        ("line 2", "record_out_of_place", True)
    ]
    assert answer.movements["amount_cents"].equals(read(LINES).movements["amount_cents"])


def test_another_bank_on_the_last_record_is_told():
    answer = read(put(11, 3, "15489"))
    assert [(f.place, f.code, f.detail, f.warns) for f in answer.faults] == [
        ("line 11", "account_unreadable", "bank and branch differ: 15489 00001", True)
    ]
    assert answer.statements["account_iban"].to_list()[0] == FACTOR_IBAN


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (LINES[:10], ("line 1", "statement_without_end", "")),
        (LINES[:10] + LINES[11:], ("line 1", "statement_without_end", "")),
        (LINES[12:], ("line 1", "record_out_of_place", "07 before 01")),
        (LINES[13:] + LINES[1:2], ("line 4", "record_out_of_place", "04 before 01")),
        (LINES[13:] + LINES[2:3], ("line 4", "record_out_of_place", "05 before 01")),
        ([*LINES, "34"], ("line 17", "record_out_of_place", "34")),
        (["34", *LINES], ("line 1", "format_unknown", "34")),
        (put(2, 22, "99999999999"), ("line 1", "record_out_of_place", "line 2: 99999999999")),
        (put(2, 17, "USD"), ("line 1", "currency_unreadable", "EUR USD")),
        (put(14, 3, "3000A"), ("line 14", "account_unreadable", "3000A 00447 0000888899H")),
        (put(14, 12, "  447"), ("line 14", "account_unreadable", "30002 447 0000888899H")),
        (
            [line[:21] + "1234567890\x00" + line[32:] for line in LINES[11:13]],
            ("line 1", "account_unreadable", "30006 00001 1234567890\N{REPLACEMENT CHARACTER}"),
        ),
        (put(2, 91, "00000001200000"), ("line 2", "amount_unreadable", "00000001200000")),
        (put(2, 91, "000000x120000{"), ("line 2", "amount_unreadable", "000000x120000{")),
        (put(2, 20, "x"), ("line 2", "amount_unreadable", "decimals x")),
        (put(2, 35, "300226"), ("line 2", "date_unreadable", "300226")),
        (put(2, 43, "3102  "), ("line 2", "date_unreadable", "3102")),
        (put(8, 91, "0000000008510{"),
         ("line 1", "statement_does_not_add_up", "1000.00 + 12863.50 is not 12161.50 EUR")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_refuses_the_file_and_says_where(lines, fault):
    assert faults(lines) == [fault]


def test_a_statement_that_does_not_add_up_is_refused():
    assert faults(put(11, 91, "0000000121615A")) == [
        ("line 1", "statement_does_not_add_up", "1000.00 + 11161.50 is not 12161.51 EUR")
    ]


def test_a_hundred_faults_are_enough():
    assert len(faults(LINES[1:2] * 500)) == 100
