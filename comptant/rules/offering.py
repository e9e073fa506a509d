"""Offers priced on a ledger: every offer under every scenario, in one pass of columns.

    cases, months, limits, charges = weigh(OFFERS, SCENARIOS, BUYERS, SALES, TIERS, CHARGES)

Source: DOMAIN §4.9, §7.1; each figure cites its own.
"""

from dataclasses import dataclass

import polars as pl

from comptant.rules.batch import Rule, check, decide, roll_up
from comptant.rules.columns import c, shape
from comptant.rules.curve import SALES, monthly, needed_limits, points, starting
from comptant.rules.money import share
from comptant.rules.offers import BUYER_RULES, CASE, CASE_RULES, NULLABLE, OFFER_YEAR_DAYS, SUMS
from comptant.rules.savings import SAVING_RULES

# One row per offer: its terms, and what is told of the client and of the day.
OFFERS = shape(
    "offer_number", "assignment_scope", "scope_count?", "takes_ledger", "has_recourse",
    "overdue_cutoff_days", "open_countries", "concentration_ppm", "is_insured", "cover_ppm",
    "collection_mode", "fee_ppm", "fee_minimum_cents", "fee_billing", "agreed_minimum_cents",
    "annual_minimum_ppm", "cash_base", "advance_ppm", "line_cents?", "unused_ppm", "fund_ppm",
    "use_ppm", "interest_base", "reference_ppm", "margin_ppm", "floor_ppm?", "charge_timing",
    "advance_margin_days", "need_cents?", "vat_ppm", "told_management_cents", "told_bank_cents",
    "told_premium_cents", "told_bad_debts_cents", "order_advance_ppm", "order_line_cents?",
    "order_margin_ppm", "order_days", "order_share_ppm", "runs_programme", "approval_days",
    "payables_rebate_ppm",
)  # fmt: skip
SCENARIOS = shape("scenario", "pays_at_term", "lateness_days", "failing_count", "sales_ppm")
# One row per buyer of the ledger, or per so many buyers alike.
BUYERS = shape(
    "row_number", "buyer_name", "buyer_siren?", "buyer_country", "buyer_class", "buyer_count",
    "turnover_cents", "invoice_count", "largest_invoice_cents", "term_days", "payment_days",
    "credited_cents", "ledger_open_cents?", "stale_30_cents", "stale_60_cents", "limit_cents?",
)  # fmt: skip
# One row per tier of the fee: its rate is that of what passes `tier_from_cents` in a year.
TIERS = shape("offer_number", "tier_from_cents", "tier_ppm")
UNITS = ("ONCE", "YEAR", "MONTH", "BUYER", "INVOICE", "ASSIGNED", "LINE")
CHARGES = shape(
    "offer_number", "fee_code", "charge_unit", "unit_cents", "charge_ppm", "vat_class", "is_in_teg",
    "is_package_fee?",
)  # fmt: skip


@dataclass(frozen=True)
class Weighed:
    """What offers bring and cost: a row per case, per case and month, per case and buyer, per case
    and other fee."""

    cases: pl.DataFrame
    months: pl.DataFrame
    limits: pl.DataFrame
    charges: pl.DataFrame


# Other fees, of a case ---------------------------------------------------------------------------


def unit_count() -> pl.Expr:
    """How many times a fee of so much each is due in a year. Source: DOMAIN §4.4."""
    return (
        pl.when(c.charge_unit == "MONTH")
        .then(12)
        .when(c.charge_unit == "BUYER")
        .then(c.scope_buyer_count)
        .when(c.charge_unit == "INVOICE")
        .then(c.assigned_count)
        .when(c.charge_unit.is_in(("ONCE", "YEAR")))
        .then(1)
        .otherwise(0)
    )


def charged_cents() -> pl.Expr:
    """Amount x number, or a share of what is assigned or of the line. Source: DOMAIN §4.4."""
    line = pl.coalesce(c.line_cents, pl.lit(0, pl.Int64))
    of = (
        pl.when(c.charge_unit == "ASSIGNED")
        .then(c.assigned_cents)
        .when(c.charge_unit == "LINE")
        .then(line)
        .otherwise(0)
    )
    return c.unit_cents * c.unit_count + share(of, c.charge_ppm)


CHARGE_RULES: tuple[Rule, ...] = (unit_count, charged_cents)


# The fee by tiers, of a case and tier ------------------------------------------------------------


def tier_fee_cents() -> pl.Expr:
    """The rate of the tier on what passes its start and not the next one's. Source: DOMAIN §4.1."""
    return _of_tier(c.assigned_cents)


def expected_tier_fee_cents() -> pl.Expr:
    """The same on what was expected to be assigned. Source: DOMAIN §4.1, §4.2."""
    return _of_tier(c.expected_assigned_cents)


def _of_tier(cents: pl.Expr) -> pl.Expr:
    ends = c.tier_from_cents.shift(-1).over(*CASE, order_by="tier_from_cents")
    top = pl.min_horizontal(cents, pl.coalesce(ends, cents))
    return share((top - c.tier_from_cents).clip(lower_bound=0), c.tier_ppm)


def weigh(
    offers: pl.DataFrame, scenarios: pl.DataFrame, buyers: pl.DataFrame, sales: pl.DataFrame,
    tiers: pl.DataFrame, charges: pl.DataFrame,
) -> Weighed:  # fmt: skip
    """Every offer under every scenario. BrokenBatch where a batch is not of its shape."""
    offers, scenarios = check(offers, OFFERS), check(scenarios, SCENARIOS)
    buyers, sales = check(buyers, BUYERS), check(sales, SALES)
    terms = offers.join(scenarios, how="cross")
    rows = terms.join(buyers, how="cross").with_columns(
        c.open_countries.str.split(" ")
        .list.contains(c.buyer_country)
        .alias("buyer_country_allowed")
    )
    decided = decide(rows, BUYER_RULES)
    sums = terms.join(roll_up(decided, CASE, SUMS), on=CASE, maintain_order="left")
    sums = _with_fees(sums, check(tiers, TIERS))
    fees = decide(sums.join(check(charges, CHARGES), on="offer_number"), CHARGE_RULES)
    cases = decide(_with_charges(sums, fees), (*CASE_RULES, *SAVING_RULES), NULLABLE)
    at = points(decided, sales)
    months = monthly(at, offers)
    return Weighed(starting(cases, months), months, needed_limits(at), fees)


def _with_fees(sums: pl.DataFrame, tiers: pl.DataFrame) -> pl.DataFrame:
    """The fee by tiers of what is assigned, and of what was expected to be."""
    rules = (tier_fee_cents, expected_tier_fee_cents)
    rows = decide(sums.join(tiers, on="offer_number"), rules)
    found = roll_up(rows, CASE, ("tier_fee_cents", "expected_tier_fee_cents")).rename(
        {"tier_fee_cents": "tiered_fee_cents", "expected_tier_fee_cents": "expected_fee_cents"}
    )
    sums = sums.join(found, on=CASE, how="left", maintain_order="left")
    return sums.with_columns(c.expected_fee_cents + c.fee_top_up_cents)


def _with_charges(sums: pl.DataFrame, fees: pl.DataFrame) -> pl.DataFrame:
    """The other fees of each case, summed: all, with VAT, linked to the financing, paid once."""
    taxable, once = c.vat_class == "TAXABLE_STD", c.charge_unit == "ONCE"
    parts = {
        "other_charges_cents": pl.lit(True), "taxable_charges_cents": taxable,
        "linked_charges_cents": c.is_in_teg, "once_charges_cents": once,
        # Counted once, where its tariff has it in the TEG already.
        "package_fee_cents": c.is_package_fee & ~c.is_in_teg,
        "taxable_once_cents": once & taxable,
    }  # fmt: skip
    found = fees.group_by(CASE).agg(
        c.charged_cents.filter(wanted).sum().alias(name) for name, wanted in parts.items()
    )
    days = pl.lit(OFFER_YEAR_DAYS, pl.Int64)
    return sums.join(found, on=CASE, how="left", maintain_order="left").with_columns(
        *(pl.col(name).fill_null(0) for name in parts),
        in_force_days=days, period_days=days, teg_year_days=days,
    )  # fmt: skip
