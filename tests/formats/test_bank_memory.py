"""A bank file four times as long takes no more Python objects to read, and columns that are smaller
than the file: memory is bounded by a slice of rows, not by how many there are."""

import tracemalloc
from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from comptant.doors.bench.market.statements import camt053, cfonb120
from comptant.formats import bankfile, statements

IBAN = "FR7610107001010000123456745"
SLICE = 500


def payments(count: int) -> pl.DataFrame:
    return pl.select(n=pl.int_range(1, count + 1)).select(
        cents="n", text=pl.format("VIR FACTURE F-2026-{}", "n"),
        payer_name=pl.format("ACHETEUR {}", "n"), payer_iban=pl.lit(IBAN),
    )  # fmt: skip


def peak_of(data: bytes) -> int:
    tracemalloc.start()
    try:
        read = bankfile.read("statement", data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert read.faults == ()
    assert read.movements.estimated_size() < len(data)
    return peak


@pytest.mark.parametrize("write", [camt053, cfonb120])
def test_reading_four_times_as_many_payments_takes_no_more_objects(
    write: Callable[[str, date, int, pl.DataFrame], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "SLICE_ROWS", SLICE)
    few, many = (write(IBAN, date(2026, 1, 16), 10**9, payments(n * SLICE)) for n in (3, 12))
    assert peak_of(few) > 100_000  # the measure sees something
    assert peak_of(many) < 1.3 * peak_of(few)


def test_payments_come_in_the_order_of_the_file_across_slices(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = cfonb120(IBAN, date(2026, 1, 16), 10**9, payments(25))
    whole = bankfile.read("statement", told)
    monkeypatch.setattr(statements, "SLICE_ROWS", 10)
    cut = bankfile.read("statement", told)
    assert cut.movements.equals(whole.movements)
    assert cut.movements["row_number"].to_list() == list(range(1, 26))
    assert cut.movements["amount_cents"].to_list() == list(range(1, 26))
