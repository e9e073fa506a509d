"""A bank statement that was not the bank's last word is taken back by two people, and its place is
free for the right one."""

from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.closing import close
from comptant.operations.collection import cash, unknown_money
from comptant.operations.drawing import client_money
from tests.facts import World, open_world
from tests.houses import Houses, house
from tests.traces import refused, violated
from tests.withdrawing import (
    DUE,
    WHY,
    checked,
    in_the_way,
    last,
    ledger,
    off,
    propose,
    rewind,
    state,
    twin_of,
    uses,
    withdraw,
)


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    world.ids["C-1"] = contract = world.contract(fee_ppm=0, is_interest_reserved=False)
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(contract, *({"number": f"FA-{n}", "cents": n * 1_000_000, "due_on": DUE}
                            for n in (1, 2, 3)))  # fmt: skip
    world.bank({"cents": 5_000, "text": "NOBODY'S"})
    return world


@pytest.fixture
def twin(houses: Houses, request: pytest.FixtureRequest, database: str) -> Iterator[World]:
    """Where the wrong statement never came."""
    with twin_of(houses, request, database) as other:
        yield other


def day(world: World) -> None:
    world.on += timedelta(days=1)


def busy(world: World) -> None:
    """A day of the bank: money allocated, money of nobody, a charge, a debit nobody knows."""
    world.bank(
        {"cents": 1_000_000, "text": "FA-1", "payer_name": "BETA SA", "value_on": world.on},
        {"cents": 70_000, "text": "SLIP", "value_on": world.on + timedelta(days=1)},
        {"cents": -1_250, "text": "COMMISSION", "operation_code": "62"},
        {"cents": -3_300, "text": "PRLV"},
    )


def test_it_takes_two_and_leaves_the_books_as_if_it_had_never_come(world: World) -> None:
    before, told = state(world), dict(world.told)
    day(world)
    busy(world)
    assert world.rows("SELECT open_cents FROM invoice WHERE invoice_number = 'FA-1'") == [(0,)]
    asked = propose(world)
    assert (asked["line_count"], asked["amount_cents"]) == (4, 1_074_550)
    with refused(world.conn, "same_person"):
        world.approve(asked, "tania")
    with refused(world.conn, "withdrawal_waits", approval_id=asked["approval_id"]):
        propose(world)
    done = world.approve(asked, "aron")
    assert (done["withdrawn_cents"], done["line_count"], done["returns_left"]) == (
        1_065_450, 4, [])  # fmt: skip
    assert state(world) == before
    checked(world)
    assert world.rows("SELECT withdrawn_for, withdrawn_act_id IS NULL FROM bank_statement"
                      " ORDER BY id") == [(None, True), (WHY, False)]  # fmt: skip
    # Nothing is deleted: the entries stay, each with one against it, booked today.
    assert world.rows("SELECT DISTINCT entry_on FROM entry WHERE key LIKE '%%/withdrawn'") == [
        (world.on,)]  # fmt: skip
    rewind(world, next(iter(told.values())))
    close.close(world.conn, world.asked("aron"), world.on - timedelta(days=1), lambda *_: None)


def test_each_entry_has_one_against_it_with_its_own_value_date(world: World) -> None:
    day(world)
    busy(world)
    act = world.one("SELECT act_id FROM bank_statement WHERE id = %s", last(world))
    told = world.rows(
        "SELECT e.value_on, p.account, -p.amount_cents FROM entry e JOIN posting p"
        " ON p.entry_id = e.id WHERE e.act_id = %s AND p.account IN ('BNK', 'SUSP', 'BFEE', 'DEB')"
        " ORDER BY 1, 2, 3", act)  # fmt: skip
    withdraw(world)
    against = world.rows(
        "SELECT e.value_on, p.account, p.amount_cents FROM entry e JOIN posting p"
        " ON p.entry_id = e.id WHERE e.act_id = (SELECT max(withdrawn_act_id) FROM bank_statement)"
        " AND p.account IN ('BNK', 'SUSP', 'BFEE', 'DEB') ORDER BY 1, 2, 3"
    )
    assert sorted(against) == sorted(told)


def test_the_right_statement_takes_the_place_and_a_twin_has_the_same_books(world: World) -> None:
    day(world)
    place = dict(world.told)
    busy(world)
    withdraw(world)
    rewind(world, next(iter(place.values())))
    right(world)
    replaced = state(world)
    checked(world)
    assert world.rows("SELECT reference, withdrawn_act_id IS NULL FROM bank_statement"
                      " ORDER BY id") == [("S1", True), ("S2", False), ("S2", True)]  # fmt: skip
    assert replaced["invoices"][0] == ("FA-1", 0, 0, None)
    day(world)
    world.bank({"cents": 900})
    world.close(world.on)


def right(world: World) -> None:
    """What the bank says then: a line less, one of another amount, the others the same."""
    world.bank(
        {"cents": 1_000_000, "text": "FA-1", "payer_name": "BETA SA", "value_on": world.on},
        {"cents": 30_000, "text": "SLIP", "value_on": world.on + timedelta(days=1)},
        {"cents": -1_250, "text": "COMMISSION", "operation_code": "62"},
    )


def test_a_twin_that_loaded_the_right_one_alone_has_the_same_books(
    world: World, twin: World
) -> None:
    """To the cent, by account and value date; a night later too."""
    day(world)
    place = dict(world.told)
    busy(world)
    withdraw(world)
    rewind(world, next(iter(place.values())))
    day(twin)
    for each in (world, twin):
        right(each)
    assert state(world) == state(twin)
    for each in (world, twin):
        day(each)
        each.bank({"cents": 900})
        each.on = date(2026, 1, 16)
        each.close(date(2026, 1, 18))
    assert state(world) == state(twin)
    checked(world)


def test_the_same_file_is_not_taken_again_unless_it_is_meant(world: World) -> None:
    day(world)
    taken = world.statement({"cents": 70_000, "text": "SLIP"})
    world.take(*taken)
    withdraw(world)
    with refused(world.conn, "statement_was_withdrawn", login="aron", reason=WHY):
        world.take(*taken)


def test_a_later_statement_stays_and_the_gap_stops_the_night(world: World) -> None:
    day(world)
    place = dict(world.told)
    busy(world)
    wrong = last(world)
    day(world)
    world.bank({"cents": 400})
    after = dict(world.told)
    withdraw(world, wrong)
    assert off(world) == [-1_065_450]
    with pytest.raises(Refused) as caught:
        world.close(world.on)
    assert caught.value.code == "bank_differs"
    assert any("S3" in str(line) for line in caught.value.facts["lines"])  # type: ignore[attr-defined]
    world.on -= timedelta(days=1)
    rewind(world, next(iter(place.values())))
    world.bank({"cents": 1_065_450, "text": "FA-1 AND MORE"})
    day(world)
    rewind(world, next(iter(after.values())))
    checked(world)
    world.close(world.on)


def test_the_first_of_several_is_taken_back_last(world: World) -> None:
    first = last(world)
    day(world)
    world.bank({"cents": 400})
    with refused(world.conn, "statement_is_first"):
        propose(world, first)
    withdraw(world)
    withdraw(world, first)
    assert [row for row in ledger(world) if row[1] == "BNK"] == []
    checked(world)


def test_of_two_of_one_day_the_last_goes_first(world: World) -> None:
    day(world)
    place = dict(world.told)
    world.bank({"cents": 300})
    first = last(world)
    world.bank({"cents": 400})
    with refused(world.conn, "statement_day_goes_on", reference="S2"):
        propose(world, first)
    withdraw(world)
    withdraw(world, first)
    rewind(world, next(iter(place.values())))
    world.bank({"cents": 250})
    world.bank({"cents": 400})
    checked(world)
    assert off(world) == [0]


def test_what_was_given_away_is_told_line_by_line(world: World) -> None:
    day(world)
    busy(world)
    payment = world.one("SELECT id FROM payment WHERE open_cents = 70000")
    moved = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=payment, contract_id=world.ids["C-1"],
        buyer_id=0, amount_cents=None)  # fmt: skip
    assert uses(world) == []  # wherever it waits
    told = client_money.repay(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
        payment_id=moved["payment_id"], amount_cents=None, reason="his own")  # fmt: skip
    if "approval_id" in told:
        world.approve(told, "aron")
    (row,) = in_the_way(world)
    assert (row["amount_cents"], row["line_use"], row["contract_number"]) == (
        70_000, "GIVEN_AWAY", "C-1")  # fmt: skip


def test_money_moved_and_allocated_by_hand_comes_back(world: World) -> None:
    before = state(world)
    day(world)
    busy(world)
    payment = world.one("SELECT id FROM payment WHERE open_cents = 70000")
    moved = unknown_money.identify(
        world.conn, world.asked("anna"), payment_id=payment, contract_id=world.ids["C-1"],
        buyer_id=world.ids["BETA SA"], amount_cents=50_000)  # fmt: skip
    invoice = world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-2'")
    cash.allocate(world.conn, world.asked("anna"), contract_id=world.ids["C-1"],
                  payment_id=moved["payment_id"], invoices={str(invoice): 45_000})  # fmt: skip
    withdraw(world)
    assert state(world) == before
    checked(world)


def test_what_is_withdrawn_stays_so_and_its_lines_cannot_be_changed(world: World) -> None:
    day(world)
    busy(world)
    withdraw(world)
    with refused(world.conn, "statement_is_withdrawn"):
        propose(world)
    with violated(world.conn, "history_is_final"):
        world.conn.execute("UPDATE bank_statement SET withdrawn_act_id = 1, withdrawn_for = 'x'"
                           " WHERE id = %s", (last(world),))  # fmt: skip
    with refused(world.conn, "bank_statement_unknown"):
        propose(world, 999_999_999)
    with refused(world.conn, "not_your_right"):
        propose(world, by="anna")
