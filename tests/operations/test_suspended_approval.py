"""Without recourse a dispute suspends the guarantee and no more: once it is settled, what it had
taken comes back, though the buyer is late or insolvent meanwhile (C-3, DOMAIN 1.6). And two causes
on one invoice are told by themselves, each with the act that frees it."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.assigning.returns import defund
from comptant.operations.drawing.availability import explain
from comptant.operations.risk import disputes, facts
from tests.facts import World, open_world
from tests.houses import house

FIRST, ROOM = 5_000_000, 3_000_000
TERMS: dict[str, Any] = {"has_recourse": False, "fee_ppm": 0, "is_interest_reserved": False,
                         "reference_index": "ESTR"}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def sold(world: World, **terms: Any) -> int:
    """FA-1 of 50 000.00, 30 000.00 of it approved, 27 000.00 drawn; then the buyer fails."""
    contract = world.contract(**{**TERMS, **terms})
    world.limit(contract, "BETA SA", ROOM)
    world.remit(contract, {"number": "FA-1", "cents": FIRST, "due_on": date(2026, 3, 17)})
    world.draw(contract, 2_700_000)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
        subject_id=world.ids["BETA SA"], name="insolvent_on", value=world.on.isoformat(),
        from_on=world.on, source="BODACC",
    )  # fmt: skip
    return contract


def dispute(world: World, contract: int, cents: int | None = None) -> int:
    opened = disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=contract,
        invoice_id=world.one("SELECT id FROM invoice"), code="LIT-QTE", amount_cents=cents,
        is_rest_confirmed=cents is not None, source="BUYER", evidence="letter",
    )  # fmt: skip
    return int(opened["dispute_id"])


def settle(world: World, contract: int, dispute_id: int) -> None:
    disputes.settle_dispute(
        world.conn, world.asked("anna"), contract_id=contract, dispute_id=dispute_id,
        credit_cents=0, evidence="the buyer withdraws",
    )  # fmt: skip


def approved(world: World) -> int:
    return int(world.one("SELECT approved_cents FROM invoice"))


def told(world: World, contract: int) -> dict[str, int]:
    """The ineligible parts by reason."""
    asked = world.asked("anna")
    _, parts = explain(world.conn, asked.by, contract, world.on, asked.at)
    return {row["reason"]: row["amount_cents"] for row in parts.to_dicts()
            if row["part"] == "ineligible"}  # fmt: skip


def test_a_dispute_settled_gives_the_approved_part_back(world: World) -> None:
    contract = sold(world)
    assert world.available(contract) == 0
    opened = dispute(world, contract)
    assert world.available(contract) == -2_700_000
    settle(world, contract, opened)
    assert approved(world) == ROOM
    assert world.available(contract) == 0
    assert told(world, contract) == {"buyer_insolvent": FIRST - ROOM}


def test_what_was_disputed_in_part_comes_back_and_was_told_as_disputed(world: World) -> None:
    contract = sold(world)
    opened = dispute(world, contract, 2_500_000)
    assert approved(world) == 2_500_000
    assert told(world, contract) == {"dispute_partial": 2_500_000}
    settle(world, contract, opened)
    assert approved(world) == ROOM


def test_room_that_another_invoice_took_meanwhile_is_not_given_twice(world: World) -> None:
    contract = sold(world)
    opened = dispute(world, contract)
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
        subject_id=world.ids["BETA SA"], name="insolvent_on", value=None, from_on=world.on,
        source="BODACC",
    )  # fmt: skip
    world.remit(contract, {"number": "FA-2", "cents": 2_000_000, "due_on": date(2026, 3, 17)})
    settle(world, contract, opened)
    kept = world.rows("SELECT approved_cents FROM invoice ORDER BY id")
    assert kept == [(1_000_000,), (2_000_000,)]


def test_a_reserve_lifted_gives_back_what_it_took(world: World) -> None:
    contract = sold(world)
    invoice_ids = [world.one("SELECT id FROM invoice")]
    for is_lifted in (False, True):
        told = defund(
            world.conn, world.asked("anna"), contract_id=contract, invoice_ids=invoice_ids,
            is_lifted=is_lifted, reason="FRAUD",
        )  # fmt: skip
        if not is_lifted:
            world.approve(told, "aron")
    assert approved(world) == ROOM
    assert world.available(contract) == 0


def test_a_retention_and_a_dispute_are_told_apart_and_each_act_frees_its_own(world: World) -> None:
    contract = world.contract(fee_ppm=0)
    world.limit(contract, "BETA SA", FIRST)
    world.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": date(2026, 3, 17)})
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=contract, subject="INVOICE",
        subject_id=world.one("SELECT id FROM invoice"), name="retention_cents", value=600_000,
        from_on=world.on, source="works contract",
    )  # fmt: skip
    opened = dispute(world, contract, 300_000)
    assert told(world, contract) == {"dispute_partial": 300_000, "works_retention": 600_000}
    settle(world, contract, opened)
    assert told(world, contract) == {"works_retention": 600_000}
