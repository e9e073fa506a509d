"""The French bank statement of 120 characters (CFONB 120, "relevé de compte").

Record 01 opens a statement with the old balance, 04 is a movement, 05 completes the 04 before it,
07 closes with the new balance. Source: CFONB brochure of July 2004, amended in August 2007;
FORMATS section 3.1.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from schwifty import IBAN

from comptant.formats import identifiers
from comptant.formats.cfonb120_records import (
    ACCOUNT,
    AMOUNT,
    BANK,
    BRANCH,
    CODE,
    COMPLEMENT,
    CURRENCY,
    DAY,
    DECIMALS,
    LABEL,
    OPERATION,
    QUALIFIER,
    REFERENCE,
    REJECT,
    VALUE_DAY,
    Record,
    records,
)
from comptant.formats.reading import BankRead
from comptant.formats.statements import (
    Enough,
    Gathered,
    Row,
    Unreadable,
    decimals_of,
    plain,
    sums_told,
    unfit,
)
from comptant.rules.money import AMOUNT_CENTS_MAX

# The last digit of an amount carries its sign.
SIGNED_AMOUNT = re.compile(r" *([0-9]*)([{A-I}J-R])")
PLUS, MINUS = "{ABCDEFGHI", "}JKLMNOPQR"
RIB = re.compile("[0-9]{5} [0-9]{5} [0-9A-Z]{11}")  # the key is computed
REVERSAL = "99"  # interbank code "annulations et régularisations"
TEXT_QUALIFIERS = ("LIB", "LCC", "LC2", "LCS", "")


@dataclass
class Told:
    """What the records of one statement say together, before any of them is read for itself."""

    account: str
    currencies: set[str] = field(default_factory=set)
    stray: Record | None = None  # of another account


@dataclass
class Statement:
    """What lies between a record 01 and its record 07, as far as it is read: a movement is gathered
    when the next record shows that nothing more completes it."""

    opening: Record
    told: Told
    currency: str = ""  # empty where it could not be told: its movements are not read
    account: str = ""
    opening_cents: int = 0
    movement: Record | None = None
    complements: list[Record] = field(default_factory=list)
    count: int = 0
    moved_cents: int = 0
    is_whole: bool = True


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
    with suppress(Enough):
        _read(records(data), _told_of(records(data)), found)
    return found.answer()


def _told_of(lines: Iterator[Record]) -> Iterator[Told]:
    """What each statement of the file says, in their order: a first reading of it, for its
    currency may stand on its last record alone."""
    told: Told | None = None
    for record in lines:
        code = record.at(CODE)
        if code == "01":
            if told is not None:
                yield told
            told = Told(record.at(ACCOUNT))
        if told is None or code not in ("01", "04", "07"):
            continue
        if record.at(CURRENCY):
            told.currencies.add(record.at(CURRENCY))
        if told.stray is None and record.at(ACCOUNT) != told.account:
            told.stray = record
        if code == "07":
            yield told
            told = None
    if told is not None:
        yield told


def _read(lines: Iterator[Record], told: Iterator[Told], found: Gathered) -> None:
    """Gather statement by statement; a record out of place is a fault."""
    current: Statement | None = None
    for record in lines:
        code = record.at(CODE)
        if current and code != "05":
            _take_movement(current, found)
        if code not in ("01", "04", "05", "07"):
            started = current or found.statements or found.refusals
            found.refuse(record.place, "record_out_of_place" if started else "format_unknown", code)
            if not started:
                return
        elif code == "01":
            if current is not None:
                found.refuse(current.opening.place, "statement_without_end")
            current = _opened(record, next(told), found)
        elif current is None:
            found.refuse(record.place, "record_out_of_place", f"{code} before 01")
        elif code == "04":
            current.movement = record
            current.count += 1
        elif code == "07":
            _close(current, record, found)
            current = None
        elif current.movement:
            current.complements.append(record)
        else:
            # Some banks send it: a text without its movement, no money is lost.
            found.warn(record.place, "record_out_of_place", "05 before 04")
    if current is not None:
        found.refuse(current.opening.place, "statement_without_end")


def _opened(record: Record, told: Told, found: Gathered) -> Statement:
    """A statement begins: its account, currency and old balance, or a fault."""
    statement = Statement(record, told)
    try:
        statement.account = _account(record, told)
        currency = _currency(told)
        statement.opening_cents = _cents(record, currency)
        statement.currency = currency
    except Unreadable as error:
        found.refuse(record.place, error.code, error.detail)
    return statement


def _take_movement(statement: Statement, found: Gathered) -> None:
    """The movement whose records are all there, if one waits."""
    record, complements = statement.movement, statement.complements
    statement.movement, statement.complements = None, []
    if record is None or not statement.currency:
        return
    try:
        row = _row(record, complements, statement.currency) | {"entry_number": statement.count}
    except Unreadable as error:
        statement.is_whole = False
        found.refuse(record.place, error.code, error.detail)
        return
    statement.moved_cents += row["amount_cents"]
    found.add(row)


def _close(statement: Statement, closing: Record, found: Gathered) -> None:
    """A statement ends: gathered if it adds up; else its fault."""
    place, first = statement.opening.place, statement.opening
    if not statement.currency:
        return
    # On a movement another bank code is usual; on the last record it is odd, but the account holds.
    if (closing.at(BANK), closing.at(BRANCH)) != (first.at(BANK), first.at(BRANCH)):
        other = f"bank and branch differ: {closing.at(BANK)} {closing.at(BRANCH)}"
        found.warn(closing.place, "account_unreadable", other)
    try:
        closing_cents = _cents(closing, statement.currency)
        closed_on = _day(closing, DAY)
        opened_on = min(_day(first, DAY) + timedelta(days=1), closed_on)
    except Unreadable as error:
        found.refuse(place, error.code, error.detail)
        return
    # An unreadable movement is told once: that the rest does not add up either helps no one.
    if statement.is_whole and statement.opening_cents + statement.moved_cents != closing_cents:
        sums = sums_told(statement.opening_cents, statement.moved_cents, closing_cents,
                         statement.currency)  # fmt: skip
        found.refuse(place, "statement_does_not_add_up", sums)
    found.take({
        "account_iban": statement.account, "currency": statement.currency, "opened_on": opened_on,
        "closed_on": closed_on, "opening_cents": statement.opening_cents,
        "closing_cents": closing_cents, "ends_the_day": True,
    })  # fmt: skip


def _account(first: Record, told: Told) -> str:
    """The IBAN of the statement's first record; its account number is the same in all."""
    if told.stray:
        raise Unreadable("record_out_of_place", f"{told.stray.place}: {told.stray.at(ACCOUNT)}")
    written = f"{first.at(BANK)} {first.at(BRANCH)} {first.at(ACCOUNT)}".upper()
    if not RIB.fullmatch(written):
        raise Unreadable("account_unreadable", written)
    bank, branch, account = written.split()
    return str(IBAN.generate("FR", bank, account, branch).compact)


def _currency(told: Told) -> str:
    """The one currency of a statement. Some banks leave it blank on 01 and 07, or everywhere."""
    if len(told.currencies) > 1:
        raise Unreadable("currency_unreadable", " ".join(sorted(told.currencies)))
    currency = next(iter(told.currencies), "EUR")
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


def _row(record: Record, complements: list[Record], currency: str) -> Row:
    """A movement in the words of BANK_MOVEMENTS."""
    told = _texts(complements)
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


def _texts(complements: list[Record]) -> dict[str, str]:
    """Text of the complements by qualifier; a qualifier that comes again continues the first."""
    told: dict[str, str] = {}
    for record in complements:
        word, text = record.at(QUALIFIER), record.text[COMPLEMENT]
        told[word] = f"{told[word]} {text}" if word in told else text
    return told
