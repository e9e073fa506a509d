"""The French bank statement of 120 characters (CFONB 120, "relevé de compte").

Record 01 opens a statement with the old balance, 04 is a movement, 05 completes the 04 before it,
07 closes with the new balance. Source: CFONB brochure of July 2004, amended in August 2007;
FORMATS section 3.1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from schwifty import IBAN

from comptant.formats import identifiers
from comptant.formats.reading import BankRead
from comptant.formats.statements import (
    Enough,
    Gathered,
    Row,
    Unreadable,
    decimals_of,
    plain,
    unfit,
)
from comptant.rules.money import AMOUNT_CENTS_MAX

LENGTH = 120


def _columns(first: int, last: int) -> slice:
    """Positions as the brochure counts them: from 1, both ends included."""
    return slice(first - 1, last)


CODE = _columns(1, 2)
BANK = _columns(3, 7)
BRANCH = _columns(12, 16)
CURRENCY = _columns(17, 19)
DECIMALS = _columns(20, 20)
ACCOUNT = _columns(22, 32)
OPERATION = _columns(33, 34)
DAY = _columns(35, 40)
REJECT = _columns(41, 42)
VALUE_DAY = _columns(43, 48)
QUALIFIER = _columns(46, 48)
LABEL = _columns(49, 79)
COMPLEMENT = _columns(49, 118)
AMOUNT = _columns(91, 104)
REFERENCE = _columns(105, 120)

# The last digit of an amount carries its sign.
SIGNED_AMOUNT = re.compile(r" *([0-9]*)([{A-I}J-R])")
PLUS, MINUS = "{ABCDEFGHI", "}JKLMNOPQR"
RIB = re.compile("[0-9]{5} [0-9]{5} [0-9A-Z]{11}")  # the key is computed
REVERSAL = "99"  # interbank code "annulations et régularisations"
TEXT_QUALIFIERS = ("LIB", "LCC", "LC2", "LCS", "")


class Record(NamedTuple):
    """One record of 120 characters and where it is in the file."""

    place: str
    text: str

    def at(self, columns: slice) -> str:
        """A field, without the blanks around it."""
        return self.text[columns].strip()


@dataclass
class Movement:
    """A record 04 and the records 05 that complete it."""

    record: Record
    complements: list[Record] = field(default_factory=list)


@dataclass
class Statement:
    """What lies between a record 01 and its record 07."""

    opening: Record
    closing: Record | None = None
    movements: list[Movement] = field(default_factory=list)

    def records(self) -> list[Record]:
        """Those that carry the account and the currency."""
        last = [] if self.closing is None else [self.closing]
        return [self.opening, *(movement.record for movement in self.movements), *last]


def read(name: str, data: bytes) -> BankRead:
    """Statements and movements of a CFONB 120 file, with or without line ends.

    Amounts are signed minor units: money in is positive. The account is the IBAN made of bank,
    branch and account number. The first day of a statement is the day after its old balance.
    Never raises on what the bank sent: faults say what was wrong, and one that is not a mere
    warning refuses the file.
    """
    answer = unfit(name, data)
    if answer is not None:
        return answer
    found = Gathered(name, "cfonb120")
    try:
        for statement in _statements(_records(_decoded(data)), found):
            _take(statement, found)
    except Enough:
        pass
    return found.answer()


def _decoded(data: bytes) -> str:
    """Latin-1 by the book; some banks send UTF-8, whose accents would shift the columns."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _records(text: str) -> Iterator[Record]:
    """Records padded to 120 characters; blank lines are left out, lines without ends are cut."""
    for line_number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        line = line.rstrip(" \x00\x1a")
        for start in range(0, len(line), LENGTH):
            place = f"line {line_number}"
            if len(line) > LENGTH:
                place += f", record {start // LENGTH + 1}"
            record = line[start : start + LENGTH].ljust(LENGTH)
            if record.strip():
                yield Record(place, record)


def _statements(records: Iterator[Record], found: Gathered) -> Iterator[Statement]:
    """Records grouped by statement; a record out of place is a fault."""
    current: Statement | None = None
    for record in records:
        code = record.at(CODE)
        if code not in ("01", "04", "05", "07"):
            started = current or found.statements or found.refusals
            found.refuse(record.place, "record_out_of_place" if started else "format_unknown", code)
            if not started:
                return
        elif code == "01":
            if current is not None:
                found.refuse(current.opening.place, "statement_without_end")
            current = Statement(record)
        elif current is None:
            found.refuse(record.place, "record_out_of_place", f"{code} before 01")
        elif code == "04":
            current.movements.append(Movement(record))
        elif code == "07":
            current.closing = record
            yield current
            current = None
        elif current.movements:
            current.movements[-1].complements.append(record)
        else:
            # Some banks send it: a text without its movement, no money is lost.
            found.warn(record.place, "record_out_of_place", "05 before 04")
    if current is not None:
        found.refuse(current.opening.place, "statement_without_end")


def _take(statement: Statement, found: Gathered) -> None:
    """One statement read and, if it adds up, gathered; else its faults."""
    place, closing = statement.opening.place, statement.closing
    if closing is None:
        raise AssertionError("a statement is only yielded when it is closed")
    try:
        account = _account(statement, found)
        currency = _currency(statement)
        opening_cents = _cents(statement.opening, currency)
        closing_cents = _cents(closing, currency)
        closed_on = _day(closing, DAY)
        opened_on = min(_day(statement.opening, DAY) + timedelta(days=1), closed_on)
    except Unreadable as error:
        found.refuse(place, error.code, error.detail)
        return
    rows: list[Row] = []
    for number, movement in enumerate(statement.movements, 1):
        try:
            rows.append(_row(movement, currency) | {"entry_number": number})
        except Unreadable as error:
            found.refuse(movement.record.place, error.code, error.detail)
    # An unreadable movement is told once: that the rest does not add up either helps no one.
    whole = len(rows) == len(statement.movements)
    moved_cents = sum(row["amount_cents"] for row in rows)
    if whole and opening_cents + moved_cents != closing_cents:
        sums = f"{opening_cents} + {moved_cents} is not {closing_cents}"
        found.refuse(place, "statement_does_not_add_up", sums)
    head: Row = {
        "account_iban": account,
        "currency": currency,
        "opened_on": opened_on,
        "closed_on": closed_on,
        "opening_cents": opening_cents,
        "closing_cents": closing_cents,
        "ends_the_day": True,
    }
    found.take(head, rows)


def _account(statement: Statement, found: Gathered) -> str:
    """The IBAN of the statement's first record; its account number is the same in all."""
    first, last = statement.opening, statement.closing
    for record in statement.records():
        if record.at(ACCOUNT) != first.at(ACCOUNT):
            raise Unreadable("record_out_of_place", f"{record.place}: {record.at(ACCOUNT)}")
    # On a movement another bank code is usual; on the last record it is odd, but the account holds.
    if last and (last.at(BANK), last.at(BRANCH)) != (first.at(BANK), first.at(BRANCH)):
        other = f"bank and branch differ: {last.at(BANK)} {last.at(BRANCH)}"
        found.warn(last.place, "account_unreadable", other)
    written = f"{first.at(BANK)} {first.at(BRANCH)} {first.at(ACCOUNT)}".upper()
    if not RIB.fullmatch(written):
        raise Unreadable("account_unreadable", written)
    bank, branch, account = written.split()
    return str(IBAN.generate("FR", bank, account, branch).compact)


def _currency(statement: Statement) -> str:
    """The one currency of a statement. Some banks leave it blank on 01 and 07, or everywhere."""
    told = sorted({record.at(CURRENCY) for record in statement.records()} - {""})
    if len(told) > 1:
        raise Unreadable("currency_unreadable", " ".join(told))
    currency = told[0] if told else "EUR"
    decimals_of(currency)
    return currency


def _cents(record: Record, currency: str) -> int:
    """The signed amount of a record in minor units, whatever decimals the record counts in."""
    written = SIGNED_AMOUNT.fullmatch(record.text[AMOUNT])
    if written is None:
        raise Unreadable("amount_unreadable", record.text[AMOUNT])
    digits, last = written.groups()
    amount = int(digits + str((PLUS if last in PLUS else MINUS).index(last)))
    decimals, written_decimals = decimals_of(currency), record.at(DECIMALS) or "blank"
    if written_decimals in "0123456789":
        missing = decimals - int(written_decimals)
        amount, lost = divmod(amount * 10 ** max(missing, 0), 10 ** max(-missing, 0))
        if lost:
            raise Unreadable("amount_unreadable", f"{record.at(AMOUNT)} {written_decimals}")
    elif written_decimals != "blank":
        raise Unreadable("amount_unreadable", f"decimals {written_decimals}")
    if amount > AMOUNT_CENTS_MAX:
        raise Unreadable("amount_out_of_range", record.at(AMOUNT))
    return amount if last in PLUS else -amount


def _day(record: Record, columns: slice) -> date:
    """A date written DDMMYY, of this century."""
    written = record.at(columns)
    if not re.fullmatch("[0-9]{6}", written):
        raise Unreadable("date_unreadable", written)
    try:
        return date(2000 + int(written[4:]), int(written[2:4]), int(written[:2]))
    except ValueError:
        raise Unreadable("date_unreadable", written) from None


def _row(movement: Movement, currency: str) -> Row:
    """A movement in the words of BANK_MOVEMENTS."""
    record, told = movement.record, _told(movement.complements)
    amount_cents, booked_on = _cents(record, currency), _day(record, DAY)
    no_value_day = record.at(VALUE_DAY) in ("", "000000")
    client = told.get("RCN", "")
    reference = plain(client[:35])
    texts = [record.at(LABEL), *(told.get(word, "") for word in TEXT_QUALIFIERS), client[35:]]
    return {
        "entry_cents": amount_cents,
        "amount_cents": amount_cents,
        "currency": currency,
        "booked_on": booked_on,
        "value_on": booked_on if no_value_day else _day(record, VALUE_DAY),
        "bank_reference": plain(told.get("REF", "")) or plain(record.at(REFERENCE)) or None,
        "end_to_end_reference": reference if reference not in ("", "NOTPROVIDED") else None,
        "payer_name": plain(told.get("NPY", "")) or plain(told.get("NPO", "")) or None,
        "payer_iban": identifiers.normal("iban", told.get("IPY", "")[:35]),
        "remittance_text": plain(" ".join(texts)),
        "operation_code": record.at(OPERATION) or None,
        "return_reason": record.at(REJECT) or None,
        "is_reversal": record.at(OPERATION) == REVERSAL,
    }


def _told(complements: list[Record]) -> dict[str, str]:
    """Text of the complements by qualifier; a qualifier that comes again continues the first."""
    told: dict[str, str] = {}
    for record in complements:
        word, text = record.at(QUALIFIER), record.text[COMPLEMENT]
        told[word] = f"{told[word]} {text}" if word in told else text
    return told
