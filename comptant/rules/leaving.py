"""Leaving a contract: the dates of a notice. Source: DOMAIN 2.2 (NOTICE), contract, life of the
contract."""

from calendar import monthrange
from datetime import date, timedelta

CLIENT, FACTOR = "CLIENT", "FACTOR"


def notice_ends_on(received_on: date, given_by: str, client_months: int, factor_days: int) -> date:
    """The first day of the run-off: a client's notice counts whole months, from date to date (the
    last of a shorter month), the factor's counts days."""
    if given_by == FACTOR:
        return received_on + timedelta(days=factor_days)
    return months_later(received_on, client_months)


def months_later(day: date, months: int) -> date:
    """The same day some months later, or the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
