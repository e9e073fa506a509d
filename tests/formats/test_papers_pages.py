"""Where a paper is cut: no heading without its lines, no line alone, no row in two."""

import io
from datetime import date
from itertools import product

import pytest
from pypdf import PdfReader

from comptant.doors.papers.parts import Row, pairs, table
from comptant.formats.papers.setting import typeset

WHOLE = 14  # lines of a part that is never cut
LONG = " and so much more to say of it that one line does not hold it all"


def part(kind: str, name: str, count: int, total: tuple[str, str] | None = None) -> Row:
    """A part of so many rows, each of two lines: its first and last word are marked."""
    marked = [(f"{name}r{row}a{LONG} {name}r{row}z", "1") for row in range(count)]
    if kind == "pairs":
        return pairs(f"Title{name}", marked)
    return table(f"Title{name}", ("Word", "Value"), marked, "1 auto", 1, total)


def pages(*parts: Row) -> dict[str, int]:
    """The page on which each word stands."""
    facts = {"language": "en", "sender": "FACTOR SA", "foot": "FACTOR SA", "title": "Paper",
             "mark": "1", "parts": list(parts)}  # fmt: skip
    made = PdfReader(io.BytesIO(typeset("statement", facts, date(2026, 1, 16))))
    return {word.lower(): number for number, page in enumerate(made.pages)
            for word in page.extract_text().split()}  # fmt: skip


@pytest.mark.parametrize("kind", ["pairs", "table"])
def test_no_heading_and_no_line_is_alone_and_no_row_is_cut(kind: str) -> None:
    for before, count in product(range(15, 26), (3, WHOLE, 40)):
        at = pages(part("pairs", "x", before), part(kind, "y", count))
        rows = [at[f"yr{row}a"] for row in range(count)]
        assert [at[f"yr{row}z"] for row in range(count)] == rows
        assert at["titley"] == rows[0] == rows[1]
        assert rows[-2] == rows[-1]
        if count <= WHOLE:
            assert rows == [rows[0]] * count


def test_a_total_is_on_the_page_of_the_last_lines() -> None:
    for count in range(20, 36):
        at = pages(part("table", "y", count, ("Sum of all", "thesum")))
        assert at[f"yr{count - 2}a"] == at[f"yr{count - 1}a"] == at["thesum"]
