"""Papers in PDF/A, in the reader's language: the title of a remittance, a quote, the conditions of
a contract, its statement, what an entry billed."""

from urllib.parse import quote

from django.http import HttpResponse

from comptant.doors import lookup, words
from comptant.doors.papers import brokers, conditions, quotes, statements
from comptant.doors.papers.parts import Paper
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.offers import ALL as QUOTED
from comptant.doors.portal.pages.statements import period
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import CONTRACT, ENTRY, Told
from comptant.doors.values import DAY
from comptant.doors.words import Both
from comptant.operations.acts.roles import (
    BROKER,
    CLIENT_ROLES,
    FACTOR_ROLES,
)
from comptant.store.access import See

TITLE_FACTS = ("contract_number", "title_number", "transfer_mode", "posted_on", "line_count",
               "total_cents")  # fmt: skip


def _remittance(see: See, call: Call, told: Told) -> Row:
    """The remittance whose title is asked for."""
    facts = lookup.remittance(see, subjects.number(told["remittance"]))
    facts["transfer_mode"] = words.word("choice.transfer_mode", facts["transfer_mode"])
    given = {"contract_id": facts["contract_id"], "remittance_id": facts["id"],
             "language": words.language()}  # fmt: skip
    return {
        "given": given, "facts": facts, "columns": TITLE_FACTS, "links": [],
        "up": {"href": f"/remittances/{quote(told['remittance'])}",
               "text": f"{facts['contract_number']} / {facts['title_number'] or facts['id']}"},
    }  # fmt: skip


def _document(answer: Row, subject: Row) -> str:
    return f"/documents/{answer['digest']}"


form("remittance_title", "remittances/<str:remittance>/title", Both("Title in PDF",
                                                                    "Titre en PDF"),
     "issue_title", subject=_remittance, then=_document)  # fmt: skip


def _waiting(see: See, call: Call, told: Told) -> Row:
    """All notices that wait; a letter speaks its buyer's language."""
    up = {"href": "/outbox", "text": Both("To be sent", "À envoyer").said()}
    return {"given": {"contract_id": None, "language": None}, "up": up}


form("notices", "letters", Both("Write the letters to buyers", "Établir les lettres aux acheteurs"),
     "write_notices", subject=_waiting, menu="work")  # fmt: skip


def _sent(paper: Paper) -> HttpResponse:
    return named(paper.content, paper.name, "application/pdf")


def _quote(see: See, call: Call, quote: str) -> HttpResponse:
    return _sent(quotes.quote(see, subjects.number(quote)))


def _conditions(see: See, call: Call, contract: str) -> HttpResponse:
    asked = call.asked("on").strip()
    on = DAY.convert(asked, None, None) if asked else call.on
    return _sent(conditions.conditions(see, contract, on))


def _statement(see: See, call: Call, contract: str) -> HttpResponse:
    first, last = period(call)
    return _sent(statements.statement(see, contract, first, last, call.on))


def _bill(see: See, call: Call, contract: str, entry: str) -> HttpResponse:
    return _sent(statements.bill(see, contract, subjects.number(entry), call.on))


def _commissions(see: See, call: Call, statement: str) -> HttpResponse:
    return _sent(brokers.commissions(see, subjects.number(statement)))


for name, path, title, roles, send in (
    ("commission_paper", "commission-statements/<str:statement>/statement.pdf",
     Both("Statement of commissions in PDF", "Relevé de commissions en PDF"),
     FACTOR_ROLES | {BROKER}, _commissions),
    ("quote_paper", "quotes/<str:quote>/quote.pdf", Both("Quote in PDF", "Devis en PDF"), QUOTED,
     _quote),
    ("conditions_paper", f"{CONTRACT}/conditions.pdf",
     Both("Special conditions in PDF", "Conditions particulières en PDF"),
     CLIENT_ROLES | FACTOR_ROLES, _conditions),
    ("statement_paper", f"{CONTRACT}/account.pdf", Both("Statement in PDF", "Relevé en PDF"),
     CLIENT_ROLES | FACTOR_ROLES, _statement),
    ("bill_paper", f"{ENTRY}/bill.pdf", Both("Fee bill in PDF", "Décompte en PDF"),
     CLIENT_ROLES | FACTOR_ROLES, _bill),
):  # fmt: skip
    page(Page(name, path, title, roles, lambda see, call, **told: {}, "", send=send))
