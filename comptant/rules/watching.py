"""Measures of collection: how long buyers take, how invoices shrink, what goes to the client.

Grain: anything with the sums below: a buyer of a contract, a contract, all of them. Days are told
in tenths, half up. Source: DOMAIN 5.5 to 5.8.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c, shape
from comptant.rules.money import ONE_PPM, pro_rata

TENTHS = 10
DIRECT_ALERT_PPM = 20_000  # FR-07: more than 2 % of thirty days
RESERVE_FREE_PPM = 50_000  # what a dilution reserve leaves free
SUMS = ("open_cents", "not_due_cents", "notes_cents", "sold_cents", "gross_cents",
        "credited_cents", "short_cents", "allocated_cents", "direct_cents", "late_allocated_cents",
        "late_direct_cents")  # fmt: skip
# Receivables of a day (`open_cents`, credit notes taken off; `not_due_cents` of them), what was
# sold in the `period_days` before, and what twelve months assigned, credited and paid. `late_` here
# means of the last thirty days. `paid_numbers`: cents x days from invoice to payment.
FACTS = shape(*SUMS, "currency", "period_days", "paid_numbers")
# One row per month of invoices, newest first (`rank`), with the receivables to use up.
MONTHS = shape("group_id", "rank", "open_cents", "sold_cents", "month_days")


def overdue_cents() -> pl.Expr:
    """What is past due: receivables less what is not due and credit notes. Source: DOMAIN 5.5."""
    return c.open_cents - c.not_due_cents - c.notes_cents


def overdue_ppm() -> pl.Expr:
    """The share of invoices open that is past due. Source: DOMAIN 5.5, W5-5."""
    return _of(ONE_PPM, c.overdue_cents, c.open_cents - c.notes_cents)


def dso_tenths() -> pl.Expr:
    """Accounting method: receivables over turnover, times the days of the period. Source: DOMAIN
    5.6."""
    return _of(c.period_days * TENTHS, c.open_cents.clip(lower_bound=0), c.sold_cents)


def best_dso_tenths() -> pl.Expr:
    """Best possible: the same with what is not due only. Source: DOMAIN 5.6."""
    return _of(c.period_days * TENTHS, c.not_due_cents, c.sold_cents)


def delinquent_tenths() -> pl.Expr:
    """Average days delinquent: the first less the second. Source: DOMAIN 5.6."""
    return c.dso_tenths - c.best_dso_tenths


def payment_delay_tenths() -> pl.Expr:
    """Days from invoice to payment, weighted by amounts, over twelve months. Source: DOMAIN 5.6."""
    paid = c.allocated_cents + c.direct_cents
    return pl.when(paid > 0).then(pro_rata(pl.lit(TENTHS, pl.Int64), c.paid_numbers, paid))


def dilution_ppm() -> pl.Expr:
    """Credit notes and payments short without a cause in cash, over what was assigned. Source:
    DOMAIN 5.7."""
    return _of(ONE_PPM, c.credited_cents + c.short_cents, c.gross_cents)


def dilution_reserve_ppm() -> pl.Expr:
    """What a reserve for dilution would keep back: twice the rate, less 5 %. Source: DOMAIN 5.7."""
    return (2 * c.dilution_ppm - RESERVE_FREE_PPM).clip(lower_bound=0)


def direct_payment_ppm() -> pl.Expr:
    """What buyers paid to the client, of all that they paid in twelve months. Source: DOMAIN
    5.8."""
    return _of(ONE_PPM, c.direct_cents, c.direct_cents + c.allocated_cents)


def is_direct_alert() -> pl.Expr:
    """More than 2 % of thirty days' payments went to the client. Source: DOMAIN 5.8, FR-07."""
    paid = c.late_direct_cents + c.late_allocated_cents
    return _of(ONE_PPM, c.late_direct_cents, paid).fill_null(0) > DIRECT_ALERT_PPM


def _of(total: pl.Expr | int, part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """total x part over whole; null where the whole is nothing."""
    whole_of = pl.lit(total, pl.Int64) if isinstance(total, int) else total
    return pl.when(whole > 0).then(pro_rata(whole_of, part, whole))


MEASURES: tuple[Rule, ...] = (
    overdue_cents, overdue_ppm, dso_tenths, best_dso_tenths, delinquent_tenths,
    payment_delay_tenths, dilution_ppm, dilution_reserve_ppm, direct_payment_ppm, is_direct_alert,
)  # fmt: skip
MAYBE = frozenset({
    "overdue_ppm", "dso_tenths", "best_dso_tenths", "delinquent_tenths", "payment_delay_tenths",
    "dilution_ppm", "dilution_reserve_ppm", "direct_payment_ppm",
})  # fmt: skip


def used_up_cents() -> pl.Expr:
    """Count-back: what a month's turnover uses up of the receivables, the newest month first.
    Source: DOMAIN 5.6."""
    sold = c.sold_cents.clip(lower_bound=0)
    before = sold.cum_sum().over("group_id", order_by="rank") - sold
    return (c.open_cents - before).clip(0, sold)


def count_back_tenths() -> pl.Expr:
    """Count-back: the days of a month, pro rata where it is not used up whole. Source: DOMAIN
    5.6."""
    sold = c.sold_cents.clip(lower_bound=0)
    untouched = c.open_cents <= (sold.cum_sum().over("group_id", order_by="rank") - sold)
    days = c.month_days * TENTHS
    whole = pl.when(untouched).then(pl.lit(0, pl.Int64)).otherwise(days)
    return pl.when(sold == 0).then(whole).otherwise(pro_rata(days, c.used_up_cents, sold))


COUNT_BACK: tuple[Rule, ...] = (used_up_cents, count_back_tenths)


def counted_back(months: pl.DataFrame) -> pl.DataFrame:
    """MONTHS decided to one row per group: count_back_tenths, null where the months known do not
    use the receivables up."""
    return months.group_by("group_id", maintain_order=True).agg(
        pl.when(c.used_up_cents.sum() >= c.open_cents.max()).then(c.count_back_tenths.sum())
    )
