"""What a client in proceedings owes us, impaired as far as it may be lost, and released as that
changes. Source: DOMAIN 8.3 (E2, E6); art. L622-24 C. com.
"""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.books.ledger import book
from comptant.operations.drawing.availability import availability_now
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk

Row = dict[str, Any]


@operation
def impair_client(do: Act, *, contract_id: int, amount_cents: int | None, reference: str) -> Answer:
    """Bring the impairment of what the client of a contract owes us to an amount (None: all of his
    over-advance; 0.00: none): what he may not repay. The client must be in proceedings.

    Refused: contract_unknown, reference_missing, client_not_failed, impairment_beyond,
    impairment_same.
    """
    lock_contracts(do, [contract_id])
    if not reference.strip():
        raise Refused("reference_missing")
    contract = contract_in_force(do.conn, contract_id, do.on)
    said = bulk.row(do.conn, "insolvency_said", party_id=contract.client_id, on=do.on)
    if said is None or said["insolvent_on"] is None:
        raise Refused("client_not_failed", number=contract.number)
    owed = max(int(availability_now(do, [contract_id]).totals["over_advance_cents"]), 0)
    wanted = owed if amount_cents is None else amount_cents
    if not 0 <= wanted <= owed:
        raise Refused("impairment_beyond", amount_cents=wanted, most_cents=owed,
                      currency=contract.currency)  # fmt: skip
    grew = bring_to(do, contract_id, contract.client_id, wanted, do.on, reference)
    if not grew:
        raise Refused("impairment_same", amount_cents=wanted, currency=contract.currency)
    return {"contract_id": contract_id, "impaired_cents": grew, "impairment_cents": wanted,
            "currency": contract.currency}  # fmt: skip


def impaired_now(do: Act, contract_id: int) -> int:
    """What of a client's debt is impaired."""
    (found,) = bulk.rows(do.conn, "client_impaired", contract_id=contract_id)
    return int(found["impaired_cents"])


def bring_to(
    do: Act, contract_id: int, client_id: int, wanted: int, step_on: date, reference: str
) -> int:
    """Book the difference to what is impaired; by how much it grew, below zero: released."""
    grew = wanted - impaired_now(do, contract_id)
    if not grew:
        return 0
    event, name = ("impairment", "impaired") if grew > 0 else ("impairment_released", "released")
    book(do, contract_id, event, f"{event}/client/{do.id}", step_on, {name: abs(grew)})
    do.conn.execute(
        """INSERT INTO insolvency_step (contract_id, id, party_id, part, step, step_on,
               impaired_cents, reference, act_id)
           VALUES (%s, %s, %s, 'CLIENT', 'IMPAIRED', %s, %s, %s, %s)""",
        (contract_id, bulk.take_ids(do.conn, 1)[0], client_id, step_on, grew, reference.strip(),
         do.id),
    )  # fmt: skip
    return grew
