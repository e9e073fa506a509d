"""What a broker earns by a contract: a share of what the client was charged, a sum once, and what
is taken back of both when the contract ends early.

Grain: stretch of terms of a contract and broker, oldest first. Everything is to date: what a day
adds is the difference to what was earned before, so that a bill reversed, or terms put right, is
corrected by the next day. Source: agreement with the broker; art. L519-1, R519-4 CMF.
"""

import polars as pl

from comptant.rules.columns import c, shape
from comptant.rules.money import pro_rata, share

CONTRACT = ("contract_id", "party_id")
STRETCHES = shape(
    *CONTRACT, "currency", "vat_class", "valid_from_on", "commission_base", "commission_counted",
    "rate_ppm", "one_off_cents", "clawback_days", "fee_billed_cents", "charge_billed_cents",
    "client_debit_cents", "begun_on", "closed_for_good_on?",
)  # fmt: skip
EARNED = shape(*CONTRACT, "currency", "commission_kind", "vat_class", "earned_cents")


def base_cents() -> pl.Expr:
    """What was billed of what the commission is a share of; another base gives null."""
    return (
        pl.when(c.commission_base == "FEE").then(c.fee_billed_cents)
        .when(c.commission_base == "CHARGE").then(c.charge_billed_cents)
        .when(c.commission_base == "FEE_AND_CHARGE")
        .then(c.fee_billed_cents + c.charge_billed_cents)
    )  # fmt: skip


def counted_base_cents() -> pl.Expr:
    """What of the base counts: all that was billed; or, where what is collected counts, without
    what the client's account lacks, the last billed first. What is debited to an account in credit
    is paid by it. Source: DOMAIN 1.2, credit of the current account."""
    before = c.base_cents.cum_sum(reverse=True).over(CONTRACT) - c.base_cents
    lacking = (c.client_debit_cents - before.clip(lower_bound=0)).clip(lower_bound=0)
    kept = (c.base_cents - lacking).clip(lower_bound=0)
    is_short = (c.commission_counted == "COLLECTED") & (c.base_cents > 0)
    return pl.when(is_short).then(kept).otherwise(c.base_cents)


def recurring_cents() -> pl.Expr:
    """The share of the base, rounded once for the whole stretch. (R-2)"""
    return share(c.counted_base_cents, c.rate_ppm)


def one_off_due_cents() -> pl.Expr:
    """The sum once: with the first stretch that has one and in which something counts."""
    is_due = (c.one_off_cents > 0) & (c.counted_base_cents > 0)
    is_first = is_due & (is_due.cast(pl.Int64).cum_sum().over(CONTRACT) == 1)
    return pl.when(is_first).then(c.one_off_cents).otherwise(0)


def clawback_cents() -> pl.Expr:
    """What is taken back where the contract closed early: the share of the days that are left of
    those agreed, none of it where it lasted as long. Zero or less. (R-6)"""
    lasted = (c.closed_for_good_on - c.begun_on).dt.total_days().fill_null(c.clawback_days)
    left = (c.clawback_days - lasted).clip(lower_bound=0)
    return -pro_rata(c.recurring_cents + c.one_off_due_cents, left, c.clawback_days)


RULES = (base_cents, counted_base_cents, recurring_cents, one_off_due_cents, clawback_cents)
KINDS = {"recurring_cents": "RECURRING", "one_off_due_cents": "ONE_OFF",
         "clawback_cents": "CLAWBACK"}  # fmt: skip
