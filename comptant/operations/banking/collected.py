"""What the bank's statement says of instruments: remittances credited, items that come back unpaid;
and the same said by hand, for what the statement did not name. Source: DOMAIN 5.8, 8.1."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.banking.unpaid import lock_homes, returnable, take_back
from comptant.operations.books.ledger import book, book_many
from comptant.operations.collection.cash import payment_of
from comptant.operations.collection.instruments import instruments, take_steps
from comptant.operations.collection.moving import part_of
from comptant.rules.batch import decide
from comptant.rules.collecting import (
    ANY,
    Lot,
    collected_means,
    key_of,
    lot_of,
    names_item,
    unpaid_means,
)
from comptant.rules.columns import c
from comptant.store import bulk

LOOKED_AROUND = timedelta(days=90)  # of the days asked of the bank
RETURNED_WITHIN = timedelta(days=430)  # a debit without mandate is given back for 13 months


@dataclass
class Told:
    """The movements of a file that are of instruments, and how many of each kind."""

    movement_ids: list[int] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"collected": 0, "unpaid": 0})


def tell_instruments(do: Act, new: pl.DataFrame) -> Told:
    """Book the credits of remittances and the debits of unpaid items (NEW_MOVEMENTS). What is not
    sure is left: a credit is then money received, a debit waits in suspense."""
    told = Told()
    if new.is_empty():
        return told
    new = decide(new, (collected_means, unpaid_means), nullable=("collected_means", "unpaid_means"))
    _credits(do, new.filter((c.amount_cents > 0) & c.unpaid_means.is_null()), told)
    _debits(do, new.filter(c.amount_cents < 0), told)
    return told


def _credits(do: Act, rows: pl.DataFrame, told: Told) -> None:
    if rows.is_empty():
        return
    days = rows["booked_on"]
    lots = open_lots(
        do, rows["own_account_id"].unique().to_list(),
        _day(days.min()) - LOOKED_AROUND, _day(days.max()) + LOOKED_AROUND,
    )  # fmt: skip
    amounts = {lot.total_cents for lot in lots}
    settled: list[tuple[dict[str, Any], Lot]] = []
    for row in rows.filter(c.amount_cents.is_in(list(amounts))).iter_rows(named=True):
        lot = lot_of(
            lots, amount_cents=row["amount_cents"], own_account_id=row["own_account_id"],
            booked_on=row["booked_on"], told=_text(row), means=row["collected_means"],
            has_payer=bool(row["payer_name"] or row["payer_iban"]),
        )  # fmt: skip
        if lot is None:
            continue
        settled.append((row, lot))
        lots = [other for other in lots if not other.ids & lot.ids]
        told.movement_ids.append(row["movement_id"])
        told.counts["collected"] += len(lot.ids)
    _settle(do, settled)


def open_lots(do: Act, account_ids: list[int], first_on: date, last_on: date) -> list[Lot]:
    """What our bank may credit at once: each whole remittance, each lot of it, each item."""
    rows = bulk.rows(
        do.conn, "open_lots", own_account_ids=account_ids, first_on=first_on, last_on=last_on,
        collection_id=None,
    )  # fmt: skip
    groups: dict[tuple[object, ...], list[bulk.Row]] = {}
    for row in rows:
        groups.setdefault(("remittance", row["collection_id"]), []).append(row)
        groups.setdefault(("lot", row["lot"]), []).append(row)
        groups.setdefault(("item", row["id"]), []).append(row)
    found = []
    for (kind, _), items in groups.items():
        first = items[0]
        names = {"remittance": [first["reference"]], "lot": [first["lot"]],
                 "item": [first["own_reference"]]}[str(kind)]  # fmt: skip
        found.append(Lot(
            frozenset(key_of(name) for name in names), first["payment_means"],
            first["own_account_id"], min(row["collect_on"] for row in items),
            first["remitted_on"], sum(row["amount_cents"] for row in items),
            frozenset((row["contract_id"], row["id"]) for row in items), kind == "item",
        ))  # fmt: skip
    return _merged(found)


def _merged(lots: list[Lot]) -> list[Lot]:
    """A remittance of one lot, or a lot of one item, is one thing with several names."""
    by_ids: dict[frozenset[tuple[int, int]], Lot] = {}
    for lot in lots:
        other = by_ids.get(lot.ids)
        by_ids[lot.ids] = lot if other is None else Lot(
            other.references | lot.references, lot.means, lot.own_account_id, lot.collect_on,
            lot.remitted_on, lot.total_cents, lot.ids, other.is_alone and lot.is_alone,
        )  # fmt: skip
    return list(by_ids.values())


def _settle(do: Act, settled: Sequence[tuple[dict[str, Any], Lot]]) -> None:
    """The bank's credits (rows of NEW_MOVEMENTS) clear the collection account of their lots; once,
    by an entry of each contract and credit."""
    if not settled:
        return
    of = {key: row for row, lot in settled for key in lot.ids}
    lock_contracts(do, {contract_id for contract_id, _ in of})
    found = [(each, of[each["contract_id"], each["id"]]) for each in instruments(do, sorted(of))]
    _tell_bank(do, found, "SETTLED", "instrument_settled")


def _tell_bank(
    do: Act, found: Sequence[tuple[bulk.Row, dict[str, Any]]], step: str, event: str
) -> None:
    """Book what lines of the bank say of instruments, each with its line, and their steps: an entry
    of each contract and line."""
    if not found:
        return
    rows = pl.DataFrame([
        {"contract_id": each["contract_id"], "cents": each["amount_cents"],
         "movement_id": row["movement_id"], "value_on": row["value_on"],
         "sub_id": row["own_account_id"], "currency": row["currency"]}
        for each, row in found
    ])  # fmt: skip
    name = step.lower()
    of = ["contract_id", "movement_id"]
    entries = rows.group_by(of, maintain_order=True).agg(
        pl.col("cents").sum(), pl.col("value_on", "sub_id", "currency").first()
    )
    entries = entries.with_columns(
        pl.Series("entry_id", bulk.take_ids(do.conn, entries.height), pl.Int64),
        pl.format(f"movement/{{}}/{name}", "movement_id").alias("key"),
        event=pl.lit(event),
        name=pl.lit(name),
    )
    book_many(do, entries, entries.select("entry_id", "name", "cents"))
    ids = {(contract_id, movement_id): entry_id for contract_id, movement_id, entry_id
           in entries.select(*of, "entry_id").iter_rows()}  # fmt: skip
    take_steps(do, [
        _step(each, step, row, ids[each["contract_id"], row["movement_id"]]) for each, row in found
    ])  # fmt: skip


def _step(found: bulk.Row, step: str, row: dict[str, Any], entry_id: int) -> dict[str, Any]:
    return {"contract_id": found["contract_id"], "instrument_id": found["id"], "step": step,
            "turn": found["debit_turn" if step == "DEBITED" else "settle_turn"],
            "value_on": row["value_on"], "entry_id": entry_id,
            "bank_movement_id": row["movement_id"]}  # fmt: skip


def _debits(do: Act, rows: pl.DataFrame, told: Told) -> None:
    if rows.is_empty():
        return
    candidates = bulk.rows(
        do.conn, "instruments_debitable", amounts=(-rows["amount_cents"]).unique().to_list(),
        own_account_ids=rows["own_account_id"].unique().to_list(),
        since_on=_day(rows["booked_on"].min()) - RETURNED_WITHIN,
    )  # fmt: skip
    if not candidates:
        return
    lines = list(rows.iter_rows(named=True))
    possible = {(each["contract_id"], each["id"]) for row in lines
                for each in _fitting(candidates, row)}  # fmt: skip
    lock_homes(do, instruments(do, sorted(possible)))
    known = {row["id"]: row for row in instruments(do, sorted(possible))}
    new = [row for row in known.values() if "RETURNED" not in row["steps"]]
    may = returnable(do, new) | known.keys() - {row["id"] for row in new}
    unpaid = []
    for row in lines:
        chosen = _unpaid(candidates, row)
        if chosen is not None and chosen["id"] in may:
            candidates.remove(chosen)
            unpaid.append((known[chosen["id"]], row))
            told.movement_ids.append(row["movement_id"])
            told.counts["unpaid"] += 1
    take_back(do, [
        {**found, "reason": row["return_reason"] or row["remittance_text"] or "unpaid"}
        for found, row in unpaid if "RETURNED" not in found["steps"]
    ])  # fmt: skip
    _tell_bank(do, unpaid, "DEBITED", "instrument_debited")


def _fitting(candidates: list[bulk.Row], row: dict[str, Any]) -> list[bulk.Row]:
    """The items that a debit may return, by amount, account and the bank's code."""
    return [each for each in candidates
            if each["amount_cents"] == -row["amount_cents"]
            and each["own_account_id"] == row["own_account_id"]
            and each["currency"] == row["currency"]
            and row["unpaid_means"] in (None, ANY, each["payment_means"])]  # fmt: skip


def _unpaid(candidates: list[bulk.Row], row: dict[str, Any]) -> bulk.Row | None:
    """The one item that a debit returns: the one it names, else, where the bank's code says that
    it is an unpaid item, the only one of its amount."""
    fitting = _fitting(candidates, row)
    named = [
        each
        for each in fitting
        if names_item(_text(row), each["own_reference"], each["number"], each["id"])
    ]
    if not named and row["unpaid_means"]:
        named = fitting
    return named[0] if len(named) == 1 else None


def _text(row: dict[str, Any]) -> str:
    names = ("end_to_end_reference", "bank_reference", "creditor_reference", "remittance_text")
    return " ".join(row[name] or "" for name in names)


def _day(value: object) -> date:
    if not isinstance(value, date):
        raise TypeError(f"{value!r} is no date")
    return value


@operation
def settle_collection(
    do: Act, *, collection_id: int, payment_id: int, instrument_ids: list[int]
) -> Answer:
    """Say by hand that unknown money is our bank's credit of a remittance, or of some of its items.

    Refused: payment_unknown, payment_going_back, credit_of_instrument (it is no line of the bank),
    collection_unknown, instrument_unknown, credit_differs (a part of it is another's, or of some
    of the items alone).
    """
    house = bulk.row(do.conn, "house") or {}
    lock_many(do)  # before the house alone: the contracts of the items are known later
    lock_contracts(do, [house["id"]])
    payment = payment_of(do, house["id"], payment_id)
    rows = _open_items(do, collection_id, instrument_ids)
    lock_contracts(do, {house["id"], *(row["contract_id"] for row in rows)})
    payment, rows = payment_of(do, house["id"], payment_id), _open_items(
        do, collection_id, instrument_ids)  # fmt: skip
    part_of(do, house["id"], payment, None)
    if not payment["bank_movement_id"]:
        raise Refused("credit_of_instrument", payment_id=payment_id)
    total = sum(row["amount_cents"] for row in rows)
    if total != payment["open_cents"]:
        raise Refused("credit_differs", payment_id=payment_id, collection_id=collection_id,
                      payment_cents=payment["open_cents"], items_cents=total)  # fmt: skip
    _from_unknown(do, house["id"], payment, total)
    for contract_id in sorted({row["contract_id"] for row in rows}):
        mine = [row for row in rows if row["contract_id"] == contract_id]
        entry_id = book(
            do, contract_id, "instrument_settled_by_hand", f"settled/{payment_id}/{do.id}",
            payment["value_on"], {"settled": sum(row["amount_cents"] for row in mine)},
            currency=payment["currency"],
        )  # fmt: skip
        told = {"value_on": payment["value_on"], "movement_id": payment["bank_movement_id"]}
        take_steps(do, [_step(row, "SETTLED", told, entry_id) for row in mine])
    return {"collection_id": collection_id, "count": len(rows), "settled_cents": total,
            "currency": payment["currency"]}  # fmt: skip


def _open_items(do: Act, collection_id: int, instrument_ids: list[int]) -> list[bulk.Row]:
    found = do.conn.execute(
        "SELECT own_account_id FROM collection WHERE id = %s", (collection_id,)
    ).fetchone()
    if found is None:
        raise Refused("collection_unknown", collection_id=collection_id)
    rows = bulk.rows(
        do.conn, "open_lots", own_account_ids=[found[0]], first_on=date.min, last_on=date.max,
        collection_id=collection_id,
    )  # fmt: skip
    missing = sorted(set(instrument_ids) - {row["id"] for row in rows})
    if missing:
        raise Refused("instrument_unknown", instrument_id=missing[0])
    return [row for row in rows if not instrument_ids or row["id"] in instrument_ids]


def _from_unknown(do: Act, house_id: int, payment: dict[str, Any], cents: int) -> None:
    """Money of nobody leaves the house's own contract."""
    movement = pl.DataFrame([{
        "item_id": payment["id"], "account": "UNAL", "against_id": 0, "amount_cents": cents,
        "approved_cents": 0}])  # fmt: skip
    book(do, house_id, "cash_moved_out", f"settled/{payment['id']}/{do.id}", payment["value_on"],
         {"moved": cents}, movement, currency=payment["currency"])  # fmt: skip
    do.conn.execute(
        "UPDATE payment SET open_cents = 0 WHERE contract_id = %s AND id = %s",
        (house_id, payment["id"]),
    )
