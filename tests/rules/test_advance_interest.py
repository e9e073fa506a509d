"""The charge in advance: what begins, what ends, and a sum that is rounded once."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules.advance_interest import ADVANCES, CHANGES, NEW, changes, charged
from comptant.rules.money import interest_of

FUNDED_ON, DUE_ON, MARGIN, RATE = date(2026, 1, 16), date(2026, 3, 16), 10, 36_150

NO_FUND = {"interest_base": "FUNDS_IN_USE", "fund_ppm": 0, "fund_base": "ASSIGNED",
           "fund_build_up": "IMMEDIATE"}  # fmt: skip


class Life:
    """One invoice of 12 000.00 at 90 %, charged in advance as its facts change."""

    def __init__(self, rate_ppm=900_000, **clauses):
        self.rate_ppm = rate_ppm
        self.known = CHANGES.empty()
        self.clauses = {"unapproved_advance_ppm": 0, "prefee_true_up": True, **NO_FUND, **clauses}
        self.count = 0

    def event(self, on, open_cents, approved_cents, *, eligible_cents=None, hold=None, rate=RATE):
        """The cents charged on a day (given back when negative)."""
        row = {
            "contract_id": 1, "invoice_id": 7, "due_on": DUE_ON, "value_on": on,
            "open_cents": open_cents, "approved_now_cents": approved_cents, "hold": hold,
            "eligible_cents": approved_cents if eligible_cents is None else eligible_cents,
            "reduction_cents": 0, "advance_ppm": self.rate_ppm, "prefee_margin_days": MARGIN,
            "charged_advance_cents": self.known["advance_cents"].sum(),
            "ended_advance_cents": 0, **self.clauses,
        }  # fmt: skip
        new = changes(ADVANCES.frame([row]), self.known)
        ids = range(self.count + 1, self.count + 1 + new.height)
        self.count += new.height
        begins = pl.col("lot_id") == NEW
        new = new.with_columns(pl.Series("change_id", ids, pl.Int64)).with_columns(
            pl.when(begins).then("change_id").otherwise("lot_id").alias("lot_id"),
            pl.when(begins).then(rate).otherwise("financing_rate_ppm").alias("financing_rate_ppm"),
        )
        told = charged(self.known, new).select(CHANGES.names)
        self.known = pl.concat([self.known, told])
        return told["interest_cents"].sum()

    @property
    def total(self):
        return self.known["interest_cents"].sum()


@pytest.mark.parametrize(
    ("paid_on", "has_true_up", "back"),
    [
        (date(2026, 3, 18), True, -8_68),
        (date(2026, 3, 18), False, 0),
        (date(2026, 3, 26), True, 0),
        (date(2026, 3, 31), True, 5_42),
        (date(2026, 1, 15), True, -74_83),  # a value date before the advance
    ],
)
def test_w4_5_what_was_charged_at_funding_is_adjusted_to_the_days_used(paid_on, has_true_up, back):
    life = Life(prefee_true_up=has_true_up)
    assert life.event(FUNDED_ON, 12_000_00, 12_000_00) == 74_83
    assert life.event(paid_on, 0, 0) == back


@pytest.mark.parametrize(
    ("clauses", "charged_cents"),
    [
        ({}, 74_83),  # 12 000 less 10 % of them in the fund: the 10 800 of W4-5
        ({"fund_base": "APPROVED"}, 74_83),
        ({"interest_base": "FUNDS_IN_USE_AND_FUND"}, 83_15),
        ({"fund_build_up": "INITIAL"}, 83_15),  # a fund of the contract, not of its invoices
        ({"fund_base": "TURNOVER"}, 83_15),
    ],
)
def test_what_goes_into_the_fund_bears_the_charge_where_the_contract_says_so(
    clauses, charged_cents
):
    life = Life(rate_ppm=1_000_000, fund_ppm=100_000, **clauses)
    assert life.event(FUNDED_ON, 12_000_00, 12_000_00) == charged_cents
    life.event(date(2026, 3, 18), 6_000_00, 0, eligible_cents=0, hold="dispute")
    assert life.event(date(2026, 3, 26), 0, 0) <= 0
    assert life.known["advance_cents"].sum() == 0


def test_a_held_invoice_keeps_no_more_than_it_brought_with_the_fund():
    life = Life(rate_ppm=1_000_000, fund_ppm=100_000)
    life.event(FUNDED_ON, 12_000_00, 12_000_00)
    life.event(FUNDED_ON, 6_000_00, 0, eligible_cents=0, hold="dispute")
    assert life.known["advance_cents"].sum() == 5_400_00


def test_nothing_is_taken_for_an_invoice_funded_long_after_its_due_date():
    life = Life()
    late_on = DUE_ON + timedelta(days=30)
    assert life.event(late_on, 12_000_00, 12_000_00) == 0
    assert life.event(late_on + timedelta(days=2), 0, 0) == 2_17


def test_what_is_approved_later_is_charged_from_its_own_day_and_rate():
    life = Life()
    assert life.event(FUNDED_ON, 12_000_00, 0, eligible_cents=12_000_00) == 0
    assert life.event(date(2026, 1, 26), 12_000_00, 5_000_00, eligible_cents=12_000_00) == 26_66
    assert life.event(date(2026, 2, 5), 12_000_00, 12_000_00, rate=40_000) == 34_30
    assert life.event(date(2026, 2, 5), 12_000_00, 12_000_00) == 0


def test_the_part_over_the_limit_is_charged_at_its_own_rate_of_advance():
    life = Life(unapproved_advance_ppm=500_000)
    # 5 000.00 at 90 % and 7 000.00 at 50 %: 8 000.00 for 69 days.
    assert life.event(FUNDED_ON, 12_000_00, 5_000_00, eligible_cents=12_000_00) == 55_43
    # The buyer pays 2 000.00: 5 000.00 at 50 % are left of what is over, 1 000.00 less.
    assert life.event(date(2026, 2, 15), 10_000_00, 5_000_00, eligible_cents=10_000_00) == -3_92


def test_a_hold_takes_nothing_back_while_the_money_is_out():
    life = Life()
    life.event(FUNDED_ON, 12_000_00, 12_000_00)
    assert life.event(date(2026, 2, 1), 12_000_00, 0, hold="disputed") == 0
    assert life.event(date(2026, 2, 11), 12_000_00, 12_000_00) == 0
    assert life.event(date(2026, 2, 15), 6_000_00, 0, hold="disputed") == -21_15
    assert life.event(date(2026, 3, 26), 0, 0, hold="disputed") == 0


def test_a_payment_taken_back_counts_as_if_it_had_never_come():
    life = Life()
    life.event(FUNDED_ON, 12_000_00, 12_000_00)
    life.event(date(2026, 2, 1), 6_000_00, 6_000_00)
    life.event(date(2026, 2, 11), 0, 0)
    # The first one bounces; the money of the second stays.
    assert life.event(date(2026, 2, 1), 6_000_00, 6_000_00, rate=99_000) == 28_74
    assert life.event(date(2026, 3, 18), 0, 0) == -4_33
    # 5 400.00 for 61 days and for 26.
    assert life.total == 47_18


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 9),  # days since the event before
            st.integers(0, 12_000_00),  # of the invoice still open, at most what it was
            st.integers(0, 100),  # percent of that approved
            st.booleans(),  # held
            st.sampled_from([RATE, 40_000, 12_345, -2_500]),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_all_charges_and_true_ups_are_the_formula_on_what_was_really_financed(events):
    """Against days counted one by one: the oldest euros end first, each at its own rate."""
    life, on, open_cents = Life(), FUNDED_ON, 12_000_00
    lots, numbers = [], 0
    for days, most, percent, held, rate in [*events, (3, 0, 0, False, RATE)]:
        for _ in range(days):
            numbers += sum(cents * ppm for cents, ppm in lots)
        on += timedelta(days=days)
        open_cents = min(open_cents, most)
        approved = open_cents * percent // 100
        life.event(on, open_cents, approved, hold="disputed" if held else None, rate=rate)
        brought = approved * 9 // 10
        now = sum(cents for cents, _ in lots)
        wanted = max(brought, min(now, open_cents * 9 // 10)) if held else brought
        while now > wanted:
            cut = min(now - wanted, lots[0][0])
            now -= cut
            lots = [[lots[0][0] - cut, lots[0][1]], *lots[1:]] if cut < lots[0][0] else lots[1:]
        if wanted > now:
            lots.append([wanted - now, rate])
    assert life.total == interest_of(numbers)
