"""The cash of an offer on day 1 and at the end of each of twelve months.

A month is a twelfth of a year of 365 days: 365 parts, a day being 12 of them, so that no month is
longer than another and the mean over a year is that of rules/offers.py. What is open is what was
sold since so many days: the sales of a month spread evenly over it, the year coming round.
Source: DOMAIN §4.9 (limits are a sum of peaks), §5.6 (days of sales), W7-1.
"""

import polars as pl

from comptant.rules.batch import Rule, decide, roll_up
from comptant.rules.columns import c, shape
from comptant.rules.money import interest, numbers, pro_rata, share, share_down
from comptant.rules.offer_bases import BASE_STARTING, on_payables
from comptant.rules.offers import CASE
from comptant.rules.purchase_orders import most_advanced

MONTHS = 12
_PARTS, _DAY = 365, 12  # parts of a month, parts of a day
_WHOLE = pl.lit(_PARTS, pl.Int64)
_PLACES = ("place", "years", "rest", "sold_cents", "sold_before_cents")

# One row per buyer and month of a year (1 to 12); each buyer's months add up to its turnover.
SALES = shape("row_number", "month_number", "sold_cents")
POINT = (*CASE, "month_number")


def _sold_by(points: pl.LazyFrame, sales: pl.LazyFrame, day: pl.Expr, name: str) -> pl.LazyFrame:
    """`name`: what was sold from day 0 to `day` (in parts; negative: before it, of last year)."""
    months = day // _PARTS
    placed = points.with_columns(
        (months % MONTHS + 1).alias("place"), (months // MONTHS).alias("years"),
        (day % _PARTS).alias("rest"),
    ).join(sales, on=("row_number", "place"), how="left", maintain_order="left")  # fmt: skip
    sold = (
        c.turnover_cents * pl.col("years")
        + c.sold_before_cents
        + pro_rata(c.sold_cents, pl.col("rest"), _WHOLE)
    )
    return placed.with_columns(sold.alias(name)).drop(*_PLACES)


def _open_since(days: pl.Expr, sold: str) -> pl.Expr:
    """What is open at the end of the month, if paid after so many days."""
    before = pl.when(c.takes_ledger).then(pl.col(sold)).otherwise(pl.col(sold).clip(lower_bound=0))
    spread = pro_rata(pl.col("sold_until") - before, c.assigned_cents, c.turnover_cents)
    still_open = c.month_number * _PARTS < days * _DAY
    chosen = pl.when(still_open).then(c.assigned_cents).otherwise(0)
    return pl.when(c.assignment_scope == "CHOSEN_INVOICES").then(chosen).otherwise(spread)


def curve_orders_cents() -> pl.Expr:
    """Orders of the buyer waiting for their invoice at the end of the month: the sales of the days
    to come in which they are invoiced. Source: DOMAIN 7.3."""
    coming = pro_rata(
        pl.col("sold_ahead") - pl.col("sold_until"), c.assigned_cents, c.turnover_cents
    )
    waiting = share(coming, c.order_share_ppm)
    failed = pl.when(c.is_failing).then(pro_rata(waiting, pl.lit(1, pl.Int64), c.taken_count))
    taken = c.buyer_country_allowed & c.is_in_scope & (c.order_advance_ppm > 0)
    return pl.when(taken).then(waiting - failed.otherwise(0)).otherwise(0)


def _is_told() -> pl.Expr:
    """Whether the ledger itself says what is open on day 1."""
    whole = c.takes_ledger & c.is_in_scope & (c.assignment_scope != "CHOSEN_INVOICES")
    return (c.month_number == 0) & whole & c.ledger_open_cents.is_not_null()


def curve_cents() -> pl.Expr:
    """The buyer's outstanding assigned at the end of the month (month 0: day 1, as the ledger says
    it). Source: DOMAIN §5.6, the client's ledger."""
    usual = _open_since(c.holding_days, "sold_before_holding")
    told = pro_rata(c.ledger_open_cents, c.taken_count, c.buyer_count)
    return pl.when(_is_told()).then(told).otherwise(usual)


def curve_financed_cents() -> pl.Expr:
    """The part of it that may be financed, before concentration. Source: DOMAIN §3.3, §3.6."""
    late = pl.when(c.overdue_cutoff_days >= 60).then(c.stale_60_cents).otherwise(c.stale_30_cents)
    fresh = c.ledger_open_cents - pl.when(c.has_recourse).then(late).otherwise(0)
    told = pro_rata(fresh, c.taken_count, c.buyer_count)
    usual = _open_since(c.financed_days, "sold_before_financed")
    kept = pl.when(_is_told()).then(told).otherwise(usual)
    within = pl.min_horizontal(kept, pl.coalesce(c.limit_cents * c.taken_count, kept))
    one = pro_rata(within, pl.lit(1, pl.Int64), c.taken_count)
    left = within - pl.when(c.is_failing & c.has_recourse).then(one).otherwise(0)
    return pl.when(c.buyer_country_allowed).then(left).otherwise(0)


def concentrated_cents() -> pl.Expr:
    """Within the concentration limit of the month. Source: DOMAIN §3.4 steps 5, 6."""
    total = c.curve_financed_cents.sum().over(POINT)
    return pl.min_horizontal(
        c.curve_financed_cents, share_down(total, c.concentration_ppm) * c.taken_count
    )


SUMMED = ("curve_cents", "curve_financed_cents", "concentrated_cents", "curve_orders_cents")
POINT_RULES: tuple[Rule, ...] = (curve_cents, curve_financed_cents, concentrated_cents,
                                 curve_orders_cents)  # fmt: skip


def points(buyers: pl.DataFrame, sales: pl.DataFrame) -> pl.DataFrame:
    """Decided buyers of cases and SALES to one row per case, buyer and month 0 to 12."""
    before = c.sold_cents.cum_sum().over("row_number", order_by="month_number") - c.sold_cents
    known = sales.lazy().select(
        "row_number", "sold_cents", before.alias("sold_before_cents"), place="month_number"
    )
    months = pl.LazyFrame({"month_number": range(MONTHS + 1)}, schema={"month_number": pl.Int64()})
    rows = buyers.lazy().drop("concentrated_cents").join(months, how="cross")
    end = c.month_number * _PARTS
    days = {"sold_until": end, "sold_before_holding": end - c.holding_days * _DAY,
            "sold_before_financed": end - c.financed_days * _DAY}  # fmt: skip
    if (buyers["order_advance_ppm"] > 0).any():
        days["sold_ahead"] = end + c.order_days * _DAY
    for name, day in days.items():
        rows = _sold_by(rows, known, day, name)
    if "sold_ahead" not in days:
        rows = rows.with_columns(sold_ahead=pl.lit(0, pl.Int64))
    # Planned as written: the optimiser moves a pass across another of the same names.
    found = rows.collect(optimizations=pl.QueryOptFlags.none())
    return decide(found, POINT_RULES)


def needed_limits(rows: pl.DataFrame) -> pl.DataFrame:
    """`points` to one row per case and buyer: the peak of one buyer's outstanding. Source: §4.9."""
    peak = c.curve_cents.max().alias("peak")
    found = rows.group_by((*CASE, "row_number"), maintain_order=True).agg(
        peak, c.taken_count.first()
    )
    one = pro_rata(pl.col("peak"), pl.lit(1, pl.Int64), c.taken_count)
    return found.filter(c.taken_count > 0).select(
        *CASE, "row_number", buyer_count="taken_count", needed_limit_cents=one
    )


# Of a case and month -----------------------------------------------------------------------------


def curve_available_cents() -> pl.Expr:
    """What can be drawn at the end of the month: within the line, less the fund, and on orders.
    Source: DOMAIN §3.4, C-1, C-10."""
    financed = share_down(c.concentrated_cents, c.advance_ppm)
    within = pl.min_horizontal(financed, pl.coalesce(c.line_cents, financed))
    kept = (within - share(c.curve_cents, c.fund_ppm)).clip(lower_bound=0)
    orders = most_advanced(c.curve_orders_cents, c.order_advance_ppm, c.order_line_cents)
    return pl.when(c.cash_base == "LINE").then(c.line_cents).otherwise(kept) + orders


def monthly(rows: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """`points` to one row per case and month, with what is available; `terms` of each offer."""
    sums = roll_up(rows, POINT, SUMMED)
    return decide(
        sums.join(terms, on="offer_number", maintain_order="left"), (curve_available_cents,)
    )


# Day 1, of a case --------------------------------------------------------------------------------


def mean_term_days() -> pl.Expr:
    """The mean term of what is assigned. Source: the client's ledger."""
    return pro_rata(c.term_outstanding_cents, pl.lit(365, pl.Int64), c.assigned_cents)


def starting_financed_cents() -> pl.Expr:
    """What day 1 finances, within the line. Rounded down. Source: DOMAIN §3.4 step 8."""
    financed = share_down(c.starting_approved_cents, c.advance_ppm)
    within = pl.min_horizontal(financed, pl.coalesce(c.line_cents, financed))
    return pl.when(c.cash_base == "LINE").then(c.line_cents).otherwise(within)


def starting_fund_cents() -> pl.Expr:
    """What goes into the fund on day 1. Source: DOMAIN §3.5."""
    return share(c.starting_cents, c.fund_ppm)


def starting_fee_cents() -> pl.Expr:
    """The factoring fee of day 1 with VAT, where it is billed at assignment: the year's fee in
    proportion. Source: DOMAIN W7-1, C-16."""
    fee = pro_rata(c.yearly_fee_cents, c.starting_cents, c.assigned_cents)
    billed = c.fee_billing == "AT_ASSIGNMENT"
    return pl.when(billed).then(fee + share(fee, c.vat_ppm)).otherwise(0)


def starting_charges_cents() -> pl.Expr:
    """What is paid once, with VAT. Source: DOMAIN §4.4 FEE-DOS."""
    return c.once_charges_cents + share(c.taxable_once_cents, c.vat_ppm)


def starting_days() -> pl.Expr:
    """Days charged in advance: to the due date and the margin of the contract; half the term where
    a whole ledger is taken on. Of payables, half the days from approval to due date: their price is
    always taken at once. Source: DOMAIN §4.3, W4-5, W7-1, W7-2."""
    chosen = c.assignment_scope == "CHOSEN_INVOICES"
    left = pl.when(chosen).then(c.mean_term_days).otherwise((c.mean_term_days + 1) // 2)
    in_advance = c.charge_timing == "ADVANCE"
    early = (c.mean_term_days - c.approval_days + 1).clip(lower_bound=0) // 2
    usual = pl.when(in_advance).then(left + c.advance_margin_days).otherwise(0)
    return pl.when(on_payables()).then(early).otherwise(usual)


def starting_interest_cents() -> pl.Expr:
    """The financing charge taken in advance on what is financed. Source: DOMAIN W4-5, W7-1."""
    drawn = c.starting_financed_cents - c.starting_fund_cents
    return interest(numbers(drawn, c.financing_rate_ppm, c.starting_days))


def starting_cash_cents() -> pl.Expr:
    """What is paid out on day 1 if all is drawn; negative: the fees pass the cash. Source: W7-1."""
    return (
        c.starting_financed_cents - c.starting_fund_cents - c.starting_fee_cents
        - c.starting_charges_cents - c.starting_interest_cents + c.starting_orders_cents
        - c.starting_order_interest_cents
    )  # fmt: skip


STARTING_RULES: tuple[Rule, ...] = (
    mean_term_days, starting_financed_cents, starting_fund_cents, starting_fee_cents,
    starting_charges_cents, starting_days, starting_interest_cents, *BASE_STARTING,
    starting_cash_cents,
)  # fmt: skip


def starting(cases: pl.DataFrame, months: pl.DataFrame) -> pl.DataFrame:
    """Decided cases with the figures of day 1: `months` is what monthly() gives."""
    peak = c.concentrated_cents.max().over(CASE).alias("peak_financed_cents")
    first = months.with_columns(peak).filter(c.month_number == 0).select(
        *CASE, "curve_orders_cents", "peak_financed_cents",
        starting_approved_cents="concentrated_cents", starting_cents="curve_cents",
    )  # fmt: skip
    return decide(cases.join(first, on=CASE, maintain_order="left"), STARTING_RULES)
