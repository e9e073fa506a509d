"""A client's treasury, day by day: what is drawn for what it has to pay, what is left, when it is
lowest. Whole cents, no clock. Source: the client's own plan; availability by DOMAIN 3.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = dict[str, Any]


def drawn_cents(cash_cents: int, drawable_cents: int) -> int:
    """What is drawn on a day: as much as the cash lacks, within what may be drawn."""
    return min(max(0, -cash_cents), max(0, drawable_cents))


@dataclass(frozen=True)
class Lowest:
    """The day on which the client has least to pay with: its cash and what it may still draw."""

    day: date
    room_cents: int


def lowest(days: Sequence[Row]) -> Lowest | None:
    """The first day on which room_cents is least; None without a day."""
    if not days:
        return None
    row = min(days, key=lambda one: (one["room_cents"], one["day"]))
    return Lowest(row["day"], row["room_cents"])


def by_week(days: Sequence[Row], sums: Sequence[str], ends: Sequence[str]) -> list[Row]:
    """Days to weeks of seven days from the first one on: `sums` added up, `ends` as they stand on
    the last day of the week, and the least room of the week."""
    weeks: dict[int, Row] = {}
    for row in days:
        number = (row["day"] - days[0]["day"]).days // 7
        week = weeks.setdefault(number, {
            "from_on": row["day"], **dict.fromkeys(sums, 0), "least_room_cents": row["room_cents"],
        })  # fmt: skip
        week["until_on"] = row["day"]
        for name in sums:
            week[name] += row[name]
        for name in ends:
            week[name] = row[name]
        week["least_room_cents"] = min(week["least_room_cents"], row["room_cents"])
    return [weeks[number] for number in sorted(weeks)]
