"""What a client is told of its account: the statement, as a page and a file; charges, files."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import StreamingHttpResponse

from comptant.doors import lookup, words
from comptant.doors.csv_files import MEDIA_TYPE, blocks
from comptant.doors.papers.statements import ACCOUNT
from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import listing, of_contract, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import streamed
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.values import DAY
from comptant.doors.words import Both
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

ALL = CLIENT_ROLES | FACTOR_ROLES
COLUMNS = ("entry_on", "value_on", "event", "amount_cents", "balance_cents")


def period(call: Call) -> tuple[date, date]:
    """The days asked for, both included: by default the month that ends today."""
    until, since = call.asked("until").strip(), call.asked("from").strip()
    last = DAY.convert(until, None, None) if until else call.on
    first = DAY.convert(since, None, None) if since else last - timedelta(days=30)
    return first, last


def _balance(see: See, contract: Row, on: date) -> int:
    """What the current account comes to at the end of a value date: credit positive."""
    rows = see("read_balances", contract_id=contract["id"], on=on, known_at=None)
    return -sum(row["amount_cents"] for row in rows if row["account"] == ACCOUNT)


def statement(see: See, call: Call, contract: str) -> Row:
    """The lines of the current account between two value dates, page by page, with the running
    balance: what is owed to the client is positive. Each line opens its entry."""
    found = lookup.contract(see, contract, call.on)
    first, last = period(call)
    opening = _balance(see, found, first - timedelta(days=1))
    given = rows_of(see, call, "read_account", {
        "contract_id": found["id"], "from_on": first, "until_on": last})  # fmt: skip
    base = address(CONTRACT, {"contract": contract})
    for row in given["rows"]:
        row["balance_cents"] = opening + row["running_cents"]
        row["href"] = f"{base}/entries/{row['id']}"
    asked = urlencode({"from": first, "until": last})
    return {**given, "contract": found, "opening": opening, "closing": _balance(see, found, last),
            "first": first, "last": last, "columns": COLUMNS,
            "file": f"{base}/account.csv?{asked}", "paper": f"{base}/account.pdf?{asked}",
            "up": {"href": base, "text": found["number"]}}  # fmt: skip


def statement_file(see: See, call: Call, contract: str) -> StreamingHttpResponse:
    """The same as CSV, streamed: semicolons, dates and amounts as the reader writes them."""
    found = lookup.contract(see, contract, call.on)
    first, last = period(call)
    name = f"{found['number']}-{first}-{last}.csv"
    parts = _parts(call, found, first, last, words.language())
    return streamed(parts, name, MEDIA_TYPE)


def _parts(call: Call, contract: Row, first: date, last: date, language: str) -> Iterator[bytes]:
    """The file block by block, of one instant: read while it is sent, after the page has gone."""
    with call.visit.streaming() as (see, stream):
        opening = _balance(see, contract, first - timedelta(days=1))
        found = stream("read_account", contract_id=contract["id"], from_on=first, until_on=last,
                       known_at=None)  # fmt: skip
        yield from blocks(COLUMNS, found, language, lambda row: {
            **row, "balance_cents": opening + row["running_cents"]})  # fmt: skip


page(Page("contract_account", f"{CONTRACT}/account", Both("Statement", "Relevé de compte"), ALL,
          statement, "portal/statement.html"))  # fmt: skip
page(Page("contract_account_file", f"{CONTRACT}/account.csv",
          Both("Statement as a file", "Relevé en fichier"), ALL, statement, "",
          send=statement_file))  # fmt: skip
listing("contract_charges", f"{CONTRACT}/charges", Both("Fees and charges",
                                                        "Commissions et frais"), ALL,
        "read_charges", ("entry_on", "charge_code", "is_correction", "clause", "base_cents",
                         "from_on", "until_on", "interest_days", "rate_ppm", "unit_count",
                         "unit_cents", "amount_cents"),
        arguments=of_contract, href="/contracts/{contract}/entries/{entry_id}")  # fmt: skip
listing("contract_documents", f"{CONTRACT}/documents", Both("Documents", "Documents"), ALL,
        "read_documents", ("name", "media_type", "byte_count", "kept_at", "by_login"),
        arguments=of_contract, href="/documents/{digest}")  # fmt: skip
