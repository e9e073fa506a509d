"""Who takes a part in a contract besides its client: what they may read follows from it."""

from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.operations.acts.roles import (
    GUARANTOR,
    INSURER,
    PARTS,
    PARTS_OF_CLIENTS,
)
from comptant.operations.registry.parties import check_named, kind_of


@operation
def set_partner(
    do: Act, *, contract_id: int, party_id: int, role: str, is_granted: bool,
    amount_cents: int | None, source: str,
) -> Answer:  # fmt: skip
    """Give a company a part in a contract (broker, adviser, insurer, guarantor,
    external_accountant), or take it back; a guarantor's up to an amount (None: all that is owed).
    Its people with that role then read what is theirs of the contract. A client names its own
    adviser and external accountant, the factor any.

    Refused: party_unknown, part_unknown, part_not_yours, part_not_for_company, amount_not_for_part,
    source_missing, party_unnamed.
    """
    if role not in PARTS:
        raise Refused("part_unknown", role=role)
    if not do.by.is_factor and role not in PARTS_OF_CLIENTS:
        raise Refused("part_not_yours", role=role)
    if amount_cents is not None and (role != GUARANTOR or amount_cents <= 0):
        raise Refused("amount_not_for_part", role=role)
    check_source(source)
    kind = kind_of(do, party_id)
    if kind in ("FACTOR", "GROUP") or (kind == "INSURER") != (role == INSURER):
        raise Refused("part_not_for_company", role=role, party_id=party_id)
    if is_granted:
        check_named(do, party_id)
    do.conn.execute(
        """INSERT INTO partner
               (contract_id, party_id, role, is_granted, amount_cents, source, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, party_id, role, is_granted, amount_cents, source.strip(), do.id),
    )
    return {"contract_id": contract_id, "party_id": party_id, "role": role,
            "is_granted": is_granted}  # fmt: skip
