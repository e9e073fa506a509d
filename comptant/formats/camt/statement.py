"""The head of a statement (Stmt, Rpt or Ntfctn): account, balances, days; and whether it ties."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from comptant.formats import identifiers
from comptant.formats.camt.node import Node
from comptant.formats.statements import Gathered, Row, Unreadable, decimals_of, sums_told
from comptant.rules.columns import VOCABULARY

END_OF_DAY = "053"
OTHER_ACCOUNTS = ("Acct/Id/Othr/Id", "Acct/Id/BBAN", "Acct/Id/PrtryAcct/Id", "Acct/Id/UPIC")
SEQUENCE_MAX = VOCABULARY["sequence"].largest or 0

Balance = tuple[int, date | None]


@dataclass
class Tally:
    """What the booked entries of a statement come to: a payment more or less is not kept here."""

    cents: int = 0
    currencies: list[str] = field(default_factory=list)
    undated: int = 0

    def take(self, rows: list[Row]) -> None:
        """The payments of one entry, which counts once."""
        self.cents += rows[0]["entry_cents"] if rows else 0
        for row in rows:
            if row["currency"] not in self.currencies:
                self.currencies.append(row["currency"])
            self.undated += row["booked_on"] is None and row["value_on"] is None


def finish(
    statement: Node, tally: Tally, message: str, place: str, found: Gathered, *, is_whole: bool
) -> None:
    """Gather a statement whose entries come to `tally`, or its faults.

    With an entry unread (not `is_whole`) the balances cannot tie, and saying so would help no one.
    """
    try:
        head = _head(statement, tally, message)
    except Unreadable as error:
        found.refuse(place, error.code, error.detail)
        return
    if message == END_OF_DAY and is_whole:
        _check_balances(head, tally, place, found)
    if tally.undated:
        found.warn(place, "value_missing", f"{tally.undated} without BookgDt: {head['closed_on']}")
    found.take(head)


def _head(statement: Node, tally: Tally, message: str) -> Row:
    """The statement in the words of STATEMENTS. Raises Unreadable."""
    currency = _currency(statement, tally)
    balances = _balances(statement, currency)
    opening, opened_on = balances.get("OPBD", (None, None))
    closing, closed_on = balances.get("CLBD", (None, None))
    closed_on = closed_on or statement.day("FrToDt/ToDtTm", "FrToDt/ToDt", "CreDtTm")
    if closed_on is None:
        raise Unreadable("value_missing", "CreDtTm")
    if opening is None and "PRCD" in balances:
        # The balance at the end of an earlier day: ours begins on the next.
        opening, before_on = balances["PRCD"]
        opened_on = min(before_on + timedelta(days=1), closed_on) if before_on else None
    is_last_page = statement.flag("StmtPgntn/LastPgInd") is not False
    return {
        "account_iban": _account(statement),
        "currency": currency,
        "statement_reference": statement.text("Id"),
        "sequence": _sequence(statement),
        "opened_on": statement.day("FrToDt/FrDtTm", "FrToDt/FrDt") or opened_on,
        "closed_on": closed_on,
        "opening_cents": opening,
        "closing_cents": closing,
        "ends_the_day": message == END_OF_DAY and is_last_page,
    }


def _account(statement: Node) -> str:
    """The IBAN, whose check digits must hold, or another number as it is."""
    iban = statement.text("Acct/Id/IBAN")
    account = identifiers.normal("iban", iban) if iban else statement.text(*OTHER_ACCOUNTS)
    if account is None:
        raise Unreadable("account_unreadable", iban or "Acct/Id")
    return account


def _currency(statement: Node, tally: Tally) -> str:
    """The account's currency. An entry is in it by definition; a balance may be in another."""
    told = statement.text("Acct/Ccy") or next(iter(tally.currencies), None)
    if told is None:
        amount = statement.first("Bal/Amt", "Ntry/Amt")
        told = amount.element.get("Ccy", "") if amount else ""
    decimals_of(told)
    return told


def _balances(statement: Node, currency: str) -> dict[str, Balance]:
    """Signed cents and day by code (OPBD, CLBD, PRCD); a page's first of each kind counts."""
    balances: dict[str, Balance] = {}
    for node in statement.all("Bal"):
        code, amount = node.text("Tp/CdOrPrtry/Cd", "Tp/Cd"), node.first("Amt")
        if code in ("OPBD", "CLBD", "PRCD") and code not in balances:
            if amount is not None and amount.element.get("Ccy") != currency:
                continue
            cents, _ = node.signed_cents()
            balances[code] = (cents, node.day("Dt/Dt", "Dt/DtTm"))
    return balances


def _sequence(statement: Node) -> int | None:
    """The electronic sequence number, else the legal one, if it is a number of a sane size."""
    text = statement.text("ElctrncSeqNb", "LglSeqNb") or ""
    digits = text if text.isascii() and text.isdecimal() and len(text) <= 18 else None
    return int(digits) if digits and int(digits) <= SEQUENCE_MAX else None


def _check_balances(head: Row, tally: Tally, place: str, found: Gathered) -> None:
    """Opening and booked entries make the closing balance, each entry counted once."""
    opening, closing = head["opening_cents"], head["closing_cents"]
    if opening is None or closing is None:
        missing = [code for code, cents in (("OPBD", opening), ("CLBD", closing)) if cents is None]
        code = "statement_without_start" if missing == ["OPBD"] else "statement_without_end"
        found.warn(place, code, f"no balance {' '.join(missing)}")
        return
    foreign = [told for told in tally.currencies if told != head["currency"]]
    if foreign:
        found.refuse(place, "currency_unreadable", f"{' '.join(foreign)} in {head['currency']}")
        return
    if opening + tally.cents != closing:
        sums = sums_told(opening, tally.cents, closing, head["currency"])
        found.refuse(place, "statement_does_not_add_up", sums)
