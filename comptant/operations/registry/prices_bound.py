"""Prices that bind: signed by the client, or promised by the quote that it accepted. What makes one
worse waits for another person of the house, and counts from the end of the notice that the factor
owes, unless the client has signed it. Source: DOMAIN §2.1, §2.2; decision 0173.
"""

from datetime import date, timedelta

from comptant.operations.acts.act import Act, Refused
from comptant.operations.registry.powers import check_by_hand
from comptant.operations.terms.contracts import Contract
from comptant.store import bulk


def is_bound(do: Act, contract_id: int) -> bool:
    """Whether the prices of a contract were signed or promised."""
    (found,) = bulk.rows(do.conn, "price_bound", contract_id=contract_id, on=do.on)
    return bool(found["is_promised"] or found["is_signed"])


def check_worse(do: Act, contract: Contract, from_on: date, signed_by: str, name: str) -> None:
    """Whether a price (`name`) may get worse from a day on: after the factor's notice, or signed by
    who may sign for the client (`signed_by`; the document is the source). Refused: price_bound,
    signatory_without_power, power_joint."""
    if signed_by.strip():
        facts = bulk.rows(do.conn, "opening_facts", contract_id=contract.id)
        check_by_hand(facts, signed_by.strip(), do.on, contract.number)
        return
    first_on = do.on + timedelta(days=int(contract.terms["notice_factor_days"]))
    if from_on < first_on:
        raise Refused("price_bound", number=contract.number, price=name, first_on=first_on,
                      days=contract.terms["notice_factor_days"])  # fmt: skip
