"""Brokers: registration, mandates, terms, commissions and statements; the broker's own lists."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Row
from comptant.doors.portal.subjects import CONTRACT
from comptant.doors.words import Both, day, say
from comptant.operations.acts.roles import (
    BROKER,
    CLIENT_ROLES,
    FACTOR_ROLES,
)
from comptant.store.access import See

MANDATES, TERMS = f"{CONTRACT}/brokers", f"{CONTRACT}/commission-terms"
_HOUSE = ("id", "broker_name")
_TERMS = ("valid_from_on", "commission_base", "commission_counted", "rate_ppm", "one_off_cents",
          "clawback_days", "vat_class")  # fmt: skip
_EARNED = ("on_date", "contract_number", "client_name", "commission_kind", "base_cents",
           "due_cents", "amount_cents", "statement_id")  # fmt: skip
_STATED = ("number", "stated_on", "until_on", "net_cents", "vat_cents", "total_cents",
           "statement_state")  # fmt: skip
STATEMENT_PAPER = "/commission-statements/{id}/statement.pdf"
COMPANY = Field("party_id", "party", Both("Broker (SIREN or name)", "Courtier (SIREN ou nom)"))
SOURCE = Field("source", "text", Both("Where this is known from", "D'où on le sait"))


def _of_nobody(see: See, call: Call, told: object) -> Row:
    return {"party_id": None, "contract_id": None}


def brokers(see: See, call: Call, told: object) -> Row:
    """A form that leads back to the brokers."""
    return {"given": {}, "up": {"href": "/brokers", "text": say("Brokers", "Courtiers")}}


def general(see: See, call: Call, told: object) -> Row:
    """Terms of each contract that a broker brings."""
    return {**brokers(see, call, told), "given": {"brought_id": 0}}


def brought(see: See, call: Call, told: subjects.Told) -> Row:
    """Terms of the contract in the address."""
    found = subjects.of_page(TERMS)(see, call, told)
    return {**found, "given": {"brought_id": found["given"]["contract_id"]}}


def statements(see: See, call: Call, told: object) -> Row:
    """A form that leads back to the statements."""
    text = say("Statements of commissions", "Relevés de commissions")
    return {"given": {}, "up": {"href": "/commission-statements", "text": text}}


def _unpaid(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    rows = see("read_commission_statements", party_id=None)
    return [(str(row["id"]), " · ".join((row["broker_name"], str(row["number"]),
                                         day(row["stated_on"]))))
            for row in rows if row["statement_state"] == "STATED"]  # fmt: skip


def _agreed(typed: Row) -> Row:
    return {**typed, "one_off_cents": typed["one_off_cents"] or 0}


AGREED = (
    Field("valid_from_on", "day", Both("From", "À partir du"), start=today),
    Field("base", "choice", Both("Base", "Assiette"), choices=of_domain("commission_base")),
    Field("counted", "choice", Both("Counted", "Comptée"), choices=of_domain("commission_counted")),
    Field("rate_ppm", "rate", Both("Share (%)", "Part (%)"), start=lambda see, call, subject: "0"),
    Field("one_off_cents", "amount", Both("Sum once", "Somme une fois"), is_required=False),
    Field("clawback_days", "number", Both("Clawback (days)", "Reprise (jours)"),
          Both("Closed earlier, the share of the days left is given back.",
               "Clos plus tôt, la part des jours restants est rendue."),
          start=lambda see, call, subject: "0"),
    Field("vat_class", "choice", Both("VAT of the broker", "TVA du courtier"),
          choices=of_domain("commission_vat")),
    Field("is_disclosed", "flag", Both("The client reads it", "Communiqué au client"),
          start=lambda see, call, subject: "1"), SOURCE,
)  # fmt: skip

listing("brokers", "brokers", Both("Brokers", "Courtiers"), FACTOR_ROLES, "read_brokers",
        (*_HOUSE, "orias_number", "is_registered", "checked_on", "until_on", "contract_count",
         "source"), menu="house")  # fmt: skip
form("broker_register", "brokers/register", Both("Look into the register", "Consulter le registre"),
     "record_orias_check", subject=brokers, fields=(
         COMPANY, Field("orias_number", "text", Both("ORIAS number", "Numéro ORIAS"),
                        Both("Eight digits.", "Huit chiffres.")),
         Field("is_registered", "flag", Both("It is registered", "Elle est immatriculée"),
               start=lambda see, call, subject: "1"),
         Field("checked_on", "day", Both("Looked up on", "Consulté le"), start=today),
         Field("until_on", "day", Both("Registered until", "Immatriculée jusqu'au")),
         SOURCE))  # fmt: skip
form("broker_terms_propose", "brokers/terms",
     Both("Propose a broker's terms", "Proposer des conditions à un courtier"),
     "propose_commission_terms", subject=general, gather=_agreed,
     fields=(COMPANY, *AGREED))  # fmt: skip
listing("contract_brokers", MANDATES, Both("Brokers", "Courtiers"), CLIENT_ROLES | FACTOR_ROLES,
        "read_broker_mandates", ("broker_name", "orias_number", "given_by", "signed_on",
                                 "until_on", "source"), arguments=of_contract)  # fmt: skip
form("broker_mandate", f"{MANDATES}/mandate", Both("Mandate of a broker", "Mandat d'un courtier"),
     "record_broker_mandate", subject=subjects.of_page(MANDATES), fields=(
         COMPANY, Field("given_by", "choice", Both("Given by", "Donné par"),
                        choices=of_domain("given_by")),
         Field("signed_on", "day", Both("Signed on", "Signé le"), start=today),
         Field("until_on", "day", Both("Last day", "Dernier jour"),
               Both("Nothing: no end yet.", "Vide : sans terme."), is_required=False),
         SOURCE))  # fmt: skip
listing("contract_commission_terms", TERMS, Both("Commissions of brokers",
                                                 "Commissions des courtiers"),
        CLIENT_ROLES | FACTOR_ROLES, "read_commission_terms", ("broker_name", *_TERMS, "source"),
        arguments=of_contract)  # fmt: skip
form("contract_commission_propose", f"{TERMS}/propose", Both("Terms for this contract",
                                                             "Conditions pour ce contrat"),
     "propose_commission_terms", subject=brought, gather=_agreed,
     fields=(COMPANY, *AGREED))  # fmt: skip
listing("commissions", "commissions", Both("Commissions earned", "Commissions acquises"),
        FACTOR_ROLES, "read_commissions", ("broker_name", *_EARNED), arguments=_of_nobody,
        menu="house")  # fmt: skip
listing("commission_statements", "commission-statements", Both("Statements of commissions",
                                                               "Relevés de commissions"),
        FACTOR_ROLES, "read_commission_statements", (*_HOUSE, *_STATED, "order_id"),
        arguments=_of_nobody, menu="house", href=STATEMENT_PAPER)  # fmt: skip
form("commissions_state", "commission-statements/state", Both("Make a statement",
                                                              "Établir un relevé"),
     "state_commissions", subject=statements, previews=True, fields=(
         COMPANY, Field("currency", "text", Both("Currency", "Devise"),
                        start=lambda see, call, subject: "EUR"),
         Field("until_on", "day", Both("Until", "Jusqu'au"), start=today)))  # fmt: skip
form("commissions_pay", "commission-statements/pay", Both("Pay a statement", "Régler un relevé"),
     "pay_commissions", subject=statements, previews=True, fields=(
         Field("statement_id", "choice_id", Both("Statement", "Relevé"), choices=_unpaid),
         Field("payee_account_id", "number", Both("Account to pay", "Compte à créditer"),
               Both("Nothing: the only one.", "Vide : le seul."), is_required=False)))  # fmt: skip

listing("own_commissions", "my-commissions", Both("Commissions you earned", "Vos commissions"),
        frozenset({BROKER}), "read_commissions", _EARNED, arguments=_of_nobody,
        menu="mine")  # fmt: skip
listing("own_commission_statements", "my-commission-statements",
        Both("Statements of your commissions", "Relevés de vos commissions"), frozenset({BROKER}),
        "read_commission_statements", _STATED, arguments=_of_nobody, menu="mine",
        href=STATEMENT_PAPER)  # fmt: skip
listing("own_commission_terms", "my-commission-terms",
        Both("What you earn, and from when", "Vos conditions de commission"), frozenset({BROKER}),
        "read_commission_terms", ("contract_number", *_TERMS, "is_disclosed"),
        arguments=_of_nobody, menu="mine")  # fmt: skip
listing("own_mandates", "my-mandates", Both("Your mandates", "Vos mandats"), frozenset({BROKER}),
        "read_broker_mandates", ("contract_number", "client_name", "given_by", "signed_on",
                                 "until_on"), arguments=_of_nobody, menu="mine")  # fmt: skip
