"""What had been given away of money that an instrument had brought, before it came back unpaid: the
client owes it with recourse, and always what was passed on to him; else its buyer owes it to us.

A claim stands on the item of the payment that had brought the money. Source: DOMAIN 5.8, 8.1.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book_many
from comptant.operations.paying.received import move_payments
from comptant.operations.terms.contracts import contracts_batch, of_contracts
from comptant.store import bulk

CHARGED, CLAIMED, PAID = "surplus_charged", "surplus_claimed", "claim_paid"
REPAID = "client_repayment"
AMOUNTS = {CHARGED: "charged", CLAIMED: "claimed", PAID: "paid", REPAID: "repaid"}
SPENT = (PAID, REPAID)  # the events by which money is spent; the others bring it back
# What an entry of claims moves: `cents` of `payment_id` by `event`, below zero where it is undone;
# `of_id`: the order, entry or payment by which the money had gone; `owed_id`: the payment whose
# claim is paid.
MADE = {
    "contract_id": pl.Int64, "payment_id": pl.Int64, "of_id": pl.Int64, "owed_id": pl.Int64,
    "event": pl.String, "cents": pl.Int64, "value_on": pl.Date, "currency": pl.String,
}  # fmt: skip


def money_gone(do: Act, keys: Sequence[tuple[int, int]]) -> list[bulk.Row]:
    """How money of payments (contract, payment) has gone for good, and is not back nor claimed yet:
    a row per refund, sum passed on to the client or credited as his own, and claim paid."""
    if not keys:
        return []
    return bulk.rows(do.conn, "money_gone", contract_ids=[key[0] for key in keys],
                     payment_ids=[key[1] for key in keys])  # fmt: skip


def claim(do: Act, gone: Sequence[bulk.Row]) -> list[Any]:
    """Claim what has gone (rows of money_gone): it waits again on its payments, in the place of
    money; the rows with their `event`. With the value date on which it left, so that nobody's
    charge changes before. The contracts are locked by the caller."""
    if not gone:
        return []
    contracts = contracts_batch(do.conn, {row["contract_id"] for row in gone}, do.on)
    ids = pl.Series([row["contract_id"] for row in gone], dtype=pl.Int64)
    (recourse,) = of_contracts(contracts, ids, ["has_recourse"])
    made = []
    for row, has_recourse in zip(gone, recourse, strict=True):
        event = CHARGED if has_recourse or row["way"] == "FORWARD" else CLAIMED
        # Money that had paid a claim, or what the client owed us: it is owed again.
        undone = {"CLAIM": PAID, "REPAID": REPAID}.get(row["way"])
        told = {"event": undone, "cents": -row["cents"]} if undone else {"event": event}
        made.append({**row, "owed_id": row["of_id"], **told})
    _book(do, made)
    _wait(do, made, 1)
    return made


def drop_claims(do: Act, orders: pl.DataFrame) -> None:
    """Orders that gave money back (contract_id, item_id, order_id) and brought it back: what is
    claimed of it is owed no more. Of a claim that its buyer has paid meanwhile, money waits."""
    if orders.is_empty():
        return
    found = bulk.rows(do.conn, "claims_of_orders", **bulk.arrays(
        orders.select("contract_id", "order_id", payment_id="item_id")))  # fmt: skip
    left = {(row["contract_id"], row["payment_id"]): row["left_cents"] for row in found}
    dropped = []
    for row in found:
        key = (row["contract_id"], row["payment_id"])
        cents = row["cents"] if row["event"] == CHARGED else min(row["cents"], left[key])
        left[key] -= cents if row["event"] == CLAIMED else 0
        if cents:
            dropped.append({**row, "cents": -cents, "owed_id": 0})
    if dropped:
        _book(do, dropped)
        _wait(do, dropped, 1)


def spend_again(do: Act, rows: Sequence[bulk.Row]) -> None:
    """What a claim had undone (PAID and REPAID rows of MADE) is paid again: the claims that money
    had paid, as far as they are still owed, and what the client had repaid with it."""
    made = [row for row in rows if row["cents"] > 0]
    if made:
        _book(do, made)
        _wait(do, made, -1)


def pay(do: Act, row: dict[str, Any]) -> int:
    """Pay a claim with money that waits (MADE without its event); the entry's id."""
    made = [{**row, "event": PAID, "of_id": row["owed_id"]}]
    (entry_id,) = _book(do, made)
    _wait(do, made, -1)
    return entry_id


def _book(do: Act, made: Sequence[bulk.Row]) -> list[int]:
    """One entry each, and what it moves: the payment, and the claim on its own item."""
    rows = pl.DataFrame([{name: row[name] for name in MADE} for row in made], schema=MADE)
    rows = rows.with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, rows.height), pl.Int64),
        pl.format("claim/{}/{}/{}/{}", "event", "payment_id", "of_id", pl.lit(do.id)).alias("key"),
        pl.col("event").replace_strict(AMOUNTS).alias("name"),
        pl.when(pl.col("event") == REPAID).then("of_id").alias("reverses_id"),
    )
    is_paid, is_claimed = pl.col("event") == PAID, pl.col("event") == CLAIMED
    nothing = pl.lit(0, pl.Int64)
    of_payment = rows.select(
        "contract_id", "entry_id", pl.col("payment_id").alias("item_id"),
        pl.lit("UNAL").alias("account"),
        pl.when(pl.col("event") == REPAID).then(0).otherwise("of_id").alias("against_id"),
        pl.when(pl.col("event").is_in(SPENT)).then(pl.col("cents")).otherwise(-pl.col("cents"))
        .alias("amount_cents"),
        nothing.alias("approved_cents"),
    )  # fmt: skip
    of_claim = rows.filter(is_paid | is_claimed).select(
        "contract_id", "entry_id",
        pl.when(is_paid).then(pl.col("owed_id")).otherwise(pl.col("payment_id")).alias("item_id"),
        pl.lit("DEBD").alias("account"),
        pl.when(is_paid).then(pl.col("payment_id")).otherwise(pl.col("of_id")).alias("against_id"),
        pl.when(is_paid).then(-pl.col("cents")).otherwise(pl.col("cents")).alias("amount_cents"),
        nothing.alias("approved_cents"),
    )  # fmt: skip
    book_many(do, rows, rows.select("entry_id", "name", "cents"), pl.concat([of_payment, of_claim]))
    return rows["entry_id"].to_list()


def _wait(do: Act, made: Sequence[bulk.Row], sign: int) -> None:
    """More of the payments waits, or less; their buyers' exposures say so."""
    move_payments(do, pl.DataFrame([
        {"contract_id": row["contract_id"], "item_id": row["payment_id"], "purpose": "REFUND",
         "currency": row["currency"],
         "amount_cents": abs(row["cents"]) if row["event"] in SPENT else row["cents"]}
        for row in made
    ]), sign)  # fmt: skip
