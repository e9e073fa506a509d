"""Other fees of a contract: agreed from a day on, billed once by the close or the act."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.registry import agreed_fees
from comptant.rules.fees import FEE_PRICES, typed
from tests.facts import World, open_world
from tests.houses import house
import polars as pl

TERMS: dict[str, Any] = {"fee_billing": "AT_ASSIGNMENT", "interest_billing": "MONTHLY",
                         "line_cents": 40_000_000}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def agree(world: World, contract: int, *told: str, from_on: date | None = None) -> Any:
    return agreed_fees.set_fees(
        world.conn, world.asked("anna"), contract_id=contract, from_on=from_on or world.on,
        fees=pl.concat([typed(one) for one in told]), source="test")


def lines(world: World, *codes: str) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT e.value_on, c.code, c.unit_count, c.unit_cents, c.base_cents, c.rate_ppm,"
        " c.amount_cents, c.from_on, c.until_on FROM charge c JOIN entry e ON e.contract_id = c.contract_id AND"
        " e.id = c.entry_id WHERE e.event = 'other_fees' ORDER BY c.id")


def test_smoke(world: World) -> None:
    contract = world.contract(**TERMS)
    world.limit(contract, "BETA SA", 50_000_000)
    print(agree(world, contract, "FEE-DOS=600.00", "FEE-WEB:MONTH=50.00", "FEE-LIM:REQUEST=20.00",
          "FEE-LIM:BUYER=30.00", "FEE-LIT=20.00", "FEE-NOT=5.00", "FEE-PAP:INVOICE=1.00 2:0.50",
          "FEE-PAP:REMITTANCE=3.00", "FEE-ANO=4.00", "FEE-DIR=1.00%", "FEE-EFF=6.00", "FEE-SAI=100.00",
          "FEE-COL:ACT=250.00", "FEE-AVT=75.00", "FEE-DER=0.50%", "FEE-VIR=15.00", "FEE-NUT=0.20%",
          "FEE-AUD:ACT=1500.00", "FEE-AUD:YEAR=900.00", "FEE-ENG:LINE=0.10%", "FEE-TIE=100000.00:0.40%", "FEE-RES=50%"))
    world.remit(contract, {"number": "FA-1", "cents": 8_000_000, "due_on": date(2026, 3, 16)},
                {"number": "FA-2", "cents": 8_000_000, "due_on": date(2026, 3, 16)},
                {"number": "FA-3", "cents": 100_000, "due_on": date(2026, 3, 16)})
    world.draw(contract, 5_000_000)
    r = world.close(date(2026, 1, 31))
    for x in lines(world): print(x)
    print(r)
    world.close(date(2026, 2, 28))
    for x in lines(world): print(x)
    assert 0
