"""Garnishments (saisie-attribution, SATD) of what we owe a client: registered with the instant at
which they were served, compared with the transfer of each invoice, what is owed then held.

Source: DOMAIN 1.8; docs/decisions/0128-a-garnishment-reaches-what-is-the-clients-then.md.
"""

from datetime import datetime
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.drawing.availability import availability_now
from comptant.operations.registry.parties import kind_of
from comptant.operations.terms.contracts import (
    Contract,
    contract_in_force,
    contracts_in_force,
    no_buyer_of,
)
from comptant.rules.batch import decide
from comptant.rules.columns import VOCABULARY
from comptant.rules.garnishment import HOLDING, KINDS, SERVED, TRANSFERS, is_reached
from comptant.rules.paying_out import TO_CLIENT
from comptant.store import bulk

Row = dict[str, Any]
IN_OUR_HANDS = 0
NOTHING_HELD = {"held_cents": 0, "payable_cents": 0}
NONE_FREE = {"pending_cents": 0, "available_cents": 0, "garnished_held_cents": 0}
ALSO = ("contract_id", "garnishment_id", "held_cents", "payable_cents", "paid_since_cents")


@operation
def register_garnishment(
    do: Act, *, contract_id: int, kind: str, creditor_id: int, reference: str,
    served_at: datetime, buyer_id: int, amount_cents: int,
) -> Answer:  # fmt: skip
    """Register a garnishment (SAISIE_ATTRIBUTION, SATD) served in our hands (`buyer_id` 0) or in a
    buyer's, at an instant: an invoice transferred to us before is not reached. In our hands it
    holds what we owed the client at that instant and owe him still, conditional or to come
    included, up to its amount: on this contract, and what it lacks on his others in this currency
    (`also_held`). What garnishments served later hold beyond what is left, they yield. In a
    buyer's hands it reaches what that buyer owes on invoices transferred later. What it holds is
    not drawn. `creditor_id`: the bailiff or the public accountant who is paid. Told: what has left
    to the client since its instant (`paid_since_cents`), and orders to cancel.

    Refused: contract_unknown, garnishment_kind_unknown, reference_missing, party_unknown,
    garnishment_of_client (a client garnishes nothing of its own), garnishment_instant_wrong (to
    come), garnishment_amount_wrong, buyer_not_of_contract, garnishment_known (under another
    contract of his too, and however its reference is spelt).
    """
    is_ours = buyer_id == IN_OUR_HANDS
    ids = [contract_id]
    if is_ours:
        found = bulk.rows(do.conn, "contracts_of_client", contract_id=contract_id)
        ids = [row["id"] for row in found] or ids
    lock_contracts(do, ids)
    contract = contract_in_force(do.conn, contract_id, do.on)
    _check(do, contract, kind, creditor_id, reference, served_at, buyer_id, amount_cents)
    act = {
        "garnishment_kind": kind, "creditor_id": creditor_id, "reference": reference.strip(),
        "served_at": served_at, "buyer_id": buyer_id, "amount_cents": amount_cents,
    }  # fmt: skip
    _check_known(do, ids, act)
    told = _registered(do, contract, act, amount_cents)
    others, lacks = [], amount_cents - told["held_cents"]
    for id_, other in contracts_in_force(do.conn, ids[1:], do.on).items():
        if is_ours and other.terms and lacks > 0 and _held(do, id_, act, lacks)["held_cents"]:
            others.append(_registered(do, other, act, lacks))
            lacks -= others[-1]["held_cents"]
    return {**told, "also_held": [{name: one[name] for name in ALSO} for one in others],
            "orders_to_cancel": [id_ for one in (told, *others)
                                 for id_ in one["orders_to_cancel"]]}  # fmt: skip


def _registered(do: Act, contract: Contract, act: Row, amount_cents: int) -> Answer:
    """One act kept on one contract, where it holds at most an amount."""
    contract_id, served_at, is_ours = contract.id, act["served_at"], not act["buyer_id"]
    found = _held(do, contract_id, act, amount_cents) if is_ours else NOTHING_HELD
    since = bulk.rows(do.conn, "paid_since", contract_id=contract_id, served_at=served_at)[0]
    told = {**act, **found, "contract_id": contract_id, "currency": contract.currency,
            "paid_since_cents": since["paid_since_cents"]}  # fmt: skip
    id_ = _write(do, told)
    later = _yielded(do, contract_id, id_, found["held_cents"]) if is_ours else []
    items = _compared(do, contract_id, id_, served_at, act["buyer_id"])
    waiting = bulk.rows(do.conn, "draws_waiting", contract_id=contract_id, later=later)
    return {"contract_id": contract_id, "garnishment_id": id_,
            **{name: told[name] for name in ("held_cents", "payable_cents", "paid_since_cents",
                                             "currency")},
            "invoice_count": len(items), "reached_count": sum(one["is_reached"] for one in items),
            "orders_to_cancel": [row["order_id"] for row in waiting]}  # fmt: skip


def _check(
    do: Act, contract: Contract, kind: str, creditor_id: int, reference: str, served_at: datetime,
    buyer_id: int, amount_cents: int,
) -> None:  # fmt: skip
    if kind not in KINDS:
        raise Refused("garnishment_kind_unknown", garnishment_kind=kind, known=" ".join(KINDS))
    if not reference.strip():
        raise Refused("reference_missing")
    kind_of(do, creditor_id)
    if creditor_id == contract.client_id:
        raise Refused("garnishment_of_client", creditor_id=creditor_id)
    if served_at.tzinfo is None or served_at > do.asked.at:
        raise Refused("garnishment_instant_wrong", served_at=served_at, now_at=do.asked.at)
    if amount_cents <= 0:
        raise Refused("garnishment_amount_wrong", amount_cents=amount_cents)
    if buyer_id != IN_OUR_HANDS:
        of_contract = do.conn.execute(
            "SELECT FROM contract_buyer WHERE contract_id = %s AND buyer_id = %s",
            (contract.id, buyer_id),
        ).fetchone()
        if of_contract is None:
            raise no_buyer_of(do, contract.id, buyer_id)


def _check_known(do: Act, ids: list[int], act: Row) -> None:
    """An act is of a client, not of a contract, and the same however it is spelt: its letters and
    digits under one creditor, or at one instant. Refused: garnishment_known."""
    for known in bulk.rows(do.conn, "garnishments_spelt", ids=ids, contract_id=ids[0],
                           reference=act["reference"], creditor_id=act["creditor_id"],
                           served_at=act["served_at"]):  # fmt: skip
        raise Refused("garnishment_known", reference=known["reference"])


def _held(do: Act, contract_id: int, act: Row, amount_cents: int) -> Row:
    """What an act holds of what we owed the client on this contract at its instant and owe him
    still, less what garnishments served before it hold; and what of it may be paid."""
    owed, free = _owed(do, contract_id, act["served_at"])
    before = sum(row["left_cents"] for row in _in_our_hands(do, contract_id)
                 if row["served_at"] <= act["served_at"])  # fmt: skip
    facts = {"amount_cents": amount_cents, "owed_to_client_cents": owed - before,
             "available_cents": free - before}  # fmt: skip
    row = decide(SERVED.frame([facts]), HOLDING).row(0, named=True)
    return {name: row[name] for name in NOTHING_HELD}


def _owed(do: Act, contract_id: int, served_at: datetime) -> tuple[int, int]:
    """What we owed the client of a contract at an instant and owe him still, what was released and
    has not left us included; and what of it he could have now, were nothing garnished."""
    found = availability_now(do, [contract_id], leave_unknown=True).contracts.rows(named=True)
    # Where the charge waits for a rate, an act is registered all the same: nothing of it payable.
    seen = found[0] if found else {**bulk.rows(do.conn, "availability_facts", ids=[contract_id],
                                               on=do.on)[0], **NONE_FREE}  # fmt: skip
    (then,) = bulk.rows(do.conn, "owed_then", contract_id=contract_id, served_at=served_at,
                        purposes=list(TO_CLIENT))  # fmt: skip
    now = sum(seen[name] for name in ("current_account_cents", "pending_cents",
                                      "fund_balance_cents")) + then["unsent_cents"]  # fmt: skip
    free = sum(seen[name] for name in ("available_cents", "pending_cents", "garnished_held_cents"))
    return min(now, then["owed_then_cents"]), free


def _in_our_hands(do: Act, contract_id: int) -> list[Row]:
    """Garnishments of a contract in our hands, the one served first before the others."""
    rows = bulk.rows(do.conn, "garnishments_of", contract_id=contract_id)
    return [row for row in rows if not row["buyer_id"]]


def _yielded(do: Act, contract_id: int, garnishment_id: int, held_cents: int) -> list[int]:
    """What garnishments served later held of what this one takes, they hold no more: those that
    were registered, the one served first before the others."""
    rows = _in_our_hands(do, contract_id)
    place = [row["id"] for row in rows].index(garnishment_id)
    taken = sum(row["left_cents"] for row in rows[: place + 1])
    for row in rows[place + 1 :]:
        owed, _ = _owed(do, contract_id, row["served_at"])
        taken += row["left_cents"]
        cents = min(row["left_cents"], max(0, taken - owed), held_cents)
        if cents:
            do.conn.execute(
                """INSERT INTO garnishment_step (contract_id, id, garnishment_id, step, step_on,
                       amount_cents, reference, act_id)
                   SELECT contract_id, %s, %s, 'YIELDED', %s, %s, reference, %s FROM garnishment
                   WHERE contract_id = %s AND id = %s""",
                (bulk.take_ids(do.conn, 1)[0], row["id"], do.on, cents, do.id, contract_id,
                 garnishment_id),
            )  # fmt: skip
        taken, held_cents = taken - cents, held_cents - cents
    return [row["id"] for row in rows[place + 1 :]]


def _write(do: Act, told: Row) -> int:
    (id_,) = bulk.take_ids(do.conn, 1)
    made = do.conn.execute(
        """INSERT INTO garnishment (contract_id, id, kind, creditor_id, reference, served_at,
               buyer_id, amount_cents, held_cents, payable_cents, paid_since_cents, currency,
               act_id, undone_before)
           VALUES (%(contract_id)s, %(id)s, %(garnishment_kind)s, %(creditor_id)s, %(reference)s,
               %(served_at)s, %(buyer_id)s, %(amount_cents)s, %(held_cents)s, %(payable_cents)s,
               %(paid_since_cents)s, %(currency)s, %(act_id)s,
               (SELECT count(*) FROM garnishment g
                   JOIN garnishment_left l ON l.contract_id = g.contract_id AND l.id = g.id
                   WHERE g.contract_id = %(contract_id)s AND g.creditor_id = %(creditor_id)s
                       AND g.reference = %(reference)s AND l.undone_on IS NOT NULL))
           ON CONFLICT (contract_id, creditor_id, reference, undone_before) DO NOTHING
           RETURNING id""",
        {**told, "id": id_, "act_id": do.id},
    ).fetchone()  # fmt: skip
    if made is None:
        raise Refused("garnishment_known", reference=told["reference"])
    return id_


def _compared(
    do: Act, contract_id: int, id_: int, served_at: datetime, buyer_id: int
) -> list[Row]:  # fmt: skip
    """Each open invoice as it stood, and whether the garnishment came before its transfer."""
    rows = bulk.rows(do.conn, "invoices_transferred", contract_id=contract_id)
    if not rows:
        return []
    facts = pl.DataFrame({
        "invoice_id": [row["invoice_id"] for row in rows],
        "transferred_at": [row["transferred_at"] for row in rows],
        "served_at": [served_at] * len(rows),
        "is_of_its_buyer": [buyer_id == row["buyer_id"] for row in rows],
    }, schema={name: VOCABULARY[name].dtype for name in TRANSFERS.names})  # fmt: skip
    reached = decide(facts, (is_reached,))["is_reached"].to_list()
    items = [{**row, "is_reached": one} for row, one in zip(rows, reached, strict=True)]
    with do.conn.cursor() as cursor:
        cursor.executemany(
            """INSERT INTO garnishment_item (contract_id, garnishment_id, invoice_id,
                   transferred_at, open_cents, is_reached) VALUES (%s, %s, %s, %s, %s, %s)""",
            [(contract_id, id_, row["invoice_id"], row["transferred_at"], row["open_cents"],
              row["is_reached"]) for row in items],
        )  # fmt: skip
    return items
