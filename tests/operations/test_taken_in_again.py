"""A withdrawal told by mistake is undone whole by two people: all is as it had been."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import withdrawal
from comptant.operations.closing import manual
from comptant.operations.closing.books_proof import contradictions_of_house
from comptant.operations.collection import undoing
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

CENTS, DUE = 1_000_000, date(2026, 3, 16)
ACCOUNTS = ("DEB", "CCA", "FEE", "VATC", "FDG")


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def assigned(world: World, **terms: Any) -> int:
    """A contract with three invoices of 10 000.00, of which a limit leaves 25 000.00 approved."""
    contract = world.ids["C-1"] = world.contract(**{"fee_billing": "AT_ASSIGNMENT", **terms})
    world.limit(contract, "BETA SA", 2_500_000)
    world.remit(contract, *({"number": f"FA-{n}", "cents": CENTS, "due_on": DUE}
                            for n in (1, 2, 3)))  # fmt: skip
    return int(contract)


def item(world: World, number: str) -> int:
    return int(world.one("SELECT min(id) FROM invoice WHERE invoice_number = %s", number))


def withdraw(world: World, *numbers: str) -> Answer:
    told = withdrawal.withdraw(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], reason="a slip",
        invoice_ids=[item(world, number) for number in numbers])  # fmt: skip
    return world.approve(told, "aron") if "approval_id" in told else told


def undo(world: World, told: Answer, *numbers: str) -> Answer:
    return undoing.undo_entry(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], entry_id=told["entry_id"],
        invoice_ids=[item(world, number) for number in numbers], reason="another")  # fmt: skip


def state(world: World) -> dict[str, Any]:
    contract = world.ids["C-1"]
    return {
        "invoices": world.rows("SELECT invoice_number, open_cents, approved_cents, fee_bill_id,"
                               " ineligible_cents, hold FROM invoice ORDER BY id"),
        "held": world.rows("SELECT contract_id, invoice_id, returned_for FROM held ORDER BY 2"),
        "balances": [world.balance(contract, account) for account in ACCOUNTS],
        "billed": world.rows("SELECT code, sum(amount_cents), sum(base_cents) FROM charge"
                             " GROUP BY 1 ORDER BY 1"),
        "exposure": world.rows("SELECT buyer_id, sum(outstanding_cents), sum(approved_cents),"
                               " sum(unapplied_credit_cents), sum(open_count) FROM exposure"
                               " GROUP BY 1"),
        "available": world.available(contract),
        "contradictions": contradictions_of_house(world.conn),
    }  # fmt: skip


TERMS: list[dict[str, Any]] = [
    {}, {"fee_billing": "AT_COLLECTION"}, {"fee_billing": "MONTHLY"}, {"has_recourse": False},
    {"charge_timing": "ADVANCE"}, {"fee_minimum_cents": 9_000},
]  # fmt: skip


@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: "-".join(terms) or "usual")
def test_all_is_as_before(world: World, terms: dict[str, Any]) -> None:
    assigned(world, **terms)
    first = world.on
    world.on += timedelta(days=1)
    before = state(world)  # with a day of charge on what is used
    assert before["contradictions"] == []
    world.on = first
    told = withdraw(world, "FA-1", "FA-3")
    world.on += timedelta(days=1)
    assert state(world) != before
    asked = undo(world, told)
    assert asked["amount_cents"] == 2 * CENTS
    with refused(world.conn, "same_person"):
        world.approve(asked, "anna")
    world.approve(asked, "aron")
    after = state(world)
    if terms.get("charge_timing") != "ADVANCE":
        assert after == before
    else:
        assert [after[of] for of in ("invoices", "balances")] == [
            before[of] for of in ("invoices", "balances")]  # fmt: skip
        assert after["contradictions"] == []
    with refused(world.conn, "entry_reversed"):
        undo(world, told)
    world.close()


def test_what_was_due_or_approved_before_a_cut_comes_back(world: World) -> None:
    """What a client may not send again: past 30 days, past due, over a limit cut since."""
    contract = assigned(world)
    world.on = DUE + timedelta(days=3)
    world.close()
    world.on += timedelta(days=1)
    world.limit(contract, "BETA SA", 0)
    before = state(world)
    told = withdraw(world, "FA-1")
    again = world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": DUE})
    assert again["accepted"] == 0
    world.approve(undo(world, told), "aron")
    assert state(world) == before
    world.close(world.on)


def test_a_credit_note_comes_back_and_waits(world: World) -> None:
    contract = assigned(world)
    world.remit(contract, {"number": "AV-1", "cents": 300_000, "type_code": "381"})
    before = state(world)
    told = withdraw(world, "AV-1", "FA-3")
    entries = world.rows(
        "SELECT id FROM entry WHERE act_id = (SELECT act_id FROM entry"
        " WHERE id = %s) AND event LIKE '%%withdrawal'",
        told["entry_id"],
    )
    assert len(entries) == 2
    with refused(world.conn, "withdrawal_whole", count=2):
        undo(world, told, "FA-3")
    for (entry_id,) in entries:
        with refused(world.conn, "entry_to_undo", entry_id=entry_id):
            manual.propose_reversal(world.conn, world.asked("aron"), contract_id=contract,
                                    entry_id=entry_id, reason="slip")  # fmt: skip
    asked = [undo(world, {"entry_id": entry_id}, "FA-3", "AV-1") for (entry_id,) in entries]
    world.approve(asked[0], "aron")
    assert state(world) == before
    world.lapses(asked[1], "entry_reversed", "aron")
    world.close()


def test_what_was_sent_again_since_stands_in_the_way(world: World) -> None:
    contract = assigned(world)
    told = withdraw(world, "FA-1")
    asked = undo(world, told)
    world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": DUE})
    before = state(world)
    with refused(world.conn, "invoice_assigned_again", number="FA-1"):
        undo(world, told)
    with refused(world.conn, "invoice_assigned_again", number="FA-1"):
        world.approve(asked, "aron")
    assert state(world) == before


def test_a_bill_reversed_since_is_not_charged_again(world: World) -> None:
    contract = assigned(world)
    bill = world.one("SELECT id FROM entry WHERE event = 'fee'")
    told = withdraw(world, "FA-1")
    world.approve(manual.propose_reversal(
        world.conn, world.asked("aron"), contract_id=contract, entry_id=bill, reason="goodwill",
    ), "ada")  # fmt: skip
    assert world.balance(contract, "FEE") == 0
    world.approve(undo(world, told), "aron")
    assert world.balance(contract, "FEE") == 0
    again = withdraw(world, "FA-1")
    assert again["fee_back_cents"] == 0
    assert world.balance(contract, "FEE") == 0


def test_withdrawn_undone_and_withdrawn_again_gives_a_fee_back_once(world: World) -> None:
    contract = assigned(world)
    fee = -world.balance(contract, "FEE")
    for _ in range(3):
        told = withdraw(world, "FA-1", "FA-2", "FA-3")
        assert world.balance(contract, "FEE") == 0
        world.approve(undo(world, told), "aron")
        assert -world.balance(contract, "FEE") == fee
    bill = world.one("SELECT min(id) FROM entry WHERE event = 'fee'")
    world.approve(manual.propose_reversal(
        world.conn, world.asked("aron"), contract_id=contract, entry_id=bill, reason="goodwill",
    ), "ada")  # fmt: skip
    assert world.balance(contract, "FEE") == world.balance(contract, "VATC") == 0
