"""Positions: what each open invoice brings, and the buyers' sums that the availability reads.

After any event the invoices that it touches are judged and approved again, with those that may
take the room it frees; only rows whose answer changed are written. The work depends on what the
event touches, never on how many invoices are open.
"""

from collections.abc import Iterable

import polars as pl

from comptant.operations.act import Act
from comptant.operations.contracts import Contract, contract_in_force
from comptant.operations.ledger import book
from comptant.rules.approval import approve
from comptant.rules.batch import constant, repeated
from comptant.rules.calendar import days_then_eom_cap_on, eom_then_days_cap_on, net_cap_on
from comptant.rules.columns import Shape, c, shape
from comptant.rules.eligibility import judge
from comptant.store import bulk

# What the store gives of an open invoice: itself, its dated facts, and the state last decided.
POSITIONS = shape(
    "contract_id", "invoice_id", "buyer_id", "sent_on", "type_code", "issued_on", "due_on",
    "currency", "gross_cents", "open_cents", "approved_cents", "disputed_cents",
    "dispute_rest_confirmed", "retention_cents", "factored_elsewhere", "has_payment_mention",
    "assignment_restriction", "is_deposit", "is_progress", "progress_signed", "is_works",
    "works_documents_complete", "is_conditional_sale", "payment_means_excluded", "is_sampled",
    "has_delivery_proof", "einvoice_status?", "is_defunded", "exceptions?",
    "was_ineligible_cents", "was_reduction_cents", "was_class", "was_hold?", "was_holds?",
    "was_next_change_on?", "invoice_facts_change_on?",
)  # fmt: skip

BUYERS = shape(
    "buyer_id", "buyer_group_id", "buyer_is_consumer", "buyer_is_public", "buyer_is_client",
    "buyer_is_linked", "buyer_is_sanctioned", "buyer_ceased", "buyer_insolvent_on?",
    "insurer_stop_on?", "buyer_cross_aged", "buyer_notified", "public_buyer_notified",
    "sector_excluded", "set_off_cents", "buyer_exceptions?", "buyer_status", "buyer_country",
    "limit_cents", "group_limit_cents?", "binding_scope?", "buyer_approved_cents",
    "group_approved_cents", "buyer_credit_cents", "buyer_reduction_cents",
    "buyer_facts_change_on?",
)  # fmt: skip

CONTRACT_TERMS = (
    "has_recourse", "max_invoice_age_days", "overdue_cutoff_days", "age_cutoff_days",
    "term_cap_days", "delivery_proof_above_cents", "notice_required",
)  # fmt: skip

EXPOSURES = (
    "outstanding_cents", "ineligible_cents", "reduction_cents", "approved_cents", "open_count",
    "unapplied_credit_cents", "unallocated_cash_cents",
)  # fmt: skip
STATE = Shape(
    ("invoice_id", "open_cents", "approved_cents", "ineligible_cents", "reduction_cents",
     "advance_class", "hold", "holds", "next_change_on"),
    frozenset({"hold", "holds", "next_change_on"}),
)  # fmt: skip
# What was agreed is not known: the latest of the lawful readings is accepted. (EL-06)
_LATEST_DUE_ON = (
    pl.when(c.buyer_country == "FR")
    .then(pl.max_horizontal(net_cap_on(), eom_then_days_cap_on(), days_then_eom_cap_on()))
    .alias("latest_due_on")
)
_FACTS_CHANGE_ON = pl.min_horizontal(
    c.invoice_facts_change_on, c.buyer_facts_change_on, c.terms_change_on
).alias("facts_change_on")
_HERE = pl.col("was_approved_cents").sum()
_LEFT_FOR_THESE = (
    c.invoice_id.alias("assignment_rank"),
    (c.limit_cents - c.buyer_approved_cents + _HERE.over("buyer_id")).alias("limit_cents"),
    (c.group_limit_cents - c.group_approved_cents + _HERE.over("buyer_group_id")).alias(
        "group_limit_cents"
    ),
    (
        c.buyer_credit_cents - c.buyer_reduction_cents
        + pl.col("was_reduction_cents").sum().over("buyer_id")
    ).alias("buyer_credit_cents"),
)  # fmt: skip
UNAPPROVED_READ = 2_000  # unapproved invoices of a buyer read at once for the room it may have


def buyer_facts(do: Act, contract: Contract, buyer_ids: Iterable[int]) -> pl.DataFrame:
    """BUYERS for a contract, on the day of the act."""
    return bulk.read(
        do.conn, "buyer_facts", BUYERS, contract_id=contract.id,
        buyer_ids=sorted(set(buyer_ids)), on=do.on,
    )  # fmt: skip


def joined(
    do: Act, contract: Contract, invoices: pl.DataFrame, buyers: pl.DataFrame
) -> pl.DataFrame:
    """Invoices with what is known of their buyers, their contract and the day."""
    terms = contract.terms
    facts = [
        constant("contract_currency", contract.currency, pl.String()),
        constant("contract_status", terms["status"], pl.String()),
        constant("suspended_on", contract.suspended_on, pl.Date()),
        constant("terms_change_on", contract.terms_change_on, pl.Date()),
        constant("today_on", do.on, pl.Date()),
        *(
            constant(n, terms[n], pl.Boolean() if isinstance(terms[n], bool) else pl.Int64())
            for n in CONTRACT_TERMS
        ),
    ]
    countries = terms["open_countries"].split()
    return (
        invoices.join(buyers, on="buyer_id", how="left", maintain_order="left")
        .hstack(repeated(facts, invoices.height))
        .with_columns(
            c.buyer_country.is_in(countries).alias("buyer_country_allowed"),
            _LATEST_DUE_ON, _FACTS_CHANGE_ON,
        )
    )  # fmt: skip


def judge_again(
    do: Act,
    contract_id: int,
    invoice_ids: Iterable[int] | None,
    buyer_ids: Iterable[int] = (),
    changes: pl.DataFrame | None = None,
) -> int:
    """Judge and approve again; how many invoices changed. The contract is locked by the caller.

    `invoice_ids` None: all open invoices (new terms). `changes` (invoice_id, amount_cents) is
    added to the open amounts, so that an open amount and its approval move in one write; its
    `restored_cents`, if any, are approvals that come back with what had taken them.
    `buyer_ids`: buyers whose limit, credits or cash have changed.
    """
    contract = contract_in_force(do.conn, contract_id, do.on)
    wanted = None if invoice_ids is None else sorted(set(invoice_ids))
    changed = 0
    while True:
        rows = bulk.copy_out(
            do.conn, "positions", POSITIONS, contract_id=contract_id, invoice_ids=wanted,
            buyer_ids=sorted(set(buyer_ids)), most=UNAPPROVED_READ, on=do.on,
            sample_ppm=contract.terms["sample_ppm"],
        )  # fmt: skip
        if rows.is_empty():
            return changed
        written = _decide_and_write(do, contract, _moved(rows, changes))
        changed += written
        full = rows.group_by("buyer_id").len().filter(pl.col("len") >= UNAPPROVED_READ)
        if full.is_empty() or not written or wanted is None:
            return changed
        # More wait than were read, and room may be left: once more, for these buyers only.
        wanted, changes, buyer_ids = [], None, full["buyer_id"].to_list()


def _moved(rows: pl.DataFrame, changes: pl.DataFrame | None) -> pl.DataFrame:
    """POSITIONS with their changes in the open and approved amounts, and both as they were."""
    rows = rows.with_columns(
        c.open_cents.alias("was_open_cents"), c.approved_cents.alias("was_approved_cents")
    )
    if changes is None or changes.is_empty():
        return rows
    if "restored_cents" not in changes.columns:
        changes = changes.with_columns(pl.lit(0, pl.Int64).alias("restored_cents"))
    moved = changes.select(
        "invoice_id", pl.col("amount_cents").alias("moved_cents"), "restored_cents"
    )
    moved_cents, restored = (pl.col(n).fill_null(0) for n in ("moved_cents", "restored_cents"))
    return (
        rows.join(moved, on="invoice_id", how="left", maintain_order="left")
        .with_columns(
            (c.open_cents + moved_cents).alias("open_cents"),
            (c.approved_cents + restored).alias("approved_cents"),
        )
        .drop("moved_cents", "restored_cents")
    )


def judge_buyers(do: Act, contract_id: int, buyer_ids: Iterable[int]) -> int:
    """Judge every open invoice of some buyers again; how many changed."""
    invoices = [
        row["id"]
        for buyer_id in buyer_ids
        for row in bulk.rows(
            do.conn, "open_invoices_of_buyer", contract_id=contract_id, buyer_id=buyer_id
        )
    ]
    return judge_again(do, contract_id, invoices, buyer_ids)


def _decide_and_write(do: Act, contract: Contract, rows: pl.DataFrame) -> int:
    buyers = buyer_facts(do, contract, rows["buyer_id"].unique())
    judged = judge(
        joined(do, contract, rows, buyers).with_columns(
            pl.lit(False).alias("is_new"),
            pl.lit(True).alias("buyer_identifier_valid"),
            pl.lit(True).alias("held_by_same_contract"),
            pl.lit(False).alias("held_by_other_contract"),
        )
    )
    decided = approve_rows(judged)
    after = decided.with_columns(
        c.approved_now_cents.alias("approved_now"),
        (c.approved_now_cents - pl.col("was_approved_cents")).alias("approved_delta"),
        (c.open_cents - pl.col("was_open_cents")).alias("open_delta"),
    )
    different = after.filter(
        (pl.col("approved_delta") != 0)
        | (pl.col("open_delta") != 0)
        | (c.ineligible_cents != pl.col("was_ineligible_cents"))
        | (c.reduction_cents != pl.col("was_reduction_cents"))
        | (c.advance_class != pl.col("was_class"))
        | c.hold.ne_missing(pl.col("was_hold"))
        | c.holds.ne_missing(pl.col("was_holds").fill_null(""))
        | c.next_change_on.ne_missing(pl.col("was_next_change_on"))
    )
    if different.is_empty():
        return 0
    _write_state(do, contract, different)
    _book_approvals(do, contract, different.filter(pl.col("approved_delta") != 0))
    return different.height


def approve_rows(judged: pl.DataFrame) -> pl.DataFrame:
    """Approve judged rows. The limits and credits given to the rules are what the buyers' other
    invoices leave for these rows."""
    return approve(judged.with_columns(_LEFT_FOR_THESE))


def _write_state(do: Act, contract: Contract, rows: pl.DataFrame) -> None:
    state = rows.with_columns(pl.col("approved_now").alias("approved_cents")).select(STATE.names)
    bulk.copy_to_temporary(do.conn, "new_state", state)
    bulk.execute(do.conn, "write_state", contract_id=contract.id)
    before = rows.select(
        "buyer_id",
        pl.col("was_class").alias("advance_class"),
        (-pl.col("was_open_cents")).alias("outstanding_cents"),
        (-pl.col("was_ineligible_cents")).alias("ineligible_cents"),
        (-pl.col("was_reduction_cents")).alias("reduction_cents"),
        (-pl.col("was_approved_cents")).alias("approved_cents"),
        (-(pl.col("was_open_cents") > 0).cast(pl.Int64)).alias("open_count"),
    )
    now = rows.select(
        "buyer_id",
        "advance_class",
        c.open_cents.alias("outstanding_cents"),
        "ineligible_cents",
        "reduction_cents",
        pl.col("approved_now").alias("approved_cents"),
        (c.open_cents > 0).cast(pl.Int64).alias("open_count"),
    )
    add_to_exposure(do, contract, pl.concat([before, now]))


def add_to_exposure(do: Act, contract: Contract, deltas: pl.DataFrame) -> None:
    """Add differences to the exposures: buyer_id, advance_class and any of their amounts."""
    given = [name for name in EXPOSURES if name in deltas.columns]
    folded = deltas.group_by("buyer_id", "advance_class").agg(pl.col(name).sum() for name in given)
    if folded.height:
        bulk.execute(
            do.conn, "add_to_exposure", contract_id=contract.id, currency=contract.currency,
            **{**dict.fromkeys(EXPOSURES), **bulk.arrays(folded)},
        )  # fmt: skip


def _book_approvals(do: Act, contract: Contract, rows: pl.DataFrame) -> None:
    """What was approved or lost, as movements of an entry without amounts. (C-5)"""
    if rows.is_empty():
        return
    movements = rows.select(
        c.invoice_id.alias("item_id"),
        pl.lit("DEB").alias("account"),
        pl.lit(0, pl.Int64).alias("against_id"),
        pl.lit(0, pl.Int64).alias("amount_cents"),
        pl.col("approved_delta").alias("approved_cents"),
    )
    # One act may approve the same invoice more than once: the entry's own number is in its name.
    entry_id = bulk.take_ids(do.conn, 1)[0]
    book(
        do, contract.id, "approval", f"approval/{do.id}/{entry_id}", do.on, {}, movements,
        entry_id=entry_id,
    )  # fmt: skip
