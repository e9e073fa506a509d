"""The flow between a client and a buyer, as sums that add up: whoever holds them all knows the
factors of both. Grain: pair (contract, client, buyer, currency).

Invoices are read contract by contract, in slices: nothing here needs to see two contracts at once.
"""

from datetime import date, timedelta

import polars as pl

from comptant.rules.batch import check
from comptant.rules.columns import c, shape
from comptant.rules.warning import (
    BASE_DAYS,
    FLOW,
    HISTORY_DAYS,
    LATE_DAYS,
    LEAST_COUNT,
    RECENT_DAYS,
    SHOWN,
    USUAL_DAYS,
)

PAIR = ("contract_id", "client_id", "buyer_id", "currency")
# `..._numbers`: cents times days of delay. `season_cents`: invoiced in the same months a year ago.
PAIRS = shape(
    *PAIR, "recent_count", "base_count", "recent_due_cents", "recent_numbers", "base_due_cents",
    "base_numbers", "sold_cents", "base_sold_cents", "season_cents", "credited_cents",
    "base_credited_cents", "contested_cents", "base_contested_cents", "open_cents",
    "behind_cents", "late_cents", "first_on",
)  # fmt: skip
# One row per invoice that shows a factor of a pair, and how much of it.
SHOWING = shape(*PAIR, "factor", "invoice_id", "shown_cents")


def flow_of(invoices: pl.DataFrame, on: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """PAIRS and SHOWING of FLOW as of a day."""
    known = check(invoices, FLOW).filter(c.issued_on <= on).with_columns(
        delay=_delay(on), is_recent=_within(c.due_on, on, 0, RECENT_DAYS),
        is_base=_within(c.due_on, on, RECENT_DAYS, HISTORY_DAYS) & (c.open_cents == 0),
    )  # fmt: skip
    habit = known.filter(pl.col("is_base") & (c.gross_cents > 0)).group_by(PAIR).agg(
        count=pl.col("delay").count(),
        mean=(_wide(c.gross_cents) * pl.col("delay")).sum() // _wide(c.gross_cents).filter(
            pl.col("delay").is_not_null()).sum().replace(0, 1),
    )  # fmt: skip
    habit = habit.select(*PAIR, usual=pl.when(pl.col("count") >= LEAST_COUNT).then(
        pl.col("mean").clip(0)).otherwise(0).cast(pl.Int64))  # fmt: skip
    known = known.join(habit, on=PAIR, how="left").with_columns(pl.col("usual").fill_null(0))
    known = known.with_columns(late=pl.when(c.open_cents > 0).then(
        (pl.lit(on) - c.due_on).dt.total_days()).otherwise(0))  # fmt: skip
    known = known.with_columns(
        behind=pl.when(pl.col("late") > pl.col("usual") + USUAL_DAYS).then(c.open_cents)
        .otherwise(0))  # fmt: skip
    return _sums(known, on), _shown(known, on)


def _sums(known: pl.DataFrame, on: date) -> pl.DataFrame:
    judged = pl.col("delay").is_not_null() & (c.gross_cents > 0)
    recent, base = judged & pl.col("is_recent"), judged & pl.col("is_base")
    sold, note = c.gross_cents > 0, c.gross_cents < 0
    lately = _within(c.issued_on, on, 0, RECENT_DAYS)
    before = _within(c.issued_on, on, RECENT_DAYS, HISTORY_DAYS)
    last_year = _within(c.issued_on, on, BASE_DAYS, HISTORY_DAYS)
    numbers = _wide(c.gross_cents) * pl.col("delay")
    sums = known.group_by(PAIR, maintain_order=True).agg(
        recent_count=recent.sum().cast(pl.Int64), base_count=base.sum().cast(pl.Int64),
        recent_due_cents=c.gross_cents.filter(recent).sum(),
        recent_numbers=numbers.filter(recent).sum(),
        base_due_cents=c.gross_cents.filter(base).sum(),
        base_numbers=numbers.filter(base).sum(),
        sold_cents=c.gross_cents.filter(sold & lately).sum(),
        base_sold_cents=c.gross_cents.filter(sold & before).sum(),
        season_cents=c.gross_cents.filter(sold & last_year).sum(),
        credited_cents=-c.gross_cents.filter(note & lately).sum(),
        base_credited_cents=-c.gross_cents.filter(note & before).sum(),
        contested_cents=c.disputed_cents.filter(_within(c.disputed_on, on, 0, RECENT_DAYS)).sum(),
        base_contested_cents=c.disputed_cents.filter(
            _within(c.disputed_on, on, RECENT_DAYS, HISTORY_DAYS)).sum(),
        open_cents=c.open_cents.filter(sold).sum(), behind_cents=pl.col("behind").sum(),
        late_cents=c.open_cents.filter(sold & (pl.col("late") > LATE_DAYS)).sum(),
        first_on=c.issued_on.min(),
    )  # fmt: skip
    return check(sums.cast(PAIRS.schema()), PAIRS)


def _shown(known: pl.DataFrame, on: date) -> pl.DataFrame:
    """For each factor that invoices show, those that show most of it."""
    beyond = pl.col("delay") - pl.col("usual")
    drifted = pl.col("is_recent") & (beyond > USUAL_DAYS) & (c.gross_cents > 0)
    lately = _within(c.disputed_on, on, 0, RECENT_DAYS).fill_null(value=False)
    noted = (c.gross_cents < 0) & _within(c.issued_on, on, 0, RECENT_DAYS)
    shows = {
        "DELAY_DRIFT": (drifted, c.gross_cents), "BACKLOG": (pl.col("behind") > 0, c.open_cents),
        "DISPUTES": (lately, c.disputed_cents), "DILUTION": (noted, -c.gross_cents),
    }  # fmt: skip
    found = [
        known.filter(condition).select(*PAIR, factor=pl.lit(factor), invoice_id=c.invoice_id,
                                       shown_cents=cents)
        for factor, (condition, cents) in shows.items()
    ]  # fmt: skip
    return most_shown(pl.concat([SHOWING.empty(), *found]), (*PAIR, "factor"))


def most_shown(showing: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """The few rows of each group that show most."""
    ordered = showing.sort("shown_cents", "invoice_id", descending=(True, False))
    return ordered.group_by(by, maintain_order=True).head(SHOWN).select(showing.columns)


def _delay(on: date) -> pl.Expr:
    """Days between due and paid; so far, of what is due and open; null of what is neither."""
    until = pl.when(c.open_cents == 0).then(c.paid_on).when(c.due_on < on).then(pl.lit(on))
    return (until - c.due_on).dt.total_days()


def _within(day: pl.Expr, on: date, after: int, most: int) -> pl.Expr:
    """Whether a day is more than `most` days ago at the earliest, `after` days ago at the
    latest."""
    return (day > on - timedelta(days=most)) & (day <= on - timedelta(days=after))


def _wide(cents: pl.Expr) -> pl.Expr:
    return cents.cast(pl.Int128)
