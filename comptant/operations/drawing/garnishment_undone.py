"""A garnishment lifted, or registered wrongly and undone: both free money, so two people agree;
what was paid of it already is named, to be asked back. Source: DOMAIN 1.8; art. R211-13, L213-6
CPCE; docs/decisions/0166-what-frees-garnished-money-takes-two.md.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.acts.approval import propose
from comptant.store import bulk

Row = dict[str, Any]
KIND = "garnishment"


@operation
def undo_garnishment(do: Act, *, contract_id: int, garnishment_id: int, reason: str) -> Answer:
    """Ask to undo a garnishment that was registered wrongly (another's, an amount or an instant
    that is none), on every contract on which its act holds. Once another person agrees it holds
    nothing, those served after it hold again what they yielded, and the right one may be
    registered under its number. `paid_cents`: what was paid of it already, to be asked back.

    Refused: contract_unknown, garnishment_unknown, source_missing, garnishment_undone,
    garnishment_ordered (an order of it waits: refuse it first).
    """
    check_source(reason)
    rows = _rows(do, contract_id, garnishment_id)
    said = {"what": "UNDONE", "garnishment_id": garnishment_id, "reason": reason.strip(),
            "reference": rows[0]["reference"]}  # fmt: skip
    told = _told(rows, contract_id, garnishment_id)
    return {**told, "approval_id": _propose(do, contract_id, said, told["freed_cents"],
                                            rows[0]["currency"])}  # fmt: skip


def propose_lifting(do: Act, found: Row, cents: int, step_on: date, reference: str) -> int:
    """Ask another person to agree that a garnishment is lifted for an amount; the approval."""
    said = {"what": "LIFTED", "garnishment_id": found["id"], "amount_cents": cents,
            "step_on": step_on.isoformat(), "reference": reference.strip()}  # fmt: skip
    return _propose(do, found["contract_id"], said, cents, found["currency"])


def _propose(do: Act, contract_id: int, said: Row, cents: int, currency: str) -> int:
    return propose(do, KIND, said, amount_cents=cents, currency=currency, contract_id=contract_id,
                   subject_id=said["garnishment_id"])  # fmt: skip


def undo_by_two(do: Act, contract_id: int, garnishment_id: int, reason: str) -> Answer:
    """What an approved undoing does. Refused: garnishment_undone, garnishment_ordered."""
    rows = _rows(do, contract_id, garnishment_id)
    for row in rows:
        keep_step(do, row["contract_id"], row["id"], "UNDONE", do.on, reason, row["left_cents"])
        freed = row["left_cents"]
        for later in bulk.rows(do.conn, "garnishment_yielded_to", contract_id=row["contract_id"],
                               act_id=row["act_id"]):  # fmt: skip
            cents = min(later["yielded_cents"], freed)
            if cents:
                keep_step(do, row["contract_id"], later["id"], "RESTORED", do.on,
                          row["reference"], cents)  # fmt: skip
            freed -= cents
    return _told(rows, contract_id, garnishment_id)


def keep_step(
    do: Act, contract_id: int, garnishment_id: int, step: str, step_on: date, reference: str,
    cents: int = 0, *, digest: bytes | None = None,
) -> None:  # fmt: skip
    """Write a step of a garnishment."""
    do.conn.execute(
        """INSERT INTO garnishment_step (contract_id, id, garnishment_id, step, step_on,
               amount_cents, digest, reference, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, bulk.take_ids(do.conn, 1)[0], garnishment_id, step, step_on, cents, digest,
         reference.strip(), do.id),
    )  # fmt: skip


def _rows(do: Act, contract_id: int, garnishment_id: int) -> list[Row]:
    """The act on each contract, which are locked, the one asked about first."""
    of = {"contract_id": contract_id, "garnishment_id": garnishment_id}
    ids = {row["contract_id"] for row in bulk.rows(do.conn, "garnishment_rows_of_act", **of)}
    lock_contracts(do, sorted({contract_id, *ids}))
    rows = bulk.rows(do.conn, "garnishment_rows_of_act", **of)
    if not rows:
        raise Refused("garnishment_unknown", garnishment_id=garnishment_id)
    for row in rows:
        if row["undone_on"] is not None:
            raise Refused("garnishment_undone", reference=row["reference"], on=row["undone_on"])
        if row["ordered_cents"] > row["paid_cents"]:
            raise Refused("garnishment_ordered", reference=row["reference"])
    return sorted(rows, key=lambda row: row["contract_id"] != contract_id)


def _told(rows: list[Row], contract_id: int, garnishment_id: int) -> Answer:
    return {"contract_id": contract_id, "garnishment_id": garnishment_id,
            "freed_cents": sum(row["left_cents"] for row in rows),
            "paid_cents": sum(row["paid_cents"] for row in rows),
            "currency": rows[0]["currency"],
            "undone": [{"contract_id": row["contract_id"], "garnishment_id": row["id"],
                        "freed_cents": row["left_cents"], "paid_cents": row["paid_cents"]}
                       for row in rows]}  # fmt: skip
