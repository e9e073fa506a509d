"""Papers in PDF/A, in the reader's language: the title of a remittance."""

from urllib.parse import quote

from comptant.doors import lookup, words
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.registry import Row
from comptant.doors.portal.subjects import Told
from comptant.doors.words import Both
from comptant.store.access import See

UNSIGNED: Row = {"signed_by": "", "signed_on": None, "signature_proof": ""}
TITLE_FACTS = ("contract_number", "title_number", "transfer_mode", "posted_on", "line_count",
               "total_cents")  # fmt: skip


def _remittance(see: See, call: Call, told: Told) -> Row:
    """The remittance whose title is asked for; another signature is the staff's to say."""
    facts = lookup.remittance(see, subjects.number(told["remittance"]))
    facts["transfer_mode"] = words.word("choice.transfer_mode", facts["transfer_mode"])
    given = {"contract_id": facts["contract_id"], "remittance_id": facts["id"],
             "language": words.language()}  # fmt: skip
    if not call.visit.user.is_factor:
        given |= UNSIGNED
    return {
        "given": given, "facts": facts, "columns": TITLE_FACTS, "links": [],
        "up": {"href": f"/remittances/{quote(told['remittance'])}",
               "text": f"{facts['contract_number']} / {facts['title_number'] or facts['id']}"},
    }  # fmt: skip


def _document(answer: Row, subject: Row) -> str:
    return f"/documents/{answer['digest']}"


form("remittance_title", "remittances/<str:remittance>/title", Both("Title in PDF",
                                                                    "Titre en PDF"),
     "issue_title", subject=_remittance, then=_document, fields=(
         Field("signed_by", "loose", Both("Signed by", "Signé par"),
               Both("Empty: by whoever sent the remittance, for the client.",
                    "Vide : par l'expéditeur de la remise, pour l'adhérent."), is_required=False),
         Field("signed_on", "day", Both("Signed on", "Signé le"), is_required=False),
         Field("signature_proof", "loose", Both("What proves the signature",
                                                "Ce qui prouve la signature"),
               is_required=False)))  # fmt: skip
