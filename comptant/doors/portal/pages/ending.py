"""Leaving a contract: notice, the last payment, closure."""

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.registry import Row
from comptant.doors.portal.subjects import CONTRACT, Told
from comptant.doors.words import Both
from comptant.rules.leaving import CLIENT
from comptant.store.access import See

SOURCE = Field("source", "text", Both("Document that says it", "Document qui le dit"))


def _noticed(see: See, call: Call, told: Told) -> Row:
    """The contract to leave; a client says by whom and when by doing it."""
    found = subjects.contract(see, call, told)
    if not call.visit.user.is_factor:
        found["given"] |= {"given_by": CLIENT, "received_on": call.on}
    return found


form("notice", f"{CONTRACT}/notice", Both("Give notice", "Donner le préavis"), "give_notice",
     subject=_noticed, previews=True, fields=(
         Field("given_by", "choice", Both("Given by", "Donné par"), choices=of_domain("given_by")),
         Field("received_on", "day", Both("Received on", "Reçu le"), start=today), SOURCE,
     ))  # fmt: skip
form("pay_balance", f"{CONTRACT}/pay-balance", Both("Pay the balance", "Verser le solde"),
     "pay_balance", subject=subjects.contract, previews=True, fields=(
         Field("payee_account_id", "number", Both("Account to pay", "Compte à créditer"),
               Both("Nothing: the only one.", "Vide : le seul."), is_required=False),
     ))  # fmt: skip
form("close_contract", f"{CONTRACT}/close", Both("Close the contract", "Clore le contrat"),
     "close_contract", subject=subjects.contract, previews=True, fields=(SOURCE,))  # fmt: skip
