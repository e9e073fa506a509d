"""Pages that are one list each: of a contract, of the house."""

from comptant.doors import term_values
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Row
from comptant.doors.words import Both
from comptant.operations.acts.roles import (
    ACCOUNT_MANAGER,
    ACCOUNTANT,
    ADMINISTRATOR,
    AUDITOR,
    CLIENT_ROLES,
    FACTOR_ROLES,
    ROLES,
    TREASURER,
)
from comptant.rules.terms import TERMS

CONTRACT = "contracts/<str:contract>/"
MONEY = frozenset({TREASURER, ACCOUNTANT, ACCOUNT_MANAGER, AUDITOR})
HOUSE = frozenset({ADMINISTRATOR, AUDITOR})

# Of a contract: the client's and the staff's ---------------------------------------------------

ALL = CLIENT_ROLES | FACTOR_ROLES
for name, title, query, columns, href in (
    ("buyers", Both("Buyers and limits", "Acheteurs et limites"), "read_buyers",
     ("name", "siren", "limit_cents", "outstanding_cents", "approved_cents", "ineligible_cents",
      "open_count"), ""),
    ("invoices", Both("Open invoices", "Factures ouvertes"), "read_invoices",
     ("invoice_number", "buyer_name", "issued_on", "due_on", "amount_cents", "open_cents",
      "approved_cents"), "invoices/{id}"),
    ("disputes", Both("Disputes", "Litiges"), "read_disputes",
     ("invoice_number", "buyer_name", "dispute_code", "disputed_on", "dispute_cents",
      "open_cents"), "disputes/{dispute_id}"),
    ("draws", Both("Payments to you", "Virements reçus"), "read_orders",
     ("id", "purpose", "amount_cents", "holder", "iban", "step", "promised_at"), "/orders/{id}"),
    ("money", Both("Money that waits", "Règlements en attente"), "read_cash",
     ("value_on", "buyer_name", "payer_name", "open_cents", "remittance_text", "wait_reason"),
     "payments/{id}"),
    ("exceptions", Both("Exceptions granted", "Dérogations"), "read_exceptions",
     ("invoice_number", "buyer_name", "reason_code", "amount_cents", "from_on", "last_on"),
     ""),
    ("release_letters", Both("Release letters", "Mainlevées"), "read_release_letters",
     ("invoice_number", "is_withdrawn", "source", "login", "recorded_at"), ""),
    ("guarantees", Both("Debts guaranteed", "Créances garanties"), "read_guarantees",
     ("invoice_number", "buyer_name", "taken_on", "guarantee_cause", "guaranteed_cents",
      "uncovered_cents", "factor_open_cents", "client_open_cents"), ""),
    ("journal", Both("Journal", "Journal"), "read_entries",
     ("entry_on", "value_on", "journal", "key", "account", "amount_cents"),
     "entries/{id}"),
):  # fmt: skip
    page_of = href if href.startswith("/") or not href else f"/contracts/{{contract}}/{href}"
    listing(f"contract_{name}", f"{CONTRACT}{name}", title, ALL, query, columns,
            arguments=of_contract, href=page_of)  # fmt: skip


def _in_words(row: Row) -> Row:
    term = TERMS.get(row["term"])
    return {**row, "term": Both(term.english, term.french).said() if term else row["term"],
            "value": term_values.term_told(row["term"], row["value"], row["currency"])}  # fmt: skip


listing("contract_terms", f"{CONTRACT}terms", Both("Terms over time", "Conditions dans le temps"),
        ALL, "read_terms", ("term", "value", "valid_from_on", "source"), arguments=of_contract,
        told_as=_in_words)  # fmt: skip

# Of the house: the staff's ---------------------------------------------------------------------

for name, title, roles, query, columns, menu, href in (
    ("orders", Both("Payment orders", "Ordres de paiement"), FACTOR_ROLES, "read_orders",
     ("id", "contract_number", "purpose", "amount_cents", "holder", "step", "promised_at"),
     "money", "/orders/{id}"),
    ("expected", Both("Announced money", "Règlements annoncés"), MONEY, "read_expected",
     ("value_on", "amount_cents", "payer_name", "remittance_text"), "money", ""),
    ("collections", Both("Instruments at the bank", "Effets remis"), MONEY, "read_collections",
     ("id", "payment_means", "remitted_on", "line_count", "total_cents", "open_cents"),
     "money", "/collections/{id}"),
    ("accounts", Both("Our accounts", "Nos comptes"), MONEY | HOUSE, "read_own_accounts",
     ("iban", "name", "currency", "books_from", "parent_iban", "contract_number", "buyer_name",
      "is_client_owned"), "money", ""),
    ("rates", Both("Reference rates", "Taux de référence"), FACTOR_ROLES, "read_rates",
     ("index_name", "fixing_on", "rate_ppm", "source"), "books", ""),
    ("journal", Both("Journal", "Journal"), MONEY, "read_entries",
     ("entry_on", "contract_number", "journal", "key", "account", "amount_cents", "by_login"),
     "books", "/contracts/{contract_number}/entries/{id}"),
    ("limits", Both("Limits", "Limites"), FACTOR_ROLES, "read_limits",
     ("scope", "contract_number", "party_name", "amount_cents", "approved_cents", "excess_cents",
      "valid_from_on", "source"), "work", ""),
    ("groups", Both("Groups of companies", "Groupes de sociétés"), FACTOR_ROLES,
     "read_group_members", ("group_name", "party_name", "siren", "valid_from_on", "source"),
     "house", "/groups/{group_id}/statement"),
    ("parties", Both("Companies", "Sociétés"), FACTOR_ROLES, "read_parties",
     ("id", "name", "siren", "country", "contract_count"), "house", ""),
    ("users", Both("Users and roles", "Utilisateurs et rôles"), HOUSE, "read_users",
     ("login", "name", "company_name", "roles"), "house", ""),
):  # fmt: skip
    listing(name, name, title, roles, query, columns, menu=menu, href=href)

listing("contracts", "contracts", Both("Contracts", "Contrats"), ROLES, "read_contracts",
        ("number", "client_name", "siren", "currency", "status"), menu="mine",
        href="/contracts/{number}")  # fmt: skip
