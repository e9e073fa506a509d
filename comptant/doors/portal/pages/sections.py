"""What a contract's page leads to, by what it is about: lists to read, forms of what may be done.

Each page of a contract is under the first word of its address; a new one is given its place here.
"""

from collections.abc import Mapping
from functools import cache

from comptant.doors.portal.call import Call
from comptant.doors.portal.registry import Page, Row, registered
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both

START = f"{CONTRACT}/"
OWN_PLACE = ("why", "draw", "send", "delegation_answers")  # on the contract's page already
PROGRAMME = Both("Programme of payables", "Programme de dettes fournisseurs")
# In the order of everyday work; leaving comes last.
PLACES: Mapping[Both, tuple[str, ...]] = {
    Both("Invoices and buyers", "Factures et acheteurs"): (
        "invoices", "buyers", "aged", "disputes", "dispute-notices", "verifications",
        "ask-limit", "not-ceded", "feeds",
        "purchase-orders", "offer-order", "exceptions", "sales-ledgers", "ledger-differences",
        "release_letters", "release-letter", "guarantees", "cover", "policies",
        "claims", "insolvencies"),
    Both("Money", "Argent"): (
        "account", "draws", "money", "instruments", "sweeps", "charges", "forecast",
        "treasury", "planned",
        "delegations", "plan", "plan-simulated", "plan-end", "recourse",
        "garnishments"),
    Both("Reminders and collection", "Relances et recouvrement"): (
        "collection", "reminders", "reminder-plans", "reminder-contacts", "promises", "penalties",
        "penalty-claims", "buyer-links"),
    Both("Books and papers", "Écritures et pièces"): (
        "books", "receipts", "book-accounts", "journal", "ledger", "entry", "documents",
        "signatures", "to-sign", "figures", "events", "provisions", "stress",
        "currencies"),
    PROGRAMME: ("programme", "payables"),
    Both("The contract", "Le contrat"): (
        "terms", "amend", "facts", "fees", "quote", "partners", "brokers",
        "commission-terms", "opening", "disclose",
        "takeover"),
    Both("Leaving", "Partir"): ("exit", "notice", "pay-balance", "close"),
}  # fmt: skip


def of_contract(call: Call, found: Row) -> list[Row]:
    """The groups with what the caller may open of each: `lists` and `acts`. What needs a programme
    is left out of a contract that has none."""
    groups = []
    for title, places in PLACES.items():
        if title == PROGRAMME and not (found["terms"] or {}).get("payables_line_cents"):
            continue
        shown = {
            are_acts: [
                {"end": end, "title": page.title.said()} for end, page in _pages().items()
                if end.split("/")[0] in places and page.roles & call.visit.user.roles
                and bool(page.acts) == are_acts
            ] for are_acts in (False, True)
        }  # fmt: skip
        for links in shown.values():
            links.sort(key=lambda link: places.index(link["end"].split("/")[0]))
        if any(shown.values()):
            groups.append({"title": title.said(), "lists": shown[False], "acts": shown[True]})
    return groups


@cache  # all are declared before the first is shown
def _pages() -> dict[str, Page]:
    """The pages of one contract, by what is left of their addresses."""
    return {
        page.path.removeprefix(START): page for page in registered().values()
        if page.path.startswith(START) and "<" not in page.path.removeprefix(START)
        and page.name not in OWN_PLACE and not page.send
    }  # fmt: skip
