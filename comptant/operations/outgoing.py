"""What the bank says of the money we sent: executed, rejected, come back; and debits unknown."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from comptant.operations.act import Act, lock_contracts
from comptant.operations.ledger import book
from comptant.operations.payments import execute_order, fail_order
from comptant.rules.columns import c
from comptant.store import bulk


@dataclass
class Told:
    """The movements that spoke of our own payments, and how many of each."""

    movement_ids: list[int] = field(default_factory=list)
    counts: dict[str, Any] = field(
        default_factory=lambda: {"executed": 0, "came_back": 0, "debits_to_explain": 0}
    )


def tell_outgoing(do: Act, new: pl.DataFrame) -> Told:
    """Clear the transit account with the statement's debits and returns; other debits wait in
    suspense on the house's own contract."""
    told = Told()
    house = bulk.row(do.conn, "house")
    debits = new.filter(c.amount_cents < 0)
    returns = new.filter((c.amount_cents > 0) & c.end_to_end_reference.is_not_null())
    orders = _orders(do, pl.concat([debits, returns]))
    lock_contracts(do, {house["id"], *(order["contract_id"] for order in orders.values())})
    for row in debits.iter_rows(named=True):
        told.movement_ids.append(row["movement_id"])
        order = orders.get(row["end_to_end_reference"] or "")
        if order and order["amount_cents"] == -row["amount_cents"] and _open(order):
            execute_order(
                do, order, row["value_on"], row["own_account_id"], row["bank_reference"] or ""
            )
            order["steps"].append("EXECUTED")
            told.counts["executed"] += 1
        elif not _lump(do, row, told):
            book(
                do, house["id"], "bank_debit", f"movement/{row['movement_id']}", row["value_on"],
                {"paid": -row["amount_cents"]}, sub_id=row["own_account_id"],
                currency=row["currency"],
            )  # fmt: skip
            told.counts["debits_to_explain"] += 1
    for row in returns.iter_rows(named=True):
        order = orders.get(row["end_to_end_reference"])
        if order is None or order["amount_cents"] != row["amount_cents"]:
            continue
        _came_back(do, order, row)
        told.movement_ids.append(row["movement_id"])
        told.counts["came_back"] += 1
    return told


def _came_back(do: Act, order: bulk.Row, row: dict[str, Any]) -> None:
    """Money of ours is back at the bank: through transit, and to the client's account once."""
    book(
        do, order["contract_id"], "order_came_back", f"movement/{row['movement_id']}",
        row["value_on"], {"paid": order["amount_cents"]}, sub_id=row["own_account_id"],
        currency=row["currency"],
    )  # fmt: skip
    if not set(order["steps"]) & {"REJECTED", "RETURNED"}:
        fail_order(do, order, "RETURNED", None, row["return_reason"] or "returned by the bank")
        order["steps"].append("RETURNED")


def _lump(do: Act, row: dict[str, Any], told: Told) -> bool:
    """One debit for a whole payment file: it executes each order of the file."""
    file_orders = bulk.rows(
        do.conn, "orders_of_file", total_cents=-row["amount_cents"],
        own_account_id=row["own_account_id"], text=row["remittance_text"],
        reference=row["end_to_end_reference"] or "",
    )  # fmt: skip
    if not file_orders:
        return False
    lock_contracts(do, {order["contract_id"] for order in file_orders})
    for order in file_orders:
        execute_order(
            do, order, row["value_on"], row["own_account_id"], row["bank_reference"] or ""
        )
        told.counts["executed"] += 1
    return True


def _orders(do: Act, rows: pl.DataFrame) -> dict[str, bulk.Row]:
    references = [ref for ref in rows["end_to_end_reference"].unique().to_list() if ref]
    found = bulk.rows(do.conn, "orders_by_reference", references=references)
    return {row["end_to_end_reference"]: row for row in found}


def _open(order: bulk.Row) -> bool:
    """Whether the bank's debit may be this order's. One that people have said rejected or returned
    is debited all the same: its money then waits in transit until it is back."""
    return "RELEASED" in order["steps"] and "EXECUTED" not in order["steps"]
