"""Orders, instruments, payments taken back, dedicated accounts of a statement withdrawn."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.assigning.outbox import mark_sent
from comptant.operations.banking import bank, debits, sweeps
from comptant.operations.closing import manual
from comptant.operations.collection import undoing
from comptant.operations.paying import outcomes
from comptant.store import bulk
from tests.facts import FACTOR_IBAN, World, open_world
from tests.houses import Houses, house
from tests.instruments import back, cheque, remit
from tests.traces import refused
from tests.withdrawing import (
    DUE,
    checked,
    in_the_way,
    last,
    off,
    rewind,
    state,
    twin_of,
    uses,
    withdraw,
)


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    world.ids["C-1"] = contract = world.contract(fee_ppm=0)
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(contract, *({"number": f"FA-{n}", "cents": n * 1_000_000, "due_on": DUE}
                            for n in (1, 2, 3)))  # fmt: skip
    world.bank({"cents": 50_000_000, "text": "CAPITAL"})
    return world


@pytest.fixture
def twin(houses: Houses, request: pytest.FixtureRequest, database: str) -> Iterator[World]:
    """Where the wrong statement never came."""
    with twin_of(houses, request, database) as other:
        yield other


def order(world: World, cents: int = 200_000) -> dict[str, Any]:
    """A draw sent to the bank; its order and its reference."""
    drawn = world.draw(world.ids["C-1"], cents)
    world.payout()
    return {
        "id": drawn["order_id"],
        "cents": -cents,
        "end_to_end_reference": world.one(
            "SELECT end_to_end_reference FROM payment_order WHERE id = %s", drawn["order_id"]
        ),
    }


def days(world: World, count: int) -> None:
    world.on += timedelta(days=count)


def steps(world: World, order_id: int) -> list[tuple[str, int]]:
    return world.rows("SELECT step, file_number FROM payment_order_step WHERE order_id = %s"
                      " ORDER BY at", order_id)  # fmt: skip


def test_an_order_that_it_executed_is_under_way_again_and_debited_as_before(
    world: World, twin: World
) -> None:
    for each in (world, twin):
        sent = order(each)
    before = state(world)
    days(world, 4)  # later than the file had hoped: the debit moves to that day
    place = dict(world.told)
    world.bank(sent)
    assert state(world) != before
    withdraw(world)
    assert state(world) == before
    checked(world)
    assert steps(world, sent["id"]) == [
        ("RELEASED", 1), ("SENT", 1), ("EXECUTED", 1), ("UNEXECUTED", 1)]  # fmt: skip
    rewind(world, next(iter(place.values())))
    days(twin, 4)
    for each in (world, twin):
        assert each.bank(sent, {"cents": -500, "operation_code": "62"})["executed"] == 1
    assert state(world) == state(twin)
    checked(world)
    assert steps(world, sent["id"])[-1] == ("EXECUTED", 2)


def test_an_order_under_way_again_may_fail_and_is_late_like_any_other(world: World) -> None:
    sent = order(world)
    days(world, 1)
    place = dict(world.told)
    world.bank(sent)
    withdraw(world)
    rewind(world, next(iter(place.values())))
    world.bank()
    failed = outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=world.ids["C-1"], order_id=sent["id"],
        outcome="REJECTED", value_on=None, reason="AC04")  # fmt: skip
    assert world.approve(failed, "aron")["decision"] == "APPROVED"
    checked(world)
    world.on = date(2026, 1, 16)
    world.close(date(2026, 1, 17))


def test_an_order_that_came_back_keeps_both_of_its_lines(world: World) -> None:
    sent = order(world)
    days(world, 1)
    world.bank(sent)
    executed = last(world)
    days(world, 1)
    world.bank({**sent, "cents": -sent["cents"], "return_reason": "AC04"})
    assert uses(world) == [(200_000, "CAME_BACK")]
    assert uses(world, executed) == [(-200_000, "ORDER_SINCE")]


def test_a_debit_explained_by_an_order_is_undone_with_its_explanation(world: World) -> None:
    world.draw(world.ids["C-1"], 30_000)
    sent = order(world)  # in a file with the other
    days(world, 1)
    before = state(world)
    world.bank({"cents": sent["cents"], "text": "VIR"})
    movement = world.one("SELECT max(id) FROM bank_movement")
    told = debits.explain_debit(
        world.conn, world.asked("tania"), movement_id=movement, account=None, payment_ids=[],
        order_ids=[sent["id"]], reason="ours")  # fmt: skip
    world.approve(told, "aron")
    withdraw(world)
    assert state(world) == before
    checked(world)


def test_a_debit_explained_otherwise_is_undone_first(world: World) -> None:
    days(world, 1)
    before = state(world)
    world.bank({"cents": -700, "text": "PRLV"})
    movement = world.one("SELECT max(id) FROM bank_movement")
    told = debits.explain_debit(
        world.conn, world.asked("tania"), movement_id=movement, account="BFEE", payment_ids=[],
        order_ids=[], reason="fees")  # fmt: skip
    entry_id = world.approve(told, "aron")["entry_id"]
    (row,) = in_the_way(world)
    assert (row["line_use"], row["entry_id"], row["contract_number"]) == (
        "EXPLAINED", entry_id, world.one("SELECT number FROM contract WHERE is_house"))  # fmt: skip
    undone = manual.propose_reversal(
        world.conn, world.asked("aron"), contract_id=world.house, entry_id=entry_id, reason="no"
    )
    world.approve(undone, "ada")
    withdraw(world)
    assert state(world) == before


def test_money_that_the_bank_took_back_with_it_waits_again(world: World) -> None:
    days(world, 1)
    world.bank({"cents": 1_000_000, "text": "FA-1", "payer_name": "BETA SA",
                "bank_reference": "R1"})  # fmt: skip
    received = last(world)
    days(world, 1)
    world.bank({"cents": -1_000_000, "text": "FA-1", "bank_reference": "R1", "is_reversal": True})
    assert world.one("SELECT open_cents FROM invoice WHERE invoice_number = 'FA-1'") == 1_000_000
    assert [(row["line_use"], row["bank_statement_id"]) for row in in_the_way(world, received)] == [
        ("TAKEN_BACK", last(world))]  # fmt: skip
    withdraw(world)
    assert world.rows("SELECT open_cents FROM payment WHERE open_cents > 0 AND contract_id = %s",
                      world.ids["C-1"]) == [(1_000_000,)]  # fmt: skip
    checked(world)
    withdraw(world, received)
    checked(world)


def test_money_received_and_taken_back_by_one_statement_goes_with_it(world: World) -> None:
    days(world, 1)
    before = state(world)
    world.bank(
        {"cents": 1_000_000, "text": "FA-1", "payer_name": "BETA SA", "bank_reference": "R1"},
        {"cents": -1_000_000, "text": "FA-1", "bank_reference": "R1", "is_reversal": True},
    )
    withdraw(world)
    assert state(world) == before
    checked(world)


@pytest.fixture
def collected(world: World) -> World:
    """Two cheques remitted."""
    for cents, number in ((300_000, "1234567"), (410_000, "7654321")):
        world.ids[number] = cheque(world, world.ids["C-1"], cents, number=number)["instrument_id"]
    remit(world)
    days(world, 1)
    return world


def test_a_remittance_that_it_credited_is_to_be_collected_again(collected: World) -> None:
    before = state(collected)
    place = dict(collected.told)
    assert collected.bank({"cents": 710_000, "text": "REMISE CHEQUES"})["collected"] == 2
    withdraw(collected)
    assert state(collected) == before
    checked(collected)
    rewind(collected, next(iter(place.values())))
    assert collected.bank({"cents": 710_000, "text": "REMISE CHEQUES"}, {"cents": 100})[
        "collected"] == 2  # fmt: skip
    checked(collected)


def test_an_unpaid_cheque_is_not_debited_any_more_and_its_return_is_undone_by_itself(
    collected: World,
) -> None:
    collected.bank({"cents": 710_000, "text": "REMISE CHEQUES"})
    credited = last(collected)
    days(collected, 5)
    before = state(collected)
    place = dict(collected.told)
    assert collected.bank({"cents": -300_000, "text": "CHEQUE IMPAYE 1234567"})["unpaid"] == 1
    assert uses(collected, credited) == [(710_000, "DEBITED_SINCE")]
    (left,) = withdraw(collected)["returns_left"]
    assert (left["contract_number"], left["number"]) == ("C-1", "1234567")
    checked(collected)
    told = undoing.undo_entry(
        collected.conn, collected.asked("anna"), contract_id=collected.ids["C-1"],
        entry_id=left["entry_id"], invoice_ids=[], reason="not unpaid")  # fmt: skip
    assert collected.approve(told, "aron")["decision"] == "APPROVED"
    assert state(collected)["instruments"] == before["instruments"]
    rewind(collected, next(iter(place.values())))
    assert collected.bank({"cents": -300_000, "text": "CHEQUE IMPAYE 1234567"}, {"cents": 5})[
        "unpaid"] == 1  # fmt: skip
    checked(collected)


def test_a_debit_named_by_hand_is_undone_where_it_was_named(collected: World) -> None:
    collected.bank({"cents": 710_000, "text": "REMISE CHEQUES"})
    days(collected, 5)
    collected.bank({"cents": -300_000, "text": "XX"})
    movement = collected.one("SELECT max(id) FROM bank_movement")
    named = back(collected, {"contract_id": collected.ids["C-1"],
                             "instrument_id": collected.ids["1234567"]},
                 debit=movement)  # fmt: skip
    (row,) = in_the_way(collected)
    assert (row["line_use"], row["contract_number"]) == ("NAMED", "C-1")
    assert row["entry_id"] != named["entry_id"]


def test_the_balance_before_the_first_statement_goes_and_comes_with_it(world: World) -> None:
    withdraw(world)
    iban = "FR7630006000010000000000152"
    world.own_account(iban)
    before = state(world)
    for opening in (7_000, 9_500):
        world.told[iban] = (0, opening)
        taken = world.statement({"cents": 100}, iban=iban)
        world.take(*taken)
        checked(world)
        withdraw(world)
        assert state(world) == before
        with refused(world.conn, "statement_was_withdrawn"):
            world.take(*taken)
    bank.take_in(world.conn, world.asked("tania"), statements=taken[0], movements=taken[1],
                 source="camt.053", file_name="x", content=b"x", is_again=True)  # fmt: skip
    checked(world)
    assert off(world) == [0, 0]
    assert world.one("SELECT amount_cents FROM bank_ledger WHERE own_account_id <> %s",
                     world.ids["bank"]) == 9_600  # fmt: skip


def test_a_dedicated_account_loses_what_its_statement_told(world: World) -> None:
    iban = "FR7630006000010000000000152"
    world.own_account(iban, contract_id=world.ids["C-1"], is_client_owned=True, name="ALPHA SAS")
    before = state(world)
    world.bank({"cents": 1_000_000, "text": "FA-1", "payer_name": "BETA SA"},
               {"cents": -2_500, "text": "ACHAT"}, iban=iban)  # fmt: skip
    assert world.balance(world.ids["C-1"], "DEDI") == 997_500
    withdraw(world)
    assert state(world) == before
    checked(world)
    world.told[iban] = (0, 0)
    world.bank({"cents": 1_000_000, "text": "FA-1", "payer_name": "BETA SA"}, iban=iban)
    days(world, 1)
    world.bank({"cents": -1_000_000, "text": "VIREMENT", "credited_iban": FACTOR_IBAN}, iban=iban)
    world.bank({"cents": 1_000_000, "text": "VIREMENT", "payer_iban": iban})
    assert [use for _, use in uses(world)] == ["SWEPT"]


@pytest.mark.parametrize("is_sent", [False, True])
def test_a_sweep_of_what_it_had_told_is_given_up_or_named(world: World, is_sent: bool) -> None:
    """On an account dedicated to collection: no file asks for what is not there."""
    iban = "FR7610107001011234567890226"
    world.own_account(iban, contract_id=world.ids["C-1"], is_client_owned=True, name="ALPHA SAS")
    world.bank({"cents": 5, "text": "z"}, iban=iban)
    world.on += timedelta(days=1)
    world.bank({"cents": 1_000_000, "text": "FA-1", "payer_name": "BETA SA"}, iban=iban)
    told = sweeps.order_sweeps(world.conn, world.asked("tania"), to_account_id=world.ids["bank"])
    (sweep,) = told["sweeps"]
    if is_sent:
        outbox = world.one("SELECT id FROM outbox WHERE kind = 'sweep_file'")
        mark_sent(world.conn, world.asked("tania"), outbox_id=outbox, outcome="SENT", proof="x")
    (back,) = withdraw(world)["sweeps_back"]
    assert (back["sweep_id"], back["amount_cents"], back["has_left"]) == (
        sweep["sweep_id"], 1_000_005, is_sent)  # fmt: skip
    (row,) = bulk.rows(world.conn, "read_dedicated", on=world.on)
    assert (row["standing_cents"], row["ordered_cents"]) == (5, 1_000_005 if is_sent else 0)
