"""The guarantee date: an unpaid invoice without recourse leaves the client's account, as far as it
was approved, and what the buyer pays of it later is the factor's. Source: DOMAIN 1.6, C-3, W8-E."""

from collections.abc import Sequence

import polars as pl

from comptant.operations.acts.act import Act, Refused
from comptant.operations.books.billing import bill_collected_fees, numbered
from comptant.operations.books.ledger import book_many
from comptant.operations.portfolio.positions import judge_again
from comptant.rules.batch import decide
from comptant.rules.columns import c, shape
from comptant.rules.guarantee import (
    RECOVERY_RULES,
    TAKEN_BACK,
    client_back_cents,
    uncovered_cents,
)
from comptant.store import bulk

DUE = shape(
    "contract_id", "invoice_id", "buyer_id", "guaranteed_cents", "guaranteed_before_cents",
    "guaranteed_ppm", "value_on", "guarantee_cause", "is_again",
)  # fmt: skip
# What a payment has paid of a debt taken over, by the entry that says so.
RECOVERED_BY = {
    **dict.fromkeys(("contract_id", "payment_id", "buyer_id", "invoice_id", "entry_id",
                     "back_cents"), pl.Int64),
    "value_on": pl.Date, **dict.fromkeys(TAKEN_BACK.names[1:], pl.Int64),
}  # fmt: skip
OWED = shape("contract_id", "invoice_id", "open_cents", "factor_open_cents", "client_open_cents")
ITEM = ["contract_id", "invoice_id"]
NOTHING = pl.lit(0, pl.Int64)
RECOVERED = ("to_assigned_cents", "to_factor_cents", "to_client_cents")


def take_guarantees(do: Act, contracts: pl.DataFrame) -> pl.DataFrame:
    """Take over what is guaranteed of the invoices whose guarantee date has come: what is approved,
    once, and what of it is owed again later.

    Gives contract_id and guaranteed_cents. The charge on it stops on that date; the fund that was
    kept for it is released by whoever calls."""
    without = contracts.filter(~pl.col("has_recourse"))
    due = DUE.empty()
    if without.height:
        clauses = without.select("contract_id", "guarantee_delay_days", "guaranteed_ppm")
        due = bulk.read(do.conn, "guarantees_due", DUE, **bulk.arrays(clauses), on=do.on)
    if due.is_empty():
        return due.select("contract_id", "guaranteed_cents")
    due = _booked(do, decide(due, (uncovered_cents,)))
    again = due.filter("is_again")
    if again.height:
        bulk.execute(do.conn, "guarantee_again", **bulk.arrays(again.select(
            *ITEM, "guaranteed_cents", "uncovered_cents", "entry_id")))  # fmt: skip
    bulk.copy_in(do.conn, "guarantee", due.filter(~pl.col("is_again")).select(
        *ITEM, "buyer_id", pl.col("value_on").alias("taken_on"), c.guarantee_cause.alias("cause"),
        "guaranteed_cents", "uncovered_cents",
        (c.guaranteed_cents - c.uncovered_cents).alias("factor_open_cents"),
        c.uncovered_cents.alias("client_open_cents"), "entry_id",
        pl.lit(do.id).alias("act_id")))  # fmt: skip
    changes = due.select(
        *ITEM, (-c.guaranteed_cents).alias("amount_cents"),
        (-c.guaranteed_cents).alias("restored_cents"), "value_on",
    )  # fmt: skip
    judge_again(do, contracts, due.select(ITEM), None, changes)
    event = pl.format("guarantee/{}", pl.lit(do.id)).alias("event")
    bill_collected_fees(do, contracts, due.select(*ITEM, event))
    return due.select("contract_id", "guaranteed_cents")


def not_open(do: Act, contract_id: int, invoice_id: int | None) -> Refused:
    """The refusal of an act on an invoice that is not open: the guarantee may have taken it."""
    rows = bulk.rows(do.conn, "read_guarantees", contract_id=contract_id,
                     numbers=[str(invoice_id)])  # fmt: skip
    for row in rows:
        if row["id"] == invoice_id and row["factor_open_cents"] + row["client_open_cents"]:
            return Refused("invoice_guaranteed", number=row["invoice_number"])
    return Refused("invoice_unknown", invoice_id=invoice_id)


def _booked(do: Act, due: pl.DataFrame) -> pl.DataFrame:
    """The rows with their entry: one per contract and guarantee date, and one for what is left to
    the client."""
    of = ["contract_id", "value_on"]
    taken = numbered(do, due.group_by(of, maintain_order=True).agg(
        c.guaranteed_cents.sum().alias("guaranteed"), c.uncovered_cents.sum().alias("uncovered")
    ))  # fmt: skip
    left = numbered(do, taken.filter(pl.col("uncovered") > 0).drop("entry_id"))
    rows = due.join(taken.select(*of, "entry_id"), on=of, maintain_order="left")
    moved = rows.select(
        "contract_id", "entry_id", pl.col("invoice_id").alias("item_id"),
        pl.lit("DEB").alias("account"), NOTHING.alias("against_id"),
        (-c.guaranteed_cents).alias("amount_cents"), NOTHING.alias("approved_cents"),
    )  # fmt: skip
    key = pl.format("guarantee/{}/{}", pl.lit(do.id), "entry_id").alias("key")
    entries = [
        each.select("contract_id", "entry_id", pl.lit(event).alias("event"), key, "value_on")
        for each, event in ((taken, "guarantee_taken"), (left, "guarantee_uncovered"))
    ]
    amounts = [
        each.select("entry_id", pl.lit(name).alias("name"), pl.col(name).alias("cents"))
        for each, name in ((taken, "guaranteed"), (left, "uncovered"))
    ]
    book_many(do, pl.concat(entries), pl.concat(amounts), moved)
    return rows


def part_recoveries(
    do: Act, contracts: pl.DataFrame, days: pl.DataFrame, allocations: pl.DataFrame
) -> pl.DataFrame:
    """Book what allocations (as settle() has them) pay of debts that the guarantee has taken, and
    give them back without it. `days`: contract_id and value_on."""
    without = contracts.filter(~pl.col("has_recourse"))
    rows = allocations.filter(c.allocated_cents > 0)
    rows = rows.join(without, on="contract_id", how="semi", maintain_order="left")
    if rows.is_empty():
        return allocations
    owed = bulk.read(do.conn, "guarantees_of", OWED, **bulk.arrays(rows.select(ITEM).unique()))
    if owed.is_empty():
        return allocations
    # Of several payments of one act on one debt each is shared by what the ones before have left.
    parted = []
    rows = rows.join(owed.select(ITEM), on=ITEM, how="semi", maintain_order="left")
    for number in range(rows.height):
        row = rows[number : number + 1].join(owed, on=ITEM)
        told = decide(row.rename({"allocated_cents": "paid_cents"}), RECOVERY_RULES)
        parted.append(told)
        owed = owed.join(told.select(*ITEM, *RECOVERED), on=ITEM, how="left").select(
            *ITEM, *(c_ - pl.col(part).fill_null(0) for c_, part in zip(
                (c.open_cents, c.factor_open_cents, c.client_open_cents), RECOVERED, strict=True)),
        )  # fmt: skip
    paid = pl.concat(parted)
    _book_recovered(do, days, paid)
    return _assigned(allocations, paid)


def _assigned(allocations: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """The allocations without what was recovered; a debt guaranteed has no tolerated difference,
    and what is short of it is no dispute."""
    of = [*ITEM, "payment_id"]
    told = paid.select(*of, c.to_assigned_cents.alias("left_cents"))
    is_told = pl.col("left_cents").is_not_null()
    kept = [pl.when(is_told).then(0).otherwise(pl.col(name)).alias(name)
            for name in ("difference_cents", "short_cents")]  # fmt: skip
    rows = allocations.join(told, on=of, how="left", maintain_order="left")
    rows = rows.filter(~is_told | (pl.col("left_cents") != 0))
    return rows.with_columns(
        pl.coalesce("left_cents", c.allocated_cents).alias("allocated_cents"), *kept
    ).drop("left_cents")


def _book_recovered(do: Act, days: pl.DataFrame, paid: pl.DataFrame) -> None:
    """One entry per contract: the factor's money against the debt, the client's to his account."""
    bulk.execute(do.conn, "pay_guarantees", **bulk.arrays(
        paid.group_by(ITEM, maintain_order=True).agg(
            c.to_factor_cents.sum().alias("factor_cents"),
            c.to_client_cents.sum().alias("client_cents"))))  # fmt: skip
    sums = paid.group_by("contract_id", maintain_order=True).agg(
        c.to_factor_cents.sum().alias("recovered"), c.to_client_cents.sum().alias("forwarded"),
        pl.col("payment_id").min().alias("first_id"),
    ).with_columns((pl.col("recovered") + pl.col("forwarded")).alias("paid"))  # fmt: skip
    sums = numbered(do, sums.filter(pl.col("paid") > 0)).join(
        days.select("contract_id", "value_on"), on="contract_id", maintain_order="left"
    )
    spent = (c.to_factor_cents + c.to_client_cents).alias("amount_cents")
    moved = paid.select(
        "contract_id", pl.col("payment_id").alias("item_id"), pl.lit("UNAL").alias("account"),
        pl.col("invoice_id").alias("against_id"), spent, NOTHING.alias("approved_cents"),
    ).filter(c.amount_cents != 0).join(
        sums.select("contract_id", "entry_id"), on="contract_id", maintain_order="left"
    )  # fmt: skip
    key = pl.format("recovery/{}/{}", pl.lit(do.id), "first_id").alias("key")
    entries = sums.select(
        "contract_id", "entry_id", pl.lit("recovery").alias("event"), key, "value_on"
    )
    amounts = sums.select("entry_id", "paid", "recovered", "forwarded").unpivot(
        index="entry_id", variable_name="name", value_name="cents"
    )
    book_many(do, entries, amounts, moved)


def recovered_by(do: Act, keys: Sequence[tuple[int, int]]) -> pl.DataFrame:
    """What payments (contract, payment) have paid of debts that the guarantee had taken, and is not
    taken back: RECOVERED_BY."""
    found = bulk.rows(do.conn, "recovered_by", contract_ids=[key[0] for key in keys],
                      payment_ids=[key[1] for key in keys]) if keys else []  # fmt: skip
    return pl.DataFrame(found, schema=RECOVERED_BY)


def owe_recovered_again(do: Act, rows: pl.DataFrame) -> None:
    """Undo what payments have paid of debts guaranteed (RECOVERED_BY): the buyer owes it again, to
    the factor and to the client, who has had his share and is charged with it. The money waits
    again on the payments, which the caller says. The contracts are locked by the caller."""
    if rows.is_empty():
        return
    told = _shared_back(rows)
    bulk.execute(do.conn, "pay_guarantees", **bulk.arrays(
        told.group_by(ITEM, maintain_order=True).agg(
            factor_cents=-(c.back_cents - c.client_back_cents).sum(),
            client_cents=-c.client_back_cents.sum())))  # fmt: skip
    sums = numbered(do, told.group_by("contract_id", "entry_id", maintain_order=True).agg(
        paid=-c.back_cents.sum(), forwarded=-c.client_back_cents.sum(),
        recovered=-(c.back_cents - c.client_back_cents).sum(),
        value_on=pl.col("value_on").first(),
    ).rename({"entry_id": "reverses_id"})).with_columns(
        pl.lit("recovery").alias("event"),
        pl.format("recovery/{}/back/{}", "reverses_id", pl.lit(do.id)).alias("key"),
    )  # fmt: skip
    of = sums.select("contract_id", "reverses_id", back_id="entry_id")
    moved = told.join(of, left_on=["contract_id", "entry_id"],
                      right_on=["contract_id", "reverses_id"], maintain_order="left").select(
        "contract_id", pl.col("back_id").alias("entry_id"), pl.col("payment_id").alias("item_id"),
        pl.lit("UNAL").alias("account"), pl.col("invoice_id").alias("against_id"),
        (-c.back_cents).alias("amount_cents"), NOTHING.alias("approved_cents"),
    )  # fmt: skip
    amounts = sums.unpivot(["paid", "recovered", "forwarded"], index="entry_id",
                           variable_name="name", value_name="cents")  # fmt: skip
    book_many(do, sums, amounts, moved)


def _shared_back(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with what of each the client had had. Of several on one debt each is shared by what
    the ones before have left."""
    told, owed = [], {}
    for row in rows.iter_rows(named=True):
        of = (row["contract_id"], row["invoice_id"])
        factor, client = owed.get(of, (row["factor_open_cents"], row["client_open_cents"]))
        row |= {"factor_open_cents": factor, "client_open_cents": client}
        one = decide(pl.DataFrame([row], schema=RECOVERED_BY), (client_back_cents,))
        back = int(one["client_back_cents"][0])
        owed[of] = (factor + row["back_cents"] - back, client + back)
        told.append(one)
    return pl.concat(told)
