"""SEPA direct debit mandates: whether one still holds, and how a collection under it is announced.

Grain: mandate. `last_collected_on` is the day of the latest collection presented, paid or not;
`is_collected` says whether one was presented and not rejected before its settlement. Source: EPC
SDD Core and B2B rulebooks (sequence types; a mandate ends 36 months after its last collection).
"""

import polars as pl

from comptant.rules.columns import c, shape

UNUSED_MONTHS = 36  # EPC SDD rulebooks: a mandate that was not used so long must be cancelled
FIRST_DAYS_AHEAD = 14  # a collection may be sent to the bank at most 14 days before its day
MANDATE_FACTS = shape(
    "mandate_id", "signed_on", "last_collected_on?", "is_one_off", "is_collected", "is_ended",
    "is_last", "revoked_on?", "today_on",
)  # fmt: skip


def lapses_on() -> pl.Expr:
    """The first day on which a mandate no longer holds for want of use."""
    last = c.last_collected_on.fill_null(c.signed_on)
    return last.dt.offset_by(f"{UNUSED_MONTHS}mo")


def mandate_state() -> pl.Expr:
    """REVOKED, ENDED (a last or only collection was presented), LAPSED or ACTIVE."""
    return (
        pl.when(c.revoked_on <= c.today_on)
        .then(pl.lit("REVOKED"))
        .when(c.is_ended | (c.is_one_off & c.is_collected))
        .then(pl.lit("ENDED"))
        .when(c.today_on >= c.lapses_on)
        .then(pl.lit("LAPSED"))
        .otherwise(pl.lit("ACTIVE"))
    )


def sequence_type() -> pl.Expr:
    """OOFF, FNAL, FRST or RCUR. A first one rejected before its settlement is first again."""
    return (
        pl.when(c.is_one_off)
        .then(pl.lit("OOFF"))
        .when(c.is_last)
        .then(pl.lit("FNAL"))
        .when(c.is_collected)
        .then(pl.lit("RCUR"))
        .otherwise(pl.lit("FRST"))
    )


RULES = (lapses_on, mandate_state, sequence_type)
