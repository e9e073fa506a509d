"""Parties in insolvency proceedings: the desk, notices, who bears what, and the forms of what may
be done."""

from urllib.parse import quote

from comptant.doors import insolvency_told, lookup
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form, nothing
from comptant.doors.portal.parts import contract_of, listing, of_contract, part_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, Told, address
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.store.access import See

DESK, NOTICES, CASES = "insolvencies", "insolvency-notices", f"{CONTRACT}/insolvencies"
NOTICE, BUYER = f"{NOTICES}/<str:notice>", f"{DESK}/<str:buyer>"
REFERENCE = Field("reference", "text", Both("Where it is said", "Où il est dit"))
TAKE = Both("Take in notices", "Prendre des annonces")
PARTY = Field("party_id", "party", Both("Who failed (SIREN or name)", "Défaillant (SIREN ou nom)"))


def _shown(rows: list[Row]) -> list[Row]:
    for row in rows:
        number = quote(row["contract_number"], safe="")
        is_buyer = row["failed_part"] == "BUYER"
        row["href"] = f"/{DESK}/{row['party_id']}" if is_buyer else f"/contracts/{number}/{DESK}"
    return rows


def desk(see: See, call: Call) -> Row:
    """All parties in proceedings, the most urgent first."""
    links = [{"href": f"/{NOTICES}", "title": say("Notices", "Annonces")},
             {"href": f"/{NOTICES}/take", "title": TAKE.said()}]  # fmt: skip
    return {**part_of(call, _shown(insolvency_told.cases(see, call.on, None))),
            "columns": insolvency_told.CASES, "up": None, "links": links, "about": ""}  # fmt: skip


def of_one(see: See, call: Call, **told: str) -> Row:
    """Those of a contract: as its buyers, its client, its guarantors."""
    found = contract_of(see, call, told)
    return {**part_of(call, insolvency_told.cases(see, call.on, found["id"])),
            "columns": insolvency_told.CASES, "about": "",
            "up": {"href": address(CONTRACT, told), "text": told["contract"]},
            "links": subjects.links(call, CASES, told)}  # fmt: skip


def buyer(see: See, call: Call, buyer: str) -> Row:
    """What a failed buyer owes on each contract, who bears it, what insurers are to be told."""
    party = lookup.party(see, str(subjects.number(buyer)))
    rows = insolvency_told.exposure(see, call.on, party["id"])
    for row in rows:
        row["href"] = f"/contracts/{quote(row['contract_number'], safe='')}/insolvencies"
    sections = [
        {"title": say("Who bears what it owes", "Qui supporte ce qu'il doit"),
         "columns": insolvency_told.EXPOSURE, "rows": rows},
        {"title": say("To be told to insurers", "À dire aux assureurs"),
         "columns": insolvency_told.INSURERS,
         **part_of(call, insolvency_told.insurers(see, call.on, party["id"]))},
    ]  # fmt: skip
    return {"facts": {**party, "party_name": party["name"]}, "columns": ("party_name", "siren"),
            "sections": [one for one in sections if one["rows"]], "title": party["name"],
            "up": {"href": f"/{DESK}", "text": say("In proceedings", "En procédure")},
            "links": []}  # fmt: skip


def _notice(see: See, call: Call, told: Told) -> Row:
    """A notice of a company that we know; Refused: notice_unknown."""
    id_ = subjects.number(told["notice"])
    facts = subjects.one_of(see, "read_insolvency_notices", id_, siren=None)
    if facts is None:
        raise Refused("notice_unknown", notice_id=id_)
    return {"given": {"notice_id": id_}, "facts": facts, "columns": insolvency_told.NOTICES,
            "links": [], "up": {"href": f"/{NOTICES}", "text": facts["notice_number"]}}  # fmt: skip


page(Page("insolvencies", DESK, Both("In insolvency proceedings", "En procédure collective"),
          FACTOR_ROLES, desk, "portal/queue.html", "work"))  # fmt: skip
page(Page("failed_buyer", BUYER, Both("Failed buyer", "Acheteur défaillant"), FACTOR_ROLES, buyer,
          "portal/claim.html"))  # fmt: skip
listing("insolvency_notices", NOTICES, Both("Notices of insolvency", "Annonces de procédures"),
        FACTOR_ROLES, "read_insolvency_notices", insolvency_told.NOTICES,
        arguments=lambda see, call, told: {"siren": call.asked("siren") or None},
        href="/insolvency-notices/{id}")  # fmt: skip
form("notices_take", f"{NOTICES}/take", TAKE, "take_notices", subject=nothing, fields=(
    Field("file_name", "text", Both("Name of the file", "Nom du fichier")),
    Field("content", "file", Both("The file of BODACC (JSON)", "Le fichier du BODACC (JSON)"))),
    then=lambda answer, subject: f"/{DESK}")  # fmt: skip
form("notice_judge", NOTICE, Both("Does this notice count?", "Cette annonce compte-t-elle ?"),
     "judge_notice", subject=_notice, fields=(
         Field("counts", "flag", Both("It counts", "Elle compte")),
         Field("reason", "text", Both("Why", "Motif"))),
     then=lambda answer, subject: f"/{NOTICES}")  # fmt: skip
page(Page("contract_insolvencies", CASES, Both("In proceedings", "En procédure"), FACTOR_ROLES,
          of_one, "portal/queue.html"))  # fmt: skip
form("insolvency_told", f"{CASES}/told", Both("What was done", "Ce qui est fait"),
     "record_insolvency_step", subject=subjects.of_page(CASES), fields=(
         PARTY, Field("failed_part", "choice", Both("As", "En qualité de"),
                      choices=of_domain("failed_part")),
         Field("step", "choice", Both("What", "Quoi"), choices=of_domain("insolvency_step")),
         Field("amount_cents", "amount", Both("Amount declared or admitted",
                                              "Montant déclaré ou admis"),
               Both("Empty: what is owed.", "Vide : ce qui est dû."), is_required=False),
         Field("step_on", "day", Both("On", "Le"), start=today), REFERENCE))  # fmt: skip
form("client_impair", f"{CASES}/impair", Both("Impair what the client owes",
                                              "Déprécier ce que doit l'adhérent"),
     "impair_client", subject=subjects.of_page(CASES), previews=True, fields=(
         Field("amount_cents", "amount", Both("Impairment in all", "Dépréciation totale"),
               Both("Empty: all that is owed.", "Vide : tout ce qui est dû."),
               is_required=False), REFERENCE))  # fmt: skip
listing("insolvency_steps", f"{CASES}/steps", Both("Steps of proceedings",
                                                   "Étapes des procédures"),
        FACTOR_ROLES, "read_insolvency_steps", insolvency_told.STEPS,
        arguments=of_contract)  # fmt: skip
