"""The head of a statement (Stmt, Rpt or Ntfctn): account, balances, days; and whether it ties."""

from datetime import date, timedelta

from comptant.formats import identifiers
from comptant.formats.camt.node import Node
from comptant.formats.statements import Gathered, Row, Unreadable, decimals_of
from comptant.rules.columns import VOCABULARY

END_OF_DAY = "053"
OTHER_ACCOUNTS = ("Acct/Id/Othr/Id", "Acct/Id/BBAN", "Acct/Id/PrtryAcct/Id", "Acct/Id/UPIC")
SEQUENCE_MAX = VOCABULARY["sequence"].largest or 0

Balance = tuple[int, date | None]


def finish(
    statement: Node, rows: list[Row], message: str, place: str, found: Gathered, *, is_whole: bool
) -> bool:
    """Gather a statement whose entries gave `rows`, or its faults; whether it was gathered.

    With an entry unread (not `is_whole`) the balances cannot tie, and saying so would help no one.
    """
    try:
        head = _head(statement, rows, message)
    except Unreadable as error:
        found.refuse(place, error.code, error.detail)
        return False
    if message == END_OF_DAY and is_whole:
        _check_balances(head, rows, place, found)
    undated = 0
    for row in rows:
        undated += row["booked_on"] is None and row["value_on"] is None
        row["booked_on"] = row["booked_on"] or row["value_on"] or head["closed_on"]
        row["value_on"] = row["value_on"] or row["booked_on"]
    if undated:
        found.warn(place, "value_missing", f"{undated} without BookgDt: {head['closed_on']}")
    found.take(head, rows)
    return True


def _head(statement: Node, rows: list[Row], message: str) -> Row:
    """The statement in the words of STATEMENTS. Raises Unreadable."""
    currency = _currency(statement, rows)
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


def _currency(statement: Node, rows: list[Row]) -> str:
    """The account's currency. An entry is in it by definition; a balance may be in another."""
    told = statement.text("Acct/Ccy") or (str(rows[0]["currency"]) if rows else None)
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


def _check_balances(head: Row, rows: list[Row], place: str, found: Gathered) -> None:
    """Opening and booked entries make the closing balance, each entry counted once."""
    opening, closing = head["opening_cents"], head["closing_cents"]
    if opening is None or closing is None:
        missing = [code for code, cents in (("OPBD", opening), ("CLBD", closing)) if cents is None]
        code = "value_missing" if missing == ["OPBD"] else "statement_without_end"
        found.warn(place, code, f"no balance {' '.join(missing)}")
        return
    entries = {row["entry_number"]: row["entry_cents"] for row in rows}
    foreign = {row["currency"] for row in rows} - {head["currency"]}
    if foreign:
        found.refuse(place, "currency_unreadable", f"{' '.join(foreign)} in {head['currency']}")
        return
    moved = sum(entries.values())
    if opening + moved != closing:
        found.refuse(place, "statement_does_not_add_up", f"{opening} + {moved} is not {closing}")
