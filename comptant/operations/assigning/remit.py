"""Cession: what clients send becomes invoices of ours, with their titles and their entries.

One contract or thousands: the same statements, whatever their number.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import polars as pl

from comptant.operations.acts.act import (
    Act,
    Answer,
    Overtaken,
    Refused,
    check_scopes,
    lock_contracts,
    operation,
)
from comptant.operations.assigning.buyers import ask_limits
from comptant.operations.assigning.credits import apply_credits
from comptant.operations.assigning.order_advances import repay_orders
from comptant.operations.assigning.outbox import ask_notices
from comptant.operations.assigning.sent_files import (
    SentFile,
    content_digests,
    given_before,
    keep_contents,
    name_files,
)
from comptant.operations.assigning.sent_lines import judged_lines
from comptant.operations.assigning.titles import (
    Sums,
    book_titles,
    copy_invoices,
    expose,
    keep_refused,
    numbered_heads,
    summed,
    write_records,
)
from comptant.operations.books import billing
from comptant.operations.books.advance_interest import advance_waits, follow_advances
from comptant.operations.paying.funding import fund_automatically
from comptant.operations.portfolio.positions import approve_rows, judge_again
from comptant.operations.portfolio.twins import note_doubts
from comptant.operations.terms.contracts import contracts_batch, of_contracts
from comptant.rules.batch import check, constant
from comptant.rules.columns import SENT_INVOICES, SENT_TO_CONTRACTS, c
from comptant.rules.pricing import factoring_fee_cents, least_fee_cents
from comptant.store import bulk, transactions

LINES_MAX = 100_000  # one transaction; a larger file is cut into numbered remittances
COUNTS = ("lines", "accepted", "accepted_cents", "approved_cents", "not_fundable", "credit_notes",
          "refused", "notices", "limit_requests")  # fmt: skip
LINES = ("accepted", "credit_notes", "refused")
DUE_ON = pl.coalesce(c.due_on, c.issued_on).alias("due_on")  # as the invoice is kept
# What is billed of an invoice.
CHARGED = {"contract_id": "contract_id", "event": "event", "bill_id": "entry_id",
           "gross_cents": "base_cents", "factoring_fee_cents": "fee_cents",
           "least_fee_cents": "least_fee_cents"}  # fmt: skip


WARNED_MOST = 20  # numbers told of invoices accepted with a warning


class _NothingNew(Exception):
    pass


@dataclass(frozen=True)
class Sending:
    """What comes with the rows: the digest per contract, the files and when they were received."""

    digests: dict[int, bytes]
    file_name: str
    received_at: datetime
    files: Sequence[SentFile]
    is_again: bool = False  # what was accepted the first time and still stands is left out


@operation
def remit(
    do: Act, *, contract_id: int, sent: pl.DataFrame, file_name: str, digest: bytes,
    received_at: datetime, files: Sequence[SentFile] = (),
) -> Answer:  # fmt: skip
    """Take in one slice of invoices and credit notes (SENT_INVOICES, at most LINES_MAX rows).

    Each row is accepted, accepted and not fundable, or refused, with its reason. Answers the
    remittance's id, its title number, and the counts and amounts of each; `repeated` is true when
    the same bytes were taken in before, and then nothing is written. Lines that were refused then,
    or withdrawn since, are judged again: what is taken of them is a remittance of its own (`again`
    is true), and what was accepted stays as it is. `terms_warned`: numbers of invoices due between
    the two readings of "45 days end of month", accepted by the later one. `digest`: SHA-256 of the
    files and the slice. `files`: what the rows were read from, kept as evidence; their names are
    those of the column `file`. Refused: nothing_sent, too_many_lines.
    """
    check(sent, SENT_INVOICES)
    of = constant("contract_id", contract_id, pl.Int64()).new_from_index(0, sent.height)
    sending = Sending({contract_id: digest}, file_name, received_at, files)
    return take(do, sent.hstack([of]), sending)[0]


@operation
def remit_many(
    do: Act, *, sent: pl.DataFrame, file_name: str, received_at: datetime,
    files: Sequence[SentFile] = (),
) -> Answer:  # fmt: skip
    """Take in one slice of invoices and credit notes of any number of contracts
    (SENT_TO_CONTRACTS, at most LINES_MAX rows), all of it or nothing.

    Each contract gets a remittance of its own, with its title, as if it had been sent alone:
    `remittances` are their answers, in the order of their contracts. The same rows sent again for a
    contract change nothing for it. A contract that the asker may not send for does not exist.
    """
    check(sent, SENT_TO_CONTRACTS)
    digests = content_digests(sent)
    check_scopes(do.conn, do.by, digests)
    each = take(do, sent, Sending(digests, file_name, received_at, files))
    new = [one for one in each if not one["repeated"]]
    sums = {name: sum(one[name] for one in new) for name in COUNTS if not name.endswith("_cents")}
    return {"file": file_name, "contracts": len(each), "repeated": len(each) - len(new), **sums,
            "remittances": each}  # fmt: skip


def take(do: Act, sent: pl.DataFrame, sending: Sending) -> list[Answer]:
    """The answer of each contract, in the order of their ids."""
    if sent.is_empty():
        raise Refused("nothing_sent")
    if sent.height > LINES_MAX:
        raise Refused("too_many_lines", lines=sent.height, most=LINES_MAX)
    transactions.plan_for_few(do.conn, sent.height)
    keep_contents(do, sending.digests, sending.files)
    lock_contracts(do, sending.digests)
    answers = given_before(do, sending.digests)
    for contract_id, answer in answers.items():
        if answer.pop("may_change"):
            answers[contract_id] = _take_in_again(do, sent, sending, answer)
    new = sorted(set(sending.digests) - set(answers))
    if not new:
        return [answers[id_] for id_ in sorted(answers)]
    contracts = contracts_batch(do.conn, new, do.on)
    if answers:
        sent = sent.filter(c.contract_id.is_in(new))
    if len(new) > 1:
        sent = sent.sort("contract_id", maintain_order=True)
    taken = {one["contract_id"]: one for one in _take_in(do, contracts, sent, sending)}
    return [{**answers, **taken}[id_] for id_ in sorted(sending.digests)]


def _take_in_again(do: Act, sent: pl.DataFrame, sending: Sending, answer: Answer) -> Answer:
    """What has become acceptable of a file sent before, as one more remittance; else its answer."""
    contract_id = answer["contract_id"]
    digest = hashlib.sha256(sending.digests[contract_id] + str(do.id).encode()).digest()
    again = replace(sending, digests={contract_id: digest}, is_again=True)
    rows = sent.filter(c.contract_id == contract_id)
    contracts = contracts_batch(do.conn, [contract_id], do.on)
    try:
        with do.conn.transaction():
            return {**_take_in(do, contracts, rows, again)[0], "again": True}
    except _NothingNew:
        return answer


def _take_in(
    do: Act, contracts: pl.DataFrame, sent: pl.DataFrame, sending: Sending
) -> list[Answer]:
    """Judge, keep, book; then all that follows. The answer of each remittance."""
    judged = judged_lines(do, contracts, sent)
    if sending.is_again:
        judged = judged.filter(c.refusal.ne_missing("already_assigned"))
        if judged["refusal"].null_count() == 0:
            raise _NothingNew
    refused, taken = _parted(judged, judged["refusal"].is_not_null())
    taken = taken.sort("contract_id", "issued_on", "number_key", "line_number")
    ids = bulk.take_ids(do.conn, 4 * contracts.height + taken.height)
    heads = numbered_heads(contracts, sending.digests, ids[: 4 * contracts.height], taken)
    numbers = {file.name: number for number, file in enumerate(sending.files, 1)}
    taken = taken.hstack([
        pl.Series("invoice_id", ids[4 * contracts.height :], pl.Int64),
        pl.Series("file_number", [numbers.get(name, 1) for name in taken["file"]], pl.Int64),
    ])  # fmt: skip
    taken = approve_rows(taken, (factoring_fee_cents, least_fee_cents))
    sums = summed(heads, taken, refused)
    with transactions.together(do.conn, taken.height):
        copy_invoices(do, heads, taken)
        note_doubts(do, taken)
        claims = bulk.arrays(taken[["fingerprint_text", "contract_id", "invoice_id"]])
        claimed = bulk.asked(do.conn, "claim_held", **claims)
        bills = _bills(do, contracts, heads, taken)
        book_titles(do, heads, sums, taken, billing.bill_entries(do, bills))
        billing.charge_bills(do, bills)
        expose(do, taken)
        written = write_records(do, contracts, heads, sums, sending.received_at)
    if claimed() != [{"claimed": taken.height}]:
        raise Overtaken("busy", contract_id=heads["contract_id"][0])
    titles = {row["contract_id"]: row["title_number"] for row in written()}
    keep_refused(do, heads, refused)
    if not sending.is_again:  # their files are told of the first
        name_files(do, heads, sent, sending.files)
    followed = _follow(do, contracts, heads, sums, taken)
    of_heads = (heads["contract_id"], heads["remittance_id"], contracts["contract_currency"])
    return [
        {"contract_id": id_, "remittance_id": remittance_id, "title_number": titles[id_],
         "file": sending.file_name, "lines": sum(sum_[kind] for kind in LINES), **sum_,
         **followed[id_], "currency": currency, "repeated": False}
        for id_, remittance_id, currency, sum_ in zip(*of_heads, sums.values(), strict=True)
    ]  # fmt: skip


def _bills(
    do: Act, contracts: pl.DataFrame, heads: pl.DataFrame, taken: pl.DataFrame
) -> pl.DataFrame:
    """The fees of the invoices, where the contract bills them at once."""
    taken = taken.hstack(of_contracts(heads, taken["contract_id"], ("event", "bill_id")))
    billed = taken["bill_id"].is_not_null() & (taken["factoring_fee_cents"] != 0)
    charged = _parted(taken, billed)[0][list(CHARGED)].rename(CHARGED)
    given_back = charged["fee_cents"] < 0
    if given_back.any():
        sign = pl.when(given_back).then(-1).otherwise(1)
        charged = charged.with_columns(pl.col("base_cents") * sign)
    return billing.bills_of(do, contracts, charged)


def _follow(
    do: Act, contracts: pl.DataFrame, heads: pl.DataFrame, sums: Sums, taken: pl.DataFrame
) -> dict[int, Answer]:
    """What a cession brings about, per contract: fund, charge in advance, credit notes applied,
    notices to buyers, funding without a request, limits asked for."""
    notes, invoices = _parted(taken, taken["is_credit_note"])
    remitted = pl.Series("gross_cents", [of["accepted_cents"] for of in sums.values()], pl.Int64)
    billing.levy_fund(do, contracts, heads[["contract_id", "event"]].hstack([remitted]))
    follow_advances(do, contracts, invoices.with_columns(DUE_ON), are_new=True)
    repaid = repay_orders(do, contracts, invoices)
    apply_credits(do, contracts, notes)
    moved = _after(do, contracts, taken)
    unmentioned, _ = _parted(invoices, ~invoices["has_payment_mention"])
    notices = ask_notices(do, contracts, unmentioned)
    orders = {order["contract_id"]: order for order in fund_automatically(do, contracts)}
    limits = ask_limits(do, _pending(invoices))
    waits = advance_waits(do, contracts)
    warned, _ = _parted(invoices, invoices["cap_reading_differs"])
    doubtful = dict(warned.group_by("contract_id").agg("invoice_number").iter_rows())
    return {
        id_: {**moved.get(id_, {}), "notices": notices[id_], "order": orders.get(id_),
              "limit_requests": limits[id_], "charge_waits": waits.get(id_),
              "order_repaid_cents": repaid.get(id_, 0),
              "terms_warned": doubtful.get(id_, [])[:WARNED_MOST]}
        for id_ in contracts["contract_id"]
    }  # fmt: skip


def _after(do: Act, contracts: pl.DataFrame, taken: pl.DataFrame) -> dict[int, Answer]:
    """Credits reduce the oldest invoices first, exceptions carry them: a credit note, or an invoice
    of a buyer that has either, moves the others. What came of the remittances that it moved."""
    moves = taken["is_credit_note"] | (taken["buyer_credit_cents"] > 0) | taken["is_excepted"]
    if not moves.any():
        return {}
    buyers = taken.filter(moves)[["contract_id", "buyer_id"]].unique()
    of_moved = c.contract_id.is_in(buyers["contract_id"].implode())
    judge_again(do, contracts.filter(of_moved), taken[["contract_id", "invoice_id"]].clear(),
                buyers)  # fmt: skip
    moved = taken.filter(of_moved)[["contract_id", "invoice_id"]]
    found = bulk.rows(do.conn, "remittance_came_to", **bulk.arrays(moved))
    return {row.pop("contract_id"): row for row in found}


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
    by = ("contract_id", "buyer_id", c.contract_currency.alias("currency"))
    return waiting.group_by(by, maintain_order=True).agg(c.gross_cents.sum().alias("amount_cents"))
