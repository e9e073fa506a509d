"""Booking: entries, their items' movements and their lines, in the transaction of the operation.

The lines of item accounts are summed by the database from the movements just written; the others
come from the event's amounts. If the two disagree, the entry does not balance and nothing is kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from comptant.operations.acts.act import Act
from comptant.rules.batch import constant, repeated
from comptant.rules.columns import Shape
from comptant.rules.postings import ITEM_ACCOUNTS, TEMPLATES, lines
from comptant.store import bulk

MOVEMENTS = Shape(("item_id", "account", "against_id", "amount_cents", "approved_cents"))
NO_AMOUNTS = pl.DataFrame(schema={"entry_id": pl.Int64, "name": pl.String, "cents": pl.Int64})
_OF_ENTRY = ("contract_id", "entry_id")


@dataclass(frozen=True)
class Entry:
    """One event to book; `lines` are (account, cents), debit positive."""

    contract_id: int
    id: int | None
    event: str
    key: str
    value_on: date
    lines: list[tuple[str, int]]
    sub_id: int = 0
    currency: str | None = None
    reverses_id: int | None = None


def book_many(
    do: Act,
    entries: pl.DataFrame,
    amounts: pl.DataFrame,
    movements: pl.DataFrame | None = None,
    said: pl.DataFrame | None = None,
) -> None:
    """Book events of any number of contracts, in as many statements as one event takes.

    `entries`: contract_id, entry_id, event, key, value_on, and where they matter sub_id, currency
    (the contract's unless told), reverses_id. `amounts`: entry_id, name, cents: positive, by the
    names of the entry's template, each of them. `movements`: MOVEMENTS with contract_id, entry_id.
    `said`: entry_id, account, cents: the lines of entries whose template has none. A key used
    before on its contract is an error: the caller has looked first.
    """
    if entries.is_empty():
        return
    told: dict[int, dict[str, int]] = {}
    for entry_id, name, cents in amounts[["entry_id", "name", "cents"]].iter_rows():
        told.setdefault(entry_id, {})[name] = cents
    by_hand: dict[int, list[tuple[str, int]]] = {}
    if said is not None:
        for entry_id, account, cents in said[["entry_id", "account", "cents"]].iter_rows():
            by_hand.setdefault(entry_id, []).append((account, cents))
    written = [
        Entry(
            row["contract_id"], row["entry_id"], row["event"], row["key"], row["value_on"],
            by_hand.get(row["entry_id"]) or lines(row["event"], told.get(row["entry_id"], {})),
            row.get("sub_id") or 0, row.get("currency"), row.get("reverses_id"),
        )
        for row in entries.iter_rows(named=True)
    ]  # fmt: skip
    book_entries(do, written, movements)


def book_entries(do: Act, entries: Sequence[Entry], movements: pl.DataFrame | None = None) -> None:
    """book_many for entries that are numbered already; `movements` as there."""
    bulk.execute(do.conn, "insert_entries", **_told(do, entries))
    if movements is not None:
        movements = movements[[*MOVEMENTS.names, *_OF_ENTRY]]
    _post(do, [(entry, entry.id or 0) for entry in entries], movements)


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
    """Book one event, as book_many does; the entry's id, a new one unless given.

    `amounts` are positive cents by the template's names. `movements` has the columns of MOVEMENTS.
    `said`: the lines (account, cents) of an event whose template has none, or of a reversal.
    """
    wanted = lines(event, amounts) if said is None else said
    entry = Entry(
        contract_id, entry_id, event, key, value_on, wanted, sub_id, currency, reverses_id
    )
    entry_id = int(bulk.rows(do.conn, "insert_entries", **_told(do, [entry]))[0]["id"])
    if movements is not None:
        ids = zip(_OF_ENTRY, (contract_id, entry_id), strict=True)
        columns = repeated((constant(n, id_, pl.Int64()) for n, id_ in ids), movements.height)
        movements = movements[list(MOVEMENTS.names)].hstack(columns)
    _post(do, [(entry, entry_id)], movements)
    return entry_id


def _told(do: Act, entries: Sequence[Entry]) -> dict[str, object]:
    """What insert_entries is given."""
    return {
        "on": do.on, "act_id": do.id,
        "contract_ids": [entry.contract_id for entry in entries],
        "ids": [entry.id for entry in entries],
        "keys": [entry.key for entry in entries],
        "events": [entry.event for entry in entries],
        "journals": [TEMPLATES[entry.event].journal for entry in entries],
        "values_on": [entry.value_on for entry in entries],
        "reverses_ids": [entry.reverses_id for entry in entries],
    }  # fmt: skip


def _post(do: Act, entries: Sequence[tuple[Entry, int]], movements: pl.DataFrame | None) -> None:
    """Write the movements, and the lines of the entries that have any."""
    posted = [(entry, id_) for entry, id_ in entries if entry.lines]
    written = "[]"
    if movements is not None and movements.height:
        if posted and movements.height <= bulk.FEW_ROWS:
            written = movements.write_json()
        else:
            bulk.copy_in(do.conn, "movement", movements)
    if not posted:
        return
    ids = [id_ for _, id_ in posted]
    # Movements written before are read of entries that move items alone: a bill after a large file
    # reads none.
    of_items = [] if written != "[]" else [
        id_ for entry, id_ in posted
        if any(account in ITEM_ACCOUNTS for account, _ in entry.lines)
    ]  # fmt: skip
    others = [
        (id_, account, cents)
        for entry, id_ in posted
        for account, cents in entry.lines
        if account not in ITEM_ACCOUNTS
    ]
    bulk.execute(
        do.conn, "insert_postings", entry_ids=ids, movements=written,
        first_id=min(of_items, default=None), last_id=max(of_items, default=None),
        contract_ids=[entry.contract_id for entry, _ in posted],
        sub_ids=[entry.sub_id for entry, _ in posted],
        currencies=[entry.currency for entry, _ in posted],
        lines_of=[id_ for id_, _, _ in others],
        accounts=[account for _, account, _ in others],
        amounts=[cents for _, _, cents in others],
    )  # fmt: skip
