"""Texts of an e-invoice as amounts, dates, codes and identifiers; what is unreadable says where."""

import re
from collections.abc import Iterable
from datetime import date

from comptant.formats.currencies import EXPONENTS
from comptant.formats.doctypes import TYPE_CODES
from comptant.formats.einvoice.walk import Found, first, text
from comptant.formats.limits import NOTE_LENGTH_MAX, TEXT_LENGTH_MAX, YEAR_FIRST, YEAR_LAST
from comptant.formats.reading import TURNS, is_number_text, plain_number, shown
from comptant.rules.money import AMOUNT_CENTS_MAX

_AMOUNT = re.compile(r"([+-]?)(?=\.?\d)(\d{0,40})(?:\.(\d{0,40}))?", re.ASCII)
_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:Z|[+-]\d{2}:\d{2}|T[\d:.]+Z?)?", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_CONTROLS = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f{TURNS}]")

# Business terms of EN 16931, the place that a fault gives.
TERMS = {
    "invoice_number": "BT-1",
    "issued_on": "BT-2",
    "type_code": "BT-3",
    "currency": "BT-5",
    "due_on": "BT-9",
    "order_reference": "BT-13",
    "credited_number": "BT-25",
    "assignment_note": "BT-22",
    "seller_name": "BT-27",
    "buyer_name": "BT-44",
    "payee_name": "BT-59",
    "payee_identifier": "BT-60",
    "delivered_on": "BT-72",
    "payment_iban": "BT-84",
    "net_cents": "BT-109",
    "vat_cents": "BT-110",
    "gross_cents": "BT-112",
    "payable_cents": "BT-115",
}
AMOUNTS = ("gross_cents", "net_cents", "vat_cents", "payable_cents")
REQUIRED = ("invoice_number", "issued_on", "type_code", "currency", "gross_cents", "buyer_name")


class Unreadable(Exception):
    """A value that refuses the invoice: where, why, what was found."""

    def __init__(self, name: str, code: str, found: str = "") -> None:
        super().__init__(name, code, found)
        self.place, self.code, self.detail = TERMS.get(name, name), code, shown(found)


def settle(row: dict[str, object]) -> dict[str, object]:
    """The row if all that it needs is there and nothing is too long; else Unreadable."""
    for name in REQUIRED:
        if row[name] is None:
            raise Unreadable(name, "value_missing")
    if row["payable_cents"] is None:
        row["payable_cents"] = row["gross_cents"]
    texts = {name: value for name, value in row.items() if isinstance(value, str)}
    all_of_it = "".join(texts.values())
    # One look at all of it: hardly any invoice has a fault to look for.
    if len(all_of_it) > TEXT_LENGTH_MAX or _CONTROLS.search(all_of_it):
        for name, value in texts.items():
            _check_text(name, value)
    if not all_of_it.isascii():
        row |= {name: plain_number(value) for name, value in texts.items() if is_number_text(name)}
    return row


def _check_text(name: str, value: str) -> None:
    longest = NOTE_LENGTH_MAX if name == "assignment_note" else TEXT_LENGTH_MAX
    if len(value) > longest:
        raise Unreadable(name, "value_too_long", value)
    if _CONTROLS.search(value):
        raise Unreadable(name, "text_unreadable", value)


def currency(found: Found) -> str | None:
    """BT-5, a currency that has a number of decimals."""
    code = first(found, "currency")
    if code is not None and code not in EXPONENTS:
        raise Unreadable("currency", "currency_unreadable", code)
    return code


def type_code(found: Found) -> str | None:
    """BT-3, a code of UNTDID 1001 that means an invoice or a credit note."""
    code = first(found, "type_code")
    if code is not None and code not in TYPE_CODES:
        raise Unreadable("type_code", "type_unreadable", code)
    return code


def cents(found: Found, name: str, in_currency: str | None) -> int | None:
    """The amount under `name` in the invoice's currency, exact in its minor unit."""
    for element in found.get(name, ()):
        said = text(element)
        if said is None or element.get("currencyID", in_currency) != in_currency:
            continue
        return _minor_units(name, said, EXPONENTS[in_currency] if in_currency else 2)
    return None


def _minor_units(name: str, said: str, places: int) -> int:
    """Zeros beyond the currency's decimals say nothing; any other digit there is a fault."""
    match = _AMOUNT.fullmatch(said)
    sign, whole, decimals = match.groups(default="") if match else ("", "", "unreadable")
    decimals = decimals.rstrip("0")
    if len(decimals) > places:
        raise Unreadable(name, "amount_unreadable", said)
    units = int(whole + decimals.ljust(places, "0") or "0")
    if units > AMOUNT_CENTS_MAX:
        raise Unreadable(name, "amount_out_of_range", said)
    return -units if sign == "-" else units


def day(found: Found, name: str) -> date | None:
    """The date under `name`; the last one where there are several (payment in parts)."""
    days = [_day(name, said) for said in map(text, found.get(name, ())) if said]
    return max(days, default=None)


def _day(name: str, said: str) -> date:
    match = _DATE.fullmatch(said)
    try:
        read = date(*map(int, match.groups())) if match else None
    except ValueError:
        read = None
    if read is None or not YEAR_FIRST <= read.year <= YEAR_LAST:
        raise Unreadable(name, "date_unreadable", said)
    return read


def iban(said: Iterable[str | None]) -> str | None:
    """The first account that is an IBAN; a local number is none."""
    for account in said:
        compact = "".join((account or "").split()).upper()
        if _IBAN.fullmatch(compact):
            return compact
    return None


def note(subject: str | None, content: str | None) -> str | None:
    """The text of a note whose subject is ACC (UNTDID 4451: assignment to a factor)."""
    return content if subject == "ACC" else None
