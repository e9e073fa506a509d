"""The indemnity of a claim, figure by figure, from what is kept of it: for who decides and for who
reads. Source: DOMAIN 6.4, W6-1 to W6-5."""

from datetime import date, timedelta
from typing import Any

from comptant.operations.insurance.claims_expected import most_of_year
from comptant.rules.batch import decide
from comptant.rules.calendar import next_business_day_of
from comptant.rules.claim_shares import ACCEPTED, BEFORE, BEFORE_DECISION, ON_ACCEPTANCE
from comptant.rules.indemnity import CLAIMS, INDEMNITY

Row = dict[str, Any]


def beside_which(claim: Row, *, is_all: bool = False) -> Row:
    """What read_claims_used is asked: of the other claims under the policy, those of the claim's
    insurance year, and those of the same loss; of one accepted those before it, or all."""
    names = ("id", "buyer_id", "year_on", "delivered_on", "opened_on")
    return {
        "policy_id": claim["policy_id"] or 0,
        "is_all": is_all,
        **{name: claim[name] for name in names},
    }


def waiting_until(terms: Row, declared_on: date, due_on: date) -> date:
    """The end of the waiting period: of an import factor it runs from the due day, and moves to its
    next working day. Source: DOMAIN 6.5, 7.5 (GRIF art. 24)."""
    days = timedelta(days=int(terms["waiting_days"]))
    if terms["waiting_from"] == "DUE":
        return next_business_day_of(due_on + days)
    return declared_on + days


def as_decided(claim: Row, items: list[Row]) -> list[Row]:
    """The items with what was owed when the insurer decided: what came in since takes nothing off
    its indemnity."""
    borne = (claim["accepted_cents"] + claim["other_borne_cents"] + claim["factor_borne_cents"]
             + claim["client_borne_cents"])  # fmt: skip
    paid, told = claim["debt_cents"] - borne, []
    for item in items:
        before = min(paid, item["debt_cents"])
        paid -= before
        told.append({**item, "still_owed_cents": item["debt_cents"] - before})
    return told


def before_decision(items: list[Row]) -> list[Row]:
    """What came in of each item, and what of it waits for the end of a dispute; a credit note since
    the decision ended it for good."""
    facts = [{**{name: item[name] for name in BEFORE.names},
              "disputed_now_cents": item["disputed_now_cents"] + item.get("credited_cents", 0)}
             for item in items]  # fmt: skip
    return decide(BEFORE.frame(facts), BEFORE_DECISION).to_dicts()


def withheld(claim: Row, before: list[Row]) -> int:
    """What of a claim is disputed; of one accepted, what of the withheld is disputed still: a
    dispute that came later takes nothing off."""
    now: int = sum(row["item_withheld_cents"] for row in before)
    return min(now, claim["withheld_cents"]) if claim["is_accepted"] else now


def undisputed(items: list[Row]) -> list[int]:
    """What an indemnity is shared by among items: what is covered of each and not withheld; where
    all of it is, what is insurable."""
    before = before_decision(items)
    for name in ("covered_cents", "insurable_cents"):
        left = [max(item[name] - row["item_withheld_cents"], 0)
                for item, row in zip(items, before, strict=True)]  # fmt: skip
        if any(left):
            return left
    return [item["covered_cents"] for item in items]


def shares_of(items: list[Row], weights: list[int], cents: int, factor: str) -> list[Row]:
    """The items with their share of an amount accepted (ON_ACCEPTANCE), by a weight of each;
    `factor`: the column of what the factor holds of it."""
    ranked, rows = 0, []
    for item, weight in zip(items, weights, strict=True):
        rows.append({
            "invoice_id": item["invoice_id"], "accepted_cents": cents, "ranked_cents": ranked,
            "covered_cents": weight, "all_covered_cents": sum(weights),
            "factor_open_cents": item[factor],
        })  # fmt: skip
        ranked += weight
    return decide(ACCEPTED.frame(rows), ON_ACCEPTANCE).to_dicts()


def indemnity_of(claim: Row, items: list[Row], used: Row) -> Row:
    """The claim's figures, each (CLAIMS, then INDEMNITY): what came in since it was opened lowers
    the loss; `used`: what other claims had of the first loss and of the maximum of its insurance
    year, and of the deductible of its loss (read_claims_used)."""
    terms = claim["terms"]
    most = most_of_year(terms) if claim["policy_id"] else 0
    before = before_decision(items)
    first_loss = terms.get("first_loss_cents", 0) - used.get("first_loss_cents", 0)
    deductible = terms.get("loss_deductible_cents", 0) - used.get("loss_deductible_cents", 0)
    facts = {
        "claim_id": claim["id"], "insurable_cents": claim["insurable_cents"],
        "recovered_cents": sum(row["base_recovered_cents"] for row in before),
        "disputed_cents": withheld(claim, before),
        "below_cents": claim["below_cents"], "offered_cents": claim["offered_cents"],
        "claim_limit_cents": claim["covered_cents"], "insured_ppm": terms.get("insured_ppm", 0),
        "loss_deductible_cents": max(deductible, 0),
        "claim_threshold_cents": terms.get("claim_threshold_cents", 0),
        "loss_beside_cents": used.get("loss_beside_cents", 0),
        "first_loss_left_cents": max(first_loss, 0),
        "liability_left_cents": None if most is None
        else max(most - used.get("indemnity_cents", 0), 0),
    }  # fmt: skip
    return decide(CLAIMS.frame([facts]), INDEMNITY).row(0, named=True)
