"""Business days, value dates, and due dates with their legal limits."""

from datetime import date, timedelta

import oracle
import polars as pl
import pytest
from eligibility_cases import CLEAN
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules import calendar
from comptant.rules.batch import BrokenBatch, decide
from comptant.rules.columns import shape
from comptant.rules.eligibility import ELIGIBILITY_FACTS, judge
from comptant.rules.facts import FACTS

DAYS = st.dates(date(2010, 1, 1), date(2060, 12, 31))


def after(day, count):
    """One business-day addition."""
    frame = pl.DataFrame({"d": [day], "n": [count]}, schema={"d": pl.Date, "n": pl.Int64})
    moved = calendar.add_business_days(pl.col("d"), pl.col("n"))
    return frame.select(moved).item()


def test_target_closes_six_days_a_year_and_no_french_holiday_more():
    assert [day for day in calendar.closing_days() if day.year == 2026] == [
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]
    assert after(date(2026, 7, 14), 0) == date(2026, 7, 14)


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        # From a Thursday, over the weekend, over Easter, over New Year.
        (date(2026, 1, 15), 1, date(2026, 1, 16)),
        (date(2026, 1, 16), 1, date(2026, 1, 19)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2025, 12, 31), 1, date(2026, 1, 2)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 24), 5, date(2027, 1, 4)),
        # From a closed day: the next open day is day 1, and also where zero days lead.
        (date(2026, 1, 17), 1, date(2026, 1, 19)),
        (date(2026, 1, 17), 2, date(2026, 1, 20)),
        (date(2026, 1, 17), 0, date(2026, 1, 19)),
        (date(2026, 4, 3), 0, date(2026, 4, 7)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        # Backwards.
        (date(2026, 1, 19), -1, date(2026, 1, 16)),
        (date(2026, 1, 18), -1, date(2026, 1, 16)),
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        # No calendar is known there, so no answer is invented.
        (date(1998, 12, 31), 1, None),
        (date(2100, 1, 1), 1, None),
        (None, 1, None),
    ],
)
def test_business_days_are_counted_on_the_target_calendar(day, count, expected):
    assert after(day, count) == expected


def test_a_count_may_be_a_plain_number():
    days = pl.DataFrame({"d": [date(2026, 1, 16), date(2026, 4, 2)]})
    moved = days.select(calendar.add_business_days(pl.col("d"), 1)).to_series()
    assert moved.to_list() == [date(2026, 1, 19), date(2026, 4, 7)]
    here = days.select(calendar.next_business_day(pl.col("d"))).to_series()
    assert here.to_list() == [date(2026, 1, 16), date(2026, 4, 2)]


@given(DAYS, st.integers(-30, 30))
@settings(max_examples=60, deadline=None)
def test_business_days_equal_the_oracle(day, count):
    assert after(day, count) == oracle.business_days_after(day, count)


@pytest.mark.parametrize(("year", "open_days"), [(2024, 256), (2025, 255), (2026, 256)])
def test_a_year_has_the_open_days_that_target_publishes(year, open_days):
    days = pl.DataFrame({"d": pl.date_range(date(year, 1, 1), date(year, 12, 31), eager=True)})
    moved = days.select(pl.col("d") == calendar.next_business_day(pl.col("d"))).to_series()
    assert moved.sum() == open_days


# Value dates.

COLLECTIONS = shape(
    "payment_means", "booked_on", "due_on?", "value_delay_days", "original_value_on?"
)
THURSDAY, FRIDAY = date(2026, 1, 15), date(2026, 1, 16)


@pytest.mark.parametrize(
    ("means", "booked_on", "delay", "more", "expected"),
    [
        # W4-3: booked on Thursday, value one business day later; then value the same day.
        ("SCT", THURSDAY, 1, {}, date(2026, 1, 16)),
        ("SCT", FRIDAY, 1, {}, date(2026, 1, 19)),
        ("INST", date(2026, 1, 17), 0, {}, date(2026, 1, 19)),
        ("CHQ", FRIDAY, 2, {}, date(2026, 1, 20)),
        # Bills and direct debits count from the due date, and Saturday is not a value date.
        ("LCR", date(2026, 2, 3), 1, {"due_on": date(2026, 1, 30)}, date(2026, 2, 2)),
        ("BOR", date(2026, 2, 3), 1, {"due_on": date(2026, 1, 31)}, date(2026, 2, 2)),
        ("SDD", date(2026, 2, 3), 1, {"due_on": date(2026, 2, 2)}, date(2026, 2, 3)),
        # What comes back takes the value date of the credit that it undoes.
        ("LCR", date(2026, 2, 9), 1, {"original_value_on": date(2026, 2, 2)}, date(2026, 2, 2)),
        ("CHQ", date(2026, 2, 9), 2, {"original_value_on": date(2026, 2, 2)}, date(2026, 2, 2)),
    ],
)
def test_a_collection_takes_the_value_date_of_its_means(means, booked_on, delay, more, expected):
    row = {"payment_means": means, "booked_on": booked_on, "value_delay_days": delay}
    facts = COLLECTIONS.frame([row | more])
    decided = decide(facts, (calendar.collection_value_on,))
    assert decided["collection_value_on"].to_list() == [expected]


def test_a_bill_without_a_due_date_stops_the_batch():
    row = {"payment_means": "LCR", "booked_on": THURSDAY, "value_delay_days": 1}
    with pytest.raises(BrokenBatch, match=r"^collection_value_on is null in 1 of 1 rows$"):
        decide(COLLECTIONS.frame([row]), (calendar.collection_value_on,))


# Due dates and legal limits.

INVOICES = shape("issued_on", "delivered_on?", "due_on?", "payment_regime")
CAPS = (
    calendar.net_cap_on, calendar.eom_then_days_cap_on, calendar.days_then_eom_cap_on,
    calendar.periodic_cap_on, calendar.legal_cap_on, calendar.cap_reading_differs,
)  # fmt: skip
NULLABLE = [rule.__name__ for rule in CAPS[:-1]]


def capped(issued_on, regime="NET", **more):
    """The legal limits of one invoice, and whether eligibility holds it for them."""
    row = {"issued_on": issued_on, "payment_regime": regime} | more
    decided = decide(INVOICES.frame([row]), CAPS, NULLABLE).row(0, named=True)
    due_on = more.get("due_on") or issued_on
    held = holds_of(
        issued_on=issued_on, due_on=due_on, sent_on=issued_on, today_on=issued_on,
        legal_cap_on=decided["legal_cap_on"], term_cap_days=None,
    )  # fmt: skip
    return decided | {"is_held": "term_too_long" in held.split()}


def holds_of(**changes):
    """What eligibility holds a clean invoice for, with these changes."""
    return judge(ELIGIBILITY_FACTS.frame([CLEAN | changes]))["holds"].item()


@pytest.mark.parametrize(
    ("issued_on", "net", "eom_then_days", "days_then_eom", "periodic"),
    [
        (
            date(2026, 1, 15),
            date(2026, 3, 16),
            date(2026, 3, 17),
            date(2026, 3, 31),
            date(2026, 3, 1),
        ),
        (
            date(2026, 12, 31),
            date(2027, 3, 1),
            date(2027, 2, 14),
            date(2027, 2, 28),
            date(2027, 2, 14),
        ),
        # The first of a long month: the other reading is the later one.
        (
            date(2026, 7, 1),
            date(2026, 8, 30),
            date(2026, 9, 14),
            date(2026, 8, 31),
            date(2026, 8, 15),
        ),
        # A leap year.
        (
            date(2024, 1, 15),
            date(2024, 3, 15),
            date(2024, 3, 16),
            date(2024, 2, 29),
            date(2024, 2, 29),
        ),
    ],
)
def test_the_worked_dates_of_the_law(issued_on, net, eom_then_days, days_then_eom, periodic):
    """W5-1."""
    row = capped(issued_on)
    assert row["net_cap_on"] == net
    assert row["eom_then_days_cap_on"] == eom_then_days
    assert row["days_then_eom_cap_on"] == days_then_eom
    assert row["periodic_cap_on"] == periodic
    assert row["legal_cap_on"] == net
    assert capped(issued_on, "PERIODIC")["legal_cap_on"] == periodic
    later = max(eom_then_days, days_then_eom)
    assert capped(issued_on, "END_OF_MONTH")["legal_cap_on"] == later


@pytest.mark.parametrize(
    ("regime", "delivered_on", "cap"),
    [
        ("NO_AGREEMENT", date(2026, 4, 13), date(2026, 5, 13)),
        ("PERISHABLE_FOOD", date(2026, 4, 13), date(2026, 5, 20)),
        ("PERISHABLE_FOOD", date(2026, 4, 10), date(2026, 5, 10)),
        ("PERISHABLE_FOOD", date(2026, 4, 11), date(2026, 5, 20)),
        ("PERISHABLE_FOOD", date(2026, 4, 20), date(2026, 5, 20)),
        ("PERISHABLE_FOOD", date(2026, 2, 21), date(2026, 3, 30)),
        ("FRESH_MEAT", date(2026, 4, 13), date(2026, 5, 3)),
        ("EXCISE_ALCOHOL", date(2026, 4, 13), date(2026, 5, 30)),
        # These count from the invoice date, 15 April, or have no delivery date but it.
        ("FREIGHT", date(2026, 4, 13), date(2026, 5, 15)),
        ("NO_AGREEMENT", None, date(2026, 5, 15)),
        ("PUBLIC", date(2026, 4, 13), date(2026, 5, 15)),
        ("PUBLIC_HOSPITAL", date(2026, 4, 13), date(2026, 6, 4)),
        ("PUBLIC_COMPANY", date(2026, 4, 13), date(2026, 6, 14)),
        ("NONE", date(2026, 4, 13), None),
    ],
)
def test_each_regime_has_its_limit(regime, delivered_on, cap):
    row = capped(date(2026, 4, 15), regime, delivered_on=delivered_on)
    assert row["legal_cap_on"] == cap


@pytest.mark.parametrize(
    ("regime", "due_on", "exceeds", "differs"),
    [
        ("NET", date(2026, 3, 16), False, False),
        ("NET", date(2026, 3, 17), True, False),
        # Both readings allow it; one only; none.
        ("END_OF_MONTH", date(2026, 3, 17), False, False),
        ("END_OF_MONTH", date(2026, 3, 18), False, True),
        ("END_OF_MONTH", date(2026, 3, 31), False, True),
        ("END_OF_MONTH", date(2026, 4, 1), True, False),
        ("PERIODIC", date(2026, 3, 1), False, False),
        ("PERIODIC", date(2026, 3, 2), True, False),
        ("NONE", date(2026, 12, 31), False, False),
        ("NET", None, False, False),
        ("END_OF_MONTH", None, False, False),
    ],
)
def test_a_due_date_past_the_limit_is_flagged(regime, due_on, exceeds, differs):
    """I-18, for an invoice of 15 January 2026."""
    row = capped(date(2026, 1, 15), regime, due_on=due_on)
    assert (row["is_held"], row["cap_reading_differs"]) == (exceeds, differs)


def test_an_invoice_older_than_the_law_has_no_limit():
    row = capped(date(2008, 12, 31), due_on=date(2012, 1, 1))
    assert (row["legal_cap_on"], row["is_held"]) == (None, False)


METHODS = ("NET", "EOM_THEN_DAYS", "DAYS_THEN_EOM")


@pytest.mark.parametrize(
    ("regime", "cap"),
    [
        ("AGREED", date(2026, 3, 31)),
        ("NET", date(2026, 3, 16)),
        ("EOM_THEN_DAYS", date(2026, 3, 17)),
        ("DAYS_THEN_EOM", date(2026, 3, 31)),
        ("PERIODIC", date(2026, 3, 1)),
    ],
)
def test_what_was_agreed_is_the_limit_where_it_is_known(regime, cap):
    """W5-1; I-20: the 1st of March 2026 is a Sunday, and stays; only cash waits for a bank day."""
    assert capped(date(2026, 1, 15), regime)["legal_cap_on"] == cap


@given(DAYS, st.sampled_from(METHODS[1:]))
@settings(max_examples=60, deadline=None)
def test_agreed_readings_equal_the_oracle(issued_on, method):
    assert capped(issued_on, method)["legal_cap_on"] == oracle.due_on(issued_on, 45, method)


TOLD = shape("invoice_regime?", "buyer_regime?", "buyer_is_public", "buyer_country")


@pytest.mark.parametrize(
    ("facts", "regime"),
    [
        ({}, "AGREED"),
        ({"buyer_is_public": True}, "PUBLIC"),
        ({"buyer_country": "DE"}, "NONE"),
        ({"buyer_country": "DE", "buyer_is_public": True}, "NONE"),
        ({"buyer_regime": "FREIGHT"}, "FREIGHT"),
        ({"buyer_regime": "PUBLIC_HOSPITAL", "buyer_is_public": True}, "PUBLIC_HOSPITAL"),
        ({"buyer_regime": "FREIGHT", "invoice_regime": "NET"}, "NET"),
    ],
)
def test_the_regime_is_that_of_the_invoice_else_of_its_buyer(facts, regime):
    row = {"buyer_is_public": False, "buyer_country": "FR"} | facts
    decided = decide(TOLD.frame([row]), (calendar.payment_regime,))
    assert decided["payment_regime"].item() == regime


def test_every_regime_that_may_be_told_has_a_limit_but_none():
    told = {FACTS[subject, "payment_regime"].choices for subject in ("BUYER", "INVOICE")}
    assert told == {calendar.REGIMES}
    free = [each for each in calendar.REGIMES
            if capped(date(2026, 4, 15), each)["legal_cap_on"] is None]  # fmt: skip
    assert free == ["NONE"]


@pytest.mark.parametrize(
    ("due_on", "held", "differs"),
    [
        (date(2026, 3, 17), False, False),
        (date(2026, 3, 18), False, True),
        (date(2026, 3, 31), False, True),
        (date(2026, 4, 1), True, False),
    ],
)
def test_what_was_agreed_is_not_known_the_later_reading_is_taken_with_a_warning(
    due_on, held, differs
):
    row = capped(date(2026, 1, 15), "AGREED", due_on=due_on)
    assert (row["is_held"], row["cap_reading_differs"]) == (held, differs)


@given(st.dates(date(2019, 5, 1), date(2060, 12, 31)), st.integers(0, 90))
@settings(max_examples=60, deadline=None)
def test_a_due_date_is_within_the_limit_or_flagged(issued_on, term_days):
    """I-18."""
    due_on = issued_on + timedelta(term_days)
    readings = [oracle.due_on(issued_on, 45, method) for method in METHODS[1:]]
    row = capped(issued_on, "END_OF_MONTH", due_on=due_on)
    assert row["is_held"] == (due_on > max(readings))
    assert row["cap_reading_differs"] == (min(readings) < due_on <= max(readings))
    assert capped(issued_on, due_on=due_on)["is_held"] == (term_days > 60)
