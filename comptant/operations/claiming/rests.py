"""What whole indemnities have left of invoices assigned still goes back to the client, once no
other insurer is to pay of them. Source: DOMAIN 1.6, 6.7, W8-E5b."""

from typing import Any

from comptant.operations.acts.act import Act
from comptant.operations.assigning.returns import leave
from comptant.operations.terms.contracts import contract_in_force

Row = dict[str, Any]


def charge_rests(do: Act, claim: Row, others: list[Row], items: list[Row]) -> int:
    """What a claim paid whole has left is the client's again, as far as it was never approved
    without recourse, unless a claim beside it (claims_beside) is to be decided or paid still; the
    cents. Nothing where it is not paid whole."""
    is_whole = claim["is_accepted"] and claim["received_cents"] >= claim["accepted_cents"]
    if not is_whole or any(not (one["is_paid"] or one["is_refused"]) for one in others):
        return 0
    contract = contract_in_force(do.conn, claim["contract_id"], do.on)
    kept = "open_cents" if contract.terms["has_recourse"] else "unapproved_cents"
    rows = []
    for item in items:
        left = {"open_cents": item["assigned_cents"],
                "unapproved_cents": item["assigned_cents"] - item["approved_cents"]}  # fmt: skip
        if left[kept]:
            rows.append({"id": item["invoice_id"], "open_cents": left[kept]})
    if not rows:
        return 0
    _, total = leave(do, claim["contract_id"], rows, "claim_rest_charged", "charged")
    return total
