"""Who is paid is charged from the day on which the money leaves, not from that of the release."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.assigning import outbox
from comptant.operations.drawing import client_money
from comptant.operations.paying import outcomes, payout
from comptant.operations.registry import parties
from comptant.store import bulk
from tests.facts import World, open_world
from tests.houses import house

CENTS = 2_000_000
RELEASED = date(2026, 1, 16)  # a Friday
LATE = date(2026, 1, 23)
DRAWN = 1_000_000
WEEK = 703  # 10 000.00 x 7 days x 3.615 % / 360


@house
def world(writer: psycopg.Connection) -> World:
    world = open_world(writer)
    world.ids["C-1"] = opened(world, "C-1")
    return world


def opened(world: World, number: str, **terms: Any) -> int:
    contract = world.contract(number, **terms)
    world.limit(contract, "BETA SA", 50_000_000)
    world.remit(contract, *(
        {"number": f"{number}-{n}", "cents": CENTS, "due_on": date(2026, 3, 10)} for n in (1, 2)
    ))  # fmt: skip
    return contract


def debited(world: World, answer: Answer) -> Answer:
    """The bank's debit of an order, today."""
    return world.bank({"cents": -answer["amount_cents"],
                       "end_to_end_reference": answer["reference"]})  # fmt: skip


def account(world: World, contract: int) -> list[tuple[date, int]]:
    """Value date and amount of each line of the client's account that tells of a payment."""
    rows = bulk.rows(world.conn, "read_account", contract_id=contract, known_at=None,
                     from_on=date(2026, 1, 1), until_on=date(2026, 12, 31))  # fmt: skip
    return [(row["value_on"], row["amount_cents"]) for row in rows
            if row["event"] in ("order_released", "order_failed")]  # fmt: skip


def by_day(world: World, contract: int, name: str) -> list[tuple[date, int]]:
    return world.rows(
        "SELECT value_on, amount_cents FROM balance WHERE contract_id = %s AND account = %s"
        " AND amount_cents <> 0 ORDER BY value_on", contract, name)  # fmt: skip


def test_the_file_of_a_later_day_moves_the_debit_to_that_day(world: World) -> None:
    contract = world.ids["C-1"]
    order = world.draw(contract, DRAWN)
    world.on = LATE
    assert world.available(contract) == 3_600_000 - DRAWN - WEEK
    world.payout()
    assert world.available(contract) == 3_600_000 - DRAWN  # used, and out for no day yet
    assert account(world, contract) == [
        (RELEASED, -DRAWN), (RELEASED, DRAWN), (LATE, -DRAWN)]  # fmt: skip
    debited(world, order)
    assert len(account(world, contract)) == 3
    assert by_day(world, contract, "CCA") == [(RELEASED, -2 * CENTS), (LATE, DRAWN)]
    assert by_day(world, contract, "TRAN") == []
    released, away, again = world.rows(
        "SELECT id, reverses_id, key FROM entry WHERE event = 'order_released' ORDER BY id"
    )
    assert away == (away[0], released[0], f"order/{order['order_id']}/undated/{released[0]}")
    assert again == (again[0], None, f"order/{order['order_id']}/dated/{released[0]}")
    world.close()


@pytest.mark.parametrize(("told", "counts_from"), [
    (date(2026, 1, 20), date(2026, 1, 20)),
    (RELEASED, RELEASED),
    (date(2026, 1, 14), RELEASED),  # nothing leaves before it is released
])  # fmt: skip
def test_the_bank_s_debit_has_the_last_word(world: World, told: date, counts_from: date) -> None:
    contract = world.ids["C-1"]
    order = world.draw(contract, DRAWN)
    world.payout()
    world.on = date(2026, 1, 20)
    world.bank({"cents": -DRAWN, "end_to_end_reference": order["reference"], "value_on": told})
    assert by_day(world, contract, "CCA") == (
        [(RELEASED, -2 * CENTS), (counts_from, DRAWN)] if counts_from > RELEASED
        else [(RELEASED, DRAWN - 2 * CENTS)])  # fmt: skip
    assert world.balance(contract, "TRAN") == 0
    world.close()


def test_a_transfer_of_the_same_day_books_nothing_more(world: World) -> None:
    order = world.draw(world.ids["C-1"], DRAWN)
    world.payout()
    debited(world, order)
    assert account(world, world.ids["C-1"]) == [(RELEASED, -DRAWN)]


def test_days_that_were_billed_before_the_money_left_are_given_back(world: World) -> None:
    contract = opened(world, "C-2", interest_billing="MONTHLY")
    world.close(date(2026, 1, 30))
    order = world.draw(contract, DRAWN)
    world.close(date(2026, 2, 1))
    bills = "SELECT sum(amount_cents)::bigint FROM charge WHERE contract_id = %s AND code = 'INT'"
    assert world.one(bills, contract) == 201  # 30 and 31 January, billed
    world.on = date(2026, 2, 2)
    world.payout()
    debited(world, order)
    world.close(date(2026, 2, 3))
    assert world.one(bills, contract) == 0
    assert world.balance(contract, "CCA") == DRAWN - 2 * CENTS


def test_a_return_after_a_late_transfer_charges_the_days_out_alone(world: World) -> None:
    contract = world.ids["C-1"]
    order = world.draw(contract, DRAWN)
    world.on = LATE
    world.payout()
    debited(world, order)
    world.on = LATE + timedelta(days=7)
    world.bank({"cents": DRAWN, "end_to_end_reference": order["reference"]})
    assert by_day(world, contract, "CCA") == [
        (RELEASED, -2 * CENTS), (LATE, DRAWN), (world.on, -DRAWN)]  # fmt: skip
    assert world.available(contract) == 3_600_000 - WEEK


def test_what_is_rejected_is_credited_on_the_day_of_its_debit(world: World) -> None:
    contract = world.ids["C-1"]
    order = world.draw(contract, DRAWN)
    world.on = LATE
    world.payout()
    world.approve(outcomes.settle_order(
        world.conn, world.asked("tania"), contract_id=contract, order_id=order["order_id"],
        outcome="REJECTED", value_on=None, reason="AC04"), "aron")  # fmt: skip
    assert by_day(world, contract, "CCA") == [(RELEASED, -2 * CENTS)]
    # Executed all the same: debited again with the bank's day, as before.
    world.on = LATE + timedelta(days=3)
    assert debited(world, order)["debited_again"] == 1
    assert by_day(world, contract, "CCA") == [(RELEASED, -2 * CENTS), (world.on, DRAWN)]
    assert by_day(world, contract, "TRAN") == []


def test_an_order_of_a_file_put_aside_moves_with_each_file(world: World) -> None:
    contract = world.ids["C-1"]
    order = world.draw(contract, DRAWN)
    world.on = date(2026, 1, 19)
    payout.payout(world.conn, world.asked("tania"), own_account_id=world.ids["bank"],
                  execute_on=date(2026, 1, 27))  # fmt: skip
    assert by_day(world, contract, "CCA")[-1] == (date(2026, 1, 27), DRAWN)
    world.approve(outbox.mark_sent(
        world.conn, world.asked("tania"), outcome="CANCELLED", proof="",
        outbox_id=world.one("SELECT max(id) FROM outbox")), "aron")  # fmt: skip
    world.on = date(2026, 1, 21)
    world.payout()
    assert by_day(world, contract, "CCA")[-1] == (date(2026, 1, 21), DRAWN)
    debited(world, order)
    assert len(account(world, contract)) == 5
    assert world.balance(contract, "TRAN") == 0
    world.close()


def test_money_given_back_to_a_buyer_leaves_on_the_day_of_its_transfer(world: World) -> None:
    """The funds in use of the client count it until then: it is in what he is not charged for."""
    contract = world.ids["C-1"]
    world.bank({"cents": CENTS + 5_000, "text": "C-1-1", "payer_name": "BETA SA"})
    beta = world.approve(parties.propose_payee_account(
        world.conn, world.asked("anna"), party_id=world.ids["BETA SA"], bic=None,
        iban="FR7630004000031234567890143", holder="BETA SA"))["payee_account_id"]  # fmt: skip
    order = client_money.refund(
        world.conn, world.asked("anna"), contract_id=contract, amount_cents=None,
        payment_id=world.one("SELECT id FROM payment WHERE open_cents > 0"),
        payee_account_id=beta,
    )  # fmt: skip
    world.approve(order)
    world.on = LATE
    world.payout()
    debited(world, order)
    assert by_day(world, contract, "UNAL") == [(RELEASED, -5_000), (LATE, 5_000)]
    assert by_day(world, contract, "TRAN") == []
    world.close()
