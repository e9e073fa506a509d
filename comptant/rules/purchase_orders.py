"""Advances on purchase orders: what is taken, how much may be advanced, and what an invoice repays.

An order is no debt yet: its advance has an asset account and a base of its own, is never in the
funds in use, and the invoice of the order repays it before it brings anything new. Source: DOMAIN
7.3, W7-3, C-10.
"""

import polars as pl

from comptant.rules.columns import c, shape
from comptant.rules.money import share_down

# One row per order offered, with the clauses of its contract on the day.
OFFERED = shape(
    "order_cents", "ordered_on", "expected_on", "certified_on", "today_on", "order_advance_ppm",
    "order_age_max_days", "order_term_days",
)  # fmt: skip
# One row per order on which an advance is asked for; no line: no cap but the share.
ADVANCED = shape(
    "order_cents", "order_advanced_cents", "orders_owed_cents", "order_advance_ppm",
    "order_line_cents?",
)  # fmt: skip
# One row per invoice assigned that names an order on which something is owed.
INVOICED = shape(
    "contract_id", "purchase_order_id", "invoice_id", "gross_cents", "advance_ppm",
    "order_owed_cents",
)  # fmt: skip


def order_refusal() -> pl.Expr:
    """Why an order is not taken: the first that applies; null where it is. Source: DOMAIN 7.3."""
    age_days = (c.today_on - c.ordered_on).dt.total_days()
    to_invoice_days = (c.expected_on - c.ordered_on).dt.total_days()
    is_certified = c.certified_on.is_between(c.ordered_on, c.today_on)
    return (
        pl.when(c.order_advance_ppm == 0).then(pl.lit("orders_not_financed"))
        .when(c.order_cents <= 0).then(pl.lit("order_amount_wrong"))
        .when(c.ordered_on > c.today_on).then(pl.lit("order_to_come"))
        .when(age_days > c.order_age_max_days).then(pl.lit("order_too_old"))
        .when(c.expected_on <= c.today_on).then(pl.lit("order_expected_before"))
        .when(to_invoice_days > c.order_term_days).then(pl.lit("order_too_long"))
        .when(~is_certified).then(pl.lit("order_certified_when"))
    )  # fmt: skip


def buyer_is_stopped() -> pl.Expr:
    """Whether the buyer's order is worth no advance any more. Source: EL-15, EL-20."""
    is_insolvent = (c.buyer_insolvent_on <= c.today_on).fill_null(value=False)
    return c.buyer_is_sanctioned | c.buyer_ceased | is_insolvent


def most_advanced(cents: pl.Expr, advance_ppm: pl.Expr, line_cents: pl.Expr) -> pl.Expr:
    """A share of orders, rounded down, within the line of all orders where there is one. Source:
    DOMAIN 7.3."""
    of_orders = share_down(cents, advance_ppm)
    return pl.min_horizontal(of_orders, pl.coalesce(line_cents, of_orders))


def order_room_cents() -> pl.Expr:
    """What may still be advanced: the share of the order once, whatever was repaid of it, within
    the line of all orders. Source: DOMAIN 7.3, one advance per order."""
    of_order = share_down(c.order_cents, c.order_advance_ppm) - c.order_advanced_cents
    of_line = c.order_line_cents - c.orders_owed_cents
    return pl.min_horizontal(of_order, of_line).clip(lower_bound=0)


def order_repaid_cents() -> pl.Expr:
    """What each invoice repays of its order, in the order of the invoices, whether or not it may be
    financed: what its rate advances at most. The rest stays owed until another invoice, or the
    claim. Source: DOMAIN 7.3 (first from the invoice availability), W7-3, C-10."""
    order = ("contract_id", "purchase_order_id")
    brings = share_down(c.gross_cents, c.advance_ppm)
    before = brings.cum_sum().over(order) - brings
    left = (c.order_owed_cents - before).clip(lower_bound=0)
    return pl.min_horizontal(left, brings)
