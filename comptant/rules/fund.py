"""The guarantee fund: its target, what a remittance puts in, what is given back.

Grain: a contract and currency, after the remittance of the moment (if any) has joined the base.
A levy moves money from the current account to the fund and is never drawn (DOMAIN C-1, C-12).
Source: DOMAIN §3.5, W3-3.
"""

import polars as pl

from comptant.rules.columns import c
from comptant.rules.money import pro_rata, share

TURNOVER_YEAR_DAYS = 360


def fund_base_cents() -> pl.Expr:
    """The amount that the fund is a share of, by `fund_base`; another base gives null.

    ASSIGNED: outstanding assigned; APPROVED: outstanding approved; PEAK: highest assigned of the
    last 12 months; TURNOVER: annual turnover x DSO over 360.
    """
    turnover = pro_rata(c.annual_turnover_cents, c.dso_days, pl.lit(TURNOVER_YEAR_DAYS, pl.Int64))
    return (
        pl.when(c.fund_base == "ASSIGNED")
        .then(c.outstanding_cents)
        .when(c.fund_base == "APPROVED")
        .then(c.approved_cents)
        .when(c.fund_base == "PEAK")
        .then(c.peak_outstanding_cents)
        .when(c.fund_base == "TURNOVER")
        .then(turnover)
    )


def fund_target_cents() -> pl.Expr:
    """The share of the base, and never less than the floor. Source: DOMAIN §3.5."""
    return pl.max_horizontal(c.fund_floor_cents, share(c.fund_base_cents, c.fund_ppm))


def fund_levy_cents() -> pl.Expr:
    """What goes into the fund now, never beyond the target; another build-up gives null.

    IMMEDIATE: the fund's own rate on each remittance; PROGRESSIVE: the levy rate on each
    remittance until the target; INITIAL: the whole target when the fund opens, then nothing.
    Source: DOMAIN §3.5.
    """
    gap = (c.fund_target_cents - c.fund_balance_cents).clip(lower_bound=0)
    asked = (
        pl.when(c.fund_build_up == "IMMEDIATE")
        .then(share(c.remitted_cents, c.fund_ppm))
        .when(c.fund_build_up == "PROGRESSIVE")
        .then(share(c.remitted_cents, c.fund_levy_ppm))
        .when((c.fund_build_up == "INITIAL") & c.is_fund_opening)
        .then(gap)
        .when(c.fund_build_up == "INITIAL")
        .then(0)
    )
    return pl.when(asked.is_not_null()).then(pl.min_horizontal(asked, gap))


def fund_release_is_due() -> pl.Expr:
    """DAILY: every day; MONTHLY: on the last day of the month; another frequency gives null."""
    return (
        pl.when(c.fund_release_frequency == "DAILY")
        .then(True)
        .when(c.fund_release_frequency == "MONTHLY")
        .then(c.today_on == c.today_on.dt.month_end())
    )


def fund_release_cents() -> pl.Expr:
    """What goes back to the client on a release day: all above the target, once that passes the
    tolerance (a share of the target; zero releases every cent). Source: DOMAIN §3.5."""
    excess = (c.fund_balance_cents - c.fund_target_cents).clip(lower_bound=0)
    due = c.fund_release_is_due & (excess > share(c.fund_target_cents, c.fund_tolerance_ppm))
    return pl.when(due).then(excess).otherwise(0)


def fund_shortfall_cents() -> pl.Expr:
    """What the fund still lacks to its target after this levy: a reserve. Source: DOMAIN C-1."""
    return (c.fund_target_cents - c.fund_balance_cents - c.fund_levy_cents).clip(lower_bound=0)


FUND_RULES = (
    fund_base_cents,
    fund_target_cents,
    fund_levy_cents,
    fund_release_is_due,
    fund_release_cents,
    fund_shortfall_cents,
)
