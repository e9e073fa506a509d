"""What buyers promise to pay: recorded on a contract, followed by the desk."""

from datetime import date

from comptant.doors.bounds import framed
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import Form, back, form
from comptant.doors.portal.pages.queues import queue
from comptant.doors.portal.parts import part_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, Told, about, address, number
from comptant.doors.words import Both, refusal, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.operations.reminding.plan_simulation import simulate_plan
from comptant.operations.reminding.promised import followed
from comptant.operations.reminding.promising import INSTALMENTS
from comptant.store.access import See

PROMISES = f"{CONTRACT}/promises"
PROMISE = f"{PROMISES}/<str:promise>"
PARTS = ("due_on", "instalment_cents", "instalment_paid_cents", "instalment_late_cents")
EFFECTS = ("invoice_number", "due_on", "promised_cents", "paid_off_on", "later_days", "unfunded_on",
           "lost_advance_cents", "policy_number", "extension_allowed_on",
           "plan_cover")  # fmt: skip
FACTS = ("promise_id", "contract_number", "buyer_name", "promised_on", "invoice_count", "evidence",
         "consent", "promise_state", "found_on")  # fmt: skip


def of_contract(see: See, call: Call, contract: str) -> Row:
    """The promises about invoices of a contract, part by part."""
    from comptant.doors import lookup

    found = lookup.contract(see, contract, call.on)
    shown = part_of(call, followed(see("read_promises", contract_id=found["id"], on=call.on)))
    told = {"contract": contract}
    for row in shown["rows"]:
        row["href"] = address(PROMISE, {**told, "promise": str(row["promise_id"])})
    return {
        **shown, "columns": ("promise_id", "buyer_name", "promised_on", *PARTS,
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


class Planning(Form):
    """The form of a promise or a plan: what it would change is shown before it is recorded, also
    where it would be refused."""

    def tell(self, call: Call, **told: str) -> Row:
        """What the plan would change; nothing is kept."""
        _, arguments = self.arguments(call, told)
        asking = {name: value for name, value in arguments.items() if name != "evidence"}
        with call.visit.looking() as (conn, asked):
            seen = simulate_plan(conn, asked, **asking)
        rows = [{**row, "currency": seen["currency"]} for row in seen["invoices"]]
        return {"preview": {"told": [], "lines": [], "drawable_before_cents": None},
                "plan": {**seen, "why_not": _why_not(seen)}, "rows": rows,
                "effects": EFFECTS}  # fmt: skip


def _why_not(seen: Row) -> str:
    """In words, what recording the plan would be refused for."""
    if seen["refusal"] is None:
        return ""
    late = [row for row in seen["invoices"] if row["plan_cover"] in ("CONSENT_NEEDED", "LOST")]
    facts = {"buyer_id": seen["buyer_id"]}
    if late:
        facts |= {"number": late[0]["invoice_number"], "policy_number": late[0]["policy_number"],
                  "last_on": late[0]["extension_allowed_on"]}  # fmt: skip
    return refusal(seen["refusal"], facts)


def _made(typed: Row) -> Row:
    rows = [{"due_on": date.fromisoformat(day), "instalment_cents": cents}
            for day, cents in typed["instalments"].items()]  # fmt: skip
    return {**typed, "instalments": framed(INSTALMENTS, rows), "consent": typed["consent"] or ""}


queue("promises", "promises", Both("Promises of buyers", "Promesses des acheteurs"), FACTOR_ROLES,
      "read_promises", ("promise_id", "contract_number", "buyer_name", "promised_on", "due_on",
                        "instalment_cents"),
      lambda row: f"/contracts/{row['contract_number']}/promises/{row['promise_id']}",
      rows=followed, added=(*PARTS[2:], "promise_state"))  # fmt: skip
page(Page("contract_promises", PROMISES, Both("Promises of buyers", "Promesses des acheteurs"),
          CLIENT_ROLES | FACTOR_ROLES, of_contract, "portal/list.html"))  # fmt: skip
page(Page("promise", PROMISE, Both("Promise", "Promesse"), CLIENT_ROLES | FACTOR_ROLES, shown,
          "portal/item.html"))  # fmt: skip
FIELDS = (
    Field("buyer_id", "party", Both("Buyer (SIREN or name)", "Acheteur (SIREN ou nom)")),
    Field("invoice_ids", "invoices", Both("Invoices, one a line", "Factures, une par ligne")),
    Field("instalments", "instalments", Both("Days and amounts", "Dates et montants"),
          Both("One a line: 2026-03-31=5000.00", "Une par ligne : 31/03/2026=5000,00")),
    Field("evidence"), Field("consent", is_required=False),
)  # fmt: skip
RECORDING = Planning("record_promise", subjects.of_page(PROMISES),
                     {one.name: one for one in FIELDS}, back, True, _made)  # fmt: skip
page(Page("promise_record", f"{PROMISES}/record", Both("Note a promise or a plan",
                                                       "Noter une promesse ou un échéancier"),
          RIGHTS["record_promise"], RECORDING.look, "portal/plan.html",
          acts={"do": RECORDING.do, "look": RECORDING.tell}))  # fmt: skip
form("promise_end", f"{PROMISE}/end", Both("Take the promise back", "Reprendre la promesse"),
     "end_promise", subject=promise, fields=(
         Field("reason", "text", Both("Why", "Pourquoi")),))  # fmt: skip
