"""What is held back of an availability for the next bills: the financing charge run up, charges in
advance that waited for a rate, fees with their VAT. Source: DOMAIN 3.4 step 9, 4.5, C-16."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.advance_interest import waiting_advances
from comptant.operations.books.financing import due_in, periods_until
from comptant.operations.terms.contracts import of_contracts
from comptant.operations.terms.rates import rate_missing
from comptant.rules import interest
from comptant.rules.columns import c, shape
from comptant.rules.pricing import (
    OVERSEAS_TERRITORIES,
    STANDARD_TERRITORIES,
    UNTAXED_TERRITORIES,
    billed,
)
from comptant.store import bulk

UNBILLED = shape("contract_id", "fee_cents")
FRENCH = (*STANDARD_TERRITORIES, *OVERSEAS_TERRITORIES, *UNTAXED_TERRITORIES)
# A client abroad accounts for the VAT itself, or there is none. Source: CGI art. 259, DOMAIN 4.5
_VAT_CLASS = (
    pl.when(pl.col("vat_territory").is_in(FRENCH)).then(pl.lit("TAXABLE_STD"))
    .otherwise(pl.lit("OUT_OF_SCOPE")).alias("vat_class")
)  # fmt: skip


def accrued_cents(do: Act, contracts: pl.DataFrame, *, leave_unknown: bool = False) -> pl.DataFrame:
    """contract_id and accrued_unbilled_cents: the charge run up to today, and the fees to bill with
    their VAT, as far as each contract holds them back; contracts that hold nothing back are left
    out.

    Refused: rate_missing; with `leave_unknown` the amount of the contracts concerned is null.
    """
    held = contracts["is_interest_reserved"]
    held_back = contracts if held.all() else contracts.filter(held)
    periods = periods_until(do, held_back, pl.lit(do.on))
    try:
        in_advance = _waiting(do, held_back)
        run_up = due_in(do, periods)
    except interest.MissingRate as error:
        if not leave_unknown:
            raise rate_missing(error) from None
        waits = c.contract_id.is_in(error.contract_ids)
        unknown = contracts.filter(waits).select(
            "contract_id", pl.lit(None, pl.Int64).alias("accrued_unbilled_cents")
        )
        return pl.concat([accrued_cents(do, contracts.filter(~waits)), unknown])
    charges = pl.concat([run_up.select("contract_id", "interest_cents"), in_advance])
    # A charge below zero, of a negative rate without floor, is no money before it is billed.
    parts = [
        charges.group_by("contract_id", maintain_order=True).agg(
            c.interest_cents.sum().clip(lower_bound=0).alias("accrued_unbilled_cents")
        )
    ]
    with_fees = contracts.filter(pl.col("is_fee_reserved"))
    if with_fees.height:
        parts.append(_fees(do, with_fees))
    if with_fees.height:
        return pl.concat(parts).group_by("contract_id").agg(c.accrued_unbilled_cents.sum())
    return parts[0]


def _fees(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """contract_id and accrued_unbilled_cents: the fees that have no bill yet, of what is open and,
    where the month is billed, of what was paid in it, as a bill of today would debit them: VAT by
    the client's territory, rounded once. (R-5)"""
    ids = contracts["contract_id"].to_list()
    monthly = contracts.filter(c.fee_billing == "MONTHLY")["contract_id"].to_list()
    fees = bulk.read(do.conn, "unbilled_fees", UNBILLED, ids=ids, monthly=monthly)
    fees = fees.select("contract_id", c.fee_cents.clip(lower_bound=0).alias("net_cents"))
    if fees.is_empty():
        return fees.select("contract_id", accrued_unbilled_cents="net_cents")
    territories = of_contracts(contracts, fees["contract_id"], ["vat_territory"])
    facts = fees.hstack(territories).with_columns(_VAT_CLASS, pl.lit(do.on).alias("charged_on"))
    told = billed(facts)
    return told.select("contract_id", accrued_unbilled_cents="bill_total_cents")


def _waiting(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """contract_id and interest_cents of charges in advance that waited for a rate known now."""
    _, priced, missing = waiting_advances(do, contracts)
    if missing.height:
        rate_index, day = missing.select("rate_index", "from_on").row(0)
        raise interest.MissingRate(rate_index, "", day, missing["contract_id"].unique().to_list())
    return priced.select("contract_id", "interest_cents")
