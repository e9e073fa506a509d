"""Payables that a buyer approves and its suppliers may be paid early on: what is taken, what early
payment costs, what the buyer is given back, what is earned, what money pays.

The discount is the supplier's whole price, taken out of the early payment once; nothing is claimed
from the supplier afterwards. Source: DOMAIN 7.2, W7-2, W8-I.
"""

import polars as pl

from comptant.rules.calendar import days_then_eom_cap_on, eom_then_days_cap_on, net_cap_on
from comptant.rules.columns import c, shape
from comptant.rules.money import interest, interest_share, numbers, pro_rata

# One row per payable of a list, as the buyer sends it.
SENT_PAYABLES = shape("supplier_number", "invoice_number", "issued_on", "due_on", "amount_cents")
# The same with what is known of it on the day.
SENT_KNOWN = shape(
    "supplier_number", "invoice_number", "issued_on", "due_on", "amount_cents", "supplier_id?",
    "supplier_is_member", "payable_is_known", "today_on",
)  # fmt: skip
# One row per payable to approve, in the order in which the line is used.
TO_APPROVE = shape(
    "payable_id", "due_on", "amount_cents", "payable_state", "today_on", "payables_line_cents",
    "payables_used_cents",
)  # fmt: skip
# One row per payable to be paid early, with the price of the day; the margin is part of the rate.
EARLY = shape(
    "contract_id", "payable_id", "amount_cents", "early_on", "due_on", "financing_rate_ppm",
    "margin_ppm", "payables_rebate_ppm",
)  # fmt: skip
# One row per payable bought whose discount is not all earned on the day.
BOUGHT = shape("contract_id", "payable_id", "discount_cents", "early_on", "due_on", "today_on")
# One row per thing to pay or pay with, in its order, with the money that there is.
DUE = shape("contract_id", "due_cents", "cash_cents")


def payable_refusal() -> pl.Expr:
    """Why a payable is not taken: the first that applies; null where it is. The due date is within
    the longest term that law lets businesses agree. Source: DOMAIN 7.2; C. com. L441-10 I."""
    cap_on = pl.max_horizontal(net_cap_on(), eom_then_days_cap_on(), days_then_eom_cap_on())
    return (
        pl.when(~c.supplier_is_member).then(pl.lit("supplier_not_invited"))
        .when(c.amount_cents <= 0).then(pl.lit("payable_amount_wrong"))
        .when((c.issued_on > c.today_on) | (c.due_on < c.issued_on))
        .then(pl.lit("payable_dates_wrong"))
        .when(c.due_on > cap_on).then(pl.lit("payable_term_too_long"))
        .when(c.due_on <= c.today_on).then(pl.lit("payable_overdue"))
        .when(c.payable_is_known).then(pl.lit("payable_known"))
    )  # fmt: skip


def payables_used_after_cents() -> pl.Expr:
    """The line used once each is approved, in their order: the buyer owes us from then on. What
    may not be approved for another reason uses nothing. Source: DOMAIN 7.2."""
    may = (c.payable_state == "UPLOADED") & (c.due_on > c.today_on)
    return c.payables_used_cents + pl.when(may).then(c.amount_cents).otherwise(0).cum_sum()


def approval_refusal() -> pl.Expr:
    """Why a payable is not approved: the first that applies; null where it is.

    Source: DOMAIN 7.2.
    """
    return (
        pl.when(c.payable_state == "CANCELLED").then(pl.lit("payable_cancelled"))
        .when(c.payable_state != "UPLOADED").then(pl.lit("payable_approved"))
        .when(c.due_on <= c.today_on).then(pl.lit("payable_overdue"))
        .when(c.payables_used_after_cents > c.payables_line_cents)
        .then(pl.lit("beyond_programme_line"))
    )  # fmt: skip


def discounted(cents: pl.Expr, rate_ppm: pl.Expr, days: pl.Expr) -> pl.Expr:
    """What early payment costs: amount x rate x days over 360, rounded once. Source: W7-2."""
    return interest(numbers(cents, rate_ppm, days))


def given_back(
    cents: pl.Expr, margin_ppm: pl.Expr, days: pl.Expr, rebate_ppm: pl.Expr
) -> pl.Expr:  # fmt: skip
    """A share of the margin in what early payment costs, rounded once. Source: W7-2."""
    return interest_share(numbers(cents, margin_ppm, days), rebate_ppm)


def early_days() -> pl.Expr:
    """Days paid early: the day of payment included, the due date excluded. Source: DOMAIN R-8."""
    return (c.due_on - c.early_on).dt.total_days()


def discount_cents() -> pl.Expr:
    """What early payment costs the supplier: amount x rate x days over 360, rounded once. Source:
    DOMAIN 7.2, W7-2."""
    return discounted(c.amount_cents, c.financing_rate_ppm, c.early_days)


def early_net_cents() -> pl.Expr:
    """What the supplier receives. Source: W7-2."""
    return c.amount_cents - c.discount_cents


def rebate_cents() -> pl.Expr:
    """What the buyer is given back once it has paid: its share of the margin in the discount,
    rounded once. Source: DOMAIN 7.2, W7-2."""
    return given_back(c.amount_cents, c.margin_ppm, c.early_days, c.payables_rebate_ppm)


def unearned_cents() -> pl.Expr:
    """What of a discount belongs to days to come, at the end of the day. Source: DOMAIN W8-I."""
    whole = (c.due_on - c.early_on).dt.total_days()
    to_come = ((c.due_on - c.today_on).dt.total_days() - 1).clip(lower_bound=0)
    return pro_rata(c.discount_cents, pl.min_horizontal(to_come, whole), whole)


def paid_now_cents() -> pl.Expr:
    """What the money that there is pays of each, in their order. Source: DOMAIN 7.2."""
    of = ("contract_id",)
    before = c.due_cents.cum_sum().over(of) - c.due_cents
    return (c.cash_cents - before).clip(lower_bound=0, upper_bound=c.due_cents)
