"""The plan of treasury lives the coming days by the rules of production: compared with the days as
they then come, and left without a trace."""

from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.closing.treasury import plan_treasury
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents

ON = date(2026, 1, 16)
TERMS = {"fund_ppm": 100_000, "interest_billing": "MONTHLY", "fee_billing": "AT_COLLECTION",
         "overdue_cutoff_days": 5}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 with a fund; FA-1 to FA-3 bought, 10 000.00 drawn and paid out."""
    opened = open_world(writer, ON)
    opened.ids["C-1"] = opened.contract("C-1", **TERMS)
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    opened.remit(
        opened.ids["C-1"],
        {"number": "FA-1", "cents": 1_200_000, "due_on": date(2026, 2, 10)},
        {"number": "FA-2", "cents": 600_000, "due_on": date(2026, 1, 26)},
        {"number": "FA-3", "cents": 900_000, "due_on": date(2026, 3, 20)},
    )
    opened.draw(opened.ids["C-1"], 1_000_000)
    opened.payout()
    return opened


def planned(world: World, **more: object) -> dict[str, object]:
    asked = world.asked("alice")
    beta = world.ids["BETA SA"]
    given = {"cash_cents": 0, "planned": [], "paid_on": {
        (beta, date(2026, 2, 10)): date(2026, 2, 3), (beta, date(2026, 3, 20)): date(2026, 3, 23),
    }, **more}  # fmt: skip
    return plan_treasury(world.conn, asked.by, world.ids["C-1"], world.on, asked.at, **given)


def test_a_plan_says_for_each_day_what_the_day_then_brings(world: World) -> None:
    """FA-2 is never paid: it is no longer fundable five days after its due day. FA-1 comes on 3
    February with its fee; the month's charge is billed at its end."""
    before = contents(world.conn)
    told = planned(world)
    assert contents(world.conn) == before
    days = {row["day"]: row for row in told["days"]}
    assert len(days) == 92
    assert days[date(2026, 2, 3)]["collected_cents"] == 1_200_000
    assert days[date(2026, 2, 3)]["fees_cents"] > 0
    assert days[date(2026, 1, 31)]["charges_cents"] > 0
    assert [day for day, row in days.items() if row["defunded_cents"]] == [date(2026, 2, 1)]
    seen = {}
    while world.on < date(2026, 2, 5):
        if world.on == date(2026, 2, 3):
            world.bank({"cents": 1_200_000, "text": "FA-1"})
        world.close(world.on)
        seen[world.on] = world.available(world.ids["C-1"])
        world.on += timedelta(days=1)
    assert {day: days[day]["drawable_cents"] for day in seen} == {
        day: max(0, cents) for day, cents in seen.items()}  # fmt: skip


def test_what_the_client_plans_is_drawn_for_until_nothing_is_left(world: World) -> None:
    contract = world.ids["C-1"]
    free = world.available(contract)
    pay_on = date(2026, 1, 20)
    told = planned(world, cash_cents=100_000, planned=[(pay_on, -300_000)])
    days = {row["day"]: row for row in told["days"]}
    assert days[pay_on]["drawn_cents"] == 200_000
    assert days[pay_on]["own_cash_cents"] == 0
    assert days[pay_on]["room_cents"] == days[pay_on]["drawable_cents"]
    lacking = planned(world, planned=[(pay_on, -free - 100_000)])
    row = {one["day"]: one for one in lacking["days"]}[pay_on]
    assert row["drawable_cents"] == 0
    assert row["own_cash_cents"] == row["room_cents"] < 0
    assert lacking["lowest_on"] >= pay_on
    assert lacking["lowest_cents"] <= row["room_cents"]
    assert lacking["lifts"]
    assert not {row["part"] for row in lacking["lifts"]} & {"available", "funds_in_use"}
    assert sum(week["drawn_cents"] for week in told["weeks"]) == 200_000
    assert len(told["weeks"]) == 14


@pytest.mark.parametrize("login", ["cora"])
def test_another_clients_plan_is_not_told(world: World, login: str) -> None:
    from comptant.operations.acts.act import Refused
    from tests.facts import add_user

    add_user(world, login, world.ids["GAMMA SA"], ["client_owner"], False)
    asked = world.asked(login)
    with pytest.raises(Refused) as refused:
        plan_treasury(world.conn, asked.by, world.ids["C-1"], world.on, asked.at, cash_cents=0,
                      paid_on={}, planned=[])  # fmt: skip
    assert refused.value.code == "contract_unknown"
