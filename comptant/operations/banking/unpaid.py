"""Instruments that come back unpaid: what they paid is owed again, with its due dates; the money
leaves with the value date of its credit; the buyer has had an incident. Source: DOMAIN 4.3, 5.8."""

import json

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.books.billing import bill_unpaid_fee
from comptant.operations.books.ledger import book
from comptant.operations.collection.instruments import instrument_of, take_steps
from comptant.operations.collection.reversals import unbook, whole
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk

INCIDENT = "payment_incident_on"


@operation
def return_instrument(
    do: Act, *, contract_id: int, instrument_id: int, reason: str, movement_id: int | None
) -> Answer:
    """Say by hand that an instrument is unpaid, before or after our bank has credited it; and, of
    a bank debit in suspense (`movement_id`), that it is the one of this return.

    The bank's statement says the same by itself. Refused: reason_missing, instrument_unknown,
    instrument_not_remitted, instrument_step_taken, payment_not_whole, debit_unknown,
    amounts_differ.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    house = bulk.row(do.conn, "house") or {}
    lock_contracts(do, [contract_id, *([house["id"]] if movement_id else [])])
    found = instrument_of(do, contract_id, instrument_id)
    if "REMITTED" not in found["steps"]:
        raise Refused("instrument_not_remitted", instrument_id=instrument_id)
    is_new = "RETURNED" not in found["steps"]
    if not is_new and movement_id is None:
        raise Refused("instrument_step_taken", instrument_id=instrument_id,
                      instrument_step="RETURNED")  # fmt: skip
    if is_new and not may_return(do, found):
        raise Refused("payment_not_whole", payment_id=found["payment_id"])
    if movement_id is not None:
        _name_debit(do, house["id"], found, movement_id)
    if is_new:
        take_back(do, found, reason)
    return {"instrument_id": instrument_id, "contract_id": contract_id, "reason": reason,
            "amount_cents": found["amount_cents"], "currency": found["currency"],
            "value_on": found["value_on"].isoformat(), "buyer_id": found["buyer_id"]}  # fmt: skip


def may_return(do: Act, found: bulk.Row) -> bool:
    """Whether all the money that an instrument brought is still where it was."""
    return found["payment_id"] is None or whole(do, found["contract_id"], found["payment_id"])


def take_back(do: Act, found: bulk.Row, reason: str) -> None:
    """Undo what an unpaid instrument has done, and tell it of its buyer. The contract is locked by
    the caller, who has asked whether it may."""
    contract_id, cents = found["contract_id"], found["amount_cents"]
    key = f"instrument/{found['id']}/returned"
    if found["payment_id"] is None:
        entry_id = book(do, contract_id, "instrument_uncredited", key, found["value_on"],
                        {"returned": cents})  # fmt: skip
    else:
        told = {"movement_id": found["id"], "value_on": found["value_on"], "own_account_id": 0}
        unbook(do, contract_id, found["payment_id"], "instrument_returned", "returned", key, told)
        entry = do.conn.execute(
            "SELECT id FROM entry WHERE contract_id = %s AND key = %s", (contract_id, key)
        ).fetchone()
        entry_id = int(entry[0]) if entry else 0
    take_steps(do, [{"contract_id": contract_id, "instrument_id": found["id"], "step": "RETURNED",
                     "value_on": found["value_on"], "entry_id": entry_id,
                     "reason": reason}])  # fmt: skip
    bulk.execute(
        do.conn, "insert_term", contract_id=contract_id, subject="BUYER",
        subject_id=found["buyer_id"], name=INCIDENT, valid_from_on=do.on,
        value=json.dumps(do.on.isoformat()),
        source=f"{found['payment_means']} {found['number']}: {reason}", act_id=do.id,
    )  # fmt: skip
    bill_unpaid_fee(do, contract_in_force(do.conn, contract_id, do.on).batch, key, cents)


def _name_debit(do: Act, house_id: int, found: bulk.Row, movement_id: int) -> None:
    """A debit in suspense is that of this return: two linked entries."""
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
    book(do, house_id, "debit_moved_out", f"explained/{movement_id}", value_on, {"moved": cents},
         currency=found["currency"])  # fmt: skip
    entry_id = book(do, found["contract_id"], "instrument_debited_by_hand",
                    f"explained/{movement_id}/{found['id']}", value_on,
                    {"debited": cents})  # fmt: skip
    take_steps(do, [{"contract_id": found["contract_id"], "instrument_id": found["id"],
                     "step": "DEBITED", "value_on": value_on, "entry_id": entry_id,
                     "bank_movement_id": movement_id}])  # fmt: skip
