"""What a supplier sees of its buyers' programmes: to join, and to ask for early payment, the price
before the click."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.payables import numbered
from comptant.doors.portal.parts import listing
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import Told
from comptant.doors.words import Both, day, money
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import SUPPLIER
from comptant.store.access import See

ONLY = frozenset({SUPPLIER})
LIST, PROGRAMMES = "offered", "programmes"
ONE = f"{LIST}/<str:offered>"
JOIN = f"{PROGRAMMES}/<str:programme>"
COLUMNS = ("contract_number", "buyer_name", "invoice_number", "issued_on", "due_on", "amount_cents",
           "discount_cents", "paid_on", "payable_state")  # fmt: skip
PARTS = ("contract_number", "buyer_name", "supplier_step")


def offered(see: See, call: Call, told: Told) -> Row:
    """An approved payable of the caller's company; Refused: payable_unknown."""
    facts = subjects.one_of(see, "read_offered", subjects.number(told["offered"]))
    if facts is None:
        raise Refused("payable_unknown", payable_id=told["offered"])
    return subjects.about(call, ONE, told, {"payable_ids": [facts["id"]]}, facts, COLUMNS,
                          f"/{LIST}", facts["invoice_number"])  # fmt: skip


def show(see: See, call: Call, **told: str) -> Row:
    """One payable and what may be asked for."""
    return {**offered(see, call, told), "rows": [], "table_columns": ()}


def programme(see: See, call: Call, told: Told) -> Row:
    """A programme to which the caller's company is invited; Refused: contract_unknown."""
    facts = subjects.one_of(see, "read_offered_programmes", subjects.number(told["programme"]))
    if facts is None:
        raise Refused("contract_unknown", contract_id=told["programme"])
    given = {"programme_id": facts["id"], "supplier_id": facts["supplier_id"]}
    return subjects.about(call, JOIN, told, given, facts, PARTS, f"/{PROGRAMMES}",
                          facts["contract_number"])  # fmt: skip


def part(see: See, call: Call, **told: str) -> Row:
    """One programme and how the company stands in it."""
    return {**programme(see, call, told), "rows": [], "table_columns": ()}


def _all(see: See, call: Call, told: Told) -> Row:
    return {"given": {}, "up": {"href": f"/{LIST}", "text": Both("Approved payables",
                                                                  "Dettes validées").said()}
            }  # fmt: skip


def _open(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    return [(str(row["id"]), " · ".join((row["buyer_name"], row["invoice_number"],
                                         day(row["due_on"]),
                                         money(row["amount_cents"], row["currency"]))))
            for row in see("read_offered") if row["payable_state"] == "APPROVED"]  # fmt: skip


listing("offered", LIST, Both("Approved payables", "Dettes validées"), ONLY, "read_offered",
        COLUMNS, menu="mine", href="/offered/{id}")  # fmt: skip
page(Page("offered_one", ONE, Both("Approved payable", "Dette validée"), ONLY, show,
          "portal/offered.html"))  # fmt: skip
form("offered_early", f"{ONE}/early", Both("Be paid early", "Être payé d'avance"), "ask_early",
     subject=offered, previews=True, roles=ONLY)  # fmt: skip
form("offered_many", f"{LIST}/early", Both("Be paid early for several",
                                           "Être payé d'avance pour plusieurs"), "ask_early",
     subject=_all, previews=True, roles=ONLY, gather=numbered, fields=(
         Field("payable_ids", "many", Both("Payables", "Dettes"), choices=_open),))  # fmt: skip
listing("programmes", PROGRAMMES, Both("Programmes of your buyers", "Programmes de vos acheteurs"),
        ONLY, "read_offered_programmes", PARTS, menu="mine", href="/programmes/{id}")  # fmt: skip
page(Page("programme_one", JOIN, Both("Programme", "Programme"), ONLY, part,
          "portal/offered.html"))  # fmt: skip
form("programme_join", f"{JOIN}/join", Both("Join", "Rejoindre"), "join_programme",
     subject=programme, roles=ONLY, fields=(
         Field("is_automatic", "flag", Both("Pay me early each time, without asking",
                                            "Me payer d'avance à chaque fois, sans demander"),
               is_required=False),
         Field("consent", "text", Both("What is accepted", "Ce qui est accepté"),
               Both("Early payment sells us the invoice, without recourse: its price is the "
                    "discount, and nothing else is ever taken.",
                    "Le paiement anticipé nous vend la facture, sans recours : son prix est "
                    "l'escompte, et rien d'autre n'est jamais pris."))))  # fmt: skip
