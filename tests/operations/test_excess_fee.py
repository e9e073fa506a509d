"""The fee on an over-advance, from the days that the close has found to the bill of the month."""

from datetime import date, timedelta
from typing import Any

import psycopg

from comptant.operations.assigning import returns
from comptant.operations.drawing import over_advance
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

CENTS = 2_794_300
BEGAN, ENDED = date(2026, 1, 20), date(2026, 1, 29)
TERMS: dict[str, Any] = {"fee_ppm": 0, "advance_standard_ppm": 1_000_000,
                         "is_interest_reserved": False, "excess_margin_ppm": 30_000,
                         "interest_billing": "MONTHLY"}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def drawn(world: World, **terms: Any) -> int:
    """27 943.00 drawn on FA-1, which is in reserve from 20 January to 29 January. (W4-7)"""
    contract = world.contract(**{**TERMS, **terms})
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": date(2026, 3, 16)})
    world.draw(contract)
    world.close(date(2026, 1, 19))
    reserve(world, contract, BEGAN)
    world.close(date(2026, 1, 28))
    reserve(world, contract, ENDED, is_lifted=True)
    return contract


def reserve(world: World, contract: int, day: date, *, is_lifted: bool = False) -> None:
    world.on = day
    invoice_id = world.one("SELECT id FROM invoice")
    returns.defund(world.conn, world.asked("anna"), contract_id=contract, reason="OVERDUE",
                   invoice_ids=[invoice_id], is_lifted=is_lifted)  # fmt: skip


def drawn_and_reserved(world: World) -> int:
    """As `drawn`, but the day of the reserve comes before the closes of many days."""
    contract = world.contract(**TERMS)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": date(2026, 3, 16)})
    world.draw(contract)
    world.close()
    assert world.on < BEGAN - timedelta(days=2)
    reserve(world, contract, BEGAN)
    return contract


def lines(world: World) -> list[tuple[Any, ...]]:
    return world.rows(
        "SELECT e.event, e.value_on, c.clause, c.vat_class, c.base_cents, c.rate_ppm, c.from_on,"
        " c.until_on, c.amount_cents FROM charge c JOIN entry e ON e.contract_id = c.contract_id"
        " AND e.id = c.entry_id WHERE c.code = 'FEE-DEP' ORDER BY c.id")  # fmt: skip


W4_7 = ("excess_fee", date(2026, 2, 1), "price, fee on an over-advance", "EXEMPT_FIN", CENTS,
        30_000, BEGAN, ENDED, 2_096)  # fmt: skip


def test_w4_7_nine_days_of_over_advance_are_billed_at_the_end_of_the_month(world: World) -> None:
    contract = drawn(world)
    assert world.rows("SELECT from_on, over_advance_cents FROM over_advance") == [(BEGAN, CENTS)]
    world.close(date(2026, 1, 30))
    assert lines(world) == []
    report = world.close(date(2026, 1, 31))
    assert report["excess_fee_cents"] == 2_096
    assert lines(world) == [W4_7]
    assert world.balance(contract, "FEEX") == -2_096
    # The financing charge runs besides, at its own rate: 27 943.00 x 3.615 % x 16 / 360.
    assert report["interest_cents"] == 4_490
    world.close(date(2026, 2, 28))
    # February: the bill of January, and its own fee, were not available: 44.90 + 20.96.
    assert lines(world) == [W4_7, (*W4_7[:1], date(2026, 3, 1), *W4_7[2:4], 6_586, 30_000,
                                   date(2026, 2, 1), date(2026, 3, 1), 15)]  # fmt: skip


def test_a_close_that_comes_late_finds_nothing_before_the_day_on_which_it_began(
    world: World,
) -> None:
    contract = drawn_and_reserved(world)
    world.close(BEGAN - timedelta(days=1))
    assert world.rows("SELECT * FROM over_advance") == []
    world.close(date(2026, 1, 28))
    reserve(world, contract, ENDED, is_lifted=True)
    world.close(date(2026, 1, 31))
    assert world.rows("SELECT from_on, over_advance_cents FROM over_advance") == [
        (BEGAN, CENTS), (ENDED, 0)]  # fmt: skip
    assert lines(world) == [W4_7]


def test_a_close_that_comes_late_leaves_no_day_after_it_has_ended(world: World) -> None:
    contract = drawn_and_reserved(world)
    world.close(BEGAN)
    reserve(world, contract, BEGAN + timedelta(days=1), is_lifted=True)
    world.on = BEGAN + timedelta(days=6)
    world.remit(contract, {"number": "FA-2", "cents": 1, "due_on": date(2026, 3, 16)})
    world.close(date(2026, 1, 31))
    assert world.rows("SELECT from_on, over_advance_cents FROM over_advance") == [
        (BEGAN, CENTS), (BEGAN + timedelta(days=1), 0)]  # fmt: skip
    assert [line[-1] for line in lines(world)] == [233]  # one day at 3 % of 27 943.00: 2.33


def test_without_the_clause_nothing_is_kept_and_nothing_billed(world: World) -> None:
    drawn(world, excess_margin_ppm=0)
    world.close(date(2026, 1, 31))
    assert (lines(world), world.rows("SELECT * FROM over_advance")) == ([], [])


def test_a_margin_agreed_in_the_middle_counts_from_its_day(world: World) -> None:
    contract = drawn(world)
    world.amend(contract, {"excess_margin_ppm": 60_000}, from_on=date(2026, 1, 24))
    world.close(date(2026, 1, 31))
    told = [(line[5], line[6], line[7], line[8]) for line in lines(world)]
    assert told == [(30_000, BEGAN, date(2026, 1, 24), 931),
                    (60_000, date(2026, 1, 24), ENDED, 2_329)]  # fmt: skip


def test_levies_to_the_fund_where_nothing_was_advanced_are_no_over_advance(world: World) -> None:
    """The invoice waits for its buyer's limit; a tenth of it went to the fund (C-1, §3.5)."""
    contract = world.contract(**{**TERMS, "fee_ppm": 0, "fund_ppm": 100_000,
                                 "fund_levy_ppm": 100_000})  # fmt: skip
    world.remit(contract, {"number": "FA-1", "cents": 1_000_000, "due_on": date(2026, 3, 16)})
    assert (world.balance(contract, "FDG"), world.balance(contract, "CCA")) == (-100_000, -900_000)
    report = world.close()
    assert report["to_look_at"]["over_advances"]["count"] == 0
    assert world.rows("SELECT * FROM over_advance") == []
    with refused(world.conn, "no_over_advance", available_cents=-100_000):
        over_advance.propose_plan(
            world.conn, world.asked("anna"), contract_id=contract, instalments={"2026-03-31": 100}
        )


def test_charges_beyond_a_full_draw_are_told_apart(world: World) -> None:
    """What runs up on a client that has drawn all is nobody's work; what it lacks besides is."""
    contract = world.contract(**{**TERMS, "is_interest_reserved": True, "margin_ppm": 60_000})
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "FA-1", "cents": CENTS, "due_on": date(2026, 3, 16)})
    world.draw(contract)
    world.payout()
    told = world.close(date(2026, 1, 19))["to_look_at"]
    assert told["over_advances"]["count"] == 0
    assert [row["contract_number"] for row in told["run_up"]["rows"]] == ["C-1"]
    reserve(world, contract, BEGAN)
    told = world.close(BEGAN)["to_look_at"]
    assert (told["over_advances"]["count"], told["run_up"]["count"]) == (1, 0)
