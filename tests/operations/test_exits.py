"""What leaving would cost, told before: nothing is written, and what then happens was told."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.drawing.exits import simulate_exit
from comptant.operations.registry import leaving
from comptant.rules.leaving import Held, Paid, Price, minimum_years, netted, weeks
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents, refused


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA's contract with a fund of 10 %, an invoice of 10 000.00 due on 10 February, 5 000.00
    drawn and paid; one month of notice."""
    opened = open_world(writer)
    contract = opened.contract(fund_ppm=100_000, notice_client_months=1)
    opened.ids["C-1"] = contract
    opened.limit(contract, "BETA SA", 5_000_000)
    opened.remit(contract, {"number": "F-1", "cents": 1_000_000, "due_on": date(2026, 2, 10)})
    order = opened.draw(contract, 500_000)
    opened.payout()
    opened.bank({"cents": -500_000, "text": order["reference"],
                 "end_to_end_reference": order["reference"]})  # fmt: skip
    return opened


def simulated(world: World, notice_on: date | None = None, login: str = "alice") -> dict[str, Any]:
    at = world.asked(login).at
    return simulate_exit(world.conn, world.users[login], world.ids["C-1"], notice_on, world.on, at)


def test_what_is_told_is_what_happens_and_nothing_is_written(world: World) -> None:
    """5 000.00 for 25 days at 3.615 %: 12.55, a fee of 60.00 and VAT; 4 915.45 are left."""
    before = contents(world.conn)
    told = simulated(world)
    assert contents(world.conn) == before
    assert (told["ends_on"], told["last_collection_on"], told["final_on"]) == (
        date(2026, 2, 16), date(2026, 2, 10), date(2026, 2, 16))  # fmt: skip
    assert (told["in_use_cents"], told["fund_balance_cents"]) == (500_000, 100_000)
    assert (told["interest_cents"], told["fee_cents"], told["exit_cost_cents"]) == (1_255, 7_200, 0)
    assert (told["buy_back_cents"], told["final_cents"]) == (507_200, 491_545)
    assert told["drawable_cents"] == 300_000
    leaving.give_notice(
        world.conn, world.asked("alice"), contract_id=world.ids["C-1"], given_by="CLIENT",
        received_on=world.on, source="letter",
    )  # fmt: skip
    world.close(date(2026, 2, 9))
    world.on = date(2026, 2, 10)
    world.bank({"cents": 1_000_000, "text": "F-1", "payer_name": "BETA SA"})
    world.close(date(2026, 2, 15))
    world.on = date(2026, 2, 16)
    paid = leaving.pay_balance(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], payee_account_id=None
    )
    assert paid["amount_cents"] == 491_545


def test_the_weeks_add_up_to_the_whole(world: World) -> None:
    told = simulated(world)
    assert [(row["from_on"].isoformat(), row["collected_cents"], row["interest_cents"])
            for row in told["weeks"]] == [
        ("2026-01-16", 0, 0), ("2026-01-23", 0, 0), ("2026-01-30", 0, 0),
        ("2026-02-06", 1_000_000, 1_255), ("2026-02-13", 0, 0),
    ]  # fmt: skip
    last = told["weeks"][-1]
    assert (last["open_cents"], last["in_use_cents"]) == (0, -told["final_cents"])
    assert sum(row["interest_cents"] for row in told["weeks"]) == told["interest_cents"]
    assert [row["exit_step"] for row in told["days"]] == [
        "notice", "last_collection", "run_off", "final_payment"]  # fmt: skip


def test_a_later_notice_ends_later_and_a_past_one_is_refused(world: World) -> None:
    assert simulated(world, date(2026, 3, 31))["ends_on"] == date(2026, 4, 30)
    with refused(world.conn, "notice_past", today_on=world.on):
        simulated(world, date(2026, 1, 15))


def test_under_notice_the_dates_are_those_of_the_notice(world: World) -> None:
    leaving.give_notice(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], given_by="FACTOR",
        received_on=world.on, source="letter",
    )  # fmt: skip
    world.on = date(2026, 1, 20)
    told = simulated(world)
    assert (told["notice_on"], told["ends_on"]) == (date(2026, 1, 16), date(2026, 3, 17))
    assert told["drawable_cents"] == 2_997_99


def test_the_minimum_of_the_days_left_is_what_leaving_costs(writer: psycopg.Connection) -> None:
    """From 1 November by a notice of three months: 61 days of this year, 31 of the next, at
    3 650.00 a year: 610.00 and 310.00, with VAT 1 104.00."""
    world = open_world(writer, date(2026, 11, 1))
    world.ids["C-1"] = world.contract(annual_minimum_cents=365_000)
    told = simulated(world)
    assert told["ends_on"] == date(2027, 2, 1)
    assert (told["minimum_shortfall_cents"], told["exit_cost_cents"]) == (92_000, 110_400)
    assert (told["buy_back_cents"], told["final_cents"]) == (110_400, -110_400)


def test_a_buyer_who_pays_late_is_expected_late(world: World) -> None:
    """BETA paid ten days late: its next invoice is expected ten days after its due date."""
    world.on = date(2026, 2, 20)
    world.bank({"cents": 1_000_000, "text": "F-1", "payer_name": "BETA SA"})
    world.remit(world.ids["C-1"], {"number": "F-2", "cents": 300_000, "due_on": date(2026, 4, 1)})
    assert simulated(world)["last_collection_on"] == date(2026, 4, 11)


def test_another_clients_contract_does_not_exist(world: World) -> None:
    from tests.facts import add_user

    add_user(world, "cora", world.ids["GAMMA SA"], ["client_owner"], False)
    with refused(world.conn, "contract_unknown"):
        simulated(world, login="cora")


# Rules --------------------------------------------------------------------------------------------

DAY = date(2026, 1, 1)


def held_of(**cents: int) -> Held:
    """1 500.00 open, and of the rest what is said."""
    return Held(**{"open_cents": 150_000, "current_account_cents": 0, "fund_balance_cents": 0,
                   "unallocated_cents": 0, "order_owed_cents": 0, **cents})  # fmt: skip


def test_credit_notes_and_money_received_are_taken_off_the_oldest_first() -> None:
    paid = [Paid(date(2026, 2, 1), 100), Paid(date(2026, 1, 5), 50, 6), Paid(DAY, -30)]
    assert netted(paid, 40) == [Paid(date(2026, 1, 5), 0, 6), Paid(date(2026, 2, 1), 80)]


@pytest.mark.parametrize(("price", "interest"), [
    (Price(360_000), 700), (Price(360_000, with_fund=True), 840),
    (Price(360_000, in_arrears=False), 0),
])  # fmt: skip
def test_the_charge_runs_on_what_is_in_use(price: Price, interest: int) -> None:
    """1 000.00 in use for seven days at 36 %: a euro a day; the fund is part of it where said."""
    held = held_of(current_account_cents=30_000, fund_balance_cents=20_000)
    (row,) = weeks(DAY, date(2026, 1, 8), held, [], price)
    assert row["interest_cents"] == interest
    assert row["in_use_cents"] == 100_000 + interest


@pytest.mark.parametrize(("billing", "charges"), [
    ("MONTHLY", [0, 0, 0, 0, 3_100, 516]), ("AT_COLLECTION", [0, 0, 0, 0, 0, 3_600]),
    ("QUARTERLY", [0, 0, 0, 0, 0, 3_600]),
])  # fmt: skip
def test_each_bill_comes_on_its_day_and_bears_interest_from_then(
    billing: str, charges: list[int]
) -> None:
    """1 000.00 at 36 % for 36 days: a euro a day; the 31.00 of January are in use from 1 February:
    1 031.00 for five days."""
    held = held_of(current_account_cents=50_000)
    price = Price(360_000, billing)
    rows = weeks(DAY, date(2026, 2, 6), held, [Paid(date(2026, 2, 6), 150_000)], price)
    assert [row["interest_cents"] for row in rows] == charges


def test_each_calendar_year_has_its_days() -> None:
    assert minimum_years(date(2026, 3, 10), date(2026, 3, 10), date(2027, 1, 1)) == [
        (date(2026, 12, 31), 297)]  # fmt: skip
    assert minimum_years(date(2025, 1, 1), date(2026, 11, 1), date(2027, 2, 1)) == [
        (date(2026, 12, 31), 365), (date(2027, 1, 31), 31)]  # fmt: skip
    assert minimum_years(date(2026, 1, 1), date(2026, 5, 1), date(2026, 1, 1)) == []


def test_a_fixed_rate_is_its_margin_alone(writer: psycopg.Connection) -> None:
    """5 000.00 for the 16 days to the end of January at 2 %: 4.44."""
    world = open_world(writer, date(2026, 1, 16))
    contract = world.ids["C-1"] = world.contract(
        reference_index="FIXED", margin_ppm=20_000, fee_ppm=0, fund_ppm=0,
        interest_billing="MONTHLY")  # fmt: skip
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, {"number": "F-1", "cents": 1_000_000, "due_on": date(2026, 3, 1)})
    world.draw(contract, 500_000)
    assert simulated(world)["rate_ppm"] == 20_000
    world.close(date(2026, 1, 31))
    assert world.rows("SELECT rate_ppm, amount_cents FROM charge WHERE contract_id = %s"
                      " AND code = 'INT'", contract) == [(20_000, 444)]  # fmt: skip
