"""The ledger, from a balance down to the document: every figure opens to what it is made of.

House → account → contract → line → entry → item, act and file; as of a value date, and as it was
known at an instant.
"""

from datetime import datetime
from urllib.parse import quote, urlencode

from comptant.doors import lookup
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import attachment
from comptant.doors.portal.subjects import CONTRACT, ENTRY
from comptant.doors.values import DAY, INSTANT
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import (
    ACCOUNTANT,
    AUDITOR,
    CLIENT_ROLES,
    FACTOR_ROLES,
    TREASURER,
)
from comptant.store.access import See

BOOKS = frozenset({ACCOUNTANT, AUDITOR, TREASURER})
ALL = CLIENT_ROLES | FACTOR_ROLES


def as_of(call: Call) -> Row:
    """The value date and the instant asked for, and the query that keeps them from page to page."""
    on, known = call.asked("on").strip(), call.asked("known_at").strip()
    day = DAY.convert(on, None, None) if on else call.on
    at: datetime | None = INSTANT.convert(known, None, None) if known else None
    kept = {name: text for name, text in (("on", on), ("known_at", known)) if text}
    return {"on": day, "known_at": at, "kept": f"?{urlencode(kept)}" if kept else "",
            "known_text": known}  # fmt: skip


def ledger(see: See, call: Call) -> Row:
    """The balance of each account of the house."""
    asked = as_of(call)
    rows = see("read_ledger", on=asked["on"], known_at=asked["known_at"])
    for row in rows:
        row["href"] = f"/ledger/{quote(row['account'], safe='')}{asked['kept']}"
    return {"asked": asked, "rows": rows, "columns": ("account", "currency", "amount_cents")}


def ledger_account(see: See, call: Call, account: str) -> Row:
    """An account: its balance on each contract."""
    asked = as_of(call)
    given = rows_of(see, call, "read_ledger_contracts", {
        "account": account, "on": asked["on"], "known_at": asked["known_at"]})  # fmt: skip
    for row in given["rows"]:
        number = quote(row["contract_number"], safe="")
        row["href"] = f"/contracts/{number}/ledger/{quote(account, safe='')}{asked['kept']}"
    return {**given, "asked": asked, "account": account,
            "columns": ("contract_number", "client_name", "currency", "amount_cents"),
            "up": {"href": f"/ledger{asked['kept']}", "text": say("Ledger", "Grand livre")},
            }  # fmt: skip


def contract_ledger(see: See, call: Call, contract: str) -> Row:
    """The balance of each account of a contract."""
    asked = as_of(call)
    found = lookup.contract(see, contract, call.on)
    rows = see("read_balances", contract_id=found["id"], on=asked["on"],
               known_at=asked["known_at"])  # fmt: skip
    base = subjects.address(CONTRACT, {"contract": contract})
    for row in rows:
        row["href"] = f"{base}/ledger/{quote(row['account'], safe='')}{asked['kept']}"
    return {"asked": asked, "rows": rows, "columns": ("account", "currency", "amount_cents"),
            "up": {"href": base, "text": found["number"]}}  # fmt: skip


LINES = ("key", "entry_on", "value_on", "event", "amount_cents")


def contract_account(see: See, call: Call, contract: str, account: str) -> Row:
    """An account of a contract: its balance and its lines, each of which opens its entry."""
    asked = as_of(call)
    found = _contract(see, contract, call)
    of_account = {"contract_id": found["id"], "on": asked["on"], "known_at": asked["known_at"]}
    given = rows_of(see, call, "read_account_lines", {**of_account, "account": account})
    base = subjects.address(CONTRACT, {"contract": contract})
    for row in given["rows"]:
        row["href"] = f"{base}/entries/{row['id']}"
    balances = [row for row in see("read_balances", **of_account) if row["account"] == account]
    return {**given, "asked": asked, "account": account, "balances": balances, "columns": LINES,
            "up": {"href": f"{base}/ledger{asked['kept']}", "text": found["number"]}}  # fmt: skip


def _contract(see: See, number: str, call: Call) -> Row:
    """A contract by its number, the house's own too for those who keep the books."""
    found = see("read_contract_ids", number=number)
    if not found:
        raise Refused("contract_unknown", contract=number)
    return found[0]


ENTRY_COLUMNS = ("id", "contract_number", "event", "journal", "entry_number", "key", "entry_on",
                 "value_on", "booked_at", "operation", "by_login", "acted_at", "act_key",
                 "reverses_id", "reversed_by_id")  # fmt: skip


def _entry(see: See, call: Call, told: subjects.Told) -> Row:
    found = _contract(see, told["contract"], call)
    id_ = subjects.number(told["entry"])
    rows = see("read_entry", contract_id=found["id"], id=id_)
    if not rows:
        raise Refused("entry_unknown", entry_id=id_)
    up = subjects.address(CONTRACT, told) if not rows[0]["is_house"] else "/ledger"
    return subjects.about(call, ENTRY, told, {"contract_id": found["id"], "entry_id": id_},
                          rows[0], ENTRY_COLUMNS, f"{up}/journal" if up != "/ledger" else up,
                          rows[0]["key"])  # fmt: skip


def entry(see: See, call: Call, **told: str) -> Row:
    """An entry: its lines, what it moved, the act that booked it and the files it comes from."""
    found = _entry(see, call, told)
    ids = {"contract_id": found["given"]["contract_id"], "id": found["given"]["entry_id"]}
    base = subjects.address(CONTRACT, told)
    given = rows_of(see, call, "read_entry_items", ids)
    items = given["rows"]
    for row in items:
        row["href"] = f"{base}/{'invoices' if row['is_invoice'] else 'payments'}/{row['id']}"
    facts = found["facts"]
    others = [
        {"href": f"{base}/entries/{facts[name]}", "text": facts[name], "name": name}
        for name in ("reverses_id", "reversed_by_id") if facts[name]
    ]  # fmt: skip
    lines = see("read_entry_lines", **ids)
    for row in lines:
        row["href"] = f"{base}/ledger/{row['account']}"
    return {**found, "lines": lines, "items": items, "others": others,
            "next_page": given["next_page"],
            "bill": f"{base}/entries/{facts['id']}/bill.pdf" if _is_bill(see, facts, ids) else "",
            "documents": see("read_entry_documents", **ids),
            "title": say(f"Entry {facts['id']}", f"Écriture {facts['id']}")}  # fmt: skip


def _is_bill(see: See, facts: Row, ids: Row) -> bool:
    """Whether an entry billed something to its client."""
    on = facts["entry_on"]
    rows = see("read_charges", contract_id=ids["contract_id"], from_on=on, until_on=on)
    return not facts["is_house"] and any(row["entry_id"] == ids["id"] for row in rows)


def document(see: See, call: Call, digest: str) -> Row:
    """A file that came in or went out, as it was."""
    return attachment(see, digest)


page(Page("ledger", "ledger", Both("Ledger", "Grand livre"), BOOKS, ledger, "portal/ledger.html",
          menu="books", query="read_ledger", columns=("account", "currency", "amount_cents"),
          ))  # fmt: skip
page(Page("ledger_account", "ledger/<str:account>", Both("Account", "Compte"), BOOKS,
          ledger_account, "portal/ledger.html"))  # fmt: skip
page(Page("contract_ledger", f"{CONTRACT}/ledger", Both("Ledger", "Grand livre"), ALL,
          contract_ledger, "portal/ledger.html"))  # fmt: skip
page(Page("contract_ledger_account", f"{CONTRACT}/ledger/<str:account>", Both("Account", "Compte"),
          ALL, contract_account, "portal/ledger.html"))  # fmt: skip
page(Page("entry", ENTRY, Both("Entry", "Écriture"), ALL, entry, "portal/entry.html"))
page(Page("document", "documents/<str:digest>", Both("Document", "Pièce"), ALL, document, "",
          send=document))  # fmt: skip
form("undo", f"{ENTRY}/undo", Both("Propose to undo", "Proposer de défaire"), "undo_entry",
     subject=_entry, fields=(
         Field("invoice_ids", "invoices", Both("Of these invoices", "De ces factures"),
               Both("Numbers, one a line; empty: all of it.",
                    "Numéros, un par ligne ; vide : toute l'écriture."), is_required=False),
         Field("reason", "text", Both("Why", "Pourquoi"))))  # fmt: skip
form("reverse", f"{ENTRY}/reverse", Both("Propose to reverse", "Proposer l'extourne"),
     "propose_reversal", subject=_entry)  # fmt: skip
