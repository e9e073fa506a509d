"""Approved payables as tables: W7-2 to the cent, what is earned day by day, what money pays."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from comptant.rules.batch import check, decide
from comptant.rules.payables import (
    BOUGHT,
    DUE,
    EARLY,
    TO_APPROVE,
    approval_refusal,
    discount_cents,
    early_days,
    early_net_cents,
    paid_now_cents,
    payables_used_after_cents,
    rebate_cents,
    unearned_cents,
)

DUE_ON = date(2026, 3, 10)
# Amount, days early, rate, margin, share of the buyer -> discount, paid to the supplier, rebate.
PRICES = [
    (10_000_000, 50, 32_000, 11_000, 300_000, 44_444, 9_955_556, 4_583),  # W7-2
    (10_000_000, 1, 32_000, 11_000, 300_000, 889, 9_999_111, 92),
    (10_000_000, 50, 32_000, 11_000, 0, 44_444, 9_955_556, 0),
    (10_000_000, 50, 32_000, 11_000, 1_000_000, 44_444, 9_955_556, 15_278),
    (1, 50, 32_000, 11_000, 300_000, 0, 1, 0),
    (10_000_000, 50, 0, 0, 300_000, 0, 10_000_000, 0),
    (10**15, 60, 10**6, 10**6, 10**6, 166_666_666_666_667, 833_333_333_333_333,
     166_666_666_666_667),
]  # fmt: skip


@pytest.mark.parametrize("told", PRICES)
def test_the_price_of_early_payment_and_the_buyers_share(told: tuple[int, ...]) -> None:
    cents, days, rate_ppm, margin_ppm, share_ppm, *wanted = told
    facts = check(EARLY.frame([{
        "contract_id": 1, "payable_id": 1, "amount_cents": cents, "due_on": DUE_ON,
        "early_on": DUE_ON - timedelta(days=days), "financing_rate_ppm": rate_ppm,
        "margin_ppm": margin_ppm, "payables_rebate_ppm": share_ppm,
    }]), EARLY)  # fmt: skip
    row = decide(facts, (early_days, discount_cents, early_net_cents, rebate_cents)).row(
        0, named=True
    )
    assert [row["discount_cents"], row["early_net_cents"], row["rebate_cents"]] == wanted
    assert row["early_days"] == days


def test_a_discount_is_earned_by_the_end_of_each_day_and_whole_by_the_eve() -> None:
    early_on = DUE_ON - timedelta(days=50)
    rows = [{"contract_id": 1, "payable_id": 1, "discount_cents": 44_444, "early_on": early_on,
             "due_on": DUE_ON, "today_on": early_on + timedelta(days=day)}
            for day in (0, 12, 24, 48, 49, 50, 60)]  # fmt: skip
    left = decide(check(BOUGHT.frame(rows), BOUGHT), (unearned_cents,))["unearned_cents"]
    assert left.to_list() == [43_555, 32_889, 22_222, 889, 0, 0, 0]


def test_money_pays_the_first_whole_and_what_is_left_of_it_the_next() -> None:
    rows = [{"contract_id": contract, "due_cents": due, "cash_cents": cash}
            for contract, due, cash in ((1, 100, 150), (1, 100, 150), (1, 100, 150), (2, 70, 30),
                                        (3, 5, 0))]  # fmt: skip
    paid = decide(check(DUE.frame(rows), DUE), (paid_now_cents,))["paid_now_cents"]
    assert paid.to_list() == [100, 50, 0, 30, 0]


# State, due in days, amount, used and line before -> used after, refusal.
APPROVALS = [
    ("UPLOADED", 1, 100, 0, 100, 100, None),
    ("UPLOADED", 1, 100, 1, 100, 101, "beyond_programme_line"),
    ("UPLOADED", 0, 100, 0, 100, 0, "payable_overdue"),
    ("APPROVED", 1, 100, 0, 0, 0, "payable_approved"),
    ("PAID_EARLY", 1, 100, 0, 0, 0, "payable_approved"),
    ("CANCELLED", 0, 100, 0, 0, 0, "payable_cancelled"),
]  # fmt: skip


@pytest.mark.parametrize("told", APPROVALS)
def test_why_a_payable_is_not_approved_worst_first(told: tuple[Any, ...]) -> None:
    state, days, cents, used, line, after, refusal = told
    facts = check(TO_APPROVE.frame([{
        "payable_id": 1, "due_on": DUE_ON + timedelta(days=days), "amount_cents": cents,
        "payable_state": state, "today_on": DUE_ON, "payables_line_cents": line,
        "payables_used_cents": used,
    }]), TO_APPROVE)  # fmt: skip
    row = _approved(facts).row(0, named=True)
    assert (row["payables_used_after_cents"], row["approval_refusal"]) == (after, refusal)


def _approved(facts: pl.DataFrame) -> pl.DataFrame:
    return decide(facts, (payables_used_after_cents, approval_refusal),
                  nullable=("approval_refusal",))  # fmt: skip
