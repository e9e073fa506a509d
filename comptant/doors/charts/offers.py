"""What the offers of a comparison cost in a year, one bar for each, the two costs apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from comptant.doors import words
from comptant.doors.charts import shapes
from comptant.doors.charts.drawing import FREE, GIVEN, WHOLE, Drawing
from comptant.doors.words import Both

PARTS = (("cost_1_cents", WHOLE), ("cost_2_cents", FREE), ("cost_3_cents", GIVEN))
TITLE = Both("Cost of a year before VAT", "Coût annuel HT")


def costs(rows: Sequence[Mapping[str, Any]]) -> Drawing:
    """A bar for each row of offers_told.side_by_side: fee, charge and other fees end to end."""
    told = [(str(row["offer"]), [row[name] for name, _ in PARTS]) for row in rows]
    series = [(words.column(name), colour) for name, colour in PARTS]
    currency = str(rows[0].get("currency") or "EUR") if rows else "EUR"
    return shapes.stacks(TITLE.said(), told, series, lambda cents: words.money(cents, currency))
