"""Invoices whose Dailly deed is not signed are not assigned for good: they bring no cash (reason
`title_unsigned`) and owe no fee; its signature frees them and charges it. Source: art. L313-23,
L313-25 CMF; DOMAIN §1.3."""

from comptant.operations.acts.act import Act
from comptant.operations.books.billing import bill_collected_fees, of_event
from comptant.operations.paying.funding import fund_freed
from comptant.operations.portfolio.positions import judge_again_one
from comptant.operations.terms.contracts import contract_in_force
from comptant.store import bulk


def free_signed(do: Act, contract_id: int, remittance_id: int) -> int:
    """The deed of a remittance is signed: its fee is billed, its invoices are judged again at once,
    and what that frees is paid where the contract pays by itself. What was billed, VAT included."""
    fee_cents = _bill_fees(do, contract_id, remittance_id)
    rows = bulk.rows(do.conn, "open_of_remittance", contract_id=contract_id,
                     remittance_id=remittance_id)  # fmt: skip
    judge_again_one(do, contract_id, [row["id"] for row in rows])
    fund_freed(do, [contract_id])
    return fee_cents


def _bill_fees(do: Act, contract_id: int, remittance_id: int) -> int:
    """Bill what waited for the signature: at assignment all of it, at collection that of what money
    has met meanwhile; by the month, the month's bill has it."""
    contract = contract_in_force(do.conn, contract_id, do.on)
    rows = bulk.rows(do.conn, "fees_of_deed", contract_id=contract_id, remittance_id=remittance_id,
                     is_met=contract.terms["fee_billing"] == "AT_COLLECTION")  # fmt: skip
    event = of_event(contract_id, f"deed/{remittance_id}", invoice_id=[row["id"] for row in rows])
    return bill_collected_fees(do, contract.batch, event)
