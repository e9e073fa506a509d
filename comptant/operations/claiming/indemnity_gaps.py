"""What a policy says that an insurer is to pay, beside what it pays: a difference is named with the
cause that explains it to the cent, where one does, to be asked of the insurer.

Each cause is tried by the rules of the indemnity themselves, with one fact changed. Source: DOMAIN
6.4, W6-1 to W6-4.
"""

from collections.abc import Callable, Iterator
from typing import Any

from comptant.operations.claiming.claim_figures import indemnity_of
from comptant.rules.money import ONE_PPM, share_of

Row = dict[str, Any]
PERCENT_PPM = ONE_PPM // 100
# How an indemnity may differ, in the order in which it is tried.
CAUSES = ("REFUSED", "UNPAID", "MORE", "DISPUTE_OVER", "INVOICE_OUT", "NET_BASE", "OTHER_LIMIT",
          "DEDUCTIBLE_TWICE", "FIRST_LOSS_AGAIN", "OTHER_SHARE", "UNEXPLAINED")  # fmt: skip


def gap_of(claim: Row, items: list[Row], used: Row, limits: list[Row]) -> Row:
    """`claim_indemnity_cents` (by the policy), `indemnity_gap_cents` (what of it is not accepted,
    or accepted and not paid), `gap_cause` (of CAUSES; None: nothing is lacking, or nobody has
    decided), `gap_facts`: what the cause names. `items`: as they were when it was decided;
    `limits`: the insurer's decisions on the buyer, the last first."""
    told = indemnity_of(claim, items, used)["claim_indemnity_cents"]
    gap, cause, facts = 0, None, {}
    if claim["is_refused"]:
        gap, cause, facts = told, "REFUSED", {"reference": claim["reference"]}
    elif claim["is_accepted"] and claim["accepted_cents"] != told:
        gap = told - claim["accepted_cents"]
        cause, facts = _cause(claim, items, used, limits) if gap > 0 else ("MORE", {})
    elif claim["is_accepted"] and claim["received_cents"] < claim["accepted_cents"]:
        gap, cause = claim["accepted_cents"] - claim["received_cents"], "UNPAID"
    return {"claim_indemnity_cents": told, "indemnity_gap_cents": gap, "gap_cause": cause,
            "gap_facts": facts}  # fmt: skip


def _cause(claim: Row, items: list[Row], used: Row, limits: list[Row]) -> tuple[str, Row]:
    """The first cause by which the rules come to what the insurer accepted."""
    accepted = claim["accepted_cents"]
    for cause, facts, paid in _tried(claim, items, used, limits):
        if paid() == accepted:
            return cause, facts
    base = claim["loss_base_cents"]
    if base:  # a whole percentage of the same loss, rounded as the policy's is
        ppm = (accepted * ONE_PPM // base + PERCENT_PPM // 2) // PERCENT_PPM * PERCENT_PPM
        deducted = claim["terms"]["loss_deductible_cents"] - used.get("loss_deductible_cents", 0)
        if share_of(base, ppm) - max(deducted, 0) == accepted:
            return "OTHER_SHARE", {"insured_ppm": ppm}
    return "UNEXPLAINED", {}


def _tried(
    claim: Row, items: list[Row], used: Row, limits: list[Row]
) -> Iterator[tuple[str, Row, Callable[[], int]]]:
    """Each cause that can be tried, what it names, and what the insurer would pay by it."""
    terms = claim["terms"]

    def paid(items: list[Row] = items, used: Row = used, **changed: Any) -> Callable[[], int]:
        return lambda: int(indemnity_of({**claim, **changed}, items, used)["claim_indemnity_cents"])

    if claim["withheld_cents"]:
        still = [{**item, "disputed_now_cents": item["debt_cents"]} for item in items]
        yield "DISPUTE_OVER", {}, paid(still)
    if len(items) > 1:
        for item in items:
            rest = [one for one in items if one is not item]
            sums = {name: sum(one[name] for one in rest) for name in (
                "insurable_cents", "covered_cents", "below_cents", "offered_cents")}  # fmt: skip
            yield "INVOICE_OUT", {"invoice_number": item["invoice_number"]}, paid(rest, **sums)
    if terms["insured_base"] == "GROSS":
        yield "NET_BASE", {"vat_ppm": terms["vat_ppm"]}, paid(**_net(claim, terms["vat_ppm"]))
    for limit in limits:
        cents = limit["amount_cents"] or 0
        if cents < claim["covered_cents"]:
            facts = {name: limit[name] for name in ("decision_number", "amount_cents",
                                                    "valid_from_on")}  # fmt: skip
            yield "OTHER_LIMIT", facts, paid(covered_cents=cents)
    if deducted := terms["loss_deductible_cents"]:
        twice = {**terms, "loss_deductible_cents": 2 * deducted}
        yield "DEDUCTIBLE_TWICE", {"loss_deductible_cents": deducted}, paid(terms=twice)
    if first := terms["first_loss_cents"]:
        again = {**used, "first_loss_cents": 0}
        yield "FIRST_LOSS_AGAIN", {"first_loss_cents": first}, paid(used=again)


def _net(claim: Row, vat_ppm: int) -> Row:
    """The amounts of a claim without the VAT in them."""
    whole = ONE_PPM + vat_ppm
    return {name: (2 * claim[name] * ONE_PPM + whole) // (2 * whole) for name in (
        "insurable_cents", "covered_cents", "below_cents", "offered_cents")}  # fmt: skip
