"""Which draw carried the advance of an invoice."""

from datetime import date

from comptant.rules.delays import Advance, Draw, paid_out_on

MONDAY, TUESDAY, FRIDAY = date(2026, 1, 19), date(2026, 1, 20), date(2026, 1, 23)


def test_a_draw_pays_the_oldest_advance_and_only_what_it_covers() -> None:
    advances = [Advance(1, 10, None, 900), Advance(2, 20, None, 900)]
    assert paid_out_on(advances, [Draw(30, 1, MONDAY)]) == {}
    assert paid_out_on(advances, [Draw(30, 900, MONDAY)]) == {1: MONDAY}
    draws = [Draw(30, 1_000, MONDAY), Draw(40, 800, TUESDAY)]
    assert paid_out_on(advances, draws) == {1: MONDAY, 2: TUESDAY}


def test_what_became_fundable_after_a_draw_is_not_paid_by_it() -> None:
    advances = [Advance(1, 10, None, 900), Advance(2, 35, None, 900)]
    assert paid_out_on(advances, [Draw(30, 5_000, MONDAY)]) == {1: MONDAY}


def test_what_the_buyer_has_paid_is_no_longer_advanced() -> None:
    advances = [Advance(1, 10, 25, 900), Advance(2, 20, None, 900)]
    assert paid_out_on(advances, [Draw(30, 900, MONDAY)]) == {2: MONDAY}


def test_the_last_of_the_draws_to_be_executed_counts() -> None:
    draws = [Draw(30, 500, FRIDAY), Draw(40, 400, TUESDAY)]
    assert paid_out_on([Advance(1, 10, None, 900)], draws) == {1: FRIDAY}


def test_what_is_asked_for_and_under_way_has_no_day_yet() -> None:
    advances = [Advance(1, 10, None, 900), Advance(2, 20, None, 900)]
    assert paid_out_on(advances, [Draw(30, 900, MONDAY), Draw(40, 100, None)]) == {1: MONDAY}
    draws = [Draw(30, 500, None), Draw(40, 400, FRIDAY), Draw(50, 900, TUESDAY)]
    assert paid_out_on(advances, draws) == {1: None, 2: TUESDAY}


def test_a_draw_of_all_that_could_be_drawn_pays_all_that_waits() -> None:
    """W8-A: 12 000.00 are advanced, 10 713.60 can be drawn once fund and fee are held back."""
    advances = [Advance(1, 10, None, 1_200_000), Advance(2, 25, 28, 100), Advance(3, 35, None, 100)]
    draws = [Draw(20, 500_000, MONDAY), Draw(30, 571_360, TUESDAY, is_all=True)]
    assert paid_out_on(advances, draws) == {1: TUESDAY}
    assert paid_out_on(advances[:1], [Draw(30, 0, None, is_all=True)]) == {1: None}
