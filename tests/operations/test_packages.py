"""A flat package: each month in which the contract runs, once and whole; no fee besides."""

from datetime import date, timedelta
from typing import Any

import psycopg

from comptant.operations.drawing.exits import simulate_exit
from comptant.operations.registry import leaving
from tests.facts import World, open_world
from tests.houses import house

PACKAGE: dict[str, Any] = {"fee_ppm": 0, "package_month_cents": 9_500, "notice_client_months": 1}


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 has a package, C-2 a fee."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1", **PACKAGE)
    opened.ids["C-2"] = opened.contract("C-2")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    return opened


def charges(world: World) -> list[tuple[Any, ...]]:
    return world.rows("SELECT e.value_on, c.amount_cents FROM charge c JOIN entry e"
                      " ON e.contract_id = c.contract_id AND e.id = c.entry_id"
                      " WHERE c.code = 'FEE-PACK' ORDER BY e.value_on")  # fmt: skip


def test_each_month_is_billed_on_its_last_day_with_vat_whatever_was_assigned(world: World) -> None:
    report = world.close(date(2026, 1, 31))
    assert report["package_cents"] == 11_400
    assert world.close(date(2026, 2, 27))["package_cents"] == 0
    world.close()
    assert charges(world) == [(date(2026, 1, 31), 9_500), (date(2026, 2, 28), 9_500)]
    assert world.balance(world.ids["C-1"], "CCA") == 22_800
    assert world.balance(world.ids["C-2"], "CCA") == 0


def test_one_that_ends_within_a_month_owes_that_month_once(world: World) -> None:
    world.close(date(2026, 1, 31))
    world.on = date(2026, 2, 1)
    told = leaving.give_notice(
        world.conn, world.asked("alice"), contract_id=world.ids["C-1"], given_by="CLIENT",
        received_on=world.on, source="letter")  # fmt: skip
    ends_on = date.fromisoformat(str(told["ends_on"]))
    seen = simulate_exit(world.conn, world.users["alice"], world.ids["C-1"], None, world.on,
                         world.asked("alice").at)  # fmt: skip
    months = {(day.year, day.month) for day in (
        world.on + timedelta(days=n) for n in range((ends_on - world.on).days))}  # fmt: skip
    assert seen["package_cents"] == 11_400 * len(months)
    charged = seen["interest_cents"] + seen["run_up_cents"]
    assert seen["final_cents"] == -11_400 - seen["package_cents"] - charged
    assert (ends_on, months) == (date(2026, 3, 1), {(2026, 2)})
    world.close(date(2026, 3, 31))
    assert charges(world) == [(date(2026, 1, 31), 9_500), (date(2026, 2, 28), 9_500)]
