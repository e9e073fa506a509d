"""Explanation: every euro of what was assigned has its place, its source and what would free it.

One row per (contract, part, buyer or invoice where there is one); the amounts of a contract sum to
its outstanding, to the cent. Source: DOMAIN §0.4 C-2, §3.4.
"""

from collections.abc import Mapping

import polars as pl

from comptant.rules.availability import FROZEN
from comptant.rules.batch import BrokenBatch
from comptant.rules.columns import c, shape
from comptant.rules.reasons import reasons_frame

PARTS = shape(
    "contract_id",
    "part",
    "reason",
    "rule",
    "source",
    "buyer_id?",
    "invoice_id?",
    "amount_cents",
    "freed_by",
)

# Parts of a buyer, then of the contract, each with its amount, in the order of the waterfall.
OF_BUYER = {
    "unapplied_credit": c.unapplied_credit_cents,
    "unallocated_cash": c.unallocated_cash_cents,
    # What covers ineligible amounts, or exceeds what the buyer owes, takes nothing more away.
    "credit_not_needed": c.reduction_cents - c.unapplied_credit_cents - c.unallocated_cash_cents,
    # Also where a part of it is advanced without approval: what a limit would bring.
    "over_limit": c.over_limit_cents - c.unapproved_base_cents + c.over_limit_held_cents,
    "concentration": c.concentration_cents,
    "contra": c.contra_reserve_cents,
}
_OF_CONTRACT = {
    "retained": c.retained_cents,
    "fund_balance": c.fund_balance_cents,
    "fund_shortfall": c.fund_shortfall_cents,
    "dilution": c.dilution_reserve_cents,
    "manual": c.manual_reserve_cents,
    "accrued": c.accrued_unbilled_cents,
    "owed_to_buyers": c.owed_to_buyers_cents,
    "owed_to_factor": c.owed_to_factor_cents,
    "written_off": c.written_off_held_cents,
    "garnished": c.garnished_held_cents,
    "asked": c.pending_cents,
    "funds_in_use": (c.funds_in_use_cents - c.pending_cents).clip(lower_bound=0),
    # Below zero nothing is advanced: the client's own money stands on its account.
    "in_credit": (c.funds_in_use_cents - c.pending_cents).clip(upper_bound=0),
    "line_cut": c.line_cut_cents,
}
PART_ORDER = (
    "unapplied_credit",
    "unallocated_cash",
    "credit_not_needed",
    "ineligible",
    "over_limit",
    "concentration",
    "retained",
    "fund_balance",
    "fund_shortfall",
    "contra",
    "dilution",
    "manual",
    "accrued",
    "owed_to_buyers",
    "owed_to_factor",
    "written_off",
    "garnished",
    "asked",
    "funds_in_use",
    "in_credit",
    "line_cut",
    "available",
)
_PART = pl.Enum(PART_ORDER)


def parts(exposures: pl.DataFrame, contracts: pl.DataFrame, invoices: pl.DataFrame) -> pl.DataFrame:
    """PARTS of what `waterfall` answered, in its order; `available` below zero is an
    over-advance, or held back beyond what invoices carry where nothing is owed.

    `invoices` gives contract_id, buyer_id, invoice_id, hold and ineligible_cents of open invoices
    (columns of `judge` and `approve`). Only `available` may be zero. BrokenBatch if the amounts of
    a contract do not sum to its outstanding.
    """
    no_id = pl.lit(None, pl.Int64)
    rows = [
        _laid_out(exposures, OF_BUYER, c.buyer_id, reason=c.part),
        _laid_out(
            contracts, {**_OF_CONTRACT, "available": c.available_cents}, no_id.alias("buyer_id"),
            _available().alias("why"),
            reason=pl.when(c.part == "available").then(pl.col("why")).otherwise(c.part),
        ),
        invoices.select(
            "contract_id", "buyer_id", "invoice_id", part=pl.lit("ineligible"), reason=c.hold,
            amount_cents=c.ineligible_cents,
        ),
    ]  # fmt: skip
    told = (
        pl.concat(rows)
        .group_by("contract_id", "part", "reason", "buyer_id", "invoice_id")
        .agg(c.amount_cents.sum())
        .filter((c.amount_cents != 0) | (c.part == "available"))
        .join(reasons_frame(), on="reason", how="left")
        .sort("contract_id", c.part.cast(_PART), "buyer_id", "invoice_id", nulls_last=True)
    )
    _prove(told, contracts)
    return told.select(PARTS.names)


def _available() -> pl.Expr:
    """Whether it may be drawn; below zero, whether invoices carry less than is in use, or a line
    alone allows less."""
    return (
        pl.when((c.available_cents >= 0) & (c.contract_status == FROZEN))
        .then(pl.lit("funding_frozen"))
        .when(c.available_cents >= 0).then(pl.lit("available"))
        .when((c.over_advance_cents > 0) & (c.headroom_cents >= 0)).then(pl.lit("over_line"))
        .when(c.over_advance_cents > 0).then(pl.lit("over_advance"))
        .otherwise(pl.lit("held_beyond_cover"))
    )  # fmt: skip


def _laid_out(
    batch: pl.DataFrame, cents_of: Mapping[str, pl.Expr], *keys: pl.Expr, reason: pl.Expr
) -> pl.DataFrame:
    """Each row of a batch as one row per part."""
    wide = batch.select(
        "contract_id", *keys, **{part: cents.cast(pl.Int64) for part, cents in cents_of.items()}
    )
    index = [name for name in wide.columns if name not in cents_of]
    long = wide.unpivot(list(cents_of), index=index, variable_name="part",
                        value_name="amount_cents")  # fmt: skip
    return long.select(
        "contract_id", "buyer_id", pl.lit(None, pl.Int64).alias("invoice_id"), "part",
        reason.alias("reason"), "amount_cents",
    )  # fmt: skip


def _prove(told: pl.DataFrame, contracts: pl.DataFrame) -> None:
    if told["rule"].null_count():
        raise BrokenBatch("an amount has no reason in the catalogue")
    sums = told.group_by("contract_id").agg(c.amount_cents.sum())
    wrong = contracts.join(sums, on="contract_id").filter(c.amount_cents != c.outstanding_cents)
    if wrong.height:
        raise BrokenBatch(f"the explanation of {wrong.height} contracts does not sum to E")
