"""Default is an obligor's, and a limit that was cut shows that a risk has grown."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import provisions_told
from comptant.store.access import reading
from tests.claims import CENTS, DUE_ON, FACTOR_NO_FEE, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.policies import decided, insured


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def told(world: World, contract: str | None = None) -> list[tuple[Any, ...]]:
    """Contract, amount, days in breach, stage, default."""
    with reading(world.users["anna"].id) as see:
        found = provisions_told.told(see, world.on, world.ids[contract] if contract else None)
    return [(row["contract_number"], row["ead_cents"], row["breached_days"], row["risk_stage"],
             row["is_default"]) for row in found["rows"]]  # fmt: skip


def second(world: World, cents: int, due_on: date, draw: int) -> None:
    """C-2 of the same client, with an invoice on BETA SA."""
    world.ids["C-2"] = world.contract("C-2", **{**FACTOR_NO_FEE, "has_recourse": False})
    world.limit(world.ids["C-2"], "BETA SA", CENTS)
    world.remit(world.ids["C-2"], {"number": "G-1", "cents": cents, "due_on": due_on})
    world.draw(world.ids["C-2"], draw)


def test_a_buyer_in_default_on_one_contract_is_on_all(world: World) -> None:
    sold(world, has_recourse=False)
    world.on = DUE_ON + timedelta(days=50)
    second(world, 2_000_000, world.on + timedelta(days=60), 1_000_000)
    world.on = DUE_ON + timedelta(days=92)
    assert sorted(told(world)) == [("C-1", 4_500_000, 91, 3, True),
                                   ("C-2", 1_000_000, 91, 3, True)]  # fmt: skip
    assert told(world, "C-2") == [("C-2", 1_000_000, 91, 3, True)]


def test_small_arrears_of_a_buyer_are_added_over_contracts(world: World) -> None:
    sold(world, has_recourse=False, cents=45_000)
    world.draw(world.ids["C-1"], world.available(world.ids["C-1"]))
    second(world, 45_000, DUE_ON, 40_000)
    world.on = DUE_ON + timedelta(days=100)
    assert [row[2:] for row in told(world)] == [(91, 3, True)] * 2


@pytest.mark.parametrize("who", ["insurer cancels", "insurer lowers", "house"])
def test_a_limit_that_is_cut_moves_an_exposure_to_stage_two(world: World, who: str) -> None:
    contract = sold(world, has_recourse=False)
    policy = insured(world, contract)
    assert told(world)[0][3] == 1
    world.on += timedelta(days=3)
    if who == "house":
        world.limit(contract, "BETA SA", 0)
    else:
        decision, cents = ("CANCELLED", 0) if "cancels" in who else ("REDUCED", 1_000_000)
        decided(world, policy, cents, decision=decision, decision_number="D-2",
                valid_from_on=world.on)  # fmt: skip
    world.on += timedelta(days=1)
    assert told(world)[0][3] == 2
