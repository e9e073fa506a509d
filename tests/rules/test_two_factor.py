"""The days of an import factor. Source: DOMAIN 7.5, W7-4."""

from datetime import date, timedelta

import pytest

from comptant.rules.batch import decide
from comptant.rules.two_factor import TWO_FACTOR, TWO_FACTOR_DAYS

DUE_ON = date(2026, 3, 31)


def days(due_on: date = DUE_ON, disputed_on: date | None = None) -> dict[str, object]:
    """The days of an invoice under the general rules: 90, 180 and 365 days."""
    facts = {"due_on": due_on, "approval_payment_days": 90, "dispute_days": 180,
             "jurisdiction_days": 365, "disputed_on": disputed_on}  # fmt: skip
    return decide(TWO_FACTOR.frame([facts]), TWO_FACTOR_DAYS).row(0, named=True)


def test_the_days_of_an_approved_receivable() -> None:
    found = days()
    assert found["approval_payment_on"] == date(2026, 6, 29)
    assert found["dispute_until_on"] == date(2026, 9, 28)  # the 27th is a Sunday
    assert found["jurisdiction_until_on"] == date(2027, 3, 31)


def test_a_day_on_which_the_factor_is_closed_moves_to_its_next_working_day() -> None:
    assert days(date(2026, 9, 26))["approval_payment_on"] == date(2026, 12, 28)  # 25 December


@pytest.mark.parametrize(
    ("after", "outcome"),
    [(None, "STANDS"), (-5, "NO_PAYMENT"), (85, "NO_PAYMENT"), (90, "NO_PAYMENT"), (91, "REPAID"),
     (150, "REPAID"), (180, "REPAID"), (181, "REPAID"), (182, "STANDS"), (200, "STANDS")],
)  # fmt: skip
def test_what_a_dispute_does_to_the_payment(after: int | None, outcome: str) -> None:
    told = None if after is None else DUE_ON + timedelta(days=after)
    assert days(disputed_on=told)["approval_outcome"] == outcome
