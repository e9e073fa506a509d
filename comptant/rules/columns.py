"""The vocabulary: each column once, with its type, its unit and its English and French word.

A name ends with its unit: `_cents`, `_ppm`, `_days`, `_on` (a date), `_at` (an instant, UTC).
`c.gross_cents` is the Polars expression of that column; an undeclared name is an AttributeError.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from comptant.rules.money import AMOUNT_CENTS_MAX, RATE_PPM_MAX


@dataclass(frozen=True)
class Column:
    """One word of the vocabulary. `largest` bounds the absolute value of an integer column."""

    name: str
    dtype: pl.DataType
    english: str
    french: str
    largest: int | None = None


VOCABULARY: dict[str, Column] = {}


def _declare(
    name: str, dtype: pl.DataType, words: tuple[str, str], largest: int | None = None
) -> None:
    if name in VOCABULARY:
        raise ValueError(f"column {name} is declared twice")
    VOCABULARY[name] = Column(name, dtype, *words, largest)


def _all(dtype: pl.DataType, largest: int | None, rows: dict[str, tuple[str, str]]) -> None:
    for name, words in rows.items():
        _declare(name, dtype, words, largest)


class Names:
    """`c.name` is pl.col("name") for a declared name."""

    def __getattr__(self, name: str) -> pl.Expr:
        if name not in VOCABULARY:
            raise AttributeError(f"column {name} is not in the vocabulary (rules/columns.py)")
        return pl.col(name)


c = Names()


@dataclass(frozen=True)
class Shape:
    """Which columns a batch has; those in `optional` may hold nulls."""

    names: tuple[str, ...]
    optional: frozenset[str] = frozenset()

    def schema(self) -> pl.Schema:
        """Names and types, in order."""
        return pl.Schema({name: VOCABULARY[name].dtype for name in self.names})

    def empty(self) -> pl.DataFrame:
        """A batch of no rows."""
        return self.schema().to_frame()

    def frame(self, rows: Iterable[dict[str, object]]) -> pl.DataFrame:
        """A batch from dictionaries; a missing key is a null."""
        names = self.names
        return pl.DataFrame(
            [tuple(row.get(name) for name in names) for row in rows],
            schema=self.schema(),
            orient="row",
            strict=True,
        )


def shape(*names: str) -> Shape:
    """A shape by names; a trailing `?` marks a column that may be null."""
    bare = tuple(name.rstrip("?") for name in names)
    for name in bare:
        if name not in VOCABULARY:
            raise ValueError(f"column {name} is not in the vocabulary")
    return Shape(bare, frozenset(name.rstrip("?") for name in names if name.endswith("?")))


_all(
    pl.Int64(),
    AMOUNT_CENTS_MAX,
    {
        # an invoice as it was sent
        "gross_cents": ("amount incl. VAT", "montant TTC"),
        "net_cents": ("amount before VAT", "montant HT"),
        "vat_cents": ("VAT", "TVA"),
        "payable_cents": ("amount payable", "net à payer"),
        # a bank movement and a statement
        "amount_cents": ("amount", "montant"),
        "entry_cents": ("amount of the bank's line", "montant de l'écriture bancaire"),
        "opening_cents": ("opening balance", "solde d'ouverture"),
        "closing_cents": ("closing balance", "solde de clôture"),
    },
)

_all(
    pl.String(),
    None,
    {
        "file": ("file", "fichier"),
        "invoice_number": ("invoice number", "numéro de facture"),
        "type_code": ("document type (UNTDID 1001)", "type de document (UNTDID 1001)"),
        "currency": ("currency", "devise"),
        "seller_name": ("seller", "vendeur"),
        "seller_siren": ("SIREN of the seller", "SIREN du vendeur"),
        "seller_siret": ("SIRET of the seller", "SIRET du vendeur"),
        "seller_vat": ("VAT number of the seller", "numéro de TVA du vendeur"),
        "buyer_name": ("buyer", "acheteur"),
        "buyer_siren": ("SIREN of the buyer", "SIREN de l'acheteur"),
        "buyer_siret": ("SIRET of the buyer", "SIRET de l'acheteur"),
        "buyer_vat": ("VAT number of the buyer", "numéro de TVA de l'acheteur"),
        "buyer_lei": ("LEI of the buyer", "LEI de l'acheteur"),
        "buyer_foreign": ("foreign number of the buyer", "identifiant étranger de l'acheteur"),
        "buyer_country": ("country of the buyer", "pays de l'acheteur"),
        "order_reference": ("order number", "numéro de commande"),
        "credited_number": ("invoice credited", "facture créditée"),
        "payee_name": ("payee", "bénéficiaire du paiement"),
        "payee_identifier": ("number of the payee", "identifiant du bénéficiaire"),
        "payment_iban": ("IBAN to pay", "IBAN à payer"),
        "assignment_note": ("assignment note (ACC)", "mention de cession (ACC)"),
        # bank
        "account_iban": ("account (IBAN)", "compte (IBAN)"),
        "statement_reference": ("statement reference", "référence du relevé"),
        "bank_reference": ("bank's reference", "référence de la banque"),
        "end_to_end_id": ("end-to-end id", "référence de bout en bout"),
        "payer_name": ("payer", "payeur"),
        "payer_iban": ("payer's account", "compte du payeur"),
        "remittance_text": ("text of the transfer", "libellé du virement"),
        "creditor_reference": ("structured reference", "référence structurée"),
        "operation_code": ("bank operation code", "code opération bancaire"),
        "return_reason": ("reason of return", "motif de rejet"),
    },
)

_all(
    pl.Date(),
    None,
    {
        "issued_on": ("invoice date", "date de facture"),
        "due_on": ("due date", "date d'échéance"),
        "delivered_on": ("delivery date", "date de livraison"),
        "booked_on": ("booking date", "date d'opération"),
        "value_on": ("value date", "date de valeur"),
        "opened_on": ("first day of the statement", "premier jour du relevé"),
        "closed_on": ("last day of the statement", "dernier jour du relevé"),
    },
)

_all(
    pl.Int64(),
    10**12,
    {
        "row_number": ("line", "ligne"),
        "statement_number": ("statement in the file", "relevé dans le fichier"),
        "sequence": ("sequence number", "numéro de séquence"),
        "entry_number": ("line of the statement", "ligne du relevé"),
    },
)

_all(
    pl.Boolean(),
    None,
    {
        "is_reversal": ("reversal", "contre-passation"),
        "ends_the_day": ("end-of-day statement", "relevé de fin de journée"),
    },
)

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
    "end_to_end_id?",
    "payer_name?",
    "payer_iban?",
    "remittance_text",
    "creditor_reference?",
    "operation_code?",
    "return_reason?",
    "is_reversal",
)
