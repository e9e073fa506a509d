"""The forecast of cash as rows: week by week with its range, and how well it would have told the
past, against the plain "due day and mean delay"."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.doors.watching import coming_rows, delays, open_rows
from comptant.rules.forecast import forecast, naive
from comptant.rules.money import ONE_PPM
from comptant.store.access import See

Row = dict[str, Any]
WEEKS = 13
ORIGINS, APART_DAYS = 8, 28  # past days that are forecast again, four weeks apart
HORIZONS = (7, 14, 21, 28)
COLUMNS = ("until_on", "of_week_cents", "expected_cents", "low_cents", "high_cents")
TESTED = ("from_on", "until_on", "expected_cents", "low_cents", "high_cents", "collected_cents",
          "naive_cents", "is_within")  # fmt: skip


def weeks(see: See, on: date, contract_id: int | None, count: int = WEEKS) -> list[Row]:
    """One row per currency and week: what is expected of the invoices open today by its last day,
    since today (`expected_cents`) and in the week itself, and between what that falls four times
    of five. What is disputed or received already is not expected."""
    days = tuple(7 * week for week in range(1, count + 1))
    rows = _ranged(see, on, contract_id, days)
    before: dict[str, int] = {}
    for row in rows:
        row["until_on"] = on + timedelta(days=row["ahead_days"])
        row["of_week_cents"] = row["expected_cents"] - before.get(row["currency"], 0)
        before[row["currency"]] = row["expected_cents"]
    return rows


def _ranged(see: See, on: date, contract_id: int | None, days: tuple[int, ...]) -> list[Row]:
    rows, paid = coming_rows(see, on, contract_id), delays(see, on, contract_id)
    return forecast(rows, paid, days, ("currency",)).rows(named=True)


def backtest(see: See, on: date, contract_id: int | None) -> list[Row]:
    """One row per past forecast: made on `from_on` with what was known by its value date, of what
    was open then; what came by `until_on`, and what the naive forecast said."""
    told: list[Row] = []
    for number in range(ORIGINS, 0, -1):
        origin = on - timedelta(days=APART_DAYS * number)
        paid = delays(see, origin, contract_id)
        rows = open_rows(see, origin, contract_id)
        if paid.is_empty() or rows.is_empty():
            continue
        found = forecast(rows, paid, HORIZONS, ("currency",))
        plain = naive(rows, paid, HORIZONS).group_by("currency", "ahead_days").agg(
            pl.col("expected_cents").sum().alias("naive_cents"))  # fmt: skip
        until = origin + timedelta(days=max(HORIZONS))
        came = see("read_collected", contract_id=contract_id, from_on=origin, until_on=until)
        for row in found.join(plain, on=["currency", "ahead_days"]).rows(named=True):
            row |= {"from_on": origin, "until_on": origin + timedelta(days=row["ahead_days"])}
            row["collected_cents"] = sum(
                one["paid_cents"]
                for one in came
                if one["currency"] == row["currency"] and one["paid_on"] <= row["until_on"]
            )
            row["is_within"] = row["low_cents"] <= row["collected_cents"] <= row["high_cents"]
            told.append(row)
    return sorted(told, key=lambda row: (row["currency"], row["from_on"], row["until_on"]))


def judged(rows: list[Row]) -> Row | None:
    """A backtest in four figures, in ppm: how often the range held (80 % is meant), the bias and
    the mean error of the forecast and of the naive one, over what came; None without a past."""
    came = sum(row["collected_cents"] for row in rows)
    if not rows or came <= 0:
        return None
    return {
        "tested_count": len(rows),
        "coverage_ppm": _ppm(sum(row["is_within"] for row in rows), len(rows)),
        "bias_ppm": _ppm(_missed(rows, "expected_cents", signed=True), came),
        "error_ppm": _ppm(_missed(rows, "expected_cents"), came),
        "naive_bias_ppm": _ppm(_missed(rows, "naive_cents", signed=True), came),
        "naive_error_ppm": _ppm(_missed(rows, "naive_cents"), came),
    }  # fmt: skip


def _missed(rows: list[Row], name: str, *, signed: bool = False) -> int:
    off = [row[name] - row["collected_cents"] for row in rows]
    return sum(off) if signed else sum(map(abs, off))


def _ppm(part: int, whole: int) -> int:
    return (2 * abs(part) * ONE_PPM + whole) // (2 * whole) * (1 if part >= 0 else -1)
