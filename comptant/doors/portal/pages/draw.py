"""The client asks for money: what it costs, when it is paid and to which account, then the draw."""

from urllib.parse import quote

from comptant.doors.explaining import quoted
from comptant.doors.minor_units import of
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.forms import form
from comptant.doors.portal.parts import contract_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.values import ID, IN_CURRENCY
from comptant.doors.words import Both
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.drawing import payments
from comptant.store.access import See


def accounts(see: See, call: Call, contract: Row) -> list[Row]:
    """The accounts that a draw may be paid to, for whoever may draw."""
    return see("read_payees", party_id=contract["client_id"]) if call.visit.may("draw") else []


def draw(see: See, call: Call, contract: str) -> Row:
    """What a draw costs and when it is paid, before it is asked for; where several accounts may be
    paid, one is chosen first."""
    found = contract_of(see, call, {"contract": contract})
    amount, chosen = call.asked("amount"), call.asked("account")
    typed = IN_CURRENCY.convert(amount, None, None) if amount.strip() else None
    cents = None if typed is None else of(typed, found["currency"])
    payable = accounts(see, call, found)
    account = int(ID.convert(chosen, None, None)) if chosen else None
    if account is None and len(payable) == 1:
        account = payable[0]["id"]
    up = {"href": f"/contracts/{quote(found['number'])}", "text": found["number"]}
    given = {"contract": found, "accounts": payable, "account": account, "amount": amount,
             "currency": found["currency"], "up": up}  # fmt: skip
    if account is None and payable:
        return given
    told = quoted(see, call.visit, found, cents, account)
    order = told["order"]
    return {**given, "quote": told, "order": order, "amount_cents": order["amount_cents"]}


def ask_for_money(call: Call, contract: str) -> str:
    """The draw itself: its order's page tells the promised hour."""
    with call.visit.reading() as see:
        found = contract_of(see, call, {"contract": contract})
    answer = call.run(
        payments.draw, contract_id=found["id"], amount_cents=call.number("cents") or 0,
        payee_account_id=call.number("account"),
    )  # fmt: skip
    return f"/orders/{answer['order_id']}"


page(Page("draw", "contracts/<str:contract>/draw", Both("Ask for money", "Demander un financement"),
          RIGHTS["draw"], draw, "portal/draw.html", acts={"draw": ask_for_money}))  # fmt: skip
form("cancel_draw", f"{subjects.ORDER}/cancel", Both("Cancel the draw", "Annuler le tirage"),
     "cancel_draw", subject=subjects.draw,
     then=lambda answer, subject: f"/orders/{answer['order_id']}")  # fmt: skip
