"""A ceiling cut, or ended on a day: nobody goes past what is left, what is approved stays."""

from datetime import date

import psycopg
import pytest

from comptant.operations.drawing.availability import explain
from comptant.operations.registry import parties
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

FEBRUARY = date(2026, 2, 1)
F1 = {"number": "F-1", "cents": 9_000_000, "due_on": date(2026, 3, 17)}


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    add_cast(opened)
    return opened


@pytest.fixture
def line(world: World) -> int:
    """A line of 100 000.00, half each; both have 81 000.00 to draw but for the line."""
    group_id = group(world, "ALPHA GAMMA", "ALPHA SAS", "GAMMA SA")
    ceiling(world, "CLIENT_GROUP_LINE", group_id, 10_000_000)
    for login, number in (("alice", "A-1"), ("celine", "C-1")):
        allot(world, world.ids[number], "CLIENT_GROUP_LINE", group_id, 5_000_000)
        world.limit(world.ids[number], "BETA SA", 50_000_000)
        send(world, login, world.ids[number], F1)
    return group_id


# At once ------------------------------------------------------------------------------------------


def test_a_line_cut_before_any_use_is_drawn_to_what_is_left(world: World, line: int) -> None:
    ceiling(world, "CLIENT_GROUP_LINE", line, 2_000_000)
    assert draw(world, "alice", world.ids["A-1"])["amount_cents"] == 1_000_000
    assert draw(world, "celine", world.ids["C-1"])["amount_cents"] == 1_000_000


def test_a_line_cut_below_what_one_uses_leaves_the_other_nothing(world: World, line: int) -> None:
    draw(world, "alice", world.ids["A-1"])
    ceiling(world, "CLIENT_GROUP_LINE", line, 2_000_000)
    with refused(world.conn, "nothing_available", available_cents=0):
        draw(world, "celine", world.ids["C-1"])
    assert world.available(world.ids["A-1"]) == 2_000_000 - 5_000_000


def test_a_buyers_ceiling_of_nothing_gives_a_new_invoice_nothing(world: World) -> None:
    beta = world.ids["BETA SA"]
    ceiling(world, "BUYER", beta, 10_000_000)
    for login, number in (("alice", "A-1"), ("celine", "C-1")):
        allot(world, world.ids[number], "BUYER", beta, 5_000_000)
        send(world, login, world.ids[number], {"number": "F-0", "cents": 1_000_000})
    ceiling(world, "BUYER", beta, 0)
    for login, number in (("alice", "A-1"), ("celine", "C-1")):
        send(world, login, world.ids[number], {"number": "F-1", "cents": 4_000_000})
        assert approved(world, world.ids[number]) == [1_000_000, 0]


def test_a_groups_limit_cut_gives_new_invoices_what_is_left(world: World) -> None:
    contract = world.ids["A-1"]
    group_id = group(world, "BETA DELTA", "BETA SA", "DELTA SARL")
    ceiling(world, "BUYER_GROUP", group_id, 8_000_000)
    allot(world, contract, "BUYER_GROUP", group_id, 8_000_000)
    world.limit(contract, "BETA SA", 50_000_000)
    send(world, "alice", contract, {"number": "F-0", "cents": 1_000_000})
    ceiling(world, "BUYER_GROUP", group_id, 3_000_000)
    send(world, "alice", contract, F1)
    assert approved(world, contract) == [1_000_000, 2_000_000]


def test_what_is_carried_without_a_share_counts_under_the_ceiling(world: World) -> None:
    """GAMMA had a limit of its own before the ceiling existed."""
    beta = world.ids["BETA SA"]
    world.limit(world.ids["C-1"], "BETA SA", 5_000_000)
    send(world, "celine", world.ids["C-1"], {"number": "F-1", "cents": 4_000_000})
    ceiling(world, "BUYER", beta, 6_000_000)
    with refused(world.conn, "beyond_ceiling", room_cents=2_000_000):
        allot(world, world.ids["A-1"], "BUYER", beta, 2_000_001)


# On a later day -----------------------------------------------------------------------------------


def test_a_ceiling_that_ends_gives_nothing_from_its_last_day_on(world: World) -> None:
    beta, contract = world.ids["BETA SA"], world.ids["A-1"]
    ceiling(world, "BUYER", beta, 10_000_000)
    allot(world, contract, "BUYER", beta, 5_000_000)
    send(world, "alice", contract, {"number": "F-0", "cents": 1_000_000})
    ceiling(world, "BUYER", beta, 0, from_on=FEBRUARY)
    assert share(world, contract, beta) == 5_000_000
    world.on = date(2026, 1, 31)
    send(world, "alice", contract, {"number": "F-1", "cents": 1_000_000})
    world.on = FEBRUARY  # nobody has closed a day
    send(world, "alice", contract, {"number": "F-2", "cents": 1_000_000})
    assert approved(world, contract) == [1_000_000, 1_000_000, 0]
    with refused(world.conn, "beyond_ceiling", room_cents=0):
        allot(world, contract, "BUYER", beta, 5_000_000)


def test_a_line_that_falls_is_not_passed_though_the_close_is_late(world: World, line: int) -> None:
    ceiling(world, "CLIENT_GROUP_LINE", line, 2_000_000, from_on=FEBRUARY)
    draw(world, "alice", world.ids["A-1"], 500_000)
    world.on = FEBRUARY
    assert world.available(world.ids["A-1"]) == 0  # what is in use, and no more; no over-advance
    with refused(world.conn, "nothing_available", available_cents=0):
        draw(world, "celine", world.ids["C-1"])


def test_the_close_of_the_eve_fits_the_shares_and_room_is_used_again(
    world: World, line: int
) -> None:
    ceiling(world, "CLIENT_GROUP_LINE", line, 2_000_000, from_on=date(2026, 1, 18))
    draw(world, "alice", world.ids["A-1"], 500_000)
    world.close(date(2026, 1, 17))
    world.on = date(2026, 1, 18)
    # 5 000.00 in use; 15 000.00 are left for unused parts of 45 000.00 and 50 000.00.
    assert share(world, world.ids["A-1"], line) == 500_000 + 710_526
    assert share(world, world.ids["C-1"], line) == 789_473
    assert draw(world, "alice", world.ids["A-1"])["amount_cents"] == 710_526
    assert draw(world, "celine", world.ids["C-1"])["amount_cents"] == 789_473


def test_the_close_gives_waiting_invoices_the_room_that_is_left(world: World) -> None:
    beta, contract = world.ids["BETA SA"], world.ids["A-1"]
    ceiling(world, "BUYER", beta, 10_000_000)
    allot(world, contract, "BUYER", beta, 5_000_000)
    ceiling(world, "BUYER", beta, 6_000_000, from_on=date(2026, 1, 17))
    world.on = date(2026, 1, 17)
    send(world, "alice", contract, F1)
    assert approved(world, contract) == [0]
    world.close()
    assert approved(world, contract) == [5_000_000]


# An insurer's policy ------------------------------------------------------------------------------


@pytest.fixture
def policy(world: World) -> int:
    """A policy of 10 000.00, 8 000.00 of it for A-1, whose buyers have limits far above."""
    insurer = parties.add_party(
        world.conn, world.asked("anna"), kind="INSURER", name="ASSUREUR SA", country="FR",
        numbers={},
    )["party_id"]  # fmt: skip
    for buyer in ("BETA SA", "DELTA SARL"):
        world.limit(world.ids["A-1"], buyer, 50_000_000)
    ceiling(world, "INSURER_POLICY", insurer, 1_000_000)
    allot(world, world.ids["A-1"], "INSURER_POLICY", insurer, 800_000)
    return int(insurer)


def test_all_buyers_of_a_contract_are_approved_within_its_policy(world: World, policy: int) -> None:
    contract = world.ids["A-1"]
    send(world, "alice", contract, {"number": "F-1", "cents": 500_000})
    send(world, "alice", contract, {"number": "D-1", "cents": 500_000, "buyer": "DELTA SARL"})
    assert approved(world, contract) == [500_000, 300_000]
    world.limit(world.ids["C-1"], "BETA SA", 50_000_000)
    send(world, "celine", world.ids["C-1"], F1)  # not under the policy
    assert approved(world, world.ids["C-1"]) == [9_000_000]


def test_room_freed_under_a_policy_goes_to_another_buyer(world: World, policy: int) -> None:
    contract = world.ids["A-1"]
    send(world, "alice", contract, {"number": "F-1", "cents": 500_000})
    send(world, "alice", contract, {"number": "D-1", "cents": 500_000, "buyer": "DELTA SARL"})
    world.bank({"cents": 500_000, "text": "F-1", "payer_name": "BETA SA"})
    assert approved(world, contract) == [0, 500_000]


def test_the_explanation_names_the_policy_that_binds(world: World, policy: int) -> None:
    contract = world.ids["A-1"]
    send(world, "alice", contract, {"number": "F-1", "cents": 900_000})
    at = world.asked("anna").at
    _, parts = explain(world.conn, world.users["anna"], contract, world.on, at)
    over = parts.filter(parts["part"] == "over_limit")
    told = over.select("amount_cents", "binding_scope", "reason", "freed_by")
    assert told.rows() == [(100_000, "INSURER_POLICY", "over_share", "ask_for_share")]


def test_a_limit_of_its_own_is_not_said_to_free_what_a_shared_ceiling_keeps(world: World) -> None:
    """900 000.00 of its own on BETA, and no share of the buyer's ceiling until one is given."""
    contract, beta = world.ids["A-1"], world.ids["BETA SA"]
    world.limit(contract, "BETA SA", 90_000_000)
    ceiling(world, "BUYER", beta, 10_000_000)
    send(world, "alice", contract, F1)

    def over() -> list[tuple[object, ...]]:
        at = world.asked("anna").at
        _, parts = explain(world.conn, world.users["anna"], contract, world.on, at)
        kept = parts.filter(parts["part"] == "over_limit")
        return kept.select("amount_cents", "binding_scope", "reason", "rule", "freed_by").rows()

    assert over() == [(9_000_000, "BUYER", "over_share", "§3.3", "ask_for_share")]
    allot(world, contract, "BUYER", beta, 10_000_000)
    assert over() == []
    world.limit(contract, "BETA SA", 5_000_000)
    send(world, "alice", contract, {"number": "F-2", "cents": 100})
    assert over() == [(100, "CONTRACT_BUYER", "over_limit", "§3.3", "request_limit")]


def test_a_policy_that_is_cut_stops_new_approvals_and_one_that_rises_gives_them(
    world: World, policy: int
) -> None:
    contract = world.ids["A-1"]
    send(world, "alice", contract, {"number": "F-1", "cents": 500_000})
    ceiling(world, "INSURER_POLICY", policy, 400_000)
    send(world, "alice", contract, {"number": "F-2", "cents": 500_000})
    assert approved(world, contract) == [500_000, 0]
    ceiling(world, "INSURER_POLICY", policy, 900_000)
    allot(world, contract, "INSURER_POLICY", policy, 900_000)
    assert approved(world, contract) == [500_000, 400_000]


# Who joins the group ------------------------------------------------------------------------------


def line_of_one(world: World) -> int:
    """A group of ALPHA alone, a line of 60 000.00 all its own; GAMMA has drawn 40 000.00."""
    group_id = group(world, "ALPHA GAMMA", "ALPHA SAS")
    for login, number in (("alice", "A-1"), ("celine", "C-1")):
        world.limit(world.ids[number], "BETA SA", 50_000_000)
        send(world, login, world.ids[number], F1)
    draw(world, "celine", world.ids["C-1"], 4_000_000)
    ceiling(world, "CLIENT_GROUP_LINE", group_id, 6_000_000)
    allot(world, world.ids["A-1"], "CLIENT_GROUP_LINE", group_id, 6_000_000)
    return group_id


def test_a_client_that_joins_brings_what_it_has_drawn(world: World) -> None:
    """GAMMA has drawn 40 000.00 of its own; of a line of 60 000.00, 20 000.00 are left to ALPHA."""
    group_id = line_of_one(world)
    assert join(world, group_id, "GAMMA SA")["shares_cut"] == 1
    assert share(world, world.ids["A-1"], group_id) == 2_000_000
    assert draw(world, "alice", world.ids["A-1"])["amount_cents"] == 2_000_000


def test_a_client_that_left_drew_and_comes_back_takes_no_room_of_others(
    world: World, line: int
) -> None:
    join(world, line, "GAMMA SA", is_member=False)
    draw(world, "celine", world.ids["C-1"], 8_000_000)
    join(world, line, "GAMMA SA")
    assert draw(world, "alice", world.ids["A-1"])["amount_cents"] == 2_000_000


def test_a_client_that_left_holds_no_share_and_its_room_is_given_to_others(
    world: World, line: int
) -> None:
    join(world, line, "GAMMA SA", is_member=False)
    allot(world, world.ids["A-1"], "CLIENT_GROUP_LINE", line, 10_000_000)
    assert draw(world, "alice", world.ids["A-1"])["amount_cents"] == 8_100_000


def test_a_buyer_that_joins_brings_what_is_approved_of_it(world: World) -> None:
    contract, other = world.ids["A-1"], world.ids["C-1"]
    group_id = group(world, "BETA DELTA", "BETA SA")
    ceiling(world, "BUYER_GROUP", group_id, 6_000_000)
    allot(world, contract, "BUYER_GROUP", group_id, 6_000_000)
    world.limit(contract, "BETA SA", 50_000_000)
    world.limit(other, "DELTA SARL", 50_000_000)
    sold = {"number": "F-D", "cents": 5_000_000, "buyer": "DELTA SARL"}
    send(world, "celine", other, sold)
    join(world, group_id, "DELTA SARL")
    send(world, "alice", contract, {"number": "F-1", "cents": 6_000_000})
    assert approved(world, contract) == [1_000_000]


def test_who_joins_on_a_day_to_come_is_counted_from_that_day(world: World) -> None:
    """The close of the eve cuts the shares; until it has run, a share gives no new room."""
    group_id = line_of_one(world)
    join(world, group_id, "GAMMA SA", from_on=date(2026, 1, 18))
    draw(world, "alice", world.ids["A-1"], 1_000_000)
    world.on = date(2026, 1, 18)
    with refused(world.conn, "nothing_available", available_cents=0):
        draw(world, "alice", world.ids["A-1"])
    world.on = date(2026, 1, 16)
    world.close(date(2026, 1, 17))
    world.on = date(2026, 1, 18)
    assert draw(world, "alice", world.ids["A-1"])["amount_cents"] == 1_000_000
