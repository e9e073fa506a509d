"""Automatic funding: all that is available is asked for without a request, and still released by
another person."""

from comptant.operations.act import Act, Answer
from comptant.operations.availability import availability
from comptant.operations.contracts import Contract
from comptant.operations.payments import prepare, promised_at
from comptant.store import bulk


def fund_automatically(do: Act, contract: Contract) -> Answer | None:
    """Prepare a draw of all that is available, where the contract says so and the client has one
    account that may be paid; what was prepared, or None."""
    if not contract.terms["has_auto_funding"]:
        return None
    accounts = bulk.rows(do.conn, "payee_accounts", party_id=contract.client_id, id=None, on=do.on)
    payable = [account for account in accounts if account["payee_check"] != "NO_MATCH"]
    cents = availability(do, contract.id).drawable_cents
    if len(payable) != 1 or cents <= 0:
        return None
    return prepare(
        do, contract.id, "DRAW", payable[0], cents, contract.currency,
        promised_at(contract.terms, do.asked.at), available_cents=cents,
    )  # fmt: skip
