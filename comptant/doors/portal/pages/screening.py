"""Names found on lists of frozen assets: the queue of compliance, each hit explained, decided."""

from comptant.doors import screening_told
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form, nothing
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import Told, about
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import COMPLIANCE
from comptant.store.access import See

SCREENING = "screening"
HIT = f"{SCREENING}/<str:hit>"

queue("screening", SCREENING, Both("Names on lists", "Noms sur listes"), COMPLIANCE,
      "read_screening_hits", screening_told.COLUMNS,
      lambda row: f"/screening/{row['hit_id']}", arguments={"hit_id": None, "everything": False},
      rows=lambda found: [screening_told.told(row) for row in found], added=("why_alike",),
      links=SCREENING,
      about=Both("Names of ours that look like names of lists of frozen assets, the nearest first. "
                 "Nobody outside compliance is told; nothing is said to the client.",
                 "Noms de chez nous proches de noms des listes de gel, le plus proche d'abord. "
                 "Personne hors conformité n'en est averti ; rien n'est dit à l'adhérent.")
      )  # fmt: skip


def _hit(see: See, call: Call, told: Told) -> Row:
    """A hit; Refused: hit_unknown."""
    found = screening_told.hit(see, subjects.number(told["hit"]))
    return about(call, HIT, told, {"hit_id": found["hit_id"]}, found, screening_told.FACTS,
                 "/screening", str(found["hit_id"]))  # fmt: skip


def hit(see: See, call: Call, **told: str) -> Row:
    """The hit alone, word by word."""
    found = _hit(see, call, told)
    number = found["facts"]["hit_id"]
    return {**found, "title": say(f"Hit {number}", f"Rapprochement {number}")}


page(Page("screening_hit", HIT, Both("Hit", "Rapprochement"), COMPLIANCE, hit,
          "portal/claim.html"))  # fmt: skip
form("screening_decide", f"{HIT}/decide", Both("Decide the hit", "Décider"), "decide_hit",
     subject=_hit, fields=(
         Field("outcome", "choice", Both("It is", "C'est"), choices=of_domain(
             "hit_outcome", "FALSE", "TRUE")),
         Field("reason", "text", Both("Why", "Motif"))))  # fmt: skip
form("screen_all", f"{SCREENING}/all", Both("Look for everybody on a list",
                                            "Chercher tout le monde sur une liste"),
     "screen_all", subject=nothing, fields=(
         Field("list_name", "text", Both("Name of the list", "Nom de la liste")),
         Field("list_on", "day", Both("Day of the list", "Date de la liste"), start=today),
         Field("content", "file", Both("The list as published", "La liste telle que publiée"))),
     then=lambda answer, subject: "/screening")  # fmt: skip
form("screen_new", f"{SCREENING}/new", Both("Look for new names", "Chercher les noms nouveaux"),
     "screen_new", subject=nothing, then=lambda answer, subject: "/screening")  # fmt: skip
