"""Bank statements in SWIFT MT940, with what each country's banks put into field 86.

The fields are cut and typed by the library mt-940; here are what it does not do: bounds, statements
in several pages, balances that must tie, exact cents, and the payer's own words. Source: SWIFT
MT940; FORMATS section 3.4.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, pairwise
from typing import Any

from mt940 import Options
from mt940.models import Transactions
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from comptant.formats import identifiers
from comptant.formats.limits import YEAR_FIRST, YEAR_LAST
from comptant.formats.mt940 import tags
from comptant.formats.mt940.details import payment_of
from comptant.formats.reading import BankRead
from comptant.formats.statements import (
    MOVEMENTS_MAX,
    Enough,
    Gathered,
    Row,
    Unreadable,
    cents_of,
    decimals_of,
    plain,
    sums_told,
    unfit,
)
from comptant.rules.columns import VOCABULARY

FIELD_LENGTH_MAX = 20_000
FIELDS_MAX = 4 * MOVEMENTS_MAX
TEXTS_MAX = 50  # fields 86 of one line: some banks repeat it, the library glues them
# What stands around the text of a message: {1:F01...}{4: before, -}{5:...} after.
ENVELOPE = re.compile(r"(?m)^(?:\{[1-5S]:.*|-\}.*|-)[ \r]*$")
STATEMENT = re.compile(r"(?m)^(?=:20:)")
FIELD = re.compile(r"(?m)^:([0-9]{2}|NS)[A-Z]?:")
HEAD = re.compile(
    rb"(?m)^(?:\{1:F[0-9]{2}[A-Z0-9]{12,}[^\n]*\{2:[IO]940|:20:[^\n]*\r?\n:2[0-9]C?:)"
)
RIB_GERMAN = re.compile(r"([0-9]{8})/([0-9]{1,10})(?:[A-Z]{3})?")
SEQUENCE_MAX = VOCABULARY["sequence"].largest or 0

# What the library says without asking is for its own developers.
logging.getLogger("mt940").addHandler(logging.NullHandler())
logging.getLogger("mt940").propagate = False


@dataclass
class Page:
    """One message: what it says of the statement and its lines, and where it begins."""

    place: str
    head: dict[str, Any]
    lines: list[dict[str, Any]] = field(default_factory=list)

    def balance(self, *names: str) -> Any:
        """The first of these balances that the page has."""
        return next((self.head[name] for name in names if self.head.get(name)), None)


def is_mt940(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an MT940."""
    return HEAD.search(head) is not None


def read(name: str, data: bytes) -> BankRead:
    """Statements and movements of an MT940 file, with or without the envelope of SWIFT.

    Amounts are signed minor units: money in is positive. A statement in several messages (62M, 60M)
    is one. Never raises on what the bank sent: faults say what was wrong, and one that is not a
    mere warning refuses the file.
    """
    answer = unfit(name, data)
    if answer is not None:
        return answer
    found = Gathered(name, "mt940")
    try:
        for pages in _statements(_pages(_decoded(data), found), found):
            _take(pages, found)
    except Enough:
        pass
    return found.answer()


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return ENVELOPE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " "))


def _pages(text: str, found: Gathered) -> Iterator[Page]:
    """Each message of the file; one that cannot be read is a fault, and the next is read."""
    line_number = 1
    for block in STATEMENT.split(text):
        place = f"line {line_number}"
        line_number += block.count("\n")
        if not block.startswith(":20:"):
            if FIELD.search(block):
                found.refuse(place, "record_out_of_place", block)
            continue
        try:
            yield _page(place, block)
        except Unreadable as error:
            found.refuse(place, error.code, error.detail)
        except (ValueError, ArithmeticError) as error:
            # Of the dates and amounts that the library types.
            is_date = "day" in str(error) or "month" in str(error)
            found.refuse(place, "date_unreadable" if is_date else "statement_unreadable", error)


def _page(place: str, block: str) -> Page:
    """One message cut into its fields by the library. Raises Unreadable, ValueError."""
    _bound(block)
    message = Transactions(
        processors={"pre_transaction_details": [tags.glued_as_written]},
        tags=tags.TAGS, options=Options.all(),
    )  # fmt: skip
    try:
        lines = message.parse(block)
    except RuntimeError as error:  # a field that is not as its tag says
        raise Unreadable("statement_unreadable", error.args[-1]) from None
    return Page(place, message.data, [line.data for line in lines if line.data.get("status")])


def _bound(block: str) -> None:
    """Refuse what the library would take long for."""
    begins = ((match.start(), match[1]) for match in FIELD.finditer(block))
    repeated = 0
    fields = pairwise(chain(begins, [(len(block), "")]))
    for number, ((start, tag), (end, _)) in enumerate(fields, 1):
        if number > FIELDS_MAX:
            raise Unreadable("too_many_rows", f"more than {FIELDS_MAX} fields")
        repeated = repeated + 1 if tag == "86" else 0
        if end - start > FIELD_LENGTH_MAX or repeated > TEXTS_MAX:
            raise Unreadable("value_too_long", f"field {tag} of {end - start} characters")


def _statements(pages: Iterator[Page], found: Gathered) -> Iterator[list[Page]]:
    """Pages that make one statement: a balance 62M is carried to the 60M of the next page."""
    group: list[Page] = []
    for page in pages:
        continues = "intermediate_opening_balance" in page.head
        if continues != bool(group):
            # The page before it, or after it, is not in this file.
            place = group[-1].place if group else page.place
            found.refuse(place, "statement_without_end", "60M without 62M, or 62M without 60M")
            group = []
            if continues:
                continue
        group.append(page)
        if page.balance("intermediate_closing_balance") is None:
            yield group
            group = []
    if group:
        found.refuse(group[-1].place, "statement_without_end", "62M without 60M")


def _take(pages: list[Page], found: Gathered) -> None:
    """One statement read and, if it adds up, gathered; else its faults."""
    first, last = pages[0], pages[-1]
    try:
        opening = first.balance("final_opening_balance", "opening_balance")
        closing = last.balance("final_closing_balance", "closing_balance")
        if opening is None or closing is None:
            raise Unreadable("statement_without_end", "no opening or no closing balance")
        currency = str(closing.amount.currency)
        decimals_of(currency)
        if opening.amount.currency != currency:
            raise Unreadable("currency_unreadable", f"{opening.amount.currency} {currency}")
        closed_on = _sane(closing.date)
        head: Row = {
            "account_iban": _account(pages),
            "currency": currency,
            "statement_reference": _reference(first.head),
            "sequence": _sequence(first.head),
            # The opening balance has the day of the last statement's closing.
            "opened_on": min(_sane(opening.date) + timedelta(days=1), closed_on),
            "closed_on": closed_on,
            "opening_cents": _cents(opening.amount, currency),
            "closing_cents": _cents(closing.amount, currency),
            "ends_the_day": True,
        }
    except Unreadable as error:
        found.refuse(first.place, error.code, error.detail)
        return
    moved, whole = _gather(pages, currency, found)
    if whole and head["opening_cents"] + moved != head["closing_cents"]:
        sums = sums_told(head["opening_cents"], moved, head["closing_cents"], currency)
        found.refuse(first.place, "statement_does_not_add_up", sums)
    found.take(head)


def _gather(pages: list[Page], currency: str, found: Gathered) -> tuple[int, bool]:
    """Gather the movements of a statement; what they sum to, and whether all could be read."""
    moved, whole = 0, True
    lines = ((page, n, line) for page in pages for n, line in enumerate(page.lines, 1))
    for number, (page, n, line) in enumerate(lines, 1):
        try:
            row = _row(line, currency) | {"entry_number": number}
        except Unreadable as error:
            found.refuse(f"{page.place}, entry {n}", error.code, error.detail)
            whole = False
            continue
        moved += row["amount_cents"]
        found.add(row)
    return moved, whole


def _row(line: dict[str, Any], currency: str) -> Row:
    """A line 61 and its 86 in the words of BANK_MOVEMENTS."""
    amount_cents = _cents(line["amount"], currency)
    value_on = _sane(line["date"])
    codes = (line.get("transaction_code"), line.get("id"))
    return {
        "entry_cents": amount_cents,
        "amount_cents": amount_cents,
        "currency": currency,
        "booked_on": _sane(line.get("entry_date") or value_on),
        "value_on": value_on,
        "bank_reference": _told(line.get("bank_reference")),
        "operation_code": "-".join(plain(code) for code in codes if code) or None,
        "is_reversal": str(line["status"]).upper() in ("RC", "RD"),
        **payment_of(line, is_credit=amount_cents > 0),
    }


def _told(text: str | None) -> str | None:
    """A reference that says something."""
    text = plain(text or "")
    return text if text not in ("", "NONREF") else None


def _cents(amount: Any, currency: str) -> int:
    """Minor units of an amount of the library, whose sign is that of the money."""
    cents = cents_of(format(abs(amount.amount), "f"), currency)
    return -cents if amount.amount < 0 else cents


def _sane(day: date) -> date:
    if not YEAR_FIRST <= day.year <= YEAR_LAST:
        raise Unreadable("date_unreadable", day)
    return date(day.year, day.month, day.day)


def _account(pages: list[Page]) -> str:
    """The IBAN of field 25, alone, with its currency, or made of a German bank code and account;
    else the number as it is. The same on every page."""
    written = {plain(page.head.get("account_identification") or "") for page in pages}
    if len(written) != 1 or written == {""}:
        raise Unreadable("account_unreadable", " ".join(sorted(written)))
    text = written.pop()
    for candidate in (text, text[:-3], text.rpartition("/")[2]):
        if iban := identifiers.normal("iban", candidate):
            return iban
    german = RIB_GERMAN.fullmatch(text)
    if german:
        try:
            return str(IBAN.generate("DE", german[1], german[2]).compact)
        except SchwiftyException:
            pass
    return text


def _reference(head: dict[str, Any]) -> str | None:
    """Field 20 is the same every day at some banks: with field 28 it tells the statement."""
    numbers = [head.get("statement_number"), head.get("sequence_number")]
    parts = [plain(head.get("transaction_reference") or ""), *(text for text in numbers if text)]
    return "/".join(part for part in parts if part) or None


def _sequence(head: dict[str, Any]) -> int | None:
    """The number of the statement, if the bank counts them."""
    number = int(head.get("statement_number") or 0)
    return number if 0 < number <= SEQUENCE_MAX else None
