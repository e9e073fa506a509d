"""Terms that bind: signed by the client, or promised by the quote that it accepted. What makes one
worse waits for another person of the house, and counts from the end of the notice that the factor
owes, unless the client has signed it. Source: DOMAIN §2.1, §2.2; decisions 0173, 0200.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from comptant.operations.acts.act import Act, Refused
from comptant.operations.registry.powers import check_by_hand
from comptant.operations.terms.contracts import Contract
from comptant.store import bulk


class Signed(NamedTuple):
    """Who signed a change for the client, as told ("": nobody), and when; and the factor's notice
    on the day it was proposed."""

    by: str
    on: date
    notice_days: int = 0

    @property
    def asked(self) -> dict[str, str | int]:
        """What is kept of it among the arguments of an approval."""
        return {"signed_by": self.by, "signed_on": self.on.isoformat(),
                "notice_days": self.notice_days}  # fmt: skip


def signed_of(asked: dict[str, Any]) -> Signed:
    """What an approval's arguments say; of those proposed before this was kept, nobody is known."""
    notice_days = asked.get("notice_days", 0)
    if not asked.get("signed_by"):
        return Signed("", date.min, notice_days)
    return Signed(asked["signed_by"], date.fromisoformat(asked["signed_on"]), notice_days)


def is_bound(do: Act, contract_id: int) -> bool:
    """Whether the terms of a contract were signed or promised."""
    (found,) = bulk.rows(do.conn, "price_bound", contract_id=contract_id, on=do.on)
    return bool(found["is_promised"] or found["is_signed"])


def check_worse(
    do: Act, contract: Contract, from_on: date, signed: Signed, name: str
) -> None:  # fmt: skip
    """Whether a term or fee (`name`) may get worse from a day on: after the factor's notice, which
    runs from today, or signed by who may sign for the client (the document is the source). Asked
    when it is proposed, and again when it is approved; a notice that was shortened in between
    shortens nothing. Refused: price_bound, signatory_without_power,
    power_joint."""
    if signed.by:
        facts = bulk.rows(do.conn, "opening_facts", contract_id=contract.id)
        check_by_hand(facts, signed.by, signed.on, contract.number)
        return
    days = max(int(contract.terms["notice_factor_days"]), signed.notice_days)
    first_on = do.on + timedelta(days=days)
    if from_on < first_on:
        raise Refused("price_bound", number=contract.number, price=name, first_on=first_on,
                      days=days)  # fmt: skip
