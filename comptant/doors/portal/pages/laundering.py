"""Suspicions of laundering: the queue of compliance, each examined, decided, reported."""

from django.http import HttpResponse

from comptant.doors import aml_told
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import Told, about
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import COMPLIANCE
from comptant.store.access import See

AML = "aml"
ONE = f"{AML}/<str:suspicion>"
TITLE = Both("Suspicions of laundering", "Soupçons de blanchiment")

queue("aml", AML, TITLE, COMPLIANCE, "read_aml_alarms", aml_told.COLUMNS,
      lambda row: f"/aml/{row['aml_alarm_id']}",
      arguments={"contract_id": None, "aml_alarm_id": None, "everything": False},
      rows=lambda found: [aml_told.told(row) for row in found], added=("aml_finding",),
      about=Both("What scenarios found in the money of contracts, to be examined, decided and "
                 "reported. Nobody outside compliance is told; nothing is said to the client.",
                 "Ce que les scénarios ont relevé dans les flux des contrats, à examiner, décider "
                 "et déclarer. Personne hors conformité n'en est averti ; rien n'est dit à "
                 "l'adhérent."))  # fmt: skip


def _one(see: See, call: Call, told: Told) -> Row:
    """A suspicion; Refused: suspicion_unknown."""
    found = aml_told.alarm(see, subjects.number(told["suspicion"]))
    given = {"contract_id": found["contract_id"], "aml_alarm_id": found["aml_alarm_id"]}
    return about(call, ONE, told, given, found, aml_told.FACTS, "/aml",
                 str(found["aml_alarm_id"]))  # fmt: skip


def suspicion(see: See, call: Call, **told: str) -> Row:
    """The suspicion with its payments and what was said of it."""
    found = _one(see, call, told)
    number = found["facts"]["aml_alarm_id"]
    sections = [
        {"title": say("Payments", "Opérations"), "columns": aml_told.PAYMENTS,
         "rows": see("read_aml_payments", **found["given"])},
        {"title": say("Said", "Avis"), "columns": aml_told.WORDS,
         "rows": see("read_aml_words", **found["given"])},
    ]  # fmt: skip
    links = list(found["links"])
    if found["facts"]["aml_outcome"] in aml_told.REPORTED:
        links.append({"href": f"/aml/{number}/report.txt",
                      "title": say("The report", "La déclaration")})  # fmt: skip
    return {**found, "links": links, "sections": [one for one in sections if one["rows"]],
            "title": say(f"Suspicion {number}", f"Soupçon {number}")}  # fmt: skip


def sent(see: See, call: Call, suspicion: str) -> HttpResponse:
    """The report as a file."""
    made = aml_told.report(see, subjects.number(suspicion))
    return named(made["text"].encode(), made["name"], "text/plain; charset=utf-8")


page(Page("suspicion", ONE, Both("Suspicion", "Soupçon"), COMPLIANCE, suspicion,
          "portal/claim.html"))  # fmt: skip
page(Page("suspicion_report", f"{ONE}/report.txt", Both("Report of a suspicion",
                                                        "Déclaration de soupçon"),
          COMPLIANCE, suspicion, "", send=sent))  # fmt: skip
form("suspicion_decide", f"{ONE}/decide", Both("Decide", "Décider"), "decide_suspicion",
     subject=_one, fields=(
         Field("outcome", "choice", Both("It is", "C'est"), choices=of_domain(
             "suspicion_said", "CLEARED", "SUSPECT")),
         Field("reason", "text", Both("What was examined", "L'examen"), Both(
             "Origin, destination and purpose of the money, who gains.",
             "Origine, destination et objet des fonds, bénéficiaire."))))  # fmt: skip
form("suspicion_sent", f"{ONE}/sent", Both("It was reported", "Elle a été déclarée"),
     "report_suspicion", subject=_one, fields=(
         Field("reference", "text", Both("Under which number", "Sous quel numéro")),
         Field("is_opposed", "flag", Both("The unit opposes", "La cellule s'oppose"),
               is_required=False)))  # fmt: skip
