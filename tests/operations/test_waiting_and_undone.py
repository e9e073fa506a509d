"""What waiting money had suspended, and what another act then made of it, comes back with the act
and with the money, whatever the limit is by then (I-19): as in the twin that had neither."""

from collections.abc import Callable, Iterator

import psycopg
import pytest

from comptant.operations.assigning import returns, withdrawal
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, guarantee_back, reallocation, undoing
from comptant.operations.risk import facts
from tests.facts import World
from tests.houses import Houses, house
from tests.operations.test_short_taken_back import cut, failed, night, of_two, state
from tests.withdrawing import rewind, twin_of, withdraw

WAITS, PAID = 3_000_000, 500_000
Told = Callable[[World], Callable[[World], object]]


@house
def world(writer: psycopg.Connection) -> World:
    """NR-1 of 40 000.00 and NR-2 of 20 000.00, all approved, without recourse."""
    return of_two(writer)


@pytest.fixture
def twin(houses: Houses, request: pytest.FixtureRequest, database: str) -> Iterator[World]:
    """Where nothing of it was ever told."""
    with twin_of(houses, request, database) as other:
        yield other


def received(world: World, cents: int, text: str, reference: str) -> None:
    world.bank({"cents": cents, "text": text, "payer_name": "BETA SA",
                "bank_reference": reference})  # fmt: skip


def recalled(world: World, cents: int, reference: str) -> None:
    world.bank({"cents": -cents, "bank_reference": reference, "is_reversal": True})


def approved(world: World) -> dict[str, int]:
    return dict(world.rows("SELECT invoice_number, approved_cents FROM invoice"))


def first(world: World) -> int:
    return int(world.one("SELECT id FROM invoice WHERE invoice_number = 'NR-1'"))


def short(world: World) -> Callable[[World], object]:
    received(world, PAID, "NR-1", "R-1")
    return lambda of: recalled(of, PAID, "R-1")


def undone(told: dict[str, object], world: World) -> Callable[[World], object]:
    entry_id = told["entry_id"]
    return lambda of: of.approve(undoing.undo_entry(
        of.conn, of.asked("anna"), contract_id=of.ids["NR"], entry_id=entry_id, invoice_ids=[],
        reason="a slip"), "aron")  # fmt: skip


def kept(world: World) -> Callable[[World], object]:
    return undone(world.approve(returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=world.ids["NR"], invoice_id=first(world),
        amount_cents=2_000_000, evidence="letter"), "aron"), world)  # fmt: skip


def withdrawn(world: World) -> Callable[[World], object]:
    return undone(world.approve(withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=world.ids["NR"], invoice_ids=[first(world)],
        reason="a slip"), "aron"), world)  # fmt: skip


@pytest.mark.parametrize("told", [short, kept, withdrawn])
@pytest.mark.parametrize("is_money_first", [True, False])
def test_what_money_had_suspended_before_an_act_comes_back_without_either(
    world: World, twin: World, told: Told, is_money_first: bool
) -> None:
    """The money reduces NR-1 first, and then what the act has left of it: NR-2."""
    received(world, WAITS, "NO WORD", "R-0")
    assert approved(world) == {"NR-1": 1_000_000, "NR-2": 2_000_000}
    undo = told(world)
    assert approved(world)["NR-1"] == 0
    for each in (world, twin):
        cut(each)
    if is_money_first:
        recalled(world, WAITS, "R-0")
        undo(world)
    else:
        undo(world)
        assert approved(world) == {"NR-1": 1_000_000, "NR-2": 2_000_000}
        recalled(world, WAITS, "R-0")
    for each in (world, twin):
        night(each)
    assert state(world) == state(twin)
    assert contradictions_of_house(world.conn) == []


def test_a_statement_that_brings_a_short_payment_and_money_that_waits_is_withdrawn_whole(
    world: World, twin: World
) -> None:
    for each in (world, twin):
        received(each, WAITS, "NO WORD", "R-0")
        cut(each)
    before = world.told.copy()
    world.bank({"cents": PAID, "text": "NR-1", "payer_name": "BETA SA"},
               {"cents": 100_000, "text": "NO WORD", "payer_name": "BETA SA"})  # fmt: skip
    withdraw(world)
    rewind(world, next(iter(before.values())))
    assert state(world) == state(twin)


def test_money_given_again_with_a_guarantee_given_back_may_be_taken_back_after_all(
    world: World, twin: World
) -> None:
    contract = world.ids["NR"]
    for each in (world, twin):
        received(each, PAID, "NO WORD", "R-0")
        cut(each)
    failed(world)
    night(world)
    payment = world.one("SELECT id FROM payment WHERE open_cents > 0 AND contract_id = %s",
                        contract)  # fmt: skip
    second = world.one("SELECT id FROM invoice WHERE invoice_number = 'NR-2'")
    cash.allocate(world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
                  invoices={str(second): 1_000})  # fmt: skip
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", name="insolvent_on",
        subject_id=world.ids["BETA SA"], value=None, from_on=world.on, source="BODACC",
    )  # fmt: skip
    world.approve(guarantee_back.give_guarantee_back(
        world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[second],
        is_whole_buyer=True, reason="the wrong company"), "aron")  # fmt: skip
    assert approved(world)["NR-2"] == 1_999_000
    world.approve(reallocation.reallocate(
        world.conn, world.asked("anna"), contract_id=contract, payment_id=payment,
        invoice_ids=[second], to={}), "aron")  # fmt: skip
    night(twin)
    assert state(world) == state(twin)


def test_what_the_guarantee_takes_in_parts_leaves_the_client_no_other_cent(
    world: World, twin: World
) -> None:
    received(world, 2_471_805, "NO WORD", "R-0")
    for each in (world, twin):
        failed(each)
        night(each)
    assert world.rows("SELECT guaranteed_cents, uncovered_cents FROM guarantee ORDER BY 1") == [
        (1_528_195, 152_819), (2_000_000, 200_000)]  # fmt: skip
    recalled(world, 2_471_805, "R-0")
    night(world)
    night(twin)
    assert state(world) == state(twin)
