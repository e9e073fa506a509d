"""Allocations booked, and all that follows from them: exposure, fee, charge, fund, funding."""

from datetime import date

import polars as pl

from comptant.operations.act import Act
from comptant.operations.advance_interest import true_up
from comptant.operations.billing import (
    bill_collected_fees,
    of_event,
    release_fund,
    to_release,
)
from comptant.operations.contracts import Contract
from comptant.operations.disputes import open_for_short_payments
from comptant.operations.exposures import add_to_exposure_one
from comptant.operations.financing import bill_interest
from comptant.operations.funding import fund_automatically
from comptant.operations.ledger import book
from comptant.operations.positions import judge_again_one
from comptant.rules.columns import c
from comptant.store import bulk


def on_account(do: Act, contract: Contract, rows: pl.DataFrame) -> None:
    """Money of a contract that no invoice has taken (cents, or given back when negative)."""
    rows = rows.filter(pl.col("cents") != 0)
    if rows.is_empty():
        return
    add_to_exposure_one(do, contract, rows.select(
        "buyer_id", pl.lit("STANDARD").alias("advance_class"),
        pl.col("cents").alias("unallocated_cash_cents")))  # fmt: skip


def settle(do: Act, contract: Contract, allocations: pl.DataFrame, value_on: date) -> None:
    """Book allocations (payment_id, invoice_id, buyer_id, allocated, difference and short cents)
    and all that follows: exposure, fee and charge billed at collection, fund released."""
    buyers = allocations["buyer_id"].unique().to_list()
    if allocations.height:
        key = f"allocation/{do.id}/{allocations['payment_id'].min()}"
        _book_allocation(do, contract, allocations, key, value_on)
        _book_differences(do, contract, allocations, key, value_on)
        open_for_short_payments(do, contract.id, allocations.filter(pl.col("short_cents") > 0))
    waiting = bulk.rows(do.conn, "buyers_with_cash", contract_id=contract.id)
    notes = allocations.filter(c.allocated_cents < 0)
    if notes.height:
        _use_notes(do, contract, notes)
    changes = (
        allocations.filter(c.allocated_cents >= 0)
        .group_by("invoice_id")
        .agg(-(c.allocated_cents + c.difference_cents).sum().alias("amount_cents"))
    )
    judge_again_one(
        do, contract.id, changes["invoice_id"].to_list(),
        [*buyers, *(row["buyer_id"] for row in waiting)], changes,
    )  # fmt: skip
    event = f"collection/{do.id}/{value_on}/{allocations['payment_id'].min() or 0}"
    contracts, ids = contract.batch, changes["invoice_id"].to_list()
    bill_collected_fees(do, contracts, of_event(contract.id, event, invoice_id=ids))
    if contract.terms["interest_billing"] == "AT_COLLECTION" and changes.height:
        until = pl.DataFrame({"contract_id": [contract.id], "until_on": [value_on]})
        bill_interest(do, contracts, until, leave_unknown=True)
    closed = of_event(contract.id, event, invoice_id=ids)
    true_up(do, contracts, closed.with_columns(pl.lit(value_on).alias("value_on")))
    release_fund(do, contracts, to_release(contract.id, event, value_on))
    fund_automatically(do, contracts)


def _book_allocation(
    do: Act, contract: Contract, rows: pl.DataFrame, key: str, value_on: date
) -> None:
    nothing = pl.lit(0, pl.Int64).alias("approved_cents")
    payments = rows.group_by("payment_id").agg(c.allocated_cents.sum().alias("amount_cents"))
    movements = pl.concat([
        payments.select(pl.col("payment_id").alias("item_id"), pl.lit("UNAL").alias("account"),
                        pl.lit(0, pl.Int64).alias("against_id"), "amount_cents", nothing),
        rows.select(pl.col("invoice_id").alias("item_id"), pl.lit("DEB").alias("account"),
                    pl.col("payment_id").alias("against_id"),
                    (-c.allocated_cents).alias("amount_cents"), nothing),
    ])  # fmt: skip
    total = int(rows["allocated_cents"].sum())
    book(do, contract.id, "allocation", key, value_on, {"allocated": total}, movements)


def _book_differences(
    do: Act, contract: Contract, rows: pl.DataFrame, key: str, value_on: date
) -> None:
    """What is too small to chase: the client's cost with recourse, else the factor's."""
    rows = rows.filter(c.difference_cents != 0)
    if rows.is_empty():
        return
    movements = rows.select(
        pl.col("invoice_id").alias("item_id"), pl.lit("DEB").alias("account"),
        pl.col("payment_id").alias("against_id"), (-c.difference_cents).alias("amount_cents"),
        pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    event = "difference_charged" if contract.terms["has_recourse"] else "difference"
    total = int(rows["difference_cents"].sum())
    book(do, contract.id, event, f"{key}/difference", value_on, {"difference": total}, movements)


def _use_notes(do: Act, contract: Contract, notes: pl.DataFrame) -> None:
    """Credit notes that a payment has taken off: open amounts and unapplied credits fall."""
    used = notes.select(
        pl.col("invoice_id").alias("note_id"), -c.allocated_cents.alias("amount_cents")
    )
    bulk.copy_to_temporary(do.conn, "note_change", used)
    bulk.execute(do.conn, "use_credit_notes", contract_id=contract.id)
    add_to_exposure_one(do, contract, notes.select(
        "buyer_id", pl.lit("STANDARD").alias("advance_class"),
        c.allocated_cents.alias("unapplied_credit_cents")))  # fmt: skip
