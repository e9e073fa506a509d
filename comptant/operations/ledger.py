"""Booking: an entry, its items' movements and its lines, in the transaction of the operation.

The lines of item accounts are summed by the database from the movements just written; the others
come from the event's amounts. If the two disagree, the entry does not balance and nothing is kept.
"""

from datetime import date

import polars as pl

from comptant.operations.act import Act
from comptant.rules.batch import constant, repeated
from comptant.rules.columns import Shape
from comptant.rules.postings import ITEM_ACCOUNTS, TEMPLATES, lines
from comptant.store import bulk

MOVEMENTS = Shape(("item_id", "account", "against_id", "amount_cents", "approved_cents"))


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
    entered = bulk.row(
        do.conn, "insert_entry", contract_id=contract_id, id=entry_id, key=key,
        journal=TEMPLATES[event].journal, on=do.on, value_on=value_on, reverses_id=reverses_id,
        act_id=do.id,
    )  # fmt: skip
    assert entered is not None
    entry_id = int(entered["id"])
    if movements is not None and movements.height:
        ids = (("contract_id", contract_id), ("entry_id", entry_id))
        of_all = (constant(name, id_, pl.Int64()) for name, id_ in ids)
        columns = repeated(of_all, movements.height)
        bulk.copy_in(do.conn, "movement", movements[list(MOVEMENTS.names)].hstack(columns))
    wanted = lines(event, amounts) if said is None else said
    if wanted:
        others = [(account, cents) for account, cents in wanted if account not in ITEM_ACCOUNTS]
        bulk.execute(
            do.conn, "insert_postings", contract_id=contract_id, entry_id=entry_id, sub_id=sub_id,
            currency=currency,
            accounts=[account for account, _ in others], amounts=[cents for _, cents in others],
        )  # fmt: skip
    return entry_id
