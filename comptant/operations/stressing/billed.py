"""The fees that a guarantee taking effect has billed: of invoices that money meets for the first
time. Source: contract, billing of the fee; DOMAIN 4.1, 4.5."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.held_back import FRENCH
from comptant.operations.stressing.deciding import Decided
from comptant.operations.stressing.reading import Slice
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.columns import c, shape
from comptant.rules.pricing import billed
from comptant.store import bulk

UNBILLED = shape("contract_id", "fee_cents", "net_cents")
BILLED = pl.Schema({"contract_id": pl.Int64(), "billed_cents": pl.Int64(),
                    "unreserved_cents": pl.Int64()})  # fmt: skip


def fees_of_taken(do: Act, part: Slice, found: Decided) -> pl.DataFrame:
    """contract_id, what is billed with its VAT (`billed_cents`), and what is then no longer held
    back for it (`unreserved_cents`)."""
    taken = found.before_taken.filter(c.is_taken)
    if taken.is_empty():
        return BILLED.to_frame()
    others = part.contracts.filter(c.fee_billing != "MONTHLY")
    taken = taken.join(others, on="contract_id", how="semi")
    ids = taken["contract_id"].unique().sort()
    fees = bulk.read(do.conn, "stress_fees", UNBILLED, ids=ids.to_list(),
                     invoice_ids=taken["invoice_id"].to_list())  # fmt: skip
    fees = fees.filter(c.fee_cents > 0)
    if fees.is_empty():
        return BILLED.to_frame()
    (reserved,) = of_contracts(part.contracts, fees["contract_id"], ["is_fee_reserved"])
    whole = _total(do, part, fees, c.net_cents)
    rest = _total(do, part, fees, c.net_cents - c.fee_cents)
    return pl.DataFrame([
        fees["contract_id"], _total(do, part, fees, c.fee_cents).alias("billed_cents"),
        ((whole - rest) * reserved.cast(pl.Int64)).alias("unreserved_cents"),
    ])  # fmt: skip


def _total(do: Act, part: Slice, fees: pl.DataFrame, net: pl.Expr) -> pl.Series:
    """A bill of so much with its VAT, by the client's territory."""
    (territory,) = of_contracts(part.contracts, fees["contract_id"], ["vat_territory"])
    facts = fees.select("contract_id", net.alias("net_cents")).hstack([territory])
    is_french = pl.col("vat_territory").is_in(FRENCH)
    told = billed(facts.with_columns(
        pl.when(is_french).then(pl.lit("TAXABLE_STD")).otherwise(pl.lit("OUT_OF_SCOPE"))
        .alias("vat_class"), pl.lit(do.on).alias("charged_on")))  # fmt: skip
    return told["bill_total_cents"]
