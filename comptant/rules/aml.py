"""Scenarios of money laundering in the money of a contract: who pays, from where, how, how much.

They read the tables that the rules on fraud read (`fraud.TABLES`). What they find is looked at by
compliance alone and stops nothing by itself. Source: DOMAIN 9.1; art. L561-10-2 CMF;
docs/decisions/0164-a-suspicion-is-the-houses-alone.md.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import polars as pl

from comptant.rules.columns import c
from comptant.rules.fraud import (
    ALARMS,
    FraudRule,
    Limits,
    Seen,
    months_before,
    ppm_of,
    raised,
    seen,
)
from comptant.rules.fraud_clients import ring
from comptant.rules.fraud_payments import strangers
from comptant.rules.money import ONE_PPM


@dataclass(frozen=True)
class Scenario:
    """One scenario: what it looks for, and what would settle it."""

    scenario: str
    word: str
    english: str
    french: str
    remedy: str
    remedy_french: str


@cache
def catalogue() -> dict[str, Scenario]:
    """The scenarios in order."""
    return {row["scenario"]: Scenario(**row) for row in _rows("aml_catalogue.csv")}


@cache
def risk_countries(on: date) -> tuple[str, ...]:
    """The countries at high risk on a day, by their two letters. Source: delegated regulation (EU)
    2016/1675 as it was amended."""
    return tuple(sorted(
        row["country"] for row in _rows("risk_countries.csv")
        if row["from_on"] <= on.isoformat() <= (row["until_on"] or "9999-12-31")
    ))  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("comptant.rules").joinpath(name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def strangers_pay(seen: Seen, k: Limits) -> pl.DataFrame:
    """AML-01. Payers who are no buyer's: one of them for several buyers, or all of them for more
    than a share of what was paid in the last days."""
    since = seen.since(k["days"])
    strange = strangers(seen, since)
    paid = seen["payments"].filter((c.paid_on > since) & ~c.is_direct).group_by(
        "contract_id").agg(paid=c.amount_cents.sum())  # fmt: skip
    of = strange.group_by("contract_id").agg(
        strange=c.amount_cents.sum(), payments=c.payment_id.n_unique().cast(pl.Int64)
    )
    most = strange.drop_nulls("name_key").sort("payment_id").group_by(
        "contract_id", "name_key", maintain_order=True).agg(
        c.payer_name.first(), buyers=c.buyer_id.n_unique().cast(pl.Int64)).sort(
        "buyers", descending=True, maintain_order=True).unique(
        "contract_id", keep="first", maintain_order=True)  # fmt: skip
    sums = of.join(paid, on="contract_id").join(most, on="contract_id", how="left")
    sums = sums.with_columns(share=ppm_of(pl.col("strange"), pl.col("paid")))
    is_large = (pl.col("payments") >= k["least"]) & (pl.col("share") > k["share_ppm"])
    found = sums.filter(is_large | (pl.col("buyers") >= k["buyers"]).fill_null(False))
    return raised("AML-01", found, "CONTRACT", "contract_id", "strange", "payments", "payer_name",
                  "buyers", "share")  # fmt: skip


def risk_country(seen: Seen, k: Limits) -> pl.DataFrame:
    """AML-02. A payment of more than a sum from an account in a country at high risk."""
    of = _new_payments(seen).with_columns(country=c.payer_iban.str.head(2).str.to_uppercase())
    found = of.filter(pl.col("country").is_in(risk_countries(seen.on))
                      & (c.amount_cents > k["above_cents"]))  # fmt: skip
    return raised("AML-02", found, "PAYMENT", "payment_id", "amount_cents", "country", "payer_name")


def paid_back(seen: Seen, k: Limits) -> pl.DataFrame:
    """AML-03. What was paid too much and went back: more than a sum at once, or several times for
    one buyer in the last days."""
    of = seen["returned"].filter((c.paid_on > seen.since(k["days"])) & (c.paid_on <= seen.on))
    of = of.with_columns(times=pl.len().over("contract_id", "buyer_id").cast(pl.Int64))
    found = of.filter(seen.is_new(c.paid_on) & (
        (c.amount_cents > k["above_cents"]) | (pl.col("times") >= k["times"])))  # fmt: skip
    return raised("AML-03", found, "PAYMENT", "payment_id", "amount_cents", "amount_cents", "times")


def circle(seen: Seen, k: Limits) -> pl.DataFrame:
    """AML-04. A client that buys from its own buyer."""
    return ring(seen, k).with_columns(fraud_rule=pl.lit("AML-04"))


def sudden_growth(seen: Seen, k: Limits) -> pl.DataFrame:
    """AML-05. What buyers paid in the last month that is over, above `share_ppm` of the mean of the
    months before and above `above_ppm` of the best of them. A payment counts for no more than what
    `large_ppm` of those before are below. A client of less months is not judged."""
    this, first = months_before(seen.on, 1), months_before(seen.on, 1 + k["months"])
    of = seen["payments"].filter((c.paid_on >= first) & (c.paid_on < seen.on.replace(day=1)))
    large = of.filter(c.paid_on < this).sort("amount_cents").group_by("contract_id").agg(
        most=c.amount_cents.get(pl.len().cast(pl.Int64) * k["large_ppm"] // ONE_PPM))  # fmt: skip
    months = of.join(large, on="contract_id").group_by(
        "contract_id", month_on=c.paid_on.dt.truncate("1mo")).agg(
        cents=pl.min_horizontal(c.amount_cents, pl.col("most")).sum())  # fmt: skip
    is_this, cents = pl.col("month_on") == this, pl.col("cents")
    sums = months.group_by("contract_id").agg(
        month=cents.filter(is_this).sum(), before=cents.filter(~is_this).sum(),
        best=cents.filter(~is_this).max(), months=(~is_this).sum().cast(pl.Int64))  # fmt: skip
    sums = sums.with_columns(share=ppm_of(pl.col("month") * k["months"], pl.col("before")),
                             above=ppm_of(pl.col("month"), pl.col("best")))  # fmt: skip
    found = sums.filter((pl.col("months") == k["months"]) & (pl.col("share") > k["share_ppm"])
                        & (pl.col("above") > k["above_ppm"]))  # fmt: skip
    return raised("AML-05", found, "CONTRACT", "contract_id", "month", "month", "before", "best",
                  "share")  # fmt: skip


def cash(seen: Seen, k: Limits) -> pl.DataFrame:
    """AML-06. Cash of more than what may be paid in cash."""
    found = seen["cash"].filter(seen.is_new(c.paid_on) & (c.amount_cents > k["above_cents"]))
    return raised("AML-06", found, "PAYMENT", "payment_id", "amount_cents", "remittance_text")


def no_reason(seen: Seen, k: Limits) -> pl.DataFrame:
    """AML-07. Invoices that are due late and paid at once: who is paid in some days needs no
    financing of them. More than a share of what was paid in the last days."""
    sold = seen["sold"].select("contract_id", "invoice_id", "sent_on", "due_on")
    of = seen["payments"].filter((c.paid_on > seen.since(k["days"])) & ~c.is_direct).join(
        sold, on=("contract_id", "invoice_id"))  # fmt: skip
    soon = (
        (c.paid_on - c.sent_on).dt.total_days() <= k["paid_days"]
    ) & ((c.due_on - c.sent_on).dt.total_days() >= k["due_days"])  # fmt: skip
    sums = of.group_by("contract_id").agg(
        paid=c.amount_cents.sum(), soon=c.amount_cents.filter(soon).sum(),
        invoices=c.invoice_id.filter(soon).n_unique().cast(pl.Int64))  # fmt: skip
    sums = sums.with_columns(share=ppm_of(pl.col("soon"), pl.col("paid")))
    found = sums.filter((pl.col("invoices") >= k["least"]) & (pl.col("share") > k["share_ppm"]))
    return raised("AML-07", found, "CONTRACT", "contract_id", "soon", "invoices", "paid", "share")


def _new_payments(seen: Seen) -> pl.DataFrame:
    """The payments looked at now, each once with all that it paid."""
    return seen["payments"].filter(seen.is_new(c.paid_on) & ~c.is_direct).group_by(
        "contract_id", "payment_id", maintain_order=True).agg(
        c.amount_cents.sum(), c.payer_iban.first(), c.payer_name.first())  # fmt: skip


SCENARIOS: dict[str, FraudRule] = {
    "AML-01": strangers_pay, "AML-02": risk_country, "AML-03": paid_back, "AML-04": circle,
    "AML-05": sudden_growth, "AML-06": cash, "AML-07": no_reason,
}  # fmt: skip


def found_suspect(
    tables: Mapping[str, pl.DataFrame], from_on: date, on: date, limits: Mapping[str, Limits]
) -> pl.DataFrame:
    """ALARMS of a day by every scenario; `fraud_rule` is the scenario."""
    known = seen(tables, from_on, on)
    found = [rule(known, limits.get(code, {})) for code, rule in SCENARIOS.items()]
    return pl.concat([ALARMS.empty(), *found])
