"""What the forms are about: an invoice, a dispute, a payment... by the ids of the address.

Each gives the arguments that are thereby known (`given`), the facts shown (`facts`, `columns`), the
way back (`up`) and the forms of the other acts on the same thing (`links`).
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from comptant.doors import lookup, reasons_told
from comptant.doors.portal.call import Call
from comptant.doors.portal.registry import Row, registered
from comptant.doors.values import ID
from comptant.operations.acts.act import Refused
from comptant.store.access import Paging, See

CONTRACT = "contracts/<str:contract>"
INVOICE = f"{CONTRACT}/invoices/<str:invoice>"
DISPUTE = f"{CONTRACT}/disputes/<str:dispute>"
PAYMENT = f"{CONTRACT}/payments/<str:payment>"
CASH = "cash/<str:payment>"
ENTRY = f"{CONTRACT}/entries/<str:entry>"
APPROVAL = "approvals/<str:approval>"
ORDER = "orders/<str:order>"
OUTBOX = "outbox/<str:outbox>"
DEBIT = "debits/<str:movement>"
Told = Mapping[str, str]


def number(text: str) -> int:
    """An id in an address; BadParameter."""
    return int(ID.convert(text, None, None))


def address(path: str, told: Told) -> str:
    """The address of a path with its ids."""
    for name, value in told.items():
        path = path.replace(f"<str:{name}>", quote(value, safe=""))
    return f"/{path}"


def links(call: Call, path: str, told: Told) -> list[Row]:
    """The forms of the acts on a thing that the caller may do, where they are not already."""
    here = call.request.path
    found = [
        (one.title.said(), address(one.path, told)) for one in registered().values()
        if one.path.startswith(f"{path}/") and one.path.count("/") == path.count("/") + 1
        and one.acts and one.roles & call.visit.user.roles and "<" not in one.path[len(path):]
    ]  # fmt: skip
    return [{"title": title, "href": href} for title, href in found if href != here]


def about(
    call: Call, path: str, told: Told, given: Row, facts: Row, columns: tuple[str, ...], up: str,
    text: str,
) -> Row:  # fmt: skip
    """A subject; its own page is the way back from its forms."""
    own = address(path, told)
    is_own = call.request.path == own
    return {
        "given": given, "facts": facts, "columns": columns, "links": links(call, path, told),
        "up": {"href": up, "text": _title(up, told)} if is_own else {
            "href": own, "text": text or _title(own, told)},
    }  # fmt: skip


def _title(href: str, told: Told) -> str:
    """The title of the page at an address."""
    found = (one.title.said() for one in registered().values()
             if address(one.path, told).rstrip("/") == href.rstrip("/"))  # fmt: skip
    return next(found, told.get("contract", href))


def contract(see: See, call: Call, told: Told) -> Row:
    """The contract of the address."""
    found = lookup.contract(see, told["contract"], call.on)
    up = address(CONTRACT, told)
    return {
        "given": {"contract_id": found["id"]}, "facts": found, "contract": found,
        "columns": ("number", "client_name", "currency", "status"),
        "up": {"href": up, "text": found["number"]}, "links": [],
    }  # fmt: skip


def of_page(path: str) -> Callable[[See, Call, Told], Row]:
    """The contract of the address, from a page of it: its forms lead back to that page."""

    def subject(see: See, call: Call, told: Told) -> Row:
        found = contract(see, call, told)
        return {**found, "up": {"href": address(path, told), "text": found["up"]["text"]}}

    return subject


def contract_money(see: See, call: Call, told: Told) -> Row:
    """The contract of the address, and its currency with it."""
    found = contract(see, call, told)
    found["given"]["currency"] = found["facts"]["currency"]
    return found


def invoice(see: See, call: Call, told: Told) -> Row:
    """An invoice or credit note of a contract; Refused: invoice_unknown."""
    found = lookup.contract(see, told["contract"], call.on)
    rows = see("read_invoices", contract_id=found["id"], numbers=[str(number(told["invoice"]))],
               everything=True)  # fmt: skip
    rows = [row for row in rows if row["id"] == number(told["invoice"])]
    if not rows:
        raise Refused("invoice_unknown", number=told["invoice"])
    shared, buyers = reasons_told.reason_facts(see, found)
    facts = reasons_told.told(rows, shared, buyers)[0]
    columns = ("invoice_number", "contract_number", "buyer_name", "issued_on", "due_on", "sent_on",
               "amount_cents", "open_cents", "approved_cents", "ineligible_cents",
               "sentence")  # fmt: skip
    facts["contract_number"] = found["number"]
    return about(call, INVOICE, told, {"contract_id": found["id"], "invoice_id": facts["id"]},
                 facts, columns, address(f"{CONTRACT}/invoices", told),
                 facts["invoice_number"])  # fmt: skip


def invoices(see: See, call: Call, told: Told) -> Row:
    """The same for the acts on some invoices: this one."""
    found = invoice(see, call, told)
    given = found["given"]
    return {**found, "given": {"contract_id": given["contract_id"],
                               "invoice_ids": [given["invoice_id"]]}}  # fmt: skip


def dispute(see: See, call: Call, told: Told) -> Row:
    """A dispute of a contract, how it stands; Refused: dispute_unknown."""
    from comptant.operations.risk.disputes import followed

    found = lookup.contract(see, told["contract"], call.on)
    id_ = number(told["dispute"])
    before = Paging(("contract_id", "dispute_id"), 1, (str(found["id"]), str(id_ - 1)))
    rows = see("read_disputes", before, contract_id=found["id"], on=call.on)
    rows = [row for row in rows if row["dispute_id"] == id_]
    if not rows:
        raise Refused("dispute_unknown", dispute_id=id_)
    facts = followed(rows)[0]
    columns = ("dispute_id", "contract_number", "invoice_number", "buyer_name", "dispute_code",
               "disputed_on", "still_disputed_cents", "open_cents", "dispute_status", "next_act",
               "act_by_on", "evidence")  # fmt: skip
    return about(call, DISPUTE, told, {"contract_id": found["id"], "dispute_id": id_}, facts,
                 columns, "/disputes" if call.visit.user.is_factor
                 else address(f"{CONTRACT}/disputes", told), str(id_))  # fmt: skip


CASH_COLUMNS = ("id", "contract_number", "buyer_name", "value_on", "amount_cents", "unused_cents",
                "payer_name", "payer_iban", "remittance_text", "wait_reason")  # fmt: skip


def cash(see: See, call: Call, told: Told) -> Row:
    """A payment, for what a contract does with it. Refused: payment_unknown, payment_of_nobody."""
    found = any_cash(see, call, told)
    if found["facts"]["is_house"]:
        raise Refused("payment_of_nobody", payment_id=found["given"]["payment_id"])
    return found


def any_cash(see: See, call: Call, told: Told) -> Row:
    """A payment, on a contract or still of nobody; Refused: payment_unknown."""
    id_ = number(told["payment"])
    rows = see("read_payments", id=id_, contract_id=None)
    if not rows:
        raise Refused("payment_unknown", payment_id=id_)
    facts = rows[0]
    facts["contract_number"] = None if facts["is_house"] else facts["contract_number"]
    facts["unused_cents"] = facts["open_cents"]
    found = about(call, CASH, told, {"contract_id": facts["contract_id"], "payment_id": id_},
                  facts, CASH_COLUMNS, "/cash", str(id_))  # fmt: skip
    # What nobody owns yet is identified or sent back; what a contract owns, the rest.
    of_nobody = ("/identify", "/return")
    found["links"] = [one for one in found["links"]
                      if one["href"].endswith(of_nobody) == facts["is_house"]]  # fmt: skip
    return found


def unknown_cash(see: See, call: Call, told: Told) -> Row:
    """A payment that belongs to no contract yet."""
    found = any_cash(see, call, told)
    return {**found, "given": {"payment_id": found["given"]["payment_id"]}}


def contract_payment(see: See, call: Call, told: Told) -> Row:
    """A payment of a contract, used or not; Refused: payment_unknown."""
    found = lookup.contract(see, told["contract"], call.on)
    id_ = number(told["payment"])
    rows = see("read_payments", id=id_, contract_id=found["id"])
    if not rows:
        raise Refused("payment_unknown", payment_id=id_)
    rows[0]["unused_cents"] = rows[0]["open_cents"]
    return about(call, PAYMENT, told, {"contract_id": found["id"], "payment_id": id_}, rows[0],
                 CASH_COLUMNS, address(CONTRACT, told), str(id_))  # fmt: skip


def one_of(see: See, query: str, id_: int, **arguments: Any) -> Row | None:
    """The row of a list ordered by its id, without reading the others."""
    rows = see(query, Paging(("id",), 1, (str(id_ - 1),)), **arguments)
    return rows[0] if rows and rows[0]["id"] == id_ else None


def order(see: See, call: Call, told: Told) -> Row:
    """A payment order; Refused: order_unknown."""
    facts = lookup.order(see, number(told["order"]))
    columns = ("id", "contract_number", "purpose", "amount_cents", "holder", "iban", "step",
               "prepared_at", "promised_at")  # fmt: skip
    if facts["payer_name"] is not None:  # it gives money back
        columns += ("payer_name", "payer_iban", "order_reason")
    return about(call, ORDER, told, {"contract_id": facts["contract_id"], "order_id": facts["id"]},
                 facts, columns, "/orders", str(facts["id"]))  # fmt: skip


def acts_on_order(call: Call, found: Row) -> list[Row]:
    """The forms of an order that the caller may open: a draw that waits may be cancelled, and only
    of what was released is anything else said."""
    waits = found["step"] == "PREPARED"
    forms = links(call, ORDER, {"order": str(found["id"])})
    right = [one for one in forms if one["href"].endswith("/cancel") == waits]
    return [] if waits and found["purpose"] != "DRAW" else right


def draw(see: See, call: Call, told: Told) -> Row:
    """A payment order on its own page, for whoever asked for it; Refused: order_unknown."""
    found = order(see, call, told)
    id_ = str(found["given"]["order_id"])
    return {**found, "up": {"href": f"/orders/{id_}", "text": id_}}


def outbox(see: See, call: Call, told: Told) -> Row:
    """Something that waits to leave; Refused: outbox_unknown."""
    id_ = number(told["outbox"])
    facts = one_of(see, "read_outbox", id_)
    if facts is None:
        raise Refused("outbox_unknown", outbox_id=id_)
    columns = ("id", "outbox_kind", "contract_number", "party_name", "name", "due_at")
    return about(call, OUTBOX, told, {"outbox_id": id_}, facts, columns, "/outbox", str(id_))


def debit(see: See, call: Call, told: Told) -> Row:
    """A bank debit that nobody has explained; Refused: debit_unknown."""
    id_ = number(told["movement"])
    rows = see("read_debits", movement_id=id_)
    if not rows:
        raise Refused("debit_unknown", movement_id=id_)
    columns = ("movement_id", "iban", "booked_on", "value_on", "amount_cents", "remittance_text",
               "operation_code", "order_id")  # fmt: skip
    return about(call, DEBIT, told, {"movement_id": id_}, rows[0], columns, "/debits", str(id_))
