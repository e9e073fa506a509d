"""Approval: kept, lost and newly approved amounts, in the rank fixed at arrival."""

from itertools import permutations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules.approval import APPROVAL_FACTS, approve
from comptant.rules.batch import BrokenBatch

PLAIN: dict[str, object] = {
    "contract_id": 1,
    "buyer_id": 1,
    "excluded_cents": 0,
    "only_approved_counts": False,
    "approved_cents": 0,
    "suspended_cents": 0,
    "buyer_credit_cents": 0,
    "limit_cents": 50_000_00,
    "buyer_group_id": None,
    "group_limit_cents": None,
}


def facts(*rows: dict[str, object]) -> pl.DataFrame:
    """Invoices ranked in the order given, unless they say their rank."""
    return APPROVAL_FACTS.frame(
        {**PLAIN, "assignment_rank": n, "invoice_id": n, **row} for n, row in enumerate(rows, 1)
    )


def column(batch: pl.DataFrame, name: str) -> list[int]:
    return approve(batch)[name].to_list()


def invoice(open_cents: int, approved_cents: int = 0, **more: object) -> dict[str, object]:
    return {"open_cents": open_cents, "approved_cents": approved_cents, **more}


def test_the_limit_goes_to_the_oldest_invoices_first() -> None:
    batch = facts(invoice(30_000_00), invoice(15_000_00), invoice(20_000_00))
    assert column(batch, "newly_approved_cents") == [30_000_00, 15_000_00, 5_000_00]
    assert column(batch, "unapproved_cents") == [30_000_00, 15_000_00, 20_000_00]


def test_a_payment_lets_the_next_invoice_succeed() -> None:
    batch = facts(invoice(15_000_00, 15_000_00), invoice(20_000_00, 5_000_00))
    assert column(batch, "limit_room_cents") == [30_000_00, 30_000_00]
    assert column(batch, "newly_approved_cents") == [0, 15_000_00]
    assert column(batch, "approved_now_cents") == [15_000_00, 20_000_00]


def test_a_limit_cut_changes_nothing_approved_and_gives_a_new_invoice_nothing() -> None:
    batch = facts(
        invoice(30_000_00, 30_000_00, limit_cents=20_000_00),
        invoice(15_000_00, 15_000_00, limit_cents=20_000_00),
        invoice(20_000_00, 5_000_00, limit_cents=20_000_00),
        invoice(10_000_00, limit_cents=20_000_00),
    )
    assert column(batch, "approved_now_cents") == [30_000_00, 15_000_00, 5_000_00, 0]
    assert column(batch, "lost_approval_cents") == [0, 0, 0, 0]
    assert column(batch, "limit_room_cents") == [0, 0, 0, 0]


def test_a_dispute_loses_the_approval_and_frees_the_room() -> None:
    batch = facts(
        invoice(30_000_00, 30_000_00, excluded_cents=30_000_00),
        invoice(15_000_00, 15_000_00),
        invoice(20_000_00, 5_000_00),
    )
    assert column(batch, "lost_approval_cents") == [30_000_00, 0, 0]
    assert column(batch, "newly_approved_cents") == [0, 0, 15_000_00]
    assert column(batch, "ineligible_cents") == [30_000_00, 0, 0]


def test_a_part_payment_clips_the_approval_to_what_is_open() -> None:
    batch = facts(invoice(12_000_00, 30_000_00, limit_cents=0))
    assert column(batch, "lost_approval_cents") == [18_000_00]
    assert column(batch, "approved_now_cents") == [12_000_00]


def test_unmatched_credits_reduce_the_oldest_eligible_amounts_first() -> None:
    credit = {"buyer_credit_cents": 18_000_00}
    batch = facts(
        invoice(9_000_00, excluded_cents=9_000_00, **credit),
        invoice(10_000_00, 10_000_00, excluded_cents=1_000_00, **credit),
        invoice(20_000_00, 20_000_00, **credit),
    )
    assert column(batch, "reduction_cents") == [0, 9_000_00, 9_000_00]
    assert column(batch, "eligible_cents") == [0, 0, 11_000_00]
    assert column(batch, "lost_approval_cents") == [0, 10_000_00, 9_000_00]


def test_a_credit_larger_than_the_balance_reduces_no_more_than_it() -> None:
    batch = facts(invoice(5_00, 5_00, buyer_credit_cents=9_00))
    assert column(batch, "reduction_cents") == [5_00]
    assert column(batch, "eligible_cents") == [0]


def test_a_shielded_invoice_keeps_its_approved_part_and_asks_for_no_more() -> None:
    batch = facts(invoice(20_000_00, 12_000_00, only_approved_counts=True))
    assert column(batch, "eligible_cents") == [12_000_00]
    assert column(batch, "ineligible_cents") == [8_000_00]
    assert column(batch, "newly_approved_cents") == [0]


def test_a_shielded_invoice_keeps_its_approved_part_run_after_run_beside_a_credit() -> None:
    credit = {"only_approved_counts": True, "buyer_credit_cents": 5_000_00}
    once = approve(facts(invoice(20_000_00, 12_000_00, **credit)))
    assert once["approved_now_cents"].to_list() == [12_000_00]
    assert once["ineligible_cents"].to_list() == [3_000_00]
    again = approve(facts(invoice(20_000_00, once["approved_now_cents"][0], **credit)))
    assert again["approved_now_cents"].to_list() == [12_000_00]


def test_what_a_dispute_suspended_comes_back_within_the_room_though_the_buyer_is_late() -> None:
    late = {"only_approved_counts": True, "suspended_cents": 30_000_00}
    back = approve(facts(invoice(50_000_00, **late)))
    assert back["approved_now_cents"].to_list() == [30_000_00]
    assert back["ineligible_cents"].to_list() == [20_000_00]
    taken = approve(facts(invoice(50_000_00, **late), invoice(45_000_00, 45_000_00)))
    assert taken["approved_now_cents"].to_list() == [5_000_00, 45_000_00]
    assert taken["ineligible_cents"].to_list() == [45_000_00, 0]


def test_the_group_limit_cuts_after_the_buyer_limit_oldest_first_across_buyers() -> None:
    group = {"buyer_group_id": 9, "group_limit_cents": 60_000_00}
    batch = facts(
        invoice(40_000_00, buyer_id=1, **group),
        invoice(15_000_00, buyer_id=2, **group),
        invoice(20_000_00, buyer_id=1, **group),
        invoice(5_000_00, buyer_id=3),
    )
    assert column(batch, "buyer_approval_cents") == [40_000_00, 15_000_00, 10_000_00, 5_000_00]
    assert column(batch, "newly_approved_cents") == [40_000_00, 15_000_00, 5_000_00, 5_000_00]


def test_a_group_already_over_its_limit_gives_nothing() -> None:
    group = {"buyer_group_id": 9, "group_limit_cents": 10_000_00}
    batch = facts(invoice(20_000_00, 20_000_00, **group), invoice(1_00, buyer_id=2, **group))
    assert column(batch, "approved_now_cents") == [20_000_00, 0]


def test_the_rank_decides_and_neither_the_order_of_the_rows_nor_the_id() -> None:
    rows = [invoice(30_000_00), invoice(15_000_00), invoice(20_000_00)]
    batch = facts(*({**row, "invoice_id": 10 - n} for n, row in enumerate(rows)))
    for order in permutations(range(3)):
        shuffled = approve(batch[list(order)]).sort("assignment_rank")
        assert shuffled["newly_approved_cents"].to_list() == [30_000_00, 15_000_00, 5_000_00]


def test_contracts_do_not_share_a_buyer_limit() -> None:
    batch = facts(invoice(50_000_00, contract_id=1), invoice(50_000_00, contract_id=2))
    assert column(batch, "newly_approved_cents") == [50_000_00, 50_000_00]


def test_facts_that_contradict_themselves_stop_the_batch() -> None:
    with pytest.raises(BrokenBatch, match="excluded"):
        approve(facts(invoice(5_00, excluded_cents=6_00)))
    with pytest.raises(BrokenBatch, match="approved"):
        approve(facts(invoice(5_00, -1)))


def naive(rows: list[dict[str, int]], credit: int, limit: int, group: int) -> list[int]:
    """One invoice after the other, oldest first: what is approved in the end."""
    kept = []
    for row in rows:
        eligible = row["open_cents"] - row["excluded_cents"]
        taken = min(credit, eligible)
        credit -= taken
        row["left"] = eligible - taken
        kept.append(min(row["approved_cents"], row["left"]))
    room = min(max(0, limit - sum(kept)), max(0, group - sum(kept)))
    answer = []
    for row, approved in zip(rows, kept, strict=True):
        new = min(room, row["left"] - approved)
        room -= new
        answer.append(approved + new)
    return answer


CENTS = st.integers(0, 1_000)
ROWS = st.lists(st.tuples(CENTS, CENTS, CENTS), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(ROWS, CENTS, CENTS, CENTS)
def test_approved_and_unapproved_make_eligible_and_agree_with_the_naive_twin(
    amounts: list[tuple[int, int, int]], credit: int, limit: int, group: int
) -> None:
    rows = [
        {"open_cents": one, "excluded_cents": min(one, two) // 2, "approved_cents": three}
        for one, two, three in amounts
    ]
    shared = {
        "buyer_credit_cents": credit,
        "limit_cents": limit,
        "buyer_group_id": 1,
        "group_limit_cents": group,
    }
    decided = approve(facts(*({**row, **shared} for row in rows)))
    assert decided["approved_now_cents"].to_list() == naive(rows, credit, limit, group)
    apart = decided["eligible_cents"] - decided["approved_now_cents"]
    assert apart.to_list() == [
        unapproved - new
        for unapproved, new in decided.select("unapproved_cents", "newly_approved_cents").rows()
    ]
    assert decided["approved_now_cents"].sum() <= max(
        min(limit, group), decided["kept_approval_cents"].sum()
    )
