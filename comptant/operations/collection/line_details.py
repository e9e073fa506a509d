"""A line of a statement that is many payments in one sum, and the camt.054 that tells them.

The detail first: it waits, and the line is taken as its payments. The line first: its sum waits,
and the detail un-books it and books its payments, on the same line of the bank. Of several notices
of one line the newest that makes the line counts. Decisions 0015, 0086.
"""

from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, lock_contracts
from comptant.operations.collection.advice import use_advices
from comptant.operations.collection.cash import collect
from comptant.operations.collection.penalty_payments import use_penalties
from comptant.operations.collection.reminded import use_reminders
from comptant.operations.collection.reversals import unbook, unbooked
from comptant.operations.terms.contracts import contracts_in_force
from comptant.rules.calendar import value_day
from comptant.rules.columns import c, shape
from comptant.store import bulk

DETAILS = shape(
    "movement_id", "entry_key", "own_account_id", "booked_on", "value_on", "currency",
    "amount_cents", "bank_reference?", "end_to_end_reference?", "payer_name?", "payer_iban?",
    "credited_iban?", "remittance_text", "creditor_reference?", "operation_code?",
    "return_reason?", "is_reversal", "act_id", "entry_cents", "is_told",
)  # fmt: skip
NOT_NEW = ("entry_key", "act_id", "entry_cents", "is_told", "is_corrected")
NEW = tuple(name for name in DETAILS.names if name not in NOT_NEW)


def with_details(do: Act, new: pl.DataFrame) -> pl.DataFrame:
    """NEW_MOVEMENTS with each line that a camt.054 has told in the place of its sum: its payments,
    all of the line's movement."""
    (is_told,) = do.conn.execute(
        "SELECT EXISTS (SELECT FROM expected_movement WHERE source = 'camt.054')"
    ).fetchone() or (False,)
    if not is_told or new.filter(c.amount_cents > 0).is_empty():
        return new
    details = _details(do, new["movement_id"].to_list(), [])
    lumps = details["movement_id"].unique().implode()
    both = pl.concat([new.filter(~c.movement_id.is_in(lumps)), details.select(new.columns)])
    return both.sort("movement_id", maintain_order=True)


def replace_lumps(do: Act, entry_keys: list[str]) -> Answer:
    """Put payments in the place of the lines that these entries detail and whose sum still waits
    whole. Lines that people have touched since are left, and told as `touched`: payment ids; those
    of which an earlier notice was used, as `used_before`."""
    details = _details(do, [], entry_keys)
    waiting, touched = _waiting(do, details)
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, {house["id"], *(payment["contract_id"] for payment in waiting.values())})
    # Once more: what waited may have been allocated before we had its lock.
    waiting, touched = _waiting(do, details)
    _unbook(do, details, waiting, house["id"])
    told = details.filter(c.movement_id.is_in(list(waiting)))
    received = told.select(NEW)
    corrected = set(details.filter(pl.col("is_corrected"))["movement_id"])
    left = {name: sorted(id_ for movement_id, ids in touched.items()
                         if (movement_id in corrected) == is_corrected for id_ in ids)
            for name, is_corrected in (("touched", False), ("used_before", True))}  # fmt: skip
    counts, short = collect(do, received)
    advised = use_advices(do, received)
    advised["advised"] += use_reminders(do, received, short)
    use_penalties(do, received)
    return {"detailed": len(waiting), **left, **counts, **advised}


def _details(do: Act, movement_ids: list[int], entry_keys: list[str]) -> pl.DataFrame:
    """DETAILS of the lines whose payments, each above zero, make the line, from the newest notice
    of each that does; `is_corrected`: an older one did as well."""
    found = bulk.read(
        do.conn, "details_of_lines", DETAILS, movement_ids=movement_ids, entry_keys=entry_keys
    )
    entry = ("movement_id", "entry_key")
    whole = c.amount_cents.sum().over(entry) == c.entry_cents
    above = (c.amount_cents > 0).all().over(entry)
    # One payment that the statement tells as well as the detail does, or that names nobody, is no
    # sum of several.
    nobody = c.payer_name.is_null() & c.payer_iban.is_null()
    alone = (pl.len().over(entry) == 1) & (pl.col("is_told") | nobody)
    # Payments of ours that come back among others: a person tells them apart.
    references = found["end_to_end_reference"].drop_nulls().unique().to_list()
    orders = bulk.rows(do.conn, "orders_by_reference", references=references)
    ours = c.end_to_end_reference.is_in([row["end_to_end_reference"] for row in orders])
    mixed = ours.fill_null(False).any().over(entry)
    good = found.filter(whole & above & ~alone)
    newest = good.with_columns(
        is_corrected=c.act_id.min().over("movement_id") < c.act_id.max().over("movement_id")
    ).filter(c.act_id == c.act_id.max().over("movement_id"))
    # Two in one file prove nothing.
    return newest.filter((c.entry_key.n_unique().over("movement_id") == 1) & ~mixed)


def _waiting(
    do: Act, details: pl.DataFrame
) -> tuple[dict[int, dict[str, Any]], dict[int, list[int]]]:
    """The payment of each line that waits whole for its detail, and by line those that do not.

    A payment made after the detail was known was made of it.
    """
    known = dict(details.select("movement_id", "act_id").iter_rows())
    payments = bulk.rows(do.conn, "payments_of_lines", movement_ids=list(known))
    waiting: dict[int, dict[str, Any]] = {}
    touched: dict[int, list[int]] = {}
    for movement_id, act_id in known.items():
        before = [row for row in payments
                  if row["bank_movement_id"] == movement_id and row["act_id"] < act_id]  # fmt: skip
        lump = [row for row in before if row["open_cents"] == row["amount_cents"]]
        others = [row for row in payments if row["bank_movement_id"] == movement_id]
        if len(others) == 1 and lump and not lump[0]["is_going"]:
            waiting[movement_id] = lump[0]
        elif len(others) == len(before):
            touched[movement_id] = [row["id"] for row in before]
    return waiting, touched


def _unbook(
    do: Act, details: pl.DataFrame, waiting: dict[int, dict[str, Any]], house_id: int
) -> None:
    """Take the sums out of the books, with the value dates that they were booked with."""
    lines = {line["movement_id"]: line for line in details.iter_rows(named=True)}
    ids = {payment["contract_id"] for payment in waiting.values()} - {house_id}
    contracts = contracts_in_force(do.conn, sorted(ids), do.on)
    parts = []
    for movement_id, payment in waiting.items():
        line, of = lines[movement_id], payment["contract_id"]
        value_on = line["value_on"]
        if of != house_id:
            value_on = value_day(value_on, contracts[of].terms["collection_value_days"])
        parts.append(unbooked(
            of, payment["id"], "line_detailed", "received",
            f"bank/{do.id}/{line['own_account_id']}/{payment['id']}/detailed",
            movement_id=movement_id, value_on=value_on, own_account_id=line["own_account_id"],
        ))  # fmt: skip
    unbook(do, parts)
