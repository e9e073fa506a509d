"""What a client is told of its account: the statement, on the page and as a file, charges, files,
and the aged balance of its buyers."""

import csv
import io
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse

from comptant.doors import words
from comptant.doors.papers.statements import account
from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.portal.tags import cell
from comptant.doors.values import DAY
from comptant.doors.words import Both
from comptant.operations.acts.rights import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

ALL = CLIENT_ROLES | FACTOR_ROLES
COLUMNS = ("entry_on", "value_on", "event", "amount_cents", "balance_cents")


def period(call: Call) -> tuple[date, date]:
    """The days asked for, both included: by default the month that ends today."""
    until, since = call.asked("until").strip(), call.asked("from").strip()
    last = DAY.convert(until, None, None) if until else call.on
    first = DAY.convert(since, None, None) if since else last - timedelta(days=30)
    return first, last


def _statement(see: See, call: Call, contract: str) -> Row:
    """The lines of the current account between two value dates, with the running balance: what is
    owed to the client is positive."""
    first, last = period(call)
    return account(see, contract, first, last, call.on)


def statement(see: See, call: Call, contract: str) -> Row:
    """The statement of a period, each line of which opens its entry."""
    told = _statement(see, call, contract)
    base = address(CONTRACT, {"contract": contract})
    for row in told["rows"]:
        row["href"] = f"{base}/entries/{row['id']}"
    asked = urlencode({"from": told["first"], "until": told["last"]})
    return {**told, "columns": COLUMNS, "file": f"{base}/account.csv?{asked}",
            "paper": f"{base}/account.pdf?{asked}",
            "up": {"href": base, "text": told["contract"]["number"]}}  # fmt: skip


def statement_file(see: See, call: Call, contract: str) -> HttpResponse:
    """The same as CSV: semicolons, dates and amounts as the reader writes them."""
    told = _statement(see, call, contract)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([words.column(name) for name in COLUMNS])
    for row in told["rows"]:
        writer.writerow([_field(row, name) for name in COLUMNS])
    name = f"{told['contract']['number']}-{told['first']}-{told['last']}.csv"
    return named(("\ufeff" + text.getvalue()).encode(), name, "text/csv; charset=utf-8")


def _field(row: Row, name: str) -> str:
    """A value without currency or blanks, and never a formula for a spreadsheet."""
    if name.endswith("_cents"):
        point = "," if words.language() == words.FRENCH else "."
        sign = "-" if row[name] < 0 else ""
        return f"{sign}{abs(row[name]) // 100}{point}{abs(row[name]) % 100:02}"
    return cell(row, name)


page(Page("contract_account", f"{CONTRACT}/account", Both("Statement", "Relevé de compte"), ALL,
          statement, "portal/statement.html"))  # fmt: skip
page(Page("contract_account_file", f"{CONTRACT}/account.csv",
          Both("Statement as a file", "Relevé en fichier"), ALL, statement, "",
          send=statement_file))  # fmt: skip
listing("contract_charges", f"{CONTRACT}/charges", Both("Fees and charges",
                                                        "Commissions et frais"), ALL,
        "read_charges", ("entry_on", "charge_code", "is_correction", "clause", "base_cents",
                         "from_on", "until_on", "interest_days", "rate_ppm", "amount_cents"),
        arguments=of_contract, href="/contracts/{contract}/entries/{entry_id}")  # fmt: skip
listing("contract_documents", f"{CONTRACT}/documents", Both("Documents", "Documents"), ALL,
        "read_documents", ("name", "media_type", "byte_count", "kept_at", "by_login"),
        arguments=of_contract, href="/documents/{digest}")  # fmt: skip
listing("contract_aged", f"{CONTRACT}/aged", Both("Aged balance by buyer",
                                                  "Balance âgée par acheteur"), ALL,
        "read_aged_buyers", ("name", "not_due_cents", "late_30_cents", "late_60_cents",
                             "late_90_cents", "later_cents", "notes_cents", "open_cents"),
        arguments=of_contract)  # fmt: skip
