"""Money of instruments followed through all the homes that it has had, and brought back from there
to the payments that the instruments had brought. Source: DOMAIN 5.8.

What has moved, and moved on, is a payment of its own wherever it is; what was moved back is another
one again. All of them together hold what the instrument had brought.
"""

from collections.abc import Sequence

import polars as pl

from comptant.operations.acts.act import Act
from comptant.operations.books.ledger import book_many
from comptant.operations.collection.reversals import (
    Key,
    elsewhere,
    held,
    payments_of,
    unbook,
    unbooked,
)
from comptant.operations.paying.claims import claim, money_gone
from comptant.store import bulk


def homes_of(do: Act, keys: Sequence[Key]) -> list[bulk.Row]:
    """The payments that payments (contract, payment) have become, themselves included: contract_id,
    payment_id, contract_number, is_house, and first_contract_id, first_id: which of those asked."""
    if not keys:
        return []
    return bulk.rows(do.conn, "homes_of_payments", contract_ids=[key[0] for key in keys],
                     payment_ids=[key[1] for key in keys])  # fmt: skip


def key_of(home: bulk.Row) -> Key:
    """The contract and the payment of a home."""
    return home["contract_id"], home["payment_id"]


def first_of(home: bulk.Row) -> Key:
    """The contract and the payment whose money a home holds."""
    return home["first_contract_id"], home["first_id"]


def stuck(do: Act, homes: Sequence[bulk.Row]) -> dict[Key, bulk.Row]:
    """The payments (first_of) some of whose money can neither be taken back where it is nor be
    claimed, each with the first of its homes where that is."""
    left = elsewhere(do, [key_of(home) for home in homes])
    for row in money_gone(do, list(left)):
        left[row["contract_id"], row["payment_id"]] -= row["cents"]
    found: dict[Key, bulk.Row] = {}
    for home in homes:
        if left[key_of(home)]:
            found.setdefault(first_of(home), home)
    return found


def claim_gone(do: Act, homes: Sequence[bulk.Row]) -> list[bulk.Row]:
    """Claim what of the homes' money has gone, where it went from. What went out of nobody's money
    is claimed as if it had gone from the payment that had brought it: there is its client, and its
    buyer. The claims made."""
    first = {key_of(home): first_of(home) for home in homes if home["is_house"]}
    gone = money_gone(do, [key_of(home) for home in homes])
    claimed, here = [], []
    for row in gone:
        key = (row["contract_id"], row["payment_id"])
        contract_id, payment_id = first.get(key, key)
        claimed.append({**row, "contract_id": contract_id, "payment_id": payment_id})
        if key in first:
            here.append((contract_id, payment_id, -row["cents"]))
    moved_on(do, here)
    return claim(do, claimed)


def bring_back(do: Act, homes: Sequence[bulk.Row], parts: Sequence[bulk.Row]) -> list[int]:
    """Un-book the payments of `parts` (UNBOOKED, one for each payment whose homes are given) with
    all that has become of them: it comes back from where it is, by two entries, and leaves from
    where it had come. The ids of the entries of `parts`.

    The contracts of all the homes are locked by the caller, who has asked whether any is stuck and
    has claimed what is gone.
    """
    payments = payments_of(do, [key_of(home) for home in homes])
    gone = {key_of(home): 0 for home in homes}
    for row in money_gone(do, [key_of(home) for home in homes if home["is_house"]]):
        gone[row["contract_id"], row["payment_id"]] += row["cents"]
    away = [
        {**home, "cents": cents, **{name: payments[key_of(home)][name]
                                    for name in ("value_on", "currency")}}
        for home in homes
        if key_of(home) != first_of(home)
        and (cents := held(payments[key_of(home)]) - gone[key_of(home)])
    ]  # fmt: skip
    keys = {(part["contract_id"], part["payment_id"]): part["key"] for part in parts}
    brought = dict.fromkeys(keys, 0)
    for row in away:
        row["key"] = f"{keys[first_of(row)]}/{row['payment_id']}"
        brought[first_of(row)] += row["cents"]
    _into(do, away)
    ids = unbook(do, [
        *({**part, "brought_cents": brought[part["contract_id"], part["payment_id"]]}
          for part in parts),
        *(unbooked(*key_of(row), "payment_moved_out", "moved", row["key"],
                   movement_id=row["first_id"], value_on=row["value_on"], own_account_id=0,
                   cents=row["cents"] if row["is_house"] else None) for row in away),
    ])  # fmt: skip
    moved_on(do, [moved for row in away for moved in (
        (*key_of(row), row["cents"]), (*first_of(row), -row["cents"]))])  # fmt: skip
    return ids[: len(parts)]


def _into(do: Act, away: Sequence[bulk.Row]) -> None:
    """The entries of what comes back, where it comes to."""
    if not away:
        return
    rows = pl.DataFrame([
        {"contract_id": row["first_contract_id"], "event": "payment_moved_in", "name": "moved",
         "key": row["key"] + "/in", "value_on": row["value_on"], "currency": row["currency"],
         "cents": row["cents"], "item_id": row["first_id"], "against_id": row["payment_id"]}
        for row in away
    ]).with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, len(away)), pl.Int64),
        account=pl.lit("UNAL"), amount_cents=-pl.col("cents"), approved_cents=pl.lit(0, pl.Int64),
    )  # fmt: skip
    book_many(do, rows, rows.select("entry_id", "name", "cents"), rows)


def moved_on(do: Act, rows: Sequence[tuple[int, int, int]]) -> None:
    """So many cents more (below zero: less) of payments (contract, payment) are elsewhere."""
    if rows:
        names = ("contract_id", "item_id", "cents")
        bulk.execute(do.conn, "homes_left", **dict(zip(names, map(list, zip(*rows, strict=True)),
                                                       strict=True)))  # fmt: skip
