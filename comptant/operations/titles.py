"""What a remittance leaves behind: invoices, entries, the transfer record, refused lines, sums."""

from datetime import datetime

import polars as pl
from psycopg.types.json import Jsonb

from comptant.operations.act import Act
from comptant.operations.contracts import Contract
from comptant.operations.exposures import add_to_exposure_one
from comptant.operations.ledger import book
from comptant.operations.payments import promised_at
from comptant.rules.batch import constant, repeated
from comptant.rules.columns import SENT_INVOICES, c
from comptant.store import bulk

_SIGN = pl.when(c.is_credit_note).then(-1).otherwise(1)


def _of_invoices(cents: pl.Expr) -> pl.Expr:
    """An amount that a credit note does not have."""
    return pl.when(c.is_credit_note).then(0).otherwise(cents)


_INVOICE = (
    "contract_id", c.invoice_id.alias("id"), "buyer_id", "remittance_id", "file_number",
    "row_number", "invoice_number", "number_key", "type_code", "issued_on",
    pl.coalesce(c.due_on, c.issued_on).alias("due_on"), "delivered_on", "currency",
    (c.gross_cents * _SIGN).alias("amount_cents"), "advance_class",
    c.factoring_fee_cents.alias("fee_cents"),
    pl.when(c.factoring_fee_cents != 0).then(pl.col("fee_bill_id")).alias("fee_bill_id"),
    "order_reference", "credited_number",
    c.fingerprint_text.alias("fingerprint"), c.has_payment_mention.alias("is_mentioned"),
    (c.open_cents * _SIGN).alias("open_cents"),
    _of_invoices(c.ineligible_cents).alias("ineligible_cents"),
    _of_invoices(c.reduction_cents).alias("reduction_cents"),
    _of_invoices(c.approved_now_cents).alias("approved_cents"),
    "hold", pl.when(c.holds != "").then(c.holds).alias("holds"), "next_change_on",
)  # fmt: skip
_MOVEMENT = (
    c.invoice_id.alias("item_id"), pl.lit("DEB").alias("account"),
    pl.lit(0, pl.Int64).alias("against_id"), (c.gross_cents * _SIGN).alias("amount_cents"),
    _of_invoices(c.approved_now_cents).alias("approved_cents"),
)  # fmt: skip
_EXPOSURE = (
    "buyer_id",
    pl.when(c.is_credit_note).then(pl.lit("STANDARD")).otherwise(c.advance_class).alias(
        "advance_class"
    ),
    _of_invoices(c.open_cents).alias("outstanding_cents"),
    _of_invoices(c.ineligible_cents).alias("ineligible_cents"),
    _of_invoices(c.reduction_cents).alias("reduction_cents"),
    _of_invoices(c.approved_now_cents).alias("approved_cents"),
    (~c.is_credit_note).cast(pl.Int64).alias("open_count"),
    pl.when(c.is_credit_note).then(c.open_cents).otherwise(0).alias("unapplied_credit_cents"),
)  # fmt: skip
# What each of them reads: a select costs by the width of the table that it is asked of.
MOVED = ["invoice_id", "is_credit_note", "gross_cents", "approved_now_cents"]
EXPOSED = [
    "buyer_id", "is_credit_note", "advance_class", "open_cents", "ineligible_cents",
    "reduction_cents", "approved_now_cents",
]  # fmt: skip
KEPT = [
    "invoice_id", "buyer_id", "file_number", "row_number", "invoice_number", "number_key",
    "type_code", "issued_on", "due_on", "delivered_on", "currency", "gross_cents", "is_credit_note",
    "advance_class", "factoring_fee_cents", "order_reference", "credited_number",
    "fingerprint_text", "has_payment_mention", "open_cents", "ineligible_cents", "reduction_cents",
    "approved_now_cents", "hold", "holds", "next_change_on",
]  # fmt: skip


def copy_invoices(
    do: Act, contract: Contract, remittance_id: int, taken: pl.DataFrame, bill_id: int | None
) -> None:
    ids = {"contract_id": contract.id, "remittance_id": remittance_id, "fee_bill_id": bill_id}
    of_all = (constant(name, id_, pl.Int64()) for name, id_ in ids.items())
    rows = taken[KEPT].hstack(repeated(of_all, taken.height)).select(_INVOICE)
    bulk.copy_in(do.conn, "invoice", rows)


def book_titles(
    do: Act, contract: Contract, remittance_id: int, invoices: pl.DataFrame, notes: pl.DataFrame
) -> int | None:
    """One entry for the invoices (the title's), one for the credit notes."""
    entry_id = None
    for event, name, rows, key in (
        ("assignment", "assigned", invoices, f"remittance/{remittance_id}"),
        ("credit_note", "credited", notes, f"remittance/{remittance_id}/credit_notes"),
    ):
        if rows.is_empty():
            continue
        movements = rows[MOVED].select(_MOVEMENT)
        total = int(rows["gross_cents"].sum())
        booked = book(do, contract.id, event, key, do.on, {name: total}, movements)
        entry_id = booked if event == "assignment" else entry_id
    return entry_id


def write_record(
    do: Act, contract: Contract, remittance_id: int, invoices: pl.DataFrame,
    refused: pl.DataFrame, digest: bytes, entry_id: int | None, received_at: datetime,
) -> int | None:  # fmt: skip
    written = bulk.row(
        do.conn, "insert_remittance", contract_id=contract.id, id=remittance_id,
        transfer_mode=contract.terms["transfer_mode"],
        standing_consent=contract.terms["standing_consent"], posted_on=do.on,
        received_at=received_at,
        promised_at=promised_at(contract.terms, received_at),
        line_count=invoices.height, total_cents=int(invoices["gross_cents"].sum()),
        refused_count=refused.height, digest=digest, entry_id=entry_id, act_id=do.id,
    )  # fmt: skip
    return written["title_number"] if written else None


def keep_refused(do: Act, contract: Contract, remittance_id: int, refused: pl.DataFrame) -> None:
    if refused.is_empty():
        return
    sent = refused.select(SENT_INVOICES.names[2:]).cast(pl.String)
    facts = [Jsonb({k: v for k, v in row.items() if v is not None}) for row in sent.to_dicts()]
    with (
        do.conn.cursor() as cursor,
        cursor.copy(
            "COPY refused_line (contract_id, remittance_id, line_number, file, row_number,"
            " invoice_number, reason, sent) FROM STDIN"
        ) as copy,
    ):
        names = ("line_number", "file", "row_number", "invoice_number", "refusal")
        for line, fact in zip(refused.select(names).iter_rows(), facts, strict=True):
            copy.write_row((contract.id, remittance_id, *line, fact))


def expose(do: Act, contract: Contract, taken: pl.DataFrame) -> None:
    """The buyers' sums: invoices by class, credit notes as unapplied until they meet an invoice."""
    add_to_exposure_one(do, contract, taken[EXPOSED].select(_EXPOSURE))
