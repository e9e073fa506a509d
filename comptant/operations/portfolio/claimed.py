"""Whether a claim stands on invoices: then what made the debts is not undone beside it."""

from collections.abc import Sequence

from comptant.operations.acts.act import Act, Refused
from comptant.store import bulk


def check_no_claim(do: Act, contract_id: int, invoice_ids: list[int]) -> None:
    """Whether no claim stands on invoices; Refused: claim_stands (nobody has decided it),
    claim_took_over (accepted, or written off)."""
    for row in bulk.rows(do.conn, "claims_that_stand", contract_id=contract_id,
                         ids=invoice_ids)[:1]:  # fmt: skip
        raise Refused("claim_took_over" if row["is_decided"] else "claim_stands",
                      invoice_number=row["invoice_number"],
                      claim_number=row["claim_number"])  # fmt: skip


def check_unsettled_since(
    do: Act, contract_id: int, taken: Sequence[tuple[int, int]], *, is_whole: bool
) -> None:
    """Whether no claim has settled invoices since entries (invoice, entry) took something off them,
    or (`is_whole`) took them out: what was paid for it is not owed a second time. Refused:
    claim_took_over."""
    for row in bulk.rows(
        do.conn, "claims_settled_since", contract_id=contract_id, is_whole=is_whole,
        invoice_id=[of[0] for of in taken], entry_id=[of[1] for of in taken],
    )[:1]:  # fmt: skip
        raise Refused("claim_took_over", invoice_number=row["invoice_number"],
                      claim_number=row["claim_number"])  # fmt: skip
