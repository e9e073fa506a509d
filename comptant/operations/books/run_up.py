"""What charges alone have taken from an availability since money was asked for.

A draw of all that is available is short of the night's charge on the next morning: that is no
reason to keep back what was granted. Source: DOMAIN 2.3 (promised hour), 3.4 step 9.
"""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.financing import interest_due, periods_until
from comptant.rules.columns import c, shape
from comptant.store import bulk

CHARGED = shape("contract_id", "asked_on", "from_on?", "interest_cents", "fee_cents")


def charged_since_asked(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """contract_id and charged_since_cents, of the contracts (CONTRACTS) with a draw that waits:
    charges run up or billed since the last one was asked for. All that waited was covered then.
    """
    ids = contracts["contract_id"].to_list()
    asked = bulk.read(do.conn, "charged_since_asked", CHARGED, ids=ids)
    held = contracts.filter(pl.col("is_interest_reserved"))
    now = periods_until(do, held, pl.lit(do.on))
    then = (
        now.join(asked.select("contract_id", "asked_on", first_on="from_on"), on="contract_id")
        .select("contract_id", "currency", pl.coalesce("first_on", "from_on").alias("from_on"),
                until_on=pl.col("asked_on"))
        .filter(c.from_on < c.until_on)
    )  # fmt: skip
    run_up = [
        interest_due(do, periods).select("contract_id", cents=sign * c.interest_cents)
        for periods, sign in ((now, 1), (then, -1))
    ]
    return (
        pl.concat([*run_up, _billed(contracts, asked)])
        .group_by("contract_id")
        .agg(pl.col("cents").sum().clip(lower_bound=0).alias("charged_since_cents"))
    )


def _billed(contracts: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """Charges billed since. One taken in advance, and a fee at assignment, come with an invoice,
    which brings more than they take; a fee held back was no longer available."""
    clauses = contracts.select("contract_id", "fee_billing", "is_fee_reserved")
    rows = asked.join(clauses, on="contract_id")
    has_fee = (c.fee_billing != "AT_ASSIGNMENT") & ~pl.col("is_fee_reserved")
    return rows.select(
        "contract_id",
        cents=c.interest_cents + pl.when(has_fee).then(pl.col("fee_cents")).otherwise(0),
    )
