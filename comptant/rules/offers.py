"""What an offer brings and costs in a year, at the grain of a buyer of a case, then of a case.

A case is one offer under one scenario. Offers differ by their terms only: no rule knows a product.
Amounts are averages over a year of 365 days: a receivable stands from invoice to payment.
Source: DOMAIN §3.4, §3.5, §4.1 to §4.4, W4-9.
"""

import polars as pl

from comptant.rules.batch import Rule
from comptant.rules.columns import c
from comptant.rules.interest import financing_rate_ppm
from comptant.rules.money import (
    interest,
    numbers,
    pro_rata,
    share,
    share_down,
)
from comptant.rules.offer_bases import (
    BASE_RULES,
    early_days_of,
    on_payables,
    orders_open_cents,
)
from comptant.rules.pricing import minimum_shortfall_cents, prorated_minimum_cents
from comptant.rules.teg import RATE_RULES, TEG_RULES

CASE = ("offer_number", "scenario")
OFFER_YEAR_DAYS = 365
_YEAR = pl.lit(OFFER_YEAR_DAYS, pl.Int64)

# Of a buyer in a case ----------------------------------------------------------------------------


def _rank(column: pl.Expr) -> pl.Expr:
    return column.rank("ordinal", descending=True).over(CASE)


def _one_of(cents: pl.Expr) -> pl.Expr:
    """What is of one buyer, where a row stands for several alike."""
    return pro_rata(cents, pl.lit(1, pl.Int64), c.buyer_count)


def taken_count() -> pl.Expr:
    """How many buyers of the row are in the scope: all; the largest ones, so many in all; or one,
    whose largest invoices are assigned. Source: DOMAIN §7.1."""
    by_size = _rank(_one_of(c.turnover_cents))
    before = c.buyer_count.cum_sum().over(CASE, order_by=by_size) - c.buyer_count
    largest = pl.min_horizontal((c.scope_count - before).clip(lower_bound=0), c.buyer_count)
    return (
        pl.when(c.assignment_scope == "NAMED_BUYERS")
        .then(largest)
        .when(c.assignment_scope == "CHOSEN_INVOICES")
        .then((_rank(c.largest_invoice_cents) == 1).cast(pl.Int64))
        .otherwise(c.buyer_count)
    )


def is_in_scope() -> pl.Expr:
    """Whether invoices of the row are assigned. Source: DOMAIN §7.1."""
    return c.taken_count > 0


def is_largest() -> pl.Expr:
    """Whether nobody buys more. Source: convention, what one failure may cost."""
    return _rank(_one_of(c.turnover_cents)) == 1


def is_failing() -> pl.Expr:
    """Whether a buyer of the row fails in the scenario: the largest ones do. Source: scenario."""
    return _rank(_one_of(c.turnover_cents)) <= c.failing_count


def holding_days() -> pl.Expr:
    """From the invoice to the payment in this scenario: as buyers usually pay, or so many days
    after the term. Source: the client's ledger."""
    return pl.when(c.pays_at_term).then(c.term_days).otherwise(c.payment_days) + c.lateness_days


def financed_days() -> pl.Expr:
    """From the invoice to the payment, or to the end of the financing of late invoices: with
    recourse only; of payables, from approval to due date. Source: DOMAIN C-3, EL-05, 7.2."""
    until = pl.min_horizontal(c.holding_days, c.term_days + c.overdue_cutoff_days)
    usual = pl.when(c.has_recourse).then(until).otherwise(c.holding_days)
    return pl.when(on_payables()).then(early_days_of()).otherwise(usual)


def expected_assigned_cents() -> pl.Expr:
    """What is assigned in a year if sales are as told. Source: DOMAIN §7.1."""
    whole = (
        pl.when(c.assignment_scope == "CHOSEN_INVOICES")
        .then(c.scope_count * c.largest_invoice_cents)
        .otherwise(pro_rata(c.turnover_cents, c.taken_count, c.buyer_count))
    )
    return pl.when(c.is_in_scope).then(whole).otherwise(0)


def assigned_cents() -> pl.Expr:
    """What is assigned in a year in this scenario. Source: DOMAIN W4-9."""
    return share(c.expected_assigned_cents, c.sales_ppm)


def assigned_count() -> pl.Expr:
    """Invoices assigned in a year, in proportion to their amounts. Source: DOMAIN §4.1."""
    counted = pro_rata(c.invoice_count, c.assigned_cents, c.turnover_cents)
    chosen = (c.assignment_scope == "CHOSEN_INVOICES") & c.is_in_scope
    return pl.when(chosen).then(c.scope_count).otherwise(counted)


def scope_buyer_count() -> pl.Expr:
    """Buyers whose invoices are assigned. Source: DOMAIN §7.1."""
    return c.taken_count


def outstanding_cents() -> pl.Expr:
    """The average outstanding: a year's assignments x days until payment / 365. Source: W4-9."""
    return pro_rata(c.assigned_cents, c.holding_days, _YEAR)


def term_outstanding_cents() -> pl.Expr:
    """The average outstanding if buyers pay on the day agreed. Source: DOMAIN W4-9."""
    return pro_rata(c.assigned_cents, c.term_days, _YEAR)


def approvable_cents() -> pl.Expr:
    """The part that may be financed: of a country that is taken, not too late, within the limit
    where one is known. Source: DOMAIN §3.3, §3.6."""
    kept = pro_rata(c.assigned_cents, c.financed_days, _YEAR)
    limit = pl.coalesce(c.limit_cents * c.taken_count, kept)
    return pl.when(c.buyer_country_allowed).then(pl.min_horizontal(kept, limit)).otherwise(0)


def approved_cents() -> pl.Expr:
    """What is left of it when a buyer fails: nothing of that buyer with recourse, all of it
    without, until the guarantee is paid. Source: DOMAIN §1.6, C-3."""
    failed = pl.when(c.is_failing & c.has_recourse).then(_one_taken(c.approvable_cents))
    return c.approvable_cents - failed.otherwise(0)


def _one_taken(cents: pl.Expr) -> pl.Expr:
    """What is of one buyer of those in the scope."""
    return pro_rata(cents, pl.lit(1, pl.Int64), c.taken_count)


def concentrated_cents() -> pl.Expr:
    """Capped for each buyer at a share of all that is approved. Source: DOMAIN §3.4 steps 5, 6."""
    cap = share_down(c.approved_cents.sum().over(CASE), c.concentration_ppm) * c.taken_count
    return pl.min_horizontal(c.approved_cents, cap)


def covered_cents() -> pl.Expr:
    """What the factor or the insurer bears of one failed buyer: the covered share of what was
    approved. Source: DOMAIN §1.6."""
    covered = share_down(_one_taken(c.approvable_cents), c.cover_ppm)
    return pl.when(c.is_insured | ~c.has_recourse).then(covered).otherwise(0)


def kept_risk_cents() -> pl.Expr:
    """What the client loses if its largest buyer fails, all its sales to it counted, assigned or
    not. Source: DOMAIN §1.6."""
    sold = share(c.turnover_cents, c.sales_ppm)
    open_on_one = _one_of(pro_rata(sold, c.holding_days, _YEAR))
    lost = (open_on_one - c.covered_cents).clip(lower_bound=0)
    return pl.when(c.is_largest).then(lost).otherwise(0)


def fee_top_up_cents() -> pl.Expr:
    """What the least fee per invoice adds, the buyer's invoices taken as alike. Source: §4.1."""
    least = c.fee_minimum_cents * c.assigned_count
    return (least - share(c.assigned_cents, c.fee_ppm)).clip(lower_bound=0)


BUYER_RULES: tuple[Rule, ...] = (
    taken_count, is_in_scope, is_largest, is_failing, holding_days, financed_days,
    expected_assigned_cents,
    assigned_cents, assigned_count, scope_buyer_count, outstanding_cents,
    term_outstanding_cents, approvable_cents, approved_cents, concentrated_cents, covered_cents,
    kept_risk_cents, fee_top_up_cents, orders_open_cents,
)  # fmt: skip
SUMS = (
    "turnover_cents", "term_outstanding_cents", "expected_assigned_cents", "assigned_cents",
    "assigned_count", "scope_buyer_count",
    "outstanding_cents", "approved_cents", "concentrated_cents", "kept_risk_cents",
    "fee_top_up_cents", "orders_open_cents",
)  # fmt: skip

# Of a case ---------------------------------------------------------------------------------------


def fundable_cents() -> pl.Expr:
    """What can be financed on average: a share of the receivables within the line, or the line
    where the cash does not rest on receivables. Rounded down. Source: DOMAIN §3.4 step 8, R-3."""
    on_receivables = share_down(c.concentrated_cents, c.advance_ppm)
    within = pl.min_horizontal(on_receivables, pl.coalesce(c.line_cents, on_receivables))
    return pl.when(c.cash_base == "LINE").then(c.line_cents).otherwise(within)


def fund_held_cents() -> pl.Expr:
    """The guarantee fund at its rate of what is assigned: a reserve. Source: §3.5, C-1."""
    return share(c.outstanding_cents, c.fund_ppm)


def available_cents() -> pl.Expr:
    """What can be drawn on average, on orders too. Source: DOMAIN §3.4 step 11, C-1, C-10."""
    return (c.fundable_cents - c.fund_held_cents).clip(lower_bound=0) + c.order_available_cents


def used_cents() -> pl.Expr:
    """What is drawn on average: the cash needed where it is told, else the usual share of what is
    available. Source: DOMAIN W4-9."""
    usual = share(c.available_cents, c.use_ppm)
    needed = pl.min_horizontal(c.need_cents, c.available_cents)
    return pl.when(c.need_cents.is_null()).then(usual).otherwise(needed)


def charge_base_cents() -> pl.Expr:
    """What bears the financing charge: the funds in use but the advances on orders (C-10), with
    the fund where the contract says so. Source: DOMAIN C-4."""
    with_fund = c.interest_base == "FUNDS_IN_USE_AND_FUND"
    fund = pl.when(with_fund).then(c.fund_held_cents).otherwise(0)
    return c.used_cents - c.order_used_cents + fund


def financing_charge_cents() -> pl.Expr:
    """Base x rate x 365 days over 360, rounded once. No VAT. Source: DOMAIN §4.3, R-4, W4-9."""
    return interest(numbers(c.charge_base_cents, c.financing_rate_ppm, _YEAR))


def yearly_fee_cents() -> pl.Expr:
    """The factoring fee of a year before VAT: by tiers of what is assigned, and what the least fee
    per invoice adds. Source: DOMAIN §4.1."""
    return c.tiered_fee_cents + c.fee_top_up_cents


def annual_minimum_cents() -> pl.Expr:
    """The fee due whatever is sold: as agreed, or a share of the expected fee. Source: §4.2."""
    return pl.max_horizontal(
        c.agreed_minimum_cents, share(c.expected_fee_cents, c.annual_minimum_ppm)
    )


def billed_fee_cents() -> pl.Expr:
    """The fees that count towards the annual minimum. Source: DOMAIN §4.2."""
    return c.yearly_fee_cents


def unused_line_cents() -> pl.Expr:
    """The part of the line that is not used on average. Source: DOMAIN W4-6."""
    return (pl.coalesce(c.line_cents, c.used_cents) - c.used_cents).clip(lower_bound=0)


def unused_fee_cents() -> pl.Expr:
    """Unused line x rate x days over 360. Source: DOMAIN §4.4 FEE-NUT, W4-6."""
    return interest(numbers(c.unused_line_cents, c.unused_ppm, c.period_days))


def yearly_cost_cents() -> pl.Expr:
    """All that the company pays in a year before VAT: factoring fee, complement to the minimum,
    charges but what its suppliers pay, other fees. Source: DOMAIN W4-9, 7.2, 7.3."""
    return (
        c.yearly_fee_cents + c.minimum_shortfall_cents + c.financing_charge_cents
        - c.suppliers_charge_cents + c.order_charge_cents + c.other_charges_cents
        + c.unused_fee_cents
    )  # fmt: skip


def taxable_cents() -> pl.Expr:
    """What VAT is computed on: never the financing charge. Source: DOMAIN §4.5, W4-9."""
    return c.yearly_fee_cents + c.minimum_shortfall_cents + c.taxable_charges_cents


def yearly_vat_cents() -> pl.Expr:
    """VAT on the sum, at the rate of the day. The client recovers it. Source: R-5, W4-9."""
    return share(c.taxable_cents, c.vat_ppm)


CASE_RULES: tuple[Rule, ...] = (
    fundable_cents, fund_held_cents, available_cents, used_cents, charge_base_cents,
    financing_rate_ppm, financing_charge_cents, yearly_fee_cents, annual_minimum_cents,
    billed_fee_cents, prorated_minimum_cents, minimum_shortfall_cents, unused_line_cents,
    unused_fee_cents, *BASE_RULES, yearly_cost_cents, taxable_cents, yearly_vat_cents,
    *RATE_RULES, *TEG_RULES,
)  # fmt: skip
NULLABLE = ("cost_of_turnover_ppm", "yearly_rate_ppm", "teg_ppm", "teg_with_fee_ppm")
