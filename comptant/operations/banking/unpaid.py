"""Instruments that come back unpaid: what they paid is owed again, with its due dates; the money
leaves with the value date of its credit; what had been given away of it is claimed; the buyer has
had an incident. Source: DOMAIN 4.3, 5.8."""

import json
from collections.abc import Sequence

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many, operation
from comptant.operations.books.billing import bill_unpaid_fees
from comptant.operations.books.ledger import book, book_many
from comptant.operations.collection.debit_unnamed import NAMED
from comptant.operations.collection.homes import (
    bring_back,
    claim_gone,
    homes_of,
    key_of,
    stuck,
)
from comptant.operations.collection.instruments import instrument_of, take_steps
from comptant.operations.collection.reversals import Key, unbooked
from comptant.operations.paying.claims import CHARGED, CLAIMED, REPAID
from comptant.operations.paying.dropping import drop_orders
from comptant.operations.portfolio.losses import lost_again
from comptant.operations.terms.contracts import contracts_batch
from comptant.store import bulk

INCIDENT = "payment_incident_on"


@operation
def return_instrument(
    do: Act, *, contract_id: int, instrument_id: int, reason: str, movement_id: int | None
) -> Answer:
    """Say by hand that an instrument is unpaid, before or after our bank has credited it; and, of
    a bank debit in suspense (`movement_id`), that it is the one of this return.

    Its money is followed wherever it was moved, and comes back from there. What was refunded of it,
    passed on to the client or credited as his own, is claimed there: `charged_cents` of clients,
    `claimed_cents` of buyers. The bank's statement says the same by itself.

    Refused: reason_missing, instrument_unknown, instrument_not_remitted, instrument_step_taken,
    instrument_money_used (some of it cannot be taken back where it is), debit_unknown,
    amounts_differ.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    house = bulk.row(do.conn, "house") or {}
    lock_many(do)  # its money may be anywhere, and stays there from now on
    asked = instrument_of(do, contract_id, instrument_id)
    lock_homes(do, [asked, *([{"contract_id": house["id"], "payment_id": None}]
                             if movement_id else [])])  # fmt: skip
    found = instrument_of(do, contract_id, instrument_id)
    if "REMITTED" not in found["steps"]:
        raise Refused("instrument_not_remitted", instrument_id=instrument_id)
    is_new = "RETURNED" not in found["steps"]
    if not is_new and movement_id is None:
        raise Refused("instrument_step_taken", instrument_id=instrument_id,
                      instrument_step="RETURNED")  # fmt: skip
    for home in _in_the_way(do, [found]).values() if is_new else ():
        raise Refused("instrument_money_used", instrument_id=instrument_id,
                      payment_id=home["payment_id"],
                      contract_number=home["contract_number"])  # fmt: skip
    named_id = None
    if movement_id is not None:
        named_id = _name_debit(do, house["id"], found, movement_id)
    made, entries = take_back(do, [{**found, "reason": reason}]) if is_new else ([], {})
    charged, claimed = (sum(abs(row["cents"]) for row in made if row["event"] in events)
                        for events in ((CHARGED, REPAID), (CLAIMED,)))  # fmt: skip
    return {"instrument_id": instrument_id, "contract_id": contract_id, "reason": reason,
            "amount_cents": found["amount_cents"], "currency": found["currency"],
            "value_on": found["value_on"].isoformat(), "buyer_id": found["buyer_id"],
            "charged_cents": charged, "claimed_cents": claimed,
            "entry_id": entries.get(instrument_id, named_id),
            "lost_again_in": lost_again(do)}  # fmt: skip


def lock_homes(do: Act, found: Sequence[bulk.Row]) -> None:
    """Lock every contract where money of instruments (contract_id, payment_id) is. Whoever asks has
    the turn of those who lock several: what has moved stays where it is."""
    homes = homes_of(do, _keys(found))
    lock_contracts(do, {*(row["contract_id"] for row in found),
                        *(home["contract_id"] for home in homes)})  # fmt: skip


def returnable(do: Act, found: Sequence[bulk.Row]) -> set[int]:
    """The instruments of these all the money of which, if they have brought any, can be taken back
    where it is, or claimed. Their contracts are locked (lock_homes)."""
    return {row["id"] for row in found} - _in_the_way(do, found).keys()


def _in_the_way(do: Act, found: Sequence[bulk.Row]) -> dict[int, bulk.Row]:
    """The instruments of these that are not returnable, each with where its money is stuck."""
    where = stuck(do, homes_of(do, _keys(found)))
    return {row["id"]: where[key] for row in found
            if (key := (row["contract_id"], row["payment_id"])) in where}  # fmt: skip


def _keys(found: Sequence[bulk.Row]) -> list[Key]:
    """The payments that instruments have brought, with their contracts."""
    return [(row["contract_id"], row["payment_id"]) for row in found
            if row["payment_id"] is not None]  # fmt: skip


def take_back(do: Act, found: Sequence[bulk.Row]) -> tuple[list[bulk.Row], dict[int, int]]:
    """Undo what unpaid instruments (each with its `reason`) have done, claim what of it has gone,
    and tell it of their buyers: as many statements for many as for one; the claims made, and the
    entry of each return. Orders
    that would give more of it away and are not at the bank are taken back. The contracts are locked
    by the caller (lock_homes), who has asked whether they are returnable."""
    if not found:
        return [], {}
    entries = _uncredit(do, [row for row in found if row["payment_id"] is None])
    brought = [row for row in found if row["payment_id"] is not None]
    homes = homes_of(do, _keys(brought))
    drop_orders(do, [key_of(home) for home in homes])
    claims = claim_gone(do, homes)
    ids = bring_back(do, homes, [
        unbooked(
            row["contract_id"], row["payment_id"], "instrument_returned", "returned", _key(row),
            movement_id=row["id"], value_on=row["value_on"], own_account_id=0,
        ) for row in brought
    ])  # fmt: skip
    entries |= dict(zip((row["id"] for row in brought), ids, strict=True))
    take_steps(do, [
        {"contract_id": row["contract_id"], "instrument_id": row["id"], "step": "RETURNED",
         "value_on": row["value_on"], "entry_id": entries[row["id"]], "reason": row["reason"],
         "turn": row["turn"]}
        for row in found
    ])  # fmt: skip
    bulk.execute(
        do.conn, "insert_buyer_facts", name=INCIDENT, valid_from_on=do.on,
        value=json.dumps(do.on.isoformat()), act_id=do.id,
        contract_ids=[row["contract_id"] for row in found],
        buyer_ids=[row["buyer_id"] for row in found],
        sources=[f"{row['payment_means']} {row['number']}: {row['reason']}" for row in found],
    )  # fmt: skip
    contracts = contracts_batch(do.conn, {row["contract_id"] for row in found}, do.on)
    bill_unpaid_fees(do, contracts, pl.DataFrame([
        {"contract_id": row["contract_id"], "event": _key(row), "base_cents": row["amount_cents"]}
        for row in found
    ]))  # fmt: skip
    return claims, entries


def _key(row: bulk.Row) -> str:
    """Of its return: one that was undone may come back truly."""
    again = f"/{row['turn']}" if row["turn"] > 1 else ""
    return f"instrument/{row['id']}/returned{again}"


def _uncredit(do: Act, found: Sequence[bulk.Row]) -> dict[int, int]:
    """The collection of instruments that brought no money yet is undone: their entries."""
    if not found:
        return {}
    entries = pl.DataFrame(
        [
            {
                "contract_id": row["contract_id"],
                "instrument_id": row["id"],
                "key": _key(row),
                "event": "instrument_uncredited",
                "value_on": row["value_on"],
                "name": "returned",
                "cents": row["amount_cents"],
            }
            for row in found
        ]
    ).with_columns(pl.Series("entry_id", bulk.take_ids(do.conn, len(found)), pl.Int64))
    book_many(do, entries, entries.select("entry_id", "name", "cents"))
    return dict(entries.select("instrument_id", "entry_id").iter_rows())


def _name_debit(do: Act, house_id: int, found: bulk.Row, movement_id: int) -> int:
    """A debit in suspense is that of this return: two linked entries; that of its contract."""
    debits = bulk.rows(do.conn, "read_debits", movement_id=movement_id)
    if not debits or debits[0]["currency"] != found["currency"]:
        raise Refused("debit_unknown", movement_id=movement_id)
    if "DEBITED" in found["steps"]:
        raise Refused("instrument_step_taken", instrument_id=found["id"],
                      instrument_step="DEBITED")  # fmt: skip
    if "SETTLED" not in found["steps"]:
        raise Refused("instrument_not_settled", instrument_id=found["id"])
    cents, value_on = found["amount_cents"], debits[0]["value_on"]
    if debits[0]["amount_cents"] != -cents:
        raise Refused("amounts_differ", payment_cents=cents,
                      debit_cents=-debits[0]["amount_cents"])  # fmt: skip
    turn = found["debit_turn"]
    again = f"/{turn}" if turn > 1 else ""
    book(do, house_id, "debit_moved_out", f"explained/{movement_id}/of/{found['id']}{again}",
         value_on, {"moved": cents}, currency=found["currency"])  # fmt: skip
    entry_id = book(do, found["contract_id"], NAMED,
                    f"explained/{movement_id}/{found['id']}{again}", value_on,
                    {"debited": cents})  # fmt: skip
    take_steps(do, [{"contract_id": found["contract_id"], "instrument_id": found["id"],
                     "step": "DEBITED", "turn": turn, "value_on": value_on,
                     "entry_id": entry_id, "bank_movement_id": movement_id}])  # fmt: skip
    return entry_id
