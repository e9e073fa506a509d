"""The lines of a bill that is reversed."""

from collections.abc import Mapping

from comptant.operations.acts.act import Act
from comptant.store import bulk

# What withdrawals have given back of a bill of fees: the share of the amounts, the least fees, VAT,
# and the amounts of both; cents.
GIVEN_BACK = ("share_cents", "least_cents", "vat_cents", "base_cents", "least_base_cents")
NOTHING_BACK = dict.fromkeys(GIVEN_BACK, 0)


def reverse_charges(
    do: Act, contract_id: int, entry_id: int, reversal_id: int,
    given: Mapping[str, int] = NOTHING_BACK,
) -> None:  # fmt: skip
    """Write the lines of an entry's bill, negative, on its reversal, less what was `given`
    (GIVEN_BACK) back of them before."""
    bulk.execute(do.conn, "reverse_charges", contract_id=contract_id, entry_id=entry_id,
                 reversal_id=reversal_id, act_id=do.id, **given)  # fmt: skip
