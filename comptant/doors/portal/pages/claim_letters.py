"""The letter that declares our claim to the court's officer: what it is told, and the letter."""

from django.http import HttpResponse

from comptant.doors import insolvency_told, words
from comptant.doors.papers.claim_letters import Said, claim_letter
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import contract_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.words import Both
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.store.access import See

CASES, LETTER = f"{CONTRACT}/insolvencies", f"{CONTRACT}/insolvencies/letter"
TITLE = Both("Declaration of claim", "Déclaration de créance")
FIELDS = (
    ("officer", Both("The court's officer, and its address",
                     "Le mandataire, et son adresse"), True),
    ("signer", Both("Who signs, in what capacity", "Qui signe, en quelle qualité"), True),
    ("security", Both("Privilege or security claimed, and on what",
                      "Privilège ou sûreté, et son assiette"), False),
    ("lawsuit", Both("The court seized, where there is a lawsuit",
                     "La juridiction saisie, s'il y a instance"), False),
)  # fmt: skip


def letters(see: See, call: Call, **told: str) -> Row:
    """A form for each party in proceedings in a contract."""
    found = contract_of(see, call, told)
    cases = [
        {"title": f"{row['party_name']} · {words.word('failed_part', row['failed_part'])}",
         "party_id": row["party_id"], "failed_part": row["failed_part"],
         "href": f"{address(LETTER, told)}.pdf"}
        for row in insolvency_told.cases(see, call.on, found["id"])
    ]  # fmt: skip
    fields = [{"name": name, "title": title.said(), "is_required": is_required}
              for name, title, is_required in FIELDS]  # fmt: skip
    return {"cases": cases, "fields": fields,
            "up": {"href": address(CASES, told), "text": told["contract"]}}  # fmt: skip


def _letter(see: See, call: Call, contract: str) -> HttpResponse:
    said = Said(*(call.asked(name) for name, _, _ in FIELDS))
    made = claim_letter(see, contract, subjects.number(call.asked("party")), call.asked("part"),
                        said, call.on)  # fmt: skip
    return named(made.content, made.name, "application/pdf")


page(Page("insolvency_letter", LETTER, TITLE, FACTOR_ROLES, letters, "portal/claim_letter.html"))
page(Page("insolvency_letter_file", f"{LETTER}.pdf", Both("Declaration of claim in PDF",
                                                          "Déclaration de créance en PDF"),
          FACTOR_ROLES, lambda see, call, **told: {}, "", send=_letter))  # fmt: skip
