"""What is taken off invoices by a slip and undone: owed again with what it had, once, and only
where the invoice is still ours."""

from collections.abc import Callable
from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import returns, withdrawal
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, reallocation, undoing
from comptant.operations.risk import disputes
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

APPROVED = 60_000


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 1 000.00, of which 600.00 are approved; FA-0 is older: what waits reduces it."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract(fee_ppm=0)
    opened.limit(opened.ids["C-1"], "BETA SA", 100_000 + APPROVED)
    for number, day in (("FA-0", 5), ("FA-1", 10)):
        due_on = date(2026, 3, day)
        opened.remit(opened.ids["C-1"], {"number": number, "cents": 100_000, "due_on": due_on})
    assert state(opened) == (100_000, APPROVED)
    return opened


def item(world: World, number: str) -> int:
    return int(world.one("SELECT min(id) FROM invoice WHERE invoice_number = %s", number))


def newest(world: World, number: str) -> int:
    return int(world.one("SELECT max(id) FROM invoice WHERE invoice_number = %s", number))


def state(world: World) -> tuple[int, int]:
    """What FA-1 is owed, and approved for."""
    asked = "SELECT open_cents, approved_cents FROM invoice WHERE id = %s"
    ((open_cents, approved_cents),) = world.rows(asked, item(world, "FA-1"))
    return open_cents, approved_cents


def credited(world: World, **notes: int) -> int:
    """Credit notes of one file that name FA-1; the entry that applied them."""
    world.remit(world.ids["C-1"], *(
        {"number": number, "cents": cents, "type_code": "381", "credited_number": "FA-1"}
        for number, cents in notes.items()))  # fmt: skip
    return int(world.one("SELECT max(id) FROM entry WHERE event = 'credit_applied'"))


def undo(world: World, entry_id: int, *numbers: str) -> None:
    asked = undoing.undo_entry(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], entry_id=entry_id,
        invoice_ids=[item(world, number) for number in numbers], reason="a slip",
    )  # fmt: skip
    world.approve(asked, "aron")


def withdraw(world: World, *numbers: str) -> Answer:
    return withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], reason="a slip",
        invoice_ids=[item(world, number) for number in numbers],
    )  # fmt: skip


def reassigned(world: World, contract: str = "C-1") -> int:
    told = returns.reassign(world.conn, world.asked("anna"), contract_id=world.ids[contract],
                            invoice_ids=[newest(world, "FA-1")], reason="DISPUTE")  # fmt: skip
    return int(told["entry_id"])


def together(world: World, entry_id: int) -> None:
    undo(world, entry_id)


def one_by_one(world: World, entry_id: int) -> None:
    undo(world, entry_id, "AV1")
    undo(world, entry_id, "AV2")


def withdrawn_together(world: World, _: int) -> None:
    withdraw(world, "AV1", "AV2")


def withdrawn_one_by_one(world: World, _: int) -> None:
    withdraw(world, "AV1")
    withdraw(world, "AV2")


def undone_then_withdrawn(world: World, entry_id: int) -> None:
    undo(world, entry_id, "AV1")
    withdraw(world, "AV2")


WAYS = [together, one_by_one, withdrawn_together, withdrawn_one_by_one, undone_then_withdrawn]
Way = Callable[[World, int], None]


@pytest.mark.parametrize("way", WAYS)
def test_the_approval_that_one_act_took_comes_back_once(world: World, way: Way) -> None:
    entry_id = credited(world, AV1=30_000, AV2=20_000)
    assert state(world) == (50_000, 50_000)
    world.limit(world.ids["C-1"], "BETA SA", 0)
    way(world, entry_id)
    assert state(world) == (100_000, APPROVED)


@pytest.mark.parametrize("way", WAYS)
def test_of_a_dispute_no_more_stands_again_than_was_answered(world: World, way: Way) -> None:
    disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], code="LIT-PRX",
        invoice_id=item(world, "FA-1"), amount_cents=40_000, is_rest_confirmed=True,
        source="BUYER", evidence="letter",
    )  # fmt: skip
    entry_id = credited(world, AV1=30_000, AV2=20_000)
    left = "SELECT sum(amount_cents)::bigint FROM dispute_step"
    assert world.one(left) == 0
    way(world, entry_id)
    assert world.one(left) == 40_000


def test_a_credit_note_is_not_withdrawn_from_what_has_gone_back_since(world: World) -> None:
    credited(world, AV1=30_000)
    entry_id = reassigned(world)
    with refused(world.conn, "invoice_given_back", number="FA-1"):
        withdraw(world, "AV1")
    undo(world, entry_id)
    withdraw(world, "AV1")
    assert state(world) == (100_000, APPROVED)
    world.close()


def test_what_has_gone_to_another_contract_and_back_is_not_owed_again(world: World) -> None:
    credited(world, AV1=30_000)
    reassigned(world)
    world.ids["C-2"] = world.contract("C-2", fee_ppm=0)
    world.remit(world.ids["C-2"], {"number": "FA-1", "cents": 100_000, "due_on": date(2026, 3, 10)})
    with refused(world.conn, "invoice_given_back", number="FA-1"):
        withdraw(world, "AV1")
    reassigned(world, "C-2")
    with refused(world.conn, "invoice_given_back", number="FA-1"):
        withdraw(world, "AV1")


def waits(world: World, cents: int) -> int:
    """Money that names nothing and waits on the buyer."""
    world.bank({"cents": cents, "text": "??", "payer_name": "BETA SA"})
    return int(world.one("SELECT id FROM payment"))


def pay(world: World, payment_id: int, cents: int) -> None:
    cash.allocate(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                  payment_id=payment_id, invoices={str(item(world, "FA-1")): cents})  # fmt: skip


def unallocate(world: World, payment_id: int) -> Answer:
    return reallocation.reallocate(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payment_id=payment_id,
        invoice_ids=[], to={})  # fmt: skip


def test_a_payment_is_not_taken_back_from_what_has_gone_back_since(world: World) -> None:
    payment_id = waits(world, 30_000)
    before = state(world)
    pay(world, payment_id, 30_000)
    entry_id = reassigned(world)
    with refused(world.conn, "invoice_given_back", number="FA-1"):
        unallocate(world, payment_id)
    undo(world, entry_id)
    unallocate(world, payment_id)
    assert state(world) == before == (100_000, 90_000)
    world.close()


def test_what_met_an_invoice_before_its_guarantee_is_owed_again(world: World) -> None:
    world.amend(world.ids["C-1"], {"has_recourse": False, "guarantee_delay_days": 60})
    credited(world, AV1=30_000)
    payment_id = waits(world, 10_000)
    pay(world, payment_id, 10_000)
    world.on = date(2026, 5, 10)
    world.close()
    assert world.one("SELECT guaranteed_cents FROM guarantee WHERE invoice_id = %s",
                     item(world, "FA-1")) == APPROVED  # fmt: skip
    world.approve(withdraw(world, "AV1"), "aron")
    world.approve(unallocate(world, payment_id), "aron")
    assert state(world)[0] == 100_000 - APPROVED
    assert contradictions_of_house(world.conn) == []


def test_who_agrees_takes_back_what_was_allocated_when_it_was_asked(
    writer: psycopg.Connection,
) -> None:
    world = open_world(writer)
    contract = world.ids["C-1"] = world.contract(has_recourse=False, fee_ppm=0)
    world.limit(contract, "BETA SA", 50_000_000)
    due = world.on + timedelta(days=50)
    world.remit(contract, *({"number": f"FA-{n}", "cents": 1_000_000, "due_on": due}
                            for n in (1, 2, 3)))  # fmt: skip
    world.bank({"cents": 2_000_000, "text": "NO WORD", "payer_name": "BETA SA"})
    payment = world.one("SELECT id FROM payment WHERE contract_id = %s", contract)
    ids = dict(world.rows("SELECT invoice_number, id FROM invoice"))

    def allocate(number: str) -> None:
        cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                      invoices={str(ids[number]): 1_000_000})  # fmt: skip

    allocate("FA-1")
    asked = reallocation.reallocate(world.conn, world.asked("anna"), contract_id=contract,
                                    payment_id=payment, invoice_ids=[], to={})  # fmt: skip
    allocate("FA-2")
    told = world.approve(asked, "aron")
    assert told["taken_back_cents"] == 1_000_000
    assert world.rows("SELECT invoice_number, open_cents FROM invoice ORDER BY id") == [
        ("FA-1", 1_000_000), ("FA-2", 0), ("FA-3", 1_000_000)]  # fmt: skip
