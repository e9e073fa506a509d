"""What a buyer has paid, promised or disputed is in each figure of what is to come of it."""

from datetime import date, timedelta
from typing import Any

import psycopg

from comptant.doors import forecasting, watching
from comptant.operations.closing.treasury import plan_treasury
from comptant.operations.reminding import promising
from comptant.operations.risk import disputes
from comptant.store.access import reading
from tests import instruments
from tests.facts import World, three_of_two_clients
from tests.houses import house
from tests.reminding import DUE, bank_of, invoice

BILL_ON = DUE + timedelta(days=63)


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 to FA-4 of 1 000.00, 2 000.00, 4 000.00, 8 000.00, late since ten days: FA-1 has money
    that waits, FA-2 is disputed, FA-3 promised, FA-4 held as a bill of April."""
    opened = three_of_two_clients(writer)
    opened.remit(opened.ids["C-1"], *(
        {"number": f"FA-{number}", "cents": 50_000 * 2**number, "due_on": DUE}
        for number in (1, 2, 3, 4)))  # fmt: skip
    bank_of(opened, DUE + timedelta(days=10),
            {"cents": 60_000, "text": "merci", "payer_name": "BETA SA"})  # fmt: skip
    disputes.open_dispute(
        opened.conn, opened.asked("anna"), contract_id=opened.ids["C-1"],
        invoice_id=invoice(opened, "FA-2"), code="LIT-RFA", amount_cents=None,
        is_rest_confirmed=False, source="BUYER", evidence="mail",
    )  # fmt: skip
    days = promising.INSTALMENTS.frame(
        [{"due_on": opened.on + timedelta(days=5), "instalment_cents": 400_000}])  # fmt: skip
    promising.record_promise(
        opened.conn, opened.asked("anna"), contract_id=opened.ids["C-1"],
        buyer_id=opened.ids["BETA SA"], invoice_ids=[invoice(opened, "FA-3")], evidence="call",
        consent="", instalments=days,
    )  # fmt: skip
    instruments.bill(opened, opened.ids["C-1"], 800_000, BILL_ON, is_accepted=True,
                     pays={"FA-4": 800_000})  # fmt: skip
    return opened


def looking(world: World) -> Any:
    anna = world.users["anna"]
    return reading(anna.id, anna.company_id, anna.roles, world.on)


def test_the_collectors_list_asks_for_what_is_still_to_ask_for(world: World) -> None:
    with looking(world) as see:
        (row,) = watching.collectors(see, world.on, world.ids["C-1"])
    assert {name: row[name] for name in watching.COLLECTED[2:]} == {
        "overdue_cents": 1_500_000, "guaranteed_cents": 0, "oldest_late_days": 10,
        "disputed_cents": 200_000, "in_hand_cents": 860_000, "promised_cents": 400_000,
        "soon_cents": 0, "at_risk_cents": 40_000,
    }  # fmt: skip


def test_a_forecast_brings_what_is_promised_on_its_day_and_nothing_disputed(world: World) -> None:
    with looking(world) as see:
        rows = watching.coming_rows(see, world.on, world.ids["C-1"]).sort("due_on")
        assert rows.select("due_on", "open_cents").rows() == [
            (DUE, 40_000),
            (world.on + timedelta(days=5), 400_000),
            (BILL_ON, 800_000),
        ]
        weeks = forecasting.weeks(see, world.on, world.ids["C-1"])
    assert max(row["high_cents"] for row in weeks) <= 1_240_000


def test_a_clients_plan_counts_on_nothing_disputed_and_on_promises_on_their_day(
    world: World,
) -> None:
    asked, beta = world.asked("alice"), world.ids["BETA SA"]
    plan = plan_treasury(
        world.conn, asked.by, world.ids["C-1"], world.on, asked.at, cash_cents=0, planned=[],
        paid_on={(beta, DUE): world.on + timedelta(days=12)},
    )  # fmt: skip
    came = [(row["day"], row["collected_cents"]) for row in plan["days"] if row["collected_cents"]]
    assert came == [(world.on + timedelta(days=5), 400_000), (date(2026, 3, 10), 40_000),
                    (BILL_ON, 800_000)]  # fmt: skip


def test_the_measures_say_how_many_promises_were_kept(world: World) -> None:
    def kept() -> int | None:
        with looking(world) as see:
            (row,) = watching.measures(see, world.on, world.ids["C-1"], "buyer")
        rate: int | None = row["promises_kept_ppm"]
        return rate

    assert kept() is None  # it runs
    world.on += timedelta(days=9)
    assert kept() == 0
    bank_of(world, world.on, {"cents": 400_000, "text": "FA-3", "payer_name": "BETA SA"})
    assert kept() == 1_000_000
