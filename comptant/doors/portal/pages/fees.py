"""The fees of a contract: what is agreed and how it is made, over time, what was billed; agreed
from a day on, charged for an act."""

from comptant.doors import fees_told
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import SIGNED_BY, Field, FieldsWrong, today
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import contract_of, listing, of_contract
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.words import Both, word
from comptant.doors.words import refusal as refusal_told
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.rules.fees import FEES
from comptant.store.access import See

ALL = CLIENT_ROLES | FACTOR_ROLES
FEES_OF = f"{CONTRACT}/fees"


def _grid(see: See, call: Call, **told: str) -> Row:
    found = contract_of(see, call, told)
    return {"rows": fees_told.grid(see, found, call.on), "columns": fees_told.GRID, "about": "",
            "up": {"href": address(CONTRACT, told), "text": found["number"]},
            "links": subjects.links(call, FEES_OF, told)}  # fmt: skip


def _priced(typed: Row) -> Row:
    try:
        return {**typed, "fees": fees_told.typed(tuple(typed["fees"]))}
    except Refused as refusal:
        raise FieldsWrong({"fees": refusal_told(refusal.code, refusal.facts)}) from None


def _acts(see: See, call: Call, subject: Row) -> list[tuple[str, str]]:
    return [(fee.code, word("charge", fee.code)) for fee in FEES.values() if "ACT" in fee.units]


def _amount(typed: Row) -> Row:
    return {**typed, "amount_cents": typed["amount_cents"] or 0}


page(Page("contract_fees", FEES_OF, Both("Fees agreed", "Frais convenus"), ALL, _grid,
          "portal/queue.html"))  # fmt: skip
listing("contract_fees_over_time", f"{FEES_OF}/over-time",
        Both("Fees over time", "Frais dans le temps"), ALL, "read_contract_fees",
        fees_told.OVER_TIME, arguments=of_contract)  # fmt: skip
listing("contract_fees_billed", f"{FEES_OF}/billed",
        Both("What has brought a fee", "Ce qui a donné lieu à frais"), ALL, "read_fees_billed",
        fees_told.BILLED, arguments=of_contract,
        href="/contracts/{contract}/entries/{entry_id}")  # fmt: skip
form("fees_agree", f"{FEES_OF}/agree", Both("Agree on fees", "Convenir de frais"), "set_fees",
     subject=subjects.of_page(FEES_OF), gather=_priced, fields=(
         Field("fees", "texts", Both("Fees and prices, one a line: CODE:UNIT=PRICES",
                                    "Frais et prix, un par ligne : CODE:UNITÉ=PRIX"),
               Both("As FEE-DOS=300.00, FEE-NUT=0.20%, or by tiers FEE-NOT=2.00 100:1.50; "
                    "none ends it.",
                    "Ainsi FEE-DOS=300,00, FEE-NUT=0,20%, ou par tranches FEE-NOT=2,00 "
                    "100:1,50 ; none y met fin.")),
         Field("from_on", "day", Both("From", "À partir du"), start=today),
         Field("source", "text", Both("Document that says it", "Document qui le dit")),
         SIGNED_BY))  # fmt: skip
form("fee_charge", f"{FEES_OF}/charge", Both("Charge an act", "Facturer un acte"), "charge_fee",
     subject=subjects.of_page(FEES_OF), gather=_amount, previews=True, fields=(
         Field("fee_code", "choice", Both("Fee", "Frais"), choices=_acts),
         Field("reference", "text", Both("Which act", "Quel acte")),
         Field("amount_cents", "amount", Both("Amount, of a fee that is a rate",
                                              "Assiette, d'un frais en taux"),
               is_required=False)))  # fmt: skip
