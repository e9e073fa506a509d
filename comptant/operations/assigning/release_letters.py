"""Release letters: whoever held an invoice gives it back, before it is sent to us again."""

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_source,
    lock_contracts,
    operation,
)
from comptant.store import bulk


@operation
def record_release(
    do: Act, *, contract_id: int, invoice_number: str, is_withdrawn: bool, source: str
) -> Answer:  # fmt: skip
    """A letter by which another factor or bank releases an invoice that is not held, by its number,
    from a named source: the next remittance takes it in as if it did not name them. `is_withdrawn`:
    a letter recorded before counts no longer.

    Answers how often it was refused for that (`refused_count`). Of an invoice that is held, the
    fact `factored_elsewhere` says it. Refused: number_missing, source_missing, invoice_held (with
    its id), letter_unknown. Source: art. 1321 C. civ.; DOMAIN 3.6, EL-28.
    """
    number = invoice_number.strip()
    if not number:
        raise Refused("number_missing")
    check_source(source)
    lock_contracts(do, [contract_id])
    known = bulk.row(do.conn, "released", contract_id=contract_id, invoice_number=number)
    assert known is not None
    if known["held_id"] is not None and not is_withdrawn:
        raise Refused("invoice_held", number=number, invoice_id=known["held_id"])
    if is_withdrawn and not known["is_released"]:
        raise Refused("letter_unknown", number=number)
    do.conn.execute(
        """INSERT INTO release_letter
               (contract_id, number_key, invoice_number, is_withdrawn, source, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (contract_id, known["number_key"], number, is_withdrawn, source.strip(), do.id),
    )
    return {"contract_id": contract_id, "invoice_number": number, "is_withdrawn": is_withdrawn,
            "refused_count": known["refused_count"]}  # fmt: skip
