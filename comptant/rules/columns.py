"""The vocabulary: each column once, with its type, its unit and its English and French word.

The words are rows of `vocabulary.csv`; here they become types and expressions.

A name ends with its unit: `_cents`, `_ppm`, `_days`, `_on` (a date), `_at` (an instant, UTC).
`c.gross_cents` is the Polars expression of that column; an undeclared name is an AttributeError.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import polars as pl

from comptant.rules.money import DAYS_MAX, RATE_PPM_MAX, SUM_CENTS_MAX


@dataclass(frozen=True)
class Column:
    """One word of the vocabulary. `largest` bounds the absolute value of an integer column."""

    name: str
    dtype: pl.DataType
    english: str
    french: str
    largest: int | None = None


# The types a row of vocabulary.csv may name, each with the largest absolute value it may hold.
TYPES: dict[str, tuple[pl.DataType, int | None]] = {
    "cents": (pl.Int64(), SUM_CENTS_MAX),
    "ppm": (pl.Int64(), RATE_PPM_MAX),
    "days": (pl.Int64(), DAYS_MAX),
    "count": (pl.Int64(), 10**12),
    "id": (pl.Int64(), None),
    "numbers": (pl.Int128(), None),
    "text": (pl.String(), None),
    "code": (pl.String(), None),
    "flag": (pl.Boolean(), None),
    "date": (pl.Date(), None),
    "instant": (pl.Datetime("us", "UTC"), None),
}
ENDINGS = {
    "_cents": "cents",
    "_ppm": "ppm",
    "_days": "days",
    "_id": "id",
    "_on": "date",
    "_at": "instant",
}


def _load() -> dict[str, Column]:
    """The vocabulary; a name whose ending and type disagree, or that comes twice, is our fault."""
    text = resources.files("comptant.rules").joinpath("vocabulary.csv").read_text("utf-8")
    words: dict[str, Column] = {}
    for row in csv.DictReader(text.splitlines()):
        name, kind = row["name"], row["type"]
        if name in words:
            raise ValueError(f"column {name} is declared twice")
        promised = ENDINGS.get("_" + name.rpartition("_")[2])
        if promised != kind and (promised or kind in ENDINGS.values()):
            raise ValueError(f"column {name} is declared {kind}, which its ending contradicts")
        dtype, largest = TYPES[kind]
        words[name] = Column(name, dtype, row["english"], row["french"], largest)
    return words


VOCABULARY = _load()


class Names:
    """`c.name` is pl.col("name") for a declared name."""

    def __getattr__(self, name: str) -> pl.Expr:
        if name not in VOCABULARY:
            raise AttributeError(f"column {name} is not in the vocabulary (rules/vocabulary.csv)")
        return pl.col(name)


c = Names()


@dataclass(frozen=True)
class Shape:
    """Which columns a batch has; those in `optional` may hold nulls."""

    names: tuple[str, ...]
    optional: frozenset[str] = frozenset()

    def schema(self) -> pl.Schema:
        """Names and types, in order."""
        return _schema(self.names)

    def empty(self) -> pl.DataFrame:
        """A batch of no rows."""
        return self.schema().to_frame()

    def frame(self, rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
        """A batch from dictionaries; a missing key is a null.

        TypeError where a value is not of its column's type, KeyError where a key is no column.
        """
        rows = list(rows)
        unknown = {key for row in rows for key in row} - set(self.names)
        if unknown:
            raise KeyError(f"not columns of this shape: {sorted(unknown)}")
        return pl.DataFrame(
            pl.Series(name, [row.get(name) for row in rows], dtype, strict=True)
            for name, dtype in self.schema().items()
        )


@lru_cache(maxsize=256)
def _schema(names: tuple[str, ...]) -> pl.Schema:
    return pl.Schema({name: VOCABULARY[name].dtype for name in names})


def shape(*names: str) -> Shape:
    """A shape by names; a trailing `?` marks a column that may be null."""
    bare = tuple(name.rstrip("?") for name in names)
    for name in bare:
        if name not in VOCABULARY:
            raise ValueError(f"column {name} is not in the vocabulary")
    return Shape(bare, frozenset(name.rstrip("?") for name in names if name.endswith("?")))


# One row per invoice or credit note read from a file, before any rule has looked at it.
SENT_INVOICES = shape(
    "file",
    "row_number",
    "invoice_number",
    "type_code",
    "issued_on",
    "due_on?",
    "delivered_on?",
    "currency",
    "gross_cents",
    "net_cents?",
    "vat_cents?",
    "payable_cents",
    "seller_name?",
    "seller_siren?",
    "seller_siret?",
    "seller_vat?",
    "buyer_name",
    "buyer_siren?",
    "buyer_siret?",
    "buyer_vat?",
    "buyer_lei?",
    "buyer_foreign?",
    "buyer_country?",
    "order_reference?",
    "credited_number?",
    "payee_name?",
    "payee_identifier?",
    "payment_iban?",
    "assignment_note?",
)

# The same with the contract that each is sent to: as a list names it, then as we know it.
SENT_BY_CONTRACT = Shape(("contract_number", *SENT_INVOICES.names), SENT_INVOICES.optional)
SENT_TO_CONTRACTS = Shape(("contract_id", *SENT_INVOICES.names), SENT_INVOICES.optional)

# One row per statement of a bank file.
STATEMENTS = shape(
    "file",
    "statement_number",
    "account_iban",
    "currency",
    "statement_reference?",
    "sequence?",
    "opened_on?",
    "closed_on",
    "opening_cents?",
    "closing_cents?",
    "ends_the_day",
)

# One row per payment told by a statement: a batched line gives one row per payment in it.
BANK_MOVEMENTS = shape(
    "statement_number",
    "row_number",
    "entry_number",
    "entry_cents",
    "booked_on",
    "value_on",
    "amount_cents",
    "currency",
    "bank_reference?",
    "end_to_end_reference?",
    "payer_name?",
    "payer_iban?",
    "credited_iban?",
    "remittance_text",
    "creditor_reference?",
    "operation_code?",
    "return_reason?",
    "is_reversal",
)

# One row per payment that a bank announces besides its statements (camt.052, camt.054), with the
# references of its entry, one a line, and the entry's status: BOOK, PDNG or FUTR.
ANNOUNCED = shape(
    *(f"{name}?" if name in BANK_MOVEMENTS.optional else name for name in BANK_MOVEMENTS.names),
    "entry_references",
    "entry_status",
)
