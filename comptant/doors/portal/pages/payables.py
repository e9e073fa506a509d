"""A buyer's programme: what runs, its suppliers, its payables to send, approve and follow."""

from comptant.doors import places
from comptant.doors.bounds import framed
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, FieldsWrong
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, PAYMENT, Told
from comptant.doors.words import Both, day, fault, money, refusal, say
from comptant.formats.payable_lists import read_payables
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.operations.collection.payables_back import SOLD
from comptant.rules.payables import SENT_PAYABLES
from comptant.store.access import See

ALL = CLIENT_ROLES | FACTOR_ROLES
PROGRAMME = f"{CONTRACT}/programme"
LIST = f"{CONTRACT}/payables"
ONE = f"{LIST}/<str:payable>"
COLUMNS = ("invoice_number", "supplier_name", "issued_on", "due_on", "amount_cents", "open_cents",
           "payable_state")  # fmt: skip
RUNS = ("payables_line_cents", "payables_used_cents", "early_open_cents", "to_approve_cents",
        "next_due_on", "overdue_cents", "defaulted_cents", "rebated_cents")  # fmt: skip
SUPPLIERS = ("supplier_name", "siren", "supplier_step")
STEPS = ("value_on", "payable_step", "amount_cents", "discount_cents", "reason")


def programme(see: See, call: Call, **told: str) -> Row:
    """What runs in a programme, and its suppliers."""
    found = subjects.contract(see, call, told)
    contract_id = found["given"]["contract_id"]
    (runs,) = see("read_programme", contract_id=contract_id, on=call.on)
    rows = see("read_programme_suppliers", contract_id=contract_id)
    return {**found, "facts": runs, "columns": RUNS, "rows": rows, "table_columns": SUPPLIERS,
            "links": subjects.links(call, PROGRAMME, told)}  # fmt: skip


def payable(see: See, call: Call, told: Told) -> Row:
    """A payable of a programme; Refused: payable_unknown."""
    contract_id = of_contract(see, call, told)["contract_id"]
    id_ = subjects.number(told["payable"])
    rows = see("read_payables", contract_id=contract_id)
    facts = next((row for row in rows if row["id"] == id_), None)
    if facts is None:
        raise Refused("payable_unknown", payable_id=id_)
    return subjects.about(
        call, ONE, told, {"contract_id": contract_id, "payable_ids": [id_]}, facts, COLUMNS,
        subjects.address(LIST, told), facts["invoice_number"],
    )  # fmt: skip


def show(see: See, call: Call, **told: str) -> Row:
    """One payable and what happened to it."""
    found = payable(see, call, told)
    rows = see("read_payable_steps", contract_id=found["given"]["contract_id"],
               id=found["given"]["payable_ids"][0])  # fmt: skip
    told = [{**row, "reason": refusal(SOLD, found["facts"])} if row["reason"] == SOLD else row
            for row in rows]  # fmt: skip
    return {**found, "rows": told, "table_columns": STEPS}


def _of_list(see: See, call: Call, told: Told) -> Row:
    """A programme, from the list of its payables and back to it."""
    found = subjects.contract(see, call, told)
    text = Both("Payables", "Dettes à valider").said()
    return {**found, "up": {"href": subjects.address(LIST, told), "text": text}}


def _to_approve(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    rows = see("read_payables", contract_id=subject["given"]["contract_id"])
    return [(str(row["id"]), " · ".join((row["invoice_number"], row["supplier_name"],
                                         day(row["due_on"]),
                                         money(row["amount_cents"], row["currency"]))))
            for row in rows if row["payable_state"] == "UPLOADED"]  # fmt: skip


def _suppliers(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    rows = see("read_programme_suppliers", contract_id=subject["given"]["contract_id"])
    return [(row["siren"], row["supplier_name"]) for row in rows if row["siren"]]


def numbered(typed: Row) -> Row:
    """The payables ticked, as their ids."""
    return {**typed, "payable_ids": [int(one) for one in typed["payable_ids"]]}


def _one(typed: Row) -> Row:
    return {"payables": framed(SENT_PAYABLES, [typed])}


def _file(typed: Row) -> Row:
    """The payables of a file; FieldsWrong, with its first fault."""
    read = read_payables("file", typed["content"])
    for wrong in read.faults:
        place, told = places.place(wrong.place), fault(wrong.code)
        raise FieldsWrong({"content": say(f"{place}: {told}", f"{place} : {told}")})
    return {"payables": framed(SENT_PAYABLES, read.rows)}


page(Page("programme", PROGRAMME, Both("Programme of approved payables",
                                       "Programme de dettes validées"), ALL, programme,
          "portal/programme.html"))  # fmt: skip
form("programme_invite", f"{PROGRAMME}/invite", Both("Invite a supplier", "Inviter un fournisseur"),
     "invite_supplier", subject=subjects.contract, hides=("is_invited",),
     gather=lambda typed: {**typed, "is_invited": True}, fields=(
         Field("supplier_number"),
         Field("supplier_name", is_required=False),
         Field("source", "text", Both("On whose word", "Sur la parole de qui"))))  # fmt: skip
form("programme_end", f"{PROGRAMME}/end", Both("End a supplier's part",
                                               "Mettre fin à une participation"),
     "invite_supplier", subject=subjects.contract, hides=("is_invited", "supplier_name"),
     gather=lambda typed: {**typed, "supplier_name": None, "is_invited": False}, fields=(
         Field("supplier_number", "choice", Both("Supplier", "Fournisseur"), choices=_suppliers),
         Field("source", "text", Both("Why", "Pourquoi"))))  # fmt: skip
listing("payables", LIST, Both("Payables", "Dettes à valider"), ALL, "read_payables", COLUMNS,
        arguments=of_contract, href="/contracts/{contract}/payables/{id}")  # fmt: skip
page(Page("payable", ONE, Both("Payable", "Dette"), ALL, show, "portal/item.html"))
form("payable_send", f"{LIST}/send", Both("Send a payable", "Transmettre une dette"),
     "send_payables", subject=_of_list, hides=("payables",), gather=_one, fields=(
         Field("supplier_number", "choice", Both("Supplier", "Fournisseur"), choices=_suppliers),
         Field("invoice_number"), Field("issued_on", "day"), Field("due_on", "day"),
         Field("amount_cents", "amount", Both("Amount including VAT", "Montant TTC"))
     ))  # fmt: skip
form("payable_file", f"{LIST}/file", Both("Send a file", "Transmettre un fichier"),
     "send_payables", subject=_of_list, hides=("payables",), gather=_file, fields=(
         Field("content", "file", Both("List or e-invoice", "Liste ou facture électronique"),
               Both("CSV: supplier SIREN, invoice, invoice date, due date, amount.",
                    "CSV : siren fournisseur, facture, date facture, échéance, montant TTC.")),
     ))  # fmt: skip
form("payable_approve", f"{LIST}/approve", Both("Approve, for good", "Valider, définitivement"),
     "approve_payables", subject=_of_list, previews=True, gather=numbered,
     template="portal/payables_approve.html", fields=(
         Field("payable_ids", "many", Both("Payables", "Dettes"), choices=_to_approve),
     ))  # fmt: skip
form("payable_settle", f"{LIST}/settle", Both("Use the money that waits",
                                              "Employer l'argent qui attend"),
     "settle_payables", subject=_of_list, previews=True)  # fmt: skip
form("payable_cancel", f"{ONE}/cancel", Both("Cancel", "Annuler"), "cancel_payables",
     subject=payable)  # fmt: skip
form("payables_back", f"{PAYMENT}/payables-back", Both("Take back from payables",
                                                       "Reprendre sur les dettes validées"),
     "take_back_payables", subject=subjects.contract_payment, previews=True)  # fmt: skip
