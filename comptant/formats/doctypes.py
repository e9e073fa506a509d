"""Types of document (UNTDID 1001) and the one sign that an amount has: credit notes are positive.

Source: EN 16931 code list of BT-3, with the French factored types 393, 396, 472, 473, 501, 502.
"""

import polars as pl

from comptant.rules.columns import c

_CREDIT_NOTES = "81 83 261 262 296 308 381 396 420 458 502 503 532"
_INVOICES = """
71 80 82 84 102 130 202 203 204 211 218 219 295 325 326 331 380 382 383 384 385 386 387 388 389 390
393 394 395 456 457 471 472 473 500 501 527 553 575 623 633 751 780 817 870 875 876 877 935
"""
CREDIT_NOTES = frozenset(_CREDIT_NOTES.split())
TYPE_CODES = CREDIT_NOTES.union(_INVOICES.split())

# What an invoice with a negative total is: the same (factored, self-billed, prepaid), credited.
CREDIT_NOTE_OF = {
    "295": "296",
    "386": "503",
    "389": "261",
    "393": "396",
    "471": "261",
    "472": "396",
    "473": "502",
    "500": "503",
    "501": "502",
    "623": "532",
    "780": "532",
}
PLAIN_CREDIT_NOTE = "381"


def credit_notes_positive(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows, where a negative total has become a credit note with the opposite amounts.

    A credit note sent with a negative total is the habit of a ledger, not the credit of a credit.
    """
    if not (rows["gross_cents"] < 0).any():
        return rows
    negative = c.gross_cents < 0
    sign = pl.when(negative).then(-1).otherwise(1)
    amounts = ["gross_cents", "net_cents", "vat_cents", "payable_cents"]
    credited = (
        pl.when(c.type_code.is_in(sorted(CREDIT_NOTES)))
        .then(c.type_code)
        .otherwise(c.type_code.replace_strict(CREDIT_NOTE_OF, default=PLAIN_CREDIT_NOTE))
    )
    return rows.with_columns(
        pl.when(negative).then(credited).otherwise(c.type_code).alias("type_code"),
        *[pl.col(name) * sign for name in amounts],
    )
