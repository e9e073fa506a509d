"""The days that keep or lose a cover. Source: DOMAIN 6.5, W6-6."""

from datetime import date

import pytest

from comptant.rules.batch import decide
from comptant.rules.cover_days import COVER_DAYS, DAYS, NULLABLE


def days(**told: object) -> dict[str, object]:
    """An invoice due on 11 March 2026, under the policy of W6-6."""
    facts = {"contract_id": 1, "invoice_id": 1, "policy_id": 5, "due_on": date(2026, 3, 11),
             "extension_days": 60, "consent_extension_days": 30, "is_extension_agreed": False,
             "declaration_days": 90, "insolvency_days": 10, "waiting_days": 150,
             "waiting_from": "DECLARED",
             "today_on": date(2026, 3, 1), **told}  # fmt: skip
    return decide(COVER_DAYS.frame([facts]), DAYS, nullable=NULLABLE).row(0, named=True)


def test_the_days_of_an_invoice_and_its_policy() -> None:
    found = days(declared_on=date(2026, 5, 25))
    assert found["extended_until_on"] == date(2026, 5, 10)
    assert found["extended_at_most_on"] == date(2026, 6, 9)
    assert found["declare_by_on"] == date(2026, 6, 9)
    assert found["indemnity_on"] == date(2026, 10, 22)


def test_an_insolvency_is_declared_soon_and_never_later_than_before() -> None:
    assert days(insolvent_on=date(2026, 4, 1))["declare_by_on"] == date(2026, 4, 11)
    assert days(insolvent_on=date(2026, 6, 5))["declare_by_on"] == date(2026, 6, 9)
    published = {"insolvent_on": date(2026, 4, 1), "published_on": date(2026, 4, 14)}
    assert days(**published)["declare_by_on"] == date(2026, 4, 24)
    assert days(published_on=date(2026, 4, 14))["declare_by_on"] == date(2026, 6, 9)
    unnamed = days(insolvent_on=date(2026, 4, 1), insolvency_days=None)
    assert unnamed["declare_by_on"] == date(2026, 6, 9)


def test_an_admitted_debt_is_paid_a_month_later_if_that_is_sooner() -> None:
    told = {"declared_on": date(2026, 5, 25), "insolvent_on": date(2026, 5, 20)}
    assert days(**told, admitted_on=date(2026, 8, 3))["indemnity_on"] == date(2026, 9, 3)
    assert days(**told, admitted_on=date(2026, 11, 3))["indemnity_on"] == date(2026, 10, 22)
    assert days()["indemnity_on"] is None


def test_a_debt_stops_the_cover_of_new_deliveries_after_its_extension() -> None:
    assert days()["cover_stop_on"] == date(2026, 5, 11)
    assert days(is_extension_agreed=True)["cover_stop_on"] == date(2026, 6, 10)
    assert days(insolvent_on=date(2026, 4, 1))["cover_stop_on"] == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("told", "step", "by_on", "left"),
    [
        ({"today_on": date(2026, 3, 11)}, None, None, None),
        ({"today_on": date(2026, 3, 12)}, "ask_extension", date(2026, 5, 10), 59),
        ({"today_on": date(2026, 5, 10)}, "ask_extension", date(2026, 5, 10), 0),
        ({"today_on": date(2026, 5, 11)}, "declare", date(2026, 6, 9), 29),
        ({"today_on": date(2026, 4, 1), "is_extension_agreed": True}, "watch",
         date(2026, 6, 9), 69),
        ({"today_on": date(2026, 4, 2), "insolvent_on": date(2026, 4, 1)}, "declare",
         date(2026, 4, 11), 9),
        ({"today_on": date(2026, 6, 10)}, "lost", date(2026, 6, 9), -1),
        ({"today_on": date(2026, 6, 10), "declared_on": date(2026, 6, 9)}, None, None, None),
        ({"today_on": date(2026, 6, 10), "declared_on": date(2026, 6, 9), "claim_days": 120},
         "claim", date(2026, 7, 9), 29),
        ({"today_on": date(2026, 6, 10), "declared_on": date(2026, 6, 9), "claim_days": 120,
          "claimed_on": date(2026, 6, 10)}, None, None, None),
    ],
)  # fmt: skip
def test_what_is_to_be_done_and_by_when(
    told: dict[str, object], step: str | None, by_on: date | None, left: int | None
) -> None:
    found = days(**told)
    assert found["next_cover_step"] == step
    assert (found["act_by_on"], found["cover_days_left_days"]) == (by_on, left)


def test_a_new_due_day_keeps_the_cover_up_to_the_extension_that_is_allowed() -> None:
    assert days()["extension_allowed_on"] == date(2026, 5, 10)
    assert days(is_extension_agreed=True)["extension_allowed_on"] == date(2026, 6, 9)


def test_an_import_factor_pays_on_the_ninetieth_day_after_the_due_day() -> None:
    """W7-4, by the terms of the agreement: no declaration is waited for."""
    grif = {"due_on": date(2026, 3, 31), "waiting_days": 90, "waiting_from": "DUE",
            "dispute_days": 180, "jurisdiction_days": 365}  # fmt: skip
    found = days(**grif)
    assert found["indemnity_on"] == date(2026, 6, 29)
    assert found["dispute_until_on"] == date(2026, 9, 28)
    assert found["jurisdiction_until_on"] == date(2027, 3, 31)
    assert days()["dispute_until_on"] is None
