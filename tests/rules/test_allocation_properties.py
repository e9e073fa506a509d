"""Allocation in random small worlds: the naive twin, and what must always hold."""

from collections import Counter, defaultdict

import polars as pl
from allocation_facts import Row, World, frames, worlds
from allocation_oracle import allocate
from hypothesis import given, settings
from hypothesis import strategies as st

from comptant.rules.allocation import match, unquoted
from comptant.rules.columns import c
from comptant.rules.references import BY_CHANCE, quoted


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_the_allocation_agrees_with_its_naive_twin(world: World) -> None:
    allocations, outcomes, _ = match(*frames(world))
    expected = allocate(*world)
    assert outcomes.rows() == expected[1]
    assert allocations.rows() == expected[0]


@settings(max_examples=80, deadline=None)
@given(worlds())
def test_money_is_kept_and_no_invoice_is_paid_beyond_what_is_open(world: World) -> None:
    payments, candidates, open_invoices, _ = world
    allocations, outcomes, _ = match(*frames(world))
    facts = {(each["contract_id"], each["invoice_id"]): each for each in candidates + open_invoices}
    settled: Counter[tuple[int, int]] = Counter()
    cash: dict[tuple[int, int, int], int] = defaultdict(int)
    for row in allocations.to_dicts():
        key = row["contract_id"], row["invoice_id"]
        settled[key] += row["allocated_cents"] + row["difference_cents"]
        cash[row["payment_number"], row["contract_id"], row["buyer_id"]] += row["allocated_cents"]
        assert facts[key]["currency"] == "EUR"
    for key, cents in settled.items():
        assert min(0, facts[key]["open_cents"]) <= cents <= max(0, facts[key]["open_cents"])
    assert all(cents >= 0 for cents in cash.values())
    for paid, row in zip(payments, outcomes.to_dicts(), strict=True):
        parts = [cents for (number, *_), cents in cash.items() if number == row["payment_number"]]
        assert row["allocated_cents"] == sum(parts)
        assert row["allocated_cents"] + row["on_account_cents"] == paid["amount_cents"]
        assert row["on_account_cents"] >= 0


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_one_by_one_in_turn_equals_all_at_once(world: World) -> None:
    payments, candidates, open_invoices, terms = world
    quotes = quoted(*frames(world)[:2]).filter(c.reason.is_null(), c.quote_strength > BY_CHANCE)
    firm = set(quotes["payment_number"])
    allocations, outcomes = [], []
    taken: Counter[tuple[object, object]] = Counter()
    for paid in sorted(payments, key=lambda p: p["payment_number"] not in firm):
        lines = [
            [
                each | {"open_cents": each["open_cents"] - taken[each["invoice_id"]]}
                for each in rows
                if each["payment_number"] == paid["payment_number"]
            ]
            for rows in (candidates, open_invoices)
        ]
        alone = match(*frames(([paid], *lines, terms)))
        for row in alone[0].to_dicts():
            taken[row["invoice_id"]] += row["allocated_cents"] + row["difference_cents"]
        allocations += alone[0].rows()
        outcomes += alone[1].rows()
    together = match(*frames(world))
    assert together[0].rows() == sorted(allocations)
    assert together[1].rows() == sorted(outcomes, key=lambda row: row[0])


def moved(world: World, by: int, first: int) -> World:
    """The same world with other ids and every second payment number, from `first` on."""
    ids = {"contract_id", "buyer_id", "invoice_id", "client_id"}

    def move(row: Row) -> Row:
        row = {name: row[name] + by if name in ids and row[name] else row[name] for name in row}
        if "payment_number" in row:
            row["payment_number"] = 2 * row["payment_number"] + first
        return row

    return tuple([move(row) for row in rows] for rows in world)


@settings(max_examples=40, deadline=None)
@given(worlds(), worlds(), st.integers(0, 99))
def test_unrelated_payments_and_the_order_of_rows_change_nothing(
    here: World, there: World, seed: int
) -> None:
    one, other = frames(moved(here, by=0, first=0)), frames(moved(there, by=100, first=1))
    both = [pl.concat(pair) for pair in zip(one, other, strict=True)]
    mixed = [rows.sample(fraction=1, shuffle=True, seed=seed) for rows in both]
    apart, together = (match(*one), match(*other)), match(*mixed)
    assert together[0].rows() == sorted(apart[0][0].rows() + apart[1][0].rows())
    outcomes = apart[0][1].rows() + apart[1][1].rows()
    assert together[1].rows() == sorted(outcomes, key=lambda row: row[0])


@settings(max_examples=40, deadline=None)
@given(worlds())
def test_only_the_open_invoices_that_are_asked_for_are_needed(world: World) -> None:
    payments, candidates, open_invoices, terms = frames(world)
    asked = unquoted(payments, candidates)
    fewer = open_invoices.join(asked, on="payment_number", how="semi")
    *got, guesses = match(payments, candidates, fewer, terms)
    *wanted, more = match(payments, candidates, open_invoices, terms)
    assert [each.rows() for each in got] == [each.rows() for each in wanted]
    # People are proposed what an amount alone says too, where it is known: never something else.
    assert set(guesses.drop("guess_number").rows()) <= set(more.drop("guess_number").rows())
