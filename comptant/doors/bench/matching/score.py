"""How many payments a way to match settles by itself, and how many of them rightly."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import polars as pl

from comptant.doors.bench.matching.draw import KINDS

NOT_CEDED = "not_ceded"
VERDICTS = ("RIGHT", "WRONG", "IN_PART", "WAITS")
ALLOCATED = pl.Schema({
    "payment_number": pl.Int64(), "invoice_id": pl.Int64(), "cents": pl.Int64()
})  # fmt: skip


def told(payments: pl.DataFrame, truth: pl.DataFrame, allocated: pl.DataFrame) -> pl.DataFrame:
    """Each payment with its `verdict`: RIGHT (the invoices it means, their cents, no other), WRONG
    (some cents on an invoice where they do not belong), IN_PART (what was given is right, and more
    waits that should not), WAITS (nothing was given)."""
    given = allocated.group_by("payment_number").agg(given=pl.struct("invoice_id", "cents").sort())
    meant = truth.group_by("payment_number").agg(meant=pl.struct("invoice_id", "cents").sort())
    stray = allocated.join(truth, on=list(ALLOCATED.names()), how="anti")
    rows = payments.join(given, on="payment_number", how="left", maintain_order="left")
    rows = rows.join(meant, on="payment_number", how="left", maintain_order="left")
    return rows.with_columns(
        verdict=pl.when(pl.col("given").is_null()).then(pl.lit("WAITS"))
        .when(pl.col("payment_number").is_in(stray["payment_number"].implode()))
        .then(pl.lit("WRONG"))
        .when(pl.col("given") == pl.col("meant")).then(pl.lit("RIGHT"))
        .otherwise(pl.lit("IN_PART"))
    )  # fmt: skip


def scores(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """One row per kind and one of all. Automatic: settled whole, rightly or wrongly. Precision: the
    right ones of these, also those that pay nothing ceded. The rate of all is of the payments of
    ceded invoices."""
    counts = {(kind, verdict): count for kind, verdict, count
              in rows.group_by("kind", "verdict").len().iter_rows()}  # fmt: skip
    kinds = [kind for kind in (*KINDS, NOT_CEDED) if kind in set(rows["kind"])]
    found = {kind: {verdict: counts.get((kind, verdict), 0) for verdict in VERDICTS}
             for kind in kinds}  # fmt: skip
    ceded = _summed(found[kind] for kind in kinds if kind != NOT_CEDED)
    whole = _figures("all", _summed(found.values()))
    rate = _figures("ceded", ceded)["automatic_percent"]
    return [*(_figures(kind, found[kind]) for kind in kinds), whole | {"automatic_percent": rate}]


def by_evidence(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """One row per step that matched (`matched_by`): how many payments, how many rightly."""
    verdicts = [(pl.col("verdict") == each).sum().alias(each.lower()) for each in VERDICTS[:3]]
    found = rows.group_by("matched_by").agg(pl.len().alias("payments"), *verdicts)
    return found.sort("payments", descending=True).to_dicts()


def _summed(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    return dict(sum((Counter(each) for each in counts), Counter()))


def _figures(kind: str, counts: dict[str, int]) -> dict[str, Any]:
    right, wrong, part, waits = (counts.get(verdict, 0) for verdict in VERDICTS)
    return {
        "kind": kind, "payments": right + wrong + part + waits, "right": right, "wrong": wrong,
        "in_part": part, "waits": waits,
        "automatic_percent": percent(right + wrong, right + wrong + part + waits),
        "precision_percent": percent(right, right + wrong),
    }  # fmt: skip


def percent(part: int, whole: int) -> float | None:
    """Three decimals, cut and not rounded: 99.9 is not said of what is below."""
    return part * 100_000 // whole / 1_000 if whole else None
