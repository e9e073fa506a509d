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
    cents. Nothing where it is not paid whole, nor of what is withheld for a dispute: it may come
    back (claim_supplements)."""
    is_whole = claim["is_accepted"] and claim["received_cents"] >= claim["accepted_cents"]
    if not is_whole or any(not (one["is_paid"] or one["is_refused"]) for one in others):
        return 0
    contract = contract_in_force(do.conn, claim["contract_id"], do.on)
    kept = "open_cents" if contract.terms["has_recourse"] else "unapproved_cents"
    rows, is_withheld = [], any(one["withheld_cents"] for one in (claim, *others))
    for item in items:
        assigned = item["assigned_cents"]
        if is_withheld:
            assigned -= min(assigned, item["disputed_now_cents"])
        left = {"open_cents": assigned,
                "unapproved_cents": max(assigned - item["approved_cents"], 0)}  # fmt: skip
        if left[kept]:
            rows.append({"id": item["invoice_id"], "open_cents": left[kept]})
    if not rows:
        return 0
    _, total = leave(do, claim["contract_id"], rows, "claim_rest_charged", "charged")
    return total
