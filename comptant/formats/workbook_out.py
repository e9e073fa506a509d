"""Workbooks written: sheets of plain rows, amounts as numbers of the currency, days as days.

Source: ECMA-376 (Office Open XML), by openpyxl.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

AMOUNT, DAY = "#,##0.00;[Red]-#,##0.00", "yyyy-mm-dd"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Cents:
    """An amount in minor units of so many decimals, to be a number in its cell."""

    cents: int
    digits: int = 2


Cell = str | int | date | Cents | None


@dataclass(frozen=True)
class Sheet:
    """One sheet: its title, its headings, its rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def written(sheets: Sequence[Sheet]) -> bytes:
    """The workbook; a text is never a formula."""
    book = Workbook(write_only=True)
    for told in sheets:
        sheet = book.create_sheet(told.title[:31])
        sheet.freeze_panes = "A2"
        heads = []
        for number, text in enumerate(told.headings):
            sheet.column_dimensions[_letter(number)].width = max(14, len(text) + 2)
            head = WriteOnlyCell(sheet, value=text)
            head.font = Font(bold=True)
            heads.append(head)
        sheet.append(heads)
        for row in told.rows:
            sheet.append([_cell(sheet, value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: object, value: Cell) -> object:
    if isinstance(value, Cents):
        cell = WriteOnlyCell(sheet, value=Decimal(value.cents).scaleb(-value.digits))
        cell.number_format = AMOUNT.replace("0.00", f"{0:.{value.digits}f}")
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=value)
        cell.number_format = DAY
        return cell
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"A{chr(ord('A') + number - 26)}"
