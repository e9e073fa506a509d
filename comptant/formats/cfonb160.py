"""Bills for the bank: LCR and BOR remitted for collection, CFONB 160, written by our own code.

Each record has 160 characters and ends a line: 03 the assignor, 06 one per bill, 08 the total.
Source: CFONB, "Effets de commerce, LCR-BOR" (2002); FORMATS section 3.6.
"""

import re
from datetime import date
from typing import Any, NamedTuple

import polars as pl
from schwifty import IBAN
from text_unidecode import unidecode

from comptant.formats import identifiers
from comptant.rules.columns import shape

# One row per bill.
BILLS_OUT = shape(
    "instrument_number", "is_bor", "is_accepted", "payer_name", "payer_iban", "amount_cents",
    "currency", "due_on", "issued_on", "drawer_reference",
)  # fmt: skip

LENGTH = 160
OPERATION = "60"
FOR_COLLECTION = "3"
NO_DAILLY = " "
CURRENCY = "EUR"
AMOUNT_CENTS_MAX = 10**12 - 1  # 12 digits
BILLS_MAX = 99_999_997  # 8 digits, with the header and the total
# The bill's kind and whether the drawee has accepted it, in one character.
UNACCEPTED, ACCEPTED, NOTE = "0", "1", "2"
# Countries whose accounts have the four parts of a RIB.
FRENCH_ACCOUNTS = ("FR", "MC")
_NOT_ALLOWED = re.compile(r"[^A-Z0-9 *\-./()]")


class Assignor(NamedTuple):
    """Who remits: our name, our account, our SIREN, and the number that the bank gave us."""

    name: str
    iban: str
    siren: str
    issuer_number: str


def write(
    *, reference: str, remitted_on: date, assignor: Assignor, bills: pl.DataFrame,
    dailly_code: str = NO_DAILLY,
) -> bytes:  # fmt: skip
    """The remittance in ASCII. `bills` has the shape BILLS_OUT, amounts in cents of EUR.

    Names are put into the letters of CFONB and cut at 24 characters. `reference` has at most 11.
    Same arguments, same bytes. Raises ValueError for what must not be sent, naming the row.
    """
    bills = bills.select(BILLS_OUT.names)
    if bills.schema != BILLS_OUT.schema():
        raise ValueError(f"bills are {bills.schema}, not {BILLS_OUT.schema()}")
    if not 0 < bills.height <= BILLS_MAX:
        raise ValueError(f"{bills.height} bills to remit")
    if len(dailly_code) != 1 or not (dailly_code == " " or dailly_code.isascii()):
        raise ValueError(f"Dailly code {dailly_code!r} is not one character")
    total = 0
    records = [_header(reference, remitted_on, assignor, dailly_code)]
    for number, bill in enumerate(bills.iter_rows(named=True), 1):
        wrong = _wrong(bill)
        if wrong:
            raise ValueError(f"row {number} ({bill['instrument_number']}): {wrong}")
        records.append(_detail(number + 1, bill))
        total += bill["amount_cents"]
    if total > AMOUNT_CENTS_MAX:
        raise ValueError(f"a total of {total} cents has more than 12 digits")
    records.append(_placed(
        (1, "08"), (3, OPERATION), (5, f"{bills.height + 2:08d}"), (103, f"{total:012d}")
    ))  # fmt: skip
    return "".join(f"{record}\r\n" for record in records).encode("ascii")


def parts_of(iban: str) -> tuple[str, str, str] | None:
    """Bank, branch and account number of a French account, whose key holds; None for others."""
    normal = identifiers.normal("account", iban)
    if normal is None or normal[:2] not in FRENCH_ACCOUNTS:
        return None
    return normal[4:9], normal[9:14], normal[14:25]


def letters(text: str) -> str:
    """A text in the letters of CFONB: capitals without accents, digits and * - . / ( )."""
    return " ".join(_NOT_ALLOWED.sub(" ", unidecode(text).upper()).split())


def _wrong(bill: dict[str, Any]) -> str | None:
    missing = [name for name in BILLS_OUT.names if bill[name] is None]
    if missing:
        return f"{', '.join(missing)} missing"
    if parts_of(bill["payer_iban"]) is None:
        return f"{bill['payer_iban']} is no French account"
    if bill["currency"] != CURRENCY:
        return f"currency {bill['currency']}, a bill of this file is in {CURRENCY}"
    if not 1 <= bill["amount_cents"] <= AMOUNT_CENTS_MAX:
        return f"amount of {bill['amount_cents']} cents"
    if not letters(bill["payer_name"]):
        return "the payer's name has no letter"
    return None


def _header(reference: str, remitted_on: date, assignor: Assignor, dailly_code: str) -> str:
    account = parts_of(assignor.iban)
    siren = identifiers.normal("siren", assignor.siren)
    issuer = assignor.issuer_number
    if account is None or siren is None:
        raise ValueError(f"assignor: account {assignor.iban} or SIREN {assignor.siren}")
    if not (issuer.isascii() and issuer.isdigit() and len(issuer) == 6):
        raise ValueError(f"assignor: issuer number {issuer!r} has not 6 digits")
    if not 0 < len(reference) <= 11 or letters(reference) != reference:
        raise ValueError(f"reference {reference!r} is not 1 to 11 letters of CFONB")
    return _placed(
        (1, "03"), (3, OPERATION), (5, "00000001"), (13, issuer), (25, _day(remitted_on)),
        (31, _name(assignor.name)), (55, _name(_bank(assignor.iban))), (79, FOR_COLLECTION),
        (80, dailly_code), (81, "E"), (82, account[0]), (87, account[1]), (92, account[2]),
        (135, siren.ljust(15)), (150, reference.ljust(11)),
    )  # fmt: skip


def _detail(number: int, bill: dict[str, Any]) -> str:
    bank, branch, account = parts_of(bill["payer_iban"]) or ("", "", "")
    kind = NOTE if bill["is_bor"] else ACCEPTED if bill["is_accepted"] else UNACCEPTED
    return _placed(
        (1, "06"), (3, OPERATION), (5, f"{number:08d}"),
        (21, letters(bill["instrument_number"])[:10].ljust(10)), (31, _name(bill["payer_name"])),
        (55, _name(_bank(bill["payer_iban"]))), (79, kind), (82, bank), (87, branch),
        (92, account), (103, f"{bill['amount_cents']:012d}"), (119, _day(bill["due_on"])),
        (125, _day(bill["issued_on"])), (151, letters(bill["drawer_reference"])[:10].ljust(10)),
    )  # fmt: skip


def _placed(*zones: tuple[int, str]) -> str:
    """A record from its zones, each with the position (from 1) of its first character."""
    record = [" "] * LENGTH
    for first, text in zones:
        record[first - 1 : first - 1 + len(text)] = text
    if len(record) != LENGTH:
        raise AssertionError(f"a record of {len(record)} characters")
    return "".join(record)


def _name(text: str) -> str:
    return letters(text)[:24].ljust(24)


def _bank(iban: str) -> str:
    """The bank's name as the register of schwifty has it, or nothing."""
    return IBAN(identifiers.normal("iban", iban) or "").bank_name or ""


def _day(on: date) -> str:
    return on.strftime("%d%m%y")
