"""Two people for one decision, each within what they may decide, once."""

from collections.abc import Callable

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.closing import decide
from comptant.operations.drawing.availability import look
from comptant.store import bulk
from tests.cast import add_cast, ceiling, draw, send
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import at_once, refused

Connect = Callable[[str], psycopg.Connection]


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA may draw 180 000.00."""
    opened = open_world(writer)
    add_cast(opened)
    opened.limit(opened.ids["A-1"], "BETA SA", 90_000_000)
    send(opened, "alice", opened.ids["A-1"], {"number": "F-1", "cents": 20_000_000})
    return opened


def answer(
    world: World, approval_id: int, login: str, approve: bool, key: str | None = None,
    conn: psycopg.Connection | None = None,
) -> Answer:  # fmt: skip
    return decide.decide(
        conn or world.conn, world.asked(login, key), approval_id=approval_id, approve=approve,
        reason="because",
    )  # fmt: skip


def available(world: World) -> int:
    at = world.asked("anna").at
    return look(world.conn, world.users["anna"], world.ids["A-1"], world.on, at).available_cents


def test_a_draw_is_released_by_another_person(world: World) -> None:
    order = draw(world, "anna", world.ids["A-1"], 1_000_000)
    with refused(world.conn, "beyond_authority", kind="payment_order", amount_cents=1_000_000):
        answer(world, order["approval_id"], "carl", True)
    released = answer(world, order["approval_id"], "tania", True)
    assert (released["decision"], released["order_id"]) == ("APPROVED", order["order_id"])
    assert world.balance(world.ids["A-1"], "TRAN") == -1_000_000


def test_who_asked_for_the_money_does_not_release_it(world: World) -> None:
    order = draw(world, "anna", world.ids["A-1"], 1_000_000)
    with refused(world.conn, "same_person", login="anna"):
        answer(world, order["approval_id"], "anna", True)


def test_a_refused_draw_is_available_again(world: World) -> None:
    order = draw(world, "alice", world.ids["A-1"], 1_000_000)
    assert available(world) == 17_000_000
    answer(world, order["approval_id"], "tania", False)
    assert available(world) == 18_000_000
    assert world.balance(world.ids["A-1"], "TRAN") == 0
    with refused(world.conn, "already_decided", approval_id=order["approval_id"]):
        answer(world, order["approval_id"], "tania", True)


def test_an_accountant_releases_up_to_100_000_00(world: World) -> None:
    small = draw(world, "alice", world.ids["A-1"], 7_000_000)
    large = draw(world, "alice", world.ids["A-1"], 10_000_001)
    assert answer(world, small["approval_id"], "aron", True)["decision"] == "APPROVED"
    with refused(world.conn, "beyond_authority", amount_cents=10_000_001):
        answer(world, large["approval_id"], "aron", True)


def test_an_authority_has_a_day_from_which_it_counts(world: World) -> None:
    with world.conn.transaction():
        bulk.execute(
            world.conn, "insert_term", contract_id=0, subject="AUTHORITY", subject_id=0,
            name="accountant.payment_order", valid_from_on="2026-02-01", value="500000",
            source="board", act_id=1,
        )  # fmt: skip
    orders = [draw(world, "alice", world.ids["A-1"], 500_001) for _ in range(2)]
    assert answer(world, orders[0]["approval_id"], "aron", True)["decision"] == "APPROVED"
    world.on = world.on.replace(month=2, day=1)
    with refused(world.conn, "beyond_authority", amount_cents=500_001):
        answer(world, orders[1]["approval_id"], "aron", True)


def test_a_client_decides_nothing(world: World) -> None:
    order = draw(world, "anna", world.ids["A-1"], 1_000_000)
    for login in ("alice", "bruno", "celine"):
        with refused(world.conn, "not_your_right", operation="decide"):
            answer(world, order["approval_id"], login, True)


def test_an_approval_that_does_not_exist_is_refused(world: World) -> None:
    with refused(world.conn, "approval_unknown", approval_id=7_777_777):
        answer(world, 7_777_777, "tania", True)


def test_an_order_is_not_released_when_the_availability_has_fallen_below_it(world: World) -> None:
    order = draw(world, "alice", world.ids["A-1"], 10_000_000)
    ceiling(world, "CONTRACT_LINE", 0, 4_000_000, world.ids["A-1"])
    with refused(world.conn, "availability_fell", missing_cents=6_000_000):
        answer(world, order["approval_id"], "tania", True)
    answer(world, order["approval_id"], "tania", False)


def test_two_who_answer_at_once_decide_once(world: World, connect_to: Connect) -> None:
    order = draw(world, "alice", world.ids["A-1"], 1_000_000)
    approval_id = order["approval_id"]
    given = at_once(
        connect_to,
        lambda conn: answer(world, approval_id, "tania", True, "k-1", conn)["decision"],
        lambda conn: answer(world, approval_id, "aron", True, "k-2", conn)["decision"],
        lambda conn: answer(world, approval_id, "ada", True, "k-3", conn)["decision"],
    )
    assert sorted(given) == ["APPROVED", "already_decided", "already_decided"]
    assert world.balance(world.ids["A-1"], "TRAN") == -1_000_000


def test_an_effect_that_is_refused_leaves_the_approval_open(world: World) -> None:
    order = draw(world, "alice", world.ids["A-1"], 10_000_000)
    ceiling(world, "CONTRACT_LINE", 0, 0, world.ids["A-1"])
    with pytest.raises(Refused, match="availability_fell"):
        answer(world, order["approval_id"], "tania", True)
    ceiling(world, "CONTRACT_LINE", 0, 90_000_000, world.ids["A-1"])
    assert answer(world, order["approval_id"], "tania", True)["decision"] == "APPROVED"
