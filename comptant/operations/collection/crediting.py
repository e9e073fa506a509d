"""Instruments credited on their value date: each becomes a payment like any other, and is allocated
as it was told or as a transfer would be. Source: DOMAIN 4.3 (value dates), 5.8."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.instruments import take_steps
from comptant.operations.collection.recognition import matched
from comptant.operations.collection.settlement import on_account, settle
from comptant.operations.terms.contracts import contracts_batch
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
    if due:
        contracts = contracts_batch(do.conn, {row["contract_id"] for row in due}, do.on)
        for rows in _rounds(due):
            _credit(do, contracts, rows)
    return len(due)


def _rounds(due: list[bulk.Row]) -> Iterator[list[bulk.Row]]:
    """So many at a time that each contract has one value date: what the first day pays is settled
    before the second."""
    days: dict[int, list[date]] = {}
    for row in due:  # by contract and value date
        of = days.setdefault(row["contract_id"], [])
        if row["value_on"] not in of:
            of.append(row["value_on"])
    for number in range(max(len(of) for of in days.values())):
        yield [row for row in due
               if days[row["contract_id"]].index(row["value_on"]) == number]  # fmt: skip


def _credit(do: Act, contracts: pl.DataFrame, due: list[bulk.Row]) -> None:
    """The instruments of one value date of each contract: payments, then what they pay."""
    ids = bulk.take_ids(do.conn, len(due))
    payments = dict(zip((row["id"] for row in due), ids, strict=True))
    paid = _allocations(do, due, payments)
    given = dict(paid.group_by("payment_id").agg(pl.col("allocated_cents").sum()).iter_rows())
    rows = pl.DataFrame([
        {"contract_id": row["contract_id"], "id": payments[row["id"]], "bank_movement_id": 0,
         "buyer_id": row["buyer_id"], "value_on": row["value_on"], "currency": row["currency"],
         "amount_cents": row["amount_cents"], "act_id": do.id,
         "open_cents": row["amount_cents"] - given.get(payments[row["id"]], 0)}
        for row in due
    ])  # fmt: skip
    bulk.copy_in(do.conn, "payment", rows)
    entries = _book(do, rows)
    take_steps(do, [
        {"contract_id": row["contract_id"], "instrument_id": row["id"], "step": "CREDITED",
         "value_on": row["value_on"], "entry_id": entries[row["contract_id"]],
         "payment_id": payments[row["id"]]}
        for row in due
    ])  # fmt: skip
    on_account(do, contracts, rows.select("contract_id", "buyer_id", cents="open_cents"))
    settle(do, contracts, rows.select("contract_id", "value_on").unique(), paid)


def _book(do: Act, rows: pl.DataFrame) -> dict[int, int]:
    """An entry of each contract; their ids by contract."""
    entries = rows.group_by("contract_id", maintain_order=True).agg(
        pl.col("value_on").first(), pl.col("amount_cents").sum().alias("cents"),
        pl.col("id").min().alias("first_id"),
    )  # fmt: skip
    entries = entries.with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, entries.height), pl.Int64),
        pl.format("credited/{}/{}", pl.lit(do.id), "first_id").alias("key"),
        pl.lit("instrument_credited").alias("event"), pl.lit("credited").alias("name"),
    )  # fmt: skip
    movements = rows.join(entries.select("contract_id", "entry_id"), on="contract_id").select(
        "contract_id", "entry_id", pl.col("id").alias("item_id"), pl.lit("UNAL").alias("account"),
        pl.lit(0, pl.Int64).alias("against_id"), (-pl.col("amount_cents")).alias("amount_cents"),
        pl.lit(0, pl.Int64).alias("approved_cents"),
    )  # fmt: skip
    book_many(do, entries, entries.select("entry_id", "name", "cents"), movements)
    return dict(entries.select("contract_id", "entry_id").iter_rows())


def _allocations(do: Act, due: list[bulk.Row], payments: dict[int, int]) -> pl.DataFrame:
    """What the payments pay: the invoices told, as far as they are still open; where none was
    told, what their texts and amounts prove."""
    told = bulk.rows(
        do.conn, "instruments_pay", contract_ids=[row["contract_id"] for row in due],
        ids=[row["id"] for row in due],
    )  # fmt: skip
    left = {row["invoice_id"]: row["open_cents"] for row in told}
    rows = []
    for row in told:
        cents = min(row["amount_cents"], left[row["invoice_id"]])
        left[row["invoice_id"]] -= cents
        if cents:
            rows.append({"contract_id": row["contract_id"],
                         "payment_id": payments[row["instrument_id"]],
                         "invoice_id": row["invoice_id"], "buyer_id": row["buyer_id"],
                         "allocated_cents": cents, "difference_cents": 0,
                         "short_cents": 0})  # fmt: skip
    named = {row["instrument_id"] for row in told}
    free = [row for row in due if row["id"] not in named]
    by_hand = pl.DataFrame(rows, schema=PAID)
    if not free:
        return by_hand
    by_text = _matched(do, free, payments, left)
    return pl.concat([by_hand, by_text])


def _matched(
    do: Act, free: list[bulk.Row], payments: dict[int, int], taken: dict[int, int]
) -> pl.DataFrame:
    """As a transfer to an account of one contract alone: never an invoice of another. What those
    told have taken is not given twice."""
    asked = PAYMENTS.frame([
        {"payment_number": payments[row["id"]], "contract_id": row["contract_id"],
         "buyer_id": row["buyer_id"], "amount_cents": row["amount_cents"],
         "currency": row["currency"], "value_on": row["value_on"],
         "remittance_text": row["remittance_text"], "payer_name": row["payer_name"],
         "payer_iban": row["payer_iban"] or None}
        for row in free
    ])  # fmt: skip
    payers = asked.with_columns(party_id="buyer_id")
    allocations = matched(do, payers, asked["payment_number"]).allocations
    return (
        allocations.join(
            asked.select("payment_number", "contract_id"), on=["payment_number", "contract_id"],
            how="semi", maintain_order="left",
        )
        .filter(~pl.col("invoice_id").is_in(list(taken)))
        .rename({"payment_number": "payment_id"})
        .select(list(PAID))
    )  # fmt: skip
