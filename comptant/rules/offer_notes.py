"""What is said beside the figures of an offer, from tables: scenarios, duties, what buyers see, and
prices outside the ranges found on the market (which only warn)."""

import csv
from collections.abc import Mapping
from importlib import resources

import polars as pl

from comptant.rules.offering import SCENARIOS
from comptant.rules.tariff import holds
from comptant.rules.terms import TERMS, Value, parse

PERCENT = TERMS["fee_ppm"]  # any rate: how a percentage is read
USUAL = "AS_USUAL"


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("comptant.rules").joinpath(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _scenarios() -> pl.DataFrame:
    return SCENARIOS.frame(
        {
            "scenario": row["scenario"], "pays_at_term": row["pays_at_term"] == "yes",
            "lateness_days": int(row["lateness_days"]), "failing_count": int(row["failing_count"]),
            "sales_ppm": parse(PERCENT, row["sales_ppm"]),
        }
        for row in _rows("scenarios")
    )  # fmt: skip


SCENARIO_TABLE = _scenarios()
_DUTIES = _rows("duties")
_RANGES = [
    (row["term"], parse(PERCENT, row["least"]), parse(PERCENT, row["most"]), row["source"])
    for row in _rows("market_ranges")
]
# Where each range was found, in English and French.
RANGE_SOURCES = {row["term"]: (row["source"], row["source_french"])
                 for row in _rows("market_ranges")}  # fmt: skip


def notes(terms: Mapping[str, Value], kind: str) -> list[str]:
    """The codes of what an offer with these terms asks of the client (DUTY), or of what its buyers
    see (SEEN), in the order of the table."""
    return [
        row["code"] for row in _DUTIES
        if row["kind"] == kind and all(holds(text, {}, terms) for text in row["when"].split())
    ]  # fmt: skip


def outside_market(terms: Mapping[str, Value]) -> list[dict[str, Value]]:
    """Terms outside the ranges found on the market, with the range and its source. Only told."""
    found: list[dict[str, Value]] = []
    for term, least, most, source in _RANGES:
        value = terms.get(term)
        if isinstance(value, bool) or not isinstance(value, int):
            continue
        if terms["cash_base"] != "RECEIVABLES":  # the ranges are of factoring
            continue
        assert isinstance(least, int)
        assert isinstance(most, int)
        if not least <= value <= most and not (term == "fee_ppm" and terms["is_package"]):
            found.append({"term": term, "value_ppm": value, "least_ppm": least, "most_ppm": most,
                          "source": source})  # fmt: skip
    return found
