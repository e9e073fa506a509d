"""Calls of advisers: asked for from a quote or a file of offers, worked through by the staff."""

from comptant.doors import callbacks_told
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.offers import ALL
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import Told
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import (
    FACTOR_ROLES,
    INTRODUCERS,
    TEAM_ROLES,
)
from comptant.operations.quoting.callbacks import CALLS, ENDS
from comptant.store.access import See

ONE = "callbacks/<str:callback>"
QUOTE, FILE = "quotes/<str:quote>", "files/<str:file>"
READERS = ALL & (FACTOR_ROLES | TEAM_ROLES | INTRODUCERS)
ASKERS = READERS & RIGHTS["ask_callback"]
COLUMNS = ("id", "prospect", "caller", "phone", "asked_on", "callback_state", "call_outcome",
           "adviser", "act_by_on", "late_days", "is_by_link")  # fmt: skip
ASK = Both("Have an adviser call me", "Être rappelé par un conseiller")
QUEUE = Both("Calls to make", "Rappels à faire")
MINE = Both("Calls you asked for", "Vos demandes de rappel")
CALLER = (
    Field("caller", "text", Both("Whom to call", "Qui appeler")),
    Field("phone", "text", Both("Phone", "Téléphone"),
          Both("It serves for this call alone, and is forgotten once it is closed.",
               "Il ne sert qu'à ce rappel et s'oublie une fois clos.")),
    Field("question", "loose", Both("What about", "À quel propos"), is_required=False),
)  # fmt: skip
NOTE = Field(
    "note",
    "loose",
    Both("What was said", "Ce qui a été dit"),
    Both("Whoever asked reads it.", "Qui a demandé le lit."),
    is_required=False,
)


def one(see: See, call: Call, told: Told) -> Row:
    """A call that was asked for; Refused: callback_unknown."""
    id_ = subjects.number(told["callback"])
    rows = see("read_callback", id=id_, on=call.on)
    if not rows:
        raise Refused("callback_unknown", callback_id=id_)
    columns = (*COLUMNS, "question")
    up = "/callbacks" if call.visit.user.is_factor else "/my-callbacks"
    about = subjects.about(call, ONE, told, {"callback_id": id_}, rows[0], columns, up,
                           rows[0]["prospect"])  # fmt: skip
    return {**about, "links": [] if rows[0]["callback_state"] == "CLOSED" else about["links"]}


def show(see: See, call: Call, callback: str) -> Row:
    """A call: what is weak, the options, what is missing, what was done."""
    found = one(see, call, {"callback": callback})
    told = found["facts"]["diagnosis"]
    return {
        **found, "title": found["facts"]["prospect"],
        "weak": callbacks_told.weak_of_ledger(told), "weak_columns": callbacks_told.WEAK_COLUMNS,
        "options": callbacks_told.options(told), "option_columns": callbacks_told.OPTION_COLUMNS,
        "papers": callbacks_told.papers(told), "paper_columns": callbacks_told.PAPER_COLUMNS,
        "steps": see("read_callback_steps", callback_id=found["given"]["callback_id"]),
        "step_columns": callbacks_told.STEP_COLUMNS,
    }  # fmt: skip


def quote(see: See, call: Call, told: Told) -> Row:
    """The quote of the address; Refused: quote_unknown."""
    id_ = subjects.number(told["quote"])
    rows = see("read_quote", id=id_)
    if not rows:
        raise Refused("quote_unknown", quote_id=id_)
    found = subjects.about(call, QUOTE, told, {"quote_id": id_}, rows[0],
                           ("prospect", "product", "quoted_on", "last_on"), "/quotes",
                           say(f"Quote {id_}", f"Devis {id_}"))  # fmt: skip
    return {**found, "links": []}


def _of_quote(see: See, call: Call, told: Told) -> Row:
    found = quote(see, call, told)
    return {**found, "given": {**found["given"], "file_id": None, "link_id": None}}


def _of_file(see: See, call: Call, told: Told) -> Row:
    """The file of the address; Refused: file_unknown."""
    id_ = subjects.number(told["file"])
    facts = subjects.one_of(see, "read_offer_files", id_)
    if facts is None:
        raise Refused("file_unknown", file_id=id_)
    given = {"file_id": id_, "quote_id": None, "link_id": None}
    return {"given": given, "facts": facts, "columns": ("prospect", "asked_on", "offer_count"),
            "up": {"href": f"/files/{id_}", "text": facts["prospect"]}, "links": []}  # fmt: skip


def _to_own(answer: Row, subject: Row) -> str:
    return f"/callbacks/{answer['callback_id']}"


def _to_queue(answer: Row, subject: Row) -> str:
    return "/callbacks"


queue("callbacks", "callbacks", QUEUE, FACTOR_ROLES, "read_callbacks", COLUMNS,
      lambda row: f"/callbacks/{row['id']}",
      about=Both("Asked for by readers of quotes and offers, what is due first on top; days late "
                 "in the last column but one.",
                 "Demandés par des lecteurs de devis et d'offres, le plus pressé d'abord ; les "
                 "jours de retard dans l'avant-dernière colonne."))  # fmt: skip
listing("my_callbacks", "my-callbacks", MINE, READERS - FACTOR_ROLES, "read_callbacks", COLUMNS,
        menu="sell", href="/callbacks/{id}")  # fmt: skip
page(Page("callback", ONE, Both("Call of an adviser", "Rappel par un conseiller"), READERS, show,
          "portal/callback.html"))  # fmt: skip
form("callback_take", f"{ONE}/take", Both("Take it", "Le prendre"), "take_callback",
     subject=one)  # fmt: skip
form("callback_note", f"{ONE}/note", Both("Note a call", "Noter un appel"), "note_call",
     subject=one, then=_to_queue, fields=(
         Field("outcome", "choice", Both("Outcome", "Issue"),
               choices=of_domain("call_outcome", *CALLS)),
         Field("call_by_on", "day", Both("Next word by", "Suite pour le"),
               Both("Empty after no answer: the next business day.",
                    "Vide sans réponse : le jour ouvré suivant."), is_required=False),
         NOTE))  # fmt: skip
form("callback_close", f"{ONE}/close", Both("Close it", "Le clore"), "close_callback",
     subject=one, then=_to_queue, fields=(
         Field("outcome", "choice", Both("What came of it", "Ce qu'il en est advenu"),
               choices=of_domain("call_outcome", *ENDS)), NOTE))  # fmt: skip
form("quote_callback", f"{QUOTE}/callback", ASK, "ask_callback", subject=_of_quote, then=_to_own,
     roles=ASKERS, fields=CALLER)  # fmt: skip
form("file_callback", f"{FILE}/callback", ASK, "ask_callback", subject=_of_file, then=_to_own,
     roles=ASKERS & RIGHTS["compare_files"], fields=CALLER)  # fmt: skip
form("quote_share", f"{QUOTE}/share", Both("A link without an account", "Un lien sans compte"),
     "share_quote", subject=quote, roles=ALL & RIGHTS["share_quote"])  # fmt: skip
