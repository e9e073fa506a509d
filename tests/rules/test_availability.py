"""Availability: the worked figures to the cent, then each step of the waterfall."""

import pytest
from portfolios import (
    W3_BUYERS,
    W3_CONTRACT,
    contracts,
    exposures,
    fully_approved,
    one,
)

from comptant.rules.approval import APPROVAL_FACTS, approve
from comptant.rules.availability import waterfall
from comptant.rules.availability_facts import EXPOSURE_FACTS
from comptant.rules.batch import BrokenBatch


def test_w3_1_each_buyer_and_the_contract_to_the_cent() -> None:
    buyers, contract = waterfall(exposures(*W3_BUYERS), contracts(W3_CONTRACT))
    assert buyers["eligible_cents"].to_list() == [106_680_50, 36_250_75, 155_325_60, 9_600_00, 0]
    assert buyers["over_limit_cents"].to_list() == [6_680_50, 0, 5_325_60, 9_600_00, 0]
    assert buyers["concentration_cents"].to_list() == [0, 0, 35_499_70, 0, 0]
    assert buyers["contra_reserve_cents"].to_list() == [0, 3_000_00, 0, 0, 0]
    row = contract.row(0, named=True)
    figures = {
        "outstanding_cents": 360_356_84,
        "ineligible_cents": 48_999_99,
        "unapplied_credit_cents": 1_500_00,
        "unallocated_cash_cents": 2_000_00,
        "approved_cents": 286_250_75,
        "over_limit_cents": 21_606_10,
        "concentration_cap_cents": 114_500_30,
        "concentration_cents": 35_499_70,
        "fundable_base_cents": 250_751_05,
        "unapproved_base_cents": 0,
        "fundable_cents": 225_675_94,
        "retained_cents": 25_075_11,
        "contra_reserve_cents": 3_000_00,
        "owed_to_buyers_cents": 0,
        "reserves_cents": 3_412_37,
        "funds_in_use_cents": 180_000_00,
        "headroom_cents": 42_263_57,
        "line_room_cents": 220_000_00,
        "line_cut_cents": 0,
        "available_cents": 42_263_57,
        "drawable_cents": 42_263_57,
        "unavailable_cents": 134_593_27,
    }
    assert {name: row[name] for name in figures} == figures


def test_w3_2_a_dispute_makes_an_over_advance() -> None:
    disputed = W3_BUYERS[0] | {"ineligible_cents": 74_400_00, "approved_cents": 44_280_50}
    row = one([disputed, *W3_BUYERS[1:]], W3_CONTRACT)
    figures = {
        "approved_cents": 230_531_25,
        "concentration_cap_cents": 92_212_50,
        "concentration_cents": 57_787_50,
        "fundable_base_cents": 172_743_75,
        "fundable_cents": 155_469_37,
        "headroom_cents": -27_943_00,
        "available_cents": -27_943_00,
        "drawable_cents": 0,
    }
    assert {name: row[name] for name in figures} == figures


@pytest.mark.parametrize(
    ("in_use", "fundable", "available", "over"),
    [(0, 0, -10_00, 0), (4_00, 0, -14_00, 4_00), (200_00, 100_00, -110_00, 110_00),
     (80_00, 100_00, 10_00, 0)],
    ids=["nothing owed", "less owed than is missing", "more owed", "enough"],
)  # fmt: skip
def test_no_more_is_over_advanced_than_is_owed(
    in_use: int, fundable: int, available: int, over: int
) -> None:
    """§3.4 says HEAD = F - RES - FIU, and C-1 puts the whole fund in RES: a levy lowers HEAD by its
    amount though FIU stays. HEAD below zero lets nothing out; but an over-advance is called back
    and bears a fee (§4.4), and nobody owes back what was never advanced: it is at most FIU.
    300.00 assigned, a fund of 10.00 after levies (§3.5)."""
    buyer = fully_approved(300_00, advance_ppm=1_000_000) | {"approved_cents": fundable}
    terms = {"current_account_cents": 290_00 - in_use, "fund_balance_cents": 10_00}
    row = one([buyer], terms)
    assert (row["fundable_cents"], row["funds_in_use_cents"]) == (fundable, in_use)
    assert (row["available_cents"], row["over_advance_cents"]) == (available, over)
    assert row["drawable_cents"] == max(available, 0)


W8 = {"current_account_cents": 10_713_60, "fund_balance_cents": 1_200_00}


def test_c_1_the_guarantee_fund_is_held_back_once() -> None:
    row = one([fully_approved(12_000_00, advance_ppm=1_000_000)], W8)
    assert row["fundable_cents"] == 12_000_00
    assert row["reserves_cents"] == 1_200_00
    assert row["funds_in_use_cents"] == 86_40
    assert row["available_cents"] == row["current_account_cents"] == 10_713_60


def test_c_12_an_advance_rate_and_a_fund_both_hold() -> None:
    row = one([fully_approved(12_000_00)], W8)
    assert (row["available_cents"], row["unavailable_cents"]) == (9_513_60, 1_200_00)


@pytest.mark.parametrize(("has_recourse", "expected"), [(False, 0), (True, -45_000_00)])
def test_c_3_a_late_approved_invoice_stays_in_without_recourse(
    has_recourse: bool, expected: int
) -> None:
    invoice = {
        "contract_id": 1,
        "buyer_id": 1,
        "invoice_id": 1,
        "assignment_rank": 1,
        "open_cents": 50_000_00,
        "excluded_cents": 50_000_00 if has_recourse else 0,
        "only_approved_counts": not has_recourse,
        "approved_cents": 50_000_00,
        "suspended_cents": 0,
        "buyer_credit_cents": 0,
        "limit_cents": 50_000_00,
    }
    decided = approve(APPROVAL_FACTS.frame([invoice])).row(0, named=True)
    exposure = {
        "outstanding_cents": decided["open_cents"],
        "ineligible_cents": decided["ineligible_cents"],
        "approved_cents": decided["approved_now_cents"],
    }
    assert one([exposure], {"current_account_cents": 5_000_00})["available_cents"] == expected


def test_classes_have_their_rates_and_each_is_rounded_down_once() -> None:
    row = one(
        [
            fully_approved(1_05, buyer_id=1),
            fully_approved(1_05, buyer_id=2),
            fully_approved(1_05, buyer_id=1, advance_class="PROGRESS", advance_ppm=750_000),
        ],
        {},
    )
    assert row["fundable_cents"] == 1_89 + 78  # 90 % of 2.10; 75 % of 1.05 = 0.7875
    assert row["retained_cents"] == 48


def test_a_capped_buyer_gives_up_its_best_advanced_class_first() -> None:
    rows = [
        fully_approved(100_00, advance_class="PROGRESS", advance_ppm=750_000),
        fully_approved(100_00),
        fully_approved(200_00, buyer_id=2),
    ]
    buyers, contract = waterfall(exposures(*rows), contracts({"concentration_ppm": 300_000}))
    assert buyers["concentration_cents"].to_list() == [0, 80_00, 80_00]
    assert contract["fundable_cents"].item() == 75_00 + 126_00


def test_the_concentration_may_be_taken_on_the_outstanding() -> None:
    rows = [fully_approved(100_00), {"buyer_id": 2, "outstanding_cents": 100_00}]
    terms = {"concentration_ppm": 400_000}
    on_outstanding = terms | {"concentration_base": "OUTSTANDING_ASSIGNED"}
    assert one(rows, terms)["fundable_base_cents"] == 40_00
    assert one(rows, on_outstanding)["fundable_base_cents"] == 80_00


def test_what_is_over_the_limit_is_financed_where_the_contract_gives_it_a_rate() -> None:
    rows = [{"outstanding_cents": 100_00, "approved_cents": 60_00}]
    assert one(rows, {})["fundable_cents"] == 54_00
    assert one(rows, {"unapproved_advance_ppm": 500_000})["fundable_cents"] == 54_00 + 20_00
    # Never at a better rate than what is approved.
    assert one(rows, {"unapproved_advance_ppm": 950_000})["fundable_cents"] == 54_00 + 36_00


def test_the_concentration_also_caps_what_is_not_approved() -> None:
    rows = [
        {"outstanding_cents": 100_00, "approved_cents": 30_00},
        fully_approved(70_00, buyer_id=2),
    ]
    row = one(rows, {"concentration_ppm": 400_000, "unapproved_advance_ppm": 500_000})
    assert (row["fundable_base_cents"], row["unapproved_base_cents"]) == (70_00, 10_00)


@pytest.mark.parametrize(
    ("terms", "cut", "available_cents"),
    [
        ({}, 0, 90_00),
        ({"line_cents": 90_00}, 0, 90_00),
        ({"line_cents": 70_00}, 20_00, 70_00),
        ({"line_cents": 70_00, "line_allotment_cents": 50_00}, 40_00, 50_00),
        ({"line_allotment_cents": 0}, 90_00, 0),
    ],
)
def test_the_line_and_the_share_of_a_group_line_cap_what_is_available(
    terms: dict[str, object], cut: int, available_cents: int
) -> None:
    row = one([fully_approved(100_00)], {"current_account_cents": 100_00, **terms})
    assert (row["line_cut_cents"], row["available_cents"]) == (cut, available_cents)


def test_set_off_is_reserved_within_what_is_eligible() -> None:
    rows = [fully_approved(100_00, set_off_cents=130_00), fully_approved(50_00, buyer_id=2)]
    assert one(rows, {})["contra_reserve_cents"] == 100_00


def test_an_overpayment_is_kept_for_the_buyer_and_never_drawn() -> None:
    paid = fully_approved(100_00) | {
        "approved_cents": 0,
        "unallocated_cash_cents": 150_00,
        "reduction_cents": 100_00,
    }
    row = one([paid], {})
    assert row["funds_in_use_cents"] == -50_00
    assert (row["owed_to_buyers_cents"], row["available_cents"]) == (50_00, 0)
    assert row["unavailable_cents"] == 0


def test_cash_of_no_known_buyer_is_kept_aside() -> None:
    cash = {"buyer_id": None, "unallocated_cash_cents": 30_00}
    row = one([fully_approved(100_00), cash], {"current_account_cents": 10_00})
    assert (row["funds_in_use_cents"], row["owed_to_buyers_cents"]) == (60_00, 30_00)
    assert row["available_cents"] == 0


def test_a_credit_on_ineligible_invoices_takes_nothing_twice() -> None:
    held = {
        "outstanding_cents": 100_00,
        "ineligible_cents": 100_00,
        "unapplied_credit_cents": 30_00,
    }
    row = one([held], {"current_account_cents": 70_00})
    assert (row["netted_cents"], row["owed_to_buyers_cents"]) == (30_00, 0)
    assert (row["available_cents"], row["unavailable_cents"]) == (0, 70_00)


@pytest.mark.parametrize(
    ("status", "drawable"),
    [("ACTIVE", 9_00), ("WATCH", 9_00), ("SUSPENDED", 0), ("NOTICE", 9_00), ("RUNOFF", 0)],
)
def test_a_contract_draws_until_its_notice_ends_and_not_while_it_is_suspended(
    status: str, drawable: int
) -> None:
    row = one([fully_approved(10_00)], {"contract_status": status, "current_account_cents": 10_00})
    assert (row["available_cents"], row["drawable_cents"]) == (9_00, drawable)


@pytest.mark.parametrize(("in_use", "held", "left"), [(50_00, 30_00, 10_00), (70_00, 20_00, 0),
                                                      (95_00, 0, -5_00)])  # fmt: skip
def test_money_that_buyers_owe_the_factor_is_held_back_down_to_zero(
    in_use: int, held: int, left: int
) -> None:
    """90.00 are fundable; 30.00 wait of a buyer whose debts are the factor's (C-3)."""
    terms = {"current_account_cents": 100_00 - in_use, "claimed_by_factor_cents": 30_00}
    row = one([fully_approved(100_00)], terms)
    assert (row["owed_to_factor_cents"], row["available_cents"]) == (held, left)


@pytest.mark.parametrize(("in_use", "pending", "held", "left"), [
    (50_00, 0, 30_00, 10_00), (70_00, 0, 20_00, 0), (95_00, 0, 0, -5_00),
    (80_00, 15_00, 25_00, -15_00),  # what is asked for has not left
])  # fmt: skip
def test_what_a_garnishment_holds_is_kept_of_what_may_be_had_and_makes_no_over_advance(
    in_use: int, pending: int, held: int, left: int
) -> None:
    """90.00 are fundable, 30.00 are held."""
    terms = {"current_account_cents": 100_00 - in_use, "pending_cents": pending,
             "garnished_cents": 30_00}  # fmt: skip
    row = one([fully_approved(100_00)], terms)
    assert (row["garnished_held_cents"], row["available_cents"]) == (held, left)


@pytest.mark.parametrize(("in_use", "held", "left"), [(50_00, 30_00, 10_00), (70_00, 20_00, 0),
                                                      (95_00, 0, -5_00)])  # fmt: skip
def test_what_was_written_off_is_kept_of_what_frees_up_and_makes_no_over_advance(
    in_use: int, held: int, left: int
) -> None:
    """90.00 are fundable; 30.00 were written off and have not come in since."""
    terms = {"current_account_cents": 100_00 - in_use, "written_off_cents": 30_00}
    row = one([fully_approved(100_00)], terms)
    assert (row["written_off_held_cents"], row["available_cents"]) == (held, left)


def test_a_contract_without_invoices_has_nothing_available() -> None:
    _, decided = waterfall(EXPOSURE_FACTS.empty(), contracts({}))
    assert decided.select("outstanding_cents", "available_cents").row(0) == (0, 0)


@pytest.mark.parametrize(
    ("rows", "terms", "what"),
    [
        ([fully_approved(1_00), fully_approved(1_00)], {}, "an exposure comes twice"),
        ([fully_approved(1_00, currency="USD")], {}, "no contract in its currency"),
        ([fully_approved(1_00, contract_id=2)], {}, "no contract in its currency"),
        ([fully_approved(1_00, approved_cents=1_01)], {}, "approved <= eligible"),
        ([fully_approved(1_00, ineligible_cents=1_01)], {}, "ineligible <= outstanding"),
        ([fully_approved(1_00, unallocated_cash_cents=1)], {}, "reduction = credits that fit"),
        ([fully_approved(1_00, reduction_cents=1_01)], {}, "reduction <= reducible"),
        ([fully_approved(1_00)], {"manual_reserve_cents": -1}, "fund and reserves >= 0"),
    ],
)
def test_facts_that_contradict_each_other_stop_the_batch(
    rows: list[dict[str, object]], terms: dict[str, object], what: str
) -> None:
    with pytest.raises(BrokenBatch, match=what):
        one(rows, terms)


def test_a_contract_given_twice_stops_the_batch() -> None:
    with pytest.raises(BrokenBatch, match="a contract comes twice"):
        waterfall(EXPOSURE_FACTS.empty(), contracts({}, {}))


def test_the_contra_reserve_can_make_one_more_invoice_cost_more_than_it_brings() -> None:
    before = one([fully_approved(20_00, set_off_cents=50_00)], {"current_account_cents": 20_00})
    after = one([fully_approved(30_00, set_off_cents=50_00)], {"current_account_cents": 30_00})
    assert (before["available_cents"], after["available_cents"]) == (-2_00, -3_00)
