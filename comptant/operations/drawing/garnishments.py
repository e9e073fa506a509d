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
from comptant.operations.terms.contracts import Contract, contract_in_force, no_buyer_of
from comptant.rules.batch import decide
from comptant.rules.columns import VOCABULARY
from comptant.rules.garnishment import HOLDING, KINDS, SERVED, TRANSFERS, is_reached
from comptant.store import bulk

Row = dict[str, Any]
IN_OUR_HANDS = 0


@operation
def register_garnishment(
    do: Act, *, contract_id: int, kind: str, creditor_id: int, reference: str,
    served_at: datetime, buyer_id: int, amount_cents: int,
) -> Answer:  # fmt: skip
    """Register a garnishment (SAISIE_ATTRIBUTION, SATD) served in our hands (`buyer_id` 0) or in a
    buyer's, at an instant: an invoice transferred to us before is not reached. In our hands it
    holds what we owe the client, conditional or to come included, up to its amount; in a buyer's,
    what that buyer owes on invoices transferred later. What it holds is not drawn. `creditor_id`:
    the bailiff or the public accountant who is paid. Told: what has left to the client since its
    instant (`paid_since_cents`), and orders to cancel.

    Refused: contract_unknown, garnishment_kind_unknown, reference_missing, party_unknown,
    garnishment_instant_wrong (to come), garnishment_amount_wrong, buyer_not_of_contract,
    garnishment_known.
    """
    lock_contracts(do, [contract_id])
    contract = contract_in_force(do.conn, contract_id, do.on)
    _check(do, contract_id, kind, creditor_id, reference, served_at, buyer_id, amount_cents)
    found = _held(do, contract, amount_cents) if buyer_id == IN_OUR_HANDS else None
    since = bulk.rows(do.conn, "paid_since", contract_id=contract_id, served_at=served_at)[0]
    told = {
        "contract_id": contract_id, "garnishment_kind": kind, "creditor_id": creditor_id,
        "reference": reference.strip(), "served_at": served_at, "buyer_id": buyer_id,
        "amount_cents": amount_cents, "held_cents": found["held_cents"] if found else 0,
        "payable_cents": found["payable_cents"] if found else 0,
        "paid_since_cents": since["paid_since_cents"], "currency": contract.currency,
    }  # fmt: skip
    id_ = _write(do, told)
    items = _compared(do, contract_id, id_, served_at, buyer_id)
    waiting = bulk.rows(do.conn, "draws_waiting", contract_id=contract_id)
    return {"contract_id": contract_id, "garnishment_id": id_,
            **{name: told[name] for name in ("held_cents", "payable_cents", "paid_since_cents",
                                             "currency")},
            "invoice_count": len(items), "reached_count": sum(one["is_reached"] for one in items),
            "orders_to_cancel": [row["order_id"] for row in waiting]}  # fmt: skip


def _check(
    do: Act, contract_id: int, kind: str, creditor_id: int, reference: str, served_at: datetime,
    buyer_id: int, amount_cents: int,
) -> None:  # fmt: skip
    if kind not in KINDS:
        raise Refused("garnishment_kind_unknown", garnishment_kind=kind, known=" ".join(KINDS))
    if not reference.strip():
        raise Refused("reference_missing")
    kind_of(do, creditor_id)
    if served_at.tzinfo is None or served_at > do.asked.at:
        raise Refused("garnishment_instant_wrong", served_at=served_at, now_at=do.asked.at)
    if amount_cents <= 0:
        raise Refused("garnishment_amount_wrong", amount_cents=amount_cents)
    if buyer_id != IN_OUR_HANDS:
        of_contract = do.conn.execute(
            "SELECT FROM contract_buyer WHERE contract_id = %s AND buyer_id = %s",
            (contract_id, buyer_id),
        ).fetchone()
        if of_contract is None:
            raise no_buyer_of(do, contract_id, buyer_id)


def _held(do: Act, contract: Contract, amount_cents: int) -> Row:
    """What we owe the client on this contract now, less what earlier garnishments hold."""
    seen = availability_now(do, [contract.id]).totals
    held = sum(row["left_cents"] for row in bulk.rows(
        do.conn, "garnishments_of", contract_id=contract.id) if not row["buyer_id"])  # fmt: skip
    owed = seen["current_account_cents"] + seen["pending_cents"] + seen["fund_balance_cents"] - held
    facts = {"amount_cents": amount_cents, "owed_to_client_cents": owed,
             "available_cents": seen["available_cents"] + seen["pending_cents"]}  # fmt: skip
    return decide(SERVED.frame([facts]), HOLDING).row(0, named=True)


def _write(do: Act, told: Row) -> int:
    (id_,) = bulk.take_ids(do.conn, 1)
    made = do.conn.execute(
        """INSERT INTO garnishment (contract_id, id, kind, creditor_id, reference, served_at,
               buyer_id, amount_cents, held_cents, payable_cents, paid_since_cents, currency,
               act_id)
           VALUES (%(contract_id)s, %(id)s, %(garnishment_kind)s, %(creditor_id)s, %(reference)s,
               %(served_at)s, %(buyer_id)s, %(amount_cents)s, %(held_cents)s, %(payable_cents)s,
               %(paid_since_cents)s, %(currency)s, %(act_id)s)
           ON CONFLICT (contract_id, creditor_id, reference) DO NOTHING RETURNING id""",
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
