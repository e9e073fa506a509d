"""An invoice that another factor holds too is blocked once, by people told, and let go by two."""

from datetime import timedelta
from typing import Any

import psycopg

from comptant.operations.risk.doubles import record_double
from comptant.operations.risk.fraud_decisions import decide_alarm
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["C"] = contract = opened.contract()
    opened.limit(contract, "BETA SA", 5_000_000)
    opened.remit(contract, {"number": "FA-1", "cents": 1_000_000,
                            "due_on": opened.on + timedelta(days=30)})  # fmt: skip
    opened.ids["FA-1"] = opened.one("SELECT id FROM invoice")
    return opened


def told(world: World, **said: object) -> dict[str, object]:
    return record_double(world.conn, world.asked("anna"), **{
        "contract_id": world.ids["C"], "invoice_id": world.ids["FA-1"], "peer": "FACTOR B",
        "kind": "EXACT", **said})  # type: ignore[arg-type]  # fmt: skip


def test_a_double_is_blocked_once(world: World) -> None:
    before = world.available(world.ids["C"])
    assert told(world)["alarm_id"]
    assert world.one("SELECT hold FROM invoice") == "fraud_suspected"
    assert before - world.available(world.ids["C"]) == 900_000
    assert told(world)["alarm_id"] is None
    assert world.one("SELECT evidence ->> 'peer' FROM fraud_alarm") == "FACTOR B"


def test_what_is_not_ours_or_of_no_kind_is_refused(world: World) -> None:
    with refused(world.conn, "subject_unknown", subject_id=1):
        told(world, invoice_id=1)
    with refused(world.conn, "double_kind_wrong", kind="NEAR"):
        told(world, kind="NEAR")
    with refused(world.conn, "source_missing"):
        told(world, peer=" ")


def decided(world: World, alarm_id: object, outcome: str) -> Any:
    return decide_alarm(world.conn, world.asked("anna"), contract_id=world.ids["C"],
                        alarm_id=alarm_id, outcome=outcome, reason="asked them")  # type: ignore[arg-type]  # fmt: skip


def hold(world: World) -> object:
    return world.one("SELECT hold FROM invoice")


def test_what_another_peer_shows_or_the_same_more_surely_blocks_what_was_cleared(
    world: World,
) -> None:
    number = told(world, kind="NUMBER")
    world.approve(decided(world, number["alarm_id"], "CLEARED"), "carl")
    assert hold(world) is None
    assert told(world, kind="NUMBER")["alarm_id"] is None  # cleared for good
    assert told(world, peer="FACTOR Z", kind="NUMBER")["alarm_id"]
    assert hold(world) == "fraud_suspected"
    assert told(world)["alarm_id"]


def test_what_is_shown_while_a_clearing_waits_holds_on(world: World) -> None:
    waits = decided(world, told(world, kind="NUMBER")["alarm_id"], "CLEARED")
    assert told(world, peer="FACTOR Z")["alarm_id"]
    world.approve(waits, "carl")
    assert hold(world) == "fraud_suspected"


def test_a_clearing_proposed_before_it_was_confirmed_clears_nothing(world: World) -> None:
    alarm_id = told(world)["alarm_id"]
    waits = decided(world, alarm_id, "CLEARED")
    decided(world, alarm_id, "CONFIRMED")
    assert world.approve(waits, "carl")["refusal"] == "alarm_decided"
    assert hold(world) == "fraud_suspected"
    world.approve(decided(world, alarm_id, "CLEARED"), "carl")
    assert hold(world) is None
