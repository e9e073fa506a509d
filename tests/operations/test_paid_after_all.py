"""A return told by mistake, undone by two people while our bank has not debited the instrument."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.closing import control, manual
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import cash, undoing
from comptant.operations.risk import facts
from tests.facts import World, open_world
from tests.houses import house
from tests.instruments import assigned, back, cheque, invoice, opens, remit, sums
from tests.traces import refused

CENTS = 500_000
SETTLED_ON = date(2026, 1, 20)


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def state(world: World, contract: int) -> dict[str, Any]:
    return {
        "sums": sums(world, contract), "client": world.balance(contract, "CCA"),
        "claims": world.balance(contract, "DEBD"), "invoices": opens(world),
        "approved": world.rows("SELECT approved_cents FROM invoice ORDER BY id"),
        "payments": world.rows("SELECT id, open_cents, moved_cents FROM payment ORDER BY id"),
        "available": world.available(contract),
        "contradictions": contradictions_of_house(world.conn),
    }  # fmt: skip


def undo(world: World, contract: int) -> Answer:
    entry = world.one("SELECT max(entry_id) FROM instrument_step WHERE step = 'RETURNED'")
    return undoing.undo_entry(
        world.conn, world.asked("anna"), contract_id=contract, entry_id=entry, invoice_ids=[],
        reason="the other cheque",
    )  # fmt: skip


def undone(world: World, contract: int) -> Answer:
    return world.approve(undo(world, contract), "aron")


def incident(world: World) -> Any:
    return world.one("SELECT value #>> '{}' FROM term WHERE name = 'payment_incident_on'"
                     " ORDER BY recorded_at DESC LIMIT 1")  # fmt: skip


def credited(world: World, contract: int, **more: Any) -> Answer:
    """A cheque of 5 000.00 that our bank has paid."""
    entered = cheque(world, contract, CENTS, **more)
    remit(world)
    world.close(SETTLED_ON)
    world.on = SETTLED_ON
    assert world.bank({"cents": CENTS, "text": "REMISE CHEQUES"})["collected"] == 1
    world.close(date(2026, 1, 21))
    world.on = date(2026, 1, 22)
    return entered


def test_a_return_before_the_credit_is_undone_and_the_night_credits_it(world: World) -> None:
    contract = assigned(world)
    entered = cheque(world, contract, CENTS, pays={"FA-1": CENTS})
    remit(world)
    before = state(world, contract)
    back(world, entered)
    assert sums(world, contract)[:2] == (0, 0)
    undone(world, contract)
    assert state(world, contract) == before
    assert incident(world) is None
    world.close(SETTLED_ON)
    assert opens(world)[0][1] == 700_000


def test_a_return_after_the_credit_is_undone_and_pays_its_invoice_again(world: World) -> None:
    contract = assigned(world, unpaid_fee_cents=2_000)
    entered = credited(world, contract, pays={"FA-1": CENTS})
    before = state(world, contract)
    assert before["invoices"][0][1] == 700_000
    back(world, entered)
    assert world.balance(contract, "FEE") < 0
    asked = undo(world, contract)
    with refused(world.conn, "same_person"):
        world.approve(asked, "anna")
    done = world.approve(asked, "aron")
    assert state(world, contract) == before
    assert (world.balance(contract, "FEE"), world.balance(contract, "VATC")) == (0, 0)
    assert world.rows("SELECT e.reverses_id FROM entry e WHERE id = %s", done["entry_id"]) == (
        world.rows("SELECT entry_id FROM instrument_step WHERE step = 'RETURNED'"))  # fmt: skip
    with refused(world.conn, "entry_reversed"):
        undo(world, contract)
    world.close(date(2026, 1, 22))


def test_what_was_undone_may_come_back_truly(world: World) -> None:
    contract = assigned(world, unpaid_fee_cents=2_000)
    entered = credited(world, contract, pays={"FA-1": CENTS})
    back(world, entered)
    after = state(world, contract)
    undone(world, contract)
    assert world.bank({"cents": -CENTS, "text": "CHEQUE IMPAYE 1234567"})["unpaid"] == 1
    now = state(world, contract)
    assert now["sums"][0] == 0, "debited"
    assert now["invoices"] == after["invoices"]
    with refused(world.conn, "return_debited", instrument_id=entered["instrument_id"]):
        undo(world, contract)
    world.close(date(2026, 1, 22))


def test_a_cheque_entered_again_is_given_back_first(world: World) -> None:
    contract = assigned(world)
    entered = credited(world, contract)
    back(world, entered)
    second = cheque(world, contract, CENTS)
    with refused(world.conn, "instrument_again", other_id=second["instrument_id"]):
        undo(world, contract)


@pytest.mark.parametrize("invoice_is_paid", [True, False])
def test_what_is_no_longer_owed_waits(world: World, invoice_is_paid: bool) -> None:
    contract = assigned(world)
    entered = credited(world, contract, pays={"FA-1": CENTS})
    back(world, entered)
    if invoice_is_paid:
        world.bank({"cents": 1_200_000, "text": "FA-1", "payer_name": "BETA SA"})
        assert opens(world)[0][1] == 0
    undone(world, contract)
    assert (opens(world)[0][1], sums(world, contract)[3]) == (
        (0, -CENTS) if invoice_is_paid else (700_000, 0))  # fmt: skip
    assert contradictions_of_house(world.conn) == []


def test_what_our_bank_has_still_is_told_by_the_close_and_the_sheet(world: World) -> None:
    contract = assigned(world)
    entered = credited(world, contract)
    back(world, entered)
    entry = world.one("SELECT entry_id FROM instrument_step WHERE step = 'RETURNED'")
    assert world.close(date(2026, 1, 26))["to_look_at"]["undebited"]["count"] == 0
    (row,) = world.close(date(2026, 1, 27))["to_look_at"]["undebited"]["rows"]
    assert (row["id"], row["entry_id"], row["age_days"], row["amount_cents"]) == (
        entered["instrument_id"], entry, 5, CENTS)  # fmt: skip
    world.on = date(2026, 1, 28)
    undone(world, contract)

    def told(day: date) -> list[Any]:
        sheet = control.sheet(world.conn, world.conn, world.asked("aron"), day)
        assert [one for one in sheet["ledger"] if one["off_cents"]] == []
        return [one["id"] for one in sheet["undebited"]]

    assert told(date(2026, 1, 27)) == [entered["instrument_id"]], "as of that day"
    assert told(date(2026, 1, 28)) == []


def test_what_was_never_credited_is_proved_as_of_each_day(world: World) -> None:
    """Returned before its credit, undone a day later, credited the night after."""
    contract = assigned(world)
    entered = cheque(world, contract, CENTS)
    remit(world)
    first = world.on
    back(world, entered)
    world.on = date(2026, 1, 16)
    undone(world, contract)
    world.close(SETTLED_ON)
    for day in (first, date(2026, 1, 16), SETTLED_ON):
        sheet = control.sheet(world.conn, world.conn, world.asked("aron"), day)
        assert [one for one in sheet["ledger"] if one["off_cents"]] == [], day


def test_a_return_is_undone_not_reversed(world: World) -> None:
    contract = assigned(world)
    told = back(world, credited(world, contract))
    with refused(world.conn, "entry_to_undo", entry_id=told["entry_id"]):
        manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                entry_id=told["entry_id"], reason="a slip")  # fmt: skip


def test_a_debt_guaranteed_is_paid_again(world: World) -> None:
    contract = assigned(world, has_recourse=False)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY", value=str(world.on),
        subject_id=world.ids["BETA SA"], name="insolvent_on", from_on=world.on, source="BODACC",
    )  # fmt: skip
    entered = credited(world, contract)
    waits = world.one("SELECT open_cents FROM payment")
    if waits:
        cash.allocate(world.conn, world.asked("anna"), contract_id=contract,
                      payment_id=world.one("SELECT id FROM payment"),
                      invoices={str(invoice(world, "FA-1")): waits})  # fmt: skip
    before = state(world, contract)
    assert before["claims"] == 1_200_000 - CENTS
    back(world, entered)
    assert world.balance(contract, "DEBD") == 1_200_000
    undone(world, contract)
    assert state(world, contract) == before
