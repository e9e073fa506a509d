"""Purchase orders of a contract: their list, one of them, and the forms to offer, advance and
cancel."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, Told
from comptant.doors.words import Both
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

LIST = f"{CONTRACT}/purchase-orders"
ONE = f"{LIST}/<str:purchase_order>"
COLUMNS = ("order_number", "buyer_name", "ordered_on", "expected_on", "amount_cents",
           "order_advanced_cents", "order_owed_cents", "order_state")  # fmt: skip


STEPS = ("value_on", "order_state", "amount_cents", "invoice_number", "reason")


def order(see: See, call: Call, told: Told) -> Row:
    """An order of a contract; Refused: purchase_order_unknown."""
    contract_id = of_contract(see, call, told)["contract_id"]
    id_ = subjects.number(told["purchase_order"])
    rows = see("read_purchase_orders", contract_id=contract_id)
    facts = next((row for row in rows if row["id"] == id_), None)
    if facts is None:
        raise Refused("purchase_order_unknown", purchase_order_id=id_)
    return subjects.about(
        call, ONE, told, {"contract_id": contract_id, "purchase_order_id": id_}, facts, COLUMNS,
        subjects.address(LIST, told), facts["order_number"],
    )  # fmt: skip


def show(see: See, call: Call, **told: str) -> Row:
    """One order and what may be done with it."""
    found = order(see, call, told)
    given = found["given"]
    rows = see("read_purchase_order_steps", contract_id=given["contract_id"],
               id=given["purchase_order_id"])  # fmt: skip
    return {**found, "rows": rows, "table_columns": STEPS}


listing("purchase_orders", LIST, Both("Purchase orders", "Commandes"), CLIENT_ROLES | FACTOR_ROLES,
        "read_purchase_orders", COLUMNS, arguments=of_contract,
        href="/contracts/{contract}/purchase-orders/{id}")  # fmt: skip
page(Page("purchase_order", ONE, Both("Purchase order", "Commande"), CLIENT_ROLES | FACTOR_ROLES,
          show, "portal/item.html"))  # fmt: skip
form("purchase_order_offer", f"{CONTRACT}/offer-order",
     Both("Offer a purchase order", "Présenter une commande"), "offer_purchase_order",
     subject=subjects.contract, fields=(
         Field("order_number"), Field("buyer_id", "party", Both("Buyer", "Acheteur")),
         Field("amount_cents", "amount", Both("Amount including VAT", "Montant TTC")),
         Field("ordered_on", "day"), Field("certified_on", "day"),
         Field("proof", "text", Both("What certifies it", "Ce qui la certifie"),
               Both("For instance: order signed by the buyer on 10 January.",
                    "Par exemple : commande signée par l'acheteur le 10 janvier.")),
     ))  # fmt: skip
form("purchase_order_advance", f"{ONE}/advance", Both("Advance", "Avancer"), "advance_on_order",
     subject=order, previews=True, fields=(
         Field("amount_cents", "amount", Both("Amount", "Montant"),
               Both("Nothing: all that may be advanced.", "Vide : tout ce qui peut être avancé."),
               is_required=False),))  # fmt: skip
form("purchase_order_cancel", f"{ONE}/cancel", Both("Cancel", "Annuler"), "cancel_purchase_order",
     subject=order, previews=True)  # fmt: skip
