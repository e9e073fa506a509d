"""A list of invoices with the days on which they were paid: one line an invoice or credit note."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from comptant.formats.ledgers.cells import Known, Table, cell, cents, day, missing
from comptant.formats.ledgers.reading import DATED, LEDGER, LedgerRead, profile, refused
from comptant.formats.reading import Fault, shown
from comptant.formats.spreadsheet.headers import VAGUE_WORDS, WORDS, plain

FAULTS_MAX = 100
REQUIRED = ("buyer_name", "issued_on", "gross_cents")
_PAID = """paid on | payment date | date of payment | paid | date règlement | date de règlement
    | date paiement | date de paiement | réglée le | réglé le | payée le | payé le
    | date encaissement | encaissée le"""


def _titles() -> dict[str, str]:
    """The words of invoice lists, and those of the day of payment."""
    names = ("invoice_number", "issued_on", "due_on", "gross_cents", "payable_cents", "buyer_name",
             "buyer_siren", "buyer_country", "type_code")  # fmt: skip
    said = {name: f"{WORDS[name]} | {VAGUE_WORDS.get(name, '')}" for name in names}
    said["paid_on"] = _PAID
    return {name: " ".join(filter(None, map(plain, words.split("|"))))
            for name, words in said.items()}  # fmt: skip


TITLES = _titles()
CREDITS = frozenset({"381", "avoir", "av", "avr", "creditnote", "notedecredit", "facturedavoir"})


def read(file: str, table: Table, known: Known, as_of: date) -> LedgerRead:
    """The buyers of a list as it stood on a day. A line that cannot be read refuses the file: half
    a ledger would say something else."""
    lacking = missing(file, known, REQUIRED)
    if lacking:
        return refused(lacking, kind="invoices", understood=known.words)
    rows: list[tuple[object, ...]] = []
    faults: list[Fault] = []
    for line, cells in enumerate(table[known.row + 1 :], known.row + 2):
        if not any(map(str.strip, cells)):
            continue
        found = _line(file, line, cells, known)
        if isinstance(found, Fault):
            faults.append(found)
            if len(faults) >= FAULTS_MAX:
                faults.append(Fault(file, f"line {line}", "faults_cut_short", refuses_file=True))
                break
        else:
            rows.append(found)
    if faults:
        return refused(*faults, kind="invoices", understood=known.words)
    dated = pl.DataFrame(rows, schema=DATED, orient="row")
    found_profile = profile(dated, as_of)
    if found_profile is None:
        fault = Fault(file, "file", "ledger_sells_nothing", str(as_of), refuses_file=True)
        return refused(fault, kind="invoices", understood=known.words)
    is_paid = "paid_on" in known.places
    notes = found_profile.notes + (() if is_paid else (("ledger_paid_on_missing", ""),))
    return LedgerRead(found_profile.buyers.select(LEDGER.names), found_profile.sales, "invoices",
                      as_of, known.words, notes)  # fmt: skip


def _line(
    file: str, line: int, cells: Sequence[str], known: Known
) -> tuple[object, ...] | Fault:  # fmt: skip
    """One line as a row of DATED, or its first fault."""
    for name in REQUIRED:
        if not cell(cells, known, name):
            return Fault(file, f"line {line}, column {known.words[name]}", "value_missing",
                         refuses_file=True)  # fmt: skip
    days: dict[str, date | None] = {}
    for name in ("issued_on", "due_on", "paid_on"):
        text = cell(cells, known, name)
        days[name] = day(text)
        if text.strip("-") and days[name] is None:
            return Fault(file, f"line {line}, column {known.words[name]}", "date_unreadable",
                         shown(text), refuses_file=True)  # fmt: skip
    amounts: dict[str, int] = {}
    for name in ("gross_cents", "payable_cents"):
        amount = cents(cell(cells, known, name))
        if amount is None:
            return Fault(file, f"line {line}, column {known.words[name]}", "amount_unreadable",
                         shown(cell(cells, known, name)), refuses_file=True)  # fmt: skip
        amounts[name] = amount
    gross = amounts["gross_cents"]
    if plain(cell(cells, known, "type_code")) in CREDITS:
        gross = -abs(gross)
    told_open = "payable_cents" in known.places
    still = amounts["payable_cents"] if told_open else gross if "paid_on" in known.places else 0
    name = cell(cells, known, "buyer_name")
    siren = cell(cells, known, "buyer_siren").replace(" ", "") or None
    country = cell(cells, known, "buyer_country").upper()[:2] or None
    return (siren or name, name, siren, country, days["issued_on"], days["due_on"],
            days["paid_on"], gross, 0 if days["paid_on"] else still)  # fmt: skip
