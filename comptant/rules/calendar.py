"""Business days, value dates and due dates.

Two calendars, never mixed: the law counts calendar days and its dates are not moved, cash moves
to TARGET business days. Source: DOMAIN R-9, §4.3 (value dates), §5.2, I-18, I-20.
"""

from datetime import date, timedelta
from functools import lru_cache

import holidays
import polars as pl

from comptant.rules import law
from comptant.rules.columns import c

FIRST_DAY = date(1999, 1, 1)  # the first day of TARGET
LAST_DAY = date(2099, 12, 31)


@lru_cache(maxsize=1)
def closing_days() -> tuple[date, ...]:
    """The weekdays and other days on which TARGET is closed, besides every weekend."""
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    return tuple(sorted(holidays.financial_holidays("ECB", years=years)))


_CLOSED = frozenset(closing_days())


def add_business_days(day: pl.Expr, days: pl.Expr | int) -> pl.Expr:
    """`days` TARGET business days after each day (before it when negative); a date, always open.

    Counted from a closed day, the first business day after it is day 1; zero days from a closed
    day is the next open one. Null outside FIRST_DAY to LAST_DAY, where no closing day is known.
    """
    count = pl.lit(days, pl.Int64) if isinstance(days, int) else days
    known = pl.when(day.is_between(FIRST_DAY, LAST_DAY)).then(day)
    closed = list(closing_days())
    from_before = known.dt.add_business_days(count, holidays=closed, roll="backward")
    from_after = known.dt.add_business_days(count, holidays=closed, roll="forward")
    return pl.when(count > 0).then(from_before).otherwise(from_after)


def next_business_day(day: pl.Expr) -> pl.Expr:
    """The day itself when TARGET is open, else the next open day."""
    return add_business_days(day, 0)


def next_business_day_of(day: date) -> date:
    """next_business_day() of a single date."""
    while day.weekday() >= 5 or day in _CLOSED:
        day += timedelta(days=1)
    return day


def is_quiet_day(day: date, country: str) -> bool:
    """A weekend or a public holiday of the buyer's country (of France, where no calendar of it is
    known): nothing leaves. Source: §5.1, quiet days; Code du travail, art. L3133-1."""
    return day.weekday() >= 5 or day in _holidays(country, day.year)


@lru_cache(maxsize=512)
def _holidays(country: str, year: int) -> frozenset[date]:
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:
        return frozenset(holidays.country_holidays("FR", years=year))


def value_day(value_on: date, days: int) -> date:
    """The value date towards the client: the bank's, then the contract's business days."""
    for _ in range(days):
        value_on = next_business_day_of(value_on + timedelta(days=1))
    return value_on


def not_late_from(day: date, days: int) -> date:
    """The first day after which, by the end of another day, no more than so many business days have
    passed: what is of before it has waited longer."""
    since_on = day - timedelta(days=days)
    while value_day(since_on, days) >= day:
        since_on -= timedelta(days=1)
    return since_on + timedelta(days=1)


# A bill of exchange, a note or a direct debit is worth its due date, not the day it was booked.
MEANS_AT_DUE_DATE = ("LCR", "BOR", "SDD")


def collection_value_on() -> pl.Expr:
    """The day from which a collection bears on interest: a business day.

    `value_delay_days` (business days) are a term of the contract for `payment_means`: usually 0
    or 1 for a transfer (SCT, INST), 2 for a cheque (CHQ), 1 after the due date for LCR, BOR and
    SDD. What comes back unpaid takes the value date of the credit that it undoes
    (`original_value_on`, else null). Source: DOMAIN §4.3, value dates.
    """
    starts_on = (
        pl.when(c.payment_means.is_in(MEANS_AT_DUE_DATE)).then(c.due_on).otherwise(c.booked_on)
    )
    return c.original_value_on.fill_null(add_business_days(starts_on, c.value_delay_days))


def net_cap_on() -> pl.Expr:
    """Invoice date + 60 days. Source: C. com. L441-10 I."""
    return _after(c.issued_on, law.AGREED_TERM_DAYS.at(c.issued_on))


def eom_then_days_cap_on() -> pl.Expr:
    """End of the invoice's month, then 45 days: the Senate's reading. Source: DOMAIN §5.2."""
    return _after(c.issued_on.dt.month_end(), law.END_OF_MONTH_TERM_DAYS.at(c.issued_on))


def days_then_eom_cap_on() -> pl.Expr:
    """Invoice date + 45 days, then the end of that month. Source: DOMAIN §5.2."""
    return _after(c.issued_on, law.END_OF_MONTH_TERM_DAYS.at(c.issued_on)).dt.month_end()


def periodic_cap_on() -> pl.Expr:
    """Periodic (summary) invoice: invoice date + 45 days. Source: C. com. L441-10 I."""
    return _after(c.issued_on, law.PERIODIC_TERM_DAYS.at(c.issued_on))


# What a person may tell of a buyer or an invoice. AGREED: what law lets businesses agree, where
# what they agreed is not known. NONE: no limit of French law (an export).
REGIMES = (
    "AGREED", "NET", "END_OF_MONTH", "EOM_THEN_DAYS", "DAYS_THEN_EOM", "PERIODIC", "NO_AGREEMENT",
    "FREIGHT", "PERISHABLE_FOOD", "FRESH_MEAT", "EXCISE_ALCOHOL", "PUBLIC", "PUBLIC_HOSPITAL",
    "PUBLIC_COMPANY", "NONE",
)  # fmt: skip


def payment_regime() -> pl.Expr:
    """The regime of an invoice's term: what was told of it, else of its buyer, else that of a
    public buyer, else what businesses may agree; NONE abroad. Source: C. com. L441-10, L441-11;
    CCP R2192-10."""
    usual = (
        pl.when(c.buyer_is_public & (c.buyer_country == "FR"))
        .then(pl.lit("PUBLIC"))
        .when(c.buyer_country == "FR")
        .then(pl.lit("AGREED"))
        .otherwise(pl.lit("NONE"))
    )
    return pl.coalesce(c.invoice_regime, c.buyer_regime, usual)


def legal_cap_on() -> pl.Expr:
    """The last lawful due date under the invoice's `payment_regime`; null where law sets none.

    "45 days end of month" is read in two ways: the later one is accepted (EL-06), and
    `cap_reading_differs` warns. Without a delivery date the invoice date stands for it. A public
    buyer's term runs from the invoice date, on which Chorus Pro receives it. Source: DOMAIN §5.2.
    """
    issued = c.issued_on
    delivered = pl.coalesce(c.delivered_on, c.issued_on)
    end_of_month = pl.max_horizontal(eom_then_days_cap_on(), days_then_eom_cap_on())
    caps = {
        "AGREED": pl.max_horizontal(net_cap_on(), end_of_month),
        "NET": net_cap_on(),
        "END_OF_MONTH": end_of_month,
        "EOM_THEN_DAYS": eom_then_days_cap_on(),
        "DAYS_THEN_EOM": days_then_eom_cap_on(),
        "PERIODIC": periodic_cap_on(),
        "NO_AGREEMENT": _after(delivered, law.NO_AGREEMENT_TERM_DAYS.at(issued)),
        "FREIGHT": _after(issued, law.FREIGHT_TERM_DAYS.at(issued)),
        "PERISHABLE_FOOD": _after(
            _end_of_ten_days(delivered), law.PERISHABLE_FOOD_TERM_DAYS.at(issued)
        ),
        "FRESH_MEAT": _after(delivered, law.FRESH_MEAT_TERM_DAYS.at(issued)),
        "EXCISE_ALCOHOL": _after(delivered.dt.month_end(), law.EXCISE_ALCOHOL_TERM_DAYS.at(issued)),
        "PUBLIC": _after(issued, law.PUBLIC_TERM_DAYS.at(issued)),
        "PUBLIC_HOSPITAL": _after(issued, law.PUBLIC_HOSPITAL_TERM_DAYS.at(issued)),
        "PUBLIC_COMPANY": _after(issued, law.PUBLIC_COMPANY_TERM_DAYS.at(issued)),
    }
    return pl.coalesce(pl.when(c.payment_regime == code).then(cap) for code, cap in caps.items())


def cap_reading_differs() -> pl.Expr:
    """Due between the two readings of "45 days end of month", and within no other limit of the
    regime: accepted, with a warning. Source: EL-06."""
    earlier = pl.min_horizontal(eom_then_days_cap_on(), days_then_eom_cap_on())
    sure = (
        pl.when(c.payment_regime == "AGREED")
        .then(pl.max_horizontal(net_cap_on(), earlier))
        .when(c.payment_regime == "END_OF_MONTH")
        .then(earlier)
    )
    return ((c.due_on > sure) & (c.due_on <= c.legal_cap_on)).fill_null(False)


def _after(day: pl.Expr, days: pl.Expr) -> pl.Expr:
    """`days` calendar days later."""
    return day + pl.duration(days=days)


def _end_of_ten_days(day: pl.Expr) -> pl.Expr:
    """The 10th, the 20th or the last day of the month: the end of the "décade" of a day."""
    number = day.dt.day().cast(pl.Int64)
    ends_on = pl.when(number <= 10).then(10).otherwise(20)
    return pl.when(number > 20).then(day.dt.month_end()).otherwise(_after(day, ends_on - number))
