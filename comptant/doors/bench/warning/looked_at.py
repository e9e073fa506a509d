"""A ledger of tables as the rules read it on a day: nothing of later days is told."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.rules.columns import c
from comptant.rules.warning import CUTS, FLOW, LIMIT_DAYS
from comptant.rules.warning_flow import flow_of
from comptant.rules.warning_score import scored

Row = dict[str, Any]
COLUMNS = {
    "invoices": {"contract_id": pl.Int64, "client_id": pl.Int64, "buyer_id": pl.Int64,
                 "invoice_id": pl.Int64, "issued_on": pl.Date, "due_on": pl.Date,
                 "gross_cents": pl.Int64, "credited_id": pl.Int64},
    "payments": {"invoice_id": pl.Int64, "paid_on": pl.Date, "amount_cents": pl.Int64},
    "disputes": {"invoice_id": pl.Int64, "disputed_on": pl.Date, "amount_cents": pl.Int64},
    "limits": {"buyer_id": pl.Int64, "decided_on": pl.Date, "amount_cents": pl.Int64},
    "truth": {"subject": pl.String, "party_id": pl.Int64, "failed_on": pl.Date},
}  # fmt: skip
Tables = dict[str, pl.DataFrame]


def framed(tables: Mapping[str, list[Row]]) -> Tables:
    """The tables of a generator as frames."""
    return {
        name: pl.DataFrame({column: [row[column] for row in tables[name]] for column in columns},
                           schema=columns)
        for name, columns in COLUMNS.items()
    }  # fmt: skip


def flow(tables: Tables, on: date) -> pl.DataFrame:
    """FLOW as of a day: what was paid and credited up to it."""
    paid = tables["payments"].filter(c.paid_on <= on).group_by("invoice_id").agg(
        paid=c.amount_cents.sum(), paid_on=c.paid_on.max())  # fmt: skip
    known = tables["invoices"].filter(c.issued_on <= on)
    credited = known.filter(pl.col("credited_id").is_not_null()).group_by(
        invoice_id="credited_id").agg(credited=-c.gross_cents.sum())  # fmt: skip
    disputed = tables["disputes"].filter(c.disputed_on <= on).group_by("invoice_id").agg(
        disputed_cents=c.amount_cents.sum(), disputed_on=c.disputed_on.max())  # fmt: skip
    rows = known
    for table in (paid, credited, disputed):
        rows = rows.join(table, on="invoice_id", how="left", maintain_order="left")
    settled = pl.col("paid").fill_null(0) + pl.col("credited").fill_null(0)
    return rows.select(
        "contract_id", "client_id", "buyer_id", "invoice_id", pl.lit("EUR").alias("currency"),
        "issued_on", "due_on", "gross_cents",
        pl.when(c.gross_cents > 0).then((c.gross_cents - settled).clip(0)).otherwise(0).alias(
            "open_cents"),
        "paid_on", pl.col("disputed_cents").fill_null(0), "disputed_on",
    ).cast(FLOW.schema())  # fmt: skip


def cuts(tables: Tables, on: date) -> pl.DataFrame:
    """CUTS as of a day: the limit of each buyer now, and the most that it was in half a year."""
    known = tables["limits"].filter(c.decided_on <= on).sort("decided_on", maintain_order=True)
    from_on = on - timedelta(days=LIMIT_DAYS)
    before = known.filter(c.decided_on <= from_on).group_by("buyer_id").agg(
        before=c.amount_cents.last())  # fmt: skip
    found = known.group_by("buyer_id", maintain_order=True).agg(
        limit_cents=c.amount_cents.last(),
        peak=c.amount_cents.filter(c.decided_on > from_on).max())  # fmt: skip
    return found.join(before, on="buyer_id", how="left", maintain_order="left").select(
        "buyer_id", pl.lit("EUR").alias("currency"),
        pl.max_horizontal("peak", "before").alias("peak_cents"), "limit_cents",
    ).cast(CUTS.schema())  # fmt: skip


def look(tables: Tables, on: date) -> pl.DataFrame:
    """The scores of a day, of companies that have not failed yet; `days_left` until they fail
    (null: not within what is told)."""
    scores, _ = scored(*flow_of(flow(tables, on), on), cuts(tables, on), on)
    truth = tables["truth"].select(warning_subject="subject", party_id="party_id",
                                   failed_on="failed_on")  # fmt: skip
    rows = scores.join(truth, on=("warning_subject", "party_id"), how="left",
                       maintain_order="left")  # fmt: skip
    rows = rows.with_columns(on=pl.lit(on), days_left=(pl.col("failed_on") - on).dt.total_days())
    return rows.filter(pl.col("failed_on").is_null() | (pl.col("days_left") > 0))
