"""Which invoices are verified with their buyers: a part of the value of a month, all large ones of
new clients, those in doubt, and some at random. The draw of each is a keyed hash: the same on every
replay, not to be guessed outside. Source: DOMAIN §10, verification sampling; C-8.
"""

import polars as pl

from comptant.rules.batch import Rule, first_reason
from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPM, share

VALUE_PPM = 100_000  # of the value of a month
RANDOM_PPM = 20_000
LARGE_CENTS = 5_000_000
NEW_DAYS = 90
# One row per open invoice of a contract not asked about yet. `draw_ppm`: its number, 0 to 999 999.
DRAWN = shape("invoice_id", "buyer_id", "open_cents", "draw_ppm", "client_days", "is_in_doubt")


def draw_rank() -> pl.Expr:
    """Its place in the draw by value: the number drawn, over the amount, so that what is twice as
    large comes twice as early."""
    places = c.draw_ppm.cast(pl.Int128) * 10**12 // c.open_cents.clip(lower_bound=1)
    return places.rank("ordinal").cast(pl.Int64)


def drawn_before_cents() -> pl.Expr:
    """The value of all that is drawn before it."""
    return c.open_cents.cum_sum().over(pl.lit(1), order_by=c.draw_rank) - c.open_cents


def verification_cause() -> pl.Expr:
    """Why it is verified, the strongest cause; null where it is not."""
    return first_reason({
        "NEW_CLIENT": (c.client_days < NEW_DAYS) & (c.open_cents > LARGE_CENTS),
        "ALARM": c.is_in_doubt,
        "VALUE": c.drawn_before_cents < share(c.open_cents.sum(), VALUE_PPM),
        "RANDOM": c.draw_ppm < RANDOM_PPM,
    })  # fmt: skip


VERIFICATION: tuple[Rule, ...] = (draw_rank, drawn_before_cents, verification_cause)
assert RANDOM_PPM < ONE_PPM
