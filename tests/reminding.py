"""What tests of reminders share: a plan, whom to write to, a run of a day."""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Answer
from comptant.operations.reminding import plans, run
from comptant.operations.risk import facts
from comptant.rules.reminders import standard_plan
from tests.facts import World

STREET = "12 rue des Lilas\n44000 NANTES"
DUE = date(2026, 2, 16)  # a Monday


def set_plan(world: World, **said: Any) -> Answer:
    """The standard plan of C-1 from today on, unless said otherwise."""
    return plans.set_reminder_plan(world.conn, world.asked("anna"), **{
        "contract_id": world.ids["C-1"], "buyer_id": None, "valid_from_on": world.on,
        "stages": standard_plan(), "sender_email": "", "source": "test", **said})  # fmt: skip


def contact(world: World, buyer: str, *, is_told: bool = True, **said: Any) -> Answer:
    """Whom to write to at a buyer, under all contracts; it was told that it owes us, unless said
    otherwise."""
    told = world.rows("SELECT contract_id FROM contract_buyer WHERE buyer_id = %s ORDER BY 1",
                      world.ids[buyer])  # fmt: skip
    for (contract_id,) in told if is_told else []:
        facts.record_fact(
            world.conn, world.asked("anna"), contract_id=contract_id, subject="BUYER",
            subject_id=world.ids[buyer], name="is_notified", value=True, from_on=world.on,
            source="notice",
        )  # fmt: skip
    return plans.set_reminder_contact(world.conn, world.asked("anna"), **{
        "contract_id": None, "buyer_id": world.ids[buyer], "person": "Mme Dupont",
        "email": "compta@beta.example", "phone": "+33240000000", "postal_address": STREET,
        "language": "fr", "is_email_refused": False, "source": "test", **said})  # fmt: skip


def remind(world: World, on: date, contract: str | None = None) -> Answer:
    """A run of a day."""
    world.on = on
    contract_id = world.ids[contract] if contract else None
    return run.remind(world.conn, world.asked("anna"), contract_id=contract_id)


def bank_of(world: World, on: date, *lines: dict[str, Any]) -> None:
    """What the bank tells of a day."""
    world.on = on
    world.bank(*lines)


def invoice(world: World, number: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def states(world: World) -> list[tuple[Any, ...]]:
    """Every reminder: stage, channel, state, what was said."""
    return world.rows("SELECT stage, channel, state, said FROM reminder ORDER BY id")
