"""Funding without a request, charges in advance, notices to buyers."""

from datetime import date

import psycopg
import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.assigning import outbox
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.test_trip import available

INVOICE = {
    "number": "FA-1", "cents": 1_200_000, "issued_on": date(2026, 1, 15),
    "due_on": date(2026, 3, 16),
}  # fmt: skip


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def test_w4_5_a_charge_in_advance_is_corrected_once_the_buyer_has_paid(world: World) -> None:
    contract = world.contract(charge_timing="ADVANCE", has_auto_funding=True, fee_ppm=0)
    world.limit(contract, "BETA SA", 5_000_000)
    answer = world.remit(contract, INVOICE)
    assert world.balance(contract, "INT") == -7_483
    assert answer["order"]["amount_cents"] == 1_080_000 - 7_483
    world.approve(answer["order"])
    world.on = date(2026, 3, 18)
    world.bank({"cents": 1_200_000, "text": "FA-1"})
    assert world.balance(contract, "INT") == -6_615
    rest = world.conn.execute("SELECT amount_cents FROM payment_order ORDER BY id DESC").fetchone()
    assert rest == (1_200_000 - 6_615 - (1_080_000 - 7_483),)
    assert available(world, contract) == 0


def test_a_charge_in_advance_that_is_kept_is_not_corrected(world: World) -> None:
    contract = world.contract(charge_timing="ADVANCE", has_true_up=False, fee_ppm=0)
    world.limit(contract, "BETA SA", 5_000_000)
    world.remit(contract, INVOICE)
    world.on = date(2026, 3, 18)
    world.bank({"cents": 1_200_000, "text": "FA-1"})
    assert world.balance(contract, "INT") == -7_483


def test_automatic_funding_asks_for_all_and_waits_for_another_person(world: World) -> None:
    contract = world.contract(has_auto_funding=True)
    world.limit(contract, "BETA SA", 5_000_000)
    order = world.remit(contract, INVOICE)["order"]
    assert order["amount_cents"] == 1_080_000
    assert available(world, contract) == 0
    assert world.balance(contract, "TRAN") == 0
    world.approve(order)
    assert world.balance(contract, "TRAN") == -1_080_000


def test_a_buyer_is_told_once_and_its_invoices_are_fundable_from_then_on(world: World) -> None:
    contract = world.contract(notice_required=True)
    world.limit(contract, "BETA SA", 5_000_000)
    assert world.remit(contract, INVOICE)["notices"] == 1
    assert world.remit(contract, {**INVOICE, "number": "FA-2"})["notices"] == 0
    assert available(world, contract) == 0
    line = world.conn.execute("SELECT id FROM outbox WHERE kind = 'buyer_notice'").fetchone()
    assert line is not None
    outbox.mark_sent(
        world.conn, world.asked("anna"), outbox_id=line[0], outcome="SENT", proof="LRAR 1A 2B"
    )
    assert available(world, contract) == 2_160_000
    with pytest.raises(Refused) as refused:
        outbox.mark_sent(
            world.conn, world.asked("anna"), outbox_id=line[0], outcome="SENT", proof="again"
        )
    assert refused.value.code == "outbox_done"


def test_nothing_is_asked_of_buyers_under_a_confidential_contract(world: World) -> None:
    contract = world.contract(notice_required=True, disclosure_mode="CONFIDENTIAL")
    world.limit(contract, "BETA SA", 5_000_000)
    assert world.remit(contract, INVOICE)["notices"] == 0
