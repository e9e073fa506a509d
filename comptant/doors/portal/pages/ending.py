"""Leaving a contract: what it would cost, notice, the last payment, closure."""

from django.http import HttpResponse

from comptant.doors import handing_over, leaving_told
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field, of_domain, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import contract_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import named
from comptant.doors.portal.subjects import CONTRACT, Told
from comptant.doors.values import DAY
from comptant.doors.words import Both, say
from comptant.formats import handover
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.rules.leaving import CLIENT
from comptant.store.access import See

SOURCE = Field("source", "text", Both("Document that says it", "Document qui le dit"))


def _noticed(see: See, call: Call, told: Told) -> Row:
    """The contract to leave; a client says by whom and when by doing it."""
    found = subjects.contract(see, call, told)
    if not call.visit.user.is_factor:
        found["given"] |= {"given_by": CLIENT, "received_on": call.on}
    return found


def simulate(see: See, call: Call, contract: str) -> Row:
    """What leaving would cost and when, on the day of notice that was typed."""
    found = contract_of(see, call, {"contract": contract})
    typed = call.asked("notice").strip()
    notice_on = DAY.convert(typed, None, None) if typed else None
    told = leaving_told.simulated(call.visit.looking(), found["id"], notice_on)
    currency = {"currency": told["currency"]}
    up = subjects.address(CONTRACT, {"contract": contract})
    return {
        "figures": leaving_told.figures(told), "sentences": leaving_told.sentences(told),
        "days": [{**row, **currency} for row in told["days"]], "day_columns": leaving_told.DAYS,
        "weeks": leaving_told.weeks(told),
        "week_columns": leaving_told.WEEKS, "notice": told["notice_on"].isoformat(),
        "up": {"href": up, "text": found["number"]},
        "links": [
            *([{"title": say("Give notice", "Donner le préavis"), "href": f"{up}/notice"}]
              if call.visit.may("give_notice") else []),
            {"title": say("Take my data with me", "Emporter mes données"),
             "href": f"{up}/handover.zip"},
        ],
    }  # fmt: skip


def hand_over(see: See, call: Call, contract: str) -> HttpResponse:
    """The contract as open files, in one archive."""
    found = contract_of(see, call, {"contract": contract})
    content = handover.zipped(handing_over.pack(see, found, call.on))
    return named(content, f"{found['number']}-{call.on}.zip", "application/zip")


page(
    Page(
        "handover",
        f"{CONTRACT}/handover.zip",
        Both("Contract as open files", "Contrat en fichiers ouverts"),
        CLIENT_ROLES | FACTOR_ROLES,
        lambda see, call, contract: {},
        "",
        send=hand_over,
    )
)
page(Page("exit", f"{CONTRACT}/exit", Both("What leaving would cost", "Simuler une sortie"),
          CLIENT_ROLES | FACTOR_ROLES, simulate, "portal/exit.html"))  # fmt: skip
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
