"""What policies cover of unpaid invoices, and by when it is lost: rows of read_insured_invoices
put through the rules, for doors and for the close alike. Source: DOMAIN 6."""

import json
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from comptant.rules.batch import decide
from comptant.rules.columns import VOCABULARY, c
from comptant.rules.cover import INSURED, covered
from comptant.rules.cover_days import COVER_DAYS, DAYS, NULLABLE
from comptant.rules.money import ONE_PPM, pro_rata
from comptant.rules.policy_terms import complete

Row = dict[str, Any]
OF_DAYS = ("extended_until_on", "extended_at_most_on", "extension_allowed_on", "cover_stop_on",
           "declare_by_on", "claim_by_on", "indemnity_on", "dispute_until_on",
           "jurisdiction_until_on", "next_cover_step", "act_by_on",
           "cover_days_left_days")  # fmt: skip
OF_COVER = ("base_open_cents", "cover_limit_cents", "uninsured_reason", "insurable_cents",
            "covered_cents", "cover_due_cents", "vat_gap_cents", "base_disputed_cents",
            "uninsured_cents", "beyond_cover_cents", "own_share_cents", "below_cents",
            "offered_cents")  # fmt: skip
TOLD = ("contract_id", "contract_number", "invoice_id", "invoice_number", "buyer_id", "buyer_name",
        "policy_id", "policy_number", "insurer_name", "layer", "share_ppm", "currency",
        "open_cents", "due_on", "year_on", "is_extension_agreed", "declared_on", "claimed_on",
        "admitted_on")  # fmt: skip
_TERMS = ("insured_base", "insured_ppm", "blind_cents", "max_term_days", "extension_days",
          "consent_extension_days", "declaration_days", "insolvency_days", "claim_days",
          "waiting_days", "waiting_from", "dispute_days", "jurisdiction_days")  # fmt: skip
_ITEM = ("contract_id", "invoice_id", "policy_id")
_ITEM_TYPES = dict.fromkeys(_ITEM, pl.Int64)


def cover_of(
    rows: list[Row], on: date, contract_id: int | None = None,
    only: set[tuple[int, int, int]] | None = None,
) -> list[Row]:  # fmt: skip
    """Each invoice and policy with its days, what is covered, and why it is not more: what is lost
    first comes first. `contract_id`: of one contract, `only`: of these (contract, invoice, policy),
    though the limits are shared by all."""
    if not rows:
        return []
    told = [{**row, **_terms_of(row["terms"])} for row in rows]
    facts = _frame(told, on)
    days = decide(facts.select(COVER_DAYS.names), DAYS, nullable=NULLABLE)
    stops = days.filter(c.cover_stop_on <= on).select(*_ITEM, "cover_stop_on")
    of_buyers = facts.select(*_ITEM, "buyer_id").join(stops, on=_ITEM)
    stopped = of_buyers.group_by("policy_id", "buyer_id").agg(
        c.cover_stop_on.min().alias("cover_stopped_on")
    )
    insured = facts.join(days.select(*_ITEM, "declare_by_on"), on=_ITEM).join(
        stopped, on=["policy_id", "buyer_id"], how="left"
    )
    found = covered(insured.select(INSURED.names)).select(*_ITEM, *OF_COVER)
    dates = days.select(*_ITEM, *OF_DAYS)
    if only is not None:
        wanted = pl.DataFrame(sorted(only), _ITEM_TYPES, orient="row")
        found, dates = (frame.join(wanted, on=_ITEM, how="semi") for frame in (found, dates))
        told = [row for row in told if tuple(row[name] for name in _ITEM) in only]
    known = {row[:3]: row for row in found.iter_rows()}
    dated = {row[:3]: row for row in dates.iter_rows()}
    answer = [
        {**{name: row[name] for name in TOLD}, "insured_ppm": row["insured_ppm"],
         "insured_base": row["insured_base"],
         **dict(zip(OF_COVER, known[key][3:], strict=True)),
         **dict(zip(OF_DAYS, dated[key][3:], strict=True))}
        for row in told
        if (key := tuple(row[name] for name in _ITEM)) and contract_id in (None, row["contract_id"])
    ]  # fmt: skip
    return sorted(answer, key=lambda row: (row["act_by_on"] or date.max, -row["cover_due_cents"],
                                           row["invoice_id"], row["policy_id"]))  # fmt: skip


@lru_cache(maxsize=1_000)
def terms_said(told: str) -> Row:
    """The terms of a policy on a day as they were said, all of them: the same of many invoices,
    read once."""
    return complete(json.loads(told))


def _terms_of(told: str) -> Row:
    terms = terms_said(told)
    return {name: terms[name] for name in (*_TERMS, "vat_ppm")}


def to_do(rows: list[Row]) -> list[Row]:
    """Of what cover_of gives, the invoices of which something is to be done, or was missed."""
    return [row for row in rows if row["next_cover_step"] is not None]


def _frame(told: list[Row], on: date) -> pl.DataFrame:
    """The facts of the rules. Where a policy insures amounts before VAT, its own rate says them: an
    invoice keeps only what it comes to with VAT."""
    wanted = dict.fromkeys((*COVER_DAYS.names, *INSURED.names))
    made = {"today_on", "net_cents", "cover_stopped_on", "declare_by_on"}
    names = [name for name in wanted if name not in made]
    frame = pl.DataFrame(
        pl.Series(name, [row[name] for row in told], VOCABULARY[name].dtype) for name in names
    )
    rates = pl.Series("vat_ppm", [row["vat_ppm"] for row in told], pl.Int64)
    whole = rates + ONE_PPM
    return frame.with_columns(whole.alias("whole")).with_columns(
        pl.lit(on).alias("today_on"),
        pro_rata(c.gross_cents, pl.lit(ONE_PPM), pl.col("whole")).alias("net_cents"),
    ).drop("whole")  # fmt: skip
