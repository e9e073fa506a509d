"""A loss that the account has repaid at night is a loss again once the money that had freed it is
taken back: as where that money had never come."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import returns
from comptant.operations.collection import moving, reallocation
from tests.claims import proved, sold
from tests.facts import World, open_world
from tests.houses import Houses, house
from tests.instruments import back, cheque, remit
from tests.recourse import loss
from tests.withdrawing import checked, rewind, twin_of, withdraw

OWED, CENTS = 4_500_000, 5_000_000
ACCOUNTS = ("CCA", "LOSS", "RECV", "DEB", "UNAL", "INCO")


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 50 000.00, 45 000.00 drawn, no longer financed, all of which is written off; a first
    statement."""
    made = open_world(writer)
    contract = sold(made, fund_ppm=0, concentration_ppm=1_000_000)
    made.payout()
    reference = made.one("SELECT end_to_end_reference FROM payment_order")
    made.bank({"cents": -OWED, "text": reference, "end_to_end_reference": reference})
    returns.defund(made.conn, made.asked("anna"), contract_id=contract,
                   invoice_ids=[made.ids["FA-1"]], is_lifted=False, reason="late")  # fmt: skip
    made.approve(loss(made), "carl")
    return made


@pytest.fixture
def twin(houses: Houses, request: pytest.FixtureRequest, database: str) -> Iterator[World]:
    """Where the money never came."""
    with twin_of(houses, request, database) as other:
        yield other


def paid(world: World, cents: int = CENTS, number: int = 1) -> None:
    world.bank({"cents": cents, "text": "FA-1", "payer_name": "BETA SA",
                "bank_reference": f"R-{number}"})  # fmt: skip


def night(world: World) -> None:
    world.close(world.on)
    world.on += timedelta(days=1)


def recalled(world: World, cents: int = CENTS, number: int = 1) -> dict[str, Any]:
    return world.bank({"cents": -cents, "bank_reference": f"R-{number}", "is_reversal": True})


def state(world: World) -> dict[str, Any]:
    contract = world.ids["C-1"]
    return {
        "available": world.available(contract),
        "books": {name: world.balance(contract, name) for name in ACCOUNTS},
        "steps": world.rows("SELECT step, amount_cents FROM recourse_step_now ORDER BY id"),
        "invoices": world.rows("SELECT invoice_number, open_cents, approved_cents FROM invoice"
                               " ORDER BY 1"),
    }  # fmt: skip


def by_recall(world: World, _: dict[str, tuple[int, int]]) -> dict[str, Any]:
    return recalled(world)


def by_withdrawal(world: World, before: dict[str, tuple[int, int]]) -> dict[str, Any]:
    told = withdraw(world)
    rewind(world, next(iter(before.values())))
    return told


Way = Callable[[World, dict[str, tuple[int, int]]], dict[str, Any]]


@pytest.mark.parametrize("way", [by_recall, by_withdrawal])
@pytest.mark.parametrize("nights", [0, 1, 3])
def test_what_the_account_had_repaid_is_lost_again(
    world: World, twin: World, way: Way, nights: int
) -> None:
    before, told = state(world), dict(world.told)
    paid(world)
    for _ in range(nights):
        night(world)
    assert world.balance(world.ids["C-1"], "RECV") == (-OWED if nights else 0)
    answer = way(world, told)
    assert answer["lost_again_in"] == ({"EUR": OWED} if nights else {})
    assert state(world) == before
    for each in (world, twin):
        each.on = max(each.on, world.on)
        each.close(world.on)
    assert state(world) == state(twin) == before
    proved(world)
    checked(world)


def test_of_two_nights_only_what_the_recalled_money_had_repaid_is_lost_again(
    world: World, twin: World
) -> None:
    parts = {1: 2_000_000, 2: 3_000_000}
    for number, cents in parts.items():
        world.bank({"cents": cents, "text": "FA-1 PARTIEL", "payer_name": "BETA SA",
                    "bank_reference": f"R-{number}"})  # fmt: skip
        night(world)
    contract = world.ids["C-1"]
    assert world.rows("SELECT step, amount_cents FROM recourse_step_now ORDER BY id")[1:] == [
        ("REGAINED", 2_000_000), ("REGAINED", 2_500_000)]  # fmt: skip
    assert recalled(world, parts[2], 2)["lost_again_in"] == {"EUR": 2_500_000}
    assert (world.available(contract), world.balance(contract, "RECV")) == (0, -2_000_000)
    twin.bank({"cents": parts[1], "text": "FA-1", "payer_name": "BETA SA"})
    night(twin)
    twin.close(world.on)
    world.close(world.on)
    assert state(world) == state(twin)
    recalled(world, parts[1], 1)
    assert (world.available(contract), world.balance(contract, "RECV")) == (0, 0)
    proved(world)


def test_what_other_money_has_repaid_stays_repaid(world: World, twin: World) -> None:
    """10 000.00 of another invoice free 9 000.00 first, and stay; FA-1's payment is recalled."""
    for each in (world, twin):
        each.limit(each.ids["C-1"], "DELTA SARL", 9_000_000)
        each.remit(each.ids["C-1"], {"number": "FA-2", "cents": 1_000_000, "buyer": "DELTA SARL",
                                     "due_on": date(2026, 3, 10)})  # fmt: skip
    paid(world)
    for each in (world, twin):
        night(each)
    assert state(world)["steps"][1:] == [("REGAINED", OWED)]
    assert recalled(world)["lost_again_in"] == {"EUR": OWED - 900_000}
    assert state(world) == state(twin)
    for each in (world, twin):
        night(each)
    assert state(world) == state(twin)
    proved(world)


def test_taken_back_by_hand_it_waits_and_moved_away_the_loss_is_back(world: World) -> None:
    before = state(world)
    paid(world)
    night(world)
    contract, after = world.ids["C-1"], state(world)
    payment = world.one("SELECT max(id) FROM payment")
    told = reallocation.reallocate(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=payment, invoice_ids=[],
        to={})  # fmt: skip
    assert (told["lost_again_in"], world.available(contract)) == ({}, after["available"])
    moved = moving.move_payment(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=payment, buyer_id=0,
        to_contract_id=None, amount_cents=None, reason="another client's")  # fmt: skip
    assert world.approve(moved, "aron")["lost_again_in"] == {"EUR": OWED}
    assert state(world) == before
    night(world)
    assert state(world) == before
    proved(world)


def test_a_cheque_returned(world: World) -> None:
    contract, before = world.ids["C-1"], state(world)
    one = cheque(world, contract, CENTS, pays={"FA-1": CENTS})
    remit(world)
    world.bank({"cents": CENTS, "text": "REMISE CHEQUES"})
    for _ in range(20):
        night(world)
        if world.balance(contract, "RECV"):
            break
    assert state(world)["steps"] == [("WRITTEN_OFF", OWED), ("REGAINED", OWED)]
    assert back(world, one)["lost_again_in"] == {"EUR": OWED}
    after = state(world)
    assert after == before
    night(world)
    assert state(world) == after
    proved(world)


def test_what_the_client_has_drawn_since_is_owed_by_him(world: World) -> None:
    """What was left to him of the payment is his over-advance, and no more than that."""
    contract = world.ids["C-1"]
    paid(world)
    night(world)
    world.draw(contract, 500_000)
    recalled(world)
    assert (world.available(contract), world.balance(contract, "RECV")) == (-500_000, 0)
    night(world)
    assert state(world)["steps"] == [("WRITTEN_OFF", OWED)]
    proved(world)


def test_an_over_advance_of_before_is_no_loss(world: World) -> None:
    """FA-2's financing ends after the loss was repaid: what that lacks is an over-advance still."""
    contract = world.ids["C-1"]
    world.limit(contract, "DELTA SARL", 9_000_000)
    paid(world, 2_000_000)
    night(world)
    paid(world, 3_000_000, 2)
    night(world)
    world.remit(contract, {"number": "FA-2", "cents": 1_000_000, "buyer": "DELTA SARL",
                           "due_on": date(2026, 3, 10)})  # fmt: skip
    world.draw(contract, 1_400_000)
    returns.defund(world.conn, world.asked("anna"), contract_id=contract, reason="late",
                   is_lifted=False, invoice_ids=[world.one(
                       "SELECT id FROM invoice WHERE invoice_number = 'FA-2'")])  # fmt: skip
    assert world.available(contract) == -900_000
    recalled(world, 2_000_000)
    assert (world.available(contract), world.balance(contract, "RECV")) == (-900_000, -2_500_000)
    proved(world)
