"""Back-valued entries on billed periods, and the properties that interest keeps on any data."""

from datetime import date, timedelta
from itertools import pairwise

import oracle
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from interest_facts import EURIBOR, JANUARY, WORKED, changes, fixings, terms

from comptant.rules import interest
from comptant.rules.interest import BILLED, corrections, interest_due, segments


def bills(*rows):
    """(from, until, cents) to BILLED."""
    rows = [(1, "EUR", *row) for row in rows]
    return pl.DataFrame(rows, schema=BILLED.schema(), orient="row")


FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))
# 66 845.67 for 28 days.
BILLS = bills((*JANUARY, 268_66), (*FEBRUARY, 187_95))


def test_a_period_billed_right_needs_no_correction():
    """I-08."""
    assert corrections(BILLS, changes(*WORKED), fixings(), terms()).height == 0


def test_a_back_valued_collection_gives_a_line_for_each_closed_period():
    """I-09: 6 845.67 received on 26 January, known in March. What January gives back on 1 February
    bears interest in February."""
    late = changes(*WORKED, (date(2026, 1, 26), -6_845_67))
    lines = corrections(BILLS, late, fixings(), terms())
    told = ("from_on", "until_on", "interest_cents", "interest_correction_cents")
    assert lines.select(told).rows() == [
        (*JANUARY, 264_54, -4_12),
        (*FEBRUARY, 168_69, -19_26),
    ]
    posted = bills((*JANUARY, -4_12), (*FEBRUARY, -19_26))
    after = pl.concat([late, changes((FEBRUARY[0], -4_12))])
    assert corrections(pl.concat([BILLS, posted]), after, fixings(), terms()).height == 0


def test_a_corrected_fixing_corrects_the_periods_it_touches():
    rates = fixings(EURIBOR | {date(2026, 2, 15): 20_000})
    lines = corrections(BILLS, changes(*WORKED), rates, terms())
    assert lines.select("from_on", "interest_correction_cents").rows() == [(FEBRUARY[0], -39)]


def test_a_bill_for_days_before_the_terms_goes_back_whole():
    opened_on = FEBRUARY[0]
    agreed = terms((opened_on, "DAILY", 16_000, 0))
    lines = corrections(bills((*JANUARY, 268_66)), changes((opened_on, 100_00)), fixings(), agreed)
    assert lines["interest_correction_cents"].to_list() == [-268_66]


def test_nothing_billed_is_nothing_to_correct():
    none = corrections(BILLED.empty(), changes(*WORKED), fixings(), terms())
    assert none.height == 0
    assert none.schema["interest_correction_cents"] == pl.Int64()


# Properties, on random contracts of a winter.

START = date(2025, 11, 20)
DAYS = st.integers(0, 99).map(lambda n: START + timedelta(n))
MOVES = st.lists(st.tuples(DAYS, st.integers(-(10**11), 10**11)), max_size=12)
LINES = st.lists(
    st.tuples(
        DAYS,
        st.sampled_from(("DAILY", "MONTH_AVERAGE", "FIRST_BUSINESS_DAY")),
        st.integers(0, 50_000),
        st.none() | st.integers(-5_000, 20_000),
    ),
    max_size=3,
    unique_by=lambda line: line[0],
).map(lambda lines: [(START - timedelta(1), "DAILY", 16_000, 0), *lines])
RATES = st.dictionaries(DAYS, st.integers(-10_000, 50_000), max_size=12).map(
    # Each month of the winter has a fixing, so that no rate is missing.
    lambda rates: (
        {date(2025, month, 1): 20_000 for month in (10, 11, 12)}
        | {date(2026, month, 1): 21_000 for month in (1, 2)}
        | rates
    )
)
PERIODS = st.tuples(DAYS, DAYS).map(sorted).filter(lambda days: days[0] < days[1])


@given(st.lists(st.tuples(MOVES, LINES), min_size=1, max_size=3), RATES, PERIODS)
@settings(max_examples=40, deadline=None)
def test_numbers_equal_the_oracle_and_one_by_one_equals_all_at_once(contracts, rates, period):
    moved = [changes(*moves, contract_id=i) for i, (moves, _) in enumerate(contracts)]
    agreed = [terms(*lines, contract_id=i) for i, (_, lines) in enumerate(contracts)]
    together = interest_due(segments(pl.concat(moved), fixings(rates), pl.concat(agreed), *period))
    for i, (moves, lines) in enumerate(contracts):
        alone = interest_due(segments(moved[i], fixings(rates), agreed[i], *period))
        assert together.filter(pl.col("contract_id") == i).equals(alone)
        numbers = oracle.interest_numbers(moves, rates, lines, *period)
        assert alone["interest_numbers"].to_list() == [numbers]
        assert alone["interest_cents"].to_list() == [oracle.interest(numbers)]


@given(MOVES, LINES, RATES, PERIODS, DAYS)
@settings(max_examples=40, deadline=None)
def test_numbers_of_a_period_are_the_sum_of_those_of_its_parts(moves, lines, rates, period, cut):
    cut = min(max(cut, period[0]), period[1])
    parts = [(period[0], cut), (cut, period[1])]

    def numbers(bounds):
        owed = interest_due(segments(changes(*moves), fixings(rates), terms(*lines), *bounds))
        return sum(owed["interest_numbers"])

    assert sum(numbers(part) for part in parts) == numbers(period)


@given(MOVES, LINES, RATES, PERIODS)
@settings(max_examples=40, deadline=None)
def test_segments_tile_the_period_and_differ_from_their_neighbours(moves, lines, rates, period):
    cut = segments(changes(*moves), fixings(rates), terms(*lines), *period)
    assert cut["from_on"].to_list() == [period[0], *cut["until_on"].to_list()[:-1]]
    assert cut["until_on"][-1] == period[1]
    constant = cut.select(interest.CONSTANT).rows()
    assert [a for a, b in pairwise(constant) if a == b] == []
