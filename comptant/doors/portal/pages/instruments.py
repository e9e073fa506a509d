"""Cheques, bills and direct debits: entered, ordered, remitted to our bank, settled, returned."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import of_contract, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, Told, about, address, links, number
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.store.access import See

LIST = "instruments"
INSTRUMENT = f"{LIST}/<str:instrument>"
OF_CONTRACT = f"{CONTRACT}/{LIST}"
LOT = "collections/<str:collection>"
SHOWN = ("id", "contract_number", "payment_means", "instrument_number", "buyer_name",
         "amount_cents", "due_on", "instrument_step", "step_on")  # fmt: skip
KEPT = tuple(one for one in SHOWN if one not in ("instrument_number", "instrument_step"))
FACTS = ("id", "contract_number", "payment_means", "instrument_number", "buyer_name", "payer_name",
         "amount_cents", "issued_on", "due_on", "instrument_step", "step_on", "reason",
         "value_on", "collection_id")  # fmt: skip
LOTS = ("id", "payment_means", "reference", "iban", "remitted_on", "line_count", "total_cents",
        "open_cents")  # fmt: skip
INVOICES = Field("invoices", "shares", Both("Invoices that it pays", "Factures qu'il paie"),
                 Both("One a line: FA-1=1200.00. Empty: they are matched by the text and amount.",
                      "Une par ligne : FA-1=1200,00. Vide : rapprochées par le texte et le "
                      "montant."), is_required=False)  # fmt: skip
NUMBERS = Field("instrument_ids", "numbers", Both("Numbers of instruments", "Numéros des valeurs"),
                Both("One a line. Empty: all of them.", "Un par ligne. Vide : toutes."),
                is_required=False)  # fmt: skip


def told_as(row: Row) -> Row:
    """A row in the words of instruments."""
    return {**row, "instrument_step": row["step"], "instrument_number": row["number"]}


def instrument(see: See, call: Call, told: Told) -> Row:
    """A cheque, bill or debit by its id; Refused: instrument_unknown."""
    id_ = number(told["instrument"])
    rows = see("read_instruments", contract_id=None, id=id_)
    if not rows:
        raise Refused("instrument_unknown", instrument_id=id_)
    given = {"contract_id": rows[0]["contract_id"], "instrument_id": id_}
    return about(call, INSTRUMENT, told, given, told_as(rows[0]), FACTS, f"/{LIST}", str(id_))


def lot(see: See, call: Call, told: Told) -> Row:
    """What was remitted to our bank at once; Refused: collection_unknown."""
    id_ = number(told["collection"])
    rows = see("read_collections", id=id_)
    if not rows:
        raise Refused("collection_unknown", collection_id=id_)
    return about(call, LOT, told, {"collection_id": id_}, rows[0], LOTS, "/collections", str(id_))


def _list(see: See, call: Call) -> Row:
    """Every instrument, each opening to its page."""
    found = rows_of(see, call, "read_instruments", {})
    rows = [{**told_as(row), "href": f"/{LIST}/{row['id']}"} for row in found["rows"]]
    return {**found, "rows": rows, "columns": SHOWN, "up": None, "links": links(call, LIST, {})}


def _of_contract(see: See, call: Call, **told: str) -> Row:
    """Those of a contract."""
    found = rows_of(see, call, "read_instruments", of_contract(see, call, told))
    up = {"href": address(CONTRACT, told), "text": told["contract"]}
    return {**found, "rows": [told_as(row) for row in found["rows"]], "columns": SHOWN, "up": up,
            "links": links(call, OF_CONTRACT, told)}  # fmt: skip


def _shown(see: See, call: Call, **told: str) -> Row:
    found = instrument(see, call, told)
    return {**found, "title": found["facts"]["instrument_number"], "rows": []}


def _lot_shown(see: See, call: Call, **told: str) -> Row:
    found = lot(see, call, told)
    return {**found, "title": found["facts"]["reference"], "rows": []}


def _lots(see: See, call: Call, told: Told) -> Row:
    """The forms of what waits for our bank lead back to the instruments."""
    up = {"href": f"/{LIST}", "text": say("Cheques, bills and debits",
                                          "Chèques, effets et prélèvements")}  # fmt: skip
    return {"given": {}, "up": up}


def own_accounts(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """Accounts of ours that our bank may credit."""
    return [(str(row["id"]), f"{row['iban']} · {row['name']} · {row['currency']}")
            for row in see("read_own_accounts")
            if not row["is_client_owned"] and not row["parent_iban"]]  # fmt: skip


def _all(typed: Row) -> Row:
    return {**typed, "instrument_ids": typed["instrument_ids"] or None}


TITLE = Both("Cheques, bills and debits", "Chèques, effets et prélèvements")
page(Page("instruments", LIST, TITLE, FACTOR_ROLES, _list, "portal/list.html", "money",
          query="read_instruments", columns=KEPT))  # fmt: skip
page(Page("instrument", INSTRUMENT, Both("Cheque, bill or debit", "Chèque, effet ou prélèvement"),
          FACTOR_ROLES, _shown, "portal/item.html"))  # fmt: skip
page(Page("remitted_lot", LOT, Both("Remittance to our bank", "Remise à notre banque"),
          FACTOR_ROLES, _lot_shown, "portal/item.html"))  # fmt: skip
page(Page("contract_instruments", OF_CONTRACT, TITLE, CLIENT_ROLES | FACTOR_ROLES, _of_contract,
          "portal/list.html", query="read_instruments", columns=KEPT))  # fmt: skip
form("instrument_receive", f"{OF_CONTRACT}/receive", Both("Enter a cheque or bill",
                                                          "Saisir un chèque ou un effet"),
     "receive_instrument", subject=subjects.of_page(OF_CONTRACT), previews=True, fields=(
         Field("payment_means", "choice", Both("What it is", "Ce que c'est"),
               choices=of_domain("means", "CHQ", "LCR", "BOR")),
         Field("buyer_id", "party", Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)")),
         Field("amount_cents", "amount", Both("Amount", "Montant")),
         Field("number", "text", Both("Number on it", "Numéro inscrit")),
         Field("issued_on", "day", Both("Date on it", "Date d'émission"), start=today),
         Field("due_on", "day", Both("Due date", "Échéance"), Both("Of a bill.", "D'un effet."),
               is_required=False),
         Field("account", "text", Both("Account it is drawn on (IBAN or RIB)",
                                       "Compte tiré (IBAN ou RIB)"),
               Both("A bill needs one.", "Un effet en a besoin."), is_required=False),
         Field("payer_name", "text", Both("Who signed it", "Le signataire"),
               Both("Empty: the buyer.", "Vide : l'acheteur."), is_required=False),
         Field("is_accepted", "flag", Both("The buyer has accepted the bill",
                                           "L'acheteur a accepté l'effet"), is_required=False),
         Field("text", "loose", Both("What came with it", "Ce qui l'accompagnait"),
               is_required=False), INVOICES))  # fmt: skip
form("instrument_debit", f"{OF_CONTRACT}/debit", Both("Order a direct debit",
                                                      "Ordonner un prélèvement"),
     "order_debit", subject=subjects.of_page(OF_CONTRACT), previews=True, fields=(
         Field("mandate_id", "mandate", Both("Mandate (reference or number)",
                                             "Mandat (référence ou numéro)")),
         Field("amount_cents", "amount", Both("Amount", "Montant")),
         Field("due_on", "day", Both("Day of the debit", "Jour du prélèvement")),
         Field("text", "loose", Both("What the buyer reads on it", "Libellé pour l'acheteur"),
               is_required=False),
         Field("is_last", "flag", Both("The last one under this mandate",
                                       "Le dernier sur ce mandat"), is_required=False),
         INVOICES))  # fmt: skip
form("instrument_cancel", f"{INSTRUMENT}/cancel", Both("Give back or call off",
                                                       "Rendre ou annuler"),
     "cancel_instrument", subject=instrument, previews=True, fields=(
         Field("reason", "text", Both("Why", "Pourquoi")),))  # fmt: skip
form("instrument_return", f"{INSTRUMENT}/return", Both("Say that it is unpaid",
                                                       "Dire qu'il est impayé"),
     "return_instrument", subject=instrument, previews=True, fields=(
         Field("reason", "text", Both("The bank's reason", "Le motif de la banque")),
         Field("movement_id", "number", Both("Number of the bank's debit", "Numéro du débit"),
               Both("Of the list of debits that nobody has explained; empty: none yet.",
                    "De la liste des débits inexpliqués ; vide : aucun encore."),
               is_required=False)))  # fmt: skip
form("instruments_remit", f"{LIST}/remit", Both("Remit to our bank", "Remettre à notre banque"),
     "remit_instruments", subject=_lots, previews=True, gather=_all,
     then=lambda answer, subject: "/outbox", fields=(
         Field("payment_means", "choice", Both("What is remitted", "Ce qui est remis"),
               choices=of_domain("means", "CHQ", "BILL", "SDD")),
         Field("own_account_id", "choice_id", Both("Our account to credit", "Notre compte à "
                                                                            "créditer"),
               choices=own_accounts),
         Field("scheme", "choice", Both("Of debits", "Des prélèvements"),
               choices=lambda see, call, subject: [
                   ("CORE", say("core", "core")), ("B2B", say("business", "interentreprises"))]),
         NUMBERS))  # fmt: skip
form("collection_settle", f"{LOT}/settle", Both("Credited by our bank", "Crédité par la banque"),
     "settle_collection", subject=lot, previews=True, fields=(
         Field("payment_id", "number", Both("Number of the payment", "Numéro du règlement"),
               Both("Of the list of money that waits.", "De la liste des règlements en attente.")),
         NUMBERS))  # fmt: skip
