"""A change of account: two people, called back on a number known before, and a day."""

from datetime import timedelta

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.registry.parties import propose_payee_account
from comptant.operations.registry.payee_calls import record_payee_callback
from comptant.operations.risk.facts import record_fact
from tests.cast import OTHER_IBAN
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA SAS, its telephone known, asks for a second account; two people agree."""
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract()
    opened.limit(contract, "BETA SA", 5_000_000)
    phone(opened, "+33 1 44 55 66 77")
    opened.remit(contract, {"number": "FA-1", "cents": 1_000_000,
                            "due_on": opened.on + timedelta(days=40)})  # fmt: skip
    opened.ids["new"] = opened.approve(propose_payee_account(
        opened.conn, opened.asked("alice"), party_id=opened.ids["ALPHA SAS"], iban=OTHER_IBAN,
        bic=None, holder="ALPHA SAS"))["payee_account_id"]  # fmt: skip
    return opened


def phone(world: World, number: str) -> None:
    record_fact(world.conn, world.asked("anna"), contract_id=0, subject="PARTY",
                subject_id=world.ids["ALPHA SAS"], name="phone", value=number, from_on=world.on,
                source="Kbis")  # fmt: skip


def called(world: World, number: str = "0144556677", outcome: str = "CONFIRMED") -> Answer:
    return record_payee_callback(
        world.conn, world.asked("anna"), payee_account_id=world.ids["new"], called_number=number,
        spoke_to="Mme Martin", outcome=outcome, source="call of 16 January",
    )  # fmt: skip


def drawn(world: World) -> Answer:
    from comptant.operations.drawing import payments

    return payments.draw(world.conn, world.asked("alice"), contract_id=world.ids["C"],
                         amount_cents=100, payee_account_id=world.ids["new"])  # fmt: skip


def test_a_changed_account_waits_for_a_call_and_a_day(world: World) -> None:
    with refused(world.conn, "payee_not_called_back", iban=OTHER_IBAN):
        drawn(world)
    told = called(world)
    assert told["usable_at"].isoformat() == "2026-01-17T09:00:00+00:00"
    with refused(world.conn, "payee_too_new", iban=OTHER_IBAN):
        drawn(world)
    world.on += timedelta(days=1)
    assert drawn(world)["amount_cents"] == 100


def test_a_denied_call_blocks_until_it_is_confirmed(world: World) -> None:
    called(world, outcome="DENIED")
    world.on += timedelta(days=3)
    with refused(world.conn, "payee_not_called_back", iban=OTHER_IBAN):
        drawn(world)


def test_the_number_is_one_known_before(world: World) -> None:
    with refused(world.conn, "phone_not_known"):
        called(world, "0600000000")
    phone(world, "0600000000")  # after the account was asked for: the letter's own number
    with refused(world.conn, "phone_not_known"):
        called(world, "0600000000")
