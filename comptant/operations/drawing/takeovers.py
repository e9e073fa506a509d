"""A contract taken over from another factor or system: its opening entry ties to the statement, its
lender is paid off from the first funding once its letter has come, its buyers are told again.

Source: DOMAIN 2.2 (OPENING), 3.2; art. 1346-1, 1324 C. civ.; decision 0054.
"""

import hashlib
from datetime import date

import polars as pl
from psycopg.types.json import Jsonb

from comptant.formats.handover import BUYER, DISPUTES, LIMITS, PAYMENTS, STATEMENT
from comptant.operations.acts.act import (
    Act,
    Answer,
    Overtaken,
    Refused,
    lock_contracts,
    lock_many,
    operation,
)
from comptant.operations.acts.documents import keep_document
from comptant.operations.assigning import buyers as buyers_
from comptant.operations.assigning.outbox import ask_notices
from comptant.operations.assigning.sent_lines import judged_lines
from comptant.operations.assigning.titles import (
    copy_invoices,
    expose,
    item_movements,
    summed,
    write_records,
)
from comptant.operations.books.ledger import Entry, book_entries
from comptant.operations.collection.settlement import on_account
from comptant.operations.drawing.disputes_taken import hold_disputes
from comptant.operations.portfolio.positions import approve_rows, judge_again
from comptant.operations.registry.lenders import keep_step
from comptant.operations.registry.parties import kind_of
from comptant.operations.risk.limits import propose_ceiling
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.batch import check
from comptant.rules.columns import SENT_INVOICES, c
from comptant.rules.eligibility import ASSIGNING, CREDIT_NOTES
from comptant.rules.postings import lines
from comptant.rules.pricing import factoring_fee_cents, least_fee_cents
from comptant.rules.terms import DRAWING_STATUSES, LARGEST
from comptant.store import bulk, transactions

WAITS = "TAKEN_OVER"  # why money taken over waits
REFUSED_SHOWN = 10
# What is told of each: its number, why, and what the words of a reason name.
REFUSED = ("invoice_number", "refusal", "currency", "contract_currency", "contract_status",
           "einvoice_status")  # fmt: skip
# What was billed by the lender is not billed again, and an old invoice is no reason to leave it.
AS_IT_STANDS = {"max_invoice_age_days": LARGEST["days"], "fee_ppm": 0, "fee_minimum_cents": 0}


@operation
def take_over(
    do: Act, *, contract_id: int, lender_id: int, sent: pl.DataFrame, payments: pl.DataFrame,
    limits: pl.DataFrame, statement: dict[str, int], statement_on: date, client_siren: str | None,
    file_name: str, content: bytes, disputes: pl.DataFrame | None = None,
) -> Answer:  # fmt: skip
    """Take over a contract on which nothing has moved: open invoices and credit notes
    (SENT_INVOICES, each worth what is open of it), money that waits (PAYMENTS), limits (LIMITS,
    each for another person to approve), what is disputed (DISPUTES), and the balances of the
    lender's statement (STATEMENT, in cents). All or nothing; no fee is billed for what was
    bought before.

    `lender_id`: who is to be paid off (0: nobody, the books alone move, as when a factor changes
    its system). Refused: contract_unknown, takeover_after_moves, takeover_while_drawing,
    takeover_client_differs, takeover_currency, takeover_differs (with the figure and the
    difference), takeover_lines_refused (with numbers and reasons), party_unknown,
    takeover_dispute_unknown, dispute_code_unknown, amount_too_large.
    """
    disputes = DISPUTES.empty() if disputes is None else disputes
    for rows, kind in ((sent, SENT_INVOICES), (payments, PAYMENTS), (limits, LIMITS),
                       (disputes, DISPUTES)):  # fmt: skip
        check(rows, kind)
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, "application/zip", content)
    lock_many(do)
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    _check_contract(do, contract, lender_id)
    _check_client(do, contract, client_siren)
    _check_statement(contract, sent, payments, limits, statement)
    taken, kept, head = _opened(do, contract, sent, payments, statement, digest)
    held = hold_disputes(do, contract_id, taken, disputes)
    told = {"statement_on": statement_on.isoformat(), **{name: statement[name]
                                                         for name in STATEMENT}}  # fmt: skip
    _keep(do, contract_id, lender_id, statement_on, told, digest)
    invoices = taken.filter(~c.is_credit_note)
    notices = ask_notices(do, contract.batch, invoices)[contract_id]
    approvals = _propose_limits(do, contract, limits)
    return {
        "contract_id": contract_id, "number": contract.number, "currency": contract.currency,
        "lender_id": lender_id, **head,
        "accepted": invoices.height, "credit_notes": taken.height - invoices.height,
        "payments": kept.height, "disputes": held, "notices": notices,
        "approval_ids": approvals, **told,
    }  # fmt: skip


def _opened(
    do: Act, contract: Contract, sent: pl.DataFrame, payments: pl.DataFrame,
    statement: dict[str, int], digest: bytes,
) -> tuple[pl.DataFrame, pl.DataFrame, Answer]:  # fmt: skip
    """Take in the lists and book them: invoices, money that waits, the entry and its title."""
    contracts = contract.batch.with_columns(
        pl.lit(value, pl.Int64).alias(name) for name, value in AS_IT_STANDS.items()
    )
    taken, heads = _take_in(do, contracts, sent, digest)
    kept = _kept_payments(do, contract, payments)
    _book(do, heads, taken, kept, statement)
    title = _record(do, contracts, heads, taken, kept)
    return taken, kept, {"entry_id": heads["title_id"][0], "title_number": title}


def _check_contract(do: Act, contract: Contract, lender_id: int) -> None:
    """A contract that has not begun; one with a lender draws once the lender is paid."""
    moved = do.conn.execute("SELECT 1 FROM entry WHERE contract_id = %s LIMIT 1", (contract.id,))
    if moved.fetchone():
        raise Refused("takeover_after_moves", number=contract.number)
    status = contract.terms["status"]
    if status not in ASSIGNING or (lender_id and status in DRAWING_STATUSES):
        raise Refused("takeover_while_drawing", number=contract.number, contract_status=status)
    if lender_id:
        kind_of(do, lender_id)


def _check_client(do: Act, contract: Contract, siren: str | None) -> None:
    """The list is that of the contract's client, where it says whose it is."""
    found = do.conn.execute(
        "SELECT identifier FROM party_identifier WHERE party_id = %s AND scheme = 'siren'",
        (contract.client_id,),
    )
    known = [number for (number,) in found.fetchall()]
    if siren and siren not in known:
        raise Refused("takeover_client_differs", number=contract.number, siren=siren)


def _check_statement(
    contract: Contract, sent: pl.DataFrame, payments: pl.DataFrame, limits: pl.DataFrame,
    statement: dict[str, int],
) -> None:  # fmt: skip
    """The lists add up to the statement, and the statement to itself. Source: DOMAIN 3.2."""
    for rows in (sent, payments, limits):
        others = rows.filter(c.currency != contract.currency)["currency"].to_list()
        if others:
            raise Refused("takeover_currency", currency=others[0], expected=contract.currency)
    sign = pl.when(c.type_code.is_in(CREDIT_NOTES)).then(-1).otherwise(1)
    listed = {
        "open_cents": int(sent.select((c.payable_cents * sign).sum()).item()),
        "unallocated_cents": int(payments["open_cents"].sum()),
        "funds_in_use_cents": statement["open_cents"] - statement["unallocated_cents"]
        - statement["current_account_cents"] - statement["fund_balance_cents"],
    }  # fmt: skip
    for figure, cents in listed.items():
        if cents != statement[figure]:
            raise Refused(
                "takeover_differs", figure=figure, listed_cents=cents,
                stated_cents=statement[figure], difference_cents=cents - statement[figure],
                currency=contract.currency,
            )  # fmt: skip


def _take_in(
    do: Act, contracts: pl.DataFrame, sent: pl.DataFrame, digest: bytes
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines judged, approved and numbered, and the head of their remittance."""
    contract_id = int(contracts["contract_id"][0])
    of = pl.Series("contract_id", [contract_id] * sent.height, pl.Int64)
    judged = judged_lines(do, contracts, sent.hstack([of]))
    bad = judged.filter(c.refusal.is_not_null())
    if bad.height:
        days = pl.col("issued_on", "due_on").dt.to_string("%Y-%m-%d")
        told = bad.head(REFUSED_SHOWN).select(*REFUSED, days, amount_cents="open_cents")
        raise Refused("takeover_lines_refused", count=bad.height, refused_lines=told.to_dicts())
    remittance_id, entry_id, *ids = bulk.take_ids(do.conn, 2 + judged.height)
    taken = judged.sort("issued_on", "number_key", "line_number").with_columns(
        pl.Series("invoice_id", ids, pl.Int64), pl.lit(1, pl.Int64).alias("file_number"),
    )  # fmt: skip
    heads = pl.DataFrame({
        "contract_id": [contract_id], "remittance_id": [remittance_id],
        "bill_id": pl.Series([None], dtype=pl.Int64), "title_id": [entry_id],
        "notes_id": [entry_id], "event": [f"takeover/{remittance_id}"], "digest": [digest],
    })  # fmt: skip
    return approve_rows(taken, (factoring_fee_cents, least_fee_cents)), heads


def _kept_payments(do: Act, contract: Contract, payments: pl.DataFrame) -> pl.DataFrame:
    """Money that waits, with its number and its buyer as far as it is known."""
    ids = pl.Series("payment_id", bulk.take_ids(do.conn, payments.height), pl.Int64)
    rows = payments.hstack([ids])
    is_named = pl.any_horizontal(pl.col(name.rstrip("?")).is_not_null() for name in BUYER[:5])
    named = _resolved(do, contract.id, rows.filter(is_named))
    found = rows.join(named.select("payment_id", "buyer_id"), on="payment_id", how="left")
    return found.with_columns(
        pl.lit(contract.id, pl.Int64).alias("contract_id"), c.buyer_id.fill_null(0)
    )


def _resolved(do: Act, contract_id: int, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the `buyer_id` of each; buyers met for the first time are opened."""
    if rows.is_empty():
        return rows.with_columns(pl.lit(0, pl.Int64).alias("buyer_id"))
    absent = [name for name in buyers_.SENT if name not in rows.columns]
    rows = rows.with_columns(
        pl.lit(contract_id, pl.Int64).alias("contract_id"),
        *(pl.lit(None, pl.String()).alias(name) for name in absent),
    )
    return buyers_.resolve(do, rows)


def _book(
    do: Act, heads: pl.DataFrame, taken: pl.DataFrame, kept: pl.DataFrame,
    statement: dict[str, int],
) -> None:  # fmt: skip
    """The invoices, the claim on each, the money that waits, and the opening entry."""
    contract_id, entry_id, event = heads.select("contract_id", "title_id", "event").row(0)
    amounts = {
        "assigned": statement["open_cents"], "waiting": statement["unallocated_cents"],
        "current": statement["current_account_cents"], "fund": statement["fund_balance_cents"],
        "lent": statement["funds_in_use_cents"],
    }  # fmt: skip
    entry = Entry(contract_id, entry_id, "takeover", event, do.on, lines("takeover", amounts))
    waiting = kept.select(
        "contract_id", pl.lit(entry_id, pl.Int64).alias("entry_id"),
        pl.col("payment_id").alias("item_id"), pl.lit("UNAL").alias("account"),
        pl.lit(0, pl.Int64).alias("against_id"), (-c.open_cents).alias("amount_cents"),
        pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    items = item_movements(heads, taken)
    copy_invoices(do, heads, taken)
    claims = bulk.arrays(taken[["fingerprint_text", "contract_id", "invoice_id"]])
    if bulk.rows(do.conn, "claim_held", **claims) != [{"claimed": taken.height}]:
        raise Overtaken("busy", contract_id=contract_id)
    bulk.copy_in(do.conn, "payment", kept.select(
        "contract_id", pl.col("payment_id").alias("id"),
        pl.lit(0, pl.Int64).alias("bank_movement_id"), "buyer_id", "value_on", "currency",
        c.open_cents.alias("amount_cents"), "open_cents", pl.lit(do.id).alias("act_id"),
        pl.lit(WAITS).alias("wait_reason"),
    ))  # fmt: skip
    book_entries(do, [entry], pl.concat([items, waiting.select(items.columns)]))


def _record(
    do: Act, contracts: pl.DataFrame, heads: pl.DataFrame, taken: pl.DataFrame, kept: pl.DataFrame
) -> int | None:
    """The buyers' sums, the transfer record (its number), and what credits and money take off."""
    sums = summed(heads, taken, taken.clear())
    with transactions.together(do.conn):
        expose(do, taken)
        written = write_records(do, contracts, heads, sums, do.asked.at)
    on_account(do, contracts, kept.select("contract_id", "buyer_id", cents="open_cents"))
    buyers = pl.concat([taken[["contract_id", "buyer_id"]], kept[["contract_id", "buyer_id"]]])
    judge_again(do, contracts, taken[["contract_id", "invoice_id"]].clear(), buyers.unique())
    number: int | None = written()[0]["title_number"]
    return number


def _propose_limits(do: Act, contract: Contract, limits: pl.DataFrame) -> list[int]:
    """The lender's limits, each waiting for another person; the ids of the approvals."""
    asked = _resolved(do, contract.id, limits.filter(c.amount_cents > 0))
    return [
        int(propose_ceiling(do, "CONTRACT_BUYER", contract.id, row["buyer_id"], row["amount_cents"],
                            contract.currency, do.on, row["source"] or "takeover")["approval_id"])
        for row in asked.filter(c.buyer_id > 0).iter_rows(named=True)
    ]  # fmt: skip


def _keep(
    do: Act, contract_id: int, lender_id: int, statement_on: date, statement: Answer, digest: bytes
) -> None:
    do.conn.execute(
        """INSERT INTO takeover (contract_id, id, lender_id, statement_on, statement, digest,
               act_id) VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, do.id, lender_id, statement_on, Jsonb(statement), digest, do.id),
    )
    if not lender_id:
        return
    bulk.execute(
        do.conn, "insert_outbox", kind="release_letter", contract_id=contract_id, digest=None,
        payload=Jsonb({"lender_id": lender_id, "statement_on": statement_on.isoformat()}),
        due_at=do.asked.at, act_id=do.id,
    )  # fmt: skip
    keep_step(do, contract_id, "LETTER_ASKED", do.on, "")
