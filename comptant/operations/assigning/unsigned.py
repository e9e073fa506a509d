"""Invoices whose Dailly deed is not signed are not assigned for good and bring no cash (reason
`title_unsigned`); its signature frees them. Source: art. L313-23, L313-25 CMF; DOMAIN §1.3."""

from comptant.operations.acts.act import Act
from comptant.operations.paying.funding import fund_freed
from comptant.operations.portfolio.positions import judge_again_one
from comptant.store import bulk


def free_signed(do: Act, contract_id: int, remittance_id: int) -> None:
    """The deed of a remittance is signed: its invoices are judged again at once, and what that
    frees is paid where the contract pays by itself."""
    rows = bulk.rows(do.conn, "open_of_remittance", contract_id=contract_id,
                     remittance_id=remittance_id)  # fmt: skip
    judge_again_one(do, contract_id, [row["id"] for row in rows])
    fund_freed(do, [contract_id])
