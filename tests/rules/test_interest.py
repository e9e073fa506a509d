"""The financing commission: the worked tables, and what counts in the base."""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from interest_facts import JANUARY, OPENED_ON, WORKED, changes, due, fixings, terms

from comptant.rules import interest
from comptant.rules.batch import decide
from comptant.rules.interest import CHANGES, TERMS, interest_due, segments


def test_the_worked_january_by_the_method_of_numbers():
    """W4-3."""
    cut = segments(changes(*WORKED), fixings(), terms(), *JANUARY)
    told = ("from_on", "until_on", "interest_base_cents", "interest_days", "debit_numbers")
    assert decide(cut, interest.SEGMENT_RULES).select(told).rows() == [
        (date(2026, 1, 1), date(2026, 1, 8), 80_000_00, 7, 560_000_00),
        (date(2026, 1, 8), date(2026, 1, 16), 105_000_00, 8, 840_000_00),
        (date(2026, 1, 16), date(2026, 1, 22), 74_500_00, 6, 447_000_00),
        (date(2026, 1, 22), date(2026, 1, 30), 86_845_67, 8, 694_765_36),
        (date(2026, 1, 30), date(2026, 2, 1), 66_845_67, 2, 133_691_34),
    ]
    assert interest_due(cut).rows(named=True) == [
        {
            "contract_id": 1,
            "currency": "EUR",
            "interest_days": 31,
            "debit_numbers": 2_675_456_70,
            "interest_numbers": 2_675_456_70 * 36_150,
            "interest_cents": 268_66,
            "average_base_cents": 86_305_05,
        }
    ]


@pytest.mark.parametrize(
    ("floor", "rate", "cents"),
    [(0, 16_000, 118_91), (None, 12_500, 92_90), (-1_000, 15_000, 111_48)],
)
def test_the_floor_holds_the_reference_and_not_the_sum(floor, rate, cents):
    """W4-4: EURIBOR -0.350 %, margin 1.60 %."""
    negative = fixings({OPENED_ON: -3_500})
    agreed = terms((OPENED_ON, "DAILY", 16_000, floor))
    cut = segments(changes(*WORKED), negative, agreed, *JANUARY)
    rates = decide(cut, interest.SEGMENT_RULES)["financing_rate_ppm"]
    assert rates.unique().to_list() == [rate]
    assert interest_due(cut)["interest_cents"].to_list() == [cents]


FUNDED = (date(2026, 1, 16), 10_800_00)
PAID_ON = date(2026, 3, 18)


def test_one_bill_at_collection_rounds_once():
    """W8-A: 10 800.00 for 61 days."""
    period = (FUNDED[0], PAID_ON)
    row = due(changes(FUNDED, (PAID_ON, -10_800_00)), period=period)
    assert (row["interest_days"], row["interest_cents"]) == (61, 66_15)


def test_monthly_bills_debited_to_the_account_compound():
    """W8-A, the trap: 17.35, 30.41, 18.52 instead of 66.15."""
    moved, billed = [FUNDED], []
    bounds = [FUNDED[0], date(2026, 2, 1), date(2026, 3, 1), PAID_ON]
    for period in pairwise(bounds):
        billed.append(due(changes(*moved), period=period)["interest_cents"])
        moved.append((period[1], billed[-1]))
    assert billed == [17_35, 30_41, 18_52]
    assert sum(billed) == 66_28


def test_the_seed_example_costs_its_sixty_days():
    """C-16: 18 000.00 for 60 days at 3.615 %."""
    drawn_on = date(2026, 1, 15)
    period = (drawn_on, drawn_on + timedelta(60))
    assert due(changes((drawn_on, 18_000_00)), period=period)["interest_cents"] == 108_45


def test_the_fund_financed_by_debit_is_part_of_the_base_when_the_contract_says_so():
    """C-4: the caller gives the changes of the base agreed, here funds in use and fund."""
    use, levy = (date(2026, 1, 1), 80_000_00), (date(2026, 1, 1), 8_000_00)
    assert due(changes(use))["debit_numbers"] == 80_000_00 * 31
    assert due(changes(use, levy))["debit_numbers"] == 88_000_00 * 31


def test_days_in_credit_earn_nothing_and_do_not_lower_the_others():
    moved = changes((date(2026, 1, 1), -50_000_00), (date(2026, 1, 11), 60_000_00))
    row = due(moved)
    assert row["debit_numbers"] == 10_000_00 * 21
    assert row["interest_cents"] == 21_09


def test_a_period_wholly_in_credit_has_no_average_rate():
    """And 3.615 % on one half, 1.205 % on the other, are 2.41 % on the whole."""
    sums = pl.DataFrame(
        {"debit_numbers": [0, 2_000, 1], "interest_numbers": [0, 48_200_000, 36_150]}
    )
    rates = decide(sums, (interest.average_rate_ppm,))["average_rate_ppm"]
    assert rates.to_list() == [0, 24_100, 36_150]


def test_the_first_day_counts_and_the_last_does_not():
    moved = changes((date(2026, 1, 31), 36_000_00), (date(2026, 2, 1), 1_000_000_00))
    assert due(moved)["debit_numbers"] == 36_000_00


def test_changes_of_one_day_make_one_segment_and_a_return_to_the_same_base_none():
    moved = changes(
        (date(2026, 1, 1), 100_00),
        (date(2026, 1, 10), 50_00),
        (date(2026, 1, 10), -50_00),
        (date(2026, 1, 20), 30_00),
        (date(2026, 1, 20), 20_00),
    )
    cut = segments(moved, fixings(), terms(), *JANUARY)
    assert cut.select("from_on", "until_on", "interest_base_cents").rows() == [
        (date(2026, 1, 1), date(2026, 1, 20), 100_00),
        (date(2026, 1, 20), date(2026, 2, 1), 150_00),
    ]


def test_a_contract_that_never_moved_is_one_segment_of_zero():
    cut = segments(CHANGES.empty(), fixings(), terms(), *JANUARY)
    assert cut.select("from_on", "until_on", "interest_base_cents").rows() == [(*JANUARY, 0)]


def test_no_contract_is_no_segment():
    cut = segments(CHANGES.empty(), fixings(), TERMS.empty(), *JANUARY)
    assert cut.height == 0
    assert interest_due(cut).height == 0


def test_each_day_bears_interest_on_the_base_of_its_day():
    """C-4: from 11 to 20 January the fund is financed too, whatever is said before and after."""
    moved = changes((JANUARY[0], 10_800_00, -1_200_00))
    agreed = terms(
        (OPENED_ON, "DAILY", 16_000, 0),
        (date(2026, 1, 11), "DAILY", 16_000, 0, False),
        (date(2026, 1, 21), "DAILY", 16_000, 0, True),
    )
    cut = segments(moved, fixings(), agreed, *JANUARY)
    assert cut.select("from_on", "until_on", "interest_base_cents").rows() == [
        (date(2026, 1, 1), date(2026, 1, 11), 9_600_00),
        (date(2026, 1, 11), date(2026, 1, 21), 10_800_00),
        (date(2026, 1, 21), date(2026, 2, 1), 9_600_00),
    ]
    # 9 600.00 for 21 days, 10 800.00 for 10.
    assert interest_due(cut)["interest_cents"].to_list() == [31_09]
