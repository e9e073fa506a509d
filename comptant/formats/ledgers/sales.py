"""What a company has invoiced and not been paid, document by document: of its list of invoices, or
of a FEC (accounts 411 of sales entries that are not lettered).

A FEC tells no due date: the agreed term is said by who sends it, or nothing is taken.
Source: art. A47 A-1 LPF (PieceRef, PieceDate); DOMAIN §8.4.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from comptant.formats import intake
from comptant.formats.ledgers import fec, invoices
from comptant.formats.ledgers.cells import (
    Known,
    Table,
    cell,
    cents,
    columns_of,
    day,
    missing,
    tables,
)
from comptant.formats.reading import Fault, InvoicesRead, shown
from comptant.rules.columns import SENT_INVOICES

FAULTS_MAX = 100
OWN = {"piece": "pieceref", "piece_on": "piecedate", "due_on": "dateech"}
TITLES = fec.TITLES | OWN
REQUIRED = ("journal", "entry", "entry_on", "account", "piece")
OPENING = ("AN", "ANO", "RAN", "A-N")
INVOICE, CREDIT_NOTE = "380", "381"


def read_sales(file: str, data: bytes, term_days: int | None) -> InvoicesRead:
    """Invoices still to be paid and credit notes, as SENT_INVOICES; of a list with days of payment,
    those without one. `term_days`: agreed from the invoice's date, for a FEC. Never raises."""
    found = tables(file, data)
    if isinstance(found, Fault):
        return _refused(found)
    for table in found:
        known = columns_of(table, TITLES)
        if {"journal", "account", "entry_on"} <= set(known.places):
            return _of_fec(file, table, known, term_days)
    return _unpaid(intake.read(file, data), found[0] if found else [])


def _unpaid(read: InvoicesRead, table: Table) -> InvoicesRead:
    """Of a list, the lines without a day of payment and with something to pay."""
    known = columns_of(table, invoices.TITLES)
    paid = [line for line, cells in enumerate(table, 1) if cell(cells, known, "paid_on").strip("-")]
    rows = read.rows
    if "paid_on" in known.places:
        rows = rows.filter(~rows["row_number"].is_in(paid))
    return InvoicesRead(rows.filter(rows["payable_cents"] != 0), read.faults)


def _of_fec(file: str, table: Table, known: Known, term_days: int | None) -> InvoicesRead:
    by_side = {"amount", "side"} <= set(known.places)
    lacking = missing(file, known, REQUIRED if by_side else (*REQUIRED, "debit", "credit"))
    if lacking:
        return _refused(lacking)
    if term_days is None and "due_on" not in known.places:
        return _refused(Fault(file, "file", "ledger_term_unsaid", refuses_file=True))
    lines = [(line, cells) for line, cells in enumerate(table[known.row + 1 :], known.row + 2)
             if any(map(str.strip, cells))]  # fmt: skip
    sales = {_entry(cells, known) for _, cells in lines
             if cell(cells, known, "account").startswith("7")}  # fmt: skip
    found: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    faults: list[Fault] = []
    for line, cells in lines:
        is_buyers = cell(cells, known, "account").startswith("411")
        is_open = not cell(cells, known, "letter")
        is_opening = cell(cells, known, "journal").upper() in OPENING
        if not is_buyers or not is_open or is_opening or _entry(cells, known) not in sales:
            continue
        told = _document(file, line, cells, known, term_days)
        if isinstance(told, Fault):
            faults.append(told)
            if len(faults) >= FAULTS_MAX:
                break
            continue
        key = (*_entry(cells, known), told["buyer_name"], told["invoice_number"])
        kept = found.setdefault(key, told)
        if kept is not told:
            kept["gross_cents"] += told["gross_cents"]
    if faults:
        return InvoicesRead(SENT_INVOICES.empty(), tuple(faults))
    rows = [_row(one) for one in found.values() if one["gross_cents"]]
    return InvoicesRead(SENT_INVOICES.frame(rows))


def _entry(cells: Sequence[str], known: Known) -> tuple[str, str]:
    return cell(cells, known, "journal"), cell(cells, known, "entry")


def _document(
    file: str, line: int, cells: Sequence[str], known: Known, term_days: int | None
) -> dict[str, Any] | Fault:
    """One line of account 411 as a document (a credit negative), or its fault."""
    number = re.sub(r"\s+", " ", cell(cells, known, "piece"))
    issued = day(cell(cells, known, "piece_on")) or day(cell(cells, known, "entry_on"))
    amount = fec_cents(cells, known)
    buyer = cell(cells, known, "buyer_name") or cell(cells, known, "account_name")
    for value, column, code in ((number, "PieceRef", "value_missing"),
                                (buyer, "CompAuxLib", "value_missing"),
                                (issued, "PieceDate", "date_unreadable"),
                                (amount, "Debit", "amount_unreadable")):  # fmt: skip
        if value in (None, ""):
            return Fault(file, f"line {line}, column {column}", code, refuses_file=True)
    assert issued is not None
    due = day(cell(cells, known, "due_on"))
    if due is None and term_days is None:
        return Fault(file, f"line {line}, column {known.words['due_on']}", "date_unreadable",
                     shown(cell(cells, known, "due_on")), refuses_file=True)  # fmt: skip
    return {"file": file, "row_number": line, "invoice_number": number, "issued_on": issued,
            "due_on": due or issued + timedelta(days=term_days or 0), "gross_cents": amount,
            # Debit and Credit are in euros, whatever Idevise adds (A47 A-1 LPF).
            "currency": "EUR", "buyer_name": buyer}  # fmt: skip


def fec_cents(cells: Sequence[str], known: Known) -> int | None:
    """What a line of a FEC debits (a credit negative), in the books' currency; None: unreadable."""
    if {"amount", "side"} <= set(known.places):
        amount = cents(cell(cells, known, "amount"))
        is_debit = cell(cells, known, "side").upper() in ("D", "+1", "1")
        return None if amount is None else amount if is_debit else -amount
    debit, credit = (cents(cell(cells, known, name)) for name in ("debit", "credit"))
    return None if debit is None or credit is None else debit - credit


def _row(one: dict[str, Any]) -> dict[str, Any]:
    size = abs(one["gross_cents"])
    return {**one, "type_code": INVOICE if one["gross_cents"] > 0 else CREDIT_NOTE,
            "gross_cents": size, "payable_cents": size}  # fmt: skip


def _refused(fault: Fault) -> InvoicesRead:
    return InvoicesRead(SENT_INVOICES.empty(), (fault,))
