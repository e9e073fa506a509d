"""What a statement says besides money received: our payments executed or come back, the bank's own
charges, payments that it takes back, and debits that nobody knows."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from comptant.operations.act import Act, lock_contracts
from comptant.operations.ledger import book
from comptant.operations.orders import execute_order, fail_order
from comptant.operations.reversals import take_back_payment
from comptant.rules.bank_natures import EVENTS, bank_nature
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.store import bulk


@dataclass
class Told:
    """The movements that are no money received, and how many of each kind."""

    movement_ids: list[int] = field(default_factory=list)
    counts: dict[str, Any] = field(
        default_factory=lambda: {
            "executed": 0, "came_back": 0, "bank_charges": 0, "reversed": 0, "debits_to_explain": 0,
        }
    )  # fmt: skip

    def take(self, row: dict[str, Any], what: str, count: int = 1) -> None:
        """The movement is told; it was so many of a kind."""
        self.movement_ids.append(row["movement_id"])
        self.counts[what] += count


def tell_outgoing(do: Act, new: pl.DataFrame) -> Told:
    """Book every line of a statement that is no money received: our payments executed and come
    back, the bank's charges and interest, payments that it reverses. Other debits wait in suspense
    on the house's own contract."""
    told = Told()
    house = bulk.row(do.conn, "house") or {}
    new = decide(new, (bank_nature,), nullable=("bank_nature",))
    debits = new.filter(c.amount_cents < 0)
    returns = new.filter((c.amount_cents > 0) & c.end_to_end_reference.is_not_null())
    orders = _orders(do, pl.concat([debits, returns]))
    lock_contracts(do, {house["id"], *(order["contract_id"] for order in orders.values())})
    for row in debits.iter_rows(named=True):
        order = orders.get(row["end_to_end_reference"] or "")
        if order and order["amount_cents"] == -row["amount_cents"] and _open(order):
            execute_order(do, order, row)
            order["steps"].append("EXECUTED")
            told.take(row, "executed")
        elif executed := _lump(do, row):
            told.take(row, "executed", executed)
        elif row["bank_nature"]:
            _of_the_bank(do, house["id"], row, told)
        elif row["is_reversal"] and take_back_payment(do, row):
            told.take(row, "reversed")
        else:
            _on_house(do, house["id"], "bank_debit", row)
            told.take(row, "debits_to_explain")
    for row in returns.iter_rows(named=True):
        order = orders.get(row["end_to_end_reference"])
        if order and order["amount_cents"] == row["amount_cents"]:
            _came_back(do, order, row)
            told.take(row, "came_back")
    for row in new.filter((c.amount_cents > 0) & c.bank_nature.is_not_null()).iter_rows(named=True):
        if row["movement_id"] not in told.movement_ids:
            _of_the_bank(do, house["id"], row, told)
    return told


def _of_the_bank(do: Act, house_id: int, row: dict[str, Any], told: Told) -> None:
    """Charges or interest of the bank, given back where it credits us."""
    _on_house(do, house_id, EVENTS[row["bank_nature"]], row)
    told.take(row, "bank_charges")


def _on_house(do: Act, house_id: int, event: str, row: dict[str, Any]) -> None:
    book(
        do, house_id, event, f"movement/{row['movement_id']}", row["value_on"],
        {"paid": -row["amount_cents"]}, sub_id=row["own_account_id"], currency=row["currency"],
    )  # fmt: skip


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


def _lump(do: Act, row: dict[str, Any]) -> int:
    """One debit for a whole payment file executes each order of the file; how many."""
    file_orders = bulk.rows(
        do.conn, "orders_of_file", total_cents=-row["amount_cents"],
        own_account_id=row["own_account_id"], text=row["remittance_text"],
        reference=row["end_to_end_reference"] or "",
    )  # fmt: skip
    lock_contracts(do, {order["contract_id"] for order in file_orders})
    for order in file_orders:
        execute_order(do, order, row)
    return len(file_orders)


def _orders(do: Act, rows: pl.DataFrame) -> dict[str, bulk.Row]:
    references = [ref for ref in rows["end_to_end_reference"].unique().to_list() if ref]
    found = bulk.rows(do.conn, "orders_by_reference", references=references)
    return {row["end_to_end_reference"]: row for row in found}


def _open(order: bulk.Row) -> bool:
    """Whether the bank's debit may be this order's. One that people have said rejected or returned
    is debited all the same: its money then waits in transit until it is back."""
    return "RELEASED" in order["steps"] and "EXECUTED" not in order["steps"]
