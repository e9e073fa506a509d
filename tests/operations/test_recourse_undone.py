"""What was done about an over-advance by slip is undone by two people, with its entries."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns
from comptant.operations.closing import manual
from comptant.operations.collection import moving, reallocation, undoing
from tests.claims import books, clients_books, proved, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.recourse import called, loss, paid, received, regained, set_off, surety, undone
from tests.traces import refused

OWED = 4_500_000


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 owes 45 000.00, DELTA SARL stands surety; C-2 of the same client has 45 000.00."""
    made = open_world(writer)
    contract = sold(made, concentration_ppm=1_000_000)
    returns.defund(made.conn, made.asked("anna"), contract_id=contract,
                   invoice_ids=[made.ids["FA-1"]], reason="late")  # fmt: skip
    surety(made, None)
    made.ids["C-2"] = made.contract("C-2", fee_ppm=0, margin_ppm=0, is_interest_reserved=False,
                                    reference_index="FIXED", concentration_ppm=1_000_000
                                    )  # fmt: skip
    return made


def stood(world: World) -> tuple[Any, ...]:
    """The books of both parties, what is available, and what waits."""
    return (books(world), clients_books(world), world.available(world.ids["C-1"]),
            world.one("SELECT sum(open_cents) FROM payment WHERE contract_id = %s",
                      world.ids["C-1"]))  # fmt: skip


def before(world: World, step: str) -> int:
    """What stands before a step: the call, the loss, the money of the step."""
    if step in ("PAID", "REGAINED"):
        called(world)
        world.approve(loss(world, 3_000_000), "carl")
        return received(world, 2_000_000)
    if step == "SET_OFF":
        world.approve(loss(world, 3_000_000), "carl")
        world.limit(world.ids["C-2"], "DELTA SARL", 9_000_000)
        world.remit(world.ids["C-2"], {"number": "FA-9", "cents": 5_000_000,
                                       "buyer": "DELTA SARL", "due_on": date(2026, 3, 10)}
                    )  # fmt: skip
    return 0


def done(world: World, step: str, payment: int) -> Answer:
    """The step, on the way of a person."""
    if step == "CALLED":
        return called(world, 1_000_000)
    if step == "PAID":
        return paid(world, payment)  # 15 000.00 on the account, 5 000.00 on the loss
    if step == "REGAINED":
        return regained(world, payment)
    if step == "SET_OFF":
        return world.approve(set_off(world), "carl")
    return world.approve(loss(world), "carl")


@pytest.mark.parametrize("step", ["CALLED", "PAID", "REGAINED", "SET_OFF", "WRITTEN_OFF"])
def test_a_step_by_slip_is_undone_by_two_and_done_again(world: World, step: str) -> None:
    payment = before(world, step)
    stands = stood(world)
    done(world, step, payment)
    waits = undone(world, step)
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    world.approve(waits, "aron")
    assert stood(world) == stands
    proved(world)
    assert world.rows(
        "SELECT u.amount_cents = s.amount_cents, s.step FROM recourse_step u"
        " JOIN recourse_step s ON s.id = u.undoes_id"
    ) == [(True, step)]
    entries = world.rows("SELECT e.event FROM entry e WHERE e.reverses_id IS NOT NULL ORDER BY id")
    assert sorted({event for (event,) in entries}) == {
        "CALLED": [], "PAID": ["surety_on_loss", "surety_received"],
        "REGAINED": ["client_regained"], "WRITTEN_OFF": ["client_loss"],
        "SET_OFF": ["set_off_given", "set_off_on_loss", "set_off_taken"],
    }[step]  # fmt: skip
    done(world, step, payment)  # nothing of it is left in the way
    proved(world)
    world.close()


def test_what_came_of_a_step_is_undone_first(world: World) -> None:
    called(world)
    world.approve(loss(world), "carl")
    paid(world, received(world, 1_000_000))
    for step in ("CALLED", "WRITTEN_OFF"):
        with refused(world.conn, "recourse_step_used"):
            undone(world, step)
    waits = undone(world, "PAID")
    world.approve(waits, "aron")
    with refused(world.conn, "recourse_step_unknown"):
        undone(world, "PAID")
    with refused(world.conn, "reason_missing"):
        undone(world, "CALLED", " ")
    for step in ("CALLED", "WRITTEN_OFF"):
        world.approve(undone(world, step), "aron")
    assert world.available(world.ids["C-1"]) == -OWED


def test_a_step_is_undone_once(world: World) -> None:
    called(world)
    both = [undone(world, "CALLED"), undone(world, "CALLED")]
    world.approve(both[0], "aron")
    with refused(world.conn, "recourse_step_unknown"):
        world.approve(both[1], "aron")


@pytest.mark.parametrize("step", ["PAID", "REGAINED"])
def test_money_that_a_step_took_moves_once_the_step_is_undone(world: World, step: str) -> None:
    payment = before(world, step)
    done(world, step, payment)
    given = {"contract_id": world.ids["C-1"], "payment_id": payment}
    moved = {"to_contract_id": world.ids["C-2"], "buyer_id": 0, "amount_cents": None,
             "reason": "of C-2"}  # fmt: skip
    with refused(world.conn, "money_of_recourse"):
        moving.move_payment(world.conn, world.asked("anna"), **given, **moved)
    with refused(world.conn, "money_of_recourse"):
        reallocation.reallocate(world.conn, world.asked("anna"), **given, invoice_ids=[], to={})
    world.approve(undone(world, step), "aron")
    waits = moving.move_payment(world.conn, world.asked("anna"), **given, **moved)
    world.approve(waits, "aron")
    assert world.one("SELECT sum(open_cents) FROM payment WHERE contract_id = %s",
                     world.ids["C-2"]) == 2_000_000  # fmt: skip
    proved(world)


def test_entries_of_a_step_are_not_reversed_by_hand(world: World) -> None:
    payment = before(world, "PAID")
    done(world, "PAID", payment)
    for event in ("client_loss", "surety_received", "surety_on_loss"):
        entry = world.one("SELECT id FROM entry WHERE event = %s", event)
        told = {"contract_id": world.ids["C-1"], "entry_id": entry, "reason": "x"}
        with refused(world.conn, "entry_of_recourse"):
            manual.propose_reversal(world.conn, world.asked("aron"), **told)
        if event == "client_loss":
            continue
        with refused(world.conn, "entry_not_undone"):
            undoing.undo_entry(world.conn, world.asked("anna"), **told, invoice_ids=[])
