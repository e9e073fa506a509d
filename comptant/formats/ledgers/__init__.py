"""A company's own ledger, read for a quote: an aged balance, a list of invoices or a FEC.

What it says of buyers, terms, real payment delays and seasons becomes one row per buyer, and the
months of its sales. What is not said is told (`notes`), never guessed in silence.
"""

from datetime import date

from comptant.formats.ledgers import aged, fec, invoices
from comptant.formats.ledgers.cells import Table, columns_of, tables
from comptant.formats.ledgers.reading import LedgerRead, refused
from comptant.formats.reading import Fault

__all__ = ["LedgerRead", "read_ledger"]


def read_ledger(
    file: str, data: bytes, as_of: date, turnover_cents: int | None = None
) -> LedgerRead:
    """What a file says of a company's sales, as it stood on a day. `turnover_cents`: its sales of a
    year, which an aged balance does not say. Never raises on what a user sent."""
    found = tables(file, data)
    if isinstance(found, Fault):
        return refused(found)
    best: tuple[int, LedgerRead] | None = None
    for table in found:
        read, known = _read(file, table, as_of, turnover_cents)
        if not any(fault.refuses_file for fault in read.faults):
            return read
        if best is None or known > best[0]:
            best = known, read
    return best[1] if best else refused(Fault(file, "file", "file_empty", refuses_file=True))


def _read(
    file: str, table: Table, as_of: date, turnover_cents: int | None
) -> tuple[LedgerRead, int]:  # fmt: skip
    """One sheet as the kind that it shows most columns of, and how many it shows."""
    known = columns_of(table, fec.TITLES)
    if len(known.places) >= len(fec.REQUIRED) - 2:
        return fec.read(file, table, known, as_of), len(known.places)
    listed = columns_of(table, invoices.TITLES)
    balance = columns_of(table, aged.TITLES)
    is_list = "invoice_number" in listed.places or len(balance.places) < len(listed.places) - 1
    if balance.places and not is_list:
        return aged.read(file, table, balance, as_of, turnover_cents), len(balance.places)
    return invoices.read(file, table, listed, as_of), len(listed.places)
