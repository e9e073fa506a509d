"""Exceptions: which invoices they excuse, for how much, and in which order."""

import json
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptant.rules.eligibility import HOLDS, PARTIAL, judge
from comptant.rules.exceptions import EXCEPTABLE, HELD, excused_cents, remaining_reasons
from tests.rules.eligibility_cases import CLEAN, facts
from tests.rules.eligibility_cases import HELD as HELD_CASES


def granted(**amounts: int) -> str:
    return json.dumps({code: {"amount_cents": cents} for code, cents in amounts.items()})


def held(*rows: tuple[str, int, str | None, str | None]) -> pl.DataFrame:
    """Invoices 1, 2... of buyer 7: holds, held_cents, their exceptions and those of the buyer."""
    return HELD.frame(
        {"contract_id": 3, "invoice_id": number, "buyer_id": 7, "holds": holds, "held_cents": cents,
         "exceptions": own, "buyer_exceptions": buyers}
        for number, (holds, cents, own, buyers) in enumerate(rows, 1)
    )  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), [
    ([("overdue", 500, granted(overdue=500), None)], [500]),
    ([("overdue", 500, granted(overdue=200), None)], [200]),
    ([("overdue", 500, granted(overdue=900), None)], [500]),
    ([("overdue", 500, granted(too_old=900), None)], [0]),
    ([("", 500, granted(overdue=900), None)], [0]),
    # Each reason needs its exception; the smaller one bounds.
    ([("overdue too_old", 500, granted(overdue=900), None)], [0]),
    ([("overdue too_old", 500, granted(overdue=400, too_old=300), None)], [300]),
    # The oldest first, and only those that can be excused.
    ([("overdue", 500, None, granted(overdue=800)), ("overdue", 500, None, granted(overdue=800)),
      ("overdue", 500, None, granted(overdue=800))], [500, 300, 0]),
    ([("overdue disputed", 500, None, granted(overdue=800)),
      ("overdue", 500, None, granted(overdue=800))], [0, 500]),
    # The invoice's own and its buyer's add up, to the invoice at most.
    ([("overdue", 500, granted(overdue=100), granted(overdue=300))], [400]),
    ([("overdue", 500, granted(overdue=400), granted(overdue=300))], [500]),
    # What an invoice's own carries takes nothing of its buyer's.
    ([("overdue", 2000, granted(overdue=2000), granted(overdue=2500)),
      ("overdue", 2500, None, granted(overdue=2500))], [2000, 2500]),
    ([("overdue", 2000, granted(overdue=1500), granted(overdue=2500)),
      ("overdue", 2500, None, granted(overdue=2500))], [2000, 2000]),
    # A part in dispute is no reason of the whole.
    ([("overdue dispute_partial", 500, granted(overdue=500), None)], [500]),
])  # fmt: skip
def test_what_an_exception_excuses(rows: list[Any], expected: list[int]) -> None:
    assert excused_cents(held(*rows)).to_list() == expected


@given(
    st.lists(
        st.tuples(st.sampled_from(("overdue", "too_old", "overdue too_old", "disputed", "")),
                  st.integers(0, 1000)),
        min_size=1, max_size=8,
    ),
    st.integers(1, 3000), st.integers(1, 3000),
)  # fmt: skip
def test_no_exception_is_passed_and_the_oldest_come_first(
    rows: list[tuple[str, int]], overdue: int, too_old: int
) -> None:
    buyers = granted(overdue=overdue, too_old=too_old)
    told = excused_cents(held(*((holds, cents, None, buyers) for holds, cents in rows))).to_list()
    for code, most in (("overdue", overdue), ("too_old", too_old)):
        assert sum(cents for cents, (holds, _) in zip(told, rows, strict=True)
                   if code in holds.split()) <= most  # fmt: skip
    for cents, (holds, owed) in zip(told, rows, strict=True):
        assert cents <= (owed if holds and "disputed" not in holds else 0)


def test_the_reasons_that_no_exception_lets_be_are_told() -> None:
    rows = held(
        ("overdue too_old", 500, None, granted(overdue=1)),
        ("overdue too_old", 500, granted(too_old=1), granted(overdue=1)),
        ("too_old disputed dispute_partial", 500, None, granted(overdue=1)),
        ("", 500, None, granted(overdue=1)),
    )  # fmt: skip
    assert remaining_reasons(rows).to_list() == ["too_old", "", "too_old disputed", ""]
    assert remaining_reasons(rows, "too_old").to_list() == ["", "", "disputed", ""]


def test_what_may_be_excepted_is_a_hold_of_the_whole() -> None:
    assert set(EXCEPTABLE) <= set(HOLDS) - set(PARTIAL)
    assert {"disputed", "buyer_sanctioned", "factored_elsewhere", "assignment_banned", "defunded",
            "buyer_pending"} & set(EXCEPTABLE) == set()  # fmt: skip


def judged(**change: Any) -> dict[str, Any]:
    batch = facts({**CLEAN, "is_new": False, **change}).with_columns(
        pl.lit(3, pl.Int64).alias("contract_id"),
        pl.lit(1, pl.Int64).alias("invoice_id"),
        pl.lit(7, pl.Int64).alias("buyer_id"),
    )
    return judge(batch).row(0, named=True)


@pytest.mark.parametrize("code", EXCEPTABLE)
def test_an_excepted_reason_takes_nothing_and_is_still_told(code: str) -> None:
    change = {**HELD_CASES[code], "is_new": False}
    before = judged(**change)
    after = judged(**change, exceptions=granted(**{code: 10**9}))
    assert (before["hold"], before["excluded_cents"]) == (code, before["open_cents"])
    assert (after["hold"], after["excluded_cents"], after["holds"]) == (None, 0, code)


def test_the_part_that_an_exception_leaves_out_keeps_its_reason() -> None:
    change = HELD_CASES["overdue"]
    told = judged(**change, exceptions=granted(overdue=400_000))
    assert (told["hold"], told["excluded_cents"]) == ("overdue", told["open_cents"] - 400_000)


def test_a_disputed_part_stays_out_under_an_exception() -> None:
    change = {**HELD_CASES["overdue"], "disputed_cents": 100_000, "dispute_rest_confirmed": True}
    told = judged(**change, exceptions=granted(overdue=10**9))
    assert (told["hold"], told["excluded_cents"]) == ("dispute_partial", 100_000)


def test_without_recourse_an_exception_finances_the_whole_late_invoice() -> None:
    change = {**HELD_CASES["overdue"], "has_recourse": False}
    assert judged(**change)["only_approved_counts"]
    told = judged(**change, exceptions=granted(overdue=10**9))
    assert (told["only_approved_counts"], told["excluded_cents"]) == (False, 0)
