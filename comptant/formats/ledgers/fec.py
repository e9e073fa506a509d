"""A FEC (fichier des écritures comptables): buyers, real delays and seasons of a year's books.

Accounts 411 are the buyers'. An entry with an account 7 is a sale or a credit note, one with an
account 5 a payment; the opening entries only say what was open. Delays are those of lettered
payments. A FEC tells no due date: the term is supposed, the usual one not above the real delay.
What is sold is that of all the days of the books, whether or not something was sold on the first.
Source: art. A47 A-1 LPF; DOMAIN §8.4.
"""

import re
from collections.abc import Sequence
from datetime import date

import polars as pl

from comptant.formats.ledgers.cells import Known, Table, cell, cents, day, missing
from comptant.formats.ledgers.reading import (
    DATED,
    LEDGER,
    NO_AGREEMENT_DAYS,
    USUAL_TERMS,
    YEAR_DAYS,
    LedgerRead,
    mean,
    profile,
    refused,
)
from comptant.formats.reading import Fault, shown
from comptant.rules.columns import c

FAULTS_MAX = 100
# Art. A47 A-1 LPF: SIREN, FEC, and the day on which the year ends.
_NAME = re.compile(r"\d{9}FEC(\d{8})", re.ASCII | re.IGNORECASE)
TITLES = {
    "journal": "journalcode", "journal_name": "journallib", "entry": "ecriturenum",
    "entry_on": "ecrituredate", "account": "comptenum", "account_name": "comptelib",
    "buyer": "compauxnum", "buyer_name": "compauxlib", "debit": "debit", "credit": "credit",
    "letter": "ecriturelet", "amount": "montant", "side": "sens",
}  # fmt: skip
REQUIRED = ("journal", "entry", "entry_on", "account", "account_name", "debit", "credit")
LINES = pl.Schema({
    "journal": pl.String(), "is_opening": pl.Boolean(), "entry": pl.String(), "entry_on": pl.Date(),
    "account": pl.String(), "key": pl.String(), "buyer_name": pl.String(),
    "amount_cents": pl.Int64(), "letter": pl.String(),
})  # fmt: skip


def read(file: str, table: Table, known: Known, as_of: date) -> LedgerRead:
    """The buyers of a FEC, as they stood on its last day. `as_of`: the day on which it is read."""
    by_side = {"amount", "side"} <= set(known.places)
    required = [name for name in REQUIRED if not (by_side and name in ("debit", "credit"))]
    lacking = missing(file, known, required)
    if lacking:
        return refused(lacking, kind="fec", understood=known.words)
    rows: list[tuple[object, ...]] = []
    faults: list[Fault] = []
    for line, cells in enumerate(table[known.row + 1 :], known.row + 2):
        if not any(cells):
            continue
        found = _line(file, line, cells, known)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            rows.append(found)
        if len(faults) >= FAULTS_MAX:
            break
    if faults:
        return refused(*faults, kind="fec", understood=known.words)
    return _ledger(file, known, pl.DataFrame(rows, schema=LINES, orient="row"), as_of)


def _line(
    file: str, line: int, cells: Sequence[str], known: Known
) -> tuple[object, ...] | Fault:  # fmt: skip
    """One line as a row of LINES, or its first fault."""
    entry_on = day(cell(cells, known, "entry_on"))
    if entry_on is None:
        return Fault(file, f"line {line}, column EcritureDate", "date_unreadable",
                     shown(cell(cells, known, "entry_on")), refuses_file=True)  # fmt: skip
    if "side" in known.places and "amount" in known.places:
        amount = cents(cell(cells, known, "amount"))
        is_debit = cell(cells, known, "side").upper() in ("D", "+1", "1")
        told = None if amount is None else amount if is_debit else -amount
    else:
        debit, credit = (cents(cell(cells, known, name)) for name in ("debit", "credit"))
        told = None if debit is None or credit is None else debit - credit
    if told is None:
        return Fault(file, f"line {line}, column Debit", "amount_unreadable",
                     shown(cell(cells, known, "debit")), refuses_file=True)  # fmt: skip
    account = cell(cells, known, "account")
    journal, name = cell(cells, known, "journal"), cell(cells, known, "journal_name").lower()
    opening = journal.upper() in ("AN", "ANO", "RAN", "A-N") or "nouveau" in name
    buyer = cell(cells, known, "buyer") or account
    label = cell(cells, known, "buyer_name") or cell(cells, known, "account_name")
    letter = cell(cells, known, "letter") or None
    entry = cell(cells, known, "entry")
    return (journal, opening, entry, entry_on, account, buyer, label, told, letter)


def _covered(file: str, lines: pl.DataFrame, as_of: date) -> tuple[date, date]:
    """The first and last day of the books: from the first entry to the last, or to the end of the
    year that the file's name tells, once it is over."""
    first, last = lines["entry_on"].min(), lines["entry_on"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    named = _NAME.search(file)
    closes = day(named[1]) if named else None
    if closes is not None and last < closes <= as_of:
        last = closes
    return first, last


def _ledger(file: str, known: Known, lines: pl.DataFrame, as_of: date) -> LedgerRead:
    last = lines["entry_on"].max()
    buyers = lines.filter(pl.col("account").str.starts_with("411"))
    if buyers.is_empty() or not isinstance(last, date):
        fault = Fault(file, "file", "ledger_without_buyers", "411", refuses_file=True)
        return refused(fault, kind="fec", understood=known.words)
    kinds = lines.group_by("journal", "entry").agg(
        pl.col("account").str.starts_with("7").any().alias("is_sale"),
        pl.col("account").str.starts_with("5").any().alias("is_payment"),
    )
    moved = buyers.join(kinds, on=("journal", "entry"), maintain_order="left")
    sales = moved.filter(pl.col("is_sale") & ~pl.col("is_opening"))
    payments = moved.filter(
        pl.col("is_payment") & ~pl.col("is_sale") & ~pl.col("is_opening") & (c.amount_cents < 0)
    )
    found = profile(_dated(sales, payments), last, _covered(file, lines, as_of))
    if found is None:
        fault = Fault(file, "file", "ledger_sells_nothing", str(last), refuses_file=True)
        return refused(fault, kind="fec", understood=known.words)
    ledger, notes = _with_balance(found.buyers, buyers, sales, last)
    carried = tuple(note for note in found.notes if note[0] == "ledger_carried_to_a_year")
    return LedgerRead(ledger.select(LEDGER.names), found.sales, "fec", last, known.words,
                      (*carried, *notes, ("ledger_term_from_delay", "")))  # fmt: skip


def _dated(sales: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    """Sales as DATED: what is lettered with payments was paid on their mean day."""
    first = date(1970, 1, 1)
    days = (pl.col("entry_on") - pl.lit(first)).dt.total_days()
    paid = (
        payments.filter(pl.col("letter").is_not_null())
        .group_by("key", "letter")
        .agg(mean(-c.amount_cents, days).alias("paid_days"))
    )
    rows = sales.join(paid, on=("key", "letter"), how="left", maintain_order="left")
    none, day_none = pl.lit(None, pl.String()), pl.lit(None, pl.Date())
    return rows.select(
        "key", "buyer_name", none.alias("buyer_siren"), none.alias("buyer_country"),
        pl.col("entry_on").alias("issued_on"), day_none.alias("due_on"),
        (pl.lit(first) + pl.duration(days=pl.col("paid_days"))).cast(pl.Date).alias("paid_on"),
        c.amount_cents.alias("gross_cents"), pl.lit(0, pl.Int64).alias("open_cents"),
    ).select(DATED.names())  # fmt: skip


def _with_balance(
    ledger: pl.DataFrame, buyers: pl.DataFrame, sales: pl.DataFrame, last: date
) -> tuple[pl.DataFrame, tuple[tuple[str, str], ...]]:
    """What the accounts say is open, and the part of it older than the term allows; notes. Where
    nothing is lettered, the delay is that of the balance: open x 365 / sales (DOMAIN §5.6); where
    nothing is open either, it is unknown and no term was agreed."""
    opened = buyers.group_by("key").agg(
        c.amount_cents.sum().clip(lower_bound=0).alias("ledger_open_cents")
    )
    rows = ledger.drop("ledger_open_cents", "stale_30_cents", "stale_60_cents", "term_days").join(
        opened, on="key", how="left", maintain_order="left"
    )
    from_balance = (
        (2 * c.ledger_open_cents.cast(pl.Int128) * YEAR_DAYS + c.turnover_cents)
        // (2 * c.turnover_cents.cast(pl.Int128))
    ).cast(pl.Int64)  # fmt: skip
    is_open = c.payment_days.is_null() & (c.ledger_open_cents > 0)
    of_balance = rows.filter(is_open).height
    rows = rows.with_columns(
        pl.when(is_open).then(from_balance).otherwise(c.payment_days).alias("payment_days")
    )
    unknown = rows["payment_days"].null_count()
    notes = (("ledger_delay_of_balance", of_balance), ("ledger_delay_unknown", unknown))
    term = pl.max_horizontal(
        pl.when(c.payment_days >= usual).then(pl.lit(usual, pl.Int64)) for usual in USUAL_TERMS
    )
    rows = rows.with_columns(term.fill_null(NO_AGREEMENT_DAYS).alias("term_days"))
    age = (pl.lit(last) - pl.col("entry_on")).dt.total_days() - c.term_days
    unpaid = sales.filter(pl.col("letter").is_null() & (c.amount_cents > 0)).join(
        rows.select("key", "term_days"), on="key"
    )
    stale = unpaid.group_by("key").agg(
        c.amount_cents.filter(age > 30).sum().alias("stale_30_cents"),
        c.amount_cents.filter(age > 60).sum().alias("stale_60_cents"),
    )
    rows = rows.join(stale, on="key", how="left", maintain_order="left")
    rows = rows.with_columns(
        pl.min_horizontal(pl.col(name).fill_null(0), c.ledger_open_cents)
        for name in ("stale_30_cents", "stale_60_cents")
    )
    return rows, tuple((code, str(count)) for code, count in notes if count)
