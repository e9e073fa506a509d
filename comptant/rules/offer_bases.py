"""What an offer's cash rests on beside invoices: orders not yet invoiced, payables that a buyer has
approved. Averages of a year as in rules/offers.py; priced by the expressions that price an order or
a payable of a contract (rules/purchase_orders.py, rules/payables.py).

Source: DOMAIN 7.2, 7.3, W7-2, W7-3.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c
from comptant.rules.money import interest, numbers, pro_rata, share, share_down
from comptant.rules.payables import discounted, given_back
from comptant.rules.purchase_orders import most_advanced

_YEAR = pl.lit(365, pl.Int64)
_NONE = pl.lit(0, pl.Int64)


def on_payables() -> pl.Expr:
    """Whether the cash rests on payables that their buyer has approved."""
    return c.cash_base == "PAYABLES"


def early_days_of() -> pl.Expr:
    """Days that a payable is paid early at most: from its approval to its due date, however late
    its buyer pays. Source: DOMAIN 7.2."""
    return (c.term_days - c.approval_days).clip(lower_bound=0)


# Of a buyer in a case ----------------------------------------------------------------------------


def orders_open_cents() -> pl.Expr:
    """Orders waiting for their invoice on average: the part of the year's sales that comes of such
    orders x days from order to invoice / 365; none of a buyer that fails, or of a country that is
    not taken. Source: DOMAIN 7.3, EL-15, EL-20."""
    waiting = share(pro_rata(c.assigned_cents, c.order_days, _YEAR), c.order_share_ppm)
    failed = pl.when(c.is_failing).then(pro_rata(waiting, pl.lit(1, pl.Int64), c.taken_count))
    taken = c.buyer_country_allowed & (c.order_advance_ppm > 0)
    return pl.when(taken).then(waiting - failed.otherwise(0)).otherwise(0)


# Of a case ---------------------------------------------------------------------------------------


def order_available_cents() -> pl.Expr:
    """What can be advanced on those orders: their share, within the line of orders. Rounded down.
    Source: DOMAIN 7.3."""
    return most_advanced(c.orders_open_cents, c.order_advance_ppm, c.order_line_cents)


def order_used_cents() -> pl.Expr:
    """The part of the funds in use that is advanced on orders: in proportion. Source: convention of
    the comparison."""
    whole = pl.max_horizontal(c.available_cents, pl.lit(1, pl.Int64))
    return pro_rata(c.used_cents, c.order_available_cents, whole)


def order_rate_ppm() -> pl.Expr:
    """The financing rate and the margin of orders. Source: DOMAIN W7-3."""
    return c.financing_rate_ppm + c.order_margin_ppm


def order_charge_cents() -> pl.Expr:
    """Advances on orders x their rate x 365 days over 360, rounded once. Source: R-4, W7-3."""
    return interest(numbers(c.order_used_cents, c.order_rate_ppm, _YEAR))


def invoiced_net_cents() -> pl.Expr:
    """What a year's invoices bring once each has repaid its order: what their rate advances, less
    what was advanced on their orders. Source: DOMAIN 7.3, W7-3."""
    brings = share_down(c.assigned_cents, c.advance_ppm)
    advanced = share_down(share(c.assigned_cents, c.order_share_ppm), c.order_advance_ppm)
    net = brings - pl.min_horizontal(advanced, brings)
    return pl.when(c.order_advance_ppm > 0).then(net).otherwise(0)


def suppliers_charge_cents() -> pl.Expr:
    """The discount that the suppliers of a programme pay, not the company that runs it. Source:
    DOMAIN 7.2, W7-2."""
    discount = discounted(c.used_cents, c.financing_rate_ppm, _YEAR)
    return pl.when(c.runs_programme).then(discount).otherwise(0)


def rebate_cents() -> pl.Expr:
    """What the buyer is given back of it: its share of the margin in what is paid early. Source:
    DOMAIN 7.2, W7-2."""
    back = given_back(c.used_cents, c.margin_ppm, _YEAR, c.payables_rebate_ppm)
    return pl.when(on_payables()).then(back).otherwise(0)


def not_early_cents() -> pl.Expr:
    """What is approved in a year and not taken early: paid on its due date, once the buyer has been
    debited. Source: DOMAIN 7.2."""
    whole = pl.max_horizontal(c.available_cents, pl.lit(1, pl.Int64))
    needed = pro_rata(c.assigned_cents, c.used_cents, whole)
    early = pl.when(c.need_cents.is_null()).then(share(c.assigned_cents, c.use_ppm))
    left = c.assigned_cents - early.otherwise(needed)
    return pl.when(on_payables()).then(left).otherwise(0)


BASE_RULES: tuple[Rule, ...] = (
    order_available_cents, order_used_cents, order_rate_ppm, order_charge_cents,
    invoiced_net_cents, suppliers_charge_cents, rebate_cents, not_early_cents,
)  # fmt: skip

# Day 1, of a case --------------------------------------------------------------------------------


def starting_orders_cents() -> pl.Expr:
    """What is advanced on the orders of day 1. Source: DOMAIN 7.3."""
    return most_advanced(c.curve_orders_cents, c.order_advance_ppm, c.order_line_cents)


def starting_order_interest_cents() -> pl.Expr:
    """Their charge, taken in advance until the invoice: half the time, orders being of all ages.
    Source: DOMAIN W7-3."""
    days = (c.order_days + 1) // 2
    return interest(numbers(c.starting_orders_cents, c.order_rate_ppm, days))


def payables_line_cents() -> pl.Expr:
    """The line of a programme: as it is told, else the highest month of what may be paid early.
    Source: DOMAIN 7.2, exposure on the buyer from approval."""
    line = pl.coalesce(c.line_cents, c.peak_financed_cents)
    return pl.when(on_payables()).then(line).otherwise(_NONE)


BASE_STARTING: tuple[Rule, ...] = (
    starting_orders_cents, starting_order_interest_cents, payables_line_cents,
)  # fmt: skip
