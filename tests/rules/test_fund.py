"""The guarantee fund: target, levy, release."""

from datetime import date

import oracle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules.batch import BrokenBatch, decide
from comptant.rules.columns import shape
from comptant.rules.fund import FUND_RULES

FACTS = shape(
    "fund_base",
    "outstanding_cents",
    "approved_cents",
    "peak_outstanding_cents?",
    "annual_turnover_cents?",
    "dso_days?",
    "fund_ppm",
    "fund_floor_cents",
    "fund_balance_cents",
    "fund_build_up",
    "fund_levy_ppm",
    "remitted_cents",
    "is_fund_opening",
    "fund_tolerance_ppm",
    "fund_release_frequency",
    "today_on",
)
# W3-3: 10 % of the outstanding assigned, at least 15 000.00, built up by 20 % of each remittance.
CONTRACT = {
    "fund_base": "ASSIGNED",
    "outstanding_cents": 360_356_84,
    "approved_cents": 286_250_75,
    "fund_ppm": 100_000,
    "fund_floor_cents": 15_000_00,
    "fund_balance_cents": 31_250_00,
    "fund_build_up": "PROGRESSIVE",
    "fund_levy_ppm": 200_000,
    "remitted_cents": 0,
    "is_fund_opening": False,
    "fund_tolerance_ppm": 0,
    "fund_release_frequency": "MONTHLY",
    "today_on": date(2026, 1, 15),
}
TOLD = ("fund_target_cents", "fund_levy_cents", "fund_release_cents", "fund_shortfall_cents")


def funds(*rows):
    """Changes of CONTRACT to rows of (target, levy, release, shortfall)."""
    facts = FACTS.frame(CONTRACT | row for row in rows)
    return decide(facts, FUND_RULES).select(TOLD).rows()


def test_the_worked_contract_through_a_month():
    """W3-3: opening, a remittance, the end of the month."""
    opening = {}
    remittance = {"outstanding_cents": 408_656_84, "remitted_cents": 48_300_00}
    month_end = {
        "outstanding_cents": 301_000_00,
        "fund_balance_cents": 31_250_00 + 9_615_68,
        "today_on": date(2026, 1, 31),
    }
    assert funds(opening, remittance, month_end) == [
        (36_035_68, 0, 0, 4_785_68),
        (40_865_68, 9_615_68, 0, 0),
        (30_100_00, 0, 10_765_68, 0),
    ]


def test_a_progressive_levy_that_does_not_reach_the_target_leaves_a_shortfall():
    row = {"outstanding_cents": 408_656_84, "remitted_cents": 10_000_00}
    assert funds(row) == [(40_865_68, 2_000_00, 0, 7_615_68)]


def test_an_immediate_fund_takes_its_own_rate_of_each_remittance():
    """W8-A: 10 % of 12 000.00."""
    row = {
        "fund_build_up": "IMMEDIATE",
        "outstanding_cents": 12_000_00,
        "remitted_cents": 12_000_00,
        "fund_balance_cents": 0,
        "fund_floor_cents": 0,
    }
    assert funds(row) == [(1_200_00, 1_200_00, 0, 0)]


def test_an_initial_fund_takes_its_whole_target_when_it_opens_and_nothing_after():
    initial = {"fund_build_up": "INITIAL", "fund_balance_cents": 0, "remitted_cents": 48_300_00}
    assert funds(initial | {"is_fund_opening": True}, initial) == [
        (36_035_68, 36_035_68, 0, 0),
        (36_035_68, 0, 0, 36_035_68),
    ]


def test_the_floor_holds_when_the_share_is_lower():
    assert funds({"outstanding_cents": 149_999_94, "fund_balance_cents": 0}) == [
        (15_000_00, 0, 0, 15_000_00)
    ]
    assert funds({"outstanding_cents": 150_000_05, "fund_balance_cents": 0}) == [
        (15_000_01, 0, 0, 15_000_01)
    ]


@pytest.mark.parametrize(
    ("fund_base", "target"),
    [
        ("ASSIGNED", 36_035_68),
        ("APPROVED", 28_625_08),
        ("PEAK", 45_000_00),
        # 1 200 000.00 x 50 / 360 = 166 666.67
        ("TURNOVER", 16_666_67),
    ],
)
def test_the_target_is_a_share_of_the_base_of_the_contract(fund_base, target):
    row = {
        "fund_base": fund_base,
        "peak_outstanding_cents": 450_000_00,
        "annual_turnover_cents": 1_200_000_00,
        "dso_days": 50,
        "fund_balance_cents": 0,
    }
    assert funds(row) == [(target, 0, 0, target)]


@pytest.mark.parametrize(
    ("frequency", "day", "release"),
    [
        ("DAILY", date(2026, 1, 15), 1_000_00),
        ("MONTHLY", date(2026, 1, 30), 0),
        ("MONTHLY", date(2026, 1, 31), 1_000_00),
        ("MONTHLY", date(2024, 2, 28), 0),
        ("MONTHLY", date(2024, 2, 29), 1_000_00),
    ],
)
def test_the_fund_is_released_on_its_days_only(frequency, day, release):
    row = {
        "fund_balance_cents": 37_035_68,
        "fund_release_frequency": frequency,
        "today_on": day,
    }
    assert funds(row) == [(36_035_68, 0, release, 0)]


@pytest.mark.parametrize(("balance", "release"), [(31_501_00, 0), (31_501_01, 1_500_06)])
def test_an_excess_within_the_tolerance_stays_and_beyond_it_goes_back_whole(balance, release):
    """5 % of 30 000.95 is 1 500.05."""
    row = {
        "outstanding_cents": 300_009_50,
        "fund_balance_cents": balance,
        "fund_tolerance_ppm": 50_000,
        "today_on": date(2026, 1, 31),
    }
    assert funds(row) == [(30_000_95, 0, release, 0)]


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"fund_base": "PEAKS"}, "fund_base_cents"),
        ({"fund_base": "PEAK"}, "fund_base_cents"),
        ({"fund_build_up": "SLOW"}, "fund_levy_cents"),
        ({"fund_release_frequency": "YEARLY"}, "fund_release_is_due"),
    ],
)
def test_an_unknown_code_or_a_base_without_its_amount_stops_the_batch(changed, broken):
    with pytest.raises(BrokenBatch, match=f"^{broken} is null in 1 of 2 rows$"):
        funds({}, changed)


ROWS = st.fixed_dictionaries(
    {
        "outstanding_cents": st.integers(0, 10**12),
        "fund_ppm": st.integers(0, 500_000),
        "fund_floor_cents": st.integers(0, 10**9),
        "fund_balance_cents": st.integers(0, 10**12),
        "remitted_cents": st.integers(0, 10**11),
        "fund_build_up": st.sampled_from(("IMMEDIATE", "PROGRESSIVE", "INITIAL")),
        "fund_levy_ppm": st.integers(0, 10**6),
        "is_fund_opening": st.booleans(),
        "today_on": st.sampled_from((date(2026, 1, 30), date(2026, 1, 31))),
        "fund_tolerance_ppm": st.integers(0, 200_000),
    }
)


@given(st.lists(ROWS, min_size=1, max_size=15))
@settings(max_examples=60, deadline=None)
def test_funds_equal_the_oracle_and_one_by_one_equals_all_at_once(rows):
    expected = [
        oracle.fund(
            row["outstanding_cents"],
            row["fund_ppm"],
            row["fund_floor_cents"],
            row["fund_balance_cents"],
            row["remitted_cents"],
            row["fund_build_up"],
            row["fund_levy_ppm"],
            row["is_fund_opening"],
            row["today_on"].day == 31,
            row["fund_tolerance_ppm"],
        )
        for row in rows
    ]
    assert funds(*rows) == expected
    assert [funds(row)[0] for row in rows] == expected
