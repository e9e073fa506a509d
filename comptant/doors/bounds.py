"""What a number, a day and an instant of a program may be: the rules hold no more."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator

from comptant.doors.values import FIRST_YEAR, LAST_YEAR, is_told
from comptant.rules.money import AMOUNT_CENTS_MAX, RATE_PPM_MAX

BIGGEST = 2**63 - 1  # what a column of integers holds


def largest(name: str) -> int:
    """The most that a number of this name may be, either way."""
    endings = {"_cents": AMOUNT_CENTS_MAX, "_ppm": RATE_PPM_MAX}
    return next((most for ending, most in endings.items() if name.endswith(ending)), BIGGEST)


def _in_time(given: Any) -> Any:
    if not is_told(given):
        raise ValueError(f"a year from {FIRST_YEAR} to {LAST_YEAR} is asked for")
    return given


DAY = Annotated[date, AfterValidator(_in_time)]
INSTANT = Annotated[datetime, AfterValidator(_in_time)]


def in_time(kind: Any) -> Any:
    """The type of a day or an instant, within the years that are reckoned with."""
    within = {date: DAY, date | None: DAY | None, datetime: INSTANT,
              datetime | None: INSTANT | None}  # fmt: skip
    return within.get(kind, kind)
