"""The client's books: mirrored whatever the event, item by item, with codes that close at zero."""

from datetime import date

import pytest

from comptant.rules.client_books import (
    SHARED,
    TO_EXPLAIN,
    by_item,
    clearing,
    is_number,
    letters,
    mirrored,
)
from comptant.rules.client_euros import in_euros
from comptant.rules.postings import TEMPLATES, lines

FIRST, LAST = date(2026, 1, 16), date(2026, 3, 18)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("event", [name for name, one in TEMPLATES.items() if one.lines])
def test_467_moves_by_the_opposite_of_ours_whatever_the_event(event: str, sign: int) -> None:
    names = {name for _, _, name in TEMPLATES[event].lines}
    amounts = {name: sign * 100 * 2**place for place, name in enumerate(sorted(names))}
    if "total" in names:
        amounts |= {"total": sign * 120, "net": sign * 100, "vat": sign * 20}
    booked: dict[str, int] = {}
    for account, cents in lines(event, amounts):
        booked[account] = booked.get(account, 0) + cents
    told = mirrored(event, booked)
    assert sum(cents for _, cents in told) == 0
    for ours, theirs in SHARED.items():
        assert sum(cents for code, cents in told if code == theirs) == -booked.get(ours, 0)


def test_what_no_template_says_is_to_be_explained() -> None:
    assert mirrored("manual", {"CCA": -500, "FEEX": 500}) == [("C4671", 500), (TO_EXPLAIN, -500)]
    assert mirrored("manual", {"CCA": -500, "FDG": 500}) == [("C4671", 500), ("C4672", -500)]
    assert mirrored("fee", {"CCA": 120, "FEE": -100}) == [("C4671", -120), (TO_EXPLAIN, 120)]
    assert mirrored("manual", {"BNK": 5, "DEB": -5}) == []


@pytest.mark.parametrize(("rank", "code"), [
    (0, "AAA"), (1, "AAB"), (25, "AAZ"), (26, "ABA"), (26**3 - 1, "ZZZ"), (26**3, "BAAA"),
])  # fmt: skip
def test_a_code_is_a_rank(rank: int, code: str) -> None:
    assert letters(rank) == code


def item(id_: int, rank: int, open_cents: int, *, is_met: bool = True) -> dict[str, object]:
    return {"item_id": id_, "rank": rank, "open_cents": open_cents, "is_met": is_met,
            "last_on": LAST if is_met else FIRST}  # fmt: skip


def codes(items: list[dict[str, object]], *links: tuple[int, int]) -> dict[int, str]:
    return {id_: one.code for id_, one in clearing(items, links).items()}


def test_w5_6_what_is_paid_in_full_is_in_capitals_and_the_rest_is_not() -> None:
    told = clearing([item(1, 0, 0), item(2, 1, 20_000), item(3, 2, 5, is_met=False)], [])
    assert {id_: (one.code, one.last_on) for id_, one in told.items()} == {
        1: ("AAA", LAST), 2: ("aab", LAST)}  # fmt: skip


def test_a_credit_note_shares_the_code_of_what_it_was_applied_to() -> None:
    assert codes([item(1, 0, 0), item(2, 1, 0), item(9, 2, 0)], (9, 2), (2, 9)) == {
        1: "AAA", 2: "AAB", 9: "AAB"}  # fmt: skip
    # Applied to two invoices, it joins them; they close together.
    assert codes([item(1, 0, 0), item(2, 1, 7), item(9, 2, 0)], (9, 2), (9, 1)) == {
        1: "aaa", 2: "aaa", 9: "aaa"}  # fmt: skip
    assert codes([item(1, 0, 0)], (1, 77)) == {1: "AAA"}


def test_a_buyers_line_is_told_item_by_item_where_the_items_make_it_up() -> None:
    moved = [{"item_id": 1, "amount_cents": 300}, {"item_id": 2, "amount_cents": 200},
             {"item_id": 3, "amount_cents": 0}]  # fmt: skip
    assert by_item("C411", -500, moved) == [
        {"item_id": 1, "account": "C411", "amount_cents": -300},
        {"item_id": 2, "account": "C411", "amount_cents": -200}]  # fmt: skip
    whole = [{"account": "C411", "amount_cents": -501, "item_id": None}]
    assert by_item("C411", -501, moved) == whole
    assert by_item("C4671", 500, moved) == [
        {"account": "C4671", "amount_cents": 500, "item_id": None}]  # fmt: skip


@pytest.mark.parametrize(("code", "number", "is_one"), [
    ("C4671", "467", True), ("C4671", "467FACTOR", True), ("C4671", "46", False),
    ("C4671", "F67", False), ("C4671", "467-1", False), ("C4671", "4" * 21, False),
    ("JOURNAL", "AF", True), ("JOURNAL", "A F", False),
])  # fmt: skip
def test_a_number_begins_with_three_digits(code: str, number: str, is_one: bool) -> None:
    assert is_number(code, number) is is_one


def test_lines_in_another_currency_come_to_zero_in_euros_too() -> None:
    lines = [(1, 100), (1, -33), (1, -33), (1, -34), (2, 1_085), (2, -1_085)]
    assert in_euros(lines, 100, {1: 1_100_000, 2: 1_085_000}) == [91, -30, -30, -31, 1_000, -1_000]
    assert in_euros([(1, 3), (1, -1), (1, -2)], 1, {1: 160_000_000}) == [2, -1, -1]
