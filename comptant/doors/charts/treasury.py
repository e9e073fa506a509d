"""What a client can pay with in the coming weeks, day by day."""

from collections.abc import Mapping, Sequence
from typing import Any

from comptant.doors import words
from comptant.doors.charts import shapes
from comptant.doors.charts.drawing import FREE, WHOLE, Drawing
from comptant.doors.charts.portfolio import scaled
from comptant.doors.words import Both

TITLE = Both("What can be paid with", "De quoi payer")
COLUMNS = ("from_on", "least_room_cents", "drawable_cents", "own_cash_cents")  # its table: of weeks
DRAWN = {"room_cents": WHOLE, "drawable_cents": FREE}


def treasury(days: Sequence[Mapping[str, Any]], currency: str) -> Drawing:
    """The days of treasury_told.told: cash and what may be drawn together, and what may be drawn;
    below zero, what is lacking."""
    labels = [words.day(row["day"]) for row in days]
    series = [(words.column(name), colour, [row[name] for row in days])
              for name, colour in DRAWN.items()]  # fmt: skip
    return shapes.lines(TITLE.said(), labels, series, scaled(currency))
