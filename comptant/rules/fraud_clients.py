"""Fraud that shows in a client as a whole, and in whom it sells to. Source: DOMAIN §10."""

import polars as pl

from comptant.rules.columns import c
from comptant.rules.fraud import Limits, Seen, ppm_of, raised
from comptant.rules.fraud_payments import plain


def above_declared(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-13. What was assigned of the last months declared, VAT included, against the VAT return
    with VAT laid on it."""
    of = (
        seen["declared"]
        .filter(c.month_on < seen.on.replace(day=1))
        .sort("month_on", descending=True)
        .with_columns(rank=pl.int_range(pl.len()).over("client_id"))
        .filter(pl.col("rank") < k["months"])
    )
    of = of.filter(pl.len().over("client_id") == k["months"])
    sold = seen["sold"].group_by("client_id", month_on=c.issued_on.dt.truncate("1mo")).agg(
        sold=c.gross_cents.sum())  # fmt: skip
    sums = of.join(sold, on=("client_id", "month_on"), how="left").group_by("client_id").agg(
        sold=pl.col("sold").fill_null(0).sum(), declared=c.declared_cents.sum())  # fmt: skip
    with_vat = pl.col("declared").cast(pl.Int128) * k["vat_ppm"] // 1_000_000
    sums = sums.with_columns(with_vat=with_vat.cast(pl.Int64)).with_columns(
        share=ppm_of(pl.col("sold"), pl.col("with_vat")))  # fmt: skip
    found = sums.filter(pl.col("share") > k["share_ppm"]).join(seen["contracts"], on="client_id")
    return raised("FR-13", found, "CONTRACT", "contract_id", "sold", "sold", "declared", "share")


def shared_details(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-17. A client and one of its buyers have a detail or an account in common."""
    details = pl.concat([
        seen["attributes"].select("party_id", kind="attribute_kind",
                                  value=plain(c.attribute_value)),
        seen["accounts"].select("party_id", kind=pl.lit("IBAN"), value=pl.col("iban")),
    ]).filter(pl.col("value") != "").unique()  # fmt: skip
    pairs = seen["sold"].group_by("contract_id", "client_id", "buyer_id").agg(
        gross_cents=c.gross_cents.sum()).filter(c.client_id != c.buyer_id)  # fmt: skip
    found = pairs.join(details, left_on="client_id", right_on="party_id").join(
        details, left_on=("buyer_id", "kind", "value"), right_on=("party_id", "kind", "value")
    )
    return raised("FR-17", found, "BUYER", "buyer_id", "gross_cents", "kind", "value")


def ring(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-20. From a client, along those who sold to whom in the year, back to it in at most
    `length` steps. Only parties that both sell and buy can be in a circle."""
    sold = seen["sold"].filter(c.sent_on > seen.since(365)).select("client_id", "buyer_id")
    edges = (
        pl.concat([sold, seen["sales"]])
        .select(seller=c.client_id, to=c.buyer_id)
        .unique(maintain_order=True)
        .filter(pl.col("seller") != pl.col("to"))
    )
    edges = edges.join(edges.select(to="seller").unique(), on="to", how="semi")
    mine = seen["contracts"].select(seller=c.client_id).unique()
    ways = edges.join(mine, on="seller", how="semi").with_columns(start="seller", way=pl.concat_str(
        pl.col("seller"), pl.lit(" "), pl.col("to")))  # fmt: skip
    closed = []
    for _ in range(k["length"] - 1):
        ways = ways.select("start", "way", seller="to").join(edges, on="seller").with_columns(
            way=pl.concat_str(pl.col("way"), pl.lit(" "), pl.col("to")))  # fmt: skip
        closed.append(ways.filter(pl.col("to") == pl.col("start")))
        ways = ways.filter(pl.col("to") != pl.col("start"))
    rings = pl.concat(closed).select(client_id="start", ring="way").unique(
        "client_id", keep="first", maintain_order=True) if closed else None  # fmt: skip
    if rings is None:
        return raised("FR-20", seen["contracts"].head(0), "CONTRACT", "contract_id", "")
    found = rings.join(seen["contracts"], on="client_id")
    return raised("FR-20", found, "CONTRACT", "contract_id", "", "ring")
