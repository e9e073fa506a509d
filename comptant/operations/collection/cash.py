"""Money received: known to a contract and a buyer as far as the evidence goes, allocated, booked.

What nobody can be told from waits as unallocated cash on the house's own contract and reduces no
one's exposure (C-11); what is known of a contract or a buyer reduces its exposure at once.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.guessing import keep_guesses
from comptant.operations.collection.recognition import (
    matched,
    payments_told,
    still_open,
    to_dedicated_accounts,
)
from comptant.operations.collection.settlement import PAIR, on_account, settle
from comptant.operations.registry.own_accounts import event_on
from comptant.operations.terms.contracts import Contract, contract_in_force, contracts_batch
from comptant.rules.calendar import value_day
from comptant.rules.columns import c
from comptant.store import bulk

TRIES = 3  # an invoice may be paid or credited by others between our look and our lock

NOTHING: Answer = {"received": 0, "received_cents": 0, "allocated_cents": 0, "matched": {},
                   "received_in": {}, "allocated_in": {}}  # fmt: skip


def collect(do: Act, received: pl.DataFrame) -> tuple[Answer, pl.DataFrame]:
    """Book the credits of a bank file (NEW_MOVEMENTS) and allocate what can be. The counts, and
    sums in each currency; and the accounts (PAIR) paid less than their invoices quoted."""
    received = received.filter(c.amount_cents > 0).with_row_index("payment_number")
    if received.is_empty():
        return dict(NOTHING), PAIR.empty()
    received = received.with_columns(c.payment_number.cast(pl.Int64))
    payments = payments_told(do, received)
    dedicated = to_dedicated_accounts(do, received)
    for _ in range(TRIES):
        allocations, outcomes, proposals = matched(do, payments, dedicated)
        house = bulk.row(do.conn, "house") or {}
        touched = {*outcomes["contract_id"].drop_nulls(), *allocations["contract_id"]}
        lock_contracts(do, {house["id"], *touched})
        if still_open(do, allocations):
            break
    else:
        raise Refused("busy", contract_id=min(touched))
    contracts = contracts_batch(do.conn, touched - {house["id"]}, do.on)
    parts = _parts(received, allocations, outcomes, house["id"])
    parts = parts.with_columns(
        pl.Series("payment_id", bulk.take_ids(do.conn, parts.height), pl.Int64)
    )
    _keep_payments(do, parts)
    keep_guesses(do, parts.filter(pl.col("on_account_cents") > 0), proposals)
    for rows in _rounds(parts, contracts):
        _book_received(do, rows)
        mine = rows.filter(c.contract_id != house["id"])
        on_account(do, contracts, mine.select(
            "contract_id", "buyer_id", pl.col("on_account_cents").alias("cents")))  # fmt: skip
        here = mine.select("contract_id", "payment_number", "payment_id")
        settle(
            do, contracts, mine.select("contract_id", value_on="day").unique(),
            allocations.join(here, on=["contract_id", "payment_number"], maintain_order="left"),
        )  # fmt: skip
    steps = outcomes.group_by("matched_by").len().sort("matched_by").rows()
    currencies = received.select("payment_number", "currency")
    allocated = allocations.join(currencies, on="payment_number", maintain_order="left")
    return {
        "received": received.height, "received_cents": int(received["amount_cents"].sum()),
        "allocated_cents": int(allocations["allocated_cents"].sum()), "matched": dict(steps),
        "received_in": _in_currencies(received, c.amount_cents),
        "allocated_in": _in_currencies(allocated, c.allocated_cents),
    }, allocations.filter(pl.col("short_cents") > 0).select(PAIR.names).unique()  # fmt: skip


def _in_currencies(rows: pl.DataFrame, cents: pl.Expr) -> dict[str, int]:
    return dict(rows.group_by("currency").agg(cents.sum()).sort("currency").iter_rows())


def _parts(
    received: pl.DataFrame, allocations: pl.DataFrame, outcomes: pl.DataFrame, house_id: int
) -> pl.DataFrame:
    """The part of each payment that a contract sees: what it pays there, and what waits there."""
    of = ["contract_id", "payment_number"]
    paid = allocations.group_by(of).agg(
        c.allocated_cents.sum().alias("paid_cents"), c.buyer_id.first().alias("paid_buyer_id")
    )
    waits = outcomes.select(
        c.contract_id.fill_null(house_id), "payment_number", "on_account_cents",
        c.buyer_id.fill_null(0), wait_reason=wait_reason(),
    )  # fmt: skip
    cents = pl.col("paid_cents", "on_account_cents").fill_null(0)
    return (
        paid.join(waits, on=of, how="full", coalesce=True)
        .with_columns(
            cents,
            pl.coalesce(
                pl.when(pl.col("on_account_cents") > 0).then(c.buyer_id), "paid_buyer_id",
                c.buyer_id,
            ).fill_null(0).alias("buyer_id"),
        )
        .with_columns((pl.col("paid_cents") + pl.col("on_account_cents")).alias("part_cents"))
        .filter(pl.col("part_cents") > 0)
        .join(received, on="payment_number")
        .sort("contract_id", "value_on", "payment_number")
    )  # fmt: skip


def wait_reason() -> pl.Expr:
    """Of OUTCOMES: why something waits, and OVERPAID where all that is named is paid."""
    waits = c.on_account_cents > 0
    return pl.when(waits).then(pl.coalesce(c.reason, pl.lit("OVERPAID")))


def _rounds(parts: pl.DataFrame, contracts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The parts with the `day` they count towards the client, so many at a time that each contract
    has one value date and account of ours: what the first pays is settled before the second.

    What is nobody's counts from the bank's day, all of it in the first round.
    """
    delays = contracts.select("contract_id", delay="collection_value_days")
    told = parts.join(delays, on="contract_id", how="left", maintain_order="left")
    days = told.select("value_on", "delay").unique()
    counted = [value_day(on, delay or 0) for on, delay in days.iter_rows()]
    told = told.join(
        days.with_columns(pl.Series("day", counted, pl.Date)), on=["value_on", "delay"],
        how="left", nulls_equal=True, maintain_order="left",
    )  # fmt: skip
    group = ["contract_id", "value_on", "own_account_id"]
    first = pl.col("payment_number").first().over(group)
    told = told.with_columns(
        pl.when(pl.col("delay").is_not_null())
        .then(pl.struct("value_on", first.alias("first")).rank("dense").over("contract_id"))
        .fill_null(1)
        .alias("round")
    )
    for number in range(1, (told["round"].max() or 0) + 1):
        yield told.filter(pl.col("round") == number)


def _keep_payments(do: Act, parts: pl.DataFrame) -> None:
    bulk.copy_in(
        do.conn, "payment",
        parts.select(
            "contract_id", pl.col("payment_id").alias("id"),
            pl.col("movement_id").alias("bank_movement_id"), "buyer_id", "value_on", "currency",
            pl.col("part_cents").alias("amount_cents"),
            pl.col("on_account_cents").alias("open_cents"), pl.lit(do.id).alias("act_id"),
            "wait_reason",
        ),
    )  # fmt: skip


def _book_received(do: Act, rows: pl.DataFrame) -> None:
    """One entry per contract, value date and account of ours."""
    group = ["contract_id", "day", "own_account_id"]
    entries = rows.group_by(group, maintain_order=True).agg(
        pl.col("payment_id").min().alias("first_id"), pl.col("part_cents").sum().alias("cents"),
        c.currency.first(),
    )  # fmt: skip
    entries = entries.with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, entries.height), pl.Int64),
        pl.format("bank/{}/{}/{}", pl.lit(do.id), "own_account_id", "first_id").alias("key"),
        event_on(do, "own_account_id", "collection").alias("event"),
        pl.lit("received").alias("name"),
        value_on="day", sub_id="own_account_id",
    )  # fmt: skip
    movements = rows.join(entries.select(*group, "entry_id"), on=group).select(
        "contract_id", "entry_id", pl.col("payment_id").alias("item_id"),
        pl.lit("UNAL").alias("account"), pl.lit(0, pl.Int64).alias("against_id"),
        (-pl.col("part_cents")).alias("amount_cents"), pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    book_many(do, entries, entries.select("entry_id", "name", "cents"), movements)


@operation
def allocate(do: Act, *, contract_id: int, payment_id: int, invoices: dict[str, int]) -> Answer:
    """Allocate money that waits to open invoices by hand, or to debts that the guarantee has taken:
    invoice id -> cents. `guaranteed_cents` of it has paid such debts.

    The value date is the payment's. Refused: payment_of_nobody, payment_unknown, invoice_unknown,
    invoice_under_claim, amount_too_large, payment_going_back.
    """
    lock_contracts(do, [contract_id])
    if contract_id == (bulk.row(do.conn, "house") or {}).get("id"):
        raise Refused("payment_of_nobody", payment_id=payment_id)
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, contract_id, payment_id)
    if bulk.rows(do.conn, "open_returns", contract_id=contract_id, item_id=payment_id):
        raise Refused("payment_going_back", payment_id=payment_id)
    day = credited_on(contract, payment)
    given = {int(id_): cents for id_, cents in invoices.items()}
    return allocate_as_told(do, contract, payment, given, day)


def allocate_as_told(
    do: Act, contract: Contract, payment: dict[str, Any], invoices: dict[int, int], value_on: date,
    short: dict[int, int] | None = None, turn: str = "", *, is_insurers: bool = False,
) -> Answer:  # fmt: skip
    """Give open money of a payment to open invoices (id -> cents) with a value date; take credit
    notes (cents below zero) off. `short`: what the payer contests of each, in dispute from now on;
    `turn`: as settle() says; `is_insurers`: an indemnity, which alone pays what a claim has taken.

    The contract is locked by the caller. Refused: nothing_to_allocate, invoice_unknown,
    invoice_under_claim, amount_too_large.
    """
    if not invoices:
        raise Refused("nothing_to_allocate", payment_id=payment["id"])
    found = bulk.rows(do.conn, "open_items_by_id", contract_id=contract.id, ids=list(invoices))
    opens = {row["id"]: row for row in found}
    for id_, cents in invoices.items():
        if id_ not in opens:
            raise Refused("invoice_unknown", invoice_id=id_)
        if opens[id_]["is_claimed"] and not is_insurers:
            raise Refused("invoice_under_claim", number=opens[id_]["invoice_number"])
        most = opens[id_]["open_cents"]
        if not (0 < cents <= most or most <= cents < 0):
            raise Refused("amount_too_large", amount_cents=cents, most_cents=most)
    total = sum(invoices.values())
    if not 0 < total <= payment["open_cents"]:
        raise Refused("amount_too_large", amount_cents=total, most_cents=payment["open_cents"])
    open_payment(do, contract, payment, -total)
    rows = pl.DataFrame([
        {"contract_id": contract.id, "payment_id": payment["id"], "invoice_id": id_,
         "buyer_id": opens[id_]["buyer_id"], "allocated_cents": cents, "difference_cents": 0,
         "short_cents": (short or {}).get(id_, 0)}
        for id_, cents in invoices.items()
    ])  # fmt: skip
    days = pl.DataFrame({"contract_id": [contract.id], "value_on": [value_on]})
    settle(do, contract.batch, days, rows, turn, is_contested=True)
    return {"payment_id": payment["id"], "allocated_cents": total,
            "guaranteed_cents": _of_guarantees(do, contract.id, opens),
            "open_cents": payment["open_cents"] - total}  # fmt: skip


def _of_guarantees(do: Act, contract_id: int, before: dict[int, bulk.Row]) -> int:
    """How much was just paid of debts that the guarantee had taken, by what was owed `before`."""
    ids = [id_ for id_, row in before.items() if row["guaranteed_open_cents"]]
    if not ids:
        return 0
    left = bulk.rows(do.conn, "open_items_by_id", contract_id=contract_id, ids=ids)
    paid: int = sum(before[id_]["guaranteed_open_cents"] for id_ in ids)
    return paid - sum(row["guaranteed_open_cents"] for row in left)


def open_payment(do: Act, contract: Contract, payment: dict[str, Any], cents: int) -> None:
    """More of a payment waits (negative: less), and its buyer's exposure says so."""
    rows = {"contract_id": [contract.id], "payment_id": [payment["id"]],
            "buyer_id": [payment["buyer_id"]], "cents": [cents]}  # fmt: skip
    open_payments(do, contract.batch, pl.DataFrame(rows))


def open_payments(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    """More of payments waits (negative: less): contract_id, payment_id, buyer_id, cents. Their
    buyers' exposures say so, but for contracts that are not in the batch: money of nobody, on the
    house's own contract, is in no one's exposure (C-11)."""
    if rows.is_empty():
        return
    moved = bulk.arrays(rows.select("contract_id", item_id="payment_id", cents="cents"))
    if len(bulk.rows(do.conn, "move_payments", **moved)) < rows["payment_id"].n_unique():
        raise AssertionError("more of a payment was to move than it has")
    on_account(do, contracts, rows.join(contracts, on="contract_id", how="semi"))


def wait(do: Act, contract: Contract, buyer_id: int, cents: int) -> None:
    """Money of a buyer (0: not known) waits on a contract, or no longer where below zero."""
    rows = {"contract_id": [contract.id], "buyer_id": [buyer_id], "cents": [cents]}
    on_account(do, contract.batch, pl.DataFrame(rows))


def credited_on(contract: Contract, payment: dict[str, Any]) -> date:
    """The value date of money received towards the client. That of an instrument, which no line of
    the bank brought, is the contract's already."""
    if payment["bank_movement_id"] == 0:
        value_on: date = payment["value_on"]
        return value_on
    return value_day(payment["value_on"], contract.terms["collection_value_days"])


def payment_of(do: Act, contract_id: int, payment_id: int) -> dict[str, Any]:
    """A sum received on a contract. Refused: payment_unknown."""
    payment = bulk.row(do.conn, "payment", contract_id=contract_id, id=payment_id)
    if payment is None:
        raise Refused("payment_unknown", payment_id=payment_id)
    return payment
