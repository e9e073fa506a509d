"""A debit of the bank that somebody named as an instrument's by mistake: by two people it waits
again, to be explained anew. Source: DOMAIN 5.8, I-22; docs/decisions/0115.
"""

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many
from comptant.operations.acts.approval import propose
from comptant.operations.books.reversing import against
from comptant.operations.collection.instruments import take_steps
from comptant.store import bulk

NAMED = "instrument_debited_by_hand"


def naming(
    do: Act, contract_id: int, *, entry_id: int | None = None, instrument_id: int | None = None
) -> bulk.Row | None:  # fmt: skip
    """The naming of a debit that an entry tells, or of an instrument, if there is one that holds,
    with the house's entry beside it."""
    found = bulk.rows(do.conn, "named_debit", contract_id=contract_id, entry_id=entry_id,
                      instrument_id=instrument_id)  # fmt: skip
    if not found:
        return None
    house = bulk.row(do.conn, "house") or {}
    (moved,) = bulk.rows(do.conn, "debit_moved_by", contract_id=house["id"],
                         act_id=found[0]["act_id"])  # fmt: skip
    return {**found[0], **moved, "house_id": house["id"]}


def propose_unnamed(do: Act, row: bulk.Row, reason: str) -> Answer:
    """Propose that a debit (naming) was another's."""
    said = {"what": "undo", "entry_id": row["entry_id"], "event": NAMED, "invoice_ids": [],
            "number": row["number"], "reason": reason,
            "also_contract_ids": [row["house_id"]]}  # fmt: skip
    approval_id = propose(
        do, "reallocation", said, amount_cents=row["amount_cents"], currency=row["currency"],
        contract_id=row["contract_id"], subject_id=row["entry_id"],
    )  # fmt: skip
    return {"entry_id": row["entry_id"], "approval_id": approval_id,
            "amount_cents": row["amount_cents"]}  # fmt: skip


def unnamed_approved(do: Act, approval: bulk.Row) -> Answer:
    """What an approved undoing of a naming does, if it holds: the debit waits; what was told of the
    instrument besides stays."""
    contract_id, asked = approval["contract_id"], approval["arguments"]
    lock_many(do)
    lock_contracts(do, {contract_id, *asked["also_contract_ids"]})
    row = naming(do, contract_id, entry_id=asked["entry_id"])
    if row is None:
        raise Refused("entry_reversed", entry_id=asked["entry_id"])
    entry_id = unname(do, row, asked["reason"])
    return {"contract_id": contract_id, "entry_id": entry_id, "reverses_id": row["entry_id"]}


def unname(do: Act, row: bulk.Row, reason: str) -> int:
    """Undo a naming: both of its entries; the id of that on the instrument's contract. Both
    contracts are locked by the caller."""
    against(do, row["house_id"], row["house_entry_id"], None)
    entry_id = against(do, row["contract_id"], row["entry_id"], None)
    take_steps(do, [
        {"contract_id": row["contract_id"], "instrument_id": row["instrument_id"],
         "step": "UNDEBITED", "turn": row["turn"], "value_on": row["value_on"],
         "entry_id": entry_id, "reason": reason}
    ])  # fmt: skip
    return entry_id
