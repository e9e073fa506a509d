"""Penalties that were claimed: paid by money that waits, waived by two people, and undone.

Source: DOMAIN §5.3, 2.1 (who proposes a write-off does not approve it), 5.8.
"""

from collections.abc import Sequence
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.books.ledger import book, book_many
from comptant.operations.collection.cash import (
    credited_on,
    open_payment,
    open_payments,
    payment_of,
)
from comptant.operations.collection.moving import part_of
from comptant.operations.paying.funding import fund_freed
from comptant.operations.paying.received import NO_INVOICES
from comptant.operations.portfolio.positions import judge_again, judge_again_one
from comptant.operations.terms.contracts import contract_in_force, contracts_batch
from comptant.rules.penalty_templates import OF_OWNER
from comptant.store import bulk

Row = dict[str, Any]
Key = tuple[int, int]  # contract, payment
CLAIMED, PAID, WAIVED = (
    tuple(events[what] for events in OF_OWNER.values()) for what in ("claimed", "paid", "waived")
)


@operation
def pay_penalties(
    do: Act, *, contract_id: int, payment_id: int, penalties: dict[str, int]
) -> Answer:
    """Money of a buyer that waits pays penalties claimed of it: penalty -> cents, or (none named)
    all that are open, the oldest claims first, as far as it goes. What is the client's is credited
    to him. With the payment's value date.

    Refused: payment_unknown, payment_going_back, penalty_unknown (or of another buyer),
    penalty_over, amount_too_large, nothing_to_allocate.
    """
    lock_contracts(do, [contract_id])
    return _pay(do, contract_id, payment_id, penalties)


def use_penalties(do: Act, received: pl.DataFrame) -> int:
    """What waits of payments of this operation (NEW_MOVEMENTS) pays the penalties claimed of their
    buyers, where it is to the cent what is open of them; how many. Source: DOMAIN §5.8."""
    if received.is_empty():
        return 0
    asked = {"movement_ids": received["movement_id"].unique().to_list()}
    contracts = {row["contract_id"] for row in
                 bulk.rows(do.conn, "penalties_paid_exactly", **asked)}  # fmt: skip
    if not contracts:
        return 0
    lock_contracts(do, contracts)
    # Once more, now that nobody else writes; two payments of the same sum pay once.
    rows, seen = bulk.rows(do.conn, "penalties_paid_exactly", **asked), set()
    for row in rows:
        if row["contract_id"] in contracts and seen.isdisjoint(row["ids"]):
            seen.update(row["ids"])
            opens = {one["id"]: one["open_cents"] for one in bulk.rows(
                do.conn, "penalties_open", contract_id=row["contract_id"], ids=row["ids"],
                buyer_id=0)}  # fmt: skip
            _pay(do, row["contract_id"], row["payment_id"],
                 {str(id_): cents for id_, cents in opens.items()})  # fmt: skip
    return len(seen)


def _pay(do: Act, contract_id: int, payment_id: int, penalties: dict[str, int]) -> Answer:
    """What `pay_penalties` does, the contract locked."""
    contract = contract_in_force(do.conn, contract_id, do.on)
    payment = payment_of(do, contract_id, payment_id)
    waiting = part_of(do, contract_id, payment, None)
    rows = _wanted(do, contract_id, payment, penalties, waiting)
    total = sum(row["cents"] for row in rows)
    if not 0 < total <= waiting:
        raise Refused("amount_too_large", amount_cents=total, most_cents=waiting)
    value_on = credited_on(contract, payment)
    entry_ids = [_book_paid(do, contract_id, payment_id, owner, value_on,
                            [row for row in rows if row["owner"] == owner])
                 for owner in sorted({row["owner"] for row in rows})]  # fmt: skip
    _move(do, [(contract_id, row["id"], -row["cents"]) for row in rows])
    open_payment(do, contract, payment, -total)
    judge_again_one(do, contract_id, [], [payment["buyer_id"]])
    fund_freed(do, [contract_id])
    return {"contract_id": contract_id, "payment_id": payment_id, "paid_cents": total,
            "open_cents": payment["open_cents"] - total, "currency": payment["currency"],
            "penalty_ids": [row["id"] for row in rows], "entry_ids": entry_ids}  # fmt: skip


def _wanted(
    do: Act, contract_id: int, payment: Row, penalties: dict[str, int], waiting: int
) -> list[Row]:
    """The penalties that are paid, with the `cents` of each."""
    ids = [int(id_) for id_ in penalties]
    found = {row["id"]: row for row in bulk.rows(
        do.conn, "penalties_open", contract_id=contract_id, ids=ids,
        buyer_id=payment["buyer_id"])}  # fmt: skip
    for id_ in ids:
        row = found.get(id_)
        if row is None or row["buyer_id"] != payment["buyer_id"]:
            raise Refused("penalty_unknown", penalty_id=id_)
        _check_part(row, penalties[str(id_)])
    same = [row for row in found.values() if row["currency"] == payment["currency"]]
    if not same:
        raise Refused("nothing_to_allocate", payment_id=payment["id"])
    rows, left = [], waiting
    for row in same:
        cents = penalties[str(row["id"])] if ids else min(left, row["open_cents"])
        left -= cents
        if cents:
            rows.append({**row, "cents": cents})
    return rows


def _check_part(row: Row, cents: int) -> None:
    """Whether so much of a penalty is open; Refused: penalty_over, amount_too_large."""
    if not row["open_cents"]:
        raise Refused("penalty_over", penalty_id=row["id"])
    if not 0 < cents <= row["open_cents"]:
        raise Refused("amount_too_large", amount_cents=cents, most_cents=row["open_cents"])


def _book_paid(
    do: Act, contract_id: int, payment_id: int, owner: str, value_on: Any, rows: list[Row]
) -> int:
    """One entry for what one payment pays of an owner's penalties; both are its items."""
    event, total = OF_OWNER[owner]["paid"], sum(row["cents"] for row in rows)
    sides = [("UNAL", payment_id, row["id"], row["cents"]) for row in rows]
    sides += [("PEN", row["id"], payment_id, -row["cents"]) for row in rows]
    movements = pl.DataFrame([
        {"item_id": item, "account": account, "against_id": against, "amount_cents": cents,
         "approved_cents": 0} for account, item, against, cents in sides
    ])  # fmt: skip
    return book(do, contract_id, event, f"{event}/{payment_id}/{do.id}", value_on,
                {"paid": total}, movements, currency=rows[0]["currency"])  # fmt: skip


@operation
def waive_penalty(
    do: Act, *, contract_id: int, penalty_id: int, amount_cents: int | None, reason: str
) -> Answer:
    """Propose to waive a penalty that was claimed, or a part of it; another person's approval does
    it. Kept with who, why and when. What is waived is not claimed again.

    Refused: reason_missing, penalty_unknown, penalty_over, amount_too_large. Source: DOMAIN 2.1.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    row = _penalty(do, contract_id, penalty_id)
    cents = row["open_cents"] if amount_cents is None else amount_cents
    _check_part(row, cents)
    said = {"what": "waive_penalty", "penalty_id": penalty_id, "amount_cents": cents,
            "invoice_ids": [row["invoice_id"]], "reason": reason.strip()}  # fmt: skip
    approval_id = propose(
        do, "reallocation", said, amount_cents=cents, currency=row["currency"],
        contract_id=contract_id, subject_id=penalty_id,
    )  # fmt: skip
    return {"contract_id": contract_id, "penalty_id": penalty_id, "approval_id": approval_id,
            "amount_cents": cents, "currency": row["currency"]}  # fmt: skip


def waive_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved waiver does, if as much is still open."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_contracts(do, [contract_id])
    row = _penalty(do, contract_id, asked["penalty_id"])
    cents = asked["amount_cents"]
    _check_part(row, cents)
    movements = pl.DataFrame([{"item_id": row["id"], "account": "PEN", "against_id": 0,
                               "amount_cents": -cents, "approved_cents": 0}])  # fmt: skip
    entry_id = book(
        do, contract_id, OF_OWNER[row["owner"]]["waived"],
        f"penalty_waived/{row['id']}/{approval['id']}", do.on, {"waived": cents}, movements,
        currency=row["currency"],
    )  # fmt: skip
    _move(do, [(contract_id, row["id"], -cents)])
    do.conn.execute(
        """INSERT INTO penalty_waiver (contract_id, penalty_id, approval_id, waived_on,
               amount_cents, reason, entry_id, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, row["id"], approval["id"], do.on, cents, asked["reason"], entry_id, do.id),
    )
    return {"contract_id": contract_id, "penalty_id": row["id"], "waived_cents": cents,
            "entry_id": entry_id}  # fmt: skip


def _penalty(do: Act, contract_id: int, penalty_id: int) -> Row:
    found = bulk.rows(do.conn, "penalties_open", contract_id=contract_id, ids=[penalty_id],
                      buyer_id=0)  # fmt: skip
    if not found:
        raise Refused("penalty_unknown", penalty_id=penalty_id)
    return found[0]


def check_claim_whole(do: Act, contract_id: int, rows: Sequence[Row]) -> None:
    """Whether nothing of the claims of an entry was paid or waived; Refused: penalty_touched."""
    for row in rows:
        found = _penalty(do, contract_id, row["item_id"])
        if found["open_cents"] != found["amount_cents"]:
            raise Refused("penalty_touched", penalty_id=found["id"])


def penalties_back(do: Act, contract_id: int, rows: Sequence[Row]) -> None:
    """What an entry (rows of undoable, its reversal booked) did to penalties is undone: a claim is
    no more, what was paid or waived is open again."""
    of = [row for row in rows if row["account"] == "PEN"]
    _move(do, [(contract_id, row["item_id"], -row["amount_cents"]) for row in of],
          undoes=rows[0]["event"] in CLAIMED)  # fmt: skip


def used_for_penalties(do: Act, keys: Sequence[Key]) -> dict[Key, int]:
    """How much of some payments has paid penalties."""
    used: dict[Key, int] = {}
    for row in _paid_by(do, keys):
        key = (row["contract_id"], row["payment_id"])
        used[key] = used.get(key, 0) + row["cents"]
    return used


def free_penalties(do: Act, keys: Sequence[Key]) -> None:
    """Undo what payments have paid of penalties: those are owed again, and the money waits. The
    contracts are locked by the caller."""
    rows = _paid_by(do, keys)
    if not rows:
        return
    frame = pl.DataFrame(rows)
    entries = frame.group_by("contract_id", reverses_id="entry_id", maintain_order=True).agg(
        pl.col("owner", "currency", "value_on", "payment_id").first(),
        (-pl.col("cents").sum()).alias("cents"),
    )  # fmt: skip
    entries = entries.with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, entries.height), pl.Int64),
        pl.col("owner").replace_strict({of: events["paid"] for of, events in OF_OWNER.items()})
        .alias("event"),
        pl.lit("paid").alias("name"),
        pl.format("undone/{}/{}/{}", "reverses_id", pl.lit(do.id), "payment_id").alias("key"),
    )  # fmt: skip
    moved = frame.rename({"entry_id": "reverses_id"}).join(
        entries.select("contract_id", "reverses_id", "entry_id"),
        on=["contract_id", "reverses_id"], maintain_order="left",
    )  # fmt: skip
    nothing = pl.lit(0, pl.Int64).alias("approved_cents")
    of = ("contract_id", "entry_id")
    money = moved.select(*of, item_id="payment_id", account=pl.lit("UNAL"),
                         against_id="penalty_id", amount_cents=-pl.col("cents"))  # fmt: skip
    owed = moved.select(*of, item_id="penalty_id", account=pl.lit("PEN"),
                        against_id="payment_id", amount_cents=pl.col("cents"))  # fmt: skip
    book_many(do, entries, entries.select("entry_id", "name", "cents"),
              pl.concat([money, owed]).with_columns(nothing))  # fmt: skip
    _move(do, frame.select("contract_id", "penalty_id", "cents").rows())
    contracts = contracts_batch(do.conn, set(frame["contract_id"]), do.on)
    open_payments(do, contracts, frame.select("contract_id", "payment_id", "buyer_id", "cents"))
    judge_again(do, contracts, NO_INVOICES, frame.select("contract_id", "buyer_id").unique())


def _paid_by(do: Act, keys: Sequence[Key]) -> list[Row]:
    return bulk.rows(do.conn, "penalties_paid_by", contract_ids=[key[0] for key in keys],
                     payment_ids=[key[1] for key in keys])  # fmt: skip


def _move(do: Act, moves: Sequence[tuple[int, int, int]], *, undoes: bool = False) -> None:
    """More of penalties (contract, penalty, cents) is open, or less."""
    found = bulk.rows(
        do.conn, "move_penalties", contract_ids=[row[0] for row in moves],
        ids=[row[1] for row in moves], cents=[row[2] for row in moves], undoes=undoes,
    )  # fmt: skip
    if len(found) < len({row[:2] for row in moves}):
        raise AssertionError("more of a penalty was to move than it has")
