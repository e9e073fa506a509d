"""Bills for the bank: each zone at its place, read back by a reader of the test's own."""

from datetime import date
from typing import Any

import pytest

from comptant.formats import cfonb160
from comptant.formats.cfonb160 import BILLS_OUT, Assignor

# Zones by the CFONB brochure of 2002: first and last position, from 1.
ZONES: dict[str, dict[str, tuple[int, int]]] = {
    "03": {"operation": (3, 4), "number": (5, 12), "issuer": (13, 18), "remitted": (25, 30),
           "name": (31, 54), "bank_name": (55, 78), "entry": (79, 79), "dailly": (80, 80),
           "currency": (81, 81), "bank": (82, 86), "branch": (87, 91), "account": (92, 102),
           "value": (119, 124), "siren": (135, 149), "reference": (150, 160)},
    "06": {"operation": (3, 4), "number": (5, 12), "drawee_reference": (21, 30), "name": (31, 54),
           "bank_name": (55, 78), "acceptance": (79, 79), "bank": (82, 86), "branch": (87, 91),
           "account": (92, 102), "amount": (103, 114), "due": (119, 124), "issued": (125, 130),
           "drawer_reference": (151, 160)},
    "08": {"operation": (3, 4), "number": (5, 12), "total": (103, 114)},
}  # fmt: skip
FACTOR = Assignor("FACTOR SA", "FR7630006000011234567890189", "552100554", "123456")
BILL: dict[str, Any] = {
    "instrument_number": "E-77", "is_bor": False, "is_accepted": True, "currency": "EUR",
    "payer_name": "Société BÊTA & Œuvres d'Île-de-France", "amount_cents": 1_200_000,
    "payer_iban": "FR7630004000031234567890143", "due_on": date(2026, 3, 31),
    "issued_on": date(2026, 1, 16), "drawer_reference": "1402",
}  # fmt: skip
NOTE = BILL | {"instrument_number": "B-1", "is_bor": True, "amount_cents": 5,
               "payer_iban": "FR1420041010050500013M02606"}  # fmt: skip


def written(*bills: dict[str, Any], **changes: Any) -> bytes:
    told = {"reference": "R7", "remitted_on": date(2026, 1, 16), "assignor": FACTOR}
    return cfonb160.write(**{**told, **changes}, bills=BILLS_OUT.frame(bills))


def read(content: bytes) -> list[dict[str, str]]:
    """The records, each zone without its blanks; what is in no zone must be blank."""
    lines = content.decode("ascii").split("\r\n")
    assert lines.pop() == ""
    records = []
    for line in lines:
        assert len(line) == 160
        zones = ZONES[line[:2]]
        inside = {at for first, last in zones.values() for at in range(first, last + 1)} | {1, 2}
        assert {line[at - 1] for at in range(1, 161) if at not in inside} <= {" "}
        records.append({"code": line[:2], **{
            name: line[first - 1 : last].strip() for name, (first, last) in zones.items()
        }})  # fmt: skip
    return records


def test_every_zone_is_at_its_place() -> None:
    head, bill, note, total = read(written(BILL, NOTE))
    assert head == {
        "code": "03", "operation": "60", "number": "00000001", "issuer": "123456",
        "remitted": "160126", "name": "FACTOR SA", "bank_name": "CREDIT AGRICOLE SA",
        "entry": "3", "dailly": "", "currency": "E", "bank": "30006", "branch": "00001",
        "account": "12345678901", "value": "", "siren": "552100554", "reference": "R7",
    }  # fmt: skip
    assert bill == {
        "code": "06", "operation": "60", "number": "00000002", "drawee_reference": "E-77",
        "name": "SOCIETE BETA OEUVRES D I", "bank_name": "BNP PARIBAS", "acceptance": "1",
        "bank": "30004", "branch": "00003", "account": "12345678901", "amount": "000001200000",
        "due": "310326", "issued": "160126", "drawer_reference": "1402",
    }  # fmt: skip
    assert (note["acceptance"], note["account"], note["amount"]) == (
        "2", "0500013M026", "000000000005"
    )  # fmt: skip
    assert total == {"code": "08", "operation": "60", "number": "00000004",
                     "total": "000001200005"}  # fmt: skip


def test_the_dailly_code_and_acceptance_are_said() -> None:
    head, bill, _ = read(written(BILL | {"is_accepted": False}, dailly_code="1"))
    assert (head["dailly"], bill["acceptance"]) == ("1", "0")


def test_the_same_bills_give_the_same_bytes() -> None:
    assert written(BILL, NOTE) == written(BILL, NOTE)


@pytest.mark.parametrize(
    ("text", "letters"),
    [("Société Épîcée", "SOCIETE EPICEE"), ("a\r\nb\tc", "A B C"), ("n°1 (€)", "NDEG1 (EUR)"),
     ("Łódź", "LODZ"), ("", ""), ("\x00\x1b", "")],
)  # fmt: skip
def test_names_are_put_in_the_letters_of_the_format(text: str, letters: str) -> None:
    assert cfonb160.letters(text) == letters


def test_a_name_with_line_ends_stays_in_its_record() -> None:
    _, bill, _ = read(
        written(BILL | {"payer_name": "BETA\r\n06600000", "drawer_reference": "é" * 40})
    )
    assert (bill["name"], bill["drawer_reference"]) == ("BETA 06600000", "E" * 10)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"payer_iban": "DE89370400440532013000"}, "no French account"),
        ({"payer_iban": "FR7630004000031234567890144"}, "no French account"),
        ({"amount_cents": 0}, "amount"),
        ({"amount_cents": 10**12}, "amount"),
        ({"currency": "CHF"}, "currency"),
        ({"payer_name": "\x00"}, "no letter"),
        ({"due_on": None}, "due_on missing"),
    ],
)
def test_what_must_not_be_sent_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        written(BILL, NOTE | change)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reference": "R" * 12}, "1 to 11 letters"),
        ({"reference": "é"}, "1 to 11 letters"),
        ({"dailly_code": ""}, "Dailly code"),
        ({"dailly_code": "é"}, "Dailly code"),
        ({"assignor": FACTOR._replace(issuer_number="12345")}, "issuer number"),
        ({"assignor": FACTOR._replace(iban="DE89370400440532013000")}, "account DE89"),
        ({"assignor": FACTOR._replace(siren="552100555")}, "SIREN 552100555"),
    ],
)
def test_what_the_caller_says_wrong_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        written(BILL, **change)


def test_a_total_of_thirteen_digits_is_refused() -> None:
    with pytest.raises(ValueError, match="12 digits"):
        written(BILL | {"amount_cents": 10**12 - 1}, NOTE)
