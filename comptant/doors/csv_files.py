"""Lists as CSV, a block at a time: semicolons, dates and amounts as the reader writes them."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from comptant.doors import words
from comptant.doors.cells import cell
from comptant.formats.currencies import EXPONENTS

Row = dict[str, Any]
MEDIA_TYPE = "text/csv; charset=utf-8"


def blocks(
    columns: tuple[str, ...], found: Iterable[list[Row]], language: str,
    told_as: Callable[[Row], Row] = dict,
) -> Iterator[bytes]:  # fmt: skip
    """A heading, then each block of rows as lines, in a language: what is sent while it is read."""
    with words.speaking(language):
        heading = [words.column(name) for name in columns]
    yield "\ufeff".encode() + _written([heading])
    for rows in found:
        with words.speaking(language):
            lines = [[_field(row, name) for name in columns] for row in map(told_as, rows)]
        yield _written(lines)


def _written(lines: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()


def _field(row: Row, name: str) -> str:
    """A value without currency or blanks, and never a formula for a spreadsheet."""
    if name.endswith("_cents") and row[name] is not None:
        point = "," if words.language() == words.FRENCH else "."
        sign, digits = "-" if row[name] < 0 else "", EXPONENTS.get(row.get("currency", "EUR"), 2)
        whole, rest = divmod(abs(row[name]), 10**digits)
        return f"{sign}{whole}{point}{rest:0{digits}}" if digits else f"{sign}{whole}"
    text = cell(row, name)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
