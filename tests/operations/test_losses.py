"""What was written off is owed still: kept back of what frees up, repaid first, called of
guarantors no further than it is owed."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning import returns
from comptant.operations.drawing.availability import explain
from comptant.operations.drawing.exits import simulate_exit
from comptant.operations.registry import leaving
from tests.claims import books, clients_books, lines, proved, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.recourse import called, loss, paid, received, regained, set_off, surety
from tests.traces import refused

OWED = 4_500_000
DEMAND = 5_000_000


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 50 000.00, 45 000.00 drawn, no longer financed: all of it is over-advance."""
    made = open_world(writer)
    sold(made, fund_ppm=0, concentration_ppm=1_000_000)
    financed(made, is_lifted=False)
    return made


def financed(world: World, *, is_lifted: bool) -> None:
    returns.defund(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                   invoice_ids=[world.ids["FA-1"]], is_lifted=is_lifted, reason="late"
                   )  # fmt: skip


def lost(world: World, cents: int | None = None) -> None:
    world.approve(loss(world, cents), "carl")


def told(world: World) -> dict[str, int]:
    """The parts of the explanation."""
    asked = world.asked("anna")
    _, parts = explain(world.conn, asked.by, world.ids["C-1"], world.on, asked.at)
    found: dict[str, int] = {}
    for part, cents in parts.select("part", "amount_cents").iter_rows():
        found[part] = found.get(part, 0) + cents
    return found


def freed_by_lifting(world: World) -> None:
    financed(world, is_lifted=True)


def freed_by_payment(world: World) -> None:
    """The buyer pays the invoice after all."""
    world.bank({"cents": 5_000_000, "text": "FA-1", "payer_name": "BETA SA"})


def freed_by_another_invoice(world: World) -> None:
    world.limit(world.ids["C-1"], "DELTA SARL", 9_000_000)
    world.remit(world.ids["C-1"], {"number": "FA-2", "cents": 5_000_000, "buyer": "DELTA SARL",
                                   "due_on": date(2026, 3, 10)})  # fmt: skip


@pytest.mark.parametrize(("free", "left"), [
    (freed_by_lifting, 0), (freed_by_payment, 500_000), (freed_by_another_invoice, 0),
])  # fmt: skip
def test_what_frees_up_is_not_the_clients_before_it_has_repaid_what_was_written_off(
    world: World, free: Any, left: int
) -> None:
    contract = world.ids["C-1"]
    lost(world)
    assert (world.available(contract), told(world).get("written_off")) == (0, None)
    free(world)
    assert (world.available(contract), told(world)["written_off"]) == (left, OWED)
    with refused(world.conn, "nothing_available" if not left else "beyond_availability"):
        world.draw(contract, None if not left else left + 1)
    world.close()
    assert lines(world, "loss_repaid") == [("loss_repaid", "CCA", OWED),
                                           ("loss_repaid", "RECV", -OWED)]  # fmt: skip
    assert (world.available(contract), told(world).get("written_off")) == (left, None)
    assert world.rows("SELECT step, amount_cents FROM recourse_step ORDER BY id") == [
        ("WRITTEN_OFF", OWED), ("REGAINED", OWED)]  # fmt: skip
    # Both books tell it: the client owes nothing more of it.
    assert books(world)["RECV"] == -OWED
    assert "C4678" not in clients_books(world)
    proved(world)
    world.close()
    assert world.one("SELECT count(*) FROM recourse_step") == 2


def test_a_part_that_frees_up_repays_a_part(world: World) -> None:
    contract = world.ids["C-1"]
    lost(world)
    world.limit(contract, "DELTA SARL", 9_000_000)
    world.remit(contract, {"number": "FA-2", "cents": 1_000_000, "buyer": "DELTA SARL",
                           "due_on": date(2026, 3, 10)})  # fmt: skip
    assert (world.available(contract), told(world)["written_off"]) == (0, 900_000)
    world.close()
    assert books(world)["RECV"] == -900_000
    freed_by_lifting(world)
    assert told(world)["written_off"] == OWED - 900_000
    assert world.available(contract) == 900_000
    proved(world)


def test_another_contract_pays_what_was_written_off_here(world: World) -> None:
    made = world.contract("C-2", fee_ppm=0, margin_ppm=0, is_interest_reserved=False,
                          reference_index="FIXED", concentration_ppm=1_000_000)  # fmt: skip
    world.ids["C-2"] = made
    world.limit(made, "DELTA SARL", 9_000_000)
    lost(world, 4_000_000)
    world.remit(made, {"number": "FA-9", "cents": 5_000_000, "buyer": "DELTA SARL",
                       "due_on": date(2026, 3, 10)})  # fmt: skip
    world.approve(set_off(world), "carl")
    assert lines(world, "set_off_taken") == [
        ("set_off_taken", "LINK", 500_000),
        ("set_off_taken", "CCA", -500_000),
        ("set_off_on_loss", "LINK", 4_000_000),
        ("set_off_on_loss", "RECV", -4_000_000),
    ]
    assert (world.available(made), world.available(world.ids["C-1"])) == (0, 0)
    freed_by_lifting(world)
    assert world.available(world.ids["C-1"]) == OWED
    proved(world)


def test_leaving_pays_the_client_what_remains_once_the_loss_is_repaid(world: World) -> None:
    contract = world.ids["C-1"]
    lost(world)
    freed_by_payment(world)
    asked = world.asked("anna")
    left = simulate_exit(world.conn, asked.by, contract, None, world.on, asked.at)
    assert (left["written_off_cents"], left["final_cents"]) == (OWED, 500_000)
    assert left["buy_back_cents"] == -5_000_000 + OWED
    ended(world)
    answer = leaving.pay_balance(world.conn, world.asked("anna"), contract_id=contract,
                                 payee_account_id=None)  # fmt: skip
    assert answer["amount_cents"] == 500_000
    assert books(world)["RECV"] == -OWED


def ended(world: World) -> None:
    """The draw is executed, and the contract is in run-off."""
    world.payout()
    reference = world.one("SELECT end_to_end_reference FROM payment_order")
    world.bank({"cents": -OWED, "text": reference, "end_to_end_reference": reference})
    for status in ("NOTICE", "RUNOFF"):
        world.amend(world.ids["C-1"], {"status": status})


def test_a_guarantor_is_called_once_for_what_is_owed(world: World) -> None:
    surety(world, DEMAND)
    assert called(world)["called_cents"] == OWED
    with refused(world.conn, "surety_beyond", most_cents=0):
        called(world)
    with refused(world.conn, "surety_beyond", most_cents=0):
        called(world, 1)
    paid(world, received(world, 1_000_000))
    with refused(world.conn, "surety_beyond", most_cents=0):
        called(world)


def test_a_guarantor_without_a_limit_is_called_for_no_more_than_is_owed(world: World) -> None:
    surety(world, None)
    called(world, 4_000_000)
    assert called(world)["called_cents"] == 500_000
    lost(world)
    with refused(world.conn, "surety_beyond", most_cents=0):
        called(world)  # what was written off is owed once


def test_what_is_lost_is_called_of_a_guarantor_still(world: World) -> None:
    surety(world, DEMAND)
    lost(world, 3_000_000)
    assert called(world)["called_cents"] == OWED


def test_a_guarantors_money_pays_the_account_then_the_loss_and_no_more(world: World) -> None:
    surety(world, None)
    called(world)
    lost(world, 3_000_000)
    payment = received(world, OWED + 1)
    with refused(world.conn, "surety_beyond", most_cents=OWED):
        paid(world, payment)
    answer = paid(world, payment, OWED)
    assert (answer["paid_cents"], answer["regained_cents"], answer["left_cents"]) == (
        OWED, 3_000_000, 0)  # fmt: skip
    assert lines(world, "surety_received") == [
        ("surety_received", "UNAL", 1_500_000),
        ("surety_received", "CCA", -1_500_000),
        ("surety_on_loss", "UNAL", 3_000_000),
        ("surety_on_loss", "RECV", -3_000_000),
    ]
    assert world.available(world.ids["C-1"]) == 0
    assert clients_books(world)["C4674"] == -OWED
    assert "C4678" not in clients_books(world)
    with refused(world.conn, "nothing_written_off", most_cents=0):
        regained(world, payment, 1)
    proved(world)


def test_what_the_client_has_repaid_meanwhile_is_not_taken_of_his_guarantor(world: World) -> None:
    surety(world, None)
    called(world)
    lost(world)
    regained(world, received(world, 4_000_000))
    payment = received(world, 1_000_000)
    with refused(world.conn, "surety_beyond", most_cents=500_000):
        paid(world, payment)
    paid(world, payment, 500_000)
    assert world.one("SELECT open_cents FROM payment WHERE id = %s", payment) == 500_000
    freed_by_lifting(world)
    assert world.available(world.ids["C-1"]) == OWED  # all of it was repaid
