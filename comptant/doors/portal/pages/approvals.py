"""What waits for a second person: each is shown, approved or refused with a reason."""

from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.words import Both
from comptant.operations import decide
from comptant.operations.rights import FACTOR_ROLES
from comptant.store.access import See

COLUMNS = ("id", "kind", "contract_number", "amount_cents", "proposed_by", "proposed_at")


def waiting(see: See, call: Call) -> Row:
    """The approvals that wait."""
    given = rows_of(see, call, "read_approvals", {})
    return {**given, "columns": COLUMNS, "may_decide": call.visit.may("decide")}


def answer(call: Call) -> str:
    """Yes or no; the operation refuses whoever proposed it, and beyond their authority."""
    call.run(
        decide.decide, approval_id=call.number("id") or 0, approve=call.typed("answer") == "yes",
        reason=call.typed("reason"),
    )  # fmt: skip
    return "/approvals"


page(Page("approvals", "approvals", Both("Approvals", "Approbations"), FACTOR_ROLES, waiting,
          "portal/approvals.html", menu="work", acts={"answer": answer}, query="read_approvals",
          columns=COLUMNS))  # fmt: skip
