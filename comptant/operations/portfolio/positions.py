"""Positions: what each open invoice brings, and the buyers' sums that the availability reads.

After any event the invoices that it touches are judged and approved again, with those that may
take the room it frees; only rows whose answer changed are written. The work depends on what the
event touches, never on how many invoices are open.
"""

from collections.abc import Iterable

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.advance_interest import follow_advances
from comptant.operations.portfolio.position_state import book_approvals, passed_on, write_state
from comptant.operations.terms.contracts import contract_in_force, of_contracts
from comptant.rules.approval import approve
from comptant.rules.batch import Rule, collected, constant
from comptant.rules.calendar import cap_reading_differs, legal_cap_on, payment_regime
from comptant.rules.columns import c, shape
from comptant.rules.eligibility import judge
from comptant.store import bulk

# What the store gives of an open invoice: itself, its dated facts, and the state last decided.
POSITIONS = shape(
    "contract_id", "invoice_id", "buyer_id", "sent_on", "type_code", "issued_on", "due_on",
    "currency", "gross_cents", "open_cents", "approved_cents", "disputed_cents",
    "dispute_rest_confirmed", "retention_cents", "factored_elsewhere", "has_number_twin",
    "reassigned_before", "has_payment_mention", "title_unsigned",
    "assignment_restriction", "is_deposit",
    "is_progress", "progress_signed", "is_works", "works_documents_complete", "is_sampled",
    "is_conditional_sale", "payment_means_excluded", "has_delivery_proof", "verification_answer?",
    "einvoice_status?", "is_defunded", "fraud_suspected",
    "exceptions?", "most_cents", "was_ineligible_cents",
    "was_reduction_cents", "was_class", "was_hold?", "was_holds?", "was_next_change_on?",
    "invoice_facts_change_on?", "invoice_regime?", "delivered_on?",
)  # fmt: skip

BUYERS = shape(
    "contract_id", "buyer_id", "buyer_group_id", "buyer_is_consumer", "buyer_is_public",
    "buyer_is_client", "buyer_is_named", "buyer_is_linked", "buyer_is_sanctioned", "buyer_ceased",
    "buyer_in_doubt",
    "buyer_insolvent_on?", "insurer_stop_on?", "buyer_cross_aged", "buyer_notified",
    "public_buyer_notified", "sector_excluded", "set_off_cents", "buyer_exceptions?",
    "buyer_status", "buyer_country", "limit_cents", "group_limit_cents?", "policy_limit_cents?",
    "binding_scope?", "buyer_approved_cents", "group_approved_cents", "policy_approved_cents",
    "buyer_credit_cents", "buyer_reduction_cents", "buyer_facts_change_on?", "buyer_regime?",
)  # fmt: skip

# What the rules read of the contract, and under which name where theirs is another.
OF_CONTRACT = (
    "contract_currency", "suspended_on", "terms_change_on", "status", "open_countries",
    "has_recourse", "max_invoice_age_days", "overdue_cutoff_days", "age_cutoff_days",
    "term_cap_days", "delivery_proof_above_cents", "notice_required", "buyer_scope",
)  # fmt: skip

_REGIME = payment_regime().alias("payment_regime")
_LEGAL_CAP_ON = legal_cap_on().alias("legal_cap_on")
_CAP_READING_DIFFERS = cap_reading_differs().alias("cap_reading_differs")
_FACTS_CHANGE_ON = pl.min_horizontal(
    c.invoice_facts_change_on, c.buyer_facts_change_on, c.terms_change_on
).alias("facts_change_on")
_COUNTRY_ALLOWED = pl.concat_str(pl.lit(" "), pl.col("open_countries"), pl.lit(" ")).str.contains(
    pl.concat_str(pl.lit(" "), c.buyer_country, pl.lit(" ")), literal=True
).alias("buyer_country_allowed")  # fmt: skip
_BUYER, _GROUP = ("contract_id", "buyer_id"), ("contract_id", "buyer_group_id")
_HERE = pl.col("was_approved_cents").sum()
_LEFT_FOR_THESE = (
    c.invoice_id.alias("assignment_rank"),
    (c.limit_cents - c.buyer_approved_cents + _HERE.over(_BUYER)).alias("limit_cents"),
    c.group_limit_cents - c.group_approved_cents + _HERE.over(_GROUP),
    c.policy_limit_cents - c.policy_approved_cents + _HERE.over("contract_id"),
    (
        c.buyer_credit_cents - c.buyer_reduction_cents
        + pl.col("was_reduction_cents").sum().over(_BUYER)
    ).alias("buyer_credit_cents"),
)  # fmt: skip
UNAPPROVED_READ = 2_000  # unapproved invoices of a buyer read at once for the room it may have


def buyer_facts(do: Act, pairs: pl.DataFrame) -> pl.DataFrame:
    """BUYERS for buyers of contracts (contract_id, buyer_id), on the day of the act."""
    pairs = pairs[list(_BUYER)]
    pairs = pairs.unique() if pairs.height > 1 else pairs
    told = {"pairs": pairs.write_json(), "on": do.on}
    return bulk.read_about(do.conn, "buyer_facts", BUYERS, pairs.height, **told)


def joined(
    do: Act, contracts: pl.DataFrame, invoices: pl.DataFrame, buyers: pl.DataFrame
) -> pl.DataFrame:
    """Invoices with what is known of their buyers, their contracts and the day."""
    facts = of_contracts(contracts, invoices["contract_id"], OF_CONTRACT)
    today = constant("today_on", do.on, pl.Date()).new_from_index(0, invoices.height)
    return collected(
        invoices.hstack([*facts, today]).lazy()
        .join(buyers.lazy(), on=_BUYER, how="left", maintain_order="left")
        .with_columns(pl.col("status").alias("contract_status"), _COUNTRY_ALLOWED, _REGIME,
                      _FACTS_CHANGE_ON)
        .with_columns(_LEGAL_CAP_ON).with_columns(_CAP_READING_DIFFERS)
    )  # fmt: skip


def judge_again(
    do: Act,
    contracts: pl.DataFrame,
    invoices: pl.DataFrame | None,
    buyers: pl.DataFrame | None = None,
    changes: pl.DataFrame | None = None,
    *,
    is_undone: bool = False,
) -> int:
    """Judge and approve again; how many invoices changed. The contracts (CONTRACTS, as in force
    today) are locked by the caller.

    `invoices` (contract_id, invoice_id); None: all open invoices of the contracts (new terms).
    `buyers` (contract_id, buyer_id): those whose limit, credits or cash have changed. `changes`
    (contract_id, invoice_id, amount_cents) is added to the open amounts, so that an open amount and
    its approval move in one write; its `restored_cents`, if any, are approvals that come back with
    what had taken them, its `value_on` the day from which the amount counts. `is_undone` (or with
    `restored_cents`): something is undone, and what waits suspends nothing where it no longer
    reduces, whatever the limit is (I-19).
    """
    is_undone = is_undone or (changes is not None and "restored_cents" in changes.columns)
    changed = 0
    while True:
        rows = _positions(do, contracts, invoices, buyers)
        if rows.is_empty():
            return changed
        moved = _moved(rows, changes)
        written = _decide_and_write(do, contracts, moved, changes, is_undone=is_undone)
        changed += written
        if not written or invoices is None:
            return changed
        full = rows.group_by(_BUYER).len().filter(pl.col("len") >= UNAPPROVED_READ)
        if full.is_empty():
            return changed
        # More wait than were read, and room may be left: once more, for these buyers only.
        invoices, changes, buyers = invoices.clear(), None, full


def judge_again_one(
    do: Act,
    contract_id: int,
    invoice_ids: Iterable[int] | None,
    buyer_ids: Iterable[int] = (),
    changes: pl.DataFrame | None = None,
) -> int:
    """judge_again for one contract, `changes` (invoice_id, amount_cents...) being of it."""
    contract = contract_in_force(do.conn, contract_id, do.on)
    if changes is not None:
        changes = changes.with_columns(pl.lit(contract_id, pl.Int64).alias("contract_id"))
    invoices = None if invoice_ids is None else of_one(contract_id, "invoice_id", invoice_ids)
    buyers = of_one(contract_id, "buyer_id", buyer_ids)
    return judge_again(do, contract.batch, invoices, buyers, changes)


def of_one(contract_id: int, name: str, ids: Iterable[int]) -> pl.DataFrame:
    """(contract_id, name) rows of one contract."""
    schema = {"contract_id": pl.Int64, name: pl.Int64}
    rows = [(contract_id, id_) for id_ in sorted(set(ids))]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _positions(
    do: Act,
    contracts: pl.DataFrame,
    invoices: pl.DataFrame | None,
    buyers: pl.DataFrame | None,
) -> pl.DataFrame:
    """POSITIONS: what was named, with all that may take the room it frees."""
    k = bulk.arrays(contracts[["contract_id", "sample_ppm"]])
    named = {} if invoices is None else bulk.arrays(invoices[["contract_id", "invoice_id"]])
    touched = {} if buyers is None else bulk.arrays(buyers[list(_BUYER)])
    return bulk.copy_out(
        do.conn, "positions", POSITIONS, contract_ids=k["contract_id"],
        sample_ppms=k["sample_ppm"], all_open=invoices is None,
        invoices_of=named.get("contract_id"), invoice_ids=named.get("invoice_id"),
        buyers_of=touched.get("contract_id"), buyer_ids=touched.get("buyer_id"),
        most=UNAPPROVED_READ, on=do.on,
    )  # fmt: skip


def _moved(rows: pl.DataFrame, changes: pl.DataFrame | None) -> pl.DataFrame:
    """POSITIONS with their changes in the open and approved amounts, and both as they were; what is
    disputed, retained or suspended of them is no more than is open then."""
    rows = rows.with_columns(
        c.open_cents.alias("was_open_cents"), c.approved_cents.alias("was_approved_cents")
    )
    if changes is not None and changes.height:
        restored = pl.col("restored_cents") if "restored_cents" in changes.columns else pl.lit(0)
        moved = changes.select(
            "contract_id", "invoice_id", pl.col("amount_cents").alias("moved_cents"),
            restored.cast(pl.Int64).alias("restored_cents"),
        )  # fmt: skip
        rows = rows.join(
            moved, on=["contract_id", "invoice_id"], how="left", maintain_order="left"
        ).with_columns(
            c.open_cents + pl.col("moved_cents").fill_null(0),
            c.approved_cents + pl.col("restored_cents").fill_null(0),
        ).drop("moved_cents", "restored_cents")  # fmt: skip
    return capped(rows)


def capped(rows: pl.DataFrame) -> pl.DataFrame:
    """POSITIONS with what is disputed or retained of them, no more than is open, and with what is
    suspended (`suspended_cents`): what was approved once and is not."""
    most = c.open_cents.clip(lower_bound=0)
    return rows.with_columns(
        pl.min_horizontal("disputed_cents", most), pl.min_horizontal("retention_cents", most),
        suspended_cents=(pl.min_horizontal("most_cents", c.open_cents) - c.approved_cents)
        .clip(lower_bound=0),
    )  # fmt: skip


def judge_buyers(do: Act, contract_id: int, buyer_ids: Iterable[int]) -> int:
    """Judge every open invoice of some buyers again; how many changed."""
    invoices = [
        row["id"]
        for buyer_id in buyer_ids
        for row in bulk.rows(
            do.conn, "open_invoices_of_buyer", contract_id=contract_id, buyer_id=buyer_id
        )
    ]
    return judge_again_one(do, contract_id, invoices, buyer_ids)


def _decide_and_write(
    do: Act, contracts: pl.DataFrame, rows: pl.DataFrame, changes: pl.DataFrame | None, *,
    is_undone: bool,
) -> int:  # fmt: skip
    buyers = buyer_facts(do, rows)
    judged = judge(
        joined(do, contracts, rows, buyers).with_columns(
            pl.lit(False).alias("is_new"),
            pl.lit(True).alias("buyer_identifier_valid"),
            pl.lit(True).alias("held_by_same_contract"),
            pl.lit(False).alias("held_by_other_contract"),
            pl.lit(False).alias("seller_is_other"),
        )
    )
    decided = approve_rows(judged)
    if is_undone:
        decided = _again_where_less_reduced(judged, decided)
    after = decided.with_columns(
        c.approved_now_cents.alias("approved_now"),
        (c.approved_now_cents - pl.col("was_approved_cents")).alias("approved_delta"),
        passed_on(),
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
        follow_advances(do, contracts, after, changes)  # a rate of advance may have changed
        return 0
    write_state(do, different)
    book_approvals(do, different)
    follow_advances(do, contracts, after, changes)
    return different.height


def _again_where_less_reduced(judged: pl.DataFrame, decided: pl.DataFrame) -> pl.DataFrame:
    """Decided again with what waiting money and credit notes had suspended and reduce no more."""
    back = pl.min_horizontal(pl.col("was_reduction_cents") - decided["reduction_cents"],
                             c.suspended_cents).clip(lower_bound=0)  # fmt: skip
    again = judged.with_columns(
        c.approved_cents + back, suspended_cents=c.suspended_cents - back)  # fmt: skip
    return decided if again.equals(judged) else approve_rows(again)


def approve_rows(judged: pl.DataFrame, also: tuple[Rule, ...] = ()) -> pl.DataFrame:
    """Approve judged rows, by `also` too, within what the other invoices of a buyer leave them."""
    return approve(judged.with_columns(_LEFT_FOR_THESE), also)
