"""Indemnities, recoveries and premiums of policies, to the cent. Source: DOMAIN 6.4, 6.6, W6-1 to
W6-3, W6-5, W6-7, W8-E."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules.batch import decide
from comptant.rules.columns import shape
from comptant.rules.indemnity import CLAIMS, INDEMNITY, RECOVERIES, SHARING, max_liability_cents
from comptant.rules.premiums import PREMIUM, PREMIUMS


def claim(**told: object) -> dict[str, int]:
    """A loss of 50 000,00 under a limit of as much and a policy of 90 %, without deductibles."""
    facts: dict[str, Any] = {"claim_id": 1, "insurable_cents": 5_000_000, "recovered_cents": 0,
             "claim_limit_cents": 5_000_000, "insured_ppm": 900_000, "loss_deductible_cents": 0,
             "claim_threshold_cents": 0, "first_loss_left_cents": 0, "below_cents": 0,
             "disputed_cents": 0, "loss_beside_cents": 0,
             **told}  # fmt: skip
    facts.setdefault("offered_cents", facts["insurable_cents"] - facts["below_cents"])
    return decide(CLAIMS.frame([facts]), INDEMNITY).row(0, named=True)


def test_a_loss_within_its_limit_is_paid_at_the_insured_share() -> None:
    found = claim()
    assert (found["claim_indemnity_cents"], found["not_indemnified_cents"]) == (4_500_000, 500_000)


def test_a_debt_beyond_its_limit_is_paid_up_to_the_limit() -> None:
    found = claim(insurable_cents=6_200_000)
    assert found["claim_indemnity_cents"] == 4_500_000
    assert (found["outside_limit_cents"], found["not_indemnified_cents"]) == (1_200_000, 1_700_000)
    published = claim(insurable_cents=4_000_000, claim_limit_cents=3_000_000)
    assert published["claim_indemnity_cents"] == 2_700_000


def test_a_deductible_is_taken_off_and_what_came_in_before_lowers_the_loss() -> None:
    assert claim(loss_deductible_cents=100_000)["claim_indemnity_cents"] == 4_400_000
    found = claim(recovered_cents=800_000)
    assert (found["loss_base_cents"], found["claim_indemnity_cents"]) == (4_200_000, 3_780_000)


def test_a_policy_before_vat_pays_its_share_of_the_amount_before_vat() -> None:
    assert claim(insurable_cents=4_166_667)["claim_indemnity_cents"] == 3_750_000


def test_a_loss_under_the_threshold_pays_nothing_and_one_at_it_all() -> None:
    assert claim(claim_threshold_cents=5_000_001)["claim_indemnity_cents"] == 0
    assert claim(claim_threshold_cents=5_000_000)["claim_indemnity_cents"] == 4_500_000


def test_a_threshold_is_held_against_all_claims_on_one_loss() -> None:
    assert claim(claim_threshold_cents=5_000_001,
                 loss_beside_cents=1)["claim_indemnity_cents"] == 4_500_000  # fmt: skip


def test_a_deductible_takes_no_more_than_what_is_insured_of_the_loss() -> None:
    found = claim(insurable_cents=100_000, loss_deductible_cents=150_000)
    assert (found["deductible_taken_cents"], found["claim_indemnity_cents"]) == (90_000, 0)


def test_what_is_disputed_is_withheld_of_the_loss() -> None:
    found = claim(disputed_cents=2_000_000)
    assert (found["loss_base_cents"], found["claim_indemnity_cents"]) == (3_000_000, 2_700_000)


def test_what_is_disputed_lowers_the_highest_layer_first() -> None:
    """50 000.00 above a layer of 30 000.00: 10 000.00 disputed leave 10 000.00 of the top-up."""
    found = claim(disputed_cents=1_000_000, below_cents=3_000_000, claim_limit_cents=2_000_000)
    assert found["loss_base_cents"] == 1_000_000
    assert claim(disputed_cents=1_000_000, claim_limit_cents=3_000_000,
                 offered_cents=5_000_000)["loss_base_cents"] == 3_000_000  # fmt: skip


def test_the_yearly_first_loss_absorbs_what_would_be_paid_until_it_is_used_up() -> None:
    first = claim(first_loss_left_cents=10_000_000)
    assert (first["first_loss_used_cents"], first["claim_indemnity_cents"]) == (4_500_000, 0)
    second = claim(insurable_cents=2_000_000, first_loss_left_cents=5_500_000)
    assert (second["first_loss_used_cents"], second["claim_indemnity_cents"]) == (1_800_000, 0)
    third = claim(first_loss_left_cents=3_700_000)
    assert third["claim_indemnity_cents"] == 800_000


def test_the_insurer_pays_no_more_than_what_is_left_of_its_maximum() -> None:
    assert claim(liability_left_cents=1_000_000)["claim_indemnity_cents"] == 1_000_000


def test_more_recovered_than_owed_pays_nothing() -> None:
    found = claim(recovered_cents=6_000_000, loss_deductible_cents=1)
    assert (found["loss_base_cents"], found["claim_indemnity_cents"]) == (0, 0)


def test_the_maximum_is_so_many_premiums_or_the_amount_named() -> None:
    named = shape("year_premium_cents", "liability_multiple_count?", "liability_cap_cents?")
    rows = named.frame([
        {"year_premium_cents": 1_800_000, "liability_multiple_count": 25},
        {"year_premium_cents": 1_800_000, "liability_multiple_count": 25,
         "liability_cap_cents": 40_000_000},
        {"year_premium_cents": 1_800_000},
    ])  # fmt: skip
    found = decide(rows, (max_liability_cents,), nullable=("max_liability_cents",))
    assert found["max_liability_cents"].to_list() == [45_000_000, 40_000_000, None]


# 10 000,00 of a debt of 62 000,00 of which 50 000,00 were insured and 45 000,00 paid.
FACTS = {"claim_id": 1, "debt_cents": 6_200_000, "loss_base_cents": 5_000_000,
         "indemnity_paid_cents": 4_500_000, "recovery_cents": 1_000_000, "recovery_cost_cents": 0,
         "recovered_before_cents": 0, "costs_before_cents": 0}  # fmt: skip


def recovery(**told: int) -> dict[str, int]:
    return decide(RECOVERIES.frame([{**FACTS, **told}]), SHARING).row(0, named=True)


def test_a_recovery_is_shared_in_proportion_to_the_risk_borne() -> None:
    found = recovery()
    assert found["insured_recovery_cents"] == 806_452
    assert (found["insurer_recovery_cents"], found["retained_recovery_cents"]) == (725_807, 80_645)
    assert found["uninsured_recovery_cents"] == 193_548
    assert 4_500_000 - found["insurer_recovery_cents"] == 3_774_193
    assert 1_700_000 - found["retained_recovery_cents"] - found["uninsured_recovery_cents"] == (
        1_425_807
    )


def test_costs_are_borne_in_the_same_ratio() -> None:
    found = recovery(recovery_cost_cents=100_000)
    assert (found["insurer_cost_cents"], found["insurer_due_cents"]) == (72_581, 653_226)


def test_a_late_recovery_on_a_loss_within_its_limit() -> None:
    found = recovery(debt_cents=5_000_000, recovery_cents=200_000)
    assert (found["insurer_recovery_cents"], found["retained_recovery_cents"]) == (180_000, 20_000)


@settings(deadline=None)
@given(st.lists(st.integers(1, 700_000), min_size=1, max_size=20))
def test_many_small_recoveries_share_as_one(parts: list[int]) -> None:
    before = [sum(parts[:number]) for number in range(len(parts))]
    rows = [{**FACTS, "recovery_cents": part, "recovered_before_cents": earlier}
            for part, earlier in zip(parts, before, strict=True)]  # fmt: skip
    shared = decide(RECOVERIES.frame(rows), SHARING)["insurer_recovery_cents"].sum()
    assert shared == recovery(recovery_cents=sum(parts))["insurer_recovery_cents"]


def test_all_recovered_gives_the_insurer_back_what_it_paid() -> None:
    assert recovery(recovery_cents=6_200_000)["insurer_recovery_cents"] == 4_500_000


def premium(**told: int) -> dict[str, int]:
    facts = {"policy_id": 5, "premium_base_cents": 500_000_000, "policy_rate_ppm": 2_500,
             "premium_minimum_cents": 1_800_000, "limit_fee_cents": 3_500, "limit_count": 40,
             "premium_tax_ppm": 90_000, "fee_vat_ppm": 200_000, **told}  # fmt: skip
    return decide(PREMIUMS.frame([facts]), PREMIUM).row(0, named=True)


def test_a_premium_is_a_rate_on_what_is_declared_at_least_its_minimum() -> None:
    found = premium()
    assert (found["year_premium_cents"], found["premium_topped_cents"]) == (1_800_000, 550_000)
    more = premium(premium_base_cents=1_000_000_000)
    assert (more["year_premium_cents"], more["premium_topped_cents"]) == (2_500_000, 0)


def test_fees_of_limits_and_taxes_come_on_top() -> None:
    found = premium()
    assert (found["premium_tax_cents"], found["limit_fees_cents"]) == (162_000, 140_000)
    assert (found["limit_fees_vat_cents"], found["premium_due_cents"]) == (28_000, 2_130_000)


# Layers and shares --------------------------------------------------------------------------------


def test_a_top_up_bears_what_the_layer_below_leaves_and_is_relieved_first() -> None:
    """50 000.00: 30 000.00 in the first layer, the rest in the second; 8 000.00 came in."""
    first = claim(claim_limit_cents=3_000_000, recovered_cents=800_000)
    assert first["loss_base_cents"] == 3_000_000
    second = claim(below_cents=3_000_000, claim_limit_cents=2_000_000, recovered_cents=800_000,
                   insured_ppm=800_000, loss_deductible_cents=100_000)  # fmt: skip
    assert (second["loss_base_cents"], second["claim_indemnity_cents"]) == (1_200_000, 860_000)


def test_co_insurers_bear_their_shares_of_what_is_left() -> None:
    """60 and 40 % of 50 000.00, of which 8 000.00 came in: 25 200.00 and 16 800.00."""
    bases = [claim(offered_cents=part, claim_limit_cents=part, recovered_cents=800_000)
             for part in (3_000_000, 2_000_000)]  # fmt: skip
    assert [one["loss_base_cents"] for one in bases] == [2_520_000, 1_680_000]


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.integers(0, 10**6),
       st.integers(0, 10**12), st.integers(0, 10**12))  # fmt: skip
def test_all_indemnities_together_never_pass_the_loss(
    debt: int, came_in: int, ppm: int, limit: int, top: int
) -> None:
    shares = [debt * part // 10**6 for part in (ppm, 10**6 - ppm)]
    covered = [min(part, limit) for part in shares]
    below = sum(covered)
    found = [claim(insurable_cents=debt, recovered_cents=came_in, offered_cents=part,
                   claim_limit_cents=one, insured_ppm=1_000_000)
             for part, one in zip(shares, covered, strict=True)]  # fmt: skip
    found.append(claim(insurable_cents=debt, recovered_cents=came_in, below_cents=below,
                       claim_limit_cents=min(debt - below, top), insured_ppm=1_000_000)
                 )  # fmt: skip
    assert sum(one["claim_indemnity_cents"] for one in found) <= max(debt - came_in, 0)
