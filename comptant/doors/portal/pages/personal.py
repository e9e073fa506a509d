"""Your data, for everyone; who has left and may be forgotten, for administrators and auditors."""

from django.http import HttpResponse

from comptant.doors import personal_told
from comptant.doors.answers import to_json
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.words import Both, say
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import READERS_OF_READS, ROLES
from comptant.store.access import See

HOLDS, PROOFS = "left/holds", "left/proofs"
HELD = Both("Held back from erasure", "Soustrait à l'effacement")
ERASED = Both("What was erased", "Ce qui a été effacé")
LEFT = ("login", "name", "is_due", "held_until", "source")
TERMS = ("retention_kind", "months", "starts", "source")


def mine(see: See, call: Call) -> Row:
    """All that is known of the reader, part by part."""
    told = personal_told.collected(call.visit.looking(), None)
    for part in told["parts"]:
        part["lines"] = [personal_told.line(row) for row in part["rows"]]
    return {**told, "terms": personal_told.terms(), "term_columns": TERMS,
            "up": {"href": "/me", "text": say("You", "Vous")}}  # fmt: skip


def sent(see: See, call: Call) -> HttpResponse:
    """The same as a file."""
    return _file(call, None)


def sent_of(see: See, call: Call, login: str) -> HttpResponse:
    """The data of a person who has asked for it, as a file."""
    return _file(call, login)


def _file(call: Call, login: str | None) -> HttpResponse:
    told = personal_told.collected(call.visit.looking(), login)
    return named(to_json(told).encode(), f"data-{told['user_id']}.json", "application/json")


def left(see: See, call: Call) -> Row:
    """Who has left."""
    rows = personal_told.left(call.visit.looking())
    links = [{"href": f"/{path}", "title": title.said()} for path, title, name in FORMS
             if call.visit.may(name)]  # fmt: skip
    links += [{"href": f"/{path}", "title": title.said()} for path, title in
              ((HOLDS, HELD), (PROOFS, ERASED))]  # fmt: skip
    return {"rows": [personal_told.shown(row) for row in rows], "columns": LEFT, "links": links}


def _up(see: See, call: Call, told: object) -> Row:
    return {"given": {}, "up": {"href": "/left", "text": say("People who have left",
                                                             "Personnes parties")}}  # fmt: skip


def _then(answer: Row, subject: Row) -> str:
    return "/left"


FORMS = (
    ("left/erase", Both("Forget a person", "Oublier une personne"), "propose_erasure"),
    ("left/request", Both("Record a request for data", "Noter une demande de données"),
     "record_data_request"),
)  # fmt: skip
NAME = Field("login", "text", Both("Their login", "Son identifiant"))
form(
    "erase",
    *FORMS[0],
    subject=_up,
    then=_then,
    fields=(
        NAME,
        Field("reason", "text", Both("Why, or who asked", "Pourquoi, ou qui l'a demandé")),
    ),
)
form(
    "data_request",
    *FORMS[1],
    subject=_up,
    then=_then,
    fields=(NAME, Field("source", "text", Both("How they asked", "Comment elle l'a demandé"))),
)
page(Page("my_data", "me/data", Both("Your data", "Vos données"), ROLES, mine,
          "portal/my_data.html"))  # fmt: skip
page(Page("my_data_file", "me/data.json", Both("Your data", "Vos données"), ROLES, mine, "",
          send=sent))  # fmt: skip
page(Page("data_file", "left/<str:login>/data.json", Both("Data of a person",
                                                          "Données d'une personne"),
          RIGHTS["record_data_request"], mine, "", send=sent_of))  # fmt: skip
page(Page("left", "left", Both("People who have left", "Personnes parties"), READERS_OF_READS,
          left, "portal/list.html", menu="house"))  # fmt: skip
listing("legal_holds", HOLDS, HELD, READERS_OF_READS, "read_legal_holds", personal_told.HOLDS,
        arguments=lambda see, call, told: {"everything": True},
        told_as=personal_told.hold_told)  # fmt: skip
listing("erasure_proofs", PROOFS, ERASED, READERS_OF_READS, "read_erasure_proofs",
        personal_told.PROOFS, told_as=personal_told.proof_told)  # fmt: skip


def _up_holds(see: See, call: Call, told: object) -> Row:
    return {"given": {}, "up": {"href": f"/{HOLDS}", "text": HELD.said()}}


def _standing(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    rows = (personal_told.hold_told(row) for row in see("read_legal_holds", everything=False))
    return [(str(row["hold_id"]), f"{row['hold_id']} {row['held_name']}") for row in rows]


REASON = Field("reason", "text", Both("Why", "Pourquoi"))
form("place_hold", f"{HOLDS}/place", Both("Hold back from erasure", "Soustraire à l'effacement"),
     "place_hold", subject=_up_holds, then=lambda answer, subject: f"/{HOLDS}", fields=(
         Field("login", "text", Both("A person (login)", "Une personne (identifiant)"),
               is_required=False),
         Field("party_id", "party", Both("or the people of a company",
                                         "ou celles d'une société"), is_required=False),
         Field("kind", "choice", Both("or a kind of data", "ou un type de données"),
               choices=of_domain("hold_kind"), is_required=False), REASON))  # fmt: skip
form("lift_hold", f"{HOLDS}/lift", Both("Lift a hold", "Mettre fin à une conservation"),
     "lift_hold", subject=_up_holds, then=lambda answer, subject: f"/{HOLDS}", fields=(
         Field("hold_id", "choice_id", Both("Which", "Laquelle"), choices=_standing),
         REASON))  # fmt: skip
form("erase_due", f"{PROOFS}/purge", Both("Erase what is due", "Effacer ce qui est échu"),
     "erase_due", subject=_up_holds, then=lambda answer, subject: f"/{PROOFS}")  # fmt: skip
