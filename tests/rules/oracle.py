"""Naive twins of the rules: one amount at a time, plain loops, whole numbers and fractions.

Written from the text of the rules, not from their code, so that the two can disagree.
"""

from datetime import date, timedelta
from fractions import Fraction


def half_away(value: Fraction) -> int:
    """To the nearest whole number, halves away from zero."""
    size = abs(value)
    whole = size.numerator // size.denominator
    if size - whole >= Fraction(1, 2):
        whole += 1
    return whole if value >= 0 else -whole


def towards_zero(value: Fraction) -> int:
    """Without the decimals."""
    whole = abs(value.numerator) // value.denominator
    return whole if value >= 0 else -whole


# Pricing ------------------------------------------------------------------------------------


def factoring_fee(
    gross: int, fee_ppm: int, minimum: int, fee_base: str, is_credit_note: bool
) -> int:
    share = half_away(Fraction(abs(gross) * fee_ppm, 10**6))
    if not is_credit_note:
        return max(share, minimum)
    if fee_base == "GROSS_INVOICES_PLUS_CREDIT_NOTES":
        return max(share, minimum)
    if fee_base == "NET_OF_CREDIT_NOTES":
        return -share
    return 0


def bill_vat(nets: list[int], vat_ppm: int) -> int:
    total = 0
    for net in nets:
        total += net
    return half_away(Fraction(total * vat_ppm, 10**6))


# Guarantee fund -----------------------------------------------------------------------------


def fund(
    base: int,
    fund_ppm: int,
    floor: int,
    balance: int,
    remitted: int,
    build_up: str,
    levy_ppm: int,
    opening: bool,
    release_day: bool,
    tolerance_ppm: int,
) -> tuple[int, int, int, int]:
    """Target, levy, release, shortfall."""
    target = half_away(Fraction(base * fund_ppm, 10**6))
    if target < floor:
        target = floor
    gap = target - balance if target > balance else 0
    if build_up == "IMMEDIATE":
        asked = half_away(Fraction(remitted * fund_ppm, 10**6))
    elif build_up == "PROGRESSIVE":
        asked = half_away(Fraction(remitted * levy_ppm, 10**6))
    else:
        asked = gap if opening else 0
    levy = asked if asked < gap else gap
    excess = balance - target if balance > target else 0
    band = half_away(Fraction(target * tolerance_ppm, 10**6))
    release = excess if release_day and excess > band else 0
    return target, levy, release, gap - levy


# Interest -----------------------------------------------------------------------------------


def target_is_open(day: date) -> bool:
    closed = {(1, 1), (5, 1), (12, 25), (12, 26)}
    easter = _easter(day.year)
    moving = {easter - timedelta(2), easter + timedelta(1)}
    return day.weekday() < 5 and (day.month, day.day) not in closed and day not in moving


def _easter(year: int) -> date:
    """The anonymous Gregorian computation."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def business_days_after(day: date, count: int) -> date:
    if count == 0:
        while not target_is_open(day):
            day += timedelta(1)
        return day
    step = timedelta(1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        if target_is_open(day):
            left -= 1
    return day


def reference(fixings: dict[date, int], convention: str, day: date) -> int | None:
    """The reference rate (ppm) that one day bears, or None when it is not known."""
    if convention == "MONTH_AVERAGE":
        last = day.replace(day=1) - timedelta(1)
        month = [
            rate for on, rate in fixings.items() if (on.year, on.month) == (last.year, last.month)
        ]
        return half_away(Fraction(sum(month), len(month))) if month else None
    if convention == "FIRST_BUSINESS_DAY":
        day = day.replace(day=1)
        while not target_is_open(day):
            day += timedelta(1)
    known = [on for on in fixings if on <= day]
    return fixings[max(known)] if known else None


def interest_numbers(
    changes: list[tuple[date, int]],
    fixings: dict[date, int],
    terms: list[tuple[date, str, int, int | None]],
    from_on: date,
    until_on: date,
) -> int | None:
    """Numbers (cents x ppm x days) day by day; terms are (from, convention, margin, floor)."""
    total, day = 0, from_on
    while day < until_on:
        in_force = [line for line in terms if line[0] <= day]
        if in_force:
            _, convention, margin, floor = max(in_force, key=lambda line: line[0])
            rate = reference(fixings, convention, day)
            if rate is None:
                return None
            if floor is not None and rate < floor:
                rate = floor
            base = sum(amount for on, amount in changes if on <= day)
            total += max(0, base) * (rate + margin)
        day += timedelta(1)
    return total


def interest(numbers: int) -> int:
    return half_away(Fraction(numbers, 10**6 * 360))


# Due dates ----------------------------------------------------------------------------------


def end_of_month(day: date) -> date:
    while (day + timedelta(1)).month == day.month:
        day += timedelta(1)
    return day


def due_on(issued: date, days: int, method: str) -> date:
    if method == "NET":
        return issued + timedelta(days)
    if method == "EOM_THEN_DAYS":
        return end_of_month(issued) + timedelta(days)
    return end_of_month(issued + timedelta(days))
