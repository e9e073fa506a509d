"""The fee on an over-advance: days, margins, and one rounding."""

from datetime import date

import polars as pl

from comptant.rules.excess import MARGINS, OVER_ADVANCES, excess_lines
from comptant.rules.interest import PERIODS

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))
OPENED_ON = date(2025, 12, 1)


def lines(*levels, margins=((OPENED_ON, 30_000),), period=JANUARY):
    """(from, until, base, rate, cents) of (day, over-advance) and (day, margin)."""
    frames = [
        pl.DataFrame([(1, "EUR", *row) for row in rows], schema=shape.schema(), orient="row")
        for rows, shape in ((levels, OVER_ADVANCES), (margins, MARGINS), ([period], PERIODS))
    ]
    return excess_lines(*frames).drop("contract_id", "currency").rows()


def test_w4_7_an_over_advance_of_nine_days():
    began, ended = date(2026, 1, 20), date(2026, 1, 29)
    told = lines((began, 27_943_00), (ended, 0))
    assert told == [(began, ended, 27_943_00, 30_000, 20_96)]


def test_each_day_has_its_amount_and_margin_and_the_sum_is_rounded_once():
    told = lines(
        (date(2025, 12, 20), 1_000_00), (date(2026, 1, 3), 1_500_00),
        margins=((OPENED_ON, 30_000), (date(2026, 1, 5), 36_000)),
        period=(date(2026, 1, 1), date(2026, 1, 8)),
    )  # fmt: skip
    # 0.1667 + 0.25 + 0.45: 0.87 and not 0.17 + 0.25 + 0.45 by chance alone.
    assert told == [
        (date(2026, 1, 1), date(2026, 1, 3), 1_000_00, 30_000, 17),
        (date(2026, 1, 3), date(2026, 1, 5), 1_500_00, 30_000, 25),
        (date(2026, 1, 5), date(2026, 1, 8), 1_500_00, 36_000, 45),
    ]
    # Three days of 0.0042 each: a cent in all, not nothing three times.
    little = ((date(2026, 1, 1), 50_00), (date(2026, 1, 2), 50_01), (date(2026, 1, 3), 50_02))
    assert sum(row[-1] for row in lines(*little, period=(JANUARY[0], date(2026, 1, 4)))) == 1
