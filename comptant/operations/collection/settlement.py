"""Allocations booked, and all that follows from them, on any number of contracts at once: disputes
of what is short, exposure, fee, charge, fund, funding."""

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.billing import bill_collected_fees, release_fund
from comptant.operations.books.financing import bill_interest
from comptant.operations.books.ledger import book_many
from comptant.operations.paying.funding import fund_automatically
from comptant.operations.portfolio.exposures import add_to_exposure, move_notes
from comptant.operations.portfolio.guarantee import part_recoveries
from comptant.operations.portfolio.positions import judge_again
from comptant.operations.risk.short_payments import open_for_short_payments
from comptant.operations.terms.contracts import of_contracts
from comptant.rules.columns import c, shape
from comptant.store import bulk

PAIR = shape("contract_id", "buyer_id")
NOTHING = pl.lit(0, pl.Int64)


def on_account(do: Act, contracts: pl.DataFrame, rows: pl.DataFrame) -> None:
    """Money of contracts that no invoice has taken (contract_id, buyer_id, cents), or given back
    when negative."""
    rows = rows.filter(pl.col("cents") != 0)
    if rows.is_empty():
        return
    (currency,) = of_contracts(contracts, rows["contract_id"], ["contract_currency"])
    add_to_exposure(do, rows.select(
        "contract_id", currency.alias("currency"), "buyer_id",
        pl.lit("STANDARD").alias("advance_class"),
        pl.col("cents").alias("unallocated_cash_cents")))  # fmt: skip


def settle(
    do: Act, contracts: pl.DataFrame, days: pl.DataFrame, allocations: pl.DataFrame, turn: str = "",
    *, is_contested: bool = False,
) -> None:  # fmt: skip
    """Book allocations and all that follows, on each contract of `days` (contract_id, value_on),
    once each: exposure, fee and charge billed at collection, fund released.

    `allocations`: contract_id, payment_id, invoice_id, buyer_id, allocated, difference and short
    cents. `contracts` (CONTRACTS) are locked by the caller. `turn` names what is allocated of the
    same payments once more in one act. `is_contested`: the payer says itself that it is short.
    """
    contracts = contracts.filter(c.contract_id.is_in(days["contract_id"].implode()))
    payers = allocations.select(PAIR.names)
    allocations = part_recoveries(do, contracts, days, allocations)
    first = allocations.group_by("contract_id").agg(
        pl.format("{}{}", c.payment_id.min(), pl.lit(turn)).alias("first_id")
    )
    days = days.join(first, on="contract_id", how="left").sort("contract_id")
    _book(do, contracts, days, allocations)
    open_for_short_payments(do, allocations, is_contested=is_contested)
    # Asked before notes are used: who has money waiting is judged with those who have paid.
    buyers = pl.concat([
        payers,
        bulk.copy_out(do.conn, "buyers_with_cash", PAIR,
                      contract_ids=contracts["contract_id"].to_list()),
    ]).unique()  # fmt: skip
    notes = allocations.filter(c.allocated_cents < 0)
    move_notes(do, contracts, notes.select(
        "contract_id", "buyer_id", note_id="invoice_id",
        amount_cents=-c.allocated_cents))  # fmt: skip
    changes = (
        allocations.filter(c.allocated_cents >= 0)
        .group_by("contract_id", "invoice_id")
        .agg(-(c.allocated_cents + c.difference_cents).sum().alias("amount_cents"))
        .sort("contract_id", "invoice_id")
        .join(days.select("contract_id", "value_on"), on="contract_id", maintain_order="left")
    )
    judge_again(do, contracts, changes, buyers, changes)
    _bill(do, contracts, days, changes, allocations)


def _book(
    do: Act, contracts: pl.DataFrame, days: pl.DataFrame, rows: pl.DataFrame
) -> None:  # fmt: skip
    """An entry of each contract for what is allocated, and one for what is too small to chase: the
    client's cost with recourse, else the factor's."""
    if rows.is_empty():
        return
    sums = rows.group_by("contract_id").agg(
        c.allocated_cents.sum(), c.difference_cents.sum(),
        (c.difference_cents != 0).any().alias("has_difference"),
    )  # fmt: skip
    days = days.join(sums, on="contract_id", maintain_order="left")
    (has_recourse,) = of_contracts(contracts, days["contract_id"], ["has_recourse"])
    key = pl.format("allocation/{}/{}", pl.lit(do.id), "first_id")
    charged = pl.when(has_recourse).then(pl.lit("difference_charged")).otherwise(
        pl.lit("difference"))  # fmt: skip
    entries = pl.concat([
        days.select("contract_id", "value_on", key.alias("key"),
                    pl.lit("allocation").alias("event"), pl.lit("allocated").alias("name"),
                    c.allocated_cents.alias("cents")),
        days.with_columns(charged.alias("event")).filter("has_difference").select(
            "contract_id", "value_on", pl.format("{}/difference", key).alias("key"),
            "event", pl.lit("difference").alias("name"), c.difference_cents.alias("cents")),
    ])  # fmt: skip
    entries = entries.with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, entries.height), pl.Int64)
    )
    book_many(do, entries, entries.select("entry_id", "name", "cents"),
              _movements(entries, rows))  # fmt: skip


def _movements(entries: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """What each entry moves: off the payments, onto their invoices."""
    spent = rows.group_by("contract_id", "payment_id", maintain_order=True).agg(
        c.allocated_cents.sum().alias("amount_cents")
    )
    paid = {"item_id": pl.col("invoice_id"), "account": pl.lit("DEB"),
            "against_id": pl.col("payment_id")}  # fmt: skip
    parts = [
        spent.select("contract_id", "amount_cents", pl.lit("allocated").alias("name"),
                     item_id="payment_id", account=pl.lit("UNAL"), against_id=NOTHING),
        rows.select("contract_id", (-c.allocated_cents).alias("amount_cents"),
                    pl.lit("allocated").alias("name"), **paid),
        rows.filter(c.difference_cents != 0).select(
            "contract_id", (-c.difference_cents).alias("amount_cents"),
            pl.lit("difference").alias("name"), **paid),
    ]  # fmt: skip
    return pl.concat(parts).join(
        entries.select("contract_id", "name", "entry_id"), on=["contract_id", "name"]
    ).with_columns(NOTHING.alias("approved_cents"))  # fmt: skip


def _bill(
    do: Act, contracts: pl.DataFrame, days: pl.DataFrame, changes: pl.DataFrame,
    allocations: pl.DataFrame,
) -> None:  # fmt: skip
    """What the contracts bill at a collection, of credit notes too, give back, and fund."""
    event = pl.format(
        "collection/{}/{}/{}", pl.lit(do.id), "value_on", pl.col("first_id").fill_null("0")
    )
    events = days.select("contract_id", "value_on", event.alias("event"))
    met = allocations.select("contract_id", "invoice_id").join(
        events, on="contract_id", maintain_order="left"
    )
    bill_collected_fees(do, contracts, met)
    at_collection = contracts.filter(pl.col("interest_billing") == "AT_COLLECTION")
    due = events.join(at_collection, on="contract_id", how="semi", maintain_order="left").join(
        changes, on="contract_id", how="semi", maintain_order="left"
    )
    if due.height:
        until = due.select("contract_id", until_on="value_on")
        bill_interest(do, contracts, until, leave_unknown=True)
    release_fund(do, contracts, events)
    fund_automatically(do, contracts)
