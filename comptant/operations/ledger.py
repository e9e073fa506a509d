"""Booking: an entry, its items' movements and its lines, in the transaction of the operation.

The lines of item accounts are summed by the database from the movements just written; the others
come from the event's amounts. If the two disagree, the entry does not balance and nothing is kept.
"""

from datetime import date

import polars as pl

from comptant.operations.act import Act
from comptant.rules.columns import Shape
from comptant.rules.postings import ITEM_ACCOUNTS, TEMPLATES, lines
from comptant.store import bulk

MOVEMENTS = Shape(("item_id", "account", "against_id", "amount_cents", "approved_cents"))


def entry_day(do: Act) -> date:
    """The accounting day of what is booked now: after the last closed day, in an open month."""
    found = bulk.row(do.conn, "entry_day", on=do.on)
    assert found is not None
    return found["entry_on"]


def book(
    do: Act,
    contract_id: int,
    event: str,
    key: str,
    value_on: date,
    amounts: dict[str, int],
    movements: pl.DataFrame | None = None,
    *,
    sub_id: int = 0,
    entry_id: int | None = None,
    reverses_id: int | None = None,
    currency: str | None = None,
    said: list[tuple[str, int]] | None = None,
) -> int:
    """Book one event; the entry's id. `amounts` are positive cents by the template's names.

    `movements` has the columns of MOVEMENTS. `currency` is the contract's unless said, as for money
    of any currency on the house's own contract. `said`: the lines (account, cents) of an event
    whose template has none, or of a reversal. A key used before on the contract is an error: the
    caller has looked first.
    """
    entry_id = entry_id or bulk.take_ids(do.conn, 1)[0]
    bulk.execute(
        do.conn, "insert_entry", contract_id=contract_id, id=entry_id, key=key,
        journal=TEMPLATES[event].journal, entry_on=entry_day(do), value_on=value_on,
        reverses_id=reverses_id, act_id=do.id,
    )  # fmt: skip
    if movements is not None and movements.height:
        columns = [
            pl.lit(contract_id, pl.Int64).alias("contract_id"),
            pl.lit(entry_id, pl.Int64).alias("entry_id"),
        ]
        bulk.copy_in(do.conn, "movement", movements.select(MOVEMENTS.names).with_columns(columns))
    wanted = lines(event, amounts) if said is None else said
    if wanted:
        others = [(account, cents) for account, cents in wanted if account not in ITEM_ACCOUNTS]
        bulk.execute(
            do.conn, "insert_postings", contract_id=contract_id, entry_id=entry_id, sub_id=sub_id,
            currency=currency,
            accounts=[account for account, _ in others], amounts=[cents for _, cents in others],
        )  # fmt: skip
    return entry_id
