"""What buyers promise to pay: recorded on a contract, followed by the desk."""

from datetime import date

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, Told, about, address, number
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import CLIENT_ROLES, FACTOR_ROLES
from comptant.operations.reminding.promised import followed
from comptant.operations.reminding.promising import INSTALMENTS
from comptant.store.access import See

PROMISES = f"{CONTRACT}/promises"
PROMISE = f"{PROMISES}/<str:promise>"
PARTS = ("due_on", "instalment_cents", "instalment_paid_cents", "instalment_late_cents")
FACTS = ("promise_id", "contract_number", "buyer_name", "promised_on", "invoice_count", "evidence",
         "consent", "promise_state")  # fmt: skip


def of_contract(see: See, call: Call, contract: str) -> Row:
    """The promises about invoices of a contract, part by part."""
    from comptant.doors import lookup

    found = lookup.contract(see, contract, call.on)
    rows = followed(see("read_promises", contract_id=found["id"], on=call.on))
    told = {"contract": contract}
    for row in rows:
        row["href"] = address(PROMISE, {**told, "promise": str(row["promise_id"])})
    return {
        "rows": rows, "columns": ("promise_id", "buyer_name", "promised_on", *PARTS,
                                  "promise_state"),
        "up": {"href": address(CONTRACT, told), "text": found["number"]},
        "links": subjects.links(call, PROMISES, told),
    }  # fmt: skip


def promise(see: See, call: Call, told: Told) -> Row:
    """A promise of a buyer; Refused: promise_unknown."""
    from comptant.doors import lookup

    found = lookup.contract(see, told["contract"], call.on)
    id_ = number(told["promise"])
    rows = followed([row for row in see("read_promises", contract_id=found["id"], on=call.on)
                     if row["promise_id"] == id_])  # fmt: skip
    if not rows:
        raise Refused("promise_unknown", promise_id=id_)
    given = {"contract_id": found["id"], "promise_id": id_}
    return {**about(call, PROMISE, told, given, rows[0], FACTS, address(PROMISES, told), str(id_)),
            "rows": rows}  # fmt: skip


def shown(see: See, call: Call, **told: str) -> Row:
    """The promise, what is paid and late of each part."""
    found = promise(see, call, told)
    id_ = found["given"]["promise_id"]
    return {**found, "table_columns": PARTS, "title": say(f"Promise {id_}", f"Promesse {id_}")}


def _made(typed: Row) -> Row:
    rows = [{"due_on": date.fromisoformat(day), "instalment_cents": cents}
            for day, cents in typed["instalments"].items()]  # fmt: skip
    return {**typed, "instalments": INSTALMENTS.frame(rows), "consent": typed["consent"] or ""}


queue("promises", "promises", Both("Promises of buyers", "Promesses des acheteurs"), FACTOR_ROLES,
      "read_promises", ("promise_id", "contract_number", "buyer_name", "promised_on", "due_on",
                        "instalment_cents"),
      lambda row: f"/contracts/{row['contract_number']}/promises/{row['promise_id']}",
      rows=followed, added=(*PARTS[2:], "promise_state"))  # fmt: skip
page(Page("contract_promises", PROMISES, Both("Promises of buyers", "Promesses des acheteurs"),
          CLIENT_ROLES | FACTOR_ROLES, of_contract, "portal/list.html"))  # fmt: skip
page(Page("promise", PROMISE, Both("Promise", "Promesse"), CLIENT_ROLES | FACTOR_ROLES, shown,
          "portal/item.html"))  # fmt: skip
form("promise_record", f"{PROMISES}/record", Both("Note a promise", "Noter une promesse"),
     "record_promise", subject=subjects.of_page(PROMISES), gather=_made, fields=(
         Field("buyer_id", "party", Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)")),
         Field("invoice_ids", "invoices", Both("Invoices, one a line",
                                               "Factures, une par ligne")),
         Field("instalments", "instalments", Both("Days and amounts", "Dates et montants"),
               Both("One a line: 2026-03-31=5000.00", "Une par ligne : 31/03/2026=5000,00")),
         Field("evidence"), Field("consent", is_required=False)))  # fmt: skip
form("promise_end", f"{PROMISE}/end", Both("Take the promise back", "Reprendre la promesse"),
     "end_promise", subject=promise, fields=(
         Field("reason", "text", Both("Why", "Pourquoi")),))  # fmt: skip
