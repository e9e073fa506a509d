"""What waits for a second person: a queue, and each thing with what approving it would do."""

from typing import Any

from comptant.doors.approvals import MONEY_KINDS, subject_of
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import Form
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.pages.tariffs import ROWS as TARIFF_ROWS
from comptant.doors.portal.parts import part_of, rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import APPROVAL
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.operations.closing import decide
from comptant.store.access import Paging, See

COLUMNS = ("id", "kind", "contract_number", "amount_cents", "proposed_by", "proposed_at")
SHOWN = ("id", "kind", "subject", "contract_number", "amount_cents", "proposed_by", "proposed_at")


def told_of(row: Row) -> Row:
    """An approval with what it is about, in words."""
    shown = {**row, "subject": subject_of(row), "href": f"/approvals/{row['id']}"}
    if row["kind"] not in MONEY_KINDS:
        shown["amount_cents"] = None
    return shown


def waiting(see: See, call: Call) -> Row:
    """The approvals that wait."""
    given = rows_of(see, call, "read_approvals", {})
    given["rows"] = [told_of(row) for row in given["rows"]]
    return {**given, "columns": SHOWN, "may_decide": call.visit.may("decide")}


def answer(call: Call) -> str:
    """Yes or no; the operation refuses whoever proposed it, and beyond their authority."""
    id_, is_yes = call.number("id") or 0, call.typed("answer") == "yes"
    with call.visit.reading() as see:
        row = subjects.one_of(see, "read_approvals", id_, kind=None, subject_id=None)
    given = call.run(decide.decide, approval_id=id_, approve=is_yes, reason=call.typed("reason"))
    return with_notice("/approvals", _answered(given, is_yes, row["kind"] if row else ""), {})


def _answered(given: Row, is_yes: bool, kind: str) -> str:
    """What is told of an answer; what could not be done any more is closed."""
    if is_yes and given["decision"] == "REFUSED":
        return f"closed.{kind}"
    return f"{'approved' if is_yes else 'refused'}.{kind}"


class Deciding(Form):
    """The form of one approval: what it is about, what it would do, yes or no."""

    def arguments(self, call: Call, told: Any) -> tuple[Row, Row]:
        """Approved unless the button says no."""
        subject, typed = super().arguments(call, told)
        return subject, {**typed, "approve": call.typed("answer") != "no"}

    def tell(self, call: Call, **told: str) -> Row:
        """What approving would do; nobody else approves it then."""
        seen = super().tell(call, **told)
        return {"preview": {**seen["preview"], "waits": None}}

    def do(self, call: Call, **told: str) -> str | Row:
        """The answer, then what waits still: of the same kind where that is a queue."""
        subject, arguments = self.arguments(call, told)
        kind = subject["facts"]["kind"]
        given = self._blamed(call, told, lambda: call.run(decide.decide, **arguments))
        return with_notice("/limit-requests" if kind == "limit" else "/approvals",
                           _answered(given, arguments["approve"], kind), {})  # fmt: skip


def _approval(see: See, call: Call, told: subjects.Told) -> Row:
    id_ = subjects.number(told["approval"])
    row = subjects.one_of(see, "read_approvals", id_, kind=None, subject_id=None)
    if row is None:
        raise Refused("approval_unknown", approval_id=id_)
    found = {
        "given": {"approval_id": id_, "approve": True}, "facts": told_of(row), "columns": SHOWN,
        "up": {"href": "/approvals", "text": say("Approvals", "Approbations")}, "links": [],
        "may_decide": call.visit.may("decide"),
        "title": say(f"Approval {id_}", f"Approbation {id_}"),
    }  # fmt: skip
    if row["kind"] == "limit":
        found |= _of_limit(see, call, row)
    if row["kind"] == "tariff" and "rows" in row["arguments"]:
        rows = [{"row_number": n, **one} for n, one in enumerate(row["arguments"]["rows"], 1)]
        found |= {
            **part_of(call, rows),
            "table_columns": TARIFF_ROWS,
            "table_title": say("Rows proposed", "Lignes proposées"),
        }
    if row["kind"] == "payment_order":
        found["order"] = f"/orders/{row['subject_id']}"
    return found


def _of_limit(see: See, call: Call, row: Row) -> Row:
    """What helps to answer a request: what the buyer owes on the contract, and its limit now."""
    contract_id = row["arguments"].get("contract_id")
    if not contract_id:
        return {}
    buyer_id = row["arguments"].get("party_id") or 0
    just_before = Paging(("name", "id"), 1, (str(row["party_name"]), str(buyer_id - 1)))
    rows = see("read_buyers", just_before, contract_id=contract_id, on=call.on)
    columns = ("name", "siren", "limit_cents", "outstanding_cents", "approved_cents",
               "ineligible_cents", "open_count", "payment_incident_on")  # fmt: skip
    return {"rows": [one for one in rows if one["id"] == buyer_id], "table_columns": columns,
            "table_title": say("The buyer on this contract",
                               "L'acheteur sur ce contrat")}  # fmt: skip


DECIDING = Deciding("decide", _approval, {
    "reason": Field("reason", "loose", Both("Reason", "Motif"), is_required=False),
}, lambda answer, subject: "/approvals", False)  # fmt: skip

page(Page("approvals", "approvals", Both("Approvals", "Approbations"), FACTOR_ROLES, waiting,
          "portal/approvals.html", menu="work", acts={"answer": answer}, query="read_approvals",
          columns=COLUMNS))  # fmt: skip
page(Page("approval", APPROVAL, Both("Approval", "Approbation"), FACTOR_ROLES, DECIDING.look,
          "portal/approval.html", acts={"do": DECIDING.do, "look": DECIDING.tell}))  # fmt: skip
