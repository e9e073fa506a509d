"""What brokers, advisers, buyers, suppliers, insurers and guarantors see: a list each."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import listing, of_contract
from comptant.doors.portal.registry import Row, registered
from comptant.doors.words import Both, word
from comptant.operations.acts.roles import (
    ADVISER,
    BROKER,
    BUYER,
    CLIENT_ROLES,
    FACTOR_ROLES,
    GUARANTOR,
    INSURER,
    PARTNER_ROLES,
    PARTS,
    PARTS_OF_CLIENTS,
    SUPPLIER,
)
from comptant.store.access import See

_CONTRACT = ("number", "client_name", "siren", "status", "since_on")
for role, name, title, columns in (
    (BROKER, "brokered", Both("Contracts you brought", "Contrats que vous avez apportés"),
     (*_CONTRACT, "bought_cents")),
    (ADVISER, "advised", Both("Contracts you advise on", "Contrats que vous conseillez"),
     (*_CONTRACT, "outstanding_cents", "approved_cents", "funds_in_use_cents")),
    (GUARANTOR, "guaranteed", Both("What you stand surety for", "Vos cautionnements"),
     (*_CONTRACT, "guaranteed_cents", "funds_in_use_cents", "called_cents",
      "surety_paid_cents", "last_called_on")),
    (INSURER, "insured", Both("Buyers you insure", "Acheteurs que vous assurez"),
     ("contract_number", "client_name", "buyer_name", "siren", "limit_cents",
      "outstanding_cents", "overdue_cents", "oldest_due_on")),
    (BUYER, "owed", Both("Invoices to pay to the factor", "Factures à payer au factor"),
     ("client_name", "invoice_number", "issued_on", "due_on", "amount_cents", "open_cents",
      "dispute_cents", "iban")),
    (SUPPLIER, "sold", Both("Invoices you sold", "Factures que vous avez cédées"),
     ("invoice_number", "buyer_name", "issued_on", "due_on", "amount_cents", "open_cents",
      "posted_on")),
):  # fmt: skip
    listing(name, name, title, frozenset({role}), f"read_{name}", columns, menu="mine")

listing("contract_partners", "contracts/<str:contract>/partners",
        Both("Partners", "Partenaires"), CLIENT_ROLES | FACTOR_ROLES, "read_partners",
        ("company_name", "role", "amount_cents", "source"), arguments=of_contract)  # fmt: skip


def _parts(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    """The parts that the caller may give: a client names its adviser and external accountant."""
    parts = PARTS if call.visit.user.is_factor else PARTS_OF_CLIENTS
    return [(part, word("role", part)) for part in sorted(parts)]


form("partner_set", "contracts/<str:contract>/partners/set", Both("Give or take a part",
                                                                  "Donner ou retirer un rôle"),
     "set_partner", subject=subjects.of_page("contracts/<str:contract>/partners"), fields=(
         Field("party_id", "company", Both("Company (SIREN, name or our number of it)",
                                           "Société (SIREN, nom ou notre numéro)"),
               Both("Of a company that you do not find, ask us for its number.",
                    "D'une société introuvable, demandez-nous son numéro.")),
         Field("role", "choice", Both("Part", "Rôle"), choices=_parts),
         Field("is_granted", "flag", Both("Give it (unchecked: take it back)",
                                          "Le donner (décoché : le retirer)"),
               start=lambda see, call, subject: "1"),
         Field("amount_cents", "amount", Both("Up to how much a guarantor stands surety",
                                              "Montant cautionné"),
               Both("Empty: all that is owed. Nothing for other parts.",
                    "Vide : tout ce qui est dû. Rien pour les autres rôles."), is_required=False),
         Field("source", "text", Both("Who decided, and where it is written",
                                      "Qui l'a décidé, et où c'est écrit"))))  # fmt: skip


def own_lists(call: Call) -> list[Row]:
    """The lists that a partner's home leads to: not the pages of one row, nor forms."""
    return [
        {"title": one.title.said(), "href": f"/{one.path}"} for one in registered().values()
        if one.roles & call.visit.user.roles and one.roles <= PARTNER_ROLES
        and "<" not in one.path and not one.acts
    ]  # fmt: skip
