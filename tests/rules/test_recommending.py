"""Why an offer is recommended: the reasons told, each for what was wanted and nothing else."""

from typing import Any

import pytest

from comptant.rules.offer_notes import USUAL
from comptant.rules.recommending import Wants, recommend

TERMS: dict[str, Any] = {
    "is_insured": False, "has_recourse": True, "disclosure_mode": "NOTIFIED",
    "collection_mode": "FACTOR",
}  # fmt: skip


def case(number: int, available: int, net: int) -> dict[str, Any]:
    return {"offer_number": number, "scenario": USUAL, "available_cents": available,
            "used_cents": available, "net_cost_cents": net, "kept_risk_cents": 0}  # fmt: skip


@pytest.mark.parametrize(
    ("wants", "reasons"),
    [
        # Nothing was said of the cash needed: nothing is said of meeting it.
        (Wants(), ["cheapest_per_euro"]),
        (Wants(need_cents=90_00), ["meets_need", "cheapest"]),
        (Wants(need_cents=200_00), ["lacks_need", "cheapest"]),
        (Wants(cover=True), ["lacks_cover", "cheapest_per_euro"]),
        (Wants(management=True), ["manages", "cheapest_per_euro"]),
    ],
)
def test_the_reasons_are_those_of_what_was_wanted(wants: Wants, reasons: list[str]) -> None:
    cases = [case(1, 100_00, 5_00), case(2, 100_00, 9_00)]
    told = recommend(cases, {1: TERMS, 2: TERMS}, wants)
    assert told["offer_number"] == 1
    assert [each["reason"] for each in told["reasons"]] == reasons


def test_an_offer_that_alone_meets_the_need_says_so() -> None:
    told = recommend([case(1, 100_00, 5_00), case(2, 50_00, 1_00)], {1: TERMS, 2: TERMS},
                     Wants(need_cents=80_00))  # fmt: skip
    assert told["reasons"] == [
        {"reason": "meets_need", "available_cents": 100_00, "need_cents": 80_00},
        {"reason": "alone"},
    ]
