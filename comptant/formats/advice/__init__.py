"""Remittance advices (avis de paiement), as lists, PDF or UBL: which invoices a payment pays, and
how much each.

One payment a file. Above the table may stand what is of the payment ("Montant du virement;
1 200,00", "Référence; VIR-12"); below its titles, one line an invoice, a credit note with a minus
sign. A row whose words say that it is a sum, where the number of an invoice would stand, is none.
What is told of the whole payment is what the lines make, or the file is refused.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl

from comptant.formats.advice.grid import grids
from comptant.formats.advice.sums import above, is_explained, is_sum, summed
from comptant.formats.reading import Fault, shown
from comptant.formats.spreadsheet.cells import amounts, days
from comptant.formats.spreadsheet.confined import Sheet
from comptant.formats.spreadsheet.headers import WORDS as INVOICE_WORDS
from comptant.formats.spreadsheet.headers import plain
from comptant.formats.statements import Unreadable, decimals_of
from comptant.rules.columns import shape
from comptant.rules.money import AMOUNT_CENTS_MAX

# One row per invoice that a payment pays, or credit note that it takes off (below zero).
# `deduction_cents`: what the buyer keeps of it, with its reason.
ADVICE_LINES = shape(
    "row_number", "invoice_number", "amount_cents", "deduction_cents", "deduction_reason?"
)
HEADER_ROWS_MAX = 30
TEXT_LENGTH_MAX = 200
FAULTS_MAX = 100
NOTHING = " \t;,|\0"  # a file of these alone is empty, whatever separates its cells
WORDS = {
    "invoice_number": INVOICE_WORDS["invoice_number"]
    + "| invoice | n° | numéro | référence | reference",
    "amount_cents": """montant payé | montant réglé | payé | réglé | règlement | net payé | paid
        | amount paid | paid amount | payment amount | montant imputé | net réglé""",
    "deduction_cents": """déduction | déductions | retenue | retenues | escompte | montant déduit
        | deduction | deductions | discount | withheld | amount deducted""",
    "deduction_reason": """motif | motif de la déduction | motif déduction | commentaire | raison
        | reason | deduction reason | comment""",
}
VAGUE = {"amount_cents": "montant | amount | total | montant ttc"}
# What is of the whole payment, in the rows above the titles.
OF_PAYMENT = {
    "total_cents": """montant du virement | montant du règlement | montant du paiement | total payé
        | montant total | payment total | total paid | amount of the payment | total""",
    "paid_on": """date du virement | date du règlement | date de règlement | date de paiement | date
        | date du paiement | payment date | paid on""",
    "payment_reference": """référence du virement | référence du règlement | référence de paiement
        | référence du paiement | référence | payment reference | reference""",
    "currency": "devise | currency",
}


@dataclass(frozen=True)
class AdviceRead:
    """ADVICE_LINES, what the file says of the payment as a whole, and faults; no row if one
    refuses the file. `amount_cents` is the sum of the lines."""

    rows: pl.DataFrame = field(default_factory=ADVICE_LINES.empty)
    amount_cents: int = 0
    currency: str = "EUR"
    paid_on: date | None = None
    reference: str = ""
    faults: tuple[Fault, ...] = ()


def _table(words: dict[str, str]) -> dict[str, str]:
    return {plain(word): name for name, texts in words.items() for word in texts.split("|")}


TITLES, VAGUE_TITLES, LABELS = _table(WORDS), _table(VAGUE), _table(OF_PAYMENT)


def read(name: str, data: bytes) -> AdviceRead:
    """The advice in a CSV, XLSX, XLS, ODS, PDF or UBL file. Never raises on what was sent: a line
    that cannot be read refuses the file, for an advice in part would pay the wrong invoices."""
    try:
        sheet, at, columns = _layout(list(grids(data, _columns)))
        return _advice(name, sheet, at, columns)
    except Unreadable as error:
        return AdviceRead(faults=(Fault(name, "file", error.code, error.detail, True),))


def _layout(found: list[Sheet]) -> tuple[Sheet, int, dict[str, int]]:
    """The sheet and the row whose cells are titles, and where each column stands."""
    best: dict[str, int] = {}
    for sheet in found:
        for at, cells in enumerate(sheet[:HEADER_ROWS_MAX]):
            columns = _columns(cells)
            if {"invoice_number", "amount_cents"} <= columns.keys():
                return sheet, at, columns
            best = max(best, columns, key=len)
    if not any(any(cell.strip(NOTHING) for cell in row) for sheet in found for row in sheet):
        raise Unreadable("file_empty")
    missing = [name for name in ("invoice_number", "amount_cents") if name not in best]
    raise Unreadable("column_missing", f"missing: {', '.join(missing)}")


def _columns(cells: list[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for table in (TITLES, VAGUE_TITLES):
        for position, cell in enumerate(cells[:500]):
            name = table.get(plain(cell))
            if name is not None and position not in columns.values():
                columns.setdefault(name, position)
    return columns


def _advice(name: str, sheet: Sheet, at: int, columns: dict[str, int]) -> AdviceRead:
    whole = _of_payment(sheet[:at])
    currency = whole.get("currency", "EUR").upper()
    decimals_of(currency)
    below = list(enumerate(sheet[at + 1 :], at + 2))
    numbered = [(number, cells) for number, cells in below if _is_line(cells, columns)]
    texts = {column: [_cell(cells, columns, column) for _, cells in numbered]
             for column in WORDS}  # fmt: skip
    titles = {column: shown(sheet[at][place].strip()) for column, place in columns.items()}
    paid = amounts(texts["amount_cents"], currency)
    kept = amounts([text or "0" for text in texts["deduction_cents"]], currency)
    faults: list[Fault] = []
    rows: list[dict[str, Any]] = []
    for place, (number, _) in enumerate(numbered):
        row = {"row_number": number, "invoice_number": texts["invoice_number"][place],
               "amount_cents": paid[place], "deduction_cents": kept[place],
               "deduction_reason": texts["deduction_reason"][place] or None}  # fmt: skip
        rows.append(row)
        faults += _faults(name, row, texts, place, titles)
    total = sum(row["amount_cents"] or 0 for row in rows)
    if not faults:
        faults += _of_sum(name, whole, total, currency, rows)
    if not faults:
        told = [(number, summed(cells, columns, currency)) for number, cells in below
                if is_sum(cells, columns)]  # fmt: skip
        faults += _of_sums(name, above(sheet[:at]), told, currency, rows)
    paid_on = days([whole.get("paid_on", "")])[0]
    if whole.get("paid_on") and paid_on is None:
        faults.append(Fault(name, "file", "date_unreadable", shown(whole["paid_on"]), True))
    if faults:
        return AdviceRead(faults=tuple(faults[:FAULTS_MAX]))
    return AdviceRead(
        ADVICE_LINES.frame(rows), total, currency, paid_on, whole.get("payment_reference", "")
    )


def _faults(
    name: str, row: dict[str, Any], texts: dict[str, list[str]], place: int, titles: dict[str, str]
) -> list[Fault]:
    """What is wrong with a line."""
    found = []
    for column in ("amount_cents", "deduction_cents"):
        cents, text = row[column], texts[column][place]
        if not isinstance(cents, int):
            code = "amount_unreadable" if text else "value_missing"
        elif abs(cents) > AMOUNT_CENTS_MAX or (column == "deduction_cents" and cents < 0):
            code = "amount_out_of_range"
        else:
            continue
        found.append(
            Fault(
                name, f"line {row['row_number']}, column {titles[column]}", code, shown(text), True
            )
        )
    if not row["invoice_number"]:
        where = f"line {row['row_number']}, column {titles['invoice_number']}"
        found.append(Fault(name, where, "value_missing", refuses_file=True))
    for column in ("invoice_number", "deduction_reason"):
        if len(texts[column][place]) > TEXT_LENGTH_MAX:
            where = f"line {row['row_number']}, column {titles[column]}"
            found.append(Fault(name, where, "value_too_long", refuses_file=True))
    return found


def _of_sum(
    name: str, whole: dict[str, str], total: int, currency: str, rows: list[dict[str, Any]]
) -> list[Fault]:
    """The lines make the payment, where the file says what the payment is."""
    if not rows:
        return [Fault(name, "file", "lines_missing", refuses_file=True)]
    if "total_cents" in whole:
        (told,) = amounts([whole["total_cents"]], currency)
        if told is None:
            found = shown(whole["total_cents"])
            return [Fault(name, "file", "amount_unreadable", found, refuses_file=True)]
        if told != total:
            detail = f"{_plain(total, currency)} in the lines, {_plain(told, currency)} above them"
            return [Fault(name, "file", "advice_does_not_add_up", detail, refuses_file=True)]
    if not 0 < total <= AMOUNT_CENTS_MAX:
        return [Fault(name, "file", "amount_out_of_range", str(total), refuses_file=True)]
    return []


def _of_sums(
    name: str, over: list[str], under: list[tuple[int, int | None]], currency: str,
    rows: list[dict[str, Any]],
) -> list[Fault]:  # fmt: skip
    """The lines make each sum that is told of the payment above them, and in rows below."""
    lines = [(row["row_number"], row["amount_cents"], row["deduction_cents"]) for row in rows]
    total = sum(paid for _, paid, _ in lines)
    gross = total + sum(kept for _, _, kept in lines)
    wrong = [(cents, "above them") for cents in amounts(over, currency)
             if cents is not None and cents not in (total, gross)]  # fmt: skip
    since = 0
    for number, cents in under:
        if cents is not None and not is_explained(cents, number, since, lines):
            wrong.append((cents, f"in line {number}"))
        since = number
    for cents, where in wrong[:1]:
        detail = f"{_plain(total, currency)} in the lines, {_plain(cents, currency)} {where}"
        return [Fault(name, "file", "advice_does_not_add_up", detail, refuses_file=True)]
    return []


def _plain(cents: int, currency: str) -> str:
    """An amount in its unit, with its decimals."""
    decimals = decimals_of(currency)
    whole, part = divmod(abs(cents), 10**decimals)
    return ("-" if cents < 0 else "") + str(whole) + (f".{part:0{decimals}}" if decimals else "")


def _of_payment(rows: Sheet) -> dict[str, str]:
    """Words and the cell to their right: a label without a value says nothing."""
    told: dict[str, str] = {}
    for cells in rows:
        for label, value in pairwise(cells):
            name = LABELS.get(plain(label.rstrip(" :")))
            if name and value.strip() and name not in told:
                told[name] = value.strip()[:TEXT_LENGTH_MAX]
    return told


def _is_line(cells: list[str], columns: dict[str, int]) -> bool:
    """Whether a row tells an invoice: it has a number or an amount, and is not the sum."""
    number = _cell(cells, columns, "invoice_number")
    is_told = bool(number or _cell(cells, columns, "amount_cents"))
    return is_told and not is_sum(cells, columns)


def _cell(cells: list[str], columns: dict[str, int], name: str) -> str:
    position = columns.get(name)
    return cells[position].strip() if position is not None and position < len(cells) else ""
