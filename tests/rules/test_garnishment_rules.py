"""Which invoices a garnishment reaches, what it holds, by when it is answered and paid."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from comptant.rules.batch import decide
from comptant.rules.garnishment import (
    DAYS,
    DEADLINES,
    HOLDING,
    NULLABLE,
    SERVED,
    TRANSFERS,
    is_reached,
)

AT = datetime(2026, 4, 3, 10, tzinfo=UTC)


@pytest.mark.parametrize(("transferred", "is_its", "reached"), [
    (AT - timedelta(seconds=1), True, False),  # what was ours then is out of its reach
    (AT, True, True), (AT + timedelta(days=1), True, True), (AT + timedelta(days=1), False, False),
])  # fmt: skip
def test_what_was_transferred_before_is_not_reached(
    transferred: datetime, is_its: bool, reached: bool
) -> None:
    row = {"invoice_id": 1, "transferred_at": transferred, "served_at": AT,
           "is_of_its_buyer": is_its}  # fmt: skip
    assert decide(TRANSFERS.frame([row]), (is_reached,))["is_reached"].to_list() == [reached]


@pytest.mark.parametrize(("amount", "owed", "available", "held", "payable"), [
    (10_000, 50_000, 40_000, 10_000, 10_000), (45_000, 50_000, 40_000, 45_000, 40_000),
    (90_000, 50_000, 40_000, 50_000, 40_000), (10_000, 50_000, -1, 10_000, 0),
    (10_000, -5, 0, 0, 0),
])  # fmt: skip
def test_it_holds_what_is_owed_and_no_more_than_it_is_for(
    amount: int, owed: int, available: int, held: int, payable: int
) -> None:
    facts = SERVED.frame([{"amount_cents": amount, "owed_to_client_cents": owed,
                           "available_cents": available}])  # fmt: skip
    row = decide(facts, HOLDING).row(0, named=True)
    assert (row["held_cents"], row["payable_cents"]) == (held, payable)


def days(**said: Any) -> dict[str, Any]:
    row = {"garnishment_kind": "SATD", "served_on": date(2026, 4, 3), "answered_on": None,
           "confirmed_on": None, "contested_on": None, "left_cents": 100, "is_in_our_hands": True,
           "today_on": date(2026, 4, 10), **said}  # fmt: skip
    return decide(DEADLINES.frame([row]), DAYS, nullable=NULLABLE).row(0, named=True)


ANSWERED = {"answered_on": date(2026, 4, 3)}
SEIZED = {**ANSWERED, "garnishment_kind": "SAISIE_ATTRIBUTION"}


@pytest.mark.parametrize(("said", "step", "by"), [
    ({}, "answer", date(2026, 4, 3)),
    (ANSWERED, "pay", date(2026, 5, 3)),
    ({**ANSWERED, "contested_on": date(2026, 4, 9)}, "await_judge", None),
    ({**ANSWERED, "left_cents": 0}, None, None),
    ({**ANSWERED, "is_in_our_hands": False}, "watch_buyer", None),
    (SEIZED, "await_certificate", None),
    ({**SEIZED, "confirmed_on": date(2026, 5, 12)}, "pay", date(2026, 5, 12)),
])  # fmt: skip
def test_what_is_to_be_done_and_by_when(
    said: dict[str, Any], step: str | None, by: date | None
) -> None:
    found = days(**said)
    assert (found["next_garnishment_step"], found["act_by_on"]) == (step, by)


def test_it_may_be_contested_two_months_of_a_satd_and_one_of_the_other() -> None:
    assert days()["contest_until_on"] == date(2026, 6, 3)
    assert days(**SEIZED)["contest_until_on"] == date(2026, 5, 11)
