"""Prices that bind: signed by the client, or promised by the quote that it accepted. What makes one
worse waits for another person of the house, and counts from the end of the notice that the factor
owes, unless the client has signed it. Source: DOMAIN §2.1, §2.2; decision 0173.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from comptant.operations.acts.act import Act, Refused
from comptant.operations.registry.powers import check_by_hand
from comptant.operations.terms.contracts import Contract
from comptant.store import bulk


class Signed(NamedTuple):
    """Who signed a change for the client, as told ("": nobody), and when."""

    by: str
    on: date

    @property
    def asked(self) -> dict[str, str]:
        """What is kept of it among the arguments of an approval."""
        return {"signed_by": self.by, "signed_on": self.on.isoformat()}


def signed_of(asked: dict[str, Any]) -> Signed:
    """What an approval's arguments say; of those proposed before this was kept, nobody is known."""
    if not asked.get("signed_by"):
        return Signed("", date.min)
    return Signed(asked["signed_by"], date.fromisoformat(asked["signed_on"]))


def is_bound(do: Act, contract_id: int) -> bool:
    """Whether the prices of a contract were signed or promised."""
    (found,) = bulk.rows(do.conn, "price_bound", contract_id=contract_id, on=do.on)
    return bool(found["is_promised"] or found["is_signed"])


def check_worse(
    do: Act, contract: Contract, from_on: date, signed: Signed, name: str
) -> None:  # fmt: skip
    """Whether a price (`name`) may get worse from a day on: after the factor's notice, which runs
    from today, or signed by who may sign for the client (the document is the source). Asked when it
    is proposed, and again when it is approved. Refused: price_bound, signatory_without_power,
    power_joint."""
    if signed.by:
        facts = bulk.rows(do.conn, "opening_facts", contract_id=contract.id)
        check_by_hand(facts, signed.by, signed.on, contract.number)
        return
    first_on = do.on + timedelta(days=int(contract.terms["notice_factor_days"]))
    if from_on < first_on:
        raise Refused("price_bound", number=contract.number, price=name, first_on=first_on,
                      days=contract.terms["notice_factor_days"])  # fmt: skip
