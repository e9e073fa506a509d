"""A debit of the bank named by hand as the wrong cheque's: two people undo it, and it waits."""

from datetime import date

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.banking import debits
from comptant.operations.closing import manual
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import undoing
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house
from tests.instruments import assigned, back, cheque, opens, remit, sums
from tests.traces import refused

CENTS = 500_000
SETTLED_ON = date(2026, 1, 20)


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def two_cheques(world: World) -> tuple[int, Answer, Answer, int]:
    """Two cheques of 5 000.00 that our bank has credited, and its debit of one, which it does not
    name: the contract, both, the debit."""
    contract = assigned(world, unpaid_fee_cents=2_000)
    one = cheque(world, contract, CENTS, pays={"FA-1": CENTS})
    other = cheque(world, contract, CENTS, number="7654321", payer_name="BETA")
    remit(world)
    world.close(SETTLED_ON)
    world.on = SETTLED_ON
    assert world.bank({"cents": 2 * CENTS, "text": "REMISE CHEQUES"})["collected"] == 2
    world.on = date(2026, 1, 22)
    assert world.bank({"cents": -CENTS, "text": "CHEQUE IMPAYE"})["unpaid"] == 0
    (waits,) = bulk.rows(world.conn, "read_debits", movement_id=None)
    return contract, one, other, int(waits["movement_id"])


def state(world: World, contract: int) -> tuple[object, ...]:
    return (
        sums(world, contract), world.balance(contract, "CCA"), opens(world),
        world.balance(contract, "FEE"), world.balance(world.house, "SUSP"),
        world.rows("SELECT id, open_cents FROM payment ORDER BY id"),
        bulk.rows(world.conn, "read_debits", movement_id=None),
        contradictions_of_house(world.conn),
    )  # fmt: skip


def undo(world: World, contract: int, entry_id: int) -> Answer:
    return undoing.undo_entry(
        world.conn, world.asked("anna"), contract_id=contract, entry_id=entry_id, invoice_ids=[],
        reason="the other cheque")  # fmt: skip


def shown(world: World, entered: Answer) -> str:
    (row,) = bulk.rows(world.conn, "read_instruments", contract_id=None,
                       id=entered["instrument_id"])  # fmt: skip
    return str(row["step"])


def test_the_undo_that_is_told_frees_the_debit_for_the_right_cheque(world: World) -> None:
    contract, one, other, movement = two_cheques(world)
    before = state(world, contract)
    told = back(world, one, movement)
    assert (shown(world, one), shown(world, other)) == ("DEBITED", "SETTLED")
    assert opens(world)[0][1] == 1_200_000
    asked = undo(world, contract, told["entry_id"])
    with refused(world.conn, "same_person"):
        world.approve(asked, "anna")
    world.approve(asked, "aron")
    assert state(world, contract) == before
    assert shown(world, one) == "SETTLED"
    with refused(world.conn, "entry_reversed"):
        undo(world, contract, told["entry_id"])
    back(world, other, movement)
    assert (shown(world, one), shown(world, other)) == ("SETTLED", "DEBITED")
    assert (bulk.rows(world.conn, "read_debits", movement_id=None), opens(world)[0][1]) == (
        [], 700_000)  # fmt: skip
    world.close(date(2026, 1, 22))
    for row in bulk.rows(world.conn, "control_ledger", day=world.on):
        assert not row["off_cents"], row


def test_a_debit_named_of_a_cheque_unpaid_before_is_undone_alone(world: World) -> None:
    contract, one, _, movement = two_cheques(world)
    back(world, one)
    before = state(world, contract)
    told = back(world, one, movement)
    house_entry = world.one("SELECT id FROM entry WHERE event = 'debit_moved_out'")
    with refused(world.conn, "entry_to_undo", entry_id=told["entry_id"]):
        manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                entry_id=told["entry_id"], reason="slip")  # fmt: skip
    with refused(world.conn, "entry_of_items", entry_id=house_entry):
        manual.propose_reversal(world.conn, world.asked("aron"), contract_id=world.house,
                                entry_id=house_entry, reason="slip")  # fmt: skip
    world.approve(undo(world, contract, told["entry_id"]), "aron")
    assert state(world, contract) == before
    assert shown(world, one) == "RETURNED"
    # Named again, of the same: a turn of its own, and undone again.
    for _ in range(2):
        told = back(world, one, movement)
        assert shown(world, one) == "DEBITED"
        world.approve(undo(world, contract, told["entry_id"]), "aron")
    assert state(world, contract) == before
    world.close(date(2026, 1, 22))


def test_what_our_bank_names_itself_afterwards_is_debited_truly(world: World) -> None:
    contract, one, _, movement = two_cheques(world)
    told = back(world, one, movement)
    world.approve(undo(world, contract, told["entry_id"]), "aron")
    assert world.bank({"cents": -CENTS, "text": "CHEQUE IMPAYE 1234567"})["unpaid"] == 1
    last = world.one("SELECT max(entry_id) FROM instrument_step WHERE step = 'RETURNED'")
    with refused(world.conn, "return_debited", instrument_id=one["instrument_id"]):
        undo(world, contract, last)
    asked = debits.explain_debit(
        world.conn, world.asked("aron"), movement_id=movement, account="BFEE", payment_ids=[],
        order_ids=[], reason="fee")  # fmt: skip
    world.approve(asked, "ada")
    world.close(date(2026, 1, 22))
    assert contradictions_of_house(world.conn) == []


@pytest.mark.parametrize("first", ["return", "naming"])
def test_two_proposals_of_the_same_leave_one(world: World, first: str) -> None:
    contract, one, _, movement = two_cheques(world)
    before = state(world, contract)
    told = back(world, one, movement)
    named = world.one("SELECT entry_id FROM instrument_step WHERE step = 'DEBITED'")
    asked = {"return": undo(world, contract, told["entry_id"]),
             "naming": undo(world, contract, named)}  # fmt: skip
    world.approve(asked.pop(first), "aron")
    ((_, left),) = asked.items()
    if first == "return":
        world.lapses(left, "entry_reversed", "aron")
    else:
        world.approve(left, "aron")
    assert state(world, contract) == before
