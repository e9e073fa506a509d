"""The client's: what can be drawn and why not more, sending invoices."""

from urllib.parse import quote

from django.http import HttpResponse

from comptant.doors import lookup, reasons_told
from comptant.doors.charts import waterfall
from comptant.doors.explaining import explained
from comptant.doors.portal import sending, subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.pages.delegations import may_draw
from comptant.doors.portal.pages.draw import accounts
from comptant.doors.portal.pages.sections import of_contract
from comptant.doors.portal.pages.why import drawn_bars
from comptant.doors.portal.parts import contract_of, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import drawn
from comptant.doors.words import Both, say
from comptant.operations.acts.roles import (
    ACCOUNT_MANAGER,
    CLIENT_OWNER,
    CLIENT_ROLES,
    CLIENT_USER,
    FACTOR_ROLES,
)
from comptant.store.access import See

ALL = CLIENT_ROLES | FACTOR_ROLES
LINES_SHOWN = 200
LINE_COLUMNS = ("invoice_number", "state", "file", "row_number", "buyer_name", "amount_cents",
                "sentence")  # fmt: skip


def contract(see: See, call: Call, contract: str) -> Row:
    """What can be drawn now, the waterfall, and what would free the rest."""
    found = contract_of(see, call, {"contract": contract})
    data = explained(see, call.visit, found)
    return {
        **drawn_bars(found, data),
        "groups": of_contract(call, found), "is_staff": call.visit.user.is_factor,
        "accounts": accounts(see, call, found),
        "may_draw": may_draw(see, call, found["id"]), "may_remit": call.visit.may("remit"),
        "title": say(f"Contract {found['number']}", f"Contrat {found['number']}"),
    }  # fmt: skip


def order(see: See, call: Call, order: str) -> Row:
    """A payment order and where it stands."""
    found = lookup.order(see, _id(order))
    up = {"href": f"/contracts/{quote(found['contract_number'])}", "text": found["contract_number"]}
    return {"order": found, "links": subjects.acts_on_order(call, found), "up": up}


def send(see: See, call: Call, contract: str) -> Row:
    """The page to drop files on, with the remittances already sent."""
    found = contract_of(see, call, {"contract": contract})
    given = rows_of(see, call, "read_remittances", {"contract_id": found["id"]})
    for row in given["rows"]:
        row["href"] = f"/remittances/{row['id']}"
        if row["refused_count"] == row["line_count"]:
            row["promised_at"] = None  # nothing was taken in
    columns = ("title_number", "posted_on", "line_count", "total_cents", "refused_count",
               "promised_at")  # fmt: skip
    return {**given, "columns": columns, "contract": found, "up": _up(found),
            "may_remit": call.visit.may("remit")}  # fmt: skip


def take_files(call: Call, contract: str) -> str | Row:
    """The files sent become remittances; the page of the first tells line by line. Where lines
    could not be read, they are told first."""
    with call.visit.reading() as see:
        found = contract_of(see, call, {"contract": contract})
    return sending.take(call, found)


def quote_files(call: Call, contract: str) -> Row:
    """What the files would bring and cost, line by line, before they are sent."""
    with call.visit.reading() as see:
        found = contract_of(see, call, {"contract": contract})
        shared, buyers = reasons_told.reason_facts(see, found)
    told = sending.quote(call, found)
    told["lines"].sort(key=lambda row: sending.WORST_FIRST.index(row["state"]))
    told["lines"] = reasons_told.told(told["lines"][:LINES_SHOWN], shared, buyers)
    told["columns"] = LINE_COLUMNS
    return {"quote": told}


def remittance(see: See, call: Call, remittance: str) -> Row:
    """A remittance line by line, the worst first, page by page."""
    sent = lookup.remittance(see, _id(remittance))
    found = lookup.contract(see, sent["contract_number"], call.on)
    shared, buyers = reasons_told.reason_facts(see, found)
    of = {"contract_id": found["id"], "id": sent["id"]}
    counted = {row["state"]: row["line_count"] for row in see("read_remittance_states", **of)}
    given = rows_of(see, call, "read_remittance_lines",
                    {**of, "state": call.asked("state") or None})  # fmt: skip
    base = _up(found)["href"]
    for line in given["rows"]:
        if line["invoice_id"]:
            line["href"] = f"{base}/invoices/{line['invoice_id']}"
    return {
        **given, "rows": reasons_told.told(given["rows"], shared, buyers), "remittance": sent,
        "columns": LINE_COLUMNS, "up": _up(found),
        "may_remit": call.visit.may("remit"),
        "may_have_title": sent["title_number"] and call.visit.may("issue_title"),
        "may_be_signed": sent["title_number"] and call.visit.may("ask_title_signature"),
        "counts": {state: counted.get(state, 0) for state in sending.WORST_FIRST},
    }  # fmt: skip


def picture(see: See, call: Call, contract: str, form: str) -> HttpResponse:
    """The waterfall as a file."""
    found = contract_of(see, call, {"contract": contract})
    data = explained(see, call.visit, found)
    svg = waterfall.draw(data["parts"], data["outstanding_cents"], found["currency"]).svg()
    return drawn(svg, form, f"{found['number']}-{call.on}")


def _up(found: Row) -> Row:
    return {"href": f"/contracts/{quote(found['number'])}", "text": found["number"]}


def _id(text: str) -> int:
    from comptant.doors.values import ID

    return int(ID.convert(text, None, None))


page(Page("contract", "contracts/<str:contract>", Both("Contract", "Contrat"), ALL, contract,
          "portal/contract.html"))  # fmt: skip
page(Page("order", "orders/<str:order>", Both("Payment order", "Ordre de paiement"), ALL, order,
          "portal/order.html"))  # fmt: skip
page(Page("send", "contracts/<str:contract>/send", Both("Send invoices", "Envoyer des factures"),
          frozenset({CLIENT_OWNER, CLIENT_USER, ACCOUNT_MANAGER}), send, "portal/send.html",
          acts={"remit": take_files, "quote": quote_files}))  # fmt: skip
page(Page("remittance", "remittances/<str:remittance>", Both("Remittance", "Remise"), ALL,
          remittance, "portal/remittance.html"))  # fmt: skip
page(Page("picture", "contracts/<str:contract>/waterfall.<str:form>",
          Both("The waterfall as a file", "La cascade en fichier"), ALL, contract, "",
          send=picture))  # fmt: skip
