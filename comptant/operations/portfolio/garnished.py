"""What of a garnishment may be paid now, and whether it may be contested still."""

from comptant.operations.acts.act import Act
from comptant.store import bulk


def payable_cents(do: Act, contract_id: int, garnishment_id: int, kept_cents: int) -> int:
    """What may be paid of a garnishment in our hands now, of what is kept back of what the client
    could have (`kept_cents`): the garnishments served before it come first."""
    for row in bulk.rows(do.conn, "garnishments_of", contract_id=contract_id):
        if row["buyer_id"]:
            continue
        if row["id"] == garnishment_id:
            return max(0, min(int(row["left_cents"]), kept_cents))
        kept_cents -= int(row["left_cents"])
    return 0


def contestable(do: Act, contract_id: int, garnishment_id: int) -> str | None:
    """The reference of a garnishment whose payment waits for a certificate that nobody contested
    it, or for the judge; None where it may be paid."""
    (found,) = bulk.rows(do.conn, "read_garnishments", contract_id=contract_id, id=garnishment_id)
    may_pay = found["garnishment_kind"] == "SATD" and not found["contested_on"]
    return None if may_pay or found["confirmed_on"] else str(found["reference"])
