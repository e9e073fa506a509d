"""Instruments credited on their value date: each becomes a payment like any other, and is allocated
as it was told or as a transfer would be. Source: DOMAIN 4.3 (value dates), 5.8."""

from datetime import date

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book
from comptant.operations.collection.instruments import take_steps
from comptant.operations.collection.recognition import matched
from comptant.operations.collection.settlement import on_account, settle
from comptant.operations.terms.contracts import Contract, contract_in_force
from comptant.rules.references import PAYMENTS
from comptant.store import bulk

PAID = {
    "contract_id": pl.Int64, "payment_id": pl.Int64, "invoice_id": pl.Int64, "buyer_id": pl.Int64,
    "allocated_cents": pl.Int64, "difference_cents": pl.Int64, "short_cents": pl.Int64,
}  # fmt: skip


def credit_due(do: Act, contract_ids: list[int]) -> int:
    """Credit the instruments of contracts whose value date has come; how many. The contracts are
    locked by the caller."""
    due = bulk.rows(do.conn, "instruments_to_credit", contract_ids=contract_ids, on=do.on)
    for contract_id, value_on in sorted({(row["contract_id"], row["value_on"]) for row in due}):
        contract = contract_in_force(do.conn, contract_id, do.on)
        _credit(do, contract, value_on, [
            row for row in due
            if (row["contract_id"], row["value_on"]) == (contract_id, value_on)])  # fmt: skip
    return len(due)


def _credit(do: Act, contract: Contract, value_on: date, due: list[bulk.Row]) -> None:
    """The instruments of one value date: payments, then what they pay."""
    ids = bulk.take_ids(do.conn, len(due))
    payments = dict(zip((row["id"] for row in due), ids, strict=True))
    paid = _allocations(do, contract, due, payments)
    given = dict(paid.group_by("payment_id").agg(pl.col("allocated_cents").sum()).iter_rows())
    rows = pl.DataFrame([
        {"contract_id": contract.id, "id": payments[row["id"]], "bank_movement_id": 0,
         "buyer_id": row["buyer_id"], "value_on": value_on, "currency": row["currency"],
         "amount_cents": row["amount_cents"], "act_id": do.id,
         "open_cents": row["amount_cents"] - given.get(payments[row["id"]], 0)}
        for row in due
    ])  # fmt: skip
    bulk.copy_in(do.conn, "payment", rows)
    movements = rows.select(
        pl.col("id").alias("item_id"), pl.lit("UNAL").alias("account"),
        pl.lit(0, pl.Int64).alias("against_id"), (-pl.col("amount_cents")).alias("amount_cents"),
        pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    total = int(rows["amount_cents"].sum())
    entry_id = book(
        do, contract.id, "instrument_credited", f"credited/{do.id}/{ids[0]}", value_on,
        {"credited": total}, movements,
    )  # fmt: skip
    take_steps(do, [
        {"contract_id": contract.id, "instrument_id": row["id"], "step": "CREDITED",
         "value_on": value_on, "entry_id": entry_id, "payment_id": payments[row["id"]]}
        for row in due
    ])  # fmt: skip
    on_account(do, contract.batch, rows.select("contract_id", "buyer_id", cents="open_cents"))
    days = pl.DataFrame({"contract_id": [contract.id], "value_on": [value_on]})
    settle(do, contract.batch, days, paid)


def _allocations(
    do: Act, contract: Contract, due: list[bulk.Row], payments: dict[int, int]
) -> pl.DataFrame:
    """What the payments pay: the invoices told, as far as they are still open; where none was
    told, what their texts and amounts prove."""
    told = bulk.rows(
        do.conn, "instruments_pay", contract_id=contract.id, ids=[row["id"] for row in due]
    )
    left = {row["invoice_id"]: row["open_cents"] for row in told}
    rows = []
    for row in told:
        cents = min(row["amount_cents"], left[row["invoice_id"]])
        left[row["invoice_id"]] -= cents
        if cents:
            rows.append({"contract_id": contract.id, "payment_id": payments[row["instrument_id"]],
                         "invoice_id": row["invoice_id"], "buyer_id": row["buyer_id"],
                         "allocated_cents": cents, "difference_cents": 0,
                         "short_cents": 0})  # fmt: skip
    named = {row["instrument_id"] for row in told}
    free = [row for row in due if row["id"] not in named]
    by_hand = pl.DataFrame(rows, schema=PAID)
    if not free:
        return by_hand
    by_text = _matched(do, contract, free, payments, left)
    return pl.concat([by_hand, by_text])


def _matched(
    do: Act, contract: Contract, free: list[bulk.Row], payments: dict[int, int],
    taken: dict[int, int],
) -> pl.DataFrame:  # fmt: skip
    """As a transfer to an account of this contract alone: never an invoice of another. What those
    told have taken is not given twice."""
    asked = PAYMENTS.frame([
        {"payment_number": payments[row["id"]], "contract_id": contract.id,
         "buyer_id": row["buyer_id"], "amount_cents": row["amount_cents"],
         "currency": row["currency"], "value_on": row["value_on"],
         "remittance_text": row["remittance_text"], "payer_name": row["payer_name"],
         "payer_iban": row["payer_iban"] or None}
        for row in free
    ])  # fmt: skip
    payers = asked.with_columns(party_id="buyer_id")
    allocations, _ = matched(do, payers, asked["payment_number"])
    return allocations.filter(
        (pl.col("contract_id") == contract.id)
        & ~pl.col("invoice_id").is_in(list(taken))
    ).rename({"payment_number": "payment_id"}).select(list(PAID))  # fmt: skip
