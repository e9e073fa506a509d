"""A remittance advice as a PDF: its text, line by line, laid out as the table that one sees.

The line of titles is found as in a list; what stands below a title is of its column. A scan has no
text and is refused: nothing is guessed from a picture.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from comptant.formats.spreadsheet.confined import Sheet, confined
from comptant.formats.statements import Unreadable

CHILD = Path(__file__).with_name("pdf_child.py")
_PIECE = re.compile(r"\S+(?: \S+)*")  # two blanks stand between columns
_LABEL = re.compile(r"(.*\S)\s*:\s+(\S.*)")  # Reference: VIR-12, in one piece
Columns = Callable[[list[str]], Mapping[str, int]]


def grid(data: bytes, columns_of: Columns) -> Sheet:
    """The lines as rows of cells. Raises Unreadable and what `confined` raises."""
    found = [sheet for _, sheet in confined(data, CHILD, "pdf_unreadable")]
    lines = [row[0] if row else "" for sheet in found for row in sheet]
    if not any(line.strip() for line in lines):
        raise Unreadable("pdf_without_text")
    rows: Sheet = []
    titles: list[re.Match[str]] = []
    for line in lines:
        pieces = list(_PIECE.finditer(line))
        cells = [piece.group() for piece in pieces]
        is_heads = {"invoice_number", "amount_cents"} <= columns_of(cells).keys()
        if is_heads and titles:
            rows.append([])  # the titles again, on the next page
        elif is_heads:
            titles = pieces
            rows.append(cells)
        elif titles:
            rows.append(_below(titles, pieces))
        else:
            rows.append([part for cell in cells for part in _parts(cell)])
    return rows


def _parts(cell: str) -> list[str]:
    found = _LABEL.fullmatch(cell)
    return [found.group(1), found.group(2)] if found else [cell]


def _below(titles: list[re.Match[str]], pieces: list[re.Match[str]]) -> list[str]:
    """Each piece in the column of the title that stands over it, or nearest to it."""
    cells = [""] * len(titles)
    for piece in pieces:
        place = min(range(len(titles)), key=lambda n: _apart(titles[n], piece))
        cells[place] = f"{cells[place]} {piece.group()}".strip()
    return cells


def _apart(title: re.Match[str], piece: re.Match[str]) -> tuple[int, int]:
    """How many signs lie between them, then between their middles."""
    gap = max(0, title.start() - piece.end(), piece.start() - title.end())
    return gap, abs(title.start() + title.end() - piece.start() - piece.end())
