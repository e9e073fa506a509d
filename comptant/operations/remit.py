"""Cession: what a client sends becomes invoices of ours, with their title and their entry."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from comptant.operations.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.advance_interest import charge_in_advance
from comptant.operations.billing import bill_fees, levy_fund, of_event
from comptant.operations.buyers import ask_limits
from comptant.operations.contracts import Contract, contract_in_force
from comptant.operations.credits import apply_credits
from comptant.operations.funding import fund_automatically
from comptant.operations.outbox import ask_notices
from comptant.operations.positions import approve_rows, judge_again_one
from comptant.operations.sent_files import SentFile, keep_files
from comptant.operations.sent_lines import judged_lines
from comptant.operations.titles import (
    book_titles,
    copy_invoices,
    expose,
    keep_refused,
    write_record,
)
from comptant.rules.batch import check, decide
from comptant.rules.columns import SENT_INVOICES, c
from comptant.rules.pricing import factoring_fee_cents
from comptant.store import bulk

LINES_MAX = 100_000  # one transaction; a larger file is cut into numbered remittances
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
    """Judge, keep, book; then all that follows. The answer of the remittance."""
    judged = judged_lines(do, contract, sent)
    refused, taken = _parted(judged, judged["refusal"].is_not_null())
    taken = taken.sort("issued_on", "number_key", "line_number")
    ids = bulk.take_ids(do.conn, taken.height + 2)
    remittance_id, bill_id = ids.pop(0), ids.pop(0)
    numbers = {file.name: number for number, file in enumerate(files, 1)}
    taken = taken.hstack([
        pl.Series("invoice_id", ids, pl.Int64),
        pl.Series("file_number", [numbers.get(name, 1) for name in taken["file"]], pl.Int64),
    ])  # fmt: skip
    taken = approve_rows(decide(taken, (factoring_fee_cents,)))
    notes, invoices = _parted(taken, taken["is_credit_note"])
    at_once = contract.terms["fee_billing"] == "AT_ASSIGNMENT"
    copy_invoices(do, contract, remittance_id, taken, bill_id if at_once else None)
    claimed = bulk.row(do.conn, "claim_held", contract_id=contract.id, ids=ids)
    if claimed is None or claimed["claimed"] != taken.height:
        raise _HeldMeanwhile
    entry_id = book_titles(do, contract, remittance_id, invoices, notes)
    title = write_record(
        do, contract, remittance_id, invoices, refused, digest, entry_id, received_at
    )
    keep_refused(do, contract, remittance_id, refused)
    expose(do, contract, taken)
    followed = _follow(do, contract, remittance_id, taken, bill_id if at_once else None)
    return {
        "contract_id": contract.id, "remittance_id": remittance_id, "title_number": title,
        "file": file_name, "lines": sent.height, "accepted": invoices.height,
        "accepted_cents": int(invoices["gross_cents"].sum()),
        "approved_cents": int(invoices["approved_now_cents"].sum()),
        "not_fundable": invoices.height - invoices["hold"].null_count(),
        "credit_notes": notes.height, "refused": refused.height, **followed,
        "currency": contract.currency, "repeated": False,
    }  # fmt: skip


def _follow(
    do: Act, contract: Contract, remittance_id: int, taken: pl.DataFrame, bill_id: int | None
) -> Answer:
    """What a cession brings about: fee, fund, charge in advance, credit notes applied, notices to
    buyers, funding without a request, limits asked for."""
    event = f"remittance/{remittance_id}"
    notes, invoices = _parted(taken, taken["is_credit_note"])
    if bill_id is not None:
        _, charged = _parted(taken, taken["factoring_fee_cents"] == 0)
        base, fee = charged["gross_cents"], charged["factoring_fee_cents"]
        fees = pl.DataFrame([base.alias("base_cents"), fee.alias("fee_cents")])
        billed = of_event(contract.id, event, fees)
        bill_fees(
            do, contract.batch, billed.with_columns(pl.lit(bill_id, pl.Int64).alias("entry_id"))
        )
    remitted = pl.DataFrame({"gross_cents": [int(invoices["gross_cents"].sum())]})
    levy_fund(do, contract.batch, of_event(contract.id, event, remitted))
    charge_in_advance(do, contract.batch, of_event(contract.id, event, invoices))
    if notes.height:
        apply_credits(do, contract, notes["invoice_id"].to_list())
    moved = _after(do, contract, remittance_id, taken)
    unmentioned = invoices["buyer_id"].filter(~invoices["has_payment_mention"])
    return {
        **moved,
        "notices": ask_notices(do, contract, sorted(set(unmentioned))),
        "order": next(iter(fund_automatically(do, contract.batch)), None),
        "limit_requests": ask_limits(do, contract.id, _pending(invoices), contract.currency),
    }


def _after(do: Act, contract: Contract, remittance_id: int, taken: pl.DataFrame) -> Answer:
    """Credits reduce the oldest invoices first, exceptions carry them: a credit note, or an invoice
    of a buyer that has either, moves the others. What came of the remittance, where it moved."""
    moves = taken["is_credit_note"] | (taken["buyer_credit_cents"] > 0) | taken["is_excepted"]
    if not moves.any():
        return {}
    judge_again_one(do, contract.id, [], set(taken["buyer_id"].filter(moves)))
    return bulk.row(
        do.conn, "remittance_came_to", contract_id=contract.id, ids=taken["invoice_id"].to_list()
    ) or {}  # fmt: skip


def _parted(rows: pl.DataFrame, flag: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with the flag, and those without: mostly all of them are of one kind."""
    count = flag.sum()
    if count in (0, rows.height):
        return (rows.clear(), rows) if count == 0 else (rows, rows.clear())
    return rows.filter(flag), rows.filter(~flag)


def _pending(invoices: pl.DataFrame) -> pl.DataFrame:
    waiting, _ = _parted(invoices, invoices["buyer_status"] == "PENDING")
    if waiting.is_empty():
        return waiting
    return waiting.group_by("buyer_id", maintain_order=True).agg(
        c.gross_cents.sum().alias("amount_cents")
    )
