"""What brokers earn: kept each night in the house's own books.

Everything is to date: each night books what the rules say was earned so far, less what was booked
before, whatever the reason of the difference: new charges, a bill reversed, terms put right, a
contract closed early. One entry per broker and currency, one line per contract and kind.
"""

import polars as pl

from comptant.operations.acts.act import Act, Answer, lock_contracts
from comptant.operations.books.billing import numbered
from comptant.operations.books.ledger import book_many
from comptant.rules.batch import check, decide, roll_up
from comptant.rules.columns import c
from comptant.rules.commissions import EARNED, KINDS, RULES, STRETCHES
from comptant.store import bulk

LINE = ["contract_id", "party_id", "currency", "commission_kind", "vat_class"]
ENTRY = ["party_id", "currency", "is_taken"]
DUE = ("base_cents", "due_cents")


def house_id(do: Act) -> int:
    """The house's own contract, whose books these are."""
    return int((bulk.row(do.conn, "house") or {})["id"])


def accrue_commissions(do: Act) -> list[Answer]:
    """Book what today adds to what brokers have earned: the sum of each currency."""
    stretches = check(bulk.copy_out(do.conn, "commission_facts", STRETCHES, on=do.on), STRETCHES)
    earned = bulk.copy_out(do.conn, "commissions_earned", EARNED)
    if stretches.is_empty() and earned.is_empty():
        return []
    lines = _added(_due(stretches), earned)
    if lines.height:
        _book(do, lines)
    sums = lines.group_by("currency").agg(c.amount_cents.sum()).sort("currency")
    return [{"currency": currency, "commission_cents": cents} for currency, cents in sums.rows()]


def _due(stretches: pl.DataFrame) -> pl.DataFrame:
    """What the rules say was earned to date: a row per line (LINE, DUE)."""
    decided = decide(stretches, RULES)
    parts = [
        decided.select(
            *CONTRACT_OF, pl.lit(kind).alias("commission_kind"), "vat_class",
            base_cents="counted_base_cents", due_cents=name,
        ) for name, kind in KINDS.items()
    ]  # fmt: skip
    return roll_up(pl.concat(parts), LINE, DUE)


CONTRACT_OF = ("contract_id", "party_id", "currency")


def _added(due: pl.DataFrame, earned: pl.DataFrame) -> pl.DataFrame:
    """What is due and was not booked, or was booked and is not due any more."""
    lines = due.join(earned, on=LINE, how="full", coalesce=True, maintain_order="left_right")
    return lines.with_columns(
        c.base_cents.fill_null(0), c.due_cents.fill_null(0),
    ).with_columns(
        (c.due_cents - c.earned_cents.fill_null(0)).alias("amount_cents")
    ).filter(c.amount_cents != 0)  # fmt: skip


def _book(do: Act, lines: pl.DataFrame) -> None:
    """One entry per broker, currency and direction on the house's own contract, and the lines."""
    house = house_id(do)
    lock_contracts(do, [house])
    lines = lines.with_columns((c.amount_cents < 0).alias("is_taken"))
    sums = numbered(do, lines.group_by(ENTRY, maintain_order=True).agg(c.amount_cents.sum()))
    taken = pl.col("is_taken")
    entries = sums.select(
        pl.lit(house).alias("contract_id"), "entry_id",
        pl.when(taken).then(pl.lit("commission_taken_back")).otherwise(pl.lit("commission_earned"))
        .alias("event"),
        pl.format("commission/{}/{}/{}/{}", pl.lit(str(do.on)), "party_id", "currency",
                  pl.when(taken).then(pl.lit("taken")).otherwise(pl.lit("earned"))).alias("key"),
        pl.lit(do.on).alias("value_on"), "currency",
    )  # fmt: skip
    amounts = sums.select(
        "entry_id", pl.when(taken).then(pl.lit("taken")).otherwise(pl.lit("earned")).alias("name"),
        cents=c.amount_cents.abs(),
    )  # fmt: skip
    book_many(do, entries, amounts)
    ids = pl.Series("id", bulk.take_ids(do.conn, lines.height), pl.Int64)
    bulk.copy_in(do.conn, "commission", lines.join(
        sums.select(*ENTRY, "entry_id"), on=ENTRY, maintain_order="left"
    ).hstack([ids]).select(
        "contract_id", "id", "party_id", pl.col("commission_kind").alias("kind"),
        pl.lit(do.on).alias("on_date"), "currency", "vat_class", "base_cents", "due_cents",
        "amount_cents", "entry_id", pl.lit(do.id).alias("act_id"),
    ))  # fmt: skip
