"""What a plan of a buyer changes: days, what is no longer financed, whether its cover allows it."""

from datetime import date
from typing import Any

import pytest

from comptant.rules.plan_effects import INSTALMENTS, PLANNED, effects

DUE = date(2026, 3, 16)
PLAN = INSTALMENTS.frame([
    {"due_on": date(2026, 4, 10), "instalment_cents": 400_000},
    {"due_on": date(2026, 5, 10), "instalment_cents": 600_000},
    {"due_on": date(2026, 6, 10), "instalment_cents": 500_000},
])  # fmt: skip


def planned(**more: Any) -> dict[str, Any]:
    return {"invoice_id": 1, "due_on": DUE, "open_cents": 1_200_000, "promised_cents": 1_200_000,
            "approved_cents": 1_000_000, "advance_ppm": 900_000, "has_recourse": True,
            "overdue_cutoff_days": 30, "extension_allowed_on": None, "extended_at_most_on": None,
            "cover_due_cents": None, "declared_on": None, **more}  # fmt: skip


def told(*rows: dict[str, Any]) -> list[tuple[Any, ...]]:
    found = effects(PLANNED.frame(list(rows)), PLAN)
    return found.select("paid_off_on", "later_days", "unfunded_on", "unfunded_cents",
                        "lost_advance_cents", "plan_cover").rows()  # fmt: skip


def test_the_oldest_invoice_is_paid_first_and_what_is_late_is_no_longer_financed() -> None:
    """30 days late on 15 April: 4 000.00 of the first is paid by then, 8 000.00 is still open."""
    second = planned(invoice_id=2, due_on=date(2026, 5, 20), open_cents=300_000,
                     promised_cents=300_000, approved_cents=300_000)  # fmt: skip
    assert told(planned(), second) == [
        (date(2026, 6, 10), 86, date(2026, 4, 16), 800_000, 720_000, "NOT_COVERED"),
        (date(2026, 6, 10), 21, None, 0, 0, "NOT_COVERED"),
    ]


def test_what_is_paid_on_the_last_day_stays_financed() -> None:
    whole = planned(open_cents=400_000, promised_cents=400_000, approved_cents=400_000)
    rest = planned(invoice_id=2, open_cents=1_100_000, promised_cents=1_100_000,
                   due_on=date(2026, 6, 1), overdue_cutoff_days=8)  # fmt: skip
    # 25 days after the due day; the second leaves on its tenth, when the last part is paid
    cut = {**whole, "overdue_cutoff_days": 25}
    assert [row[2] for row in told(cut, rest)] == [None, date(2026, 6, 10)]
    assert [row[2] for row in told({**cut, "overdue_cutoff_days": 24}, rest)] == [
        date(2026, 4, 10), date(2026, 6, 10)]  # fmt: skip


def test_without_recourse_lateness_takes_nothing() -> None:
    """DOMAIN C-3."""
    rest = planned(invoice_id=2, open_cents=300_000, promised_cents=300_000)
    assert told(planned(has_recourse=False), {**rest, "has_recourse": False})[0][2:5] == (
        None, 0, 0)  # fmt: skip


@pytest.mark.parametrize(("cover", "state"), [
    ({}, "NOT_COVERED"),
    ({"cover_due_cents": 0, "extension_allowed_on": date(2026, 5, 15)}, "NOT_COVERED"),
    ({"extension_allowed_on": date(2026, 6, 10)}, "WITHIN"),
    ({"extension_allowed_on": date(2026, 6, 9), "extended_at_most_on": date(2026, 6, 10)},
     "CONSENT_NEEDED"),
    ({"extension_allowed_on": date(2026, 5, 15), "extended_at_most_on": date(2026, 6, 9)}, "LOST"),
    ({"extension_allowed_on": date(2026, 5, 15), "extended_at_most_on": date(2026, 6, 9),
      "declared_on": date(2026, 4, 1)}, "DECLARED"),
])  # fmt: skip
def test_the_cover_allows_so_late_a_day_or_does_not(cover: dict[str, Any], state: str) -> None:
    covered = {"cover_due_cents": 1_000_000, **cover} if cover else {}
    rest = planned(invoice_id=2, open_cents=300_000, promised_cents=300_000)
    assert told(planned(**covered), rest)[0][5] == state
