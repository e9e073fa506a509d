"""Back-valued entries on billed periods, and the properties that interest keeps on any data."""

from datetime import date, timedelta
from itertools import pairwise

import oracle
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from interest_facts import EURIBOR, JANUARY, WORKED, changes, fixings, terms

from comptant.rules import interest
from comptant.rules.interest import interest_due, segments
from comptant.rules.interest_corrections import BILLED, corrections, kept, stretches


def posted_on(cut, period):
    """What a bill of a period keeps."""
    bounds = pl.DataFrame([(1, "EUR", *period)], schema=interest.PERIODS.schema(), orient="row")
    return kept(stretches(cut, bounds))["stretches"].item()


def bills(*rows):
    """(from, until, cents, and base, rate and stretches of the bill where they count) to BILLED."""
    rows = [(1, "EUR", *row, *((0, 0, None) if len(row) == 3 else ())) for row in rows]
    return pl.DataFrame(rows, schema=BILLED.schema(), orient="row")


FEBRUARY = (date(2026, 2, 1), date(2026, 3, 1))
KEPT = {
    period: posted_on(segments(changes(*WORKED), fixings(), terms(), *period), period)
    for period in (JANUARY, FEBRUARY)
}
# 66 845.67 for 28 days.
BILLS = bills(
    (*JANUARY, 268_66, 86_305_05, 36_150, KEPT[JANUARY]),
    (*FEBRUARY, 187_95, 66_845_67, 36_150, KEPT[FEBRUARY]),
)
PARTS = ("from_on", "until_on", "base_cents", "rate_ppm", "amount_cents")


def test_a_period_billed_right_needs_no_correction():
    """I-08."""
    wrong, lines = corrections(BILLS, changes(*WORKED), fixings(), terms())
    assert (wrong.height, lines.height) == (0, 0)


def test_a_back_valued_collection_gives_a_line_for_each_closed_period():
    """I-09: 6 845.67 received on 26 January, known in March. What January gives back on 1 February
    bears interest in February."""
    late = changes(*WORKED, (date(2026, 1, 26), -6_845_67))
    wrong, lines = corrections(BILLS, late, fixings(), terms())
    told = ("from_on", "until_on", "interest_cents", "interest_correction_cents")
    assert wrong.select(told).rows() == [
        (*JANUARY, 264_54, -4_12),
        (*FEBRUARY, 168_69, -19_26),
    ]
    assert lines.select(PARTS).rows() == [
        (date(2026, 1, 26), JANUARY[1], -6_845_67, 36_150, -4_12),
        (*FEBRUARY, -6_849_79, 36_150, -19_26),
    ]
    january, february = wrong["stretches"].to_list()
    posted = bills((*JANUARY, -4_12, 0, 0, january), (*FEBRUARY, -19_26, 0, 0, february))
    after = pl.concat([late, changes((FEBRUARY[0], -4_12))])
    wrong, lines = corrections(pl.concat([BILLS, posted]), after, fixings(), terms())
    assert (wrong.height, lines.height) == (0, 0)
    # A later one is told from what the last one left: not the first difference again.
    more = pl.concat([after, changes((date(2026, 2, 20), -10_000_00))])
    _, lines = corrections(pl.concat([BILLS, posted]), more, fixings(), terms())
    assert lines.select(PARTS).rows() == [
        (date(2026, 2, 20), FEBRUARY[1], -10_000_00, 36_150, -9_04)
    ]


def test_a_corrected_fixing_corrects_the_periods_it_touches():
    rates = fixings(EURIBOR | {date(2026, 2, 15): 20_000})
    wrong, lines = corrections(BILLS, changes(*WORKED), rates, terms())
    assert wrong.select("from_on", "interest_correction_cents").rows() == [(FEBRUARY[0], -39)]
    assert lines.select(PARTS).rows() == [(date(2026, 2, 15), FEBRUARY[1], 66_845_67, -150, -39)]


def test_a_change_of_base_and_rate_is_a_line_of_each():
    rates = fixings(EURIBOR | {date(2026, 2, 15): 20_000})
    late = changes(*WORKED, (date(2026, 2, 10), -6_845_67))
    wrong, lines = corrections(BILLS, late, rates, terms())
    assert wrong["interest_correction_cents"].to_list() == [-13_41]
    assert lines.select(PARTS).rows() == [
        (date(2026, 2, 10), date(2026, 2, 15), -6_845_67, 36_150, -3_44),
        (date(2026, 2, 15), FEBRUARY[1], -6_845_67, 36_000, -9_58),
        (date(2026, 2, 15), FEBRUARY[1], 66_845_67, -150, -39),
    ]


def test_a_bill_for_days_before_the_terms_goes_back_whole():
    opened_on = FEBRUARY[0]
    agreed = terms((opened_on, "DAILY", 16_000, 0))
    january = BILLS.head(1)
    wrong, lines = corrections(january, changes((opened_on, 100_00)), fixings(), agreed)
    assert wrong["interest_correction_cents"].to_list() == [-268_66]
    assert lines["amount_cents"].sum() == -268_66
    assert lines.select("from_on", "until_on", "base_cents", "rate_ppm").rows() == [
        (date(2026, 1, 1), date(2026, 1, 8), -80_000_00, 36_150),
        (date(2026, 1, 8), date(2026, 1, 16), -105_000_00, 36_150),
        (date(2026, 1, 16), date(2026, 1, 22), -74_500_00, 36_150),
        (date(2026, 1, 22), date(2026, 1, 30), -86_845_67, 36_150),
        (date(2026, 1, 30), date(2026, 2, 1), -66_845_67, 36_150),
    ]


def test_a_bill_that_kept_nothing_is_given_back_and_charged_anew():
    old = bills((*FEBRUARY, 187_95, 66_845_67, 36_150, None))
    _, lines = corrections(old, changes(*WORKED, (FEBRUARY[0], -6_845_67)), fixings(), terms())
    assert lines.select(PARTS).rows() == [
        (*FEBRUARY, -66_845_67, 36_150, -187_95),
        (*FEBRUARY, 60_000_00, 36_150, 168_70),
    ]


def test_nothing_billed_is_nothing_to_correct():
    wrong, lines = corrections(BILLED.empty(), changes(*WORKED), fixings(), terms())
    assert (wrong.height, lines.height) == (0, 0)
    assert wrong.schema["interest_correction_cents"] == pl.Int64()


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


@given(MOVES, LINES, RATES, MOVES, LINES, RATES, PERIODS)
@settings(max_examples=40, deadline=None)
def test_the_lines_of_a_correction_make_it(moves, lines, rates, more, other, others, period):
    """Whatever changes: each line is base x rate x days to the cent of its rounding, together they
    are what is due now less what was billed."""
    cut = segments(changes(*moves), fixings(rates), terms(*lines), *period)
    was = interest_due(cut)["interest_cents"].sum()
    billed = bills((*period, was, 0, 0, posted_on(cut, period)))
    now = (changes(*moves, *more), fixings(rates | others), terms(*other))
    wrong, parts = corrections(billed, *now)
    due = interest_due(segments(*now, *period))["interest_cents"].sum()
    assert parts["amount_cents"].sum() == wrong["interest_correction_cents"].sum() == due - was
    for from_on, until_on, base, rate, cents in parts.select(PARTS).rows():
        exact = oracle.interest(base * rate * (until_on - from_on).days)
        assert abs(cents - exact) <= 2
