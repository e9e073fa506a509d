"""Payables of a buyer: sent by it, cancelled while nobody counts on them, approved for good.
Source: DOMAIN 7.2."""

import re

import polars as pl

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    lock_contracts,
    lock_many,
    operation,
    told,
)
from comptant.operations.assigning.early_payments import order_early, orders_told
from comptant.operations.assigning.payable_steps import keep_steps, payables_of, refuse_stopped
from comptant.operations.assigning.programmes import is_running, programme, term
from comptant.operations.terms.contracts import Contract
from comptant.rules.batch import check, decide
from comptant.rules.columns import c
from comptant.rules.payables import (
    SENT_KNOWN,
    SENT_PAYABLES,
    TO_APPROVE,
    approval_refusal,
    payable_refusal,
    payables_used_after_cents,
)
from comptant.store import bulk

PAYABLES_MAX = 2_000  # in one act: a longer list is cut by whoever sends it


@operation
def send_payables(do: Act, *, contract_id: int, payables: pl.DataFrame) -> Answer:
    """Send invoices that the buyer owes to suppliers of its programme (SENT_PAYABLES). They bind
    nobody before they are approved.

    Each line has its own answer: taken, or why not (supplier_not_invited, payable_amount_wrong,
    payable_dates_wrong, payable_term_too_long, payable_overdue, payable_known). Refused as a whole:
    payables_not_taken, too_many_payables.
    """
    payables = check(payables, SENT_PAYABLES)
    _check_count(payables.height)
    lock_many(do)  # one invoice is sent once, under whichever programme of its buyer
    lock_contracts(do, [contract_id])
    contract = programme(do, contract_id)
    known = SENT_KNOWN.empty()
    if payables.height:
        known = bulk.read(do.conn, "payables_sent", SENT_KNOWN, **bulk.arrays(payables),
                          contract_id=contract_id, buyer_id=contract.client_id,
                          on=do.on)  # fmt: skip
    keys = pl.Series("number_key", [_key(number) for number in known["invoice_number"]], pl.String)
    known = known.hstack([keys])
    again = ~pl.struct("supplier_id", "number_key").is_first_distinct()
    known = known.with_columns(payable_is_known=c.payable_is_known | again)
    known = decide(known, (payable_refusal,), nullable=("payable_refusal",)).with_row_index("row")
    taken = known.filter(c.payable_refusal.is_null())
    ids = bulk.take_ids(do.conn, taken.height) if taken.height else []
    if ids:
        _keep(do, contract, taken.hstack([pl.Series("id", ids, pl.Int64)]))
    refused = known.filter(c.payable_refusal.is_not_null()).iter_rows(named=True)
    return {
        "contract_id": contract_id, "payable_ids": ids, "count": len(ids),
        "total_cents": int(taken["amount_cents"].sum()), "currency": contract.currency,
        "refused_count": known.height - taken.height,
        "refused": [told(_refusal(row, contract.number)) for row in refused],
    }  # fmt: skip


@operation
def cancel_payables(do: Act, *, contract_id: int, payable_ids: list[int], reason: str) -> Answer:
    """Take payables back that were sent by mistake, before they are approved: afterwards the buyer
    owes them for good. All of them, or none.

    Refused: reason_missing, too_many_payables, payable_unknown, payable_approved,
    payable_cancelled.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    found = payables_named(do, contract_id, payable_ids)
    for row in found.iter_rows(named=True):
        if row["payable_state"] == "CANCELLED":
            raise Refused("payable_cancelled", invoice_number=row["invoice_number"])
        if row["payable_state"] != "UPLOADED":
            raise Refused("payable_approved", invoice_number=row["invoice_number"])
    keep_steps(do, found.select("contract_id", "payable_id"), "CANCELLED", reason=reason.strip())
    return {"contract_id": contract_id, "payable_ids": found["payable_id"].to_list(),
            "count": found.height, "total_cents": int(found["amount_cents"].sum())}  # fmt: skip


@operation
def approve_payables(do: Act, *, contract_id: int, payable_ids: list[int]) -> Answer:
    """Approve payables. This cannot be undone: from now on the buyer owes each of them to us, or to
    its supplier by us, on its due date, whatever it may have against the invoice later. Suppliers
    who chose so are paid early at once.

    Within the programme's line, the earliest due first; each payable has its own answer: approved,
    or why not (payable_approved, payable_cancelled, payable_overdue, beyond_programme_line).
    Refused as a whole: payables_not_taken, too_many_payables, payable_unknown,
    contract_not_drawing, programme_stopped.
    """
    lock_contracts(do, [contract_id])
    contract = programme(do, contract_id)
    if not is_running(contract):
        raise Refused("contract_not_drawing", contract_status=contract.terms["status"],
                      contract_id=contract_id)  # fmt: skip
    refuse_stopped(do, contract)
    found = payables_named(do, contract_id, payable_ids)
    decided = _decided(do, contract, found)
    good = decided.filter(c.approval_refusal.is_null())
    if good.height:
        keep_steps(do, good.select(
            "contract_id", "payable_id", "amount_cents",
            used_cents=c.payables_used_after_cents, line_cents=c.payables_line_cents,
        ), "APPROVED")  # fmt: skip
    automatic = good.filter(pl.col("supplier_step") == "AUTOMATIC").with_columns(
        pl.lit("APPROVED").alias("payable_state")
    )
    early, left = order_early(do, contract, automatic)
    refused = decided.filter(c.approval_refusal.is_not_null()).iter_rows(named=True)
    return {
        "contract_id": contract_id, "payable_ids": good["payable_id"].to_list(),
        "count": good.height, "total_cents": int(good["amount_cents"].sum()),
        "currency": contract.currency, "early": orders_told(early),
        "early_waits": [told(each) for each in left],
        "refused_count": decided.height - good.height,
        "refused": [told(_not_approved(row)) for row in refused],
    }  # fmt: skip


def payables_named(do: Act, contract_id: int, payable_ids: list[int]) -> pl.DataFrame:
    """Payables of a programme, each once. Refused: too_many_payables, payable_unknown."""
    ids = sorted(set(payable_ids))
    _check_count(len(ids))
    found = payables_of(do, [contract_id], ids)
    missing = set(ids) - set(found["payable_id"])
    if missing or not ids:
        raise Refused("payable_unknown", payable_id=min(missing, default=0))
    return found


def _decided(do: Act, contract: Contract, found: pl.DataFrame) -> pl.DataFrame:
    """The payables with what the line is with each, and why not."""
    used = bulk.row(do.conn, "payables_used", contract_ids=[contract.id]) or {"used_cents": 0}
    facts = found.sort("due_on", "payable_id").with_columns(
        pl.lit(do.on).alias("today_on"),
        pl.lit(term(contract, "payables_line_cents"), pl.Int64).alias("payables_line_cents"),
        pl.lit(used["used_cents"], pl.Int64).alias("payables_used_cents"),
    )
    check(facts.select(TO_APPROVE.names), TO_APPROVE)
    return decide(facts, (payables_used_after_cents, approval_refusal),
                  nullable=("approval_refusal",))  # fmt: skip


def _not_approved(row: bulk.Row) -> Refused:
    number = row["invoice_number"]
    match row["approval_refusal"]:
        case "beyond_programme_line":
            return Refused("beyond_programme_line", invoice_number=number,
                           amount_cents=row["amount_cents"], line_cents=row["payables_line_cents"],
                           used_cents=row["payables_used_cents"],
                           currency=row["currency"])  # fmt: skip
        case "payable_overdue":
            return Refused("payable_overdue", invoice_number=number, due_on=row["due_on"])
        case "payable_cancelled":
            return Refused("payable_cancelled", invoice_number=number)
        case _:
            return Refused("payable_approved", invoice_number=number)


def _refusal(row: bulk.Row, number: str) -> Refused:
    """Why a payable sent is not taken, with its place in the list."""
    invoice, issued_on, due_on = row["invoice_number"], row["issued_on"], row["due_on"]
    place = row["row"] + 1
    match row["payable_refusal"]:
        case "supplier_not_invited":
            return Refused("supplier_not_invited", supplier=row["supplier_number"], number=number,
                           invoice_number=invoice, row_number=place)  # fmt: skip
        case "payable_amount_wrong":
            return Refused("payable_amount_wrong", amount_cents=row["amount_cents"],
                           invoice_number=invoice, row_number=place)  # fmt: skip
        case "payable_dates_wrong":
            return Refused("payable_dates_wrong", issued_on=issued_on, due_on=due_on,
                           invoice_number=invoice, row_number=place)  # fmt: skip
        case "payable_term_too_long":
            return Refused("payable_term_too_long", issued_on=issued_on, due_on=due_on,
                           invoice_number=invoice, row_number=place)  # fmt: skip
        case "payable_overdue":
            return Refused("payable_overdue", due_on=due_on, invoice_number=invoice,
                           row_number=place)  # fmt: skip
        case _:
            return Refused("payable_known", invoice_number=invoice, row_number=place)


def _check_count(count: int) -> None:
    if count > PAYABLES_MAX:
        raise Refused("too_many_payables", payables=count, most=PAYABLES_MAX)


def _key(invoice_number: str) -> str:
    """The letters and digits of a number, as sent_facts reads those of invoices."""
    return (re.sub("[^A-Za-z0-9]", "", invoice_number) or invoice_number).upper()


def _keep(do: Act, contract: Contract, taken: pl.DataFrame) -> None:
    do.conn.execute(  # the buyer pays into its own programme: money is known by it
        """INSERT INTO contract_buyer (contract_id, buyer_id, act_id) VALUES (%s, %s, %s)
           ON CONFLICT DO NOTHING""",
        (contract.id, contract.client_id, do.id),
    )
    bulk.copy_in(do.conn, "payable", taken.select(
        pl.lit(contract.id, pl.Int64).alias("contract_id"), "id",
        pl.lit(contract.client_id, pl.Int64).alias("buyer_id"), "supplier_id", "invoice_number",
        "number_key", "issued_on", "due_on", pl.lit(contract.currency).alias("currency"),
        "amount_cents", pl.lit(do.id).alias("act_id"),
    ))  # fmt: skip
