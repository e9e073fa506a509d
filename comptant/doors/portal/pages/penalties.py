"""What buyers of a contract owe for paying late, half-year by half-year."""

from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import contract_of, part_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.subjects import CONTRACT, address
from comptant.doors.words import Both, refusal
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import CLIENT_ROLES, FACTOR_ROLES
from comptant.operations.reminding.penalties import penalties
from comptant.store.access import See

COLUMNS = ("invoice_number", "buyer_name", "due_on", "paid_on", "part_kind", "part_cents",
           "half_year_on", "half_year_late_days", "late_rate_ppm", "penalty_cents",
           "indemnity_cents")  # fmt: skip


def shown(see: See, call: Call, contract: str) -> Row:
    """The parts paid late or late and open, each with what it costs; why not, without a rate."""
    found = contract_of(see, call, {"contract": contract})
    parts = see("read_late_parts", contract_id=found["id"], on=call.on)
    told: Row = {"rows": [], "about": ""}
    try:
        told["rows"] = penalties(parts, lambda name: see("read_rates", index_name=name))
    except Refused as missing:
        told["about"] = refusal(missing.code, missing.facts)
    up = address(CONTRACT, {"contract": contract})
    told |= part_of(call, told["rows"])
    return {**told, "columns": COLUMNS, "up": {"href": up, "text": found["number"]}}


page(Page("penalties", f"{CONTRACT}/penalties", Both("Late-payment penalties",
                                                     "Pénalités de retard"),
          CLIENT_ROLES | FACTOR_ROLES, shown, "portal/queue.html"))  # fmt: skip
