"""The books that a client's accountant imports: the mirror journal of a period with the client's
own account numbers and clearing codes, as rows, as CSV and as a FEC.

The journal goes by accounting days, of which a closed one never changes; the statement goes by
value dates. `bridge` says what lies between the two.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import click

from comptant.doors import csv_files, words
from comptant.doors.mirror import account_words, event_words
from comptant.formats.currencies import EXPONENTS
from comptant.formats.ledgers import fec_out
from comptant.operations.acts.act import Refused
from comptant.rules import client_books as rule
from comptant.rules.postings import ACCOUNTS
from comptant.rules.reference_values import EURO, exchange_index
from comptant.store.access import See

Row = dict[str, Any]
COLUMNS = ("book_number", "entry_on", "value_on", "account_number", "account_name",
           "buyer_name", "piece", "text", "debit_cents", "credit_cents", "letter",
           "lettered_on")  # fmt: skip
RECEIPTS = ("invoice_number", "buyer_name", "amount_cents", "paid_cents", "paid_on", "entry_on",
            "event")  # fmt: skip
NUMBERS = ("code", "account_name", "buyer_name", "account_number")
BRIDGE = ("opening_books_cents", "moved_cents", "closing_books_cents", "valued_later_cents",
          "valued_before_cents", "statement_cents")  # fmt: skip


@dataclass(frozen=True)
class Made:
    """A file of a client's books, the rows it is made of, and the way to the statement."""

    name: str
    content: bytes
    media_type: str
    rows: list[Row]
    bridge: Row


def made(see: See, contract: Row, first: date, last: date, form: str, language: str) -> Made:
    """The journal of a period as `csv` in the reader's language, or as `fec`, in French."""
    if last < first:
        raise Refused("period_wrong", first_on=first, last_on=last)
    with words.speaking(words.FRENCH if form == "fec" else language):
        rows = books(see, contract, first, last)
        if form == "fec":
            rows = in_euros(see, contract, rows)
        content = fec(rows) if form == "fec" else csv(rows, language)
        kind = "text/plain; charset=utf-8" if form == "fec" else csv_files.MEDIA_TYPE
        return Made(name(contract, first, last, form), content, kind, rows,
                    bridge(see, contract, first, last, rows))  # fmt: skip


def books(see: See, contract: Row, first: date, last: date) -> list[Row]:
    """The lines of the client's journal booked from one day to another, both included, debits
    positive; each entry balances."""
    of = {"contract_id": contract["id"], "from_on": first, "until_on": last}
    lines = see("read_client_lines", **of)
    moved: dict[tuple[int, str], list[Row]] = {}
    for row in see("read_client_items", **of):
        moved.setdefault((row["entry_id"], row["account"]), []).append(row)
    cleared = _cleared(see, contract["id"], last)
    numbers = {(row["code"], row["buyer_id"]): row["number"]
               for row in see("read_client_accounts", contract_id=contract["id"])}  # fmt: skip
    told = []
    for entry in _entries(lines):
        for code, cents in rule.mirrored(entry["event"], entry["sums"]):
            for line in rule.by_item(code, cents, _items(moved, entry["id"], cents)):
                told.append(_line(entry, line, cleared, numbers))
    return told


def _entries(lines: list[Row]) -> list[Row]:
    """Lines folded by entry, with the sum of each account."""
    entries: dict[int, Row] = {}
    for row in lines:
        entry = entries.setdefault(row["id"], {**row, "sums": {}})
        entry["sums"][row["account"]] = row["amount_cents"]
    return list(entries.values())


def _items(moved: dict[tuple[int, str], list[Row]], entry_id: int, cents: int) -> list[Row]:
    """The items that make up a line, of the first account whose items do."""
    for account in ("DEB", "DEBD", "UNAL"):
        rows = moved.get((entry_id, account), [])
        if rows and sum(row["amount_cents"] for row in rows) == -cents:
            return rows
    return []


def _cleared(see: See, contract_id: int, last: date) -> dict[int, rule.Cleared]:
    items = see("read_client_clearing", contract_id=contract_id, until_on=last)
    links = [(row["item_id"], other) for row in items for other in row["against_ids"]]
    return rule.clearing(items, links)


def _line(
    entry: Row, line: Row, cleared: dict[int, rule.Cleared], numbers: dict[tuple[str, int], str]
) -> Row:
    code, cents = line["account"], line["amount_cents"]
    buyer = line.get("buyer_id") or 0
    clear = cleared.get(line["item_id"]) if code in rule.OF_BUYERS else None
    invoice = line.get("invoice_number")
    event = event_words(entry["event"], entry["key"])
    number = numbers.get((code, buyer)) or numbers.get((code, 0)) or ACCOUNTS[code].number
    return {
        "id": entry["id"], "book_number": entry["number"], "entry_on": entry["entry_on"],
        "value_on": entry["value_on"], "validated_on": entry["validated_on"],
        "event": entry["event"],
        "journal_code": numbers.get(("JOURNAL", 0)) or rule.JOURNAL, "code": code,
        "account_number": number, "account_name": account_words(code),
        "buyer_id": buyer or None, "buyer_name": line.get("buyer_name"),
        "piece": invoice or f"{entry['journal']}{entry['id']}",
        "piece_on": line.get("issued_on") or entry["entry_on"],
        "text": f"{event} {invoice}" if invoice else event, "currency": entry["currency"],
        "per_euro_millionths": entry["per_euro_millionths"],
        "amount_cents": cents, "debit_cents": cents if cents > 0 else None,
        "credit_cents": -cents if cents < 0 else None,
        "letter": clear.code if clear else None, "lettered_on": clear.last_on if clear else None,
    }  # fmt: skip


def fec(rows: list[Row]) -> bytes:
    """The rows as a FEC, in French as the law wants it; where the contract's currency is another
    than the euro, in euros (`in_euros`) and beside it in that currency."""
    return fec_out.written(
        fec_out.FecLine(
            row["journal_code"], rule.JOURNAL_NAME, row["book_number"], row["entry_on"],
            row["account_number"], row["account_name"],
            None if row["buyer_id"] is None else f"B{row['buyer_id']}", row["buyer_name"],
            row["piece"], row["piece_on"], row["text"],
            row.get("euro_cents", row["amount_cents"]), row["letter"],
            row["lettered_on"], row["validated_on"],
            *((None, None) if row["currency"] == "EUR"
              else (row["amount_cents"], row["currency"])),
        )
        for row in rows
    )  # fmt: skip


def in_euros(see: See, contract: Row, rows: list[Row]) -> list[Row]:
    """The rows with what each is in euros (`euro_cents`) at the rate of the day of its entry, where
    the contract's currency is another. Refused: rate_missing."""
    currency = contract["currency"]
    if currency == EURO:
        return rows
    from comptant.rules.client_euros import in_euros as told

    per_euro: dict[int, int] = {}
    for row in rows:
        if row["per_euro_millionths"] is None:
            index = exchange_index(currency)
            raise Refused("rate_missing", rate_index=index, day=row["entry_on"])
        per_euro[row["id"]] = row["per_euro_millionths"]
    euros = told(((row["id"], row["amount_cents"]) for row in rows),
                          10 ** EXPONENTS[currency], per_euro)  # fmt: skip
    return [{**row, "euro_cents": cents} for row, cents in zip(rows, euros, strict=True)]


def csv(rows: list[Row], language: str, columns: tuple[str, ...] = COLUMNS) -> bytes:
    """The rows as CSV in the reader's language; their currency beside them where it is another
    than the euro."""
    if any(row["currency"] != EURO for row in rows):
        columns = (*columns, "currency")
    return b"".join(csv_files.blocks(columns, [rows], language))


def numbers(see: See, contract_id: int) -> list[Row]:
    """Each account of the client's books with the number it has there, buyers' own after them."""
    said = see("read_client_accounts", contract_id=contract_id)
    own = {(row["code"], row["buyer_id"]): row["number"] for row in said}
    told = [{"code": code, "account_name": account_words(code), "buyer_name": None,
             "account_number": own.get((code, 0)) or (
                 rule.JOURNAL if code == "JOURNAL" else ACCOUNTS[code].number)}
            for code in rule.NUMBERED]  # fmt: skip
    return told + [
        {"code": f"{row['code']}/{row['buyer_id']}", "account_name": account_words(row["code"]),
         "buyer_name": row["buyer_name"], "account_number": row["number"]}
        for row in said if row["buyer_id"] and row["number"]
    ]  # fmt: skip


def pair(text: str) -> tuple[str, str]:
    """CODE=NUMBER as its two parts."""
    code, sign, number = text.partition("=")
    if not sign:
        raise click.BadParameter(words.say(f"{text} is no CODE=NUMBER.",
                                           f"{text} n'est pas CODE=NUMÉRO."))  # fmt: skip
    return code.strip().upper(), number.strip()


def bridge(see: See, contract: Row, first: date, last: date, rows: list[Row]) -> Row:
    """From account 467 in the client's journal to the statement of the current account, what is
    owed to the client being positive: what was booked and is valued after the last day, and what
    is valued by then and was booked later."""
    before = {"contract_id": contract["id"], "from_on": None}
    opening = _of_current(see("read_client_lines", **before, until_on=first - timedelta(days=1)))
    all_ = see("read_client_lines", **before, until_on=None)
    moved = sum(row["amount_cents"] for row in rows if row["code"] == rule.SHARED["CCA"])
    later = _of_current([row for row in all_ if row["entry_on"] <= last < row["value_on"]])
    earlier = _of_current([row for row in all_ if row["value_on"] <= last < row["entry_on"]])
    told = (opening, moved, opening + moved, -later, earlier, opening + moved - later + earlier)
    return {**dict(zip(BRIDGE, told, strict=True)), "currency": contract["currency"]}


def _of_current(lines: list[Row]) -> int:
    return -sum(row["amount_cents"] for row in lines if row["account"] == "CCA")


def name(contract: Row, first: date, last: date, form: str) -> str:
    """What the file is called: the law's name for a FEC of a client with a SIREN."""
    if form == "fec" and contract.get("siren"):
        return fec_out.file_name(contract["siren"], last)
    word = words.say("journal", "journal")
    return f"{contract['number']}-{word}-{first}-{last}.{'txt' if form == 'fec' else 'csv'}"
