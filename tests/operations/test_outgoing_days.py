"""How long ago a file may have been sent that a debit pays: one number for lumps and for hints."""

from datetime import timedelta

import pytest

from comptant.store import bulk
from tests.facts import World
from tests.operations.test_outgoing import steps, world

__all__ = ["world"]


@pytest.mark.parametrize(("days", "is_known"), [(45, True), (46, False)])
def test_a_debit_finds_the_file_of_45_days_before_and_no_older(
    world: World, days: int, is_known: bool
) -> None:
    first = world.draw(world.ids["C-1"], 30_000)
    second = world.draw(world.ids["C-1"], 10_000)
    world.payout()
    world.on += timedelta(days=days)
    told = world.bank({"cents": -30_000, "text": "VIREMENT"})
    assert told["debits_to_explain"] == 1
    (waits,) = bulk.rows(world.conn, "read_debits", movement_id=None)
    assert waits["order_id"] == (first["order_id"] if is_known else None)
    world.bank({"cents": -40_000, "text": "REMISE DE VIREMENTS"})
    assert [steps(world, one)[-1] for one in (first, second)] == (
        ["EXECUTED"] * 2 if is_known else ["SENT"] * 2)  # fmt: skip


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("others", [(), (10_000,)])
def test_a_second_debit_of_what_the_same_statement_pays_by_name_waits_in_suspense(
    world: World, is_named: bool, others: tuple[int, ...]
) -> None:
    order = world.draw(world.ids["C-1"], 90_000)
    for cents in others:
        world.draw(world.ids["C-1"], cents)
    world.payout()
    reference = world.one("SELECT end_to_end_reference FROM payment_order WHERE id = %s",
                          order["order_id"])  # fmt: skip
    twice = -90_000 if is_named else -90_000 - sum(others)
    second = {"end_to_end_reference": reference} if is_named else {}
    told = world.bank({"cents": -90_000, "text": "VIR", "end_to_end_reference": reference},
                      {"cents": twice, "text": "VIR", **second})  # fmt: skip
    assert (told["executed"], told["debits_to_explain"]) == (1, 1)
    assert steps(world, order)[-1] == "EXECUTED"
