"""Fraud that shows in payments: to whom, from whom, when. Source: DOMAIN §10."""

from datetime import date

import polars as pl

from comptant.rules.columns import c
from comptant.rules.fraud import Limits, Seen, ppm_of, raised

PAYMENT = ("payment_id", "amount_cents", "payer_name", "payer_iban")


def plain(name: pl.Expr) -> pl.Expr:
    """A name as letters and digits only."""
    return name.str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", "")


def direct_payments(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-07. Of what was paid in the last days, the share paid to the client: by several payments,
    or by so large a share that one is enough. A single small one is a buyer's mistake."""
    of = seen["payments"].filter(c.paid_on > seen.since(k["days"])).group_by("contract_id").agg(
        paid=c.amount_cents.sum(), direct=c.amount_cents.filter(c.is_direct).sum(),
        payments=c.payment_id.filter(c.is_direct).n_unique().cast(pl.Int64)
    ).with_columns(share=ppm_of(pl.col("direct"), pl.col("paid")))  # fmt: skip
    found = of.filter((pl.col("share") > k["share_ppm"]) & (
        (pl.col("payments") >= k["least"]) | (pl.col("share") > k["alone_ppm"])))  # fmt: skip
    return raised("FR-07", found, "CONTRACT", "contract_id", "direct", "paid", "direct", "payments",
                  "share")  # fmt: skip


def payer_mismatch(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-08. Money for a buyer whose account is none of its, under a name that is none of its;
    where one of the two is not told, the other decides; a buyer without a known account is judged
    by its name."""
    return raised("FR-08", strangers(seen, seen.from_on), "PAYMENT", "payment_id", "amount_cents",
                  "payer_name", "payer_iban")  # fmt: skip


def strangers(seen: Seen, since: date) -> pl.DataFrame:
    """The payments after a day whose payer is not the buyer that it pays for, as FR-08 says;
    `name_key`: its name plain."""
    names = pl.concat([
        seen["parties"].select("party_id", name_key=plain(c.party_name)),
        seen["payers"].select("party_id", name_key=plain(c.payer_name)),
    ]).unique().with_columns(is_named=pl.lit(True))  # fmt: skip
    accounts = seen["accounts"].unique().with_columns(is_account=pl.lit(True))
    known = seen["accounts"].select("party_id").unique().with_columns(has_account=pl.lit(True))
    of = seen["payments"].filter(
        c.buyer_id.is_not_null() & ~c.is_direct & (c.paid_on > since) & (c.paid_on <= seen.on)
        & (c.payer_name.is_not_null() | c.payer_iban.is_not_null())
    ).with_columns(name_key=plain(c.payer_name))  # fmt: skip
    of = of.join(names, left_on=("buyer_id", "name_key"), right_on=("party_id", "name_key"),
                 how="left").join(accounts, left_on=("buyer_id", "payer_iban"),
                                  right_on=("party_id", "iban"), how="left").join(
        known, left_on="buyer_id", right_on="party_id", how="left")  # fmt: skip
    named, account = pl.col("is_named").fill_null(False), pl.col("is_account").fill_null(False)
    has_account = pl.col("has_account").fill_null(False)
    strange_account = c.payer_iban.is_null() | ~account
    return of.filter(~named & strange_account & (c.payer_name.is_not_null() | has_account))


def paid_by_client(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-09. From an account of the client, or of a party that shares an officer with it."""
    officers = seen["attributes"].filter(c.attribute_kind == "OFFICER").select(
        "party_id", value=plain(c.attribute_value))  # fmt: skip
    clients = seen["contracts"].select("contract_id", "client_id")
    related = clients.join(officers, left_on="client_id", right_on="party_id").join(
        officers.rename({"party_id": "related_id"}), on="value").filter(
        pl.col("related_id") != c.client_id)  # fmt: skip
    mine = pl.concat([clients.select("contract_id", party_id=c.client_id),
                      related.select("contract_id", party_id=pl.col("related_id"))])  # fmt: skip
    accounts = mine.join(seen["accounts"], on="party_id").select(
        "contract_id", pl.col("iban").alias("payer_iban"), owner_id=c.party_id)  # fmt: skip
    found = seen["payments"].filter(seen.is_new(c.paid_on) & ~c.is_direct).join(
        accounts, on=("contract_id", "payer_iban")).filter(
        pl.col("owner_id").ne_missing(c.buyer_id))  # fmt: skip
    return raised("FR-09", found, "PAYMENT", "payment_id", "amount_cents", "payer_iban", "owner_id")


def buyer_drift(seen: Seen, k: Limits) -> pl.DataFrame:
    """FR-15. How late a buyer pays this client of late, against how late it was before with all of
    them; its payments to others have not drifted."""
    of = seen["payments"].filter(c.buyer_id.is_not_null()).join(
        seen["sold"].select("contract_id", "invoice_id", "due_on"), on=("contract_id", "invoice_id")
    ).with_columns(late=(c.paid_on - c.due_on).dt.total_days())  # fmt: skip
    recent = c.paid_on > seen.since(k["days"])
    pair, buyer = ("contract_id", "buyer_id"), "buyer_id"
    late, cents = pl.col("late"), pl.col("amount_cents")
    sums = of.group_by(pair).agg(
        now=late.filter(recent).sum(), now_count=recent.sum(), before=late.filter(~recent).sum(),
        before_count=(~recent).sum(), now_cents=cents.filter(recent).sum())  # fmt: skip
    now, now_count = pl.col("now"), pl.col("now_count").cast(pl.Int64)
    before, before_count = pl.col("before"), pl.col("before_count").cast(pl.Int64)
    sums = sums.with_columns(
        others=now.sum().over(buyer) - now, others_count=now_count.sum().over(buyer) - now_count,
        average=before.sum().over(buyer) // before_count.sum().over(buyer).clip(lower_bound=1),
        history=before_count.sum().over(buyer))  # fmt: skip
    limit = pl.col("average") + k["drift_days"]
    others, others_count = pl.col("others"), pl.col("others_count")
    found = sums.filter(
        (now_count >= k["least"]) & (pl.col("history") >= k["least"])
        & (now > limit * now_count)
        & ((others_count == 0) | (others <= limit * others_count))
    ).with_columns(late_now=now // now_count)  # fmt: skip
    return raised("FR-15", found, "BUYER", "buyer_id", "now_cents", "late_now", "average",
                  "now_count", "others_count")  # fmt: skip
