"""The values that others publish: each with its source, and how long one holds.

A value holds to the end of its period; past it nothing is supposed: it is missing until the next
one is told, or, where a clause counts it until then, it is told to be old. Source: DOMAIN §4.3,
§4.7, §5.3.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

MONTHS = {"MONTH": 1, "QUARTER": 3, "HALF_YEAR": 6}
# A daily value holds over a week end and the longest run of TARGET holidays (Easter, Christmas).
DAILY_HOLDS_DAYS = 5
# A quote promises its price for a month: it is not made on a value older than a quarter.
QUOTED_ON_DAYS_MAX = 92
PER_EURO = "PER_EURO"
EURO = "EUR"


@dataclass(frozen=True)
class Index:
    """One of them. `every`: BUSINESS_DAY, MONTH, QUARTER, HALF_YEAR, or CHANGE (it holds until
    another is told); `unit`: PERCENT, or PER_EURO (how much of a currency one euro is); `series`:
    the key of the ECB's own files, if it publishes one."""

    name: str
    every: str
    unit: str
    series: str
    source: str
    english: str
    french: str


@cache
def indexes() -> dict[str, Index]:
    """All of them, by name."""
    text = resources.files("comptant.rules").joinpath("reference_values.csv").read_text("utf-8")
    return {row["name"]: Index(**row) for row in csv.DictReader(text.splitlines())}


def first_day(index: Index, day: date) -> date:
    """The first day of the period that a day is in: its own, where the value has no period."""
    if index.every not in MONTHS:
        return day
    months = MONTHS[index.every]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_day(index: Index, fixing_on: date) -> date | None:
    """The last day on which a value of a day holds; None: until another is told."""
    if index.every == "CHANGE":
        return None
    if index.every not in MONTHS:
        return fixing_on + timedelta(days=DAILY_HOLDS_DAYS)
    months = fixing_on.month - 1 + MONTHS[index.every]
    after = date(fixing_on.year + months // 12, months % 12 + 1, 1)
    return after - timedelta(days=1)


def series() -> dict[str, str]:
    """The keys of the ECB's own files -> our names."""
    return {one.series: one.name for one in indexes().values() if one.series}


def exchange_index(currency: str) -> str:
    """The name of the value that tells what one euro is in a currency."""
    return f"EUR_{currency}"


def exchanges() -> frozenset[str]:
    """The names of all that tell what one euro is in a currency."""
    return frozenset(name for name, index in indexes().items() if index.unit == PER_EURO)


def quoted_in() -> tuple[str, ...]:
    """The currencies that a quote may be in: the euro, and those whose value in euro is told."""
    return (EURO, *sorted(name.partition("_")[2] for name in exchanges()))


def is_exchange(name: str) -> bool:
    """Whether a value tells what one euro is in a currency."""
    return name in exchanges()
