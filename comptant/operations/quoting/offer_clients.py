"""Who asks for an offer: its ledger with what was left out filled in, and its profile."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from comptant.operations.acts.act import Refused
from comptant.rules.columns import Shape
from comptant.rules.curve import SALES
from comptant.rules.money import ONE_PPM
from comptant.rules.offering import BUYERS
from comptant.rules.reference_values import EURO
from comptant.rules.tariff import CLASSES
from comptant.rules.terms import HOME, LAWFUL_TERM_DAYS, Value

SAVINGS = ("management_cents", "bank_cents", "premium_cents", "bad_debts_cents")
# What is counted where a ledger does not say it, and the least that it may say.
USUAL = {"buyer_country": "FR", "buyer_class": "C", "buyer_count": 1, "invoice_count": 12,
         "credited_cents": 0, "stale_30_cents": 0, "stale_60_cents": 0}  # fmt: skip
LEAST = {"turnover_cents": 1, "buyer_count": 1, "invoice_count": 1, "term_days": 0,
         "payment_days": 0, "credited_cents": 0, "stale_30_cents": 0,
         "stale_60_cents": 0}  # fmt: skip
# The most that is counted: beyond it a figure is a slip of the hand, and sums would not fit.
MOST = {"turnover_cents": 10**13, "largest_invoice_cents": 10**13, "buyer_count": 10**6,
        "invoice_count": 10**8, "term_days": 730, "payment_days": 1_095, "credited_cents": 10**13,
        "stale_30_cents": 10**13, "stale_60_cents": 10**13, "sold_cents": 10**13,
        "need_cents": 10**13}  # fmt: skip
# Buyers as they are told: what is left out is counted as usual.
ASKED_BUYERS = Shape(
    BUYERS.names,
    BUYERS.optional | {
        "buyer_country", "buyer_class", "buyer_count", "invoice_count", "largest_invoice_cents",
        "payment_days", "credited_cents", "stale_30_cents", "stale_60_cents",
    },
)  # fmt: skip


@dataclass(frozen=True)
class Client:
    """Who asks: its ledger (BUYERS, SALES), what it told, and its profile."""

    buyers: pl.DataFrame
    sales: pl.DataFrame
    profile: dict[str, Value]
    need_cents: int | None
    told: dict[str, int]
    currency: str = EURO  # of every amount of it


def client_of(
    client_class: str, need_cents: int | None, told: dict[str, int], buyers: pl.DataFrame,
    sales: pl.DataFrame, currency: str = EURO,
) -> Client:  # fmt: skip
    """The client's ledger with what was left out filled in, and its profile. Refused:
    class_unknown, ledger_wrong, ledger_beyond, ledger_term_unlawful."""
    if client_class not in CLASSES:
        raise Refused("class_unknown", client_class=client_class, classes=CLASSES)
    for name, value in told.items():
        if name not in SAVINGS or value < 0:
            raise Refused("ledger_wrong", cause=name)
        _check_most(name, value, MOST["need_cents"])
    if need_cents is not None and need_cents <= 0:
        raise Refused("ledger_wrong", cause="need_cents")
    _check_most("need_cents", need_cents)
    rows = [_filled(row) for row in buyers.to_dicts()]
    if not rows:
        raise Refused("ledger_wrong", cause="turnover_cents")
    if len({row["row_number"] for row in rows}) < len(rows):
        raise Refused("ledger_wrong", cause="row_number")
    _check_most("turnover_cents", sum(row["turnover_cents"] for row in rows))
    profile = {**_profile(rows), "client_class": client_class}
    return Client(BUYERS.frame(rows), _sales(rows, sales), profile, need_cents, told,
                  currency)  # fmt: skip


def _filled(told: dict[str, Any]) -> dict[str, Any]:
    """A buyer with what was left out counted as usual. Refused: ledger_wrong,
    ledger_term_unlawful (agreed in France beyond what law allows: it could not be financed)."""
    usual = {**USUAL, "payment_days": told["term_days"]}
    row = {**told, **{name: value for name, value in usual.items() if told[name] is None}}
    for name, least in LEAST.items():
        if row[name] is None or row[name] < least:
            raise Refused("ledger_wrong", cause=name)
        _check_most(name, row[name])
    if row["buyer_country"] == "FR" and row["term_days"] > LAWFUL_TERM_DAYS:
        raise Refused("ledger_term_unlawful", buyer_name=row["buyer_name"], given=row["term_days"],
                      most=LAWFUL_TERM_DAYS, clause="C. com. L441-10 I")  # fmt: skip
    _check_most("largest_invoice_cents", row["largest_invoice_cents"])
    if row["largest_invoice_cents"] is None:
        row["largest_invoice_cents"] = max(row["turnover_cents"] // row["invoice_count"], 1)
    if row["buyer_class"] not in CLASSES:
        raise Refused("ledger_wrong", cause="buyer_class")
    return row


def _check_most(name: str, value: int | None, most: int | None = None) -> None:
    """Refused: ledger_beyond, with the field."""
    most = MOST[name] if most is None else most
    if value is not None and value > most:
        raise Refused("ledger_beyond", field=name, given=value, most=most)


def _sales(buyers: list[dict[str, Any]], sales: pl.DataFrame) -> pl.DataFrame:
    """Each buyer's months, adding up to its turnover: as told, or the same each month."""
    told: dict[int, dict[int, int]] = {}
    for number, month, sold in sales.iter_rows():
        _check_most("sold_cents", sold)
        told.setdefault(number, {})[month] = sold
    columns: list[list[int]] = [[], [], []]
    for row in buyers:
        months = told.get(row["row_number"]) or dict.fromkeys(range(1, 13), 1)
        whole, left = sum(months.values()), row["turnover_cents"]
        if whole <= 0 or min(months.values()) < 0 or not set(months) <= set(range(1, 13)):
            raise Refused("ledger_wrong", cause="sold_cents")
        for month in range(1, 13):
            sold = left if month == 12 else row["turnover_cents"] * months.get(month, 0) // whole
            left -= sold
            for column, value in zip(columns, (row["row_number"], month, sold), strict=True):
                column.append(value)
    return pl.DataFrame(dict(zip(SALES.names, columns, strict=True)), schema=SALES.schema())


def _profile(buyers: list[dict[str, Any]]) -> dict[str, Value]:
    """What a tariff asks of a client: sums and shares of its ledger."""
    turnover = sum(row["turnover_cents"] for row in buyers)
    count = sum(row["invoice_count"] for row in buyers)
    abroad = sum(row["turnover_cents"] for row in buyers if row["buyer_country"] not in HOME)
    largest = max(row["turnover_cents"] // row["buyer_count"] for row in buyers)
    credited = sum(row["credited_cents"] for row in buyers)
    days = sum(row["turnover_cents"] * row["payment_days"] for row in buyers)
    ranks = sum(row["turnover_cents"] * CLASSES.index(row["buyer_class"]) for row in buyers)
    return {
        "turnover_cents": turnover, "invoice_count": count,
        "mean_invoice_cents": turnover // count,
        "buyer_count": sum(row["buyer_count"] for row in buyers),
        "export_ppm": abroad * ONE_PPM // turnover, "largest_ppm": largest * ONE_PPM // turnover,
        "dilution_ppm": min(credited * ONE_PPM // turnover, ONE_PPM),
        "payment_days": (2 * days + turnover) // (2 * turnover),
        "buyer_class": CLASSES[(2 * ranks + turnover) // (2 * turnover)],
    }  # fmt: skip
