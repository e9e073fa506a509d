"""A fee is given back once: by the reversal of its bill, by the withdrawal of its invoice, or a
part by each, in either order, to the cent of its VAT."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import withdrawal
from comptant.operations.closing import manual
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

CENTS = {"X-1": 1_000_100, "X-2": 700_300, "X-3": 100_000}
FEES = ("FEE", "VATC")


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def billed(world: World, **terms: Any) -> tuple[int, int]:
    """A contract with three invoices on one bill, and the bill."""
    contract = world.contract(fee_billing="AT_ASSIGNMENT", **terms)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, *({"number": number, "cents": cents, "due_on": date(2026, 3, 1)}
                            for number, cents in CENTS.items()))  # fmt: skip
    bill = world.one("SELECT id FROM entry WHERE contract_id = %s AND event = 'fee'", contract)
    return contract, int(bill)


def propose(world: World, contract: int, bill: int) -> Answer:
    return manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                   entry_id=bill, reason="goodwill")  # fmt: skip


def withdraw(world: World, contract: int, *numbers: str) -> int:
    """The fee given back."""
    ids = [world.one("SELECT id FROM invoice WHERE invoice_number = %s", n) for n in numbers]
    told = withdrawal.withdraw(world.conn, world.asked("anna"), contract_id=contract,
                               invoice_ids=ids, reason="mistake")  # fmt: skip
    if "approval_id" in told:
        told = world.approve(told, "aron")
    return int(told["fee_back_cents"])


def left(world: World, contract: int) -> list[int]:
    """What of fees and of VAT is charged; of each code of the bills; of what they are a share."""
    codes = world.rows("SELECT sum(amount_cents)::bigint, sum(base_cents)::bigint FROM charge"
                       " WHERE contract_id = %s GROUP BY code ORDER BY code", contract)  # fmt: skip
    return [*(-world.balance(contract, name) for name in FEES), *(x for row in codes for x in row)]


@pytest.mark.parametrize("terms", [{}, {"fee_minimum_cents": 5_001}])
def test_a_bill_reversed_whole_leaves_nothing_for_a_withdrawal(
    world: World, terms: dict[str, int]
) -> None:
    contract, bill = billed(world, **terms)
    world.approve(propose(world, contract, bill), "ada")
    assert set(left(world, contract)) == {0}
    assert withdraw(world, contract, "X-1") == 0
    assert set(left(world, contract)) == {0}
    world.close()


@pytest.mark.parametrize("terms", [{}, {"fee_minimum_cents": 5_001}])
def test_of_a_bill_the_reversal_gives_back_what_withdrawals_have_left(
    world: World, terms: dict[str, int]
) -> None:
    contract, bill = billed(world, **terms)
    waits = propose(world, contract, bill)
    back = withdraw(world, contract, "X-1")
    again = withdraw(world, contract, "X-3")
    assert back > again > 0
    world.approve(waits, "ada")  # told before, and booked as it is by now
    assert set(left(world, contract)) == {0}
    with refused(world.conn, "entry_reversed", entry_id=bill):
        propose(world, contract, bill)
    world.close()


def test_of_a_bill_given_back_whole_nothing_is_left_to_reverse(world: World) -> None:
    contract, bill = billed(world)
    withdraw(world, contract, *CENTS)
    assert set(left(world, contract)) == {0}
    with refused(world.conn, "fee_given_back", entry_id=bill):
        propose(world, contract, bill)


def test_a_giving_back_that_is_reversed_is_charged_again_and_can_be_given_back(
    world: World,
) -> None:
    contract, bill = billed(world)
    charged = left(world, contract)
    withdraw(world, contract, "X-1")
    back = world.one("SELECT max(id) FROM entry WHERE contract_id = %s AND event = 'fee'", contract)
    world.approve(propose(world, contract, back), "ada")
    assert left(world, contract) == charged
    world.approve(propose(world, contract, bill), "ada")
    assert set(left(world, contract)) == {0}


def test_invoices_of_two_bills_are_given_back_against_each(world: World) -> None:
    """One withdrawal, two bills of which one has been reversed: the other's fee alone."""
    contract, bill = billed(world)
    world.remit(contract, {"number": "Y-1", "cents": 500_000, "due_on": date(2026, 3, 1)})
    world.approve(propose(world, contract, bill), "ada")
    charged = -sum(world.balance(contract, name) for name in FEES)
    assert withdraw(world, contract, "X-2", "Y-1") == charged
    assert set(left(world, contract)) == {0}
