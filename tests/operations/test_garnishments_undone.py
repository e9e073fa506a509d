"""A garnishment registered wrongly is undone by two, wherever it holds; those served after it hold
again what they yielded; what was paid already is named."""

from datetime import timedelta
from typing import Any

import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.drawing.garnishment_undone import undo_garnishment
from tests.claims import proved
from tests.facts import World
from tests.operations.test_garnishments import AT, held, paid, served, step, world
from tests.traces import refused

__all__ = ["world"]
FREE = 3_499_999


def undone(world: World, login: str = "anna", **told: Any) -> Answer:
    return undo_garnishment(world.conn, world.asked(login), **{
        "contract_id": world.ids["C-1"], "garnishment_id": world.ids["G"],
        "reason": "of another ALPHA", **told})  # fmt: skip


def test_two_people_undo_it_and_the_right_one_takes_its_number(world: World) -> None:
    served(world)
    asked = undone(world)
    assert (asked["freed_cents"], asked["paid_cents"]) == (2_000_000, 0)
    assert world.available(world.ids["C-1"]) == FREE - 2_000_000
    with refused(world.conn, "same_person"):
        world.approve(asked, "anna")
    assert world.approve(asked, "carl")["freed_cents"] == 2_000_000
    assert (world.available(world.ids["C-1"]), held(world)) == (FREE, 0)
    with refused(world.conn, "garnishment_undone"):
        undone(world)
    with refused(world.conn, "garnishment_undone"):
        step(world, "CONFIRMED")
    assert served(world, 300_000)["held_cents"] == 300_000
    with refused(world.conn, "garnishment_known"):
        served(world, 300_000)
    world.approve(undone(world), "carl")
    assert served(world, 400_000)["held_cents"] == 400_000
    assert world.available(world.ids["C-1"]) == FREE - 400_000
    proved(world)


def test_a_refusal_leaves_it_as_it_was(world: World) -> None:
    served(world)
    world.approve(undone(world), "carl", is_yes=False)
    assert held(world) == 2_000_000


def test_what_was_paid_is_named_and_an_order_that_waits_is_refused_first(world: World) -> None:
    served(world)
    world.on += timedelta(days=1)
    order = paid(world, 500_000)
    with refused(world.conn, "garnishment_ordered"):
        undone(world)
    world.approve(order, "aron")
    world.payout()
    asked = undone(world)
    assert (asked["freed_cents"], asked["paid_cents"]) == (1_500_000, 500_000)
    world.approve(asked, "carl")
    # What was paid has left the client's account; what was held is free.
    assert (world.available(world.ids["C-1"]), held(world)) == (FREE - 500_000, 0)
    proved(world)


def test_one_served_later_holds_again_what_it_yielded(world: World) -> None:
    world.on += timedelta(days=1)
    first = served(world, 3_000_000, reference="SATD-LATE", served_at=AT + timedelta(hours=1))
    wrong = served(world, 2_000_000, reference="SATD-EARLY")
    assert (first["held_cents"], wrong["held_cents"]) == (3_000_000, 2_000_000)
    left = "SELECT left_cents FROM garnishment_left WHERE id = %s"
    assert world.one(left, first["garnishment_id"]) == 1_999_999  # 39 999.99 owed, 20 000.00 taken
    world.approve(undone(world), "carl")
    assert world.one(left, first["garnishment_id"]) == 3_000_000
    assert held(world) == 3_000_000


@pytest.mark.parametrize(("told", "refusal"), [
    ({"garnishment_id": 9}, "garnishment_unknown"), ({"reason": " "}, "source_missing"),
    ({"login": "alice"}, "not_your_right"), ({"contract_id": 9}, "contract_unknown"),
])  # fmt: skip
def test_nonsense_and_others_are_refused(world: World, told: dict[str, Any], refusal: str) -> None:
    served(world)
    with refused(world.conn, refusal):
        undone(world, **told)
