"""Quotes of one company, one at a time, on one core: from the call to the commit."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import perf_counter, process_time

import polars as pl

from comptant.doors.bench.stage import ON
from comptant.doors.sandbox import Sandbox
from comptant.operations.quoting import offers, tariffs
from comptant.operations.quoting.offer_clients import ASKED_BUYERS
from comptant.rules.curve import MONTHS, SALES

Row = dict[str, object]
WARM_UP = 5


def ledger(buyers: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """So many buyers of different sizes, delays and seasons."""
    rows = [
        {"row_number": number, "buyer_name": f"BUYER {number}", "term_days": 30 + number % 31,
         "turnover_cents": 1_000_000 * number, "payment_days": 35 + number % 40,
         "invoice_count": 12 + number} for number in range(1, buyers + 1)
    ]  # fmt: skip
    sales = [
        {"row_number": number, "month_number": month, "sold_cents": 100 + number * month % 37}
        for number in range(1, buyers + 1) for month in range(1, MONTHS + 1)
    ]  # fmt: skip
    return ASKED_BUYERS.frame(rows), SALES.frame(sales)


def measure(box: Sandbox, buyers: int, count: int) -> list[Row]:
    """One row: seconds for `count` quotes kept, the median of one, the processor's time."""
    rows = tariffs.TARIFF.frame(row.__dict__ for row in tariffs.example())
    box.approve(tariffs.propose_tariff(
        box.conn, box.asked("anna"), rows=rows, valid_from_on=ON, source="bench"))  # fmt: skip
    told, sales = ledger(buyers)

    def one() -> None:
        offers.quote(
            box.conn, box.asked("anna"), prospect="OMEGA", party_id=None, product="whole_turnover",
            terms={}, client_class="B", need_cents=None, told={}, buyers=told, sales=sales,
        )  # fmt: skip

    with _one_core():
        for _ in range(WARM_UP):
            one()
        began, worked, times = perf_counter(), process_time(), []
        for _ in range(count):
            start = perf_counter()
            one()
            times.append(perf_counter() - start)
        return [{
            "quotes": count, "buyers": buyers, "seconds": round(perf_counter() - began, 1),
            "median_ms": round(1_000 * median(times), 1),
            "processor_seconds": round(process_time() - worked, 1),
        }]  # fmt: skip


@contextmanager
def _one_core() -> Iterator[None]:
    """This process on one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
