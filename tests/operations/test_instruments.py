"""Cheques, bills and debits from the desk to the bank: entered, remitted, credited, settled."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations import collecting, instruments
from comptant.operations.act import Answer
from tests.facts import World, open_world

BETA_RIB = "30004000031234567890143"
BETA_IBAN = "FR7630004000031234567890143"


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


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


def test_a_cheque_is_money_two_business_days_after_its_remittance(world: World) -> None:
    contract = assigned(world)
    cheque(world, contract, 1_200_000, pays={"FA-1": 1_200_000})
    assert sums(world, contract) == (0, 0, 1_200_000, 0)
    remit(world)  # on Friday 16 January
    assert sums(world, contract) == (1_200_000, -1_200_000, 1_200_000, 0)
    before = world.available(contract)
    assert before == 1_080_000
    world.on = date(2026, 1, 19)
    assert world.available(contract) == before
    world.on = date(2026, 1, 20)
    assert world.available(contract) == 1_200_000
    world.close(date(2026, 1, 20))
    assert sums(world, contract) == (1_200_000, 0, 0, 0)
    assert opens(world) == [("FA-1", 0, date(2026, 3, 31))]
    assert world.bank({"cents": 1_200_000, "text": "REMISE CHEQUES"})["collected"] == 1
    assert sums(world, contract) == (0, 0, 0, 0)
    world.close()
