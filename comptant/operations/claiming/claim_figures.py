"""The indemnity of a claim, figure by figure, from what is kept of it: for who decides and for who
reads. Source: DOMAIN 6.4, W6-1 to W6-5."""

from datetime import date, timedelta
from typing import Any

from comptant.operations.insurance.claims_expected import most_of_year
from comptant.rules.batch import decide
from comptant.rules.calendar import next_business_day_of
from comptant.rules.claim_shares import BEFORE, base_recovered_cents
from comptant.rules.indemnity import CLAIMS, INDEMNITY

Row = dict[str, Any]


def year_of(claim: Row, on: date) -> Row:
    """What read_claims_used is asked: of the other claims under the policy, in the year of a
    day."""
    return {"id": claim["id"], "policy_id": claim["policy_id"] or 0,
            "from_on": date(on.year, 1, 1), "until_on": date(on.year, 12, 31)}  # fmt: skip


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


def indemnity_of(claim: Row, items: list[Row], used: Row) -> Row:
    """The claim's figures, each (CLAIMS, then INDEMNITY): what came in since it was opened lowers
    the loss; `used`: what earlier claims of the year had of the first loss and of the maximum."""
    terms = claim["terms"]
    most = most_of_year(terms) if claim["policy_id"] else 0
    before = decide(BEFORE.frame([{name: item[name] for name in BEFORE.names} for item in items]),
                    (base_recovered_cents,))  # fmt: skip
    first_loss = terms.get("first_loss_cents", 0) - used.get("first_loss_cents", 0)
    facts = {
        "claim_id": claim["id"], "insurable_cents": claim["insurable_cents"],
        "recovered_cents": int(before["base_recovered_cents"].sum()),
        "below_cents": claim["below_cents"], "offered_cents": claim["offered_cents"],
        "claim_limit_cents": claim["covered_cents"], "insured_ppm": terms.get("insured_ppm", 0),
        "loss_deductible_cents": terms.get("loss_deductible_cents", 0),
        "claim_threshold_cents": terms.get("claim_threshold_cents", 0),
        "first_loss_left_cents": max(first_loss, 0),
        "liability_left_cents": None if most is None
        else max(most - used.get("indemnity_cents", 0), 0),
    }  # fmt: skip
    return decide(CLAIMS.frame([facts]), INDEMNITY).row(0, named=True)
