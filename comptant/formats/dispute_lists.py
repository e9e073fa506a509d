"""Disputes in a list, as buyers and their portals send them: one invoice a line.

Contract, number of the invoice, kind, amount (none: all that is open), what shows it. CSV with any
of three separators, in UTF-8 or windows-1252; the first line may be titles.
"""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from comptant.formats.reading import Fault, shown
from comptant.formats.requests import (
    FAULTS_MAX,
    NUMBER_LENGTH_MAX,
    ROWS_MAX,
    TITLES,
    list_amount,
    list_separator,
    list_text,
)
from comptant.rules.columns import Shape

# One row per line of the list.
DISPUTED = Shape(
    ("row_number", "contract_number", "invoice_number", "dispute_code", "amount_cents", "evidence"),
    frozenset({"amount_cents"}),
)
EVIDENCE_LENGTH_MAX = 1_000
PREFIX = "LIT-"
_LENGTHS = (NUMBER_LENGTH_MAX, NUMBER_LENGTH_MAX, NUMBER_LENGTH_MAX, 40, EVIDENCE_LENGTH_MAX)


@dataclass(frozen=True)
class DisputesRead:
    """Rows in the shape DISPUTED, and faults: with one, the list is not to be taken."""

    rows: pl.DataFrame
    faults: tuple[Fault, ...] = ()


def read_disputes(file: str, data: bytes, kinds: Collection[str]) -> DisputesRead:
    """All the disputes of a list, of the `kinds` known (with or without PREFIX), or its faults."""
    text = list_text(file, data)
    if isinstance(text, Fault):
        return DisputesRead(DISPUTED.empty(), (text,))
    rows: list[dict[str, object]] = []
    faults: list[Fault] = []
    try:
        for line, cells in enumerate(csv.reader(io.StringIO(text), delimiter=list_separator(text)),
                                     1):  # fmt: skip
            cells = [cell.strip() for cell in cells]
            if not any(cells) or (line == 1 and cells[0].lower() in TITLES):
                continue
            found = _dispute(file, line, cells, kinds)
            if isinstance(found, Fault):
                faults.append(found)
            else:
                rows.append(found)
            if len(rows) > ROWS_MAX or len(faults) >= FAULTS_MAX:
                code = "too_many_rows" if len(rows) > ROWS_MAX else "faults_cut_short"
                faults.append(Fault(file, f"line {line}", code, refuses_file=True))
                break
    except csv.Error as error:
        faults.append(Fault(file, "file", "format_unknown", shown(error), refuses_file=True))
    if not rows and not faults:
        faults.append(Fault(file, "file", "file_empty", refuses_file=True))
    return DisputesRead(DISPUTED.frame([] if faults else rows), tuple(faults))


def _dispute(
    file: str, line: int, cells: list[str], kinds: Collection[str]
) -> dict[str, object] | Fault:
    def fault(column: int, code: str, detail: str = "") -> Fault:
        place = f"line {line}, column {column}"
        return Fault(file, place, code, shown(detail), refuses_file=True)

    cells = [*cells, "", "", "", ""][:5] if len(cells) <= 5 else cells
    if len(cells) > 5 and any(cells[5:]):
        return fault(6, "cells_too_many", cells[5])
    for column, (cell, most) in enumerate(zip(cells, _LENGTHS, strict=False), 1):
        if not cell and column <= 3:
            return fault(column, "value_missing")
        if len(cell) > most:
            return fault(column, "value_too_long", cell)
    kind = PREFIX + cells[2].upper().removeprefix(PREFIX)
    if kind not in kinds:
        return fault(3, "dispute_kind_unknown", cells[2])
    cents = list_amount(cells[3])
    if isinstance(cents, str):
        return fault(4, cents, cells[3])
    return {
        "row_number": line, "contract_number": cells[0], "invoice_number": cells[1],
        "dispute_code": kind, "amount_cents": cents, "evidence": cells[4],
    }  # fmt: skip
