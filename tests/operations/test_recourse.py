"""Without insurance and with recourse (W8-F): a plan simulated then agreed, a guarantor called, the
other contract set off, the loss by two and what comes later, in both parties' books."""

from datetime import date

import psycopg
import pytest

from comptant.doors import plans_simulated
from comptant.operations.assigning import returns
from comptant.operations.drawing import over_advance
from comptant.rules.repayment import spread
from tests.claims import CENTS, books, clients_books, failed, lines, proved, sold
from tests.facts import World, open_world
from tests.houses import house
from tests.recourse import called, loss, paid, received, regained, set_off, surety
from tests.traces import refused

OWED = 4_500_000


@house
def world(writer: psycopg.Connection) -> World:
    """FA-1 of 50 000.00, 45 000.00 drawn, given back when BETA SA fails: W8-D."""
    made = open_world(writer)
    contract = sold(made)
    made.ids["C-2"] = made.contract("C-2", fee_ppm=0, margin_ppm=0, is_interest_reserved=False,
                                    reference_index="FIXED", concentration_ppm=1_000_000
                                    )  # fmt: skip
    made.limit(made.ids["C-2"], "DELTA SARL", CENTS)
    failed(made)
    returns.reassign(made.conn, made.asked("anna"), contract_id=contract,
                     invoice_ids=[made.ids["FA-1"]], reason="OVERDUE")  # fmt: skip
    return made


def test_a_plan_is_simulated_then_agreed(world: World) -> None:
    contract = {"id": world.ids["C-1"], "currency": "EUR"}
    asked = world.asked("anna")
    rows = plans_simulated.simulated(world.conn, asked, contract, 7, date(2026, 4, 30))
    assert [(row["due_on"].isoformat(), row["instalment_cents"]) for row in rows][:2] == [
        ("2026-04-30", 642_857), ("2026-05-30", 642_857)]  # fmt: skip
    assert (rows[-1]["instalment_cents"], rows[-1]["left_cents"]) == (642_858, 0)
    waits = over_advance.propose_plan(
        world.conn, world.asked("anna"), contract_id=contract["id"],
        instalments={row["due_on"].isoformat(): row["instalment_cents"] for row in rows},
    )  # fmt: skip
    world.approve(waits, "carl")
    assert world.one("SELECT count(*) FROM repayment_instalment") == 7
    with refused(world.conn, "plan_wrong"):
        plans_simulated.simulated(world.conn, asked, contract, 0, world.on)
    with refused(world.conn, "no_over_advance"):
        plans_simulated.simulated(world.conn, asked, {"id": world.ids["C-2"]}, 1, world.on)


def test_months_end_where_they_are_shorter() -> None:
    assert [day for day, _ in spread(300, 3, date(2026, 1, 31))] == [
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]  # fmt: skip


def test_an_over_advance_is_repaid_lost_and_regained_to_the_last_euro(world: World) -> None:
    assert (world.available(world.ids["C-1"]), books(world)["CCA"]) == (-OWED, OWED)
    surety(world)
    assert called(world)["called_cents"] == 1_000_000
    assert paid(world, received(world, 1_000_000))["left_cents"] == 0
    world.remit(world.ids["C-2"], {"number": "FA-9", "cents": 2_000_000, "buyer": "DELTA SARL",
                                   "due_on": date(2026, 6, 1)})  # fmt: skip
    world.approve(set_off(world), "carl")  # 90 % of it is available
    assert world.available(world.ids["C-2"]) == 0
    world.approve(loss(world), "aron")
    regained(world, received(world, 300_000))
    assert lines(world, "surety_received") == [
        ("surety_received", "UNAL", 1_000_000), ("surety_received", "CCA", -1_000_000),
        ("set_off_taken", "LINK", 1_800_000), ("set_off_taken", "CCA", -1_800_000),
        ("client_loss", "LOSS", 1_700_000), ("client_loss", "CCA", -1_700_000),
        ("cash_moved_in", "LINK", 300_000), ("cash_moved_in", "UNAL", -300_000),
        ("client_regained", "UNAL", 300_000), ("client_regained", "RECV", -300_000),
    ]  # fmt: skip
    assert books(world) == {"LINK": 3_100_000, "LOSS": 1_700_000, "RECV": -300_000,
                            "TRAN": -OWED}  # fmt: skip
    # His invoice is back; he owes his guarantor, his other contract, and us 14 000.00 still.
    assert clients_books(world) == {"C4674": -1_000_000, "C4677": -1_800_000,
                                    "C4678": -1_400_000, "C512": OWED - 300_000}  # fmt: skip
    assert world.rows("SELECT step FROM recourse_step ORDER BY id") == [
        ("CALLED",), ("PAID",), ("SET_OFF",), ("WRITTEN_OFF",), ("REGAINED",)]  # fmt: skip
    proved(world)
    world.close()


def test_a_guarantor_is_called_for_no_more_than_he_stands_for(world: World) -> None:
    with refused(world.conn, "guarantor_unknown"):
        called(world)
    surety(world)
    for told, code in (({"cents": 1_000_001}, "surety_beyond"),
                       ({"reference": " "}, "reference_missing"),
                       ({"step_on": date(2027, 1, 1)}, "cover_step_dates_wrong")):  # fmt: skip
        with refused(world.conn, code):
            called(world, **told)
    payment = received(world, 100_000)
    with refused(world.conn, "surety_beyond", most_cents=0):
        paid(world, payment)
    called(world, 60_000)
    with refused(world.conn, "surety_beyond", most_cents=60_000):
        paid(world, payment)
    paid(world, payment, 60_000)
    assert called(world)["called_cents"] == 940_000


def test_a_set_off_and_a_loss_take_two_and_no_more_than_is_there(world: World) -> None:
    with refused(world.conn, "set_off_beyond", most_cents=0):
        set_off(world)
    with refused(world.conn, "set_off_wrong"):
        set_off(world, from_contract_id=world.ids["C-1"])
    with refused(world.conn, "no_over_advance"):
        set_off(world, contract_id=world.ids["C-2"], from_contract_id=world.ids["C-1"])
    with refused(world.conn, "loss_beyond", most_cents=OWED):
        loss(world, OWED + 1)
    with refused(world.conn, "reason_missing"):
        loss(world, reason=" ")
    waits = loss(world)
    with refused(world.conn, "same_person"):
        world.approve(waits, "anna")
    world.approve(waits, "carl")
    payment = received(world, OWED + 1)
    with refused(world.conn, "nothing_written_off", most_cents=OWED):
        regained(world, payment)


@pytest.mark.parametrize("count", [1, 3, 7, 120])
def test_the_instalments_of_a_plan_come_to_the_whole(count: int) -> None:
    parts = spread(1_000_001, count, date(2026, 1, 1))
    assert (len(parts), sum(cents for _, cents in parts)) == (count, 1_000_001)
