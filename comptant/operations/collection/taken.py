"""Money that a claim took (an indemnity, a recovery), or taken of a guarantor or on a loss: it
moves no more by itself, or it would count twice. Source: DOMAIN 5.8, 6.7, W8-E.
"""

from collections.abc import Iterable, Sequence

from comptant.operations.acts.act import Act, Refused
from comptant.store import bulk


def taken_by(do: Act, keys: Sequence[tuple[int, int]]) -> list[bulk.Row]:
    """The entries by which claims and steps took money of payments (contract, payment):
    contract_id, payment_id, entry_id, claim_number (None: a guarantor's money, or on a loss)."""
    if not keys:
        return []
    return bulk.rows(do.conn, "payment_taken", contract_ids=[key[0] for key in keys],
                     payment_ids=[key[1] for key in keys])  # fmt: skip


def check_not_taken(
    do: Act, contract_id: int, payment_id: int, entry_ids: Iterable[int] | None = None
) -> None:
    """Refused: money_of_claim, money_of_recourse, where a claim or a step took the payment; by one
    of these entries, where they are told."""
    wanted = None if entry_ids is None else set(entry_ids)
    for row in taken_by(do, [(contract_id, payment_id)]):
        if wanted is not None and row["entry_id"] not in wanted:
            continue
        if row["claim_number"] is not None:
            raise Refused("money_of_claim", payment_id=payment_id,
                          claim_number=row["claim_number"])  # fmt: skip
        raise Refused("money_of_recourse", payment_id=payment_id)
