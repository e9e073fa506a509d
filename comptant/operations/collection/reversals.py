"""Money received that the bank takes back: payments are un-booked, what they paid is owed again.

The invoices reopen with their due dates; the charge counts from the bank's value date. Those that
went back to the client meanwhile go back with this part as well. One payment or a thousand: the
same statements.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act, lock_contracts
from comptant.operations.assigning.returns import follow_back
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.cash import open_payments
from comptant.operations.collection.payables_back import free_payments, used_for_payables
from comptant.operations.collection.penalty_payments import free_penalties, used_for_penalties
from comptant.operations.collection.reallocation import (
    allocated_pairs,
    take_back,
    take_recovered_back,
)
from comptant.operations.collection.taken import taken_by
from comptant.operations.paying.claims import claim, money_gone
from comptant.operations.paying.dropping import drop_orders
from comptant.operations.paying.received import NO_INVOICES
from comptant.operations.portfolio.guarantee import recovered_by
from comptant.operations.portfolio.losses import free_of_repaid, lose_again
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.registry.own_accounts import event_on
from comptant.operations.terms.contracts import contracts_batch
from comptant.store import bulk

Key = tuple[int, int]  # contract, payment
# What is taken out of a payment: all of it, or `cents` that wait; `name` is the amount of `event`;
# `brought_cents`: of an instrument, what comes back to it of what was moved elsewhere.
UNBOOKED = {
    "contract_id": pl.Int64, "payment_id": pl.Int64, "event": pl.String, "name": pl.String,
    "key": pl.String, "movement_id": pl.Int64, "value_on": pl.Date, "own_account_id": pl.Int64,
    "cents": pl.Int64, "brought_cents": pl.Int64,
}  # fmt: skip
ASKED = ("own_account_id", "movement_id", "currency", "bank_reference", "end_to_end_reference")


def take_back_payments(do: Act, debits: pl.DataFrame) -> set[int]:
    """Un-book the payments that debits (rows of NEW_MOVEMENTS) reverse: the movements by which it
    was done. Each tells one payment and only one by its references, which no debit before it has
    taken and whose money is within reach. Orders that would give it away and are not at the bank
    are taken back; what has gone is claimed from whoever has it.
    """
    if debits.is_empty():
        return set()
    told = bulk.rows(do.conn, "reversed_payments", **bulk.arrays(debits.select(
        *ASKED, -pl.col("amount_cents"), text="remittance_text")))  # fmt: skip
    lock_contracts(do, {row["contract_id"] for row in told})
    drop_orders(do, _told_alone(told, debits))
    reach = reachable(do, [(row["contract_id"], row["id"]) for row in told])
    taken: set[int] = set()
    parts = []
    for debit in debits.iter_rows(named=True):
        fitting = [row for row in told if row["debit_id"] == debit["movement_id"]
                   and row["bank_movement_id"] not in taken]  # fmt: skip
        cents = sum(row["amount_cents"] for row in fitting)
        if (
            len({row["bank_movement_id"] for row in fitting}) != 1
            or cents != -debit["amount_cents"]
            or not all((row["contract_id"], row["id"]) in reach for row in fitting)
        ):
            continue
        taken.add(fitting[0]["bank_movement_id"])
        parts += [
            {**debit, "contract_id": row["contract_id"], "payment_id": row["id"],
             "event": "collection_reversed", "name": "received",
             "key": f"movement/{debit['movement_id']}/{row['id']}"}
            for row in fitting
        ]  # fmt: skip
    claim(do, [gone for part in parts for gone in reach[part["contract_id"], part["payment_id"]]])
    unbook(do, parts)
    return {part["movement_id"] for part in parts}


def _told_alone(told: list[bulk.Row], debits: pl.DataFrame) -> list[Key]:
    """The payments of debits that tell one receipt and all of it, each once."""
    keys: set[Key] = set()
    for debit in debits.iter_rows(named=True):
        rows = [row for row in told if row["debit_id"] == debit["movement_id"]]
        cents = sum(row["amount_cents"] for row in rows)
        if len({row["bank_movement_id"] for row in rows}) == 1 and cents == -debit["amount_cents"]:
            keys |= {(row["contract_id"], row["id"]) for row in rows}
    return sorted(keys)


def reachable(do: Act, keys: Sequence[Key]) -> dict[Key, list[bulk.Row]]:
    """The payments all of whose money waits, pays invoices, debts guaranteed, payables or
    penalties, or was refunded or passed on to somebody who owes it then; each with what has gone
    (rows of money_gone). Nobody owes what went out of money that was nobody's."""
    left = elsewhere(do, keys)
    gone: dict[Key, list[bulk.Row]] = {key: [] for key in left}
    house = bulk.row(do.conn, "house") or {}
    for row in money_gone(do, [key for key, cents in left.items() if cents]):
        if row["contract_id"] != house["id"] and row["way"] in ("REFUND", "FORWARD"):
            gone[row["contract_id"], row["payment_id"]].append(row)
    return {key: rows for key, rows in gone.items()
            if left[key] == sum(row["cents"] for row in rows)}  # fmt: skip


def elsewhere(do: Act, keys: Sequence[Key]) -> dict[Key, int]:
    """How much of payments neither waits nor pays invoices, debts guaranteed, payables or
    penalties."""
    if not keys:
        return {}
    given = used_for_payables(do, keys)
    for of, used in used_for_penalties(do, keys).items():
        given[of] = given.get(of, 0) + used
    # What a claim took stays where the claim says until that is undone, whatever the bank debits.
    claimed = {(row["contract_id"], row["entry_id"]) for row in taken_by(do, keys)}
    for row in recovered_by(do, keys).iter_rows(named=True):
        if (row["contract_id"], row["entry_id"]) not in claimed:
            key = (row["contract_id"], row["payment_id"])
            given[key] = given.get(key, 0) + row["back_cents"]
    for pair in allocated_pairs(do, keys):
        is_claimed = (pair["contract_id"], pair["entry_id"]) in claimed
        if pair["account"] == "UNAL" and not is_claimed:
            key = (pair["contract_id"], pair["payment_id"])
            given[key] = given.get(key, 0) + pair["amount_cents"]
    return {
        key: held(payment) - payment["open_cents"] - given.get(key, 0)
        for key, payment in payments_of(do, keys).items()
    }


def unbook(do: Act, parts: Sequence[bulk.Row]) -> list[int]:
    """Take payments (UNBOOKED, each once; no `cents`: all of it) back from their invoices, then out
    of their contracts; the ids of the entries.

    The contracts are locked by the caller, who has asked whether each payment is whole, or so much
    of it waits.
    """
    if not parts:
        return []
    keys = [(part["contract_id"], part["payment_id"]) for part in parts]
    payments = payments_of(do, keys)
    # A part is of what waits; all of a payment is taken from wherever it is.
    entirely = [key for key, part in zip(keys, parts, strict=True)
                if part.get("cents") in (None, held(payments[key]))]  # fmt: skip
    free_payments(do, entirely)
    free_penalties(do, entirely)
    house = bulk.row(do.conn, "house") or {}
    contracts = contracts_batch(do.conn, {key[0] for key in keys} - {house["id"]}, do.on)
    rows = _numbered(do, [
        {"cents": None, "brought_cents": 0, **part, "buyer_id": payments[key]["buyer_id"],
         "currency": payments[key]["currency"], "amount_cents": held(payments[key])}
        for key, part in zip(keys, parts, strict=True)
    ])  # fmt: skip
    entire = rows.filter((pl.col("cents") == pl.col("amount_cents"))
                         & (pl.col("contract_id") != house["id"]))  # fmt: skip
    pairs = allocated_pairs(do, entire.select("contract_id", "payment_id").rows())
    free = free_of_repaid(do, contracts)
    known = rows.filter((pl.col("contract_id") != house["id"]) & (pl.col("buyer_id") != 0))
    take_back(do, contracts, pairs)
    follow_back(do, ((row["contract_id"], row["invoice_id"], row["entry_id"]) for row in pairs))
    recovered = recovered_by(do, entire.select("contract_id", "payment_id").rows())
    take_recovered_back(do, contracts, recovered)
    _take_out(do, contracts, rows)
    if known.height:
        buyers = known.select("contract_id", "buyer_id").unique()
        judge_again(do, contracts, NO_INVOICES, buyers, is_undone=True)
    lose_again(do, contracts, free, dict(rows.group_by("contract_id").agg(
        pl.col("value_on").max()).iter_rows()))  # fmt: skip
    return rows["entry_id"].to_list()


def _take_out(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    """Book that parts (UNBOOKED, with their entries) leave, and that their payments are less."""
    movements = rows.select(
        "contract_id", "entry_id", pl.col("payment_id").alias("item_id"),
        pl.lit("UNAL").alias("account"), pl.col("movement_id").alias("against_id"),
        pl.col("booked_cents").alias("amount_cents"), pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    book_many(do, rows, rows.select("entry_id", "name", cents="booked_cents"), movements)
    open_payments(do, contracts, rows.with_columns(-pl.col("cents")))


def _numbered(do: Act, parts: Sequence[bulk.Row]) -> pl.DataFrame:
    """Parts with the payments they are of, as a batch with the entries to be booked: the `cents`
    that leave each payment, and `booked_cents`, with what is brought to it from elsewhere."""
    of_payment = {"buyer_id": pl.Int64, "currency": pl.String, "amount_cents": pl.Int64}
    return pl.DataFrame(parts, schema={**UNBOOKED, **of_payment}).with_columns(
        pl.col("cents").fill_null(pl.col("amount_cents")),
        pl.Series("entry_id", bulk.take_ids(do.conn, len(parts)), pl.Int64),
        sub_id="own_account_id", event=event_on(do, "own_account_id", pl.col("event")),
    ).with_columns(booked_cents=pl.col("cents") + pl.col("brought_cents"))  # fmt: skip


def unbooked(
    contract_id: int, payment_id: int, event: str, name: str, key: str, *, movement_id: int,
    value_on: date, own_account_id: int, cents: int | None = None, brought_cents: int = 0,
) -> bulk.Row:  # fmt: skip
    """A row of UNBOOKED."""
    return {
        "contract_id": contract_id, "payment_id": payment_id, "event": event, "name": name,
        "key": key, "movement_id": movement_id, "value_on": value_on,
        "own_account_id": own_account_id, "cents": cents,
        "brought_cents": brought_cents,
    }  # fmt: skip


def held(payment: bulk.Row) -> int:
    """What of a payment has not moved on: the payment that the rest has become is taken back where
    it is."""
    return int(payment["amount_cents"]) - int(payment["moved_cents"])


def payments_of(do: Act, keys: Sequence[Key]) -> dict[Key, bulk.Row]:
    """Payments by contract and id."""
    if not keys:
        return {}
    found = bulk.rows(do.conn, "payments_by_id", contract_ids=[key[0] for key in keys],
                      ids=[key[1] for key in keys])  # fmt: skip
    return {(row["contract_id"], row["id"]): row for row in found}
