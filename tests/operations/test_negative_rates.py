"""A reference rate below zero without floor is arithmetic: what runs up below zero is the client's
once it is billed, and stops no night."""

from datetime import date
from typing import Any

import psycopg
import pytest

from tests.facts import World, open_world
from tests.houses import house

INDEX = "EURIBOR3M"


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def drawn(world: World, **terms: Any) -> int:
    """A contract without floor that has drawn all of one invoice of 20 000.00."""
    contract = world.contract(fee_ppm=0, is_floored=False, margin_ppm=3_000, **terms)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 16)})
    world.draw(contract)
    world.payout()
    return contract


@pytest.mark.parametrize("billing", ["MONTHLY", "AT_COLLECTION"])
@pytest.mark.parametrize("is_fee_reserved", [True, False])
def test_a_charge_below_zero_frees_nothing_before_it_is_billed(
    world: World, billing: str, is_fee_reserved: bool
) -> None:
    contract = drawn(world, interest_billing=billing, is_fee_reserved=is_fee_reserved)
    world.rate(INDEX, -5_700, date(2026, 1, 16))
    world.close(date(2026, 1, 30))
    assert world.available(contract) == 0
    world.close(date(2026, 1, 31))
    # 18 000.00 for 16 days at -0.27 %, half away from zero: -2.16
    billed = {"MONTHLY": -216, "AT_COLLECTION": 0}[billing]
    assert -world.balance(contract, "INT") == -216
    world.close(date(2026, 2, 2))
    assert -world.balance(contract, "INT") == billed
    assert world.available(contract) == -billed
