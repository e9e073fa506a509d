"""Money that pays to the cent what we asked for: the rest of a payment whose text had no room for
all our numbers, and what waited beside it, which our sums took off. Source: DOMAIN §5.8;
EPC069-12 (140 signs)."""

from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, lock_contracts
from comptant.operations.assigning.credits import meet
from comptant.operations.collection.cash import allocate_as_told, credited_on, payment_of
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.store import bulk

Given = dict[int, int]  # invoice id -> cents


def use_reminders(do: Act, received: pl.DataFrame, short: pl.DataFrame) -> int:
    """Close what a buyer was asked for with what waits of it, where that is exact: after payments
    of this operation (NEW_MOVEMENTS) that their numbers have used in part, or that left accounts
    `short` (contract_id, buyer_id); how many."""
    if received.is_empty():
        return 0
    asked = {"movement_ids": received["movement_id"].unique().to_list(), "on": do.on,
             "contract_ids": short["contract_id"].to_list(),
             "buyer_ids": short["buyer_id"].to_list()}  # fmt: skip
    contracts = {row["contract_id"] for row in bulk.rows(do.conn, "reminded_rest", **asked)}
    if not contracts:
        return 0
    lock_contracts(do, contracts)
    # Once more, now that nobody else writes.
    rows = bulk.rows(do.conn, "reminded_rest", **asked)
    rows = [row for row in rows if row["contract_id"] in contracts]
    for row in rows:
        _close(do, contract_in_force(do.conn, row["contract_id"], do.on), row)
    return len(rows)


def _close(do: Act, contract: Contract, row: dict[str, Any]) -> None:
    left: Given = dict(row["lines"])
    for payment_id, note_id, cents in row["sources"]:
        given = _taken(left, cents)
        if note_id:
            key = f"credits/{do.id}/{note_id}"
            meet(do, contract.batch, key, [(contract.id, note_id, invoice_id, row["buyer_id"], paid)
                                           for invoice_id, paid in given.items()])  # fmt: skip
        else:
            payment = payment_of(do, contract.id, payment_id)
            allocate_as_told(do, contract, payment, given, credited_on(contract, payment),
                             turn="/rest")  # fmt: skip


def _taken(left: Given, cents: int) -> Given:
    """So much off what is left to pay, in its order."""
    given: Given = {}
    for invoice_id in list(left):
        paid = min(cents, left[invoice_id])
        if paid:
            given[invoice_id] = paid
            cents -= paid
            left[invoice_id] -= paid
    return given
