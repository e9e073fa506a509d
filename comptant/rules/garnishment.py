"""Garnishments: which invoices one reaches, what it holds, by when it is answered and paid.

Source: DOMAIN 1.8; art. L211-1 to L211-5, R211-4 to R211-11 CPCE (saisie-attribution); art. L262
and R281-3-1 LPF (SATD); docs/decisions/0128-a-garnishment-reaches-what-is-the-clients-then.md.
"""

import polars as pl

from comptant.rules.columns import c, shape

KINDS = ("SAISIE_ATTRIBUTION", "SATD")
# One row per open invoice of a contract, and the garnishment's instant; `is_of_its_buyer`: it was
# served in the hands of this invoice's buyer.
TRANSFERS = shape("invoice_id", "transferred_at", "served_at", "is_of_its_buyer")
# One row per garnishment. `owed_to_client_cents`: what we owe him, conditional or to come included,
# less what earlier garnishments hold; `available_cents`: what of it he could have at once.
SERVED = shape("amount_cents", "owed_to_client_cents", "available_cents")
# One row per garnishment with its steps.
DEADLINES = shape("garnishment_kind", "served_on", "answered_on?", "confirmed_on?", "contested_on?",
                  "undone_on?", "left_cents", "is_in_our_hands", "today_on")  # fmt: skip


def is_reached() -> pl.Expr:
    """Whether a garnishment came before the transfer: what was ours then is out of its reach.
    Source: DOMAIN 1.8; art. L211-2 CPCE."""
    return c.is_of_its_buyer & (c.transferred_at >= c.served_at)


def held_cents() -> pl.Expr:
    """What it holds of what we owe the client: no more than it is for, nor than is owed. Source:
    art. L211-2 CPCE; art. L262 LPF (conditional sums and those to come too)."""
    return pl.min_horizontal(c.amount_cents, c.owed_to_client_cents.clip(lower_bound=0))


def payable_cents() -> pl.Expr:
    """What of it may be paid as things stand; the rest as the client's own would become free."""
    return pl.min_horizontal(c.held_cents, c.available_cents.clip(lower_bound=0))


def answer_by_on() -> pl.Expr:
    """The day of the answer: the day it was served. Source: art. L211-3, R211-4 CPCE; L262 LPF."""
    return c.served_on


def contest_until_on() -> pl.Expr:
    """Until when the client may contest: a month, and the eight days in which he is told; of a SATD
    two months. Source: art. R211-3, R211-11 CPCE; art. L281, R281-3-1 LPF."""
    return (
        pl.when(c.garnishment_kind == "SATD")
        .then(c.served_on.dt.offset_by("2mo"))
        .otherwise((c.served_on + pl.duration(days=8)).dt.offset_by("1mo"))
    )


def pay_by_on() -> pl.Expr:
    """By when what is payable is paid: a SATD within thirty days; a saisie-attribution once a
    certificate says that nobody contested it. Source: art. L262 LPF; art. R211-6 CPCE."""
    return (
        pl.when(c.garnishment_kind == "SATD")
        .then(c.served_on + pl.duration(days=30))
        .otherwise(c.confirmed_on)
    )


def next_garnishment_step() -> pl.Expr:
    """What is to be done now; null: nothing. Source: as above."""
    may_pay = (c.garnishment_kind == "SATD") | c.confirmed_on.is_not_null()
    return (
        pl.when(c.undone_on.is_not_null())
        .then(pl.lit(None))
        .when(c.answered_on.is_null())
        .then(pl.lit("answer"))
        .when((c.left_cents > 0) & ~c.is_in_our_hands)
        .then(pl.lit("watch_buyer"))
        .when((c.left_cents > 0) & c.contested_on.is_not_null() & c.confirmed_on.is_null())
        .then(pl.lit("await_judge"))
        .when((c.left_cents > 0) & may_pay)
        .then(pl.lit("pay"))
        .when(c.left_cents > 0)
        .then(pl.lit("await_certificate"))
    )


def act_by_on() -> pl.Expr:
    """By when."""
    return (
        pl.when(c.next_garnishment_step == "answer")
        .then(c.answer_by_on)
        .when(c.next_garnishment_step == "pay")
        .then(c.pay_by_on)
    )


HOLDING = (held_cents, payable_cents)
DAYS = (answer_by_on, contest_until_on, pay_by_on, next_garnishment_step, act_by_on)
NULLABLE = ("pay_by_on", "next_garnishment_step", "act_by_on")
