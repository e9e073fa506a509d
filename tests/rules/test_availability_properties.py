"""Availability on random portfolios: a naive twin, the proofs of §12, and monotony."""

from availability_oracle import available
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolios import CENTS, contracts, exposures, fully_approved, one, portfolio

from comptant.rules.approval import APPROVAL_FACTS, approve
from comptant.rules.availability import waterfall


@settings(max_examples=80, deadline=None)
@given(portfolio())
def test_the_waterfall_agrees_with_its_naive_twin_one_by_one_and_all_at_once(
    drawn: tuple[list[dict[str, object]], list[dict[str, object]]],
) -> None:
    facts, terms = exposures(*drawn[0]), contracts(*drawn[1])
    buyers, decided = waterfall(facts, terms)
    assert decided["contract_id"].to_list() == terms["contract_id"].to_list()
    for contract in decided.to_dicts():
        own = facts.filter(contract_id=contract["contract_id"])
        expected = available(own.to_dicts(), contract)
        assert {name: contract[name] for name in expected} == expected
        alone = waterfall(own, terms.filter(contract_id=contract["contract_id"]))
        assert alone[0].to_dicts() == buyers.filter(contract_id=contract["contract_id"]).to_dicts()
        assert alone[1].to_dicts() == [contract]


@settings(max_examples=80, deadline=None)
@given(portfolio())
def test_the_unavailable_is_never_below_zero_and_the_balance_is_never_exceeded(
    drawn: tuple[list[dict[str, object]], list[dict[str, object]]],
) -> None:
    _, decided = waterfall(exposures(*drawn[0]), contracts(*drawn[1]))
    for row in decided.to_dicts():
        proof = row["current_account_cents"] - row["unavailable_cents"] - row["line_cut_cents"]
        assert row["available_cents"] == proof
        assert row["unavailable_cents"] >= 0
        assert row["available_cents"] <= row["current_account_cents"]


def fundable(
    amounts: list[tuple[int, int]],
    limits: list[int],
    concentration_ppm: int,
    held: int | None = None,
) -> int:
    """From invoices (buyer, cents) without earlier approvals to what is fundable; one is held."""
    rows = [
        {
            "contract_id": 1,
            "buyer_id": buyer,
            "invoice_id": n,
            "assignment_rank": n,
            "open_cents": cents,
            "excluded_cents": cents if n == held else 0,
            "only_approved_counts": False,
            "approved_cents": 0,
            "suspended_cents": 0,
            "buyer_credit_cents": 0,
            "limit_cents": limits[buyer],
        }
        for n, (buyer, cents) in enumerate(amounts)
    ]
    totals: dict[int, dict[str, object]] = {}
    for row in approve(APPROVAL_FACTS.frame(rows)).to_dicts():
        total = totals.setdefault(row["buyer_id"], fully_approved(0, buyer_id=row["buyer_id"]))
        total["outstanding_cents"] += row["open_cents"]
        total["approved_cents"] += row["approved_now_cents"]
    return one(list(totals.values()), {"concentration_ppm": concentration_ppm})["fundable_cents"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 100_000)), min_size=2, max_size=6),
    st.lists(CENTS, min_size=3, max_size=3),
    st.integers(1, 1_000_000),
)
def test_one_more_eligible_invoice_never_lowers_what_is_fundable(
    amounts: list[tuple[int, int]], limits: list[int], concentration_ppm: int
) -> None:
    """I-07, one half."""
    more = fundable(amounts, limits, concentration_ppm)
    fewer = fundable(amounts[:-1], limits, concentration_ppm)
    assert fewer <= more


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 100_000)), min_size=2, max_size=6),
    st.lists(CENTS, min_size=3, max_size=3),
    st.integers(1, 1_000_000),
    st.data(),
)
def test_an_invoice_that_becomes_ineligible_never_raises_what_is_fundable(
    amounts: list[tuple[int, int]], limits: list[int], concentration_ppm: int, data: st.DataObject
) -> None:
    """I-07, the other half."""
    held = data.draw(st.integers(0, len(amounts) - 1))
    whole = fundable(amounts, limits, concentration_ppm)
    assert fundable(amounts, limits, concentration_ppm, held) <= whole
