"""Messages to insurers, how they stand, and what insurers answer."""

import json

from django.http import HttpResponse

from comptant.doors import files_sent, insurer_told
from comptant.doors.bounds import framed
from comptant.doors.insurer_told import ANSWERS, MESSAGES
from comptant.doors.papers import insurer_message
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.claims import CLAIM, _claim
from comptant.doors.portal.pages.policies import COVER, POLICY
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import Told
from comptant.doors.words import Both, say
from comptant.formats.insurer_lists import read_decisions
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.operations.insurance.insurer_answers import INSURER_ANSWERS
from comptant.store.access import See

LIST, HEARD = "insurer-messages", "insurer-answers"
TAKE = Both("Take decisions in", "Prendre des décisions")
FILE = f"{LIST}/<str:message>/form.pdf"
REASON = Field("reason", "text", Both("Why", "Motif"))


def _list(see: See, call: Call, told: object) -> Row:
    """A form that leads back to the messages."""
    return {"given": {}, "up": {"href": f"/{LIST}", "text": say("Messages to insurers",
                                                                "Messages aux assureurs")}
            }  # fmt: skip


def _heard(see: See, call: Call, told: object) -> Row:
    """A form that leads back to the decisions."""
    return {"given": {}, "up": {"href": f"/{HEARD}", "text": say("Decisions of insurers",
                                                                 "Décisions d'assureurs")}
            }  # fmt: skip


def _decided(typed: Row) -> Row:
    """The decisions of the list that was given. Refused: files_unread, with its first fault."""
    read = read_decisions("decisions.csv", bytes(typed.pop("content")))
    if read.faults:
        raise files_sent.unread(list(read.faults))
    rows = [{name: row[name] for name in INSURER_ANSWERS.names} for row in read.rows]
    return {**typed, "answers": framed(INSURER_ANSWERS, rows)}


def _none(see: See, call: Call, told: object) -> Row:
    return {"id": None}


def _open(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """The messages that have not come to their end."""
    return [(str(row["id"]), f"{row['reference']} · {row['policy_number']}")
            for row in see("read_insurer_messages", id=None)
            if row["message_state"] in ("WRITTEN", "SENT")]  # fmt: skip


def _amount(typed: Row) -> Row:
    return {**typed, "amount_cents": typed["amount_cents"] or 0}


def _marked(typed: Row) -> Row:
    return {**typed, "reference": typed["reference"] or "", "reason": typed["reason"] or ""}


def _form(see: See, call: Call, message: str) -> HttpResponse:
    made = insurer_message.message(see, subjects.number(message), call.on)
    return named(made.content, made.name, "application/pdf")


def _json(see: See, call: Call, message: str) -> HttpResponse:
    found = see("read_insurer_messages", id=subjects.number(message))
    if not found:
        raise Refused("message_unknown", message_id=message)
    told = found[0]["content"]
    content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return named(content, f"{told['reference']}.json", "application/json")


def _back(answer: Row, subject: Row) -> str:
    return f"/{LIST}"


def _to_claim(see: See, call: Call, told: Told) -> Row:
    return _claim(see, call, told)


listing("insurer_messages", LIST, Both("Messages to insurers", "Messages aux assureurs"),
        FACTOR_ROLES, "read_insurer_messages", MESSAGES, arguments=_none, menu="work",
        href=f"/{LIST}/{{id}}/form.pdf")  # fmt: skip
listing("insurer_answers", HEARD, Both("Decisions of insurers heard",
                                                   "Décisions d'assureurs reçues"),
        FACTOR_ROLES, "read_insurer_answers", ANSWERS, arguments=lambda see, call, told: {},
        menu="work", told_as=insurer_told.told,
        others=((f"/{HEARD}/take", TAKE),))  # fmt: skip
form(
    "insurer_answers_take",
    f"{HEARD}/take",
    TAKE,
    "take_insurer_answers",
    subject=_heard,
    gather=_decided,
    hides=("answers",),
    then=lambda answer, subject: f"/{HEARD}",
    fields=(
        Field("insurer_id", "party", Both("Insurer", "Assureur")),
        Field(
            "content",
            "file",
            Both("List (CSV)", "Liste (CSV)"),
            Both(
                "Policy, SIREN, response code (RECECO 4507), number, amount, from, until, "
                "reference, reason. What cannot be is kept with its cause.",
                "Police, SIREN, code de réponse (RECECO 4507), numéro, montant, du, au, "
                "référence, motif. Ce qui ne peut être est gardé avec sa cause.",
            ),
        ),
    ),
)
for name, end, title, send in (
    ("insurer_form", "form.pdf", Both("Form for an insurer", "Formulaire pour un assureur"), _form),
    ("insurer_json", "message.json", Both("Message to an insurer (JSON)",
                                          "Message à un assureur (JSON)"), _json),
):  # fmt: skip
    page(Page(name, f"{LIST}/<str:message>/{end}", title, FACTOR_ROLES,
              lambda see, call, **told: {}, "", send=send))  # fmt: skip
form("insurer_ask", f"{LIST}/ask", Both("Ask for a limit", "Demander une limite"),
     "ask_policy_limit", subject=_list, gather=_amount, then=_back, fields=(
         POLICY, Field("buyer_id", "party", Both("Buyer (SIREN or name)",
                                                 "Acheteur (SIREN ou nom)")),
         Field("request", "choice", Both("What is asked", "Demande"), choices=of_domain("request")),
         Field("amount_cents", "amount", Both("Amount", "Montant"), is_required=False),
         REASON))  # fmt: skip
form("insurer_turnover", f"{LIST}/turnover", Both("Tell the turnover",
                                                  "Déclarer le chiffre d'affaires"),
     "tell_turnover", subject=_list, then=_back, fields=(POLICY,))  # fmt: skip
form("insurer_mark", f"{LIST}/mark", Both("What became of a message",
                                          "Ce qu'est devenu un message"),
     "mark_insurer_message", subject=_list, gather=_marked, then=_back, fields=(
         Field("message_id", "choice_id", Both("Message", "Message"), choices=_open),
         Field("outcome", "choice", Both("It was", "Il a été"),
               choices=of_domain("message_outcome")),
         Field("step_on", "day", Both("On", "Le"), start=today),
         Field("reference", "text", Both("Its number, or where it is said",
                                         "Son numéro, ou où il est dit"), is_required=False),
         Field("reason", "text", Both("Why", "Motif"), is_required=False)))  # fmt: skip
form("insurer_tell", f"{COVER}/insurer", Both("Tell the insurer", "Écrire à l'assureur"),
     "tell_insurer", subject=subjects.of_page(COVER), then=_back, fields=(
         POLICY, Field("kind", "choice", Both("What", "Quoi"),
                       choices=of_domain("message_kind", "EXTENSION", "OVERDUE", "CLAIM")),
         Field("invoice_ids", "invoices", Both("Invoices, one a line", "Factures, une par ligne")),
         REASON))  # fmt: skip
form("insurer_recovery", f"{CLAIM}/tell", Both("Tell the insurer of a recovery",
                                               "Dire une récupération à l'assureur"),
     "tell_recovery", subject=_to_claim, then=_back)  # fmt: skip
