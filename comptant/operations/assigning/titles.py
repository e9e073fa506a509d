"""What remittances leave behind: invoices, entries, transfer records, refused lines, sums.

`heads` has one row per contract of the slice: contract_id and the numbers of what it gets, its
remittance (remittance_id; `event` names it), its bill (bill_id, null where fees are billed later),
its two entries (title_id of invoices, notes_id of credit notes), and the `digest` of what it sent.
"""

from collections.abc import Callable
from datetime import datetime

import polars as pl
from psycopg.types.json import Jsonb

from comptant.operations.acts.act import Act
from comptant.operations.assigning.papers import DAILLY
from comptant.operations.books.ledger import Entry, book_entries
from comptant.operations.paying.preparing import promises
from comptant.operations.portfolio.exposures import add_to_exposure
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.columns import SENT_INVOICES, c
from comptant.rules.postings import lines
from comptant.store import bulk

Sums = dict[int, dict[str, int]]  # per contract

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
    pl.when(c.least_fee_cents != 0).then(c.least_fee_cents).alias("least_fee_cents"),
    pl.when(c.factoring_fee_cents != 0).then(c.bill_id).alias("fee_bill_id"),
    "order_reference", "credited_number",
    c.fingerprint_text.alias("fingerprint"), c.has_payment_mention.alias("is_mentioned"),
    (c.open_cents * _SIGN).alias("open_cents"),
    _of_invoices(c.ineligible_cents).alias("ineligible_cents"),
    _of_invoices(c.reduction_cents).alias("reduction_cents"),
    _of_invoices(c.approved_now_cents).alias("approved_cents"),
    "hold", pl.when(c.holds != "").then(c.holds).alias("holds"), "next_change_on",
)  # fmt: skip
_MOVEMENT = (
    "contract_id",
    pl.when(c.is_credit_note).then(pl.col("notes_id")).otherwise(pl.col("title_id")).alias(
        "entry_id"
    ),
    c.invoice_id.alias("item_id"), pl.lit("DEB").alias("account"),
    pl.lit(0, pl.Int64).alias("against_id"), (c.gross_cents * _SIGN).alias("amount_cents"),
    _of_invoices(c.approved_now_cents).alias("approved_cents"),
)  # fmt: skip
_EXPOSURE = (
    "contract_id", c.contract_currency.alias("currency"), "buyer_id",
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
_NONE = {"accepted": 0, "accepted_cents": 0, "approved_cents": 0, "not_fundable": 0,
         "credit_notes": 0, "credited_cents": 0, "refused": 0}  # fmt: skip
# What each of them reads: a select costs by the width of the table that it is asked of.
MOVED = ["contract_id", "invoice_id", "is_credit_note", "gross_cents", "approved_now_cents"]
EXPOSED = [
    "contract_id", "contract_currency", "buyer_id", "is_credit_note", "advance_class", "open_cents",
    "ineligible_cents", "reduction_cents", "approved_now_cents",
]  # fmt: skip
KEPT = [
    "contract_id", "invoice_id", "buyer_id", "file_number", "row_number", "invoice_number",
    "number_key", "type_code", "issued_on", "due_on", "delivered_on", "currency", "gross_cents",
    "is_credit_note", "advance_class", "factoring_fee_cents", "least_fee_cents", "order_reference",
    "credited_number", "fingerprint_text", "has_payment_mention", "open_cents", "ineligible_cents",
    "reduction_cents", "approved_now_cents", "hold", "holds", "next_change_on",
]  # fmt: skip


def numbered_heads(
    contracts: pl.DataFrame, digests: dict[int, bytes], ids: list[int], taken: pl.DataFrame
) -> pl.DataFrame:
    """One row per contract: the numbers of its remittance, bill and entries, and its digest. The
    fee of a deed (a Dailly remittance that takes invoices) is billed once it is signed."""
    known = contracts["contract_id"].to_list()
    remittances, bills, titles, notes = (
        ids[place * len(known) : (place + 1) * len(known)] for place in range(4)
    )
    billed = (contracts["fee_billing"] == "AT_ASSIGNMENT") & ~_has_deed(contracts, taken)
    return pl.DataFrame({
        "contract_id": known, "remittance_id": remittances,
        "bill_id": pl.Series([id_ if now else None for id_, now in zip(bills, billed, strict=True)],
                             dtype=pl.Int64),
        "title_id": titles, "notes_id": notes,
        "event": [f"remittance/{id_}" for id_ in remittances],
        "digest": [digests[id_] for id_ in known],
    })  # fmt: skip


def _has_deed(contracts: pl.DataFrame, taken: pl.DataFrame) -> pl.Series:
    dailly = contracts["transfer_mode"] == DAILLY
    if not dailly.any():
        return dailly
    titled = taken.filter(~c.is_credit_note)["contract_id"].unique()
    return dailly & contracts["contract_id"].is_in(titled.implode())


def summed(heads: pl.DataFrame, taken: pl.DataFrame, refused: pl.DataFrame) -> Sums:
    """Per contract: accepted, accepted_cents, approved_cents, not_fundable, credit_notes,
    credited_cents, refused."""
    sums = {id_: dict(_NONE) for id_ in heads["contract_id"]}
    for id_, _, is_note, cents, approved, hold in taken[[*MOVED, "hold"]].iter_rows():
        of = sums[id_]
        if is_note:
            of["credit_notes"] += 1
            of["credited_cents"] += cents
        else:
            of["accepted"] += 1
            of["accepted_cents"] += cents
            of["approved_cents"] += approved
            of["not_fundable"] += hold is not None
    for id_ in refused["contract_id"]:
        sums[id_]["refused"] += 1
    return sums


def copy_invoices(do: Act, heads: pl.DataFrame, taken: pl.DataFrame) -> None:
    ids = of_contracts(heads, taken["contract_id"], ("remittance_id", "bill_id"))
    bulk.copy_in(do.conn, "invoice", taken[KEPT].hstack(ids).select(_INVOICE))


def book_titles(
    do: Act, heads: pl.DataFrame, sums: Sums, taken: pl.DataFrame, also: list[Entry]
) -> None:
    """One entry per contract for its invoices (the title's), one for its credit notes; and `also`
    other entries, in the same statements."""
    entries = also.copy()
    for id_, key, title_id, notes_id in heads[
        ["contract_id", "event", "title_id", "notes_id"]
    ].iter_rows():
        of = sums[id_]
        if of["accepted"]:
            booked = lines("assignment", {"assigned": of["accepted_cents"]})
            entries.append(Entry(id_, title_id, "assignment", key, do.on, booked))
        if of["credit_notes"]:
            booked = lines("credit_note", {"credited": of["credited_cents"]})
            key = f"{key}/credit_notes"
            entries.append(Entry(id_, notes_id, "credit_note", key, do.on, booked))
    if entries:
        book_entries(do, entries, item_movements(heads, taken))


def item_movements(heads: pl.DataFrame, taken: pl.DataFrame) -> pl.DataFrame:
    """What the entries of the heads move: each invoice and credit note by its amount."""
    ids = of_contracts(heads, taken["contract_id"], ("title_id", "notes_id"))
    return taken[MOVED].hstack(ids).select(_MOVEMENT)


def write_records(
    do: Act, contracts: pl.DataFrame, heads: pl.DataFrame, sums: Sums, received_at: datetime
) -> Callable[[], list[bulk.Row]]:
    """The transfer records; asked afterwards, each contract_id with the `title_number` of its
    title, none where it took no invoice."""
    of = [sums[id_] for id_ in heads["contract_id"]]
    entry_ids = [
        id_ if sum_["accepted"] else None
        for id_, sum_ in zip(heads["title_id"], of, strict=True)
    ]  # fmt: skip
    return bulk.asked(
        do.conn, "insert_remittances", sent_on=do.on, received_at=received_at, act_id=do.id,
        contract_ids=heads["contract_id"].to_list(), ids=heads["remittance_id"].to_list(),
        transfer_modes=contracts["transfer_mode"].to_list(),
        standing_consents=contracts["standing_consent"].to_list(),
        promised_at=promises(contracts, received_at),
        line_counts=[sum_["accepted"] for sum_ in of],
        totals=[sum_["accepted_cents"] for sum_ in of],
        refused_counts=[sum_["refused"] for sum_ in of],
        digests=heads["digest"].to_list(), entry_ids=entry_ids,
    )  # fmt: skip


def keep_refused(do: Act, heads: pl.DataFrame, refused: pl.DataFrame) -> None:
    if refused.is_empty():
        return
    sent = refused.select(SENT_INVOICES.names[2:]).cast(pl.String)
    facts = [Jsonb({k: v for k, v in row.items() if v is not None}) for row in sent.to_dicts()]
    names = ("line_number", "file", "row_number", "invoice_number", "refusal")
    ids = of_contracts(heads, refused["contract_id"], ("contract_id", "remittance_id"))
    rows = pl.DataFrame(ids).hstack(refused.select(names).get_columns())
    with (
        do.conn.cursor() as cursor,
        cursor.copy(
            "COPY refused_line (contract_id, remittance_id, line_number, file, row_number,"
            " invoice_number, reason, sent) FROM STDIN"
        ) as copy,
    ):
        for line, fact in zip(rows.iter_rows(), facts, strict=True):
            copy.write_row((*line, fact))


def expose(do: Act, taken: pl.DataFrame) -> None:
    """The buyers' sums: invoices by class, credit notes as unapplied until they meet an invoice."""
    add_to_exposure(do, taken[EXPOSED].select(_EXPOSURE))
