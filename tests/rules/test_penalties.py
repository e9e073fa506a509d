"""Late-payment penalties by half-year, to the cent. Source: DOMAIN §5.3, W5-2, W5-3, W5-4."""

from datetime import date

import pytest

from comptant.rules.batch import BrokenBatch
from comptant.rules.penalties import LATE, RATES, indemnity_cents, late_penalties

# The ECB's rate on the first day of each half-year.
ECB = RATES.frame([
    {"from_on": date(2024, 1, 1), "reference_ppm": 45_000},
    {"from_on": date(2024, 7, 1), "reference_ppm": 42_500},
    {"from_on": date(2025, 1, 1), "reference_ppm": 31_500},
    {"from_on": date(2025, 6, 11), "reference_ppm": 21_500},
])  # fmt: skip


def penalties(due_on: date, paid_on: date, cents: int, *, public: bool = False) -> list[tuple]:
    late = LATE.frame([{"contract_id": 1, "invoice_id": 1, "due_on": due_on, "paid_on": paid_on,
                        "part_cents": cents, "buyer_is_public": public}])  # fmt: skip
    told = ("half_year_late_days", "late_rate_ppm", "penalty_cents")
    return late_penalties(late, ECB).select(told).rows()


def test_a_payment_within_one_half_year_costs_one_line() -> None:
    assert penalties(date(2026, 3, 16), date(2026, 5, 5), 1_200_000) == [(50, 121_500, 19_973)]
    assert indemnity_cents(date(2026, 5, 5)) == 4_000


def test_each_half_year_has_its_rate_and_is_rounded_by_itself() -> None:
    found = penalties(date(2025, 5, 31), date(2025, 9, 15), 2_400_000)
    assert found == [(30, 131_500, 25_940), (77, 121_500, 61_516)]
    assert sum(cents for *_, cents in found) == 87_456


def test_a_public_buyer_pays_the_rate_of_the_half_year_in_which_it_began_to_be_late() -> None:
    found = penalties(date(2026, 1, 10), date(2026, 1, 31), 7_132_560, public=True)
    assert found == [(21, 101_500, 41_652)]
    both = penalties(date(2025, 5, 31), date(2025, 9, 15), 2_400_000, public=True)
    assert [rate for _, rate, _ in both] == [111_500, 111_500]


def test_the_first_day_late_is_the_day_after_the_due_day() -> None:
    assert penalties(date(2025, 6, 30), date(2025, 7, 1), 100_000) == [(1, 121_500, 33)]
    assert penalties(date(2025, 6, 29), date(2025, 6, 30), 100_000) == [(1, 131_500, 36)]


def test_a_half_year_without_a_rate_is_not_guessed() -> None:
    with pytest.raises(BrokenBatch, match="late_rate_ppm is null"):
        penalties(date(2023, 5, 31), date(2023, 6, 30), 100_000)
