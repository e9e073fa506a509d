"""The rest of a payment whose text had no room for all the numbers that we asked to quote: it pays
what a reminder, or the buyer's page, told to the cent. Source: DOMAIN §5.8; EPC069-12 (140 signs).
"""

from itertools import groupby

import polars as pl

from comptant.operations.acts.act import Act, lock_contracts
from comptant.operations.collection.cash import allocate_as_told, credited_on, payment_of
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk


def use_reminders(do: Act, received: pl.DataFrame) -> int:
    """Allocate what payments of this operation (NEW_MOVEMENTS) have left, once their numbers have
    paid what they name, where it is exactly what the buyer was told of besides; how many."""
    if received.is_empty():
        return 0
    asked = {"movement_ids": received["movement_id"].unique().to_list(), "on": do.on}
    contracts = {row["contract_id"] for row in bulk.rows(do.conn, "reminded_rest", **asked)}
    if not contracts:
        return 0
    lock_contracts(do, contracts)
    # Once more, now that nobody else writes.
    rows, used = bulk.rows(do.conn, "reminded_rest", **asked), 0
    rows = [row for row in rows if row["contract_id"] in contracts]
    for (contract_id, payment_id), own in groupby(
        rows, key=lambda row: (row["contract_id"], row["payment_id"])
    ):
        given = {row["invoice_id"]: row["paid_cents"] for row in own}
        contract = contract_in_force(do.conn, contract_id, do.on)
        payment = payment_of(do, contract_id, payment_id)
        allocate_as_told(do, contract, payment, given, credited_on(contract, payment),
                         turn="/rest")  # fmt: skip
        used += 1
    return used
