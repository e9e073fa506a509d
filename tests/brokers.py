"""A broker of C-1: registered, mandated, with terms that two people agreed."""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Answer
from comptant.operations.brokerage import brokers, commission_terms
from comptant.operations.registry import parties
from tests.facts import World
from tests.partners import PARTNERS, part

NUMBER = "07000123"
IBAN = "FR7630004000031234567890143"
TERMS: dict[str, Any] = {
    "base": "FEE", "counted": "BILLED", "rate_ppm": 100_000, "one_off_cents": 0,
    "clawback_days": 0, "vat_class": "EXEMPT", "is_disclosed": True, "source": "agreement",
}  # fmt: skip


def add_broker(world: World, contract_id: int) -> int:
    """COURTAGE SAS, with its part in the contract."""
    name = PARTNERS["broker"][1]
    if name not in world.ids:
        world.ids[name] = parties.add_party(
            world.conn, world.asked("anna"), kind="COMPANY", name=name, country="FR", numbers={},
        )["party_id"]  # fmt: skip
    part(world, contract_id, "broker")
    return world.ids[name]


def look_up(
    world: World, *, number: str = NUMBER, is_registered: bool = True,
    checked_on: date | None = None, until_on: date = date(2027, 2, 28),
    party: str = "COURTAGE SAS", login: str = "anna",
) -> Answer:  # fmt: skip
    """What the register says of the broker."""
    return brokers.record_orias_check(
        world.conn, world.asked(login), party_id=world.ids[party], orias_number=number,
        is_registered=is_registered, checked_on=checked_on or world.on, until_on=until_on,
        source="orias.fr",
    )  # fmt: skip


def mandate(world: World, contract_id: int, **told: Any) -> Answer:
    """Its mandate for a contract, of today unless said otherwise."""
    given = {"given_by": "CLIENT", "signed_on": world.on, "until_on": None, "source": "mandate",
             **told}  # fmt: skip
    return brokers.record_broker_mandate(
        world.conn, world.asked("anna"), contract_id=contract_id,
        party_id=world.ids["COURTAGE SAS"], **given,
    )  # fmt: skip


def proposed(world: World, contract_id: int = 0, **told: Any) -> Answer:
    """Terms of its commission, that wait."""
    given = {"valid_from_on": world.on, **TERMS, **told}
    return commission_terms.propose_commission_terms(
        world.conn, world.asked("anna"), brought_id=contract_id,
        party_id=world.ids["COURTAGE SAS"], **given,
    )  # fmt: skip


def agreed(world: World, contract_id: int = 0, **told: Any) -> int:
    """The same, approved by another person."""
    return int(world.approve(proposed(world, contract_id, **told), "carl")["commission_term_id"])


def brought(world: World, contract_id: int, **told: Any) -> None:
    """The contract is brought by a registered broker, under these terms."""
    add_broker(world, contract_id)
    look_up(world)
    mandate(world, contract_id)
    agreed(world, **told)


def payable(world: World) -> None:
    """The broker's account that money may be sent to."""
    world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["COURTAGE SAS"], iban=IBAN, bic=None,
        holder="COURTAGE SAS"))  # fmt: skip
