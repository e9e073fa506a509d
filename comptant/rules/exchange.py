"""Amounts of other currencies in euro: what they are worth, what may be advanced on them, and what
a change of rates has made of the books.

A rate says how many units one euro is, in millionths (1.0850 is 1 085 000). Source: DOMAIN R-7,
7.7, W7-5, W7-6, W8-J.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPM, pro_rata, pro_rata_down, share_down

EURO_UNITS = 100  # cents of a euro
# A tenth of a unit of a currency for a euro (the dearest, a Kuwaiti dinar, is three tenths), and
# a million: what the largest amount of hundredths is worth in cents of a euro then fits a column.
PER_EURO_MIN, PER_EURO_MAX = 10**5, 10**12

# One row per account of a contract in another currency, debit positive. `moved_euro_cents`: what
# each movement was worth in euro on its own day, summed; `booked_euro_cents`: what was booked so
# far of what rates have done since.
REVALUED = shape(
    "contract_id", "book_account", "currency", "balance_cents", "minor_units",
    "per_euro_millionths", "moved_euro_cents", "booked_euro_cents",
)  # fmt: skip
# One row per receivable in a currency that is advanced on in euro.
FUNDED = shape("open_cents", "minor_units", "per_euro_millionths", "haircut_ppm", "advance_ppm",
               "euro_advanced_cents")  # fmt: skip


def euro_of(cents: pl.Expr, minor_units: pl.Expr, per_euro_millionths: pl.Expr) -> pl.Expr:
    """What an amount is worth, in cents of a euro, rounded once. Source: R-7."""
    return pro_rata(cents, pl.lit(EURO_UNITS * ONE_PPM), minor_units * per_euro_millionths)


def of_euro(cents: pl.Expr, minor_units: pl.Expr, per_euro_millionths: pl.Expr) -> pl.Expr:
    """What an amount of euros is worth in another currency, in its smallest units. Source: R-7."""
    return pro_rata(cents, minor_units * per_euro_millionths, pl.lit(EURO_UNITS * ONE_PPM))


def euro_cents() -> pl.Expr:
    """What a balance is worth in euro at today's rate. Source: R-7, W7-5."""
    return euro_of(c.balance_cents, c.minor_units, c.per_euro_millionths)


def exchange_cents() -> pl.Expr:
    """What rates have added to a balance since its movements (debit positive: a debt that has grown
    is below zero). Source: W7-5."""
    return c.euro_cents - c.moved_euro_cents


def revalued_cents() -> pl.Expr:
    """What of it is not booked yet. Source: W7-5, W8-J (month-end)."""
    return c.exchange_cents - c.booked_euro_cents


REVALUATION: tuple[Rule, ...] = (euro_cents, exchange_cents, revalued_cents)


def worth_cents() -> pl.Expr:
    """What a receivable counts for where euros are advanced on it: its value at today's rate less
    the haircut for what rates may do, towards zero. Source: 7.7, W7-6."""
    kept = pl.lit(ONE_PPM) - c.haircut_ppm
    return pro_rata_down(c.open_cents, kept * EURO_UNITS, c.minor_units * c.per_euro_millionths)


def fundable_cents() -> pl.Expr:
    """What may be advanced on it, towards zero. Source: W7-6."""
    return share_down(c.worth_cents, c.advance_ppm)


def over_advance_cents() -> pl.Expr:
    """What is advanced beyond that. Source: W7-6."""
    return (c.euro_advanced_cents - c.fundable_cents).clip(lower_bound=0)


FUNDING: tuple[Rule, ...] = (worth_cents, fundable_cents, over_advance_cents)
