"""Offers on a ledger: the worked quotes, to the cent."""

from typing import Any

import polars as pl
import pytest

from comptant.rules import offering
from comptant.rules.batch import decide
from comptant.rules.curve import SALES
from comptant.rules.offering import BUYERS, CHARGES, OFFERS, SCENARIOS, TIERS, Weighed
from comptant.rules.offers import unused_fee_cents
from comptant.rules.pricing import minimum_shortfall_cents, prorated_minimum_cents
from comptant.rules.teg import TEG_RULES

# The offer of W4-9: 90 %, 80 % used, 0.60 %, 3.615 %.
OFFER: dict[str, Any] = {
    "offer_number": 1, "assignment_scope": "ALL_INVOICES", "scope_count": None,
    "takes_ledger": True, "has_recourse": True, "overdue_cutoff_days": 30, "open_countries": "FR",
    "concentration_ppm": 1_000_000, "is_insured": False, "cover_ppm": 900_000,
    "collection_mode": "FACTOR", "fee_ppm": 6_000, "fee_minimum_cents": 0,
    "fee_billing": "AT_COLLECTION", "agreed_minimum_cents": 0, "annual_minimum_ppm": 0,
    "cash_base": "RECEIVABLES", "advance_ppm": 900_000, "line_cents": None, "unused_ppm": 0,
    "fund_ppm": 0, "use_ppm": 800_000, "interest_base": "FUNDS_IN_USE", "reference_ppm": 20_150,
    "margin_ppm": 16_000, "floor_ppm": 0, "charge_timing": "ARREARS", "advance_margin_days": 10,
    "need_cents": None, "vat_ppm": 200_000, "told_management_cents": 0, "told_bank_cents": 0,
    "told_premium_cents": 0, "told_bad_debts_cents": 0, "order_advance_ppm": 0,
    "order_line_cents": None, "order_margin_ppm": 0, "order_days": 45,
    "order_share_ppm": 1_000_000, "runs_programme": False, "approval_days": 10,
    "payables_rebate_ppm": 0,
}  # fmt: skip
BUYER: dict[str, Any] = {
    "row_number": 1, "buyer_name": "BETA SA", "buyer_country": "FR", "buyer_class": "B",
    "buyer_count": 1, "turnover_cents": 120_000_000, "invoice_count": 240,
    "largest_invoice_cents": 2_000_000, "term_days": 45, "payment_days": 50, "credited_cents": 0,
    "stale_30_cents": 0, "stale_60_cents": 0,
}  # fmt: skip
USUAL = {"scenario": "AS_USUAL", "pays_at_term": False, "lateness_days": 0, "failing_count": 0,
         "sales_ppm": 1_000_000}  # fmt: skip
FIXED = {"offer_number": 1, "fee_code": "FEE-WEB", "charge_unit": "MONTH", "unit_cents": 10_000,
         "charge_ppm": 0, "vat_class": "TAXABLE_STD", "is_in_teg": False}  # fmt: skip


def sales_of(buyer: dict[str, Any], *months: int) -> list[dict[str, Any]]:
    """A year's sales to a buyer: as told, or the same each month."""
    even, rest = divmod(buyer["turnover_cents"], 12)
    months = months or tuple(even + (rest if place == 11 else 0) for place in range(12))
    return [{"row_number": buyer["row_number"], "month_number": place, "sold_cents": sold}
            for place, sold in enumerate(months, 1)]  # fmt: skip


def weighed(
    *buyers: dict[str, Any], offer: dict[str, Any] | None = None, scenario: dict[str, Any] = USUAL,
    tiers: tuple[tuple[int, int], ...] = (), charges: tuple[dict[str, Any], ...] = (FIXED,),
    sales: list[dict[str, Any]] | None = None,
) -> Weighed:  # fmt: skip
    """One offer under one scenario."""
    buyers = buyers or (BUYER,)
    terms = {**OFFER, **(offer or {})}
    told = sales or [row for buyer in buyers for row in sales_of(buyer)]
    steps = tiers or ((0, terms["fee_ppm"]),)
    return offering.weigh(
        OFFERS.frame([terms]), SCENARIOS.frame([scenario]), BUYERS.frame(buyers),
        SALES.frame(told),
        TIERS.frame([{"offer_number": 1, "tier_from_cents": start, "tier_ppm": ppm}
                     for start, ppm in steps]),
        CHARGES.frame(charges),
    )  # fmt: skip


def case(*buyers: dict[str, Any], **told: Any) -> dict[str, Any]:
    """The only case of weighed()."""
    return weighed(*buyers, **told).cases.row(0, named=True)


def test_the_quote_of_w4_9_costs_12_738_before_vat() -> None:
    found = case()
    told = ("outstanding_cents", "used_cents", "yearly_fee_cents", "financing_charge_cents",
            "other_charges_cents", "yearly_cost_cents", "yearly_vat_cents")  # fmt: skip
    assert [found[name] for name in told] == [
        16_438_356, 11_835_616, 720_000, 433_800, 120_000, 1_273_800, 168_000,
    ]  # fmt: skip
    assert found["cost_of_turnover_ppm"] == 10_615  # 1.062 %
    # 12 738.00 for 118 356.16 in use.
    assert found["yearly_rate_ppm"] == 107_624


def test_the_spot_invoice_of_w7_1_pays_17_287_50() -> None:
    invoice = {**BUYER, "term_days": 45, "payment_days": 45}
    spot = {
        "assignment_scope": "CHOSEN_INVOICES", "scope_count": 1, "fee_ppm": 25_000,
        "fee_billing": "AT_ASSIGNMENT", "charge_timing": "ADVANCE", "advance_margin_days": 0,
        "reference_ppm": 30_000, "margin_ppm": 20_000, "use_ppm": 1_000_000,
    }  # fmt: skip
    found = case(invoice, offer=spot, charges=())
    told = ("starting_cents", "starting_financed_cents", "starting_fee_cents",
            "starting_interest_cents", "starting_cash_cents")  # fmt: skip
    assert [found[name] for name in told] == [2_000_000, 1_800_000, 60_000, 11_250, 1_728_750]
    assert found["financing_charge_cents"] == 11_250  # the same over the year: one invoice


@pytest.mark.parametrize(("billing", "cents"), [("AT_COLLECTION", 1_800_000),
                                                ("AT_ASSIGNMENT", 1_785_600)])  # fmt: skip
def test_the_seed_example_pays_the_same_in_a_quote_as_in_the_books(
    billing: str, cents: int
) -> None:
    one = {"assignment_scope": "CHOSEN_INVOICES", "scope_count": 1, "fee_billing": billing}
    assert case(offer=one, charges=())["starting_cash_cents"] == cents


def teg(fee: int, fund: int, linked: int, debit_numbers: int) -> tuple[int, int]:
    """Both readings for January 2026: the base that makes these debit numbers, over one day."""
    row = pl.DataFrame({
        "charge_base_cents": [debit_numbers], "fund_held_cents": [fund],
        "interest_base": ["FUNDS_IN_USE_AND_FUND"], "period_days": [1],
        "financing_charge_cents": [26_866], "linked_charges_cents": [linked],
        "unused_fee_cents": [0], "yearly_fee_cents": [fee], "minimum_shortfall_cents": [0],
        "package_fee_cents": [0], "teg_year_days": [365], "order_used_cents": [0],
        "order_charge_cents": [0],
    })  # fmt: skip
    found = decide(row, TEG_RULES).row(0, named=True)
    return found["teg_ppm"], found["teg_with_fee_ppm"]


def test_the_teg_of_w4_8_is_4_79_percent_and_8_77_with_the_fee() -> None:
    assert teg(26_451, 24_800_000, 5_000, 267_545_670) == (47_915, 87_687)
    # With no fee and no fund: 3.615 % x 365 / 360.
    assert teg(0, 0, 0, 267_545_670) == (36_652, 36_652)


@pytest.mark.parametrize("in_teg", [False, True])
def test_the_teg_with_the_fee_counts_a_flat_package_once(in_teg: bool) -> None:
    """(4 338.00 + 1 140.00) / 118 356.16, and 4 338.00 alone in the other reading."""
    package = {**FIXED, "fee_code": "PACK 100", "unit_cents": 9_500, "is_package_fee": True,
               "is_in_teg": in_teg}  # fmt: skip
    found = case(offer={"fee_ppm": 0}, charges=(package,))
    assert found["teg_with_fee_cost_cents"] == 433_800 + 114_000
    assert found["teg_cost_cents"] == 433_800 + (114_000 if in_teg else 0)
    assert found["teg_with_fee_ppm"] == 46_284


def test_the_teg_of_nothing_used_is_not_told() -> None:
    found = case(offer={"advance_ppm": 0})
    assert (found["used_cents"], found["teg_ppm"], found["yearly_rate_ppm"]) == (0, None, None)


def test_the_unused_line_of_w4_6_costs_54_03() -> None:
    row = pl.DataFrame({"unused_line_cents": [31_369_495], "unused_ppm": [2_000],
                        "period_days": [31]})  # fmt: skip
    assert decide(row, (unused_fee_cents,))["unused_fee_cents"].item() == 5_403


def test_the_annual_minimum_of_w4_2_is_topped_up() -> None:
    row = pl.DataFrame({"annual_minimum_cents": [600_000, 600_000], "in_force_days": [365, 297],
                        "billed_fee_cents": [481_236, 481_236]})  # fmt: skip
    found = decide(row, (prorated_minimum_cents, minimum_shortfall_cents))
    assert found["prorated_minimum_cents"].to_list() == [600_000, 488_219]
    assert found["minimum_shortfall_cents"].to_list() == [118_764, 6_983]


def test_an_annual_minimum_shows_only_when_sales_fall() -> None:
    minimum = {"annual_minimum_ppm": 800_000}
    assert case(offer=minimum)["minimum_shortfall_cents"] == 0
    fallen = case(offer=minimum, scenario={**USUAL, "sales_ppm": 500_000})
    # 80 % of 7 200.00 expected, 3 600.00 of fees.
    assert fallen["minimum_shortfall_cents"] == 216_000
    assert fallen["yearly_vat_cents"] == 20 * (360_000 + 216_000 + 120_000) // 100


def test_a_fee_by_tiers_charges_each_slice_at_its_own_rate() -> None:
    tiers = ((0, 6_000), (50_000_000, 4_000), (100_000_000, 2_000))
    found = case(tiers=tiers)
    assert found["yearly_fee_cents"] == 300_000 + 200_000 + 40_000


def test_the_least_fee_per_invoice_counts_for_small_invoices() -> None:
    # 240 invoices of 5 000.00 on average pay 30.00 each; at least 40.00 adds 10.00 to each.
    assert case(offer={"fee_minimum_cents": 4_000})["yearly_fee_cents"] == 960_000
    assert case(offer={"fee_minimum_cents": 2_000})["yearly_fee_cents"] == 720_000


def test_the_fund_is_a_reserve_and_bears_interest_where_the_contract_says_so() -> None:
    found = case(offer={"advance_ppm": 1_000_000, "fund_ppm": 100_000})
    assert found["available_cents"] == 16_438_356 - 1_643_836
    also = case(offer={"advance_ppm": 1_000_000, "fund_ppm": 100_000,
                       "interest_base": "FUNDS_IN_USE_AND_FUND"})  # fmt: skip
    assert also["charge_base_cents"] == also["used_cents"] + 1_643_836
    # The statutory denominator takes the fund out again.
    assert also["teg_base_numbers"] == also["used_cents"] * 365


def test_what_is_needed_is_used_and_no_more_than_there_is() -> None:
    assert case(offer={"need_cents": 5_000_000})["used_cents"] == 5_000_000
    assert case(offer={"need_cents": 99_000_000})["used_cents"] == 14_794_520


def test_late_buyers_stop_being_financed_with_recourse_only() -> None:
    late = {**USUAL, "scenario": "LATE_60", "lateness_days": 60}
    with_recourse = case(scenario=late)
    without = case(scenario=late, offer={"has_recourse": False})
    assert with_recourse["outstanding_cents"] == without["outstanding_cents"] == 36_164_384
    # Financed to the 75th day (45 + 30) with recourse, to the 110th without.
    assert with_recourse["concentrated_cents"] == 24_657_534
    assert without["concentrated_cents"] == 36_164_384


def test_a_buyer_that_fails_is_lost_but_for_what_is_covered() -> None:
    small = {**BUYER, "row_number": 2, "turnover_cents": 60_000_000}
    fails = {**USUAL, "scenario": "FAILING", "failing_count": 1}
    bare = case(BUYER, small, scenario=fails)
    assert bare["kept_risk_cents"] == 16_438_356
    assert bare["concentrated_cents"] == 8_219_178  # of the other one
    covered = case(BUYER, small, scenario=fails, offer={"is_insured": True})
    assert covered["kept_risk_cents"] == 16_438_356 - 14_794_520
    without = case(BUYER, small, scenario=fails, offer={"has_recourse": False})
    assert without["concentrated_cents"] == 8_219_178 + 16_438_356


def test_a_concentration_limit_caps_each_buyer_and_not_a_crowd() -> None:
    capped = {"concentration_ppm": 400_000}
    assert case(offer=capped)["concentrated_cents"] == 6_575_342
    crowd = {**BUYER, "buyer_count": 10}
    assert case(crowd, offer=capped)["concentrated_cents"] == 16_438_356


def test_a_limit_caps_what_is_financed_of_each_buyer_of_a_crowd() -> None:
    assert case({**BUYER, "limit_cents": 4_000_000})["concentrated_cents"] == 4_000_000
    assert case({**BUYER, "limit_cents": 40_000_000})["concentrated_cents"] == 16_438_356
    crowd = {**BUYER, "buyer_count": 10, "limit_cents": 1_000_000}
    assert case(crowd)["concentrated_cents"] == 10_000_000


def test_a_country_that_is_not_taken_is_assigned_and_not_financed() -> None:
    found = case({**BUYER, "buyer_country": "US"})
    assert (found["outstanding_cents"], found["concentrated_cents"]) == (16_438_356, 0)


def test_only_the_largest_buyers_are_in_a_selective_scope() -> None:
    buyers = [{**BUYER, "row_number": n, "turnover_cents": n * 1_000_000} for n in (1, 2, 3)]
    found = case(*buyers, offer={"assignment_scope": "NAMED_BUYERS", "scope_count": 2})
    assert found["assigned_cents"] == 5_000_000
    assert found["scope_buyer_count"] == 2


def test_of_a_crowd_only_so_many_are_taken_and_one_fails() -> None:
    crowd = {**BUYER, "row_number": 2, "buyer_count": 20}
    selective = {"assignment_scope": "NAMED_BUYERS", "scope_count": 3}
    found = case({**BUYER, "turnover_cents": 12_000_000}, crowd, offer=selective)
    # BETA buys 120 000.00, each of the twenty 60 000.00: BETA and two of them.
    assert found["assigned_cents"] == 24_000_000
    assert found["scope_buyer_count"] == 3
    fails = case(crowd, scenario={**USUAL, "failing_count": 1})
    assert fails["concentrated_cents"] == 16_438_356 - 821_918
    assert fails["kept_risk_cents"] == 821_918


def test_an_overdraft_is_its_line_whatever_is_sold() -> None:
    found = case(offer={"cash_base": "LINE", "line_cents": 10_000_000, "fee_ppm": 0,
                        "use_ppm": 500_000}, charges=())  # fmt: skip
    assert (found["available_cents"], found["used_cents"]) == (10_000_000, 5_000_000)
    assert found["yearly_cost_cents"] == found["financing_charge_cents"]


def test_even_sales_give_a_flat_curve_at_the_average_and_its_limit() -> None:
    found = weighed()
    curve = found.months["curve_cents"].to_list()
    assert len(curve) == 13
    assert {abs(cents - 16_438_356) <= 2 for cents in curve} == {True}
    assert abs(found.limits["needed_limit_cents"].item() - 16_438_356) <= 2


def test_a_season_shows_in_the_curve_and_in_the_limit_needed() -> None:
    months = (0,) * 11 + (120_000_000,)  # all is sold in the last month
    found = weighed(sales=sales_of(BUYER, *months))
    curve = found.months["curve_cents"].to_list()
    # Day 1 is the end of the month before: all of it is open, and 235 parts of 365 a month later.
    assert curve[0] == curve[12] == 120_000_000
    assert curve[1] == 77_260_274
    assert set(curve[2:12]) == {0}
    assert found.limits["needed_limit_cents"].item() == 120_000_000


def test_a_ledger_not_taken_on_builds_up_from_nothing() -> None:
    curve = weighed(offer={"takes_ledger": False}).months["curve_cents"].to_list()
    assert curve[:2] == [0, 10_000_000]
    assert abs(curve[2] - 16_438_356) <= 2


def test_day_1_is_what_the_ledger_says_less_what_is_too_late() -> None:
    told = {**BUYER, "ledger_open_cents": 10_000_000, "stale_30_cents": 1_000_000,
            "stale_60_cents": 400_000}  # fmt: skip
    assert case(told)["starting_cash_cents"] == 8_100_000
    without = case(told, offer={"has_recourse": False, "overdue_cutoff_days": 60})
    assert without["starting_cash_cents"] == 9_000_000
    # Of 9 000 000 fresh, what the buyer's limit allows, and 90 % of it.
    assert case({**told, "limit_cents": 5_000_000})["starting_cash_cents"] == 4_500_000
    assert case({**told, "limit_cents": 9_500_000})["starting_cash_cents"] == 8_100_000


def test_what_is_saved_follows_the_terms_and_the_figures_told() -> None:
    told = {"told_management_cents": 600_000, "told_bank_cents": 100_000,
            "told_premium_cents": 300_000, "told_bad_debts_cents": 1_000_000}  # fmt: skip
    assert case(offer=told)["saved_cents"] == 700_000
    assert case(offer={**told, "collection_mode": "CLIENT_MANDATE"})["saved_cents"] == 100_000
    covered = case(offer={**told, "is_insured": True})
    assert covered["saved_cents"] == 700_000 + 300_000 + 900_000
    assert covered["net_cost_cents"] == covered["yearly_cost_cents"] - 1_900_000
