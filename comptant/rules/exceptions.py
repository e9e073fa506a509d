"""Exceptions (dérogations): two people let a reason be, for an amount and until a day.

An exception names one reason and an invoice or a buyer. An invoice is excused where each reason
that holds it is excepted; the amount of an exception goes to the oldest invoices that it excuses,
first in first out, a buyer's to what the invoices' own exceptions leave. Parts that are disputed or
retained stay out. Which reasons may be excepted is in `reasons`. Source: contract, exceptions;
DOMAIN §2.1 (two people), §3.6.
"""

import json

import polars as pl

from comptant.rules.batch import check
from comptant.rules.columns import c, shape
from comptant.rules.reasons import REASONS

EXCEPTABLE = tuple(code for code, reason in REASONS.items() if reason.can_except)
# Invoices that reasons hold: `invoice_id` in the order of assignment, `held_cents` what they take,
# `exceptions` (the invoice's) and `buyer_exceptions`: JSON, reason -> {"amount_cents": cents, ...}.
HELD = shape(
    "contract_id", "invoice_id", "buyer_id", "holds", "held_cents", "exceptions?",
    "buyer_exceptions?",
)  # fmt: skip
_OF = (
    "contract_id",
    "of",
    "id",
    "code",
)  # an exception: of an invoice, or of a buyer in a contract
_GRANTS = {
    "contract_id": pl.Int64(), "of": pl.String(), "id": pl.Int64(), "code": pl.String(),
    "amount_cents": pl.Int64(),
}  # fmt: skip
_PART_OF_IT = [code for code, reason in REASONS.items() if reason.effect == "INEL_PART"]


def excused_cents(held: pl.DataFrame) -> pl.Series:
    """What of each invoice of HELD exceptions keep financed (Int64 cents, 0 for none)."""
    held = check(held, HELD)
    reasons = _reasons(held)
    granted = _grants(held)
    excepted = _excepted(reasons, granted)
    # Only an invoice of which every reason is excepted uses up an amount.
    asked = reasons.group_by("invoice_id").agg(pl.col("code").n_unique().alias("asked"))
    given = excepted.group_by("invoice_id").agg(pl.col("code").n_unique().alias("given"))
    whole = asked.join(given, on="invoice_id").filter(pl.col("asked") == pl.col("given"))
    excepted = excepted.join(whole, on="invoice_id", how="semi")
    own = pl.col("amount_cents").filter(pl.col("of") == "invoice").sum().over("invoice_id", "code")
    own = pl.min_horizontal(own, "held_cents")
    asked_for = pl.when(pl.col("of") == "invoice").then(own).otherwise(c.held_cents - own)
    excepted = excepted.with_columns(asked_for.alias("asked_cents"))
    before = pl.col("asked_cents").cum_sum().over(_OF, order_by="invoice_id")
    carried = (pl.col("amount_cents") - (before - pl.col("asked_cents"))).clip(
        0, pl.col("asked_cents")
    )
    by_reason = (
        excepted.with_columns(carried.alias("carried_cents"))
        .group_by("invoice_id", "code", "held_cents")
        .agg(pl.col("carried_cents").sum())
    )
    excused = by_reason.group_by("invoice_id").agg(
        pl.min_horizontal("carried_cents", "held_cents").min().alias("excused_cents")
    )
    found = held.select("invoice_id").join(
        excused, on="invoice_id", how="left", maintain_order="left"
    )
    return found["excused_cents"].fill_null(0)


def remaining_reasons(held: pl.DataFrame, code: str | None = None) -> pl.Series:
    """The reasons of each invoice of HELD that no exception lets be, `code` deemed excepted, joined
    with a blank: while there is one, the others free nothing of it (String, empty for none)."""
    held = check(held, HELD)
    reasons = _reasons(held).filter(pl.col("code") != (code or ""))
    left = reasons.join(
        _excepted(reasons, _grants(held)), on=("invoice_id", "code"), how="anti",
        maintain_order="left",
    ).group_by("invoice_id").agg(remaining=pl.col("code").str.join(" "))  # fmt: skip
    found = held.select("invoice_id").join(left, on="invoice_id", how="left", maintain_order="left")
    return found["remaining"].fill_null("").alias("remaining_reasons")


def _reasons(held: pl.DataFrame) -> pl.DataFrame:
    """A row per invoice and reason, `code`, that holds the whole of it."""
    reasons = held.select(
        "contract_id", "invoice_id", "buyer_id", "held_cents", c.holds.str.split(" ").alias("code")
    )
    return reasons.explode("code").filter(
        (pl.col("code") != "") & ~pl.col("code").is_in(_PART_OF_IT)
    )


def _excepted(reasons: pl.DataFrame, granted: pl.DataFrame) -> pl.DataFrame:
    """A row per reason of an invoice and exception, the invoice's own or its buyer's."""
    return pl.concat([
        reasons.with_columns(pl.lit(of).alias("of"), pl.col(f"{of}_id").alias("id")).join(
            granted, on=_OF)
        for of in ("invoice", "buyer")
    ])  # fmt: skip


def _grants(held: pl.DataFrame) -> pl.DataFrame:
    """One row per exception in force: of an invoice or a buyer, its reason and amount."""
    rows: set[tuple[int, str, int, str, int]] = set()
    for of, column in (("invoice", "exceptions"), ("buyer", "buyer_exceptions")):
        told = held.filter(pl.col(column).is_not_null())
        names = ("contract_id", f"{of}_id", column)
        for contract_id, id_, text in told.select(names).unique().iter_rows():
            for code, said in json.loads(text).items():
                rows.add((contract_id, of, id_, code, said["amount_cents"]))
    return pl.DataFrame(sorted(rows), schema=_GRANTS, orient="row")
