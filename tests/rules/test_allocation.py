"""Allocation: the worked case W5-6, each step and each refusal."""

import sys
from collections.abc import Callable
from itertools import combinations
from types import FrameType
from typing import Any

import pytest
from allocation_facts import frames, invoice, owed, payment, quote, settle, terms_of
from hypothesis import given
from hypothesis import strategies as st

from comptant.rules.allocation import match, unquoted
from comptant.rules.batch import BrokenBatch
from comptant.rules.subset import AMOUNTS_MAX, MEMBERS_MAX, subsets

FA1, FA2 = invoice(1, 12_000_00), invoice(2, 7_500_00)
THEIRS = invoice(9, 500_00, contract_id=2, client_id=2, buyer_id=2, number_key="FA1")


def test_w5_6_a_shortfall_beyond_the_tolerance_is_left_open_on_the_newest() -> None:
    allocations, outcomes = settle([payment(1, 19_300_00)], quote(1, [FA1, FA2]))
    assert allocations == [
        (1, 1, 1, 1, 12_000_00, 0, 0, "NUMBER_PARTIAL"),
        (1, 1, 1, 2, 7_300_00, 0, 200_00, "NUMBER_PARTIAL"),
    ]
    assert outcomes == [(1, 1, 1, 19_300_00, 0, "NUMBER_PARTIAL", None)]


def test_w5_6_a_shortfall_of_4_00_is_written_off() -> None:
    allocations, outcomes = settle([payment(1, 19_496_00)], quote(1, [FA1, FA2]))
    assert allocations == [
        (1, 1, 1, 1, 12_000_00, 0, 0, "NUMBER_WITHIN_TOLERANCE"),
        (1, 1, 1, 2, 7_496_00, 4_00, 0, "NUMBER_WITHIN_TOLERANCE"),
    ]
    assert outcomes == [(1, 1, 1, 19_496_00, 0, "NUMBER_WITHIN_TOLERANCE", None)]


@pytest.mark.parametrize(
    ("cents", "matched_by"),
    [(19_495_00, "NUMBER_WITHIN_TOLERANCE"), (19_494_99, "NUMBER_PARTIAL")],
)
def test_the_tolerance_stops_at_5_00(cents: int, matched_by: str) -> None:
    assert settle([payment(1, cents)], quote(1, [FA1, FA2]))[1][0][5] == matched_by


@pytest.mark.parametrize(
    ("cents", "matched_by"), [(999_00, "NUMBER_WITHIN_TOLERANCE"), (998_99, "NUMBER_PARTIAL")]
)
def test_or_at_a_thousandth_if_that_is_lower(cents: int, matched_by: str) -> None:
    assert settle([payment(1, cents)], quote(1, [invoice(1, 1_000_00)]))[1][0][5] == matched_by


def test_the_lowest_tolerance_of_the_contracts_concerned_applies() -> None:
    lines = quote(1, [FA1, invoice(2, 7_500_00, contract_id=2)])
    terms = terms_of(1) + terms_of(2, tolerance_cents=3_99)
    assert settle([payment(1, 19_496_00)], lines, terms=terms)[1][0][5] == "NUMBER_PARTIAL"


def test_quoted_invoices_that_get_nothing_are_short_in_whole() -> None:
    allocations, _ = settle([payment(1, 50_00)], quote(1, [FA1, FA2]))
    assert allocations == [
        (1, 1, 1, 1, 50_00, 0, 11_950_00, "NUMBER_PARTIAL"),
        (1, 1, 1, 2, 0, 0, 7_500_00, "NUMBER_PARTIAL"),
    ]


def test_exact_quotes_are_paid_and_a_credit_note_counts_with_its_sign() -> None:
    credit = invoice(3, -500_00)
    allocations, outcomes = settle([payment(1, 19_000_00)], quote(1, [FA1, FA2, credit]))
    assert allocations == [
        (1, 1, 1, 1, 12_000_00, 0, 0, "NUMBER_AND_AMOUNT"),
        (1, 1, 1, 2, 7_500_00, 0, 0, "NUMBER_AND_AMOUNT"),
        (1, 1, 1, 3, -500_00, 0, 0, "NUMBER_AND_AMOUNT"),
    ]
    assert outcomes == [(1, 1, 1, 19_000_00, 0, "NUMBER_AND_AMOUNT", None)]


def test_a_credit_note_is_used_in_full_by_a_short_payment() -> None:
    allocations, _ = settle([payment(1, 11_000_00)], quote(1, [FA1, FA2, invoice(3, -500_00)]))
    assert [row[4:7] for row in allocations] == [
        (11_500_00, 0, 500_00),
        (0, 0, 7_500_00),
        (-500_00, 0, 0),
    ]


def test_a_credit_note_never_pays_another_account() -> None:
    other = invoice(3, -500_00, contract_id=2, client_id=2)
    for cents in (11_500_00, 11_000_00, 20_000_00):
        allocations, outcomes = settle([payment(1, cents)], quote(1, [FA1, other]))
        assert allocations == []
        assert outcomes == [(1, None, 1, 0, cents, "ON_ACCOUNT", "CREDIT_TOO_LARGE")]


def test_a_single_quoted_invoice_of_that_amount_is_the_one_paid() -> None:
    allocations, outcomes = settle([payment(1, 7_500_00)], quote(1, [FA1, FA2]))
    assert allocations == [(1, 1, 1, 2, 7_500_00, 0, 0, "NUMBER_AND_AMOUNT")]
    assert outcomes == [(1, 1, 1, 7_500_00, 0, "NUMBER_AND_AMOUNT", None)]


def test_a_surplus_stays_on_account_of_the_same_buyer() -> None:
    allocations, outcomes = settle([payment(1, 12_100_00)], quote(1, [FA1]))
    assert allocations == [(1, 1, 1, 1, 12_000_00, 0, 0, "NUMBER_OVERPAID")]
    assert outcomes == [(1, 1, 1, 12_000_00, 100_00, "NUMBER_OVERPAID", None)]


def test_one_payment_pays_invoices_of_several_contracts() -> None:
    second = invoice(2, 7_500_00, contract_id=2, client_id=2)
    allocations, outcomes = settle([payment(1, 19_600_00)], quote(1, [FA1, second]))
    assert [row[1:5] for row in allocations] == [(1, 1, 1, 12_000_00), (2, 1, 2, 7_500_00)]
    assert outcomes == [(1, None, 1, 19_500_00, 100_00, "NUMBER_OVERPAID", None)]


def test_the_second_of_two_identical_payments_stays_on_account() -> None:
    lines = quote(2, [FA1]) + quote(1, [FA1])
    allocations, outcomes = settle([payment(2, 12_000_00), payment(1, 12_000_00)], lines)
    assert allocations == [(1, 1, 1, 1, 12_000_00, 0, 0, "NUMBER_AND_AMOUNT")]
    assert outcomes == [
        (1, 1, 1, 12_000_00, 0, "NUMBER_AND_AMOUNT", None),
        (2, 1, 1, 0, 12_000_00, "ON_ACCOUNT", "NOTHING_OWED"),
    ]


def test_a_number_of_two_clients_is_not_matched_on_the_number_alone() -> None:
    allocations, outcomes = settle([payment(1, 11_000_00)], quote(1, [FA1, THEIRS]))
    assert allocations == []
    assert outcomes == [(1, None, None, 0, 11_000_00, "UNKNOWN", "AMBIGUOUS")]


def test_unless_the_amount_is_that_of_one_side_only() -> None:
    allocations, _ = settle([payment(1, 12_000_00)], quote(1, [FA1, THEIRS]))
    assert allocations == [(1, 1, 1, 1, 12_000_00, 0, 0, "NUMBER_AND_AMOUNT")]
    both = quote(1, [FA1, THEIRS | {"open_cents": 12_000_00}])
    assert settle([payment(1, 12_000_00)], both)[1][0][5:] == ("UNKNOWN", "AMBIGUOUS")


@pytest.mark.parametrize("known", [{"buyer_id": 2}, {"contract_id": 2}])
def test_unless_the_payer_or_the_account_tells_which(known: dict[str, object]) -> None:
    allocations, outcomes = settle([payment(1, 400_00, **known)], quote(1, [FA1, THEIRS]))
    assert allocations == [(1, 2, 2, 9, 400_00, 0, 100_00, "NUMBER_PARTIAL")]
    assert outcomes == [(1, 2, 2, 400_00, 0, "NUMBER_PARTIAL", None)]


def test_a_number_twice_in_one_account_still_tells_the_account() -> None:
    again = invoice(2, 9_000_00, number_key="FA1")
    allocations, outcomes = settle([payment(1, 11_000_00)], quote(1, [FA1, again]))
    assert allocations == []
    assert outcomes == [(1, 1, 1, 0, 11_000_00, "ON_ACCOUNT", "AMBIGUOUS")]
    elsewhere = quote(1, [FA1, again | {"contract_id": 2}])
    assert settle([payment(1, 11_000_00)], elsewhere)[1] == [
        (1, None, None, 0, 11_000_00, "UNKNOWN", "AMBIGUOUS")
    ]


def test_a_number_that_may_be_there_by_chance_needs_the_amount() -> None:
    year = invoice(9, 700_00, number_key="2026")
    assert settle([payment(1, 600_00)], quote(1, [year]))[1] == [
        (1, None, None, 0, 600_00, "UNKNOWN", "WEAK_NUMBER")
    ]
    assert settle([payment(1, 700_00)], quote(1, [year]))[1] == [
        (1, 1, 1, 700_00, 0, "NUMBER_AND_AMOUNT", None)
    ]
    assert settle([payment(1, 11_990_00)], quote(1, [FA1, year]))[0] == [
        (1, 1, 1, 1, 11_990_00, 0, 10_00, "NUMBER_PARTIAL")
    ]


def test_an_invoice_of_another_contract_than_the_accounts_is_not_matched() -> None:
    outcomes = settle([payment(1, 12_000_00, contract_id=2)], quote(1, [FA1]))[1]
    assert outcomes == [(1, 2, None, 0, 12_000_00, "CONTRACT_ONLY", "OTHER_CONTRACT")]


def test_currencies_are_never_crossed() -> None:
    dollars = invoice(1, 100_00, currency="USD")
    paid = payment(1, 100_00, buyer_id=1)
    for quotes, reason in ((quote(1, [dollars]), "OTHER_CURRENCY"), ([], "NO_MATCH")):
        allocations, outcomes = settle([paid], quotes, owed(1, [dollars]))
        assert allocations == []
        assert outcomes == [(1, None, 1, 0, 100_00, "ON_ACCOUNT", reason)]


def test_without_a_number_the_only_invoice_of_that_amount_is_paid() -> None:
    paid = payment(1, 7_500_00, buyer_id=1)
    allocations, outcomes = settle([paid], (), owed(1, [FA1, FA2]))
    assert allocations == [(1, 1, 1, 2, 7_500_00, 0, 0, "UNIQUE_AMOUNT")]
    assert outcomes == [(1, 1, 1, 7_500_00, 0, "UNIQUE_AMOUNT", None)]
    twice = owed(1, [FA1, FA2, FA2 | {"invoice_id": 3}])
    assert settle([paid], (), twice)[1] == [
        (1, None, 1, 0, 7_500_00, "ON_ACCOUNT", "SEVERAL_SOLUTIONS")
    ]
    # Also where the second is younger than those among which a group is looked for.
    far = [FA1 | {"open_cents": 7_500_00}, *(invoice(n, 7_499_99) for n in range(2, 21))]
    twice = owed(1, [*far, invoice(21, 7_500_00)])
    assert settle([paid], (), twice)[1][0][5:] == ("ON_ACCOUNT", "SEVERAL_SOLUTIONS")


def test_without_a_number_the_only_group_of_that_sum_is_paid() -> None:
    third = invoice(3, 100_00)
    paid = payment(1, 12_100_00, buyer_id=1)
    allocations, outcomes = settle([paid], (), owed(1, [FA1, FA2, third]))
    assert allocations == [
        (1, 1, 1, 1, 12_000_00, 0, 0, "SUBSET"),
        (1, 1, 1, 3, 100_00, 0, 0, "SUBSET"),
    ]
    assert outcomes == [(1, 1, 1, 12_100_00, 0, "SUBSET", None)]
    fourth = owed(1, [FA1, FA2, third, invoice(4, 100_00)])
    assert settle([paid], (), fourth)[1][0][5:] == ("ON_ACCOUNT", "SEVERAL_SOLUTIONS")
    split = owed(1, [FA1, FA2, third | {"contract_id": 2}])
    assert settle([paid], (), split)[1][0][5:] == ("ON_ACCOUNT", "NO_MATCH")


def test_an_invoice_paid_by_its_number_is_not_paid_again_by_its_amount() -> None:
    paid = [payment(1, 12_000_00, buyer_id=1), payment(2, 12_000_00)]
    allocations, outcomes = settle(paid, quote(2, [FA1]), owed(1, [FA1]))
    assert [row[0] for row in allocations] == [2]
    assert outcomes[0] == (1, None, 1, 0, 12_000_00, "ON_ACCOUNT", "NO_MATCH")


def test_a_number_that_may_be_there_by_chance_waits_for_its_turn() -> None:
    year = invoice(9, 700_00, number_key="2026")
    paid = [payment(1, 700_00, buyer_id=1), payment(2, 700_00)]
    allocations, outcomes = settle(paid, quote(2, [year]), owed(1, [year]))
    assert allocations == [(1, 1, 1, 9, 700_00, 0, 0, "UNIQUE_AMOUNT")]
    assert outcomes[1] == (2, None, None, 0, 700_00, "UNKNOWN", "WEAK_NUMBER")


def test_an_open_invoice_of_another_buyer_is_never_paid_by_its_amount() -> None:
    paid = payment(1, 500_00, buyer_id=1)
    assert settle([paid], (), owed(1, [THEIRS])) == (
        [],
        [(1, None, 1, 0, 500_00, "ON_ACCOUNT", "NO_MATCH")],
    )


def test_too_many_shared_numbers_are_not_all_tried() -> None:
    def shared(count: int) -> list[dict[str, object]]:
        keys = [f"FA{n}" for n in range(count)]
        ours = [invoice(n, 2**n, number_key=key) for n, key in enumerate(keys)]
        theirs = [invoice(50 + n, 10**6, number_key=key, buyer_id=2) for n, key in enumerate(keys)]
        return quote(1, ours + theirs)

    few, many = (settle([payment(1, 2**n - 1)], shared(n))[1][0] for n in (12, 13))
    assert few[5:] == ("NUMBER_AND_AMOUNT", None)
    assert many[5:] == ("UNKNOWN", "AMBIGUOUS")


def test_the_oldest_due_are_paid_first_where_the_contract_says_so() -> None:
    paid = payment(1, 12_300_00, buyer_id=1)
    fifo = terms_of(1, has_auto_fifo=True)
    allocations, outcomes = settle([paid], (), owed(1, [FA2, FA1]), fifo)
    assert allocations == [
        (1, 1, 1, 1, 12_000_00, 0, 0, "FIFO"),
        (1, 1, 1, 2, 300_00, 0, 0, "FIFO"),
    ]
    assert outcomes == [(1, 1, 1, 12_300_00, 0, "FIFO", None)]
    assert settle([paid], (), owed(1, [FA1]), fifo)[1] == [
        (1, 1, 1, 12_000_00, 300_00, "FIFO", None)
    ]
    two = owed(1, [FA1, FA2 | {"contract_id": 2}])
    terms = terms_of(1, 2, has_auto_fifo=True)
    assert settle([paid], (), two, terms)[1][0][5:] == ("ON_ACCOUNT", "NO_MATCH")


def test_what_nothing_tells_is_unknown_or_of_the_contract_only() -> None:
    assert settle([payment(1, 100), payment(2, 200, contract_id=3, buyer_id=0)])[1] == [
        (1, None, None, 0, 100, "UNKNOWN", "NO_MATCH"),
        (2, 3, None, 0, 200, "CONTRACT_ONLY", "NO_MATCH"),
    ]


def test_open_invoices_are_asked_for_known_buyers_whose_quotes_prove_nothing() -> None:
    paid = [payment(1, 100, buyer_id=1), payment(2, 100), payment(3, 100, buyer_id=1)]
    chance = invoice(9, 100, number_key="2026", buyer_id=2)
    payments, candidates, _, _ = frames((paid, quote(1, [FA1]) + quote(3, [chance]), [], []))
    assert unquoted(payments, candidates).rows() == [(3, None, 1, 100, "EUR")]


def test_facts_that_contradict_each_other_stop_the_batch() -> None:
    paid = [payment(1, 100, buyer_id=1)]
    with pytest.raises(BrokenBatch, match="two different open amounts"):
        settle(paid, quote(1, [FA1]), owed(1, [FA1 | {"open_cents": 1}]))
    with pytest.raises(BrokenBatch, match=r"no terms for contracts \[4\]"):
        settle(paid, quote(1, [FA1 | {"contract_id": 4}]))


def test_an_empty_batch_gives_empty_answers() -> None:
    allocations, outcomes, _ = match(*frames(([], [], [], [])))
    assert allocations.height == outcomes.height == 0


@given(st.lists(st.integers(1, 30), max_size=9), st.integers(1, 90))
def test_subsets_are_those_found_by_trying_all(amounts: list[int], total: int) -> None:
    groups = [
        group
        for size in range(1, len(amounts) + 1)
        for group in combinations(range(len(amounts)), size)
        if sum(amounts[place] for place in group) == total
    ]
    found = subsets(amounts, total)
    assert len(found) == min(2, len(groups))
    assert set(found) <= set(groups)


@pytest.mark.parametrize("total", [1, 10, MEMBERS_MAX, MEMBERS_MAX + 1, AMOUNTS_MAX])
@pytest.mark.parametrize("amounts", [
    [1] * AMOUNTS_MAX, [1] * 10 + [2] * 10, list(range(1, AMOUNTS_MAX + 1)),
    [2**n for n in range(AMOUNTS_MAX)],
])  # fmt: skip
def test_the_search_takes_no_longer_for_amounts_chosen_to_slow_it(
    amounts: list[int], total: int
) -> None:
    steps = 0

    def count(frame: FrameType, event: str, argument: object) -> Callable[..., Any]:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        subsets(amounts, total)
    finally:
        sys.settrace(before)
    assert steps < 16 * 2 ** (AMOUNTS_MAX // 2)


def test_a_group_has_twelve_members_at_most() -> None:
    powers = [2**n for n in range(AMOUNTS_MAX)]
    assert subsets(powers, 2**MEMBERS_MAX - 1) == [tuple(range(MEMBERS_MAX))]
    assert subsets(powers, 2 ** (MEMBERS_MAX + 1) - 1) == []
    for amounts, total in (([1] * (AMOUNTS_MAX + 1), 1), ([1, 0], 1), ([1], 0)):
        with pytest.raises(ValueError, match="all above zero"):
            subsets(amounts, total)
