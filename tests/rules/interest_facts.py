"""The contract of the worked interest tables, and short ways to write facts about it."""

from datetime import date

import polars as pl

from comptant.rules.interest import CHANGES, FIXINGS, TERMS, interest_due, segments

JANUARY = (date(2026, 1, 1), date(2026, 2, 1))
OPENED_ON = date(2025, 12, 1)
# EURIBOR 3M 2.015 % and a margin of 1.60 %: 3.615 %.
EURIBOR = {OPENED_ON: 20_150}


def changes(*rows, contract_id=1, currency="EUR"):
    """(value date, cents, cents of the fund if it moves) to CHANGES."""
    rows = [(contract_id, currency, *row, *([0] if len(row) == 2 else [])) for row in rows]
    return pl.DataFrame(rows, schema=CHANGES.schema(), orient="row")


def fixings(values=EURIBOR, rate_index="EURIBOR_3M"):
    """{day: ppm} to FIXINGS."""
    rows = [(rate_index, day, ppm) for day, ppm in values.items()]
    return pl.DataFrame(rows, schema=FIXINGS.schema(), orient="row")


def terms(*rows, contract_id=1, currency="EUR", rate_index="EURIBOR_3M"):
    """(from, convention, margin, floor, whether the fund counts: it does unless said) to TERMS; by
    default those of the worked contract."""
    rows = [
        (contract_id, currency, start, rate_index, convention, margin, floor, *(more or [True]))
        for start, convention, margin, floor, *more in rows or [(OPENED_ON, "DAILY", 16_000, 0)]
    ]
    return pl.DataFrame(rows, schema=TERMS.schema(), orient="row")


def due(moved, rates=None, agreed=None, period=JANUARY):
    """The interest of a period, in cents, of the only contract."""
    rates = fixings() if rates is None else rates
    agreed = terms() if agreed is None else agreed
    (row,) = interest_due(segments(moved, rates, agreed, *period)).rows(named=True)
    return row


# W4-3: funds in use of January 2026, by value date.
WORKED = (
    (date(2025, 12, 20), 80_000_00),
    (date(2026, 1, 8), 25_000_00),
    (date(2026, 1, 16), -30_500_00),
    (date(2026, 1, 22), 12_345_67),
    (date(2026, 1, 30), -20_000_00),
)
