"""Shares of a ceiling that fell: one example to read, and the promise on any figures."""

from hypothesis import given
from hypothesis import strategies as st

from comptant.rules.ceilings import CEILING_SHARES, fit

CENTS = st.integers(0, 10**14)


def fitted(ceiling_cents: int, *shares: tuple[int, int]) -> list[int]:
    """What is left of each (share, carried)."""
    rows = [
        {"contract_id": number, "ceiling_cents": ceiling_cents, "share_cents": share,
         "carried_cents": carried}
        for number, (share, carried) in enumerate(shares)
    ]  # fmt: skip
    return fit(CEILING_SHARES.frame(rows))["fitted_share_cents"].to_list()


def test_an_unused_ceiling_is_cut_pro_rata() -> None:
    assert fitted(20_000_00, (50_000_00, 0), (50_000_00, 0)) == [10_000_00, 10_000_00]
    assert fitted(100, (70, 0), (70, 0), (70, 0)) == [33, 33, 33]


def test_what_is_in_use_keeps_its_share_and_the_rest_goes_to_the_unused_parts() -> None:
    assert fitted(60_000_00, (50_000_00, 40_000_00), (50_000_00, 0)) == [43_333_33, 16_666_66]


def test_below_what_is_carried_nobody_has_room() -> None:
    assert fitted(20_000_00, (50_000_00, 50_000_00), (50_000_00, 0)) == [20_000_00, 0]


def test_what_is_carried_without_a_share_counts() -> None:
    assert fitted(30_000_00, (0, 20_000_00), (50_000_00, 0)) == [0, 10_000_00]


def test_shares_that_fit_stay() -> None:
    assert fitted(100_000_00, (50_000_00, 10_00), (50_000_00, 0)) == [50_000_00, 50_000_00]


@given(CENTS, st.lists(st.tuples(CENTS, CENTS), min_size=1, max_size=6))
def test_together_they_never_pass_the_ceiling(ceiling: int, shares: list[tuple[int, int]]) -> None:
    left = fitted(ceiling, *shares)
    assert all(0 <= now <= share for now, (share, _) in zip(left, shares, strict=True))
    carried = sum(each for _, each in shares)
    together = sum(max(now, each) for now, (_, each) in zip(left, shares, strict=True))
    assert together <= max(ceiling, carried)
    assert sum(left) <= ceiling
