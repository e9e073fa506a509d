"""Brokers: the register, the mandate, the terms that two people agree on."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.operations.brokerage import brokers
from tests.brokers import add_broker, agreed, look_up, mandate, proposed
from tests.facts import World, open_world
from tests.houses import house
from tests.partners import part
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    """C-1 of ALPHA SAS, brought by COURTAGE SAS."""
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.ids["C-2"] = opened.contract("C-2", client="GAMMA SA")
    add_broker(opened, opened.ids["C-1"])
    return opened


@pytest.mark.parametrize("number", ["7000123", "070001234", "0700O123", "", "\u0661" * 8])
def test_a_number_of_the_register_has_eight_digits(world: World, number: str) -> None:
    with refused(world.conn, "number_wrong", scheme="orias", number=number):
        look_up(world, number=number)


def test_a_number_is_of_one_broker_and_a_broker_has_one(world: World) -> None:
    assert look_up(world, number="07 000 123")["orias_number"] == "07000123"
    with refused(world.conn, "number_known", party_id=world.ids["COURTAGE SAS"]):
        look_up(world, party="DELTA SARL")
    with refused(world.conn, "orias_number_differs", known_number="07000123"):
        look_up(world, number="08000124")
    with refused(world.conn, "fact_dates_wrong"):
        look_up(world, until_on=date(2026, 1, 15))
    with refused(world.conn, "fact_to_come"):
        look_up(world, checked_on=date(2026, 1, 17))


def test_a_mandate_wants_a_part_and_a_registered_broker(world: World) -> None:
    contract = world.ids["C-1"]
    with refused(world.conn, "orias_unchecked"):
        mandate(world, contract)
    look_up(world, is_registered=False)
    with refused(world.conn, "orias_lapsed", orias_number="07000123"):
        mandate(world, contract)
    look_up(world)
    with refused(world.conn, "broker_has_no_part"):
        mandate(world, world.ids["C-2"])
    with refused(world.conn, "mandate_giver_wrong", given="BUYER"):
        mandate(world, contract, given_by="BUYER")
    with refused(world.conn, "fact_to_come"):
        mandate(world, contract, signed_on=date(2026, 1, 17))
    assert mandate(world, contract)["until_on"] is None
    # It ends by being said again, whatever became of the part.
    part(world, contract, "broker", is_granted=False)
    mandate(world, contract, until_on=date(2026, 6, 30))
    assert world.rows("SELECT until_on FROM broker_mandate ORDER BY recorded_at") == [
        (None,), (date(2026, 6, 30),)]  # fmt: skip


def test_terms_count_once_another_person_agrees(world: World) -> None:
    look_up(world)
    waiting = proposed(world)
    assert world.one("SELECT count(*) FROM commission_term") == 0
    with refused(world.conn, "same_person"):
        world.approve(waiting, "anna")
    assert world.approve(waiting, "carl")["commission_term_id"]
    assert world.rows("SELECT base, counted, rate_ppm, vat_class FROM commission_term") == [
        ("FEE", "BILLED", 100_000, "EXEMPT")]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [
    ("base", "TURNOVER"), ("counted", "SOMETIMES"), ("rate_ppm", 1_000_001), ("rate_ppm", -1),
    ("one_off_cents", -1), ("clawback_days", 3_661), ("vat_class", "NONE"),
])  # fmt: skip
def test_terms_that_cannot_be_are_refused_with_their_field(
    world: World, name: str, value: Any
) -> None:
    look_up(world)
    with refused(world.conn, "commission_wrong", name=name, value=value):
        proposed(world, **{name: value})


def test_terms_of_a_contract_want_a_mandate_there(world: World) -> None:
    look_up(world)
    with refused(world.conn, "mandate_missing"):
        proposed(world, world.ids["C-1"])
    mandate(world, world.ids["C-1"])
    assert agreed(world, world.ids["C-1"])
    with refused(world.conn, "broker_has_no_part"):
        proposed(world, world.ids["C-2"])
    with refused(world.conn, "source_missing"):
        proposed(world, source=" ")


def test_terms_that_were_hidden_before_the_mandate_do_not_keep_a_client_from_it(
    world: World,
) -> None:
    look_up(world)
    agreed(world, is_disclosed=False)
    begun, world.on = world.on, date(2026, 1, 20)
    agreed(world)
    with refused(world.conn, "disclosure_due"):  # some days of it are of the hidden terms
        mandate(world, world.ids["C-1"], signed_on=begun)
    assert mandate(world, world.ids["C-1"])["signed_on"] == world.on


def test_a_client_reads_what_its_own_broker_earns(world: World) -> None:
    look_up(world)
    agreed(world, is_disclosed=False)
    with refused(world.conn, "disclosure_due"):
        mandate(world, world.ids["C-1"])
    mandate(world, world.ids["C-1"], given_by="FACTOR")
    agreed(world, world.ids["C-1"], is_disclosed=False)
    look_up(world, is_registered=False)
    with refused(world.conn, "orias_lapsed"):
        proposed(world)


def test_who_may_not_is_refused(world: World) -> None:
    with refused(world.conn, "not_your_right"):
        look_up(world, login="tania")
    with refused(world.conn, "party_unknown"):
        brokers.record_orias_check(
            world.conn, world.asked("anna"), party_id=999_999, orias_number="07000123",
            is_registered=True, checked_on=world.on, until_on=world.on, source="orias.fr",
        )  # fmt: skip


def test_no_client_reads_by_another_way_what_is_not_disclosed(
    world: World, reader: psycopg.Connection
) -> None:
    """Neither the act nor the approval is the contract's, which its client reads."""
    look_up(world)
    mandate(world, world.ids["C-1"], given_by="FACTOR")
    agreed(world, world.ids["C-1"], rate_ppm=654_321, is_disclosed=False)
    reader.autocommit = True
    for login, count in (("alice", 0), ("anna", 1)):
        with reader.transaction():
            reader.execute("SELECT set_config('comptant.user_id', %s, true)",
                           (str(world.users[login].id),))  # fmt: skip
            for text in (
                "SELECT count(*) FROM act WHERE answer::text LIKE '%654321%'",
                "SELECT count(*) FROM approval WHERE arguments::text LIKE '%654321%'",
                "SELECT count(*) FROM seen_commission_term",
            ):
                assert reader.execute(text).fetchone() == (count,), (login, text)
