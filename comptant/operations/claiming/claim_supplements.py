"""What an insurer accepts more of a claim, once a dispute is over for which a part was withheld.

Source: DOMAIN 5.4, 6.4; docs/decisions/0185-what-is-disputed-of-a-claim-is-withheld.md.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused
from comptant.operations.books.ledger import book
from comptant.operations.claiming.claim_figures import (
    as_decided,
    beside_which,
    indemnity_of,
    shares_of,
)
from comptant.operations.claiming.claims import (
    claim_of,
    impair_beside,
    impair_one,
    move_items,
    step,
)
from comptant.rules.money import share_of
from comptant.store import bulk

Row = dict[str, Any]
OF_STEP = {"loss_base_cents": "loss_base_cents", "first_loss_cents": "first_loss_used_cents",
           "deductible_cents": "deductible_taken_cents",
           "withheld_cents": "disputed_cents"}  # fmt: skip


def come_back(do: Act, claim: Row, items: list[Row]) -> Row:
    """Figures of a claim accepted (INDEMNITY) less what they were when it was, each: what of the
    withheld is not disputed any more. Refused: claim_decided, where nothing comes back."""
    if not claim["is_accepted"]:
        raise Refused("claim_decided", claim_number=claim["claim_number"])
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('policy', %s))",
                    (claim["policy_id"],))  # fmt: skip
    used = bulk.row(do.conn, "read_claims_used", **beside_which(claim, is_all=True)) or {}
    then = as_decided(claim, items)
    now = indemnity_of(claim, then, used)
    before = indemnity_of(claim, [{**item, "disputed_now_cents": item["debt_cents"]}
                                  for item in then], used)  # fmt: skip
    more: Row = {name: now[name] - before[name]
                 for name in ("claim_indemnity_cents", *OF_STEP.values())}  # fmt: skip
    if more["claim_indemnity_cents"] <= 0:
        raise Refused("claim_decided", claim_number=claim["claim_number"])
    return more


def accepted_more(do: Act, claim: Row, items: list[Row], more: Row, said: Row) -> Answer:
    """What comes back is shared by what each invoice lacks of its cover; what of it takes the place
    of a doubtful debt is booked."""
    ppm = claim["terms"]["insured_ppm"]
    lacks = [max(share_of(item["covered_cents"], ppm) - item["share_cents"], 0) for item in items]
    cents, is_ours = said["accepted_cents"], claim["paid_to"] == "FACTOR"
    moved, due, factor = {}, 0, 0
    for item, one in zip(items, shares_of(items, lacks, cents, "factor_cents"),
                         strict=True):  # fmt: skip
        owes = one["insurer_owes_cents"] if is_ours else 0
        due, factor = due + owes, factor + one["insurer_owes_cents"]
        moved[item["invoice_id"]] = {"share_cents": one["item_share_cents"], "had_cents": owes,
                                     "factor_cents": -owes}  # fmt: skip
    move_items(do, claim, moved)
    if due:
        book(do, claim["contract_id"], "claim_accepted", f"claim/{claim['id']}/accepted/{do.id}",
             do.on, {"accepted": due})  # fmt: skip
    step(do, claim, "ACCEPTED", date.fromisoformat(said["step_on"]), said["reference"],
         amount_cents=cents, due_cents=due, factor_cents=-factor, client_cents=factor - cents,
         is_more=True, **{name: more[of] for name, of in OF_STEP.items()})  # fmt: skip
    now = claim_of(do, claim["contract_id"], claim["id"])
    impair_one(do, now)
    impair_beside(do, now)
    return {"claim_state": now["claim_state"], "accepted_cents": cents, "insurer_owes_cents": due,
            "factor_borne_cents": now["factor_borne_cents"],
            "client_borne_cents": now["client_borne_cents"],
            "currency": claim["currency"]}  # fmt: skip
