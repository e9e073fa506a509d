"""The forecast of cash: habits counted payment by payment, chances as of today, a range."""

from datetime import date, timedelta

import polars as pl
import pytest

from comptant.rules.forecast import (
    DELAYS,
    EVERYBODY,
    LATEST_DAYS,
    OPEN,
    UNIT,
    expected,
    forecast,
    habits,
    naive,
    ranged,
)

TODAY = date(2026, 6, 30)


def delays(*rows: tuple[int, int, int]) -> pl.DataFrame:
    """(buyer, days late, payments)."""
    return DELAYS.frame(dict(zip(DELAYS.names, row, strict=True)) for row in rows)


def due(buyer: int, in_days: int, cents: int) -> dict[str, object]:
    return {"contract_id": 1, "buyer_id": buyer, "currency": "EUR", "today_on": TODAY,
            "due_on": TODAY + timedelta(days=in_days), "open_cents": cents}  # fmt: skip


def told(rows: list[dict[str, object]], known: pl.DataFrame, *days: int) -> list[int]:
    return expected(OPEN.frame(rows), habits(known), days)["expected_cents"].to_list()


def test_a_buyer_who_has_paid_much_is_taken_at_its_word() -> None:
    """Of 500 payments half came on the due day and half ten days later; 5 of everybody's count."""
    known = delays((7, 0, 250), (7, 10, 250))
    assert told([due(7, 5, 100_00)], known, 4, 5, 14, 15) == [0, 50_00, 50_00, 100_00]


def test_a_buyer_who_has_paid_little_is_drawn_to_all() -> None:
    """One payment 20 days late among 999 on time: its own counts for one, all for five."""
    known = delays((1, 0, 999), (7, 20, 1))
    found = habits(known).filter(pl.col("buyer_id") == 7)
    assert found["mass_count"].to_list() == [4_995_000, 6 * UNIT - 0]
    # 4 995 000 + (1 000 000 + 5 000) of 6 000 000 in all: 83.25 % on time.
    assert told([due(7, 1, 1_000_000)], known, 1, 21) == [832_500, 1_000_000]


def test_a_stranger_pays_as_everybody_does() -> None:
    known = delays((1, 0, 3), (2, 10, 1))
    assert told([due(99, 1, 400)], known, 1, 11) == [300, 400]
    assert EVERYBODY in habits(known)["buyer_id"].to_list()


def test_what_is_late_already_is_paid_as_what_came_later_still() -> None:
    """A hundred days late: of those that came later than that, all came ten days after."""
    known = delays((7, 0, 800), (7, 100, 100), (7, 110, 100))
    assert told([due(7, -100, 100_00)], known, 9, 10) == [0, 100_00]
    assert told([due(7, -50, 100_00)], known, 50, 60) == [50_00, 100_00]


def test_nobody_knows_of_what_is_later_than_ever() -> None:
    known = delays((7, 0, 10))
    assert told([due(7, -1, 100_00)], known, 91) == [0]
    assert told([due(7, -400, 100_00)], delays((7, LATEST_DAYS + 90, 1)), 91) == [0]
    assert told([due(7, 5, 100_00)], DELAYS.empty(), 91) == [0]


def test_credit_notes_are_not_expected() -> None:
    assert told([due(7, 0, -100_00)], delays((7, 1, 9)), 7) == []


def test_the_range_takes_a_due_day_of_a_buyer_together_and_the_rest_apart() -> None:
    """Chances of a half: 200.00 of one day miss by 100.00; two days, or two buyers, by 70.71; four
    of five sums fall within 1.28 of that."""
    known = delays((7, 0, 500), (7, 30, 500), (8, 0, 500), (8, 30, 500))
    together = [due(7, 1, 200_00)]
    days = [due(7, 1, 100_00), due(7, 2, 100_00)]
    buyers = [due(7, 1, 100_00), due(8, 1, 100_00)]
    for rows, low in ((together, 0), (days, 100_00 - 90_62), (buyers, 100_00 - 90_62)):
        found = ranged(expected(OPEN.frame(rows), habits(known), (7,)), ("currency",))
        assert found.select("open_cents", "expected_cents", "low_cents", "high_cents").rows() == [
            (200_00, 100_00, low, 200_00 - low)]  # fmt: skip


def test_the_naive_forecast_takes_all_on_the_due_day_and_the_mean_delay() -> None:
    """Buyer 7 is 10 days late in the mean (half of 0 and 20), all of them 4 (40 over 10)."""
    known = delays((7, 0, 2), (7, 20, 2), (8, 0, 6))
    rows = OPEN.frame([due(7, 5, 100), due(9, 5, 10), due(7, -30, 1)])
    found = naive(rows, known, (1, 8, 9, 14, 15))
    sums = found.group_by("ahead_days", maintain_order=True).agg(pl.col("expected_cents").sum())
    assert dict(sums.rows()) == {1: 1, 8: 1, 9: 11, 14: 11, 15: 111}


def test_a_portfolio_taken_in_parts_is_the_same_as_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = delays(*((buyer, 3 * buyer, 4) for buyer in range(1, 9)))
    rows = OPEN.frame([due(buyer, buyer, 1_000 * buyer) for buyer in range(1, 9)])
    at_once = ranged(expected(rows, habits(known), (7, 28)), ("currency",))
    monkeypatch.setattr("comptant.rules.forecast.BUYERS_AT_ONCE", 3)
    assert forecast(rows, known, (7, 28), ("currency",)).equals(at_once)
    assert at_once["expected_cents"].to_list()[0] > 0


def test_a_range_never_falls_and_a_few_payments_are_not_certain() -> None:
    """Four payments came by the twentieth day: of the next one that is likely, not sure."""
    known = delays((7, 0, 1), (7, 5, 1), (7, 10, 1), (7, 20, 1))
    rows = OPEN.frame([due(7, 1, 1_000_00)])
    found = ranged(expected(rows, habits(known), (3, 7, 14, 28, 91)), ("currency",))
    assert found["expected_cents"].to_list()[-2:] == [1_000_00, 1_000_00]
    # nine payments (four, and five of all) and half a one, of ten: a deviation of 21.79 %
    assert found["low_cents"].to_list()[-2:] == [1_000_00 - 279_30] * 2
    for name in ("low_cents", "high_cents"):
        assert found[name].to_list() == sorted(found[name].to_list())
