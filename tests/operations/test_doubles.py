"""An invoice that another factor holds too is blocked once, by people told, and let go by two."""

from datetime import timedelta

import psycopg

from comptant.operations.risk.doubles import record_double
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
