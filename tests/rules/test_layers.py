"""Layers of policies: together never more than the whole, on any day, of any buyer."""

from datetime import date

from comptant.rules.layers import Cover, beyond_whole

JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


def test_shares_of_a_layer_may_come_to_the_whole_and_no_more() -> None:
    both = [Cover(1, 0, JANUARY, 1, 600_000), Cover(2, 0, MARCH, 1, 400_000)]
    assert beyond_whole(both) is None
    more = Cover(3, 0, MAY, 1, 1)
    assert beyond_whole([*both, more]) == (MAY, 0, 1, 1_000_001)


def test_layers_are_apart() -> None:
    assert beyond_whole([Cover(1, 0, JANUARY, 1, 1_000_000),
                         Cover(2, 0, JANUARY, 2, 1_000_000)]) is None  # fmt: skip


def test_a_word_on_one_buyer_counts_before_that_on_all() -> None:
    general = [Cover(1, 0, JANUARY, 1, 1_000_000), Cover(1, 7, JANUARY, 1, 500_000)]
    assert beyond_whole([*general, Cover(2, 7, MARCH, 1, 500_000)]) is None
    assert beyond_whole([*general, Cover(2, 7, MARCH, 1, 500_001)]) == (MARCH, 7, 1, 1_000_001)
    assert beyond_whole([*general, Cover(2, 8, MARCH, 1, 1)]) == (MARCH, 8, 1, 1_000_001)


def test_a_cover_that_ends_makes_room_from_its_day_on() -> None:
    ended = [Cover(1, 0, JANUARY, 1, 1_000_000), Cover(1, 0, MARCH, 1, 0)]
    assert beyond_whole([*ended, Cover(2, 0, MARCH, 1, 1_000_000)]) is None
    early = Cover(2, 0, date(2026, 2, 28), 1, 1_000_000)
    assert beyond_whole([*ended, early]) == (date(2026, 2, 28), 0, 1, 2_000_000)


def test_of_two_words_of_one_day_the_later_counts() -> None:
    assert beyond_whole([Cover(1, 0, JANUARY, 1, 900_000, 1), Cover(1, 0, JANUARY, 1, 500_000, 2),
                         Cover(2, 0, JANUARY, 1, 500_000, 3)]) is None  # fmt: skip
