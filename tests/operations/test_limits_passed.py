"""What is undone comes back with its approval, whoever has the room by now: limits that are passed,
told in the auditor's sheet, and under which nothing new is approved. Source: I-05, I-19."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.banking import debits
from comptant.operations.closing import control
from comptant.store import bulk
from tests.cast import add_cast, allot, approved, ceiling, send
from tests.facts import World, open_world
from tests.houses import house
from tests.simulation.invariants import Memory, check_limits, restored

LIMIT = 6_000_000
TOLD = ("contract_number", "scope", "is_share", "party_name", "approved_cents", "ceiling_cents",
        "excess_cents")  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_cast(opened)
    return opened


def passed(world: World) -> list[tuple[Any, ...]]:
    """The limits passed, as the sheet tells them."""
    told = control.sheet(world.conn, world.conn, world.asked("aron"), world.on)["limits"]
    return [tuple(row[name] for name in TOLD) for row in told]


def listed_as_summed(world: World, contract_id: int) -> None:
    """Each ceiling of the list carries what the sheet sums for all of them at once."""
    sums = {(row[0], row[1]): row[2] for row in world.rows(
        "SELECT ceiling_id, contract_id, approved_cents FROM carried_under(%s)"
        " WHERE approved_cents > 0", world.on)}  # fmt: skip
    told = bulk.rows(world.conn, "read_limits", contract_id=contract_id, on=world.on)
    assert {row["id"]: row["approved_cents"] for row in told if row["approved_cents"]} == {
        id_: cents for (id_, contract), cents in sums.items()
        if contract is None and id_ in {row["id"] for row in told}}  # fmt: skip
    for row in told:
        if row["share_cents"] is not None:
            beyond = max(sums.get((row["id"], contract_id), 0) - row["share_cents"], 0)
            assert row["share_excess_cents"] == (beyond or None)
    page = bulk.page(world.conn, "read_limits", bulk.Paging(("id",), 1), contract_id=contract_id,
                     on=world.on)  # fmt: skip
    assert page[0] == min(told, key=lambda row: row["id"])


def recall(world: World) -> None:
    """The bank takes the only payment back, and two people say so."""
    world.bank({"cents": -3_000_000, "text": "PRLV"})
    movement = int(world.one("SELECT max(id) FROM bank_movement"))
    asked = debits.explain_debit(
        world.conn, world.asked("tania"), movement_id=movement, account=None,
        payment_ids=[int(world.one("SELECT max(id) FROM payment"))], order_ids=[],
        reason="recalled",
    )  # fmt: skip
    world.approve(asked, "aron")


def paid(world: World) -> None:
    world.bank({"cents": 3_000_000, "text": "OM-1", "payer_name": "BETA SA"})


def watched(world: World, *contracts: str) -> Any:
    """What the invariant reads of a history."""

    def rows(query: str, *arguments: object) -> list[dict[str, Any]]:
        cursor = world.conn.execute(query, arguments)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    return SimpleNamespace(conn=world.conn, on=world.on, rows=rows, world=world,
                           contracts={name: world.ids[name] for name in contracts})  # fmt: skip


@pytest.fixture
def own(world: World) -> World:
    """60 000.00 on BETA, all of it approved: OM-1 30 000.00, OM-2 25 000.00, OM-3 5 000.00 of
    10 000.00."""
    world.limit(world.ids["A-1"], "BETA SA", LIMIT)
    send(world, "alice", world.ids["A-1"], {"number": "OM-1", "cents": 3_000_000},
         {"number": "OM-2", "cents": 2_500_000},
         {"number": "OM-3", "cents": 1_500_000})  # fmt: skip
    assert approved(world, world.ids["A-1"]) == [3_000_000, 2_500_000, 500_000]
    return world


def test_an_invoice_owed_again_has_its_approval_and_whoever_took_the_room_too(own: World) -> None:
    contract = own.ids["A-1"]
    paid(own)
    assert approved(own, contract) == [0, 2_500_000, 1_500_000]
    assert passed(own) == []
    recall(own)
    assert approved(own, contract) == [3_000_000, 2_500_000, 1_500_000]
    assert passed(own) == [
        ("A-1", "CONTRACT_BUYER", False, "BETA SA", 7_000_000, LIMIT, 1_000_000)]  # fmt: skip
    listed_as_summed(own, contract)


def test_nothing_new_is_approved_while_a_limit_is_passed(own: World) -> None:
    paid(own)
    recall(own)
    send(own, "alice", own.ids["A-1"], {"number": "OM-4", "cents": 1_000})
    assert approved(own, own.ids["A-1"])[-1] == 0
    own.limit(own.ids["A-1"], "BETA SA", 7_000_500)
    assert passed(own) == []
    assert approved(own, own.ids["A-1"])[-1] == 500


def test_a_shared_ceiling_is_passed_by_what_came_back_and_gives_nothing_new(world: World) -> None:
    alpha, gamma, beta = world.ids["A-1"], world.ids["C-1"], world.ids["BETA SA"]
    ceiling(world, "BUYER", beta, LIMIT)
    allot(world, alpha, "BUYER", beta, 3_000_000)
    allot(world, gamma, "BUYER", beta, 3_000_000)
    send(world, "alice", alpha, {"number": "OM-1", "cents": 3_000_000})
    paid(world)
    allot(world, alpha, "BUYER", beta, 0)
    allot(world, gamma, "BUYER", beta, LIMIT)
    send(world, "celine", gamma, {"number": "G-1", "cents": LIMIT})
    assert passed(world) == []
    recall(world)
    assert (approved(world, alpha), approved(world, gamma)) == ([3_000_000], [LIMIT])
    assert passed(world) == [
        (None, "BUYER", False, "BETA SA", 9_000_000, LIMIT, 3_000_000),
        ("A-1", "BUYER", True, "BETA SA", 3_000_000, 0, 3_000_000),
    ]  # fmt: skip
    send(world, "alice", alpha, {"number": "OM-4", "cents": 1_000})
    send(world, "celine", gamma, {"number": "G-2", "cents": 1_000})
    assert (approved(world, alpha), approved(world, gamma)) == ([3_000_000, 0], [LIMIT, 0])
    listed_as_summed(world, alpha)
    listed_as_summed(world, gamma)
    with pytest.raises(Refused, match="beyond_ceiling"):
        allot(world, alpha, "BUYER", beta, 1)


def test_a_cut_limit_is_told_as_passed_too(own: World) -> None:
    own.limit(own.ids["A-1"], "BETA SA", 1_000_000)
    assert passed(own) == [
        ("A-1", "CONTRACT_BUYER", False, "BETA SA", LIMIT, 1_000_000, 5_000_000)]  # fmt: skip


def test_the_invariant_allows_what_was_restored_and_not_a_cent_more(own: World) -> None:
    memory, history = Memory(), watched(own, "A-1")
    check_limits(history, memory)
    paid(own)
    check_limits(history, memory)
    recall(own)
    send(own, "alice", own.ids["A-1"], {"number": "OM-4", "cents": 1_000})
    before = replace(memory, by_buyer=dict(memory.by_buyer))
    check_limits(history, memory)
    with own.conn.transaction(force_rollback=True):
        own.conn.execute("UPDATE invoice SET approved_cents = 1 WHERE invoice_number = 'OM-4'")
        with pytest.raises(AssertionError):
            check_limits(history, before)
    assert restored(history, memory.act_id) == {}


def test_a_contract_opened_later_passes_no_limit_of_an_earlier_day(own: World) -> None:
    """What is approved is of now; the day before, neither the contract nor its limit was there."""
    own.on -= timedelta(days=1)
    assert passed(own) == []
