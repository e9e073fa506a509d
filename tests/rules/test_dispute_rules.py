"""Disputes: what is left of them, how they stand, whose turn it is. DOMAIN §5.4."""

from datetime import date, timedelta
from typing import Any

import pytest

from comptant.rules.batch import BrokenBatch
from comptant.rules.disputes import DISPUTES, KINDS, RESERVED, follow

OPENED = date(2026, 3, 2)


def seen(**said: Any) -> tuple[Any, ...]:
    """Status, cents left, next act and days from the opening until it is due."""
    told = {
        "dispute_id": 1, "dispute_code": "LIT-QTE", "disputed_on": OPENED, "today_on": OPENED,
        "dispute_cents": 30_000, "open_cents": 100_000, "disputable_cents": 100_000,
        "is_answered": False, "is_credit_expected": False, "defund_from_on": None, **said,
    }  # fmt: skip
    row = follow(DISPUTES.frame([told])).row(0, named=True)
    days = row["act_by_on"] and (row["act_by_on"] - OPENED).days
    return row["dispute_status"], row["still_disputed_cents"], row["next_act"], days


@pytest.mark.parametrize(("said", "expected"), [
    ({}, ("CLIENT_TO_ANSWER", 30_000, "client_answers", 15)),
    ({"today_on": OPENED + timedelta(days=30)},
     ("CLIENT_TO_ANSWER", 30_000, "client_answers", 15)),
    ({"is_answered": True}, ("ANSWERED", 30_000, "settle_dispute", 30)),
    ({"is_answered": True, "today_on": OPENED + timedelta(days=31)},
     ("ESCALATED", 30_000, "notify_defunding", 31)),
    ({"today_on": OPENED + timedelta(days=40), "defund_from_on": OPENED + timedelta(days=63)},
     ("NOTIFIED", 30_000, "defund", 63)),
    ({"is_answered": True, "is_credit_expected": True},
     ("CREDIT_EXPECTED", 30_000, "client_credits", 30)),
    ({"disputable_cents": 20_000}, ("CLIENT_TO_ANSWER", 20_000, "client_answers", 15)),
    ({"disputable_cents": 0}, ("RESOLVED", 0, None, None)),
    ({"dispute_cents": 0}, ("RESOLVED", 0, None, None)),
    ({"dispute_cents": -5}, ("RESOLVED", 0, None, None)),
    # A rebate claimed stays claimed when the invoice it was told on is paid.
    ({"dispute_code": "LIT-RFA", "disputable_cents": 0},
     ("CLIENT_TO_ANSWER", 30_000, "client_answers", 15)),
])  # fmt: skip
def test_a_dispute_stands_where_its_steps_and_its_age_put_it(
    said: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert seen(**said) == expected


def test_the_catalogue_is_that_of_the_book() -> None:
    effects = {code: kind.effect for code, kind in KINDS.items()}
    assert effects == {
        "LIT-QTE": "WHOLE", "LIT-PRX": "WHOLE", "LIT-QUA": "WHOLE", "LIT-LIV": "WHOLE",
        "LIT-CMD": "WHOLE", "LIT-TVA": "WHOLE", "LIT-DBL": "WHOLE", "LIT-AVO": "AMOUNT",
        "LIT-RFA": "RESERVE", "LIT-CPS": "RESERVE", "LIT-RDG": "AMOUNT", "LIT-PAY": "WHOLE",
        "LIT-INC": "WHOLE",
    }  # fmt: skip
    assert RESERVED == ("LIT-RFA", "LIT-CPS")
    assert [code for code, kind in KINDS.items() if kind.is_fraud_case] == ["LIT-DBL", "LIT-INC"]


def test_a_dispute_without_its_day_is_our_fault() -> None:
    with pytest.raises(BrokenBatch, match="disputed_on is null"):
        seen(disputed_on=None)
