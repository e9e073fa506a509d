"""Mandates of direct debit, and what is agreed with our bank about bills and debits."""

from comptant.doors import counterparties
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, FieldsWrong, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.instruments import own_accounts
from comptant.doors.portal.parts import rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import Told, about, links, number
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.operations.registry.mandates import facts_of, states
from comptant.store.access import See

LIST = "mandates"
MANDATE = f"{LIST}/<str:mandate>"
SHOWN = ("id", "mandate_reference", "buyer_name", "scheme", "iban", "signed_on",
         "last_collected_on", "mandate_state", "lapses_on")  # fmt: skip
FACTS = ("id", "mandate_reference", "buyer_name", "holder", "scheme", "iban",
         "creditor_identifier", "signed_on", "last_collected_on", "mandate_state",
         "sequence_type", "lapses_on")  # fmt: skip
SAID = ("mandate_state", "sequence_type", "lapses_on")
# What is agreed with a bank: the terms of an account that are typed as texts, and as numbers.
TEXTS = ("creditor_identifier", "issuer_number", "dailly_code")
COUNTS = ("debit_lead_days", "bill_lead_days", "cutoff_hour")


def _told(rows: list[Row], call: Call) -> list[Row]:
    """Mandates with what the rules say of each today."""
    told = states(facts_of(rows, call.on)) if rows else {}
    return [{**row, **{name: told[row["id"]][name] for name in SAID}} for row in rows]


def _list(see: See, call: Call) -> Row:
    found = rows_of(see, call, "read_mandates", {})
    rows = [{**row, "href": f"/{LIST}/{row['id']}"} for row in _told(found["rows"], call)]
    return {**found, "rows": rows, "columns": SHOWN, "up": None, "links": links(call, LIST, {})}


def mandate(see: See, call: Call, told: Told) -> Row:
    """A mandate by its id; Refused: mandate_unknown."""
    id_ = number(told["mandate"])
    facts = _told([counterparties.mandate(see, str(id_))], call)[0]
    return about(call, MANDATE, told, {"mandate_id": facts["id"]}, facts, FACTS, f"/{LIST}",
                 facts["mandate_reference"])  # fmt: skip


def _shown(see: See, call: Call, **told: str) -> Row:
    found = mandate(see, call, told)
    return {**found, "title": found["facts"]["mandate_reference"], "rows": []}


def _of_list(see: See, call: Call, told: Told) -> Row:
    return {"given": {}, "up": {"href": f"/{LIST}", "text": say("Mandates", "Mandats")}}


def _of_accounts(see: See, call: Call, told: Told) -> Row:
    return {"given": {}, "up": {"href": "/accounts", "text": say("Our accounts", "Nos comptes")}}


def _agreed(typed: Row) -> Row:
    """The terms that were given a value. FieldsWrong: none was."""
    terms = {name: typed.pop(name) for name in (*TEXTS, *COUNTS)}
    kept = {name: value for name, value in terms.items() if value not in (None, "")}
    if not kept:
        raise FieldsWrong({TEXTS[0]: say("Say at least one of them.", "Dites-en au moins un.")})
    return {**typed, "terms": kept}


page(Page("mandates", LIST, Both("Mandates", "Mandats"), FACTOR_ROLES, _list, "portal/list.html",
          "money", query="read_mandates", columns=SHOWN[:7]))  # fmt: skip
page(Page("mandate", MANDATE, Both("Mandate", "Mandat"), FACTOR_ROLES, _shown, "portal/item.html"))
form("mandate_propose", f"{LIST}/propose", Both("Propose a mandate", "Proposer un mandat"),
     "propose_mandate", subject=_of_list, fields=(
         Field("buyer_id", "party", Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)")),
         Field("reference", "text", Both("Reference of the mandate", "Référence du mandat (RUM)")),
         Field("iban", "text", Both("IBAN to debit", "IBAN à débiter")),
         Field("bic", "text", Both("BIC", "BIC"), is_required=False),
         Field("holder", "text", Both("Holder of the account", "Titulaire du compte")),
         Field("scheme", "choice", Both("Kind of debit", "Type de prélèvement"),
               choices=lambda see, call, subject: [
                   ("CORE", say("core", "core")), ("B2B", say("business", "interentreprises"))]),
         Field("signed_on", "day", Both("Signed on", "Signé le")),
         Field("is_one_off", "flag", Both("For one collection only", "Pour un seul prélèvement"),
               is_required=False),
         Field("own_account_id", "choice_id", Both("Our account to credit", "Notre compte à "
                                                                            "créditer"),
               choices=own_accounts)))  # fmt: skip
form("mandate_revoke", f"{MANDATE}/revoke", Both("Revoke", "Révoquer"), "revoke_mandate",
     subject=mandate, fields=(Field("reason", "text", Both("Why", "Pourquoi")),))  # fmt: skip
form("account_collecting", "accounts/collecting",
     Both("Agreed with our bank: bills and debits",
          "Convenu avec la banque : effets et prélèvements"),
     "set_collecting", subject=_of_accounts, gather=_agreed, hides=("terms",), fields=(
         Field("own_account_id", "choice_id", Both("Account", "Compte"), choices=own_accounts),
         Field("creditor_identifier", "text", Both("Our SEPA creditor identifier",
                                                   "Notre identifiant créancier SEPA (ICS)"),
               Both("What is left empty stays as it is.", "Ce qui reste vide ne change pas."),
               is_required=False),
         Field("issuer_number", "text", Both("Our issuer number of bill files, six digits",
                                             "Notre numéro d'émetteur d'effets, six chiffres"),
               is_required=False),
         Field("dailly_code", "text", Both("Code Dailly of bill files, one character",
                                           "Code Dailly des fichiers d'effets, un caractère"),
               is_required=False),
         Field("debit_lead_days", "number", Both("Business days before a debit's collection",
                                                 "Jours ouvrés avant un prélèvement"),
               is_required=False),
         Field("bill_lead_days", "number", Both("Business days before a bill's collection",
                                                "Jours ouvrés avant un effet"),
               is_required=False),
         Field("cutoff_hour", "number", Both("Hour in Paris after which it is the next day",
                                             "Heure de Paris après laquelle c'est le lendemain"),
               is_required=False),
         Field("from_on", "day", Both("From", "À partir du"), start=today),
         Field("source", "text", Both("Where this is known from", "D'où on le sait"))))  # fmt: skip
