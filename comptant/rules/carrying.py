"""What each buyer, and each of its invoices, carries of the bars of the waterfall.

The explanation (rules/explanation.py) tells some parts by buyer and some by contract. Here the same
amounts are laid on the rows that the rules computed them from: what a rule takes of a buyer as a
whole is taken from its invoices in the order of that rule, and what is rounded once for a class of
invoices is cut along them, so that every sum is that of its bar. Source: DOMAIN §3.4, C-13, R-3.
"""

import polars as pl

from comptant.rules.columns import c, shape
from comptant.rules.explanation import OF_BUYER
from comptant.rules.money import share_down

INVOICE, CREDIT_NOTE, PAYMENT = "INVOICE", "CREDIT_NOTE", "PAYMENT"
# What is open of one buyer of a contract (null: money of no buyer yet): `item_kind` is one of the
# above, the amounts are positive, and zero where they are of invoices only.
ITEMS = shape(
    "contract_id", "buyer_id?", "item_kind", "item_id", "advance_class", "open_cents",
    "ineligible_cents", "reduction_cents", "approved_cents",
)  # fmt: skip
CARRIED = shape("contract_id", "part", "buyer_id?", "amount_cents")
CARRIED_BY_ITEM = shape("part", "item_kind", "item_id", "amount_cents")

_ROW = ("contract_id", "buyer_id", "advance_class")
_CLASS = ("contract_id", "advance_class", "advance_ppm")
_OPEN = {kind: pl.when(c.item_kind == kind).then(c.open_cents).otherwise(0)
         for kind in (INVOICE, CREDIT_NOTE, PAYMENT)}  # fmt: skip


def _cut(before: pl.Expr, cents: pl.Expr, ppm: pl.Expr) -> pl.Expr:
    """What an amount adds to a share that is rounded down once for all: the sum is that share."""
    return share_down(before + cents, ppm) - share_down(before, ppm)


def laid(exposures: pl.DataFrame, contracts: pl.DataFrame) -> pl.DataFrame:
    """What `waterfall` answered per buyer and class, with what each row has `fundable_cents` and
    `retained_cents` of its class, and the amounts `before` it there."""
    terms = contracts.select("contract_id", "unapproved_advance_ppm")
    rows = exposures.join(terms, on="contract_id", how="left", maintain_order="left")
    rows = rows.with_columns(
        unapproved_ppm=pl.min_horizontal(c.unapproved_advance_ppm, c.advance_ppm),
        lacks_ppm=(c.advance_ppm - c.unapproved_advance_ppm).clip(lower_bound=0),
        fundable_before=c.fundable_base_cents.cum_sum().over(_CLASS) - c.fundable_base_cents,
        unapproved_before=c.unapproved_base_cents.cum_sum().over(_CLASS) - c.unapproved_base_cents,
    )
    rows = rows.with_columns(
        fundable_cents=_cut(pl.col("fundable_before"), c.fundable_base_cents, c.advance_ppm)
        + _cut(pl.col("unapproved_before"), c.unapproved_base_cents, pl.col("unapproved_ppm"))
    )
    base = c.fundable_base_cents + c.unapproved_base_cents
    return rows.with_columns(retained_cents=base - c.fundable_cents - c.over_limit_held_cents)


# The parts that buyers carry, each with its amount of a buyer and class; `assigned` is the whole.
OF_ROW = {
    "assigned": c.outstanding_cents,
    **OF_BUYER,
    "retained": c.retained_cents,
    "owed_to_buyers": c.unapplied_credit_cents + c.unallocated_cash_cents
    - c.reduction_cents - c.netted_cents,
}  # fmt: skip


def by_buyer(exposures: pl.DataFrame, contracts: pl.DataFrame) -> pl.DataFrame:
    """CARRIED: what each buyer carries of the parts of OF_ROW, none that is zero."""
    rows = laid(exposures, contracts)
    told = pl.concat(
        rows.select("contract_id", part=pl.lit(part), buyer_id=c.buyer_id, amount_cents=cents)
        for part, cents in OF_ROW.items()
    )
    summed = told.group_by(told.columns[:-1], maintain_order=True).agg(c.amount_cents.sum())
    return summed.filter(c.amount_cents != 0)


def by_item(exposures: pl.DataFrame, contracts: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """CARRIED_BY_ITEM of ITEMS of one buyer, none that is zero: of each part of OF_ROW, the
    invoices, credit notes and payments that make what that buyer carries of it.

    A cap takes the newest invoices first, what is financed without approval the oldest. Money of
    the buyer lowers its oldest invoices: `credit_not_needed` and `owed_to_buyers` tell it beside
    them, one with the sign of the invoices, one with that of the money.
    """
    amounts = (
        "unapproved_base_cents", "over_limit_held_cents", "concentration_cents",
        "contra_reserve_cents", "netted_cents",
    )  # fmt: skip
    rows = laid(exposures, contracts).select(
        *_ROW, "advance_ppm", "unapproved_ppm", "lacks_ppm", "fundable_before",
        "unapproved_before", *(pl.col(name).alias(f"row_{name}") for name in amounts),
    )  # fmt: skip
    told = items.sort("item_id").join(
        rows, on=_ROW, how="left", maintain_order="left", nulls_equal=True
    )
    for columns in _LAID:
        told = told.with_columns(**columns)
    parts = pl.concat(
        told.select(part=pl.lit(part), item_kind=c.item_kind, item_id=c.item_id, amount_cents=cents)
        for part, cents in _OF_ITEM.items()
    )
    return parts.filter(c.amount_cents != 0)


def _before(cents: pl.Expr) -> pl.Expr:
    return cents.cum_sum().over("advance_class") - cents


def _oldest(whole: pl.Expr, among: pl.Expr) -> pl.Expr:
    return (whole - _before(among)).clip(0, among).fill_null(0)


def _newest(whole: pl.Expr, among: pl.Expr) -> pl.Expr:
    after = among.cum_sum(reverse=True).over("advance_class") - among
    return (whole - after).clip(0, among).fill_null(0)


# Column by column, as `waterfall` computes the rows; each step reads the one before.
_LAID: tuple[dict[str, pl.Expr], ...] = (
    {"eligible_cents": _OPEN[INVOICE] - c.ineligible_cents - c.reduction_cents},
    {
        "over_cents": c.eligible_cents - c.approved_cents,
        "concentration_cents": _newest(pl.col("row_concentration_cents"), c.approved_cents),
        "contra_cents": _newest(pl.col("row_contra_reserve_cents"), c.eligible_cents),
        "netted_cents": _oldest(pl.col("row_netted_cents"), c.ineligible_cents),
    },
    {
        "base_cents": c.approved_cents - c.concentration_cents,
        "unapproved_cents": _oldest(pl.col("row_unapproved_base_cents"), pl.col("over_cents")),
    },
    {
        "held_cents": _cut(_before(c.unapproved_cents), c.unapproved_cents, pl.col("lacks_ppm"))
        .fill_null(0),
        "fundable_cents": (
            _cut(pl.col("fundable_before") + _before(c.base_cents), c.base_cents, c.advance_ppm)
            + _cut(pl.col("unapproved_before") + _before(c.unapproved_cents), c.unapproved_cents,
                   pl.col("unapproved_ppm"))
        ).fill_null(0),
    },
)  # fmt: skip
_MONEY = _OPEN[CREDIT_NOTE] + _OPEN[PAYMENT]
_OF_ITEM = {
    "assigned": _OPEN[INVOICE],
    "unapplied_credit": _OPEN[CREDIT_NOTE],
    "unallocated_cash": _OPEN[PAYMENT],
    "credit_not_needed": c.reduction_cents - _MONEY,
    "over_limit": pl.col("over_cents") - c.unapproved_cents + c.held_cents,
    "concentration": c.concentration_cents,
    "contra": pl.col("contra_cents"),
    "retained": c.base_cents + c.unapproved_cents - c.fundable_cents - c.held_cents,
    "owed_to_buyers": _MONEY - c.reduction_cents - c.netted_cents,
}
if set(_OF_ITEM) != set(OF_ROW):
    raise AssertionError("what buyers carry is not what their invoices do")
