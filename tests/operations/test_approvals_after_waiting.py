"""Money that waited before it paid an invoice, and is recalled: its approval is that of money which
was allocated when it came."""

from datetime import date

import psycopg
import pytest

from comptant.operations.collection import cash
from comptant.operations.risk import facts
from tests.facts import World, open_world
from tests.houses import house

CENTS, PAID, DUE = 1_000_000, 999_000, date(2026, 3, 16)


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 10 000.00 and FA-2 of 3 000.00, without recourse, approved whole."""
    opened = open_world(writer)
    contract = opened.ids["C-1"] = opened.contract(
        has_recourse=False, fee_ppm=0, is_interest_reserved=False, guarantee_delay_days=365
    )
    opened.limit(contract, "BETA SA", 5 * CENTS)
    opened.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": DUE},
                 {"number": "FA-2", "cents": 300_000, "due_on": DUE})  # fmt: skip
    return opened


def failed(world: World) -> None:
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", name="insolvent_on",
        subject_id=world.ids["BETA SA"], value=str(world.on), from_on=world.on, source="BODACC",
    )  # fmt: skip


def cut(world: World) -> None:
    world.limit(world.ids["C-1"], "BETA SA", 100_000)


def paid(world: World, text: str) -> None:
    world.bank({"cents": PAID, "text": text, "payer_name": "BETA SA", "bank_reference": "R-1"})


def recalled(world: World) -> None:
    world.bank({"cents": -PAID, "bank_reference": "R-1", "is_reversal": True})


def approved(world: World) -> list[tuple[int]]:
    return world.rows("SELECT approved_cents FROM invoice ORDER BY id")


def night(world: World) -> None:
    world.close(world.on)
    world.on = date.fromordinal(world.on.toordinal() + 1)


def test_a_limit_cut_takes_nothing_of_what_is_recalled(world: World) -> None:
    paid(world, "NO WORD")
    contract = world.ids["C-1"]
    payment = world.one("SELECT id FROM payment WHERE contract_id = %s", contract)
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    assert approved(world) == [(CENTS - PAID,), (300_000,)]
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                  invoices={str(invoice): PAID})  # fmt: skip
    night(world)
    cut(world)
    night(world)
    recalled(world)
    assert approved(world) == [(CENTS,), (300_000,)]
    night(world)


@pytest.mark.parametrize("is_allocated", [True, False])
def test_what_waiting_money_had_suspended_of_a_failed_buyer_is_guaranteed_again(
    world: World, is_allocated: bool
) -> None:
    paid(world, "NO WORD")
    contract = world.ids["C-1"]
    if is_allocated:
        payment = world.one("SELECT id FROM payment WHERE contract_id = %s", contract)
        invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
        cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                      invoices={str(invoice): PAID})  # fmt: skip
    night(world)
    failed(world)
    night(world)
    assert world.balance(contract, "DEBD") == CENTS - PAID + 300_000
    recalled(world)
    night(world)
    assert world.balance(contract, "DEBD") == CENTS + 300_000
