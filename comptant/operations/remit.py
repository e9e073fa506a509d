"""Cession: what a client sends becomes invoices of ours, with their title and their entry."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl
from psycopg.types.json import Jsonb

from comptant.operations.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.advance_interest import charge_in_advance
from comptant.operations.availability import advance_rates
from comptant.operations.billing import bill_fees, levy_fund
from comptant.operations.buyers import ask_limits, resolve
from comptant.operations.contracts import Contract, contract_in_force
from comptant.operations.credits import apply_credits
from comptant.operations.funding import fund_automatically
from comptant.operations.ledger import book
from comptant.operations.outbox import ask_notices
from comptant.operations.positions import (
    add_to_exposure,
    approve_rows,
    buyer_facts,
    joined,
    judge_again,
)
from comptant.operations.sent_files import SentFile, keep_files
from comptant.rules.batch import check, decide
from comptant.rules.columns import SENT_INVOICES, c, shape
from comptant.rules.eligibility import CREDIT_NOTES, judge
from comptant.rules.pricing import factoring_fee_cents
from comptant.store import bulk

LINES_MAX = 100_000  # one transaction; a larger file is cut into numbered remittances
SENT_FACTS = shape(
    "line_number", "number_key", "fingerprint_text", "held_by_same_contract",
    "held_by_other_contract", "factored_elsewhere", "has_payment_mention", "is_sampled",
)  # fmt: skip
FALSE_FACTS = (
    "dispute_rest_confirmed", "is_deposit", "is_progress", "progress_signed", "is_works",
    "works_documents_complete", "is_conditional_sale", "payment_means_excluded",
    "has_delivery_proof",
)  # fmt: skip
ZERO_FACTS = ("approved_cents", "disputed_cents", "retention_cents", "was_reduction_cents")
TRIES = 5  # a fingerprint can be taken by another contract between our look and our claim


class _HeldMeanwhile(Exception):
    pass


@operation
def remit(
    do: Act, *, contract_id: int, sent: pl.DataFrame, file_name: str, digest: bytes,
    received_at: datetime, files: Sequence[SentFile] = (),
) -> Answer:  # fmt: skip
    """Take in one slice of invoices and credit notes (SENT_INVOICES, at most LINES_MAX rows).

    Each row is accepted, accepted and not fundable, or refused, with its reason. Answers the
    remittance's id, its title number, and the counts and amounts of each; `repeated` is true when
    the same bytes were taken in before, and then nothing is written. `digest`: SHA-256 of the
    files and the slice. `files`: what the rows were read from, kept as evidence; their names are
    those of the column `file`.
    """
    check(sent, SENT_INVOICES)
    if sent.height > LINES_MAX:
        raise Refused("too_many_lines", lines=sent.height, most=LINES_MAX)
    lock_contracts(do, [contract_id])
    before = bulk.row(do.conn, "remittance_by_digest", contract_id=contract_id, digest=digest)
    if before:
        return {**before["answer"], "repeated": True}
    contract = contract_in_force(do.conn, contract_id, do.on)
    for _ in range(TRIES):
        try:
            with do.conn.transaction():
                answer = _take_in(do, contract, sent, file_name, digest, received_at, files)
                keep_files(do, contract_id, answer["remittance_id"], files)
                return answer
        except _HeldMeanwhile:
            continue
    raise Refused("busy", contract_id=contract_id)


def _take_in(
    do: Act, contract: Contract, sent: pl.DataFrame, file_name: str, digest: bytes,
    received_at: datetime, files: Sequence[SentFile],
) -> Answer:  # fmt: skip
    judged, buyers = _judged(do, contract, sent)
    refused = judged.filter(c.refusal.is_not_null())
    taken = judged.filter(c.refusal.is_null()).sort("issued_on", "number_key", "line_number")
    ids = bulk.take_ids(do.conn, taken.height + 2)
    remittance_id, bill_id = ids.pop(0), ids.pop(0)
    numbers = {file.name: number for number, file in enumerate(files, 1)}
    taken = taken.with_columns(
        pl.Series("invoice_id", ids, pl.Int64),
        c.file.replace_strict(numbers, default=1, return_dtype=pl.Int64).alias("file_number"),
    )
    taken = approve_rows(decide(taken, (factoring_fee_cents,)), buyers)
    credit_notes = taken.filter(c.is_credit_note)
    invoices = taken.filter(~c.is_credit_note)
    at_once = contract.terms["fee_billing"] == "AT_ASSIGNMENT"
    _copy_invoices(do, contract, remittance_id, taken, bill_id if at_once else None)
    claimed = bulk.row(do.conn, "claim_held", contract_id=contract.id, ids=ids)
    if claimed is None or claimed["claimed"] != taken.height:
        raise _HeldMeanwhile
    entry_id = _book(do, contract, remittance_id, invoices, credit_notes)
    title = _write_record(
        do, contract, remittance_id, invoices, refused, digest, entry_id, received_at
    )
    _keep_refused(do, contract, remittance_id, refused)
    _expose(do, contract, taken)
    if at_once:
        fees = taken.filter(c.factoring_fee_cents != 0).select(
            "invoice_id",
            c.gross_cents.alias("base_cents"),
            c.factoring_fee_cents.alias("fee_cents"),
        )
        bill_fees(do, contract, f"remittance/{remittance_id}", fees, bill_id)
    levy_fund(do, contract, f"remittance/{remittance_id}", int(invoices["gross_cents"].sum()))
    charge_in_advance(
        do, contract, f"remittance/{remittance_id}", invoices, advance_rates(contract)
    )
    if credit_notes.height:
        apply_credits(do, contract, credit_notes["invoice_id"].to_list())
    _after(do, contract, taken)
    notices = ask_notices(
        do, contract, invoices.filter(~c.has_payment_mention)["buyer_id"].unique().to_list()
    )
    funded = fund_automatically(do, contract)
    requests = ask_limits(do, contract.id, _pending(invoices), contract.currency)
    fundable = int(invoices["approved_now_cents"].sum())
    return {
        "contract_id": contract.id, "remittance_id": remittance_id, "title_number": title,
        "file": file_name, "lines": sent.height, "accepted": invoices.height,
        "accepted_cents": int(invoices["gross_cents"].sum()), "approved_cents": fundable,
        "not_fundable": invoices.filter(c.hold.is_not_null()).height,
        "credit_notes": credit_notes.height, "refused": refused.height,
        "limit_requests": requests, "notices": notices,
        "order": funded, "currency": contract.currency, "repeated": False,
    }  # fmt: skip


def _judged(do: Act, contract: Contract, sent: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sent rows with all their facts and what eligibility says of them; and their buyers."""
    lines = resolve(do, contract.id, sent).with_row_index("line_number")
    lines = lines.with_columns(c.line_number.cast(pl.Int64))
    bulk.copy_to_temporary(
        do.conn, "sent_line",
        lines.select("line_number", "buyer_id", "invoice_number", "type_code", "issued_on",
                     "payable_cents", "payee_name", "payee_identifier", "payment_iban",
                     "assignment_note", "seller_siren"),
    )  # fmt: skip
    facts = bulk.copy_out(
        do.conn, "sent_facts", SENT_FACTS, contract_id=contract.id,
        sample_ppm=contract.terms["sample_ppm"],
    )  # fmt: skip
    known = [id_ for id_ in lines["buyer_id"].unique() if id_]
    buyers = _with_nobody(buyer_facts(do, contract, known))
    rows = (
        lines.drop("buyer_country")
        .join(facts, on="line_number", how="left", maintain_order="left")
        .with_columns(pl.lit(None, pl.Date).alias("invoice_facts_change_on"))
    )
    rows = joined(do, contract, rows, buyers).with_columns(
        *(pl.lit(False).alias(name) for name in FALSE_FACTS),
        *(pl.lit(0, pl.Int64).alias(name) for name in ZERO_FACTS),
        pl.lit(True).alias("is_new"),
        pl.lit(do.on, pl.Date).alias("sent_on"),
        pl.lit(contract.id, pl.Int64).alias("contract_id"),
        c.payable_cents.alias("gross_cents"),
        c.payable_cents.alias("open_cents"),
        pl.lit("NONE").alias("assignment_restriction"),
        pl.lit(None, pl.String).alias("einvoice_status"),
        c.type_code.is_in(CREDIT_NOTES).alias("is_credit_note"),
        *(pl.lit(contract.terms[name], dtype).alias(name)
          for name, dtype in (("fee_ppm", pl.Int64), ("fee_minimum_cents", pl.Int64),
                              ("fee_base", pl.String))),
    )  # fmt: skip
    return judge(rows).with_columns(_taken_once()), buyers


def _taken_once() -> pl.Expr:
    """The refusal, also of a document that an earlier line of the same file has brought already.
    A line refused for itself brings nothing: its corrected twin is taken."""
    is_good = c.refusal.is_null().cast(pl.Int64)
    is_again = is_good.cum_sum().over("fingerprint_text") > 1
    again = pl.when(c.refusal.is_null() & is_again).then(pl.lit("already_assigned"))
    return pl.coalesce(c.refusal, again).alias("refusal")


def _with_nobody(buyers: pl.DataFrame) -> pl.DataFrame:
    """The buyers, and buyer 0: whoever could not be known, of whom nothing is known either."""
    nobody = {
        name: False if dtype == pl.Boolean else 0 if dtype == pl.Int64 else None
        for name, dtype in buyers.schema.items()
    }
    nobody |= {"buyer_status": "PENDING", "buyer_country": "FR"}
    return pl.concat([buyers, pl.DataFrame([nobody], schema=buyers.schema)])


def _copy_invoices(
    do: Act, contract: Contract, remittance_id: int, taken: pl.DataFrame, bill_id: int | None
) -> None:
    sign = pl.when(c.is_credit_note).then(-1).otherwise(1)
    bulk.copy_in(
        do.conn, "invoice",
        taken.select(
            pl.lit(contract.id).alias("contract_id"), c.invoice_id.alias("id"), "buyer_id",
            pl.lit(remittance_id).alias("remittance_id"), "file_number", "row_number",
            "invoice_number", "number_key", "type_code", "issued_on",
            pl.coalesce(c.due_on, c.issued_on).alias("due_on"), "delivered_on", "currency",
            (c.gross_cents * sign).alias("amount_cents"), "advance_class",
            c.factoring_fee_cents.alias("fee_cents"),
            pl.when(c.factoring_fee_cents != 0)
            .then(pl.lit(bill_id, pl.Int64)).alias("fee_bill_id"),
            "order_reference", "credited_number",
            c.fingerprint_text.alias("fingerprint"), c.has_payment_mention.alias("is_mentioned"),
            (c.open_cents * sign).alias("open_cents"),
            pl.when(c.is_credit_note).then(0).otherwise(c.ineligible_cents).alias("ineligible_cents"),
            pl.when(c.is_credit_note).then(0).otherwise(c.reduction_cents).alias("reduction_cents"),
            pl.when(c.is_credit_note).then(0).otherwise(c.approved_now_cents).alias("approved_cents"),
            "hold", pl.when(c.holds != "").then(c.holds).alias("holds"), "next_change_on",
        ),
    )  # fmt: skip


def _book(
    do: Act, contract: Contract, remittance_id: int, invoices: pl.DataFrame, notes: pl.DataFrame
) -> int | None:
    """One entry for the invoices (the title's), one for the credit notes."""
    entry_id = None
    for event, name, rows, sign, key in (
        ("assignment", "assigned", invoices, 1, f"remittance/{remittance_id}"),
        ("credit_note", "credited", notes, -1, f"remittance/{remittance_id}/credit_notes"),
    ):
        if rows.is_empty():
            continue
        movements = rows.select(
            c.invoice_id.alias("item_id"), pl.lit("DEB").alias("account"),
            pl.lit(0, pl.Int64).alias("against_id"),
            (c.gross_cents * sign).alias("amount_cents"),
            pl.when(c.is_credit_note).then(0).otherwise(c.approved_now_cents).alias("approved_cents"),
        )  # fmt: skip
        total = int(rows["gross_cents"].sum())
        booked = book(do, contract.id, event, key, do.on, {name: total}, movements)
        entry_id = booked if event == "assignment" else entry_id
    return entry_id


def _write_record(
    do: Act, contract: Contract, remittance_id: int, invoices: pl.DataFrame,
    refused: pl.DataFrame, digest: bytes, entry_id: int | None, received_at: datetime,
) -> int | None:  # fmt: skip
    written = bulk.row(
        do.conn, "insert_remittance", contract_id=contract.id, id=remittance_id,
        transfer_mode=contract.terms["transfer_mode"],
        standing_consent=contract.terms["standing_consent"], posted_on=do.on,
        received_at=received_at,
        promised_at=received_at + timedelta(hours=contract.terms["promised_hours"]),
        line_count=invoices.height, total_cents=int(invoices["gross_cents"].sum()),
        refused_count=refused.height, digest=digest, entry_id=entry_id, act_id=do.id,
    )  # fmt: skip
    return written["title_number"] if written else None


def _keep_refused(do: Act, contract: Contract, remittance_id: int, refused: pl.DataFrame) -> None:
    if refused.is_empty():
        return
    sent = refused.select(SENT_INVOICES.names[2:]).cast(pl.String)
    facts = [Jsonb({k: v for k, v in row.items() if v is not None}) for row in sent.to_dicts()]
    with (
        do.conn.cursor() as cursor,
        cursor.copy(
            "COPY refused_line (contract_id, remittance_id, file, row_number, invoice_number,"
            " reason, sent)"
            " FROM STDIN"
        ) as copy,
    ):
        named = refused.select("file", "row_number", "invoice_number", "refusal").iter_rows()
        for (file, number, invoice_number, reason), fact in zip(named, facts, strict=True):
            copy.write_row((contract.id, remittance_id, file, number, invoice_number, reason, fact))


def _expose(do: Act, contract: Contract, taken: pl.DataFrame) -> None:
    """The buyers' sums: invoices by class, credit notes as unapplied until they meet an invoice."""
    note = c.is_credit_note
    deltas = taken.select(
        "buyer_id",
        pl.when(note).then(pl.lit("STANDARD")).otherwise(c.advance_class).alias("advance_class"),
        pl.when(note).then(0).otherwise(c.open_cents).alias("outstanding_cents"),
        pl.when(note).then(0).otherwise(c.ineligible_cents).alias("ineligible_cents"),
        pl.when(note).then(0).otherwise(c.reduction_cents).alias("reduction_cents"),
        pl.when(note).then(0).otherwise(c.approved_now_cents).alias("approved_cents"),
        (~note).cast(pl.Int64).alias("open_count"),
        pl.when(note).then(c.open_cents).otherwise(0).alias("unapplied_credit_cents"),
    )
    add_to_exposure(do, contract, deltas)


def _after(do: Act, contract: Contract, taken: pl.DataFrame) -> None:
    """Credits reduce the oldest invoices first: a credit note, or an invoice of a buyer that has
    credits, moves the others."""
    moved = taken.filter(c.is_credit_note | (c.buyer_credit_cents > 0))["buyer_id"].unique()
    if moved.len():
        judge_again(do, contract.id, [], moved.to_list())


def _pending(invoices: pl.DataFrame) -> pl.DataFrame:
    waiting = invoices.filter(c.buyer_status == "PENDING")
    return waiting.group_by("buyer_id", maintain_order=True).agg(
        c.gross_cents.sum().alias("amount_cents")
    )
