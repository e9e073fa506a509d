"""What every reader answers: the rows it understood and, for the rest, place, cause and remedy.

A reader is pure: bytes in, batch out. It never raises on what a user sent: a fault is a value.
"""

import re
import unicodedata
from dataclasses import dataclass, field

import polars as pl

from comptant.rules.columns import ANNOUNCED


@dataclass(frozen=True)
class Fault:
    """One thing that a file got wrong.

    `code` is a word of FAULTS, `place` says where ("line 12, column amount", "/Invoice/ID"),
    `detail` repeats what was found (short, printable). A fault with `refuses_file` means that no
    row of the file was taken; a fault with `warns` changed nothing.
    """

    file: str
    place: str
    code: str
    detail: str = ""
    refuses_file: bool = False
    warns: bool = False


@dataclass(frozen=True)
class InvoicesRead:
    """Rows in the shape SENT_INVOICES, and faults in the order of the file."""

    rows: pl.DataFrame
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class BankRead:
    """Statements in the shape STATEMENTS, payments in the shape BANK_MOVEMENTS, and faults.

    `source` is the format (camt.053, cfonb120...), empty if the file was refused. `announced`, in
    the shape ANNOUNCED, has what a camt.052 or camt.054 tells, booked and pending.
    """

    statements: pl.DataFrame
    movements: pl.DataFrame
    faults: tuple[Fault, ...] = ()
    source: str = ""
    announced: pl.DataFrame = field(default_factory=ANNOUNCED.empty)


# Signs that turn the direction of a line: what is read is not what is kept. (Unicode TR 36)
TURNS = "\u202a-\u202e\u2066-\u2069"
# Columns whose twins are one: full-width digits, ligatures and the like are put into plain letters.
_NUMBERS = re.compile(r"(_number|_reference|_siren|_siret|_vat|_lei|_iban|_identifier)$")


def is_number_text(name: str) -> bool:
    """Whether a column's texts are numbers that name something."""
    return _NUMBERS.search(name) is not None


def plain_number(text: str) -> str:
    """A number in plain letters (Unicode NFKC): ZZ-\uff15\uff10\uff11 is ZZ-501."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def shown(value: object, length: int = 60) -> str:
    """A short printable form of something hostile, for a fault's detail."""
    text = str(value)[: length * 4]
    text = " ".join(text.split())
    text = "".join(ch if ch.isprintable() else "\N{REPLACEMENT CHARACTER}" for ch in text)
    return text if len(text) <= length else text[: length - 1] + "\N{HORIZONTAL ELLIPSIS}"


# Every code a reader may answer. The sentence, its cause and its remedy are at the door.
FAULTS = frozenset(
    {
        "file_too_large",
        "file_empty",
        "lines_missing",
        "format_unknown",
        "encoding_unreadable",
        "text_unreadable",
        "column_missing",
        "payable_column_missing",
        "planned_column_missing",
        "decision_column_missing",
        "siren_wrong",
        "column_twice",
        "contract_not_known",
        "contract_not_named",
        "contract_twice",
        "cells_too_many",
        "value_missing",
        "value_too_long",
        "amount_unreadable",
        "amount_out_of_range",
        "date_unreadable",
        "currency_unreadable",
        "type_unreadable",
        "faults_cut_short",
        "flag_unreadable",
        "invoice_not_known",
        "invoice_not_one",
        "number_unreadable",
        "too_many_rows",
        "cell_is_formula",
        "xml_malformed",
        "xml_dangerous",
        "xml_not_an_invoice",
        "xml_schema_differs",
        "rule_broken",
        "pdf_unreadable",
        "pdf_without_text",
        "advice_line_of_several",
        "pdf_encrypted",
        "pdf_without_invoice",
        "pdf_with_two_invoices",
        "archive_dangerous",
        "sheet_not_read",
        "spreadsheet_unreadable",
        "statement_unreadable",
        "statement_does_not_add_up",
        "statement_out_of_sequence",
        "statement_without_end",
        "statement_without_start",
        "record_out_of_place",
        "account_unreadable",
        "detail_does_not_add_up",
        "entry_not_booked",
        "advice_does_not_add_up",
        "ledger_column_missing",
        "ledger_term_unsaid",
        "series_unknown",
        "ledger_sells_nothing",
        "ledger_without_buyers",
        "tariff_column_missing",
        "handover_file_missing",
        "handover_hash_differs",
        "handover_head_wrong",
    }
)
