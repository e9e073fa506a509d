"""What buyers are expected to pay in the coming weeks, with its range."""

from collections.abc import Mapping, Sequence
from typing import Any

from comptant.doors import words
from comptant.doors.charts import shapes
from comptant.doors.charts.drawing import WHOLE, Drawing
from comptant.doors.charts.portfolio import scaled
from comptant.doors.words import Both

TITLE = Both("Expected receipts, with their range", "Encaissements attendus, avec leur fourchette")
RANGE = Both("four times of five within", "quatre fois sur cinq dans cette fourchette")
COLUMNS = ("until_on", "of_week_cents", "expected_cents", "low_cents", "high_cents")


def forecast(rows: Sequence[Mapping[str, Any]], currency: str) -> Drawing:
    """The rows of forecasting.weeks of one currency: a line within its band."""
    own = [row for row in rows if row["currency"] == currency]
    labels = [words.day(row["until_on"]) for row in own]
    middle = (words.column("expected_cents"), WHOLE, [row["expected_cents"] for row in own])
    around = (RANGE.said(), [row["low_cents"] for row in own], [row["high_cents"] for row in own])
    return shapes.band(TITLE.said(), labels, middle, around, scaled(currency))
