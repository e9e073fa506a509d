"""Leaving a contract: the dates of a notice, and the run to the end week by week.

Source: DOMAIN 2.2 (NOTICE), 2.4, 3.2, 4.2; contract, life of the contract.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from comptant.rules.money import interest_of

CLIENT, FACTOR = "CLIENT", "FACTOR"
WEEK = timedelta(days=7)
Row = dict[str, Any]


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


@dataclass(frozen=True)
class Held:
    """What a contract holds on a day: what buyers owe less credit notes, the balances of the
    current account and of the fund, cash not allocated yet, advances owed on orders."""

    open_cents: int
    current_account_cents: int
    fund_balance_cents: int
    unallocated_cents: int
    order_owed_cents: int

    @property
    def in_use_cents(self) -> int:
        """FIU = E - AVN - UC - S - FDG. Source: DOMAIN 3.2."""
        return (self.open_cents - self.unallocated_cents - self.current_account_cents
                - self.fund_balance_cents)  # fmt: skip


@dataclass(frozen=True)
class Paid:
    """Money expected on a day, of what is open, and the fees with VAT billed with it; or a bill
    alone, with which nothing is paid (`is_bill`)."""

    on: date
    paid_cents: int
    fee_cents: int = 0
    is_bill: bool = False


@dataclass(frozen=True)
class Price:
    """What the money in use costs: rate all in, when it is billed (MONTHLY, QUARTERLY,
    AT_COLLECTION), whether the fund is part of what it is asked on, and whether it is asked in
    arrears (else the advances are paid for already)."""

    rate_ppm: int
    billing: str = "MONTHLY"
    with_fund: bool = False
    in_arrears: bool = True

    def numbers(self, held: Held) -> int:
        """Cents x ppm x days of one day. Source: DOMAIN R-4, C-4."""
        base = held.in_use_cents + (held.fund_balance_cents if self.with_fund else 0)
        return max(0, base) * self.rate_ppm if self.in_arrears else 0

    def is_billed_on(self, day: date, *, is_collected: bool) -> bool:
        """Whether what has run up is billed with this day's value."""
        if self.billing == "AT_COLLECTION":
            return is_collected
        return day.day == 1 and (self.billing == "MONTHLY" or day.month in (1, 4, 7, 10))


def netted(paid: Sequence[Paid], received_cents: int) -> list[Paid]:
    """What is still to come: credit notes, and money received that waits for its invoice, are taken
    off the oldest first (C-13)."""
    less = received_cents - sum(one.paid_cents for one in paid if one.paid_cents < 0)
    left = []
    for one in sorted(paid, key=lambda one: one.on):
        taken = min(less, max(one.paid_cents, 0))
        less -= taken
        if one.paid_cents > taken or one.fee_cents:
            left.append(replace(one, paid_cents=max(one.paid_cents, 0) - taken))
    return left


def weeks(on: date, until: date, held: Held, paid: Sequence[Paid], price: Price) -> list[Row]:
    """The run to the end, week by week from a day to the day of the last payment: what is
    collected, the financing charge run up day by day and billed as the contract says (the rest at
    the end; each bill rounded once, R-4), the fees billed with what is collected and at the ends of
    months, and what stands at the end of the week.

    `open_cents`: still open; `in_use_cents`: lent, below zero once it is the client's.
    """
    rows: list[Row] = []
    day, numbers, last = on, 0, max(until, on + timedelta(days=1))
    while day < last:
        from_on, ends_on, collected, charge, fees = day, min(day + WEEK, last), 0, 0, 0
        while day < ends_on:
            numbers += price.numbers(held)
            day += timedelta(days=1)
            today = [one for one in paid if one.on == day]
            fee, cents = sum(one.fee_cents for one in today), sum(one.paid_cents for one in today)
            bill = 0
            is_collected = not all(one.is_bill for one in today)
            if day == last or price.is_billed_on(day, is_collected=is_collected):
                bill, numbers = interest_of(numbers), 0
            held = replace(
                held, open_cents=held.open_cents - cents,
                current_account_cents=held.current_account_cents - bill - fee,
            )  # fmt: skip
            collected, charge, fees = collected + cents, charge + bill, fees + fee
        rows.append({
            "from_on": from_on, "until_on": ends_on, "collected_cents": collected,
            "interest_cents": charge, "fee_cents": fees, "open_cents": held.open_cents,
            "in_use_cents": held.in_use_cents, "fund_balance_cents": held.fund_balance_cents,
            "current_account_cents": held.current_account_cents,
        })  # fmt: skip
    return rows


def minimum_years(first_on: date, on: date, ends_on: date) -> list[tuple[date, int]]:
    """The calendar years that a contract still runs through from a day to its last (excluded): the
    last day counted of each, and the days of it in which the contract runs, out of its year.
    Source: DOMAIN 4.2, W4-2."""
    found = []
    for year in range(on.year, ends_on.year + 1):
        begins, ends = max(first_on, date(year, 1, 1)), min(ends_on, date(year + 1, 1, 1))
        if begins < ends:
            found.append((ends - timedelta(days=1), (ends - begins).days))
    return found
