"""Measures of collection: the worked figures of the domain, each in its decimals."""

import polars as pl
import pytest

from comptant.rules.batch import check, decide
from comptant.rules.watching import COUNT_BACK, FACTS, MAYBE, MEASURES, MONTHS, counted_back


def measured(**facts: int) -> dict[str, object]:
    row = {**dict.fromkeys(FACTS.names, 0), "currency": "EUR", "period_days": 90, **facts}
    found = decide(check(FACTS.frame([row]), FACTS), MEASURES, nullable=MAYBE)
    return found.rows(named=True)[0]


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"open_cents": 30_000_00, "sold_cents": 60_000_00}, {"dso_tenths": 450}),
        ({"open_cents": 260_000_00, "not_due_cents": 205_000_00, "sold_cents": 390_000_00},
         {"dso_tenths": 600, "best_dso_tenths": 473, "delinquent_tenths": 127,
          "overdue_cents": 55_000_00}),
        # DOMAIN 5.7: (32 500 + 4 000 + 3 500) / 1 000 000 = 4.00 %, a reserve of 3 %
        ({"credited_cents": 36_500_00, "short_cents": 3_500_00, "gross_cents": 1_000_000_00},
         {"dilution_ppm": 40_000, "dilution_reserve_ppm": 30_000}),
        # W5-5: 31 050.24 of 53 250.74 is overdue, 58.31 %
        ({"open_cents": 53_250_74, "not_due_cents": 22_200_50},
         {"overdue_cents": 31_050_24, "overdue_ppm": 583_095}),
        ({"open_cents": 53_000_00, "notes_cents": -1_000_00, "not_due_cents": 54_000_00},
         {"overdue_cents": 0, "overdue_ppm": 0}),
        ({"allocated_cents": 100_00, "direct_cents": 300_00, "paid_numbers": 400_00 * 41 + 50_00},
         {"payment_delay_tenths": 411, "direct_payment_ppm": 750_000}),
        ({"late_allocated_cents": 98_00, "late_direct_cents": 2_00}, {"is_direct_alert": False}),
        ({"late_allocated_cents": 97_99, "late_direct_cents": 2_01}, {"is_direct_alert": True}),
        ({}, dict.fromkeys(sorted(MAYBE)) | {"is_direct_alert": False}),
    ],
)  # fmt: skip
def test_a_measure_is_to_its_last_decimal(facts: dict[str, int], wanted: dict[str, object]) -> None:
    found = measured(**facts)
    assert {name: found[name] for name in wanted} == wanted


def counted(open_cents: int, *months: tuple[int, int]) -> int | None:
    rows = [{"group_id": 1, "rank": rank, "open_cents": open_cents, "sold_cents": sold,
             "month_days": days} for rank, (sold, days) in enumerate(months)]  # fmt: skip
    found = counted_back(decide(check(MONTHS.frame(rows), MONTHS), COUNT_BACK))
    (value,) = found["count_back_tenths"].to_list()
    return None if value is None else int(value)


def test_count_back_takes_whole_months_and_a_part_of_the_last() -> None:
    """DOMAIN 5.6: 2 500 at the end of November, 1 200, 800 and 700 sold: 82.4 days."""
    months = ((120_000, 30), (80_000, 31), (70_000, 30))
    assert counted(250_000, *months) == 824
    assert counted(120_000, *months) == 300
    assert counted(120_001, *months) == 300
    assert counted(0, *months) == 0


def test_count_back_goes_over_a_month_without_sales_and_knows_when_it_does_not_know() -> None:
    assert counted(150_000, (100_000, 30), (0, 31), (100_000, 30)) == 300 + 310 + 150
    assert counted(200_001, (100_000, 30), (0, 31), (100_000, 30)) is None


def test_groups_are_counted_apart() -> None:
    rows = pl.concat([
        MONTHS.frame([{"group_id": group, "rank": 0, "open_cents": 50, "sold_cents": 100 * group,
                       "month_days": 30}]) for group in (1, 2)])  # fmt: skip
    found = counted_back(decide(rows, COUNT_BACK))
    assert found.sort("group_id")["count_back_tenths"].to_list() == [150, 75]
