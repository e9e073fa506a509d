"""The aged balance and what may be de-funded: worked tables."""

from datetime import date, timedelta

import polars as pl
import pytest

from comptant.rules.ageing import BUCKETS, OPEN, aged
from comptant.rules.batch import decide
from comptant.rules.columns import VOCABULARY
from comptant.rules.defunding import defund_reason

TODAY = date(2026, 6, 30)
W5_5 = (
    (date(2026, 7, 15), 18_000_00), (date(2026, 6, 30), 4_200_50), (date(2026, 6, 29), 7_500_00),
    (date(2026, 5, 31), 3_300_25), (date(2026, 5, 30), 9_100_00), (date(2026, 5, 1), 2_750_00),
    (date(2026, 4, 1), 6_400_00), (date(2026, 1, 10), 1_999_99),
)  # fmt: skip


def open_rows(*rows: tuple[date, int]) -> pl.DataFrame:
    return OPEN.frame(
        {"contract_id": 1, "buyer_id": 2, "currency": "EUR", "due_on": due_on, "today_on": TODAY,
         "open_cents": cents} for due_on, cents in rows)  # fmt: skip


def test_w5_5_the_aged_balance_sums_to_53250_74() -> None:
    found = dict(aged(open_rows(*W5_5), ("currency",)).select("bucket", "open_cents").rows())
    assert found == {
        "NE": 22_200_50, "B1": 10_800_25, "B2": 11_850_00, "B3": 6_400_00, "B4": 1_999_99,
    }  # fmt: skip
    assert sum(found.values()) == 53_250_74
    assert list(found) == [name for name, _ in BUCKETS]


@pytest.mark.parametrize(
    ("due_on", "bucket"),
    [(date(2026, 4, 2), "B3"), (date(2026, 4, 1), "B3"), (date(2026, 3, 31), "B4")],
)
def test_ninety_days_are_in_the_third_bucket_and_one_more_is_not(due_on: date, bucket: str) -> None:
    assert aged(open_rows((due_on, 1)), ("currency",))["bucket"].to_list() == [bucket]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, None),
        ({"due_on": date(2026, 5, 1)}, None),  # 60 days
        ({"due_on": date(2026, 4, 30)}, "overdue"),
        ({"due_on": date(2026, 4, 30), "has_recourse": False}, None),
        ({"defund_from_on": TODAY + timedelta(days=1)}, None),
        ({"defund_from_on": TODAY}, "disputed"),
        ({"defund_from_on": TODAY, "has_recourse": False}, "disputed"),
        ({"insolvent_on": TODAY}, "buyer_insolvent"),
        ({"insolvent_on": date(2026, 7, 1)}, None),
        ({"insolvent_on": TODAY, "has_recourse": False}, None),
        ({"insolvent_on": TODAY, "defund_from_on": TODAY}, "buyer_insolvent"),
    ],
)
def test_an_invoice_may_be_defunded_for(facts: dict[str, object], reason: str | None) -> None:
    """DOMAIN 3.7: late beyond the limit, a dispute after its notice, insolvency with recourse."""
    row = {
        "due_on": TODAY, "today_on": TODAY, "defund_from_on": None, "insolvent_on": None,
        "has_recourse": True, "overdue_cutoff_days": 60, **facts,
    }  # fmt: skip
    schema = {name: VOCABULARY[name].dtype if name in VOCABULARY else pl.Int64() for name in row}
    decided = decide(
        pl.DataFrame([row], schema=schema), (defund_reason,), nullable=("defund_reason",)
    )
    assert decided["defund_reason"].item() == reason
