"""The flat monthly package of a contract: each calendar month in which it runs is billed once,
whole, on its last day, or when the contract's balance is paid out.

Source: DOMAIN 4.1: a flat monthly fee (forfait) for very small firms."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.billing import bill_fees
from comptant.rules.columns import c, shape
from comptant.store import bulk

PACKAGE = ("FEE-PACK", "price, flat monthly package", "package_fee")
UNBILLED = shape("contract_id")


def bill_packages(do: Act, contracts: pl.DataFrame, event: str) -> pl.DataFrame:
    """Bill the package of the month of the day where it runs and has no bill yet, with VAT;
    contract_id and bill_total_cents."""
    asked = contracts.filter(c.package_month_cents > 0)
    unbilled = bulk.read(do.conn, "packages_unbilled", UNBILLED,
                         ids=asked["contract_id"].to_list(), on=do.on)  # fmt: skip
    rows = asked.join(unbilled, on="contract_id", how="semi", maintain_order="left").select(
        "contract_id", pl.lit(event).alias("event"), base_cents=c.package_month_cents,
        fee_cents=c.package_month_cents,
    )  # fmt: skip
    return bill_fees(do, contracts, rows, PACKAGE).select("contract_id", "bill_total_cents")
