"""What tests of instruments share: the contract, the instruments, the sums that they move."""

from datetime import date
from typing import Any

from comptant.operations.acts.act import Answer
from comptant.operations.banking import unpaid
from comptant.operations.collection import collecting, instruments
from tests.facts import World

BETA_RIB = "30004000031234567890143"
BETA_IBAN = "FR7630004000031234567890143"


def assigned(world: World, **terms: Any) -> int:
    """A contract with FA-1 of 12 000.00 on BETA SA, financed at 90 %, fee and interest apart."""
    contract = world.contract(**{"fee_ppm": 0, "is_interest_reserved": False, **terms})
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 1_200_000, "due_on": date(2026, 3, 31)})
    return contract


def cheque(world: World, contract: int, cents: int, number: str = "1234567", **more: Any) -> Answer:
    return receive(world, contract, cents, payment_means="CHQ", number=number, **more)


def bill(world: World, contract: int, cents: int, due_on: date, **more: Any) -> Answer:
    return receive(world, contract, cents, **{"payment_means": "LCR", "number": "E-77",
                   "account": BETA_RIB, "due_on": due_on, **more})  # fmt: skip


def receive(world: World, contract: int, cents: int, login: str = "anna", **more: Any) -> Answer:
    pays = {str(invoice(world, name)): part for name, part in more.pop("pays", {}).items()}
    told = {
        "buyer_id": world.ids["BETA SA"], "issued_on": world.on, "due_on": None, "account": None,
        "payer_name": None, "is_accepted": False, "text": "", **more,
    }  # fmt: skip
    return instruments.receive_instrument(
        world.conn, world.asked(login), contract_id=contract, amount_cents=cents, invoices=pays,
        **told,
    )  # fmt: skip


def invoice(world: World, number: str) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = %s", number))


def remit(world: World, means: str = "CHQ", scheme: str = "CORE", **more: Any) -> Answer:
    return collecting.remit_instruments(
        world.conn, world.asked("tania"), payment_means=means, own_account_id=world.ids["bank"],
        scheme=scheme, instrument_ids=more.get("ids"),
    )  # fmt: skip


def sums(world: World, contract: int) -> tuple[int, ...]:
    """In collection, to credit, receivables, waiting money: debit positive."""
    return tuple(world.balance(contract, account) for account in ("COLL", "INCO", "DEB", "UNAL"))


def opens(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT invoice_number, open_cents, due_on FROM invoice ORDER BY id")


def step(world: World, name: str, column: str) -> Any:
    return world.one(f"SELECT {column} FROM instrument_step WHERE step = %s", name)


def back(world: World, entered: Answer, debit: int | None = None, reason: str = "AM04") -> Answer:
    return unpaid.return_instrument(
        world.conn, world.asked("tania"), contract_id=entered["contract_id"],
        instrument_id=entered["instrument_id"], reason=reason, movement_id=debit,
    )  # fmt: skip
