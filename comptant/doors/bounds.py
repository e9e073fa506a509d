"""What a number, a day and an instant of a program or a person may be: the rules hold no more."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import click
from pydantic import AfterValidator, Strict

from comptant.doors.values import FIRST_YEAR, LAST_YEAR, is_told
from comptant.doors.words import column, say
from comptant.rules.columns import VOCABULARY, Shape
from comptant.rules.money import AMOUNT_CENTS_MAX, RATE_PPM_MAX

if TYPE_CHECKING:
    import polars as pl

BIGGEST = 2**63 - 1  # what a column of integers holds


def largest(name: str) -> int:
    """The most that a number of this name may be, either way."""
    endings = {"_cents": AMOUNT_CENTS_MAX, "_ppm": RATE_PPM_MAX}
    return next((most for ending, most in endings.items() if name.endswith(ending)), BIGGEST)


def most_of(column_name: str) -> int:
    """The most that a column of integers may hold, either way."""
    told = VOCABULARY[column_name].largest  # of sums; one amount that is typed is smaller
    return largest(column_name) if told is None else min(told, largest(column_name))


def framed(wanted: Shape, rows: Iterable[dict[str, Any]]) -> "pl.DataFrame":
    """A batch of what a person typed; UsageError with the first number that no column holds: the
    rules stop at it as at a mistake of ours."""
    kept = list(rows)
    for row in kept:
        for name, value in row.items():
            if isinstance(value, int) and name in wanted.names and abs(value) > most_of(name):
                word, most = column(name), most_of(name)
                raise click.UsageError(say(
                    f"{word}: {shown(value)} is more than can be counted. Write at most {most}.",
                    f"{word} : {shown(value)} est plus que ce qui se compte. Écrivez {most} au "
                    "plus."))  # fmt: skip
    return wanted.frame(kept)


def shown(value: int) -> str:
    """A number that is too large, as far as it helps to see it."""
    text = str(value) if abs(value) < 10**30 else "…"
    return text if len(text) <= 24 else f"{text[:24]}…"


def _in_time(given: Any) -> Any:
    if not is_told(given):
        raise ValueError(f"a year from {FIRST_YEAR} to {LAST_YEAR} is asked for")
    return given


DAY = Annotated[date, Strict(False), AfterValidator(_in_time)]  # JSON has texts alone
INSTANT = Annotated[datetime, Strict(False), AfterValidator(_in_time)]


def in_time(kind: Any) -> Any:
    """The type of a day or an instant, within the years that are reckoned with."""
    within = {date: DAY, date | None: DAY | None, datetime: INSTANT,
              datetime | None: INSTANT | None}  # fmt: skip
    return within.get(kind, kind)
