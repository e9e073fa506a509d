"""What a fee is due for, done once its day is closed or while it closes, is billed with the next
month: nothing is lost, nothing is billed twice."""

from collections.abc import Callable
from datetime import date

import psycopg
import pytest

from comptant.operations.assigning import outbox, returns
from comptant.operations.closing import close
from comptant.operations.risk import disputes, limits
from tests import instruments
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.test_contract_fees import (
    FEBRUARY,
    JANUARY,
    MARCH,
    TERMS,
    agree,
    billed,
)

DUE_ON = date(2026, 3, 31)
COUNTED = ("FEE-LIM:REQUEST=20.00", "FEE-LIT=20.00", "FEE-NOT=5.00", "FEE-EFF=6.00",
           "FEE-DIR=10.00%", "FEE-PAP:INVOICE=1.00", "FEE-PAP:REMITTANCE=3.00")  # fmt: skip
ONCE_EACH = {("FEE-LIM", 2_000), ("FEE-LIT", 2_000), ("FEE-NOT", 500), ("FEE-EFF", 600),
             ("FEE-DIR", 10_000), ("FEE-PAP", 100), ("FEE-PAP", 300)}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", **TERMS)
    opened.limit(opened.ids["C-1"], "BETA SA", 50_000_000)
    return opened


def evening(world: World) -> None:
    """One of each: a limit asked for, a dispute, a notice sent, a bill handed over, a payment kept,
    a remittance."""
    contract = world.ids["C-1"]
    world.remit(contract, {"number": "FA-9", "cents": 100_000, "due_on": DUE_ON})
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract,
        invoice_id=instruments.invoice(world, "FA-1"), code="LIT-QUA", amount_cents=None,
        is_rest_confirmed=False, source="BUYER", evidence="letter")  # fmt: skip
    world.approve(limits.request_limit(
        world.conn, world.asked("alice"), contract_id=contract, buyer_id=world.ids["GAMMA SA"],
        amount_cents=1_000_000, currency="EUR"), "carl")  # fmt: skip
    notice = world.one("SELECT min(id) FROM outbox WHERE kind = 'buyer_notice'")
    outbox.mark_sent(world.conn, world.asked("anna"), outbox_id=notice, outcome="SENT",
                     proof="LRAR 1")  # fmt: skip
    returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=contract,
        invoice_id=instruments.invoice(world, "FA-2"), amount_cents=100_000,
        evidence="letter")  # fmt: skip
    world.agree_with_bank()
    instruments.bill(world, contract, 100_000, date(2026, 2, 13), pays={"FA-2": 100_000})
    instruments.remit(world, "BILL")


def after(world: World) -> None:
    """The day is closed by then."""
    world.close(JANUARY)
    world.on = JANUARY
    evening(world)


def meanwhile(world: World) -> None:
    """The contract is closed by then, and the house is not."""
    world.close(date(2026, 1, 30))
    world.on = JANUARY

    def told(done: int, of: int) -> None:
        if done == of:
            evening(world)

    close.close(world.conn, world.asked("aron"), JANUARY, told)


@pytest.mark.parametrize("when", [after, meanwhile])
def test_what_comes_once_its_month_is_counted_is_billed_with_the_next(
    world: World, when: Callable[[World], None]
) -> None:
    agree(world, *COUNTED)
    contract = world.ids["C-1"]
    world.remit(contract, {"number": "FA-1", "cents": 8_000_000, "due_on": DUE_ON},
                {"number": "FA-2", "cents": 8_000_000, "due_on": DUE_ON})  # fmt: skip
    when(world)
    assert {row[::6] for row in billed(world, JANUARY) if row[0] != "VAT"} == {
        ("FEE-PAP", 200), ("FEE-PAP", 300)}  # fmt: skip
    world.close(FEBRUARY)
    assert {row[::6] for row in billed(world, FEBRUARY) if row[0] != "VAT"} == ONCE_EACH
    world.close(MARCH)
    assert billed(world, MARCH) == []


def test_the_database_wants_a_bill_or_a_count(world: World) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        world.conn.execute(
            "INSERT INTO fee_billed (contract_id, fee_code, charge_unit, cause, act_id)"
            " VALUES (%s, 'FEE-DOS', 'ONCE', 'once', 1)", (world.ids["C-1"],))  # fmt: skip
