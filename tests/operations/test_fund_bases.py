"""What the guarantee fund is a share of: the approved, the peak of a year, the turnover. Worked by
hand from DOMAIN §3.5; W3-3 (the outstanding assigned) is in test_billing.py."""

from datetime import date
from typing import Any

import psycopg

from comptant.operations.closing import close
from tests.facts import World, open_world
from tests.houses import house

DUE_ON = date(2026, 3, 1)


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def opened(world: World, limit_cents: int = 50_000_000, **terms: Any) -> int:
    """A contract with a fund of 10 %."""
    contract = world.contract(fund_ppm=100_000, **terms)
    world.limit(contract, "BETA SA", limit_cents)
    return contract


def sent(world: World, contract: int, number: str, cents: int) -> int:
    """What the fund holds once an invoice of this amount is assigned."""
    world.remit(contract, {"number": number, "cents": cents, "issued_on": world.on,
                           "due_on": DUE_ON})  # fmt: skip
    return -world.balance(contract, "FDG")


def released(world: World) -> int:
    """What the close of today gives back."""
    report = close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None)
    return int(report["fund_released_cents"])


def test_a_fund_of_the_peak_stays_when_buyers_pay_and_grows_with_a_new_peak(world: World) -> None:
    contract = opened(world, fund_base="PEAK")
    assert sent(world, contract, "FA-1", 2_000_000) == 200_000
    assert sent(world, contract, "FA-2", 1_000_000) == 300_000
    world.on = date(2026, 1, 20)
    world.bank({"cents": 2_000_000, "text": "FA-1"})
    assert released(world) == 0  # 10 000.00 are left, the peak is 30 000.00
    world.on = date(2026, 1, 21)
    # To 20 000.00, under the peak: the target is reached already. Then to 35 000.00: 3 500.00
    # are wanted, and the 10 % of 15 000.00 would be more than what is missing.
    assert sent(world, contract, "FA-3", 1_000_000) == 300_000
    assert sent(world, contract, "FA-4", 1_500_000) == 350_000


def test_a_peak_counts_for_a_year_and_then_frees_what_it_kept(world: World) -> None:
    contract = opened(world, fund_base="PEAK")
    sent(world, contract, "FA-1", 2_000_000)
    sent(world, contract, "FA-2", 1_000_000)
    world.on = date(2026, 1, 20)
    world.bank({"cents": 2_000_000, "text": "FA-1"})
    # 30 000.00 was so at the end of 19 January last.
    world.on = date(2027, 1, 19)
    assert released(world) == 0
    world.on = date(2027, 1, 20)
    assert released(world) == 200_000
    assert world.balance(contract, "FDG") == -100_000


def test_a_fund_of_the_turnover_is_asked_for_when_it_opens_whatever_is_assigned(
    world: World,
) -> None:
    """1 200 000.00 x 50 / 360 = 166 666.67; 10 % of it."""
    contract = opened(
        world, fund_base="TURNOVER", fund_build_up="INITIAL", annual_turnover_cents=120_000_000,
        dso_days=50,
    )  # fmt: skip
    assert sent(world, contract, "FA-1", 3_000_000) == 1_666_667
    assert world.available(contract) == 2_700_000 - 1_666_667
    assert sent(world, contract, "FA-2", 500_000) == 1_666_667
    world.bank({"cents": 3_000_000, "text": "FA-1"})
    assert -world.balance(contract, "FDG") == 1_666_667
    # Half the turnover: 83 333.33, 10 % of it.
    world.amend(contract, {"annual_turnover_cents": 60_000_000})
    assert released(world) == 1_666_667 - 833_333
    assert -world.balance(contract, "FDG") == 833_333


def test_a_fund_of_the_approved_leaves_out_what_is_over_the_limit(world: World) -> None:
    contract = opened(world, limit_cents=1_000_000, fund_base="APPROVED")
    assert sent(world, contract, "FA-1", 3_000_000) == 100_000
    world.limit(contract, "BETA SA", 2_500_000)
    # 25 000.00 and what comes now, of which nothing is approved: 10 % of 5 000.00, and the rest of
    # the target stays a reserve.
    assert sent(world, contract, "FA-2", 500_000) == 150_000
    assert world.available(contract) == 2_250_000 - 150_000 - 100_000
