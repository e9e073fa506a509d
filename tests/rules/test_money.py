"""Cents and ppm: worked roundings, the oracle, and what happens at the limits."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import oracle
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules import money

AMOUNTS = st.integers(-money.AMOUNT_CENTS_MAX, money.AMOUNT_CENTS_MAX)
RATES = st.integers(-money.RATE_PPM_MAX, money.RATE_PPM_MAX)
DAYS = st.integers(0, money.DAYS_MAX)


def column(expression, **numbers):
    frame = pl.DataFrame(numbers, schema=dict.fromkeys(numbers, pl.Int64))
    return frame.select(answer=expression)["answer"]


def share(cents, ppm):
    return column(money.share(pl.col("a"), pl.col("b")), a=cents, b=ppm).to_list()


def share_down(cents, ppm):
    return column(money.share_down(pl.col("a"), pl.col("b")), a=cents, b=ppm).to_list()


def test_a_share_rounds_half_away_from_zero():
    #        3.825    -3.825   3.8249..  0.5 cent  -0.5 cent  0.4999 cent  nothing
    cents = [850_00, -850_00, 849_99, 1, -1, 1, 0]
    ppm = [4_500, 4_500, 4_500, 500_000, 500_000, 499_999, 4_500]
    assert share(cents, ppm) == [383, -383, 382, 1, -1, 0, 0]


def test_what_is_made_available_rounds_towards_zero():
    # 90 % of 250 751.05 is 225 675.945.
    assert share_down([250_751_05, -250_751_05, 1], [900_000, 900_000, 999_999]) == [
        225_675_94,
        -225_675_94,
        0,
    ]


def test_a_share_may_take_a_plain_number_as_its_rate():
    assert column(money.share(pl.col("a"), 200_000), a=[264_51]).to_list() == [52_90]


def test_a_share_of_nothing_known_is_nothing_known():
    assert share([None, 100], [500_000, None]) == [None, None]


def test_amounts_come_back_as_int64():
    answer = column(money.share(pl.col("a"), pl.col("b")), a=[1], b=[1])
    assert answer.dtype == pl.Int64()


def test_the_largest_share_fits_and_the_next_size_is_an_error_and_not_a_wrapped_number():
    largest = money.AMOUNT_CENTS_MAX
    assert share([largest], [money.RATE_PPM_MAX]) == [largest * 10]
    with pytest.raises(pl.exceptions.InvalidOperationError):
        share([2**62], [money.RATE_PPM_MAX])
    with pytest.raises(pl.exceptions.InvalidOperationError):
        share_down([2**62], [money.RATE_PPM_MAX])


def test_interest_of_the_largest_amount_for_a_century_overflows_loudly():
    most = money.interest(money.numbers(pl.col("a"), pl.col("b"), pl.col("d")))
    assert column(most, a=[10**15], b=[36_150], d=[31]).to_list() == [3_112_916_666_667]
    with pytest.raises(pl.exceptions.InvalidOperationError):
        column(most, a=[10**15], b=[money.RATE_PPM_MAX * 10], d=[money.DAYS_MAX * 100])


def test_numbers_are_exact_int128_and_count_no_credit():
    numbers = column(
        money.numbers(pl.col("a"), pl.col("b"), pl.col("d")),
        a=[10**15, -5_00],
        b=[10**7, 36_150],
        d=[40_000, 10],
    )
    assert numbers.dtype == pl.Int128()
    assert numbers.to_list() == [4 * 10**26, 0]


@pytest.mark.parametrize(
    ("total", "part", "whole", "expected"),
    [
        (100, 1, 3, 33),
        (100, 2, 3, 67),
        (1, 1, 2, 1),
        (-1, 1, 2, -1),
        (1, 1, -2, -1),
        (-1, 1, -2, 1),
        (100, 7, 0, 0),
        (6000_00, 297, 365, 4882_19),
        (10**15, 10**15, 10**15, 10**15),
    ],
)
def test_pro_rata_rounds_half_away_and_gives_zero_of_nothing(total, part, whole, expected):
    answer = money.pro_rata(pl.col("t"), pl.col("p"), pl.col("w"))
    assert column(answer, t=[total], p=[part], w=[whole]).to_list() == [expected]


@given(st.lists(st.tuples(AMOUNTS, RATES), min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_shares_equal_the_oracle_and_one_by_one_equals_all_at_once(pairs):
    cents, ppm = [list(side) for side in zip(*pairs, strict=True)]
    exact = [Fraction(amount * rate, 10**6) for amount, rate in pairs]
    assert share(cents, ppm) == [oracle.half_away(value) for value in exact]
    assert share_down(cents, ppm) == [oracle.towards_zero(value) for value in exact]
    assert share(cents, ppm) == [share([a], [b])[0] for a, b in pairs]
    assert share(cents, ppm) == [money.share_of(a, b) for a, b in pairs]


@given(AMOUNTS, RATES)
@settings(max_examples=100, deadline=None)
def test_a_share_of_the_opposite_is_the_opposite_of_the_share(amount, rate):
    assert share([-amount], [rate]) == [-share([amount], [rate])[0]]
    assert share_down([-amount], [rate]) == [-share_down([amount], [rate])[0]]


@given(AMOUNTS, RATES)
@settings(max_examples=100, deadline=None)
def test_the_oracle_itself_rounds_as_the_decimal_module_does(amount, rate):
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(amount) * rate / 10**6
        posted = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        available = int(exact.quantize(Decimal(1), ROUND_DOWN))
    assert oracle.half_away(Fraction(amount * rate, 10**6)) == posted
    assert oracle.towards_zero(Fraction(amount * rate, 10**6)) == available


@given(AMOUNTS, st.integers(0, 10**6), DAYS)
@settings(max_examples=100, deadline=None)
def test_interest_equals_the_oracle(amount, rate, days):
    numbers = money.numbers(pl.col("a"), pl.col("b"), pl.col("d"))
    one = column(money.interest(numbers), a=[amount], b=[rate], d=[days])
    exact = max(0, amount) * rate * days
    assert one.to_list() == [oracle.interest(exact)] == [money.interest_of(exact)]


@given(AMOUNTS, st.integers(-(10**12), 10**12), st.integers(-(10**12), 10**12))
@settings(max_examples=100, deadline=None)
def test_pro_rata_equals_the_oracle(total, part, whole):
    expected = oracle.half_away(Fraction(total * part, whole)) if whole else 0
    answer = money.pro_rata(pl.col("t"), pl.col("p"), pl.col("w"))
    if abs(expected) < 2**63:
        assert column(answer, t=[total], p=[part], w=[whole]).to_list() == [expected]
    else:
        with pytest.raises(pl.exceptions.InvalidOperationError):
            column(answer, t=[total], p=[part], w=[whole])
