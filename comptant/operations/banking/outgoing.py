"""What a statement says besides money received: our payments executed or come back, the bank's own
charges, payments that it takes back, and debits that nobody knows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, lock_contracts
from comptant.operations.banking.files_paid import files_paid, orders_of_files
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.reversals import take_back_payments
from comptant.operations.paying.orders import fail_orders, take_steps
from comptant.operations.paying.outcomes import FAILED, came_back_on, credit_again, debit_again
from comptant.operations.paying.value_dates import date_debits
from comptant.rules.bank_natures import EVENTS, bank_nature
from comptant.rules.batch import decide
from comptant.rules.columns import c
from comptant.store import bulk

Row = dict[str, Any]


@dataclass
class Told:
    """The movements that are no money received, and how many of each kind."""

    movement_ids: list[int] = field(default_factory=list)
    counts: dict[str, Any] = field(
        default_factory=lambda: {
            "executed": 0, "debited_again": 0, "came_back": 0, "bank_charges": 0,
            "reversed": 0, "debits_to_explain": 0,
        }
    )  # fmt: skip

    def take(self, row: Row, what: str, count: int = 1) -> None:
        """The movement is told; it was so many of a kind."""
        self.movement_ids.append(row["movement_id"])
        self.counts[what] += count


def tell_outgoing(do: Act, new: pl.DataFrame) -> Told:
    """Book every line of a statement that is no money received: our payments executed and come
    back, the bank's charges and interest. Other debits wait in suspense on the house's own
    contract; payments that the bank reverses are told by `tell_reversed`."""
    told = Told()
    new = decide(new, (bank_nature,), nullable=("bank_nature",))
    debits = new.filter(c.amount_cents < 0)
    returns = new.filter((c.amount_cents > 0) & c.end_to_end_reference.is_not_null())
    orders = _orders(do, pl.concat([debits, returns]))
    executed, others = _executions(do, debits, orders, told)
    told.counts["debited_again"] = execute(do, executed, "order_executed")
    house = []
    for row in others:
        if row["bank_nature"]:
            house.append((EVENTS[row["bank_nature"]], row))
            told.take(row, "bank_charges")
        elif not row["is_reversal"]:
            house.append(("bank_debit", row))
            told.take(row, "debits_to_explain")
    _come_back(do, returns, orders, told)
    given_back = new.filter(
        (c.amount_cents > 0) & c.bank_nature.is_not_null(), ~c.movement_id.is_in(told.movement_ids)
    )
    for row in given_back.iter_rows(named=True):
        house.append((EVENTS[row["bank_nature"]], row))
        told.take(row, "bank_charges")
    _on_house(do, house)
    return told


def tell_reversed(do: Act, new: pl.DataFrame, told: Told) -> None:
    """Book the debits by which the bank takes payments back: after the money received, of which
    they may be. One that tells no single payment waits in suspense."""
    left = new.filter(c.amount_cents < 0, ~c.movement_id.is_in(told.movement_ids))
    taken = take_back_payments(do, left)
    suspense = []
    for row in left.iter_rows(named=True):
        if row["movement_id"] in taken:
            told.take(row, "reversed")
        else:
            suspense.append(("bank_debit", row))
            told.take(row, "debits_to_explain")
    _on_house(do, suspense)


def _executions(
    do: Act, debits: pl.DataFrame, orders: dict[str, Row], told: Told
) -> tuple[list[tuple[Row, Row]], list[Row]]:
    """The orders that debits execute, by their reference or by one sum for a whole file, each with
    its debit; and the other debits."""
    executed, unnamed, others = [], [], []
    for row in debits.iter_rows(named=True):
        order = orders.get(row["end_to_end_reference"] or "")
        if order and order["amount_cents"] == -row["amount_cents"] and is_open(order):
            executed.append((order, row))
            order["steps"].append("EXECUTED")
            told.take(row, "executed")
        elif order or row["is_reversal"]:  # of another sum or once more, or of money received
            others.append(row)
        else:
            unnamed.append(row)
    files = files_paid(do, unnamed)
    of_files = orders_of_files(do, [file["digest"] for file in files.values()])
    by_name = {order["end_to_end_reference"] for order, _ in executed}
    for row in unnamed:
        file = files.get(row["movement_id"])
        mine = [] if file is None else [
            order for order in of_files[bytes(file["digest"])]
            if file["has_failed"] or not FAILED & set(order["steps"])
        ]  # fmt: skip
        # Of a file that the same lines pay order by order, one more sum pays nothing.
        if not mine or any(order["end_to_end_reference"] in by_name for order in mine):
            others.append(row)
            continue
        executed += [(order, row) for order in mine]
        told.take(row, "executed", len(mine))
        for order in mine:  # a credit of the same statement may be its return
            known = orders.get(order["end_to_end_reference"])
            if known:
                known["steps"].append("EXECUTED")
                order["steps"] = known["steps"]
    return executed, others


def execute(do: Act, executed: list[tuple[Row, Row]], event: str) -> int:
    """The bank's debits clear the transit account of their orders (each with its line of the bank),
    which are debited on the same day; each order once. Those that were credited back before are
    debited once more: how many."""
    undone = _undone(do, [order for order, _ in executed])
    entries = _entries(do, (
        (event, f"order/{order['id']}/executed{undone.get(order['id'], '')}", order, row)
        for order, row in executed
    ))  # fmt: skip
    if entries.is_empty():
        return 0
    date_debits(do, [{**order, "value_on": row["value_on"]} for order, row in executed
                     if not FAILED & set(order["steps"])])  # fmt: skip
    book_many(do, entries, entries.select("entry_id", "name", "cents"))
    take_steps(do, entries.select(
        "contract_id", "order_id", "entry_id", on_date="value_on", own_account_id="sub_id",
        bank_movement_id="movement_id", reason="bank_reference",
    ), "EXECUTED")  # fmt: skip
    return debit_again(do, executed)


def _undone(do: Act, orders: list[Row]) -> dict[int, str]:
    """Of orders that statements withdrawn since had executed: what tells this execution apart."""
    if not orders:
        return {}
    found = bulk.rows(
        do.conn, "executions_undone", contract_ids=[order["contract_id"] for order in orders],
        order_ids=[order["id"] for order in orders],
    )  # fmt: skip
    return {row["order_id"]: f"/{row['count'] + 1}" for row in found}


def _come_back(do: Act, returns: pl.DataFrame, orders: dict[str, Row], told: Told) -> None:
    """Money of ours is back at the bank: through transit, and to the client's account. Once for an
    order that was executed: what comes under its reference again is money received."""
    possible = [
        (orders[row["end_to_end_reference"]], row) for row in returns.iter_rows(named=True)
        if row["end_to_end_reference"] in orders
    ]  # fmt: skip
    back = _back_already(do, [order for order, _ in possible])
    came = []
    for order, row in possible:
        if order["amount_cents"] == row["amount_cents"] and "EXECUTED" in order["steps"]:
            if order["id"] in back:
                continue
            back.add(order["id"])
            came.append((order, row))
            told.take(row, "came_back")
    entries = _entries(do, (
        ("order_came_back", f"order/{order['id']}/came_back/{row['movement_id']}", order, row)
        for order, row in came
    ))  # fmt: skip
    if entries.height:
        book_many(do, entries, entries.select("entry_id", "name", "cents"))
    failed, again = [], []
    for order, row in came:
        told_why = {**order, "reason": row["return_reason"] or "returned by the bank",
                    "back_on": row["value_on"]}  # fmt: skip
        if "REDEBITED" in order["steps"]:
            again.append(told_why)
        elif not FAILED & set(order["steps"]):
            failed.append(told_why)
    credit_again(do, again)
    fail_orders(do, came_back_on(do, failed, "EXECUTED", "RELEASED"), "RETURNED")
    for order in failed:
        order["steps"].append("RETURNED")


def _back_already(do: Act, orders: list[Row]) -> set[int]:
    if not orders:
        return set()
    found = bulk.rows(
        do.conn, "orders_back", contract_ids=[order["contract_id"] for order in orders],
        order_ids=[order["id"] for order in orders],
    )  # fmt: skip
    return {row["order_id"] for row in found}


def _on_house(do: Act, events: list[tuple[str, Row]]) -> None:
    """Entries on the house's own contract, one for each line of the bank."""
    if not events:
        return
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [house["id"]])
    entries = _entries(do, (
        (event, f"movement/{row['movement_id']}", {"contract_id": house["id"], "id": 0}, row)
        for event, row in events
    ))  # fmt: skip
    book_many(do, entries, entries.select("entry_id", "name", "cents"))


def _entries(do: Act, events: Iterable[tuple[str, str, Row, Row]]) -> pl.DataFrame:
    """Entries on the bank for book_many: event, key, whose it is (contract_id, id and amount of an
    order), and the line of the bank."""
    rows = [
        {
            "contract_id": of["contract_id"], "order_id": of["id"], "event": event, "key": key,
            "value_on": row["value_on"], "sub_id": row["own_account_id"],
            "currency": row["currency"], "movement_id": row["movement_id"],
            "bank_reference": row["bank_reference"] or "", "name": "paid",
            "cents": of.get("amount_cents", -row["amount_cents"]),
        }
        for event, key, of, row in events
    ]  # fmt: skip
    if not rows:
        return pl.DataFrame()
    ids = pl.Series("entry_id", bulk.take_ids(do.conn, len(rows)), pl.Int64)
    return pl.DataFrame(rows, infer_schema_length=None).with_columns(ids)


def _orders(do: Act, rows: pl.DataFrame) -> dict[str, Row]:
    """Our orders that these lines name, with the steps they have taken now that we hold their
    contracts."""
    references = [ref for ref in rows["end_to_end_reference"].unique().to_list() if ref]
    if not references:
        return {}
    found = bulk.rows(do.conn, "orders_by_reference", references=references)
    if not found:
        return {}
    lock_contracts(do, {row["contract_id"] for row in found})
    found = bulk.rows(do.conn, "orders_by_reference", references=references)
    return {row["end_to_end_reference"]: row for row in found}


def is_open(order: Row) -> bool:
    """Whether the bank's debit may be this order's. One that was said rejected or returned is paid
    all the same: the bank's word counts, and it is debited again."""
    return "RELEASED" in order["steps"] and "EXECUTED" not in order["steps"]
