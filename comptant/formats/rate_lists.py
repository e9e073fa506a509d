"""Files of reference values: a list of our own form, or what the ECB's data portal gives as CSV.

Ours has a line of titles (index, day, rate, source; or indice, jour, taux, source), rates in
percent, and of currencies what one euro is. The ECB's (csvdata) has KEY, TIME_PERIOD, OBS_VALUE: a
monthly mean counts from the first day of the next month, when it is known. Source:
https://data.ecb.europa.eu (free reuse, source named).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import polars as pl

from comptant.formats.ledgers.cells import Known, cell, columns_of, day, missing, tables
from comptant.formats.reading import Fault, shown
from comptant.rules.columns import shape

RATE_VALUES = shape("row_number", "index_name", "fixing_on", "value_millionths", "value_source")
OURS = {"index": "index indice valeur nom", "fixing_on": "day date jour fixing",
        "rate": "rate taux percent pourcent", "source": "source"}  # fmt: skip
ECB = {"series": "key", "period": "timeperiod", "value": "obsvalue"}
PPM_PER_PERCENT = 10_000
RATE_PERCENT_MAX = 100
PPM_PER_UNIT = 1_000_000
UNITS_MAX = 1_000_000  # of a currency, for one euro
FAULTS_MAX = 100
_MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class RatesRead:
    """Rows in the shape RATE_VALUES, and faults in the order of the file."""

    rows: pl.DataFrame
    faults: tuple[Fault, ...] = ()


def read(file: str, data: bytes, series: Mapping[str, str], per_euro: frozenset[str]) -> RatesRead:
    """The values of a file. `series`: the ECB's keys -> our names; other series are a fault.
    `per_euro`: the names of which a value is what one euro is in a currency, not a percentage. One
    line that cannot be read refuses the file. Never raises."""
    found = tables(file, data)
    if isinstance(found, Fault):
        return RatesRead(RATE_VALUES.empty(), (found,))
    table = found[0]
    known = columns_of(table, ECB)
    is_ecb = len(known.places) == len(ECB)
    if not is_ecb:
        known = columns_of(table, OURS)
        lacking = missing(file, known, list(OURS))
        if lacking:
            return RatesRead(RATE_VALUES.empty(), (lacking,))
    rows, faults = [], []
    for line, cells in enumerate(table[known.row + 1 :], known.row + 2):
        if not any(map(str.strip, cells)):
            continue
        one = (_of_ecb(file, line, cells, known, series, per_euro) if is_ecb
               else _of_ours(file, line, cells, known, per_euro))  # fmt: skip
        if isinstance(one, Fault):
            faults.append(one)
        else:
            rows.append({"row_number": line, **one})
        if len(faults) >= FAULTS_MAX:
            break
    if not rows and not faults:
        faults.append(Fault(file, "file", "file_empty", refuses_file=True))
    return RatesRead(RATE_VALUES.empty() if faults else RATE_VALUES.frame(rows), tuple(faults))


def _of_ours(
    file: str, line: int, cells: Sequence[str], known: Known, per_euro: frozenset[str]
) -> dict[str, object] | Fault:  # fmt: skip
    name, source = cell(cells, known, "index").upper(), cell(cells, known, "source")
    for value, word in ((name, "index"), (source, "source")):
        if not value:
            return Fault(file, f"line {line}, column {known.words[word]}", "value_missing",
                         refuses_file=True)  # fmt: skip
    return _told(file, line, known.words["fixing_on"], known.words["rate"], name,
                 day(cell(cells, known, "fixing_on")), cell(cells, known, "fixing_on"),
                 cell(cells, known, "rate"), source, name in per_euro)  # fmt: skip


def _of_ecb(
    file: str,
    line: int,
    cells: Sequence[str],
    known: Known,
    series: Mapping[str, str],
    per_euro: frozenset[str],
) -> dict[str, object] | Fault:
    key, period = cell(cells, known, "series"), cell(cells, known, "period")
    if key not in series:
        return Fault(file, f"line {line}, column {known.words['series']}", "series_unknown",
                     shown(key), refuses_file=True)  # fmt: skip
    month = _MONTH.fullmatch(period)
    fixing_on = day(period)
    if month and 1 <= int(month[2]) <= 12:
        year, number = int(month[1]), int(month[2])
        fixing_on = date(year + number // 12, number % 12 + 1, 1)
    return _told(file, line, known.words["period"], known.words["value"], series[key], fixing_on,
                 period, cell(cells, known, "value"), f"ECB {key}",
                 series[key] in per_euro)  # fmt: skip


def _told(
    file: str, line: int, day_word: str, rate_word: str, name: str, fixing_on: date | None,
    day_text: str, rate_text: str, source: str, is_per_euro: bool,
) -> dict[str, object] | Fault:  # fmt: skip
    if fixing_on is None:
        return Fault(file, f"line {line}, column {day_word}", "date_unreadable", shown(day_text),
                     refuses_file=True)  # fmt: skip
    millionths = _millionths(rate_text, is_per_euro)
    if millionths is None:
        return Fault(file, f"line {line}, column {rate_word}", "amount_unreadable",
                     shown(rate_text), refuses_file=True)  # fmt: skip
    return {"index_name": name, "fixing_on": fixing_on, "value_millionths": millionths,
            "value_source": source}  # fmt: skip


def _millionths(text: str, is_per_euro: bool) -> int | None:
    """Percent, or units for one euro, as millionths, half away from zero; None where it is no
    number, beyond 100 %, or cannot be what a euro is."""
    try:
        told = Decimal(text.replace("%", "").replace(",", ".").strip())
    except InvalidOperation:
        return None
    if not told.is_finite() or abs(told) > (UNITS_MAX if is_per_euro else RATE_PERCENT_MAX):
        return None
    by = PPM_PER_UNIT if is_per_euro else PPM_PER_PERCENT
    found = int((told * by).quantize(Decimal(1), "ROUND_HALF_UP"))
    return None if is_per_euro and found < 1 else found
