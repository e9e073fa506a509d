"""Early warning: which factors of a company's own flow are measured, and how much each weighs.

A score is the sum of the points of its factors, 0 to 100. Each factor compares the last three
months with the company's own year before: what is usual for it is no sign. What cannot be measured
(too few invoices, too short a history) has no points and says so. The factors are computed in
`warning_flow` and `warning_score`. Source: docs/decisions/0149-a-warning-explains-itself.md.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from comptant.rules.columns import shape

SUBJECTS = ("BUYER", "CLIENT")
FACTORS = ("BACKLOG", "DELAY_DRIFT", "LIMIT_CUT", "DISPUTES", "SEASON", "CONCENTRATION",
           "DILUTION")  # fmt: skip
RECENT_DAYS, BASE_DAYS, LIMIT_DAYS = 90, 365, 180
HISTORY_DAYS = RECENT_DAYS + BASE_DAYS
USUAL_DAYS = 15  # beyond its own usual delay an open invoice is behind
LATE_DAYS = 30  # the naive warning: open and later than this
LEAST_COUNT = 3  # invoices in each of both periods, for what compares them
SHOWN = 3  # invoices that show a factor
WATCH_POINTS, ALERT_POINTS = 20, 40
LEVELS = ("QUIET", "WATCH", "ALERT")
# One row per invoice (credit notes are negative) as known on a day: what is open of it, when it was
# paid off, what of it was ever disputed and since when.
FLOW = shape(
    "contract_id", "client_id", "buyer_id", "invoice_id", "currency", "issued_on", "due_on",
    "gross_cents", "open_cents", "paid_on?", "disputed_cents", "disputed_on?",
)  # fmt: skip
# One row per buyer and currency: the most that its limits came to in half a year, and come to now.
CUTS = shape("buyer_id", "currency", "peak_cents", "limit_cents")


@dataclass(frozen=True)
class Weight:
    """From which value of a factor points begin, at which they are all there, how many, since
    when. Days, or parts per million."""

    subject: str
    factor: str
    unit: str
    from_value: int
    full_value: int
    points: int
    valid_from_on: date
    source: str


@cache
def weights() -> tuple[Weight, ...]:
    """Every weight there ever was."""
    text = resources.files("comptant.rules").joinpath("warning_factors.csv").read_text("utf-8")
    return tuple(
        Weight(row["subject"], row["factor"], row["unit"], int(row["from_value"]),
               int(row["full_value"]), int(row["points"]), date.fromisoformat(row["valid_from_on"]),
               row["source"])
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


def in_force(on: date) -> list[Weight]:
    """The weights of a day, the heaviest first."""
    latest = {(one.subject, one.factor): one
              for one in sorted(weights(), key=lambda each: each.valid_from_on)
              if one.valid_from_on <= on}  # fmt: skip
    return sorted(latest.values(), key=lambda one: (one.subject, -one.points, one.factor))


def level_of(score: int) -> str:
    """The level of a score."""
    if score >= ALERT_POINTS:
        return "ALERT"
    return "WATCH" if score >= WATCH_POINTS else "QUIET"
