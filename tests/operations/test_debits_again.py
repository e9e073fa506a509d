"""Debits explained wrongly, and transfers taken back that had paid several contracts."""

from datetime import date

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.banking import debits
from comptant.operations.closing import manual
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

FIRST, SECOND = 600_000, 300_000


@house
def world(writer: psycopg.Connection) -> World:
    """BETA SA has paid an invoice of ALPHA SAS (B) and one of GAMMA SA (D) by one transfer."""
    opened = open_world(writer)
    opened.users["alice"] = opened.users["anna"]  # who remits for both clients
    for number, client, invoice, cents in (
        ("B", "ALPHA SAS", "ALPHA-2026-0101", FIRST), ("D", "GAMMA SA", "GAMMA-2026-0201", SECOND),
    ):  # fmt: skip
        opened.ids[number] = opened.contract(number, client=client)
        opened.limit(opened.ids[number], "BETA SA", 5_000_000)
        opened.remit(opened.ids[number],
                     {"number": invoice, "cents": cents, "due_on": date(2026, 3, 10)})  # fmt: skip
    opened.on = date(2026, 2, 2)
    opened.bank({"cents": FIRST + SECOND, "payer_name": "BETA SA",
                 "text": "ALPHA-2026-0101 GAMMA-2026-0201"})  # fmt: skip
    return opened


def debit(world: World) -> int:
    return int(world.one("SELECT max(id) FROM bank_movement WHERE amount_cents < 0"))


def explain(world: World, *, account: str | None = None, number: str = "") -> Answer:
    payment = world.one("SELECT id FROM payment WHERE contract_id = %s",
                        world.ids[number]) if number else 0  # fmt: skip
    return debits.explain_debit(
        world.conn, world.asked("tania"), movement_id=debit(world), account=account,
        contract_id=world.ids[number] if number else 0, payment_id=payment, reason="recall",
    )  # fmt: skip


def listed(world: World) -> list[int]:
    return [row["movement_id"] for row in bulk.rows(world.conn, "read_debits", movement_id=None)]


def owed(world: World) -> list[int]:
    return [cents for (cents,) in world.rows("SELECT open_cents FROM invoice ORDER BY id")]


@pytest.mark.parametrize("named", ["B", "D"])
def test_a_transfer_that_paid_two_contracts_is_taken_back_whole_by_either_payment(
    world: World, named: str
) -> None:
    assert owed(world) == [0, 0]
    world.bank({"cents": -(FIRST + SECOND), "text": "RAPPEL"})
    world.approve(explain(world, number=named), "aron")
    assert owed(world) == [FIRST, SECOND]
    assert world.rows("SELECT open_cents FROM payment") == [(0,), (0,)]
    assert [world.balance(world.house, code) for code in ("SUSP", "BNK")] == [
        0, -(FIRST + SECOND)]  # fmt: skip
    homes = [world.house, world.ids["B"], world.ids["D"]]
    assert sum(world.balance(one, "LINK") for one in homes) == 0
    assert bulk.rows(world.conn, "contradictions", ids=homes[1:], whole=True) == []
    assert listed(world) == []


def test_a_debit_of_another_amount_than_the_transfer_is_refused_with_its_sum(world: World) -> None:
    world.bank({"cents": -(FIRST + SECOND + 1), "text": "RAPPEL"})
    with refused(world.conn, "amounts_differ", payment_cents=FIRST + SECOND,
                 debit_cents=FIRST + SECOND + 1):  # fmt: skip
        explain(world, number="B")


def test_a_debit_explained_wrongly_waits_again_and_is_explained_anew(world: World) -> None:
    world.bank({"cents": -(FIRST + SECOND), "text": "RAPPEL"})
    for time in range(2):
        told = world.approve(explain(world, account="BFEE"), "aron")
        assert listed(world) == []
        world.approve(manual.propose_reversal(
            world.conn, world.asked("aron"), contract_id=world.house, entry_id=told["entry_id"],
            reason=f"slip {time}"), "ada")  # fmt: skip
        assert listed(world) == [debit(world)]
        assert world.balance(world.house, "SUSP") == FIRST + SECOND
    world.approve(explain(world, number="B"), "aron")
    assert owed(world) == [FIRST, SECOND]
    assert (listed(world), world.balance(world.house, "SUSP")) == ([], 0)


def test_one_side_of_a_payment_taken_back_is_not_reversed_alone(world: World) -> None:
    world.bank({"cents": -(FIRST + SECOND), "text": "RAPPEL"})
    told = world.approve(explain(world, number="B"), "aron")
    with refused(world.conn, "entry_of_items", entry_id=told["entry_id"]):
        manual.propose_reversal(world.conn, world.asked("aron"), contract_id=world.house,
                                entry_id=told["entry_id"], reason="slip")  # fmt: skip
