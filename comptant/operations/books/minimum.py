"""The annual minimum of the factoring fee: what the fees of the calendar year lack to it, billed on
its last day, or when the contract's balance is paid out. Source: DOMAIN 4.2, W4-2."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.billing import bill_fees
from comptant.rules.batch import decide
from comptant.rules.columns import c, shape
from comptant.rules.pricing import dated_minimum_cents, minimum_shortfall_cents
from comptant.store import bulk

MINIMUM = ("FEE-MIN", "price, annual minimum", "minimum_fee")
FACTS = shape("contract_id", "in_force_days", "minimum_numbers", "billed_fee_cents")


def shortfalls(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """FACTS, prorated_minimum_cents and minimum_shortfall_cents of the contracts that have or had a
    minimum in the year up to today."""
    ids = contracts["contract_id"].to_list()
    return shortfall_of(bulk.read(do.conn, "minimum_facts", FACTS, ids=ids, on=do.on))


def shortfall_of(facts: pl.DataFrame) -> pl.DataFrame:
    """FACTS with what the fees lack to the minimum of each day; those without one are left out."""
    dated = decide(facts.filter(c.minimum_numbers > 0), (dated_minimum_cents,))
    return decide(dated.rename({"dated_minimum_cents": "prorated_minimum_cents"}),
                  (minimum_shortfall_cents,))  # fmt: skip


def bill_minimum(do: Act, contracts: pl.DataFrame, event: str) -> pl.DataFrame:
    """Bill what the year's fees lack to the minimum, with VAT; contract_id and bill_total_cents.
    What was billed counts: a second time bills nothing more."""
    rows = shortfalls(do, contracts).filter(c.minimum_shortfall_cents > 0).select(
        "contract_id", pl.lit(event).alias("event"), base_cents=c.prorated_minimum_cents,
        fee_cents=c.minimum_shortfall_cents,
    )  # fmt: skip
    return bill_fees(do, contracts, rows, MINIMUM).select("contract_id", "bill_total_cents")
