"""Garnishments of what we owe a client: the desk, one of them, the forms of what may be done."""

from urllib.parse import quote

from comptant.doors import garnishments_told, lookup
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import contract_of, part_of, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, about, address
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

ALL, OWN = "garnishments", f"{CONTRACT}/garnishments"
ONE = f"{OWN}/<str:garnishment>"
TITLE = Both("Garnishments", "Saisies")
REFERENCE = Field("reference", "text", Both("Its number, or where it is said",
                                            "Son numéro, ou où il est dit"))  # fmt: skip
STEPS = ("CONTESTED", "CONFIRMED", "LIFTED")


def _shown(rows: list[Row]) -> list[Row]:
    for row in rows:
        number = quote(row["contract_number"], safe="")
        row["href"] = f"/contracts/{number}/garnishments/{row['id']}"
    return rows


def desk(see: See, call: Call) -> Row:
    """All of them, what is to be done first."""
    return {**part_of(call, _shown(garnishments_told.desk(see, call.on, None))),
            "up": None, "links": [], "columns": garnishments_told.DESK, "about": ""}  # fmt: skip


def of_one(see: See, call: Call, **told: str) -> Row:
    """Those of a contract."""
    found = contract_of(see, call, told)
    return {**part_of(call, _shown(garnishments_told.desk(see, call.on, found["id"]))),
            "columns": garnishments_told.DESK, "about": "",
            "up": {"href": address(CONTRACT, told), "text": told["contract"]},
            "links": subjects.links(call, OWN, told)}  # fmt: skip


def _one(see: See, call: Call, told: subjects.Told) -> Row:
    """A garnishment of a contract; Refused: garnishment_unknown."""
    contract = lookup.contract(see, told["contract"], call.on)
    id_ = subjects.number(told["garnishment"])
    found = garnishments_told.one(see, call.on, contract["id"], id_)
    given = {"contract_id": contract["id"], "garnishment_id": id_}
    return about(call, ONE, told, given, found, garnishments_told.FACTS, address(OWN, told),
                 found["reference"])  # fmt: skip


def garnishment(see: See, call: Call, **told: str) -> Row:
    """A garnishment with its invoices and its steps; the answer that was given."""
    found = _one(see, call, told)
    steps = see("read_garnishment_steps", **found["given"])
    for row in steps:
        row["href"] = f"/documents/{row['digest']}" if row["digest"] else ""
    sections = [
        {"title": say("Invoices as they stood", "Factures à cette date"),
         "columns": garnishments_told.ITEMS,
         **rows_of(see, call, "read_garnishment_items", found["given"])},
        {"title": say("Steps", "Étapes"), "columns": garnishments_told.STEPS, "rows": steps},
    ]  # fmt: skip
    return {**found, "sections": [one for one in sections if one["rows"]],
            "title": found["facts"]["reference"]}  # fmt: skip


page(Page("garnishments", ALL, TITLE, FACTOR_ROLES, desk, "portal/queue.html", "work"))
page(Page("contract_garnishments", OWN, TITLE, CLIENT_ROLES | FACTOR_ROLES, of_one,
          "portal/queue.html"))  # fmt: skip
form("garnishment_register", f"{OWN}/register", Both("Register a garnishment",
                                                     "Enregistrer une saisie"),
     "register_garnishment", subject=subjects.of_page(OWN), previews=True, fields=(
         Field("kind", "choice", Both("Act", "Acte"), choices=of_domain("garnishment_kind")),
         Field("creditor_id", "party", Both("Bailiff or public accountant",
                                            "Huissier ou comptable public")),
         REFERENCE, Field("served_at", "instant", Both("Served at", "Signifiée le")),
         Field("buyer_id", "party0", Both("In the hands of", "Entre les mains de"),
               Both("Empty: ours.", "Vide : les nôtres."), is_required=False),
         Field("amount_cents", "amount", Both("For", "Pour"))))  # fmt: skip
page(Page("garnishment", ONE, Both("Garnishment", "Saisie"), CLIENT_ROLES | FACTOR_ROLES,
          garnishment, "portal/claim.html"))  # fmt: skip
form("garnishment_answer", f"{ONE}/answer", Both("Make the answer", "Établir la déclaration"),
     "answer_garnishment", subject=_one, fields=(
         Field("language", "choice", Both("Language", "Langue"),
               choices=lambda see, call, subject: [("fr", "français"), ("en", "English")]),
     ))  # fmt: skip
form("garnishment_told", f"{ONE}/told", Both("Contested, confirmed, lifted",
                                             "Contestée, confirmée, levée"),
     "record_garnishment_step", subject=_one, fields=(
         Field("step", "choice", Both("What", "Quoi"),
               choices=of_domain("garnishment_step", *STEPS)),
         Field("amount_cents", "amount", Both("Lifted for", "Levée pour"),
               Both("Empty: all of it.", "Vide : en entier."), is_required=False),
         Field("step_on", "day", Both("On", "Le"), start=today), REFERENCE))  # fmt: skip
form("garnishment_pay", f"{ONE}/pay", Both("Prepare its payment", "Préparer le règlement"),
     "pay_garnishment", subject=_one, previews=True, fields=(
         Field("amount_cents", "amount", Both("A part of it", "Une partie"), is_required=False),
         Field("payee_account_id", "number", Both("Account (id)", "Compte (identifiant)"),
               is_required=False)))  # fmt: skip
form("garnishment_undo", f"{ONE}/undo", Both("Registered wrongly: undo",
                                             "Mal enregistrée : annuler"),
     "undo_garnishment", subject=_one, previews=True, fields=(
         Field("reason", "text", Both("Why", "Pourquoi")),))  # fmt: skip
