"""Ceilings that span contracts: shared out, never passed, and silent about the other client."""

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.assigning import returns
from comptant.operations.drawing.availability import look
from tests.cast import (
    add_cast,
    allot,
    approved,
    ceiling,
    draw,
    group,
    join,
    send,
    share,
)
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

LINES = ({"number": "F-1", "cents": 3_000_000}, {"number": "F-2", "cents": 3_000_000})


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_cast(opened)
    return opened


def available(world: World, contract_id: int) -> int:
    at = world.asked("anna").at
    return look(world.conn, world.users["anna"], contract_id, world.on, at).available_cents


def pay_first(world: World, contract_id: int) -> None:
    """The buyer pays the oldest open invoice of the contract to the client, who keeps it."""
    found = world.conn.execute(
        "SELECT min(id) FROM invoice WHERE contract_id = %s AND open_cents > 0", (contract_id,)
    ).fetchone()
    assert found is not None
    returns.keep_direct_payment(
        world.conn, world.asked("anna"), contract_id=contract_id, invoice_id=found[0],
        amount_cents=None, evidence="letter",
    )  # fmt: skip


# A buyer across clients ---------------------------------------------------------------------------


@pytest.fixture
def beta(world: World) -> int:
    """BETA has 50 000.00 over all clients: ALPHA has 30 000.00 of it, GAMMA 20 000.00."""
    found = world.ids["BETA SA"]
    ceiling(world, "BUYER", found, 5_000_000)
    allot(world, world.ids["A-1"], "BUYER", found, 3_000_000)
    allot(world, world.ids["C-1"], "BUYER", found, 2_000_000)
    send(world, "alice", world.ids["A-1"], *LINES)
    send(world, "celine", world.ids["C-1"], *LINES)
    return found


def test_each_client_is_approved_within_its_share(world: World, beta: int) -> None:
    assert approved(world, world.ids["A-1"]) == [3_000_000, 0]
    assert approved(world, world.ids["C-1"]) == [2_000_000, 0]


def test_a_limit_of_the_contract_counts_beside_its_share(world: World, beta: int) -> None:
    world.limit(world.ids["A-1"], "BETA SA", 9_000_000)
    assert approved(world, world.ids["A-1"]) == [3_000_000, 0]


def test_shares_never_pass_the_ceiling(world: World, beta: int) -> None:
    with refused(world.conn, "beyond_ceiling", amount_cents=3_000_001, room_cents=3_000_000):
        allot(world, world.ids["A-1"], "BUYER", beta, 3_000_001)


def test_a_share_that_falls_gives_room_to_others_as_it_is_paid(world: World, beta: int) -> None:
    """What was approved is kept: it is not given to another before it is free. (I-19)"""
    ours, theirs = world.ids["A-1"], world.ids["C-1"]
    allot(world, ours, "BUYER", beta, 0)
    assert approved(world, ours) == [3_000_000, 0]
    with refused(world.conn, "beyond_ceiling", room_cents=2_000_000):
        allot(world, theirs, "BUYER", beta, 2_000_001)
    pay_first(world, ours)
    assert approved(world, ours) == [0, 0]
    allot(world, theirs, "BUYER", beta, 5_000_000)
    assert approved(world, theirs) == [3_000_000, 2_000_000]


def test_under_a_ceiling_that_was_cut_shares_fall_and_do_not_rise(world: World, beta: int) -> None:
    ceiling(world, "BUYER", beta, 1_000_000)  # 30 000.00 and 20 000.00 are approved: 3/5 and 2/5
    assert share(world, world.ids["A-1"], beta) == 600_000
    assert share(world, world.ids["C-1"], beta) == 400_000
    with refused(world.conn, "beyond_ceiling", room_cents=0):
        allot(world, world.ids["A-1"], "BUYER", beta, 600_001)
    assert allot(world, world.ids["A-1"], "BUYER", beta, 500_000)["amount_cents"] == 500_000
    assert approved(world, world.ids["A-1"]) == [3_000_000, 0]


def test_without_a_share_of_a_buyers_ceiling_nothing_is_approved(world: World) -> None:
    ceiling(world, "BUYER", world.ids["BETA SA"], 5_000_000)
    world.limit(world.ids["A-1"], "BETA SA", 5_000_000)
    send(world, "alice", world.ids["A-1"], *LINES)
    assert approved(world, world.ids["A-1"]) == [0, 0]


def test_a_share_of_nothing_known_is_refused(world: World) -> None:
    with refused(world.conn, "ceiling_unknown", scope="BUYER"):
        allot(world, world.ids["A-1"], "BUYER", world.ids["BETA SA"], 100)
    ceiling(world, "BUYER", world.ids["BETA SA"], 5_000_000)
    with refused(world.conn, "amount_negative", amount_cents=-1):
        allot(world, world.ids["A-1"], "BUYER", world.ids["BETA SA"], -1)
    with refused(world.conn, "contract_unknown", contract_id=7_777_777):
        allot(world, 7_777_777, "BUYER", world.ids["BETA SA"], 100)


# A group of buyers --------------------------------------------------------------------------------


def test_a_group_of_buyers_is_approved_within_its_limit_the_oldest_first(world: World) -> None:
    contract = world.ids["A-1"]
    group_id = group(world, "BETA DELTA", "BETA SA", "DELTA SARL")
    ceiling(world, "BUYER_GROUP", group_id, 4_000_000)
    allot(world, contract, "BUYER_GROUP", group_id, 4_000_000)
    for buyer in ("BETA SA", "DELTA SARL"):
        world.limit(contract, buyer, 9_000_000)
    send(world, "alice", contract, LINES[0])
    send(world, "alice", contract, {**LINES[1], "buyer": "DELTA SARL"})
    assert approved(world, contract) == [3_000_000, 1_000_000]


def test_a_buyer_of_two_groups_is_held_by_the_one_that_has_a_limit(world: World) -> None:
    contract = world.ids["A-1"]
    group(world, "WITHOUT A LIMIT", "BETA SA")
    limited = group(world, "WITH A LIMIT", "BETA SA")
    ceiling(world, "BUYER_GROUP", limited, 1_000_000)
    allot(world, contract, "BUYER_GROUP", limited, 1_000_000)
    world.limit(contract, "BETA SA", 9_000_000)
    send(world, "alice", contract, LINES[0])
    assert approved(world, contract) == [1_000_000]


def test_who_left_a_group_or_is_named_twice_counts_as_today(world: World) -> None:
    contract = world.ids["A-1"]
    group_id = group(world, "BETA DELTA", "BETA SA", "DELTA SARL", "DELTA SARL")
    ceiling(world, "BUYER_GROUP", group_id, 4_000_000)
    allot(world, contract, "BUYER_GROUP", group_id, 4_000_000)
    for buyer in ("BETA SA", "DELTA SARL"):
        world.limit(contract, buyer, 9_000_000)
    send(world, "alice", contract, {"number": "D-1", "cents": 1_000_000, "buyer": "DELTA SARL"})
    send(world, "alice", contract, {"number": "B-1", "cents": 2_500_000})
    assert approved(world, contract) == [1_000_000, 2_500_000]
    join(world, group_id, "DELTA SARL", is_member=False)
    send(world, "alice", contract, {"number": "B-2", "cents": 2_500_000})
    assert approved(world, contract) == [1_000_000, 2_500_000, 1_500_000]


def test_a_buyer_of_the_clients_own_group_is_linked_whatever_other_group_it_is_of(
    world: World,
) -> None:
    contract = world.ids["A-1"]
    group(world, "BUYING ASSOCIATION", "BETA SA")
    group(world, "ALPHA GROUP", "ALPHA SAS", "BETA SA")
    world.limit(contract, "BETA SA", 9_000_000)
    send(world, "alice", contract, LINES[0])
    found = world.conn.execute("SELECT hold, approved_cents FROM invoice").fetchall()
    assert found == [("buyer_linked", 0)]


# The line of a group of clients -------------------------------------------------------------------


@pytest.fixture
def line(world: World) -> int:
    """ALPHA and GAMMA are one group with a line of 30 000.00, half each, and plenty to draw on."""
    group_id = group(world, "ALPHA GAMMA", "ALPHA SAS", "GAMMA SA")
    ceiling(world, "CLIENT_GROUP_LINE", group_id, 3_000_000)
    for login, contract in (("alice", world.ids["A-1"]), ("celine", world.ids["C-1"])):
        allot(world, contract, "CLIENT_GROUP_LINE", group_id, 1_500_000)
        world.limit(contract, "BETA SA", 9_000_000)
        send(world, login, contract, *LINES)
    return group_id


def test_the_line_of_a_group_is_for_its_clients_alone(world: World, line: int) -> None:
    ours, theirs = world.ids["A-1"], world.ids["C-1"]
    join(world, line, "GAMMA SA", is_member=False)
    with refused(world.conn, "client_not_in_group", contract_id=theirs, party_id=line):
        allot(world, theirs, "CLIENT_GROUP_LINE", line, 1)
    allot(world, ours, "CLIENT_GROUP_LINE", line, 3_000_000)  # the room is all there
    assert available(world, theirs) > 1_500_000  # under no group's line any more


def test_each_client_draws_within_its_share_of_the_line(world: World, line: int) -> None:
    assert available(world, world.ids["A-1"]) == 1_500_000
    draw(world, "alice", world.ids["A-1"], 1_500_000)
    assert available(world, world.ids["A-1"]) == 0
    assert available(world, world.ids["C-1"]) == 1_500_000


def test_a_share_that_was_drawn_is_not_given_to_the_other(world: World, line: int) -> None:
    ours, theirs = world.ids["A-1"], world.ids["C-1"]
    world.approve(draw(world, "alice", ours, 1_000_000))
    draw(world, "alice", ours, 200_000)
    allot(world, ours, "CLIENT_GROUP_LINE", line, 0)
    assert available(world, ours) == -1_200_000
    with refused(world.conn, "beyond_ceiling", room_cents=1_800_000):
        allot(world, theirs, "CLIENT_GROUP_LINE", line, 1_800_001)
    allot(world, theirs, "CLIENT_GROUP_LINE", line, 1_800_000)
    assert draw(world, "celine", theirs)["amount_cents"] == 1_800_000


def test_a_client_of_the_group_without_a_share_draws_nothing(world: World, line: int) -> None:
    second = world.contract("A-2")
    world.limit(second, "BETA SA", 9_000_000)
    send(world, "alice", second, {"number": "F-9", "cents": 100_000})
    with refused(world.conn, "nothing_available", available_cents=0):
        draw(world, "alice", second)


def test_a_refusal_says_the_same_whatever_the_other_client_does(world: World, line: int) -> None:
    ours, theirs = world.ids["A-1"], world.ids["C-1"]
    told = []
    for _ in range(2):
        with pytest.raises(Refused) as caught:
            draw(world, "alice", ours, 1_500_001)
        told.append((caught.value.code, caught.value.facts, str(caught.value)))
        draw(world, "celine", theirs, 700_000)
    assert told[0] == told[1]
    assert told[0][1] == {
        "amount_cents": 1_500_001, "available_cents": 1_500_000, "contract_id": ours,
    }  # fmt: skip
