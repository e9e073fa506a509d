"""What is weak in a ledger and in an offer on it: measures against a table, each with its source.

A measure that is not known, or has no meaning in an offer, says nothing. Source: weaknesses.csv.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from comptant.rules.money import ONE_PPM
from comptant.rules.offer_notes import outside_market

LEDGER, OFFER = "LEDGER", "OFFER"


@dataclass(frozen=True)
class Weakness:
    """A row of the table: which measure says it, from how much on, in which unit, and why."""

    code: str
    part: str
    measure: str
    least: int
    unit: str
    source: str
    source_french: str


def _load() -> list[Weakness]:
    text = resources.files("comptant.rules").joinpath("weaknesses.csv").read_text("utf-8")
    return [Weakness(row["weakness"], row["part"], row["measure"], int(row["least"]), row["unit"],
                     row["source"], row["source_french"])
            for row in csv.DictReader(text.splitlines())]  # fmt: skip


WEAKNESSES = _load()


def of_ledger(profile: Mapping[str, Any], buyers: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Measures of a ledger: shares in ppm of a year's sales, days from the agreed day to payment,
    both weighted by sales. `buyers`: rows of BUYERS."""
    rows = list(buyers)
    turnover = sum(row["turnover_cents"] for row in rows)
    agreed = sum(row["turnover_cents"] * row["term_days"] for row in rows)
    paid = sum(row["turnover_cents"] * row["payment_days"] for row in rows)
    stale = sum(row["stale_60_cents"] for row in rows)
    return {
        "largest_ppm": profile["largest_ppm"], "dilution_ppm": profile["dilution_ppm"],
        "export_ppm": profile["export_ppm"], "late_days": (paid - agreed) // turnover,
        "stale_ppm": min(stale * ONE_PPM // turnover, ONE_PPM),
    }  # fmt: skip


def of_offer(
    figures: Mapping[str, Any], terms: Mapping[str, Any], need_cents: int | None
) -> dict[str, int]:  # fmt: skip
    """Measures of an offer by its figures (cents, ppm): what lacks of the need, what of day 1's
    open invoices brings no cash, and what the figures say themselves."""
    found = {
        "minimum_shortfall_cents": figures["minimum_shortfall_cents"],
        "kept_risk_cents": figures["kept_risk_cents"], "outside_count": len(outside_market(terms)),
    }  # fmt: skip
    if need_cents is not None:
        found["short_cents"] = need_cents - figures["available_cents"]
    if figures["starting_cents"]:
        held = figures["starting_cents"] - figures["starting_cash_cents"]
        found["withheld_ppm"] = held * ONE_PPM // figures["starting_cents"]
    return {name: value for name, value in found.items() if value is not None}


def weak(part: str, measures: Mapping[str, int]) -> list[dict[str, Any]]:
    """What is weak by these measures, in the order of the table: weakness, value, least, unit."""
    return [
        {"weakness": one.code, "value": measures[one.measure], "least": one.least,
         "unit": one.unit, "source": one.source}
        for one in WEAKNESSES
        if one.part == part and measures.get(one.measure, one.least - 1) >= one.least
    ]  # fmt: skip


def untold(request: Mapping[str, Any], buyers: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What the request left out and a firm offer needs: which, and of how many buyers. `buyers` as
    they were told; `request`: need_cents, sales."""
    rows = list(buyers)
    asked = (
        ("BUYER_NUMBERS", sum(1 for row in rows if not row.get("buyer_siren"))),
        ("PAYMENT_DELAYS", sum(1 for row in rows if row.get("payment_days") is None)),
        ("LARGEST_INVOICES", sum(1 for row in rows if row.get("largest_invoice_cents") is None)),
        ("MONTHS", 0 if len(request["sales"]) else len(rows)),
        ("NEED", 0 if request["need_cents"] is not None else 1),
    )  # fmt: skip
    return [{"paper": paper, "count": count} for paper, count in asked if count]
