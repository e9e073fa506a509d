"""The release of what was granted: the nights' charge never blocks it, what takes the base away
does; nothing leaves for an account that is not the payee's."""

from datetime import date, timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.closing import close
from comptant.operations.drawing import payments, releases
from comptant.operations.registry import parties
from comptant.operations.risk import facts, limits
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused

FRIDAY, MONDAY, TUESDAY = date(2026, 1, 16), date(2026, 1, 19), date(2026, 1, 20)


@house
def world(writer: psycopg.Connection) -> World:
    """90 % of 40 000,00 on BETA; 10 000,00 is drawn and runs a charge from Friday on."""
    world = open_world(writer, FRIDAY)
    world.ids["C-1"] = contract = world.contract()
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(
        contract,
        {"number": "FA-1", "cents": 2_000_000, "due_on": date(2026, 3, 16)},
        {"number": "FA-2", "cents": 2_000_000, "due_on": date(2026, 3, 16)},
    )
    world.draw(contract, 1_000_000)
    return world


def asks(world: World, number: str = "C-1", cents: int | None = None) -> Answer:
    return payments.draw(
        world.conn, world.asked("alice"), contract_id=world.ids[number], amount_cents=cents,
        payee_account_id=None,
    )  # fmt: skip


def releases_all(world: World, *orders: Answer) -> Answer:
    return releases.release_many(
        world.conn, world.asked("tania"), order_ids=[order["order_id"] for order in orders]
    )


def close_until(world: World, day: date) -> None:
    """Every night closed, and the day begins."""
    while world.on < day:
        close.close(world.conn, world.asked("aron"), world.on, lambda done, of: None)
        world.on += timedelta(days=1)


@pytest.mark.parametrize("day", [date(2026, 1, 17), MONDAY, TUESDAY, date(2026, 2, 2)])
def test_a_full_draw_is_released_on_a_later_day(world: World, day: date) -> None:
    order = asks(world)
    assert order["amount_cents"] == 2_600_000
    world.on = day
    assert world.available(world.ids["C-1"]) < 0  # the charge run up on what was drawn before
    assert world.approve(order)["order_id"] == order["order_id"]
    assert world.balance(world.ids["C-1"], "TRAN") == -3_600_000


def test_a_full_draw_is_released_with_others_after_closed_nights(world: World) -> None:
    order = asks(world)
    close_until(world, MONDAY)
    assert releases_all(world, order)["count"] == 1


def test_charge_and_fee_billed_since_do_not_block_either(world: World) -> None:
    world.ids["C-2"] = contract = world.contract(
        "C-2", interest_billing="MONTHLY", fee_billing="MONTHLY"
    )
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(contract, {"number": "FA-3", "cents": 900_000, "due_on": date(2026, 3, 16)})
    world.draw(contract, 100_000)
    world.on = date(2026, 1, 30)
    order = asks(world, "C-2")
    close_until(world, date(2026, 2, 2))  # the month's interest and fee were billed meanwhile
    assert world.one("SELECT count(*) FROM charge WHERE contract_id = %s", contract) == 3
    assert world.available(contract) < -5_000
    assert releases_all(world, order)["count"] == 1


def test_an_order_of_automatic_funding_is_released_the_day_after(world: World) -> None:
    world.ids["C-2"] = contract = world.contract("C-2", has_auto_funding=True)
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(contract, {"number": "FA-3", "cents": 900_000, "due_on": date(2026, 3, 16)})
    first = world.one("SELECT id FROM payment_order WHERE contract_id = %s", contract)
    assert releases_all(world, {"order_id": first})["count"] == 1
    world.remit(contract, {"number": "FA-4", "cents": 500_000, "due_on": date(2026, 3, 16)})
    second = world.one("SELECT max(id) FROM payment_order WHERE contract_id = %s", contract)
    close_until(world, MONDAY)
    assert releases_all(world, {"order_id": second})["count"] == 1


def test_what_took_the_base_away_blocks_and_the_charge_is_not_counted(world: World) -> None:
    order = asks(world)
    world.on = MONDAY
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], subject="CONTRACT",
        subject_id=world.ids["C-1"], name="manual_reserve_cents", value=1, from_on=MONDAY,
        source="test",
    )  # fmt: skip
    with refused(world.conn, "availability_fell", order_id=order["order_id"], missing_cents=1):
        world.approve(order)
    answer = releases_all(world, order)
    assert [(row["refusal"], row["missing_cents"]) for row in answer["refused"]] == [
        ("availability_fell", 1)]  # fmt: skip


def test_the_insolvency_of_the_buyer_blocks(world: World) -> None:
    world.amend(world.ids["C-1"], {"has_recourse": True})
    order = asks(world)
    world.on = MONDAY
    facts.record_fact(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], subject="PARTY",
        subject_id=world.ids["BETA SA"], name="insolvent_on", value=MONDAY.isoformat(),
        from_on=MONDAY, source="BODACC",
    )  # fmt: skip
    with refused(world.conn, "availability_fell", order_id=order["order_id"],
                 missing_cents=3_600_000):  # fmt: skip
        world.approve(order)


def test_a_later_limit_takes_nothing_back_and_blocks_nothing(world: World) -> None:
    order = asks(world)
    world.on = MONDAY
    world.limit(world.ids["C-1"], "BETA SA", 0)  # what was approved stays so (I-19)
    assert world.approve(order)["order_id"] == order["order_id"]


def test_a_cut_of_the_line_blocks(world: World) -> None:
    order = asks(world)
    world.on = MONDAY
    world.approve(limits.propose_limit(
        world.conn, world.asked("anna"), scope="CONTRACT_LINE", contract_id=world.ids["C-1"],
        party_id=0, amount_cents=3_000_000, currency="EUR", from_on=MONDAY, source="test",
    ), "ada")  # fmt: skip
    with refused(world.conn, "availability_fell", order_id=order["order_id"]):
        world.approve(order)


def test_a_suspended_contract_pays_nothing_and_says_so(world: World) -> None:
    order = asks(world, cents=1_000)
    world.amend(world.ids["C-1"], {"status": "SUSPENDED"})
    told = {"order_id": order["order_id"], "contract_status": "SUSPENDED"}
    with refused(world.conn, "contract_stopped", **told):
        world.approve(order)
    assert releases_all(world, order)["refused"] == [{"refusal": "contract_stopped", **told}]


def test_nothing_is_released_to_an_account_that_is_not_the_payees(world: World) -> None:
    order = asks(world)
    account = world.one("SELECT payee_account_id FROM payment_order WHERE id = %s",
                        order["order_id"])  # fmt: skip

    def check(outcome: str) -> None:
        parties.record_payee_check(
            world.conn, world.asked("tania"), outcome=outcome, source="bank",
            payee_account_id=account,
        )  # fmt: skip

    check("NO_MATCH")
    told = {"order_id": order["order_id"], "iban": order["iban"], "holder": "ALPHA SAS"}
    with refused(world.conn, "payee_check_failed", **told):
        world.approve(order)
    assert releases_all(world, order)["refused"] == [{"refusal": "payee_check_failed", **told}]
    assert world.balance(world.ids["C-1"], "TRAN") == -1_000_000
    world.on = MONDAY
    check("MATCH")
    assert releases_all(world, order)["count"] == 1
