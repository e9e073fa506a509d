"""Parties in proceedings with the days of their contracts, and who bears what a failed buyer owes:
rows of read_insolvencies and read_failed_invoices put through the rules. Source: DOMAIN 1.6, 1.9.
"""

from datetime import date
from typing import Any

import polars as pl

from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.rules.insolvency import BEARERS, BORNE, FAILED, INSOLVENCY_DAYS, NULLABLE
from comptant.rules.money import share
from comptant.rules.terms import TERMS

Row = dict[str, Any]
OF_DAYS = ("declare_claim_by_on", "relief_by_on", "goods_by_on", "answer_by_on",
           "next_insolvency_step", "act_by_on")  # fmt: skip
OF_BEARERS = ("debt_cents", "insurer_bears_cents", "factor_bears_cents",
              "client_bears_cents")  # fmt: skip
OF_CONTRACT = ("contract_id", "contract_number", "client_name", "buyer_id", "buyer_name",
               "currency")  # fmt: skip


def days_of(rows: list[Row], on: date) -> list[Row]:
    """Rows of read_insolvencies with their last days and what is to be done, the most urgent
    first."""
    if not rows:
        return []
    facts = FAILED.frame([{name: row.get(name, on) for name in FAILED.names} for row in rows])
    found = decide(facts, INSOLVENCY_DAYS, nullable=NULLABLE).select(OF_DAYS)
    told = [{**row, **days} for row, days in zip(rows, found.iter_rows(named=True), strict=True)]
    return sorted(told, key=lambda row: (row["next_insolvency_step"] is None,
                                         row["act_by_on"] or date.max, row["contract_number"],
                                         row["failed_part"], row["party_id"]))  # fmt: skip


def borne_of(invoices: list[Row], covers: list[Row]) -> list[Row]:
    """Rows of read_failed_invoices, and what policies are to pay of each (covering.cover_of), as
    one row per contract: what its buyer owes, and who bears it."""
    if not invoices:
        return []
    due: dict[tuple[int, int], int] = {}
    for row in covers:
        key = row["contract_id"], row["invoice_id"]
        due[key] = due.get(key, 0) + row["cover_due_cents"]
    facts = BORNE.frame([
        {"debt_cents": row["debt_cents"], "guaranteed_cents": 0,
         "insurer_cents": due.get((row["contract_id"], row["invoice_id"]), 0)}
        for row in invoices
    ]).with_columns(guaranteed_cents=_guaranteed(invoices))  # fmt: skip
    found = decide(facts, BEARERS)
    sums: dict[int, Row] = {}
    for row, borne in zip(invoices, found.iter_rows(named=True), strict=True):
        one = sums.setdefault(row["contract_id"], {
            **{name: row[name] for name in OF_CONTRACT}, "invoice_count": 0,
            **dict.fromkeys(OF_BEARERS, 0)})  # fmt: skip
        one["invoice_count"] += 1
        for name in OF_BEARERS:
            one[name] += borne[name]
    return list(sums.values())


def _guaranteed(invoices: list[Row]) -> pl.Series:
    """What our guarantee has taken, and what it takes of the approved part by its clause."""

    def term(row: Row, name: str) -> Any:
        return (row["terms"] or {}).get(name, TERMS[name].default)

    facts = pl.DataFrame({
        "approved_cents": [0 if term(row, "has_recourse") else row["approved_cents"]
                           for row in invoices],
        "guaranteed_ppm": [term(row, "guaranteed_ppm") for row in invoices],
        "factor_open_cents": [row["factor_open_cents"] for row in invoices],
    }, schema_overrides={"approved_cents": pl.Int64, "guaranteed_ppm": pl.Int64,
                         "factor_open_cents": pl.Int64})  # fmt: skip
    return facts.select(c.factor_open_cents + share(c.approved_cents, c.guaranteed_ppm)).to_series()
