"""Who asks for an offer: its ledger with what was left out filled in, and its profile."""

from dataclasses import dataclass

import polars as pl

from comptant.operations.act import Refused
from comptant.rules.columns import Shape, c
from comptant.rules.curve import SALES
from comptant.rules.money import ONE_PPM
from comptant.rules.offering import BUYERS
from comptant.rules.tariff import CLASSES
from comptant.rules.terms import Value

SAVINGS = ("management_cents", "bank_cents", "premium_cents", "bad_debts_cents")
HOME = ("FR", "MC")
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


def client_of(
    client_class: str, need_cents: int | None, told: dict[str, int], buyers: pl.DataFrame,
    sales: pl.DataFrame,
) -> Client:  # fmt: skip
    """The client's ledger with what was left out filled in, and its profile. Refused:
    class_unknown, ledger_wrong."""
    if client_class not in CLASSES:
        raise Refused("class_unknown", client_class=client_class, classes=CLASSES)
    for name, value in told.items():
        if name not in SAVINGS or value < 0:
            raise Refused("ledger_wrong", cause=name)
    if need_cents is not None and need_cents <= 0:
        raise Refused("ledger_wrong", cause="need_cents")
    if buyers.is_empty() or (buyers["turnover_cents"] <= 0).any():
        raise Refused("ledger_wrong", cause="turnover_cents")
    if buyers["row_number"].is_duplicated().any():
        raise Refused("ledger_wrong", cause="row_number")
    filled = buyers.with_columns(
        c.buyer_country.fill_null("FR"), c.buyer_class.fill_null("C"), c.buyer_count.fill_null(1),
        c.invoice_count.fill_null(12), c.payment_days.fill_null(c.term_days),
        *(pl.col(name).fill_null(0) for name in ("credited_cents", "stale_30_cents",
                                                 "stale_60_cents")),
    )  # fmt: skip
    mean = c.turnover_cents // c.invoice_count
    filled = filled.with_columns(c.largest_invoice_cents.fill_null(mean))
    for name in ("buyer_count", "invoice_count", "largest_invoice_cents", "term_days"):
        least = 0 if name == "term_days" else 1
        if (filled[name] < least).any():
            raise Refused("ledger_wrong", cause=name)
    if not filled["buyer_class"].is_in(CLASSES).all():
        raise Refused("ledger_wrong", cause="buyer_class")
    return Client(filled.select(BUYERS.names), _sales(filled, sales),
                  {**_profile(filled), "client_class": client_class}, need_cents, told)  # fmt: skip


def _sales(buyers: pl.DataFrame, sales: pl.DataFrame) -> pl.DataFrame:
    """Each buyer's months, adding up to its turnover: as told, or the same each month."""
    told = {
        key[0]: dict(part.select("month_number", "sold_cents").iter_rows())
        for key, part in sales.group_by("row_number")
    }
    rows: list[tuple[int, int, int]] = []
    for number, turnover in buyers.select("row_number", "turnover_cents").iter_rows():
        months = told.get(number) or dict.fromkeys(range(1, 13), 1)
        whole = sum(months.values())
        if whole <= 0 or min(months.values()) < 0 or not set(months) <= set(range(1, 13)):
            raise Refused("ledger_wrong", cause="sold_cents")
        left = turnover
        for month in range(1, 13):
            sold = left if month == 12 else turnover * months.get(month, 0) // whole
            left -= sold
            rows.append((number, month, sold))
    return pl.DataFrame(rows, schema=SALES.schema(), orient="row")


def _profile(buyers: pl.DataFrame) -> dict[str, Value]:
    """What a tariff asks of a client: sums and shares of its ledger."""
    turnover = int(buyers["turnover_cents"].sum())
    count = int(buyers["invoice_count"].sum())
    abroad = int(buyers.filter(~c.buyer_country.is_in(HOME))["turnover_cents"].sum())
    largest = int((buyers["turnover_cents"] // buyers["buyer_count"]).max() or 0)  # type: ignore[arg-type]
    days = sum(a * b for a, b in buyers.select("turnover_cents", "payment_days").iter_rows())
    ranks = sum(
        a * CLASSES.index(b) for a, b in buyers.select("turnover_cents", "buyer_class").iter_rows()
    )
    return {
        "turnover_cents": turnover, "invoice_count": count,
        "mean_invoice_cents": turnover // count, "buyer_count": int(buyers["buyer_count"].sum()),
        "export_ppm": abroad * ONE_PPM // turnover, "largest_ppm": largest * ONE_PPM // turnover,
        "dilution_ppm": min(int(buyers["credited_cents"].sum()) * ONE_PPM // turnover, ONE_PPM),
        "payment_days": (2 * days + turnover) // (2 * turnover),
        "buyer_class": CLASSES[(2 * ranks + turnover) // (2 * turnover)],
    }  # fmt: skip
