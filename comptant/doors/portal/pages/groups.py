"""The consolidated statement of a group."""

from datetime import timedelta

from django.http import HttpResponse

from comptant.doors import groups_told
from comptant.doors.papers.groups import group_statement
from comptant.doors.portal.call import Call
from comptant.doors.portal.pages.watching import asked_day, field
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.store.access import See

PATH = "groups/<str:group>/statement"
TITLE = Both("Consolidated statement", "Relevé consolidé")
DAYS = timedelta(days=30)


def statement(see: See, call: Call, group: str) -> Row:
    """The contracts of a group over the period asked for, by default the last thirty days."""
    last = asked_day(call, "until_on")
    first = asked_day(call, "from_on") if call.asked("from_on").strip() else last - DAYS
    found, rows = groups_told.consolidated(see, group, first, last)
    for row in rows:
        if row.get("contract_id"):
            row["href"] = f"/contracts/{row['contract_number']}"
    period = f"from_on={first.isoformat()}&until_on={last.isoformat()}"
    return {
        "up": {"href": "/groups", "text": found["name"]},
        "asked": [field("from_on", say("From", "Du"), first),
                  field("until_on", say("To, included", "Au, inclus"), last)],
        "links": [{"title": say("PDF", "PDF"), "href": f"/groups/{group}/statement.pdf?{period}"}],
        "parts": [
            {"title": say("Current accounts", "Comptes courants"), "rows": rows,
             "columns": groups_told.COLUMNS},
            {"title": say("At the end of the period", "En fin de période"), "rows": rows,
             "columns": groups_told.STOOD},
        ],
    }  # fmt: skip


def printed(see: See, call: Call, group: str) -> HttpResponse:
    """The same as PDF/A."""
    last = asked_day(call, "until_on")
    first = asked_day(call, "from_on") if call.asked("from_on").strip() else last - DAYS
    paper = group_statement(see, group, first, last)
    return named(paper.content, paper.name, "application/pdf")


page(Page("group_statement", PATH, TITLE, FACTOR_ROLES, statement, "portal/watched.html"))
page(Page("group_statement_pdf", f"{PATH}.pdf", Both("Consolidated statement in PDF",
                                                     "Relevé consolidé en PDF"),
          FACTOR_ROLES, printed, "", send=printed))  # fmt: skip
