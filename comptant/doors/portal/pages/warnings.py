"""Early warnings: companies the worst first, each score explained factor by factor."""

from comptant.doors import warnings_told
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.forms import form, nothing
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.store.access import See

WARNINGS = "warnings"
WARNING = f"{WARNINGS}/<str:warning>"

queue("warnings", WARNINGS, Both("Early warnings", "Alertes précoces"), FACTOR_ROLES,
      "read_warnings", warnings_told.COLUMNS[:-1], lambda row: f"/warnings/{row['warning_id']}",
      arguments={"warning_id": None, "subject": None, "everything": False},
      rows=lambda found: [warnings_told.told(row) for row in found], added=("why_scored",),
      links=WARNINGS,
      about=Both("Companies whose own flow says that they may fail, the worst first; what changed "
                 "in a week is beside the score.",
                 "Sociétés dont le flux dit qu'elles peuvent défaillir, la pire d'abord ; "
                 "l'évolution d'une semaine est à côté de la note."))  # fmt: skip


def warning(see: See, call: Call, warning: str) -> Row:
    """A score: its factors, the invoices that show them, what it was before."""
    found = warnings_told.warning(see, subjects.number(warning), call.on)
    factors, invoices = warnings_told.explained(see, found)
    past = see("read_warning_past", subject=found["warning_subject"], party_id=found["party_id"])
    linked = [{**row, "href": f"/contracts/{row['contract_number']}/invoices/{row['invoice_id']}"}
              for row in invoices]  # fmt: skip
    sections = [
        {"title": say("Factors", "Facteurs"), "columns": warnings_told.FACTORS, "rows": factors},
        {"title": say("Invoices that show them", "Factures qui les montrent"),
         "columns": warnings_told.INVOICES, "rows": linked},
        {"title": say("Before", "Avant"), "columns": warnings_told.PAST, "rows": past},
    ]  # fmt: skip
    return {"facts": found, "columns": warnings_told.FACTS, "title": found["party_name"],
            "up": {"href": "/warnings", "text": say("Early warnings", "Alertes précoces")},
            "links": [], "sections": [one for one in sections if one["rows"]]}  # fmt: skip


page(Page("warning", WARNING, Both("Early warning", "Alerte précoce"), FACTOR_ROLES, warning,
          "portal/claim.html"))  # fmt: skip
form("score_warnings", f"{WARNINGS}/score", Both("Score every company", "Noter chaque société"),
     "score_warnings", subject=nothing, then=lambda answer, subject: "/warnings")  # fmt: skip
