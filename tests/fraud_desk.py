"""What tests of the fraud desk share: a house, its watch, what an alarm does and who lifts it."""

import json
from datetime import timedelta
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.closing import decide
from comptant.operations.risk.facts import record_fact
from comptant.operations.risk.fraud import watch_fraud
from comptant.operations.risk.fraud_decisions import decide_alarm
from comptant.rules.fraud import HOLDING, catalogue
from comptant.store import bulk
from tests.cast import draw
from tests.facts import World, open_world
from tests.traces import refused


def opened(writer: psycopg.Connection) -> World:
    """A contract of ALPHA SAS on BETA SA, with room."""
    world = open_world(writer)
    world.ids["C"] = contract = world.contract()
    world.limit(contract, "BETA SA", 900_000_000)
    return world


def remitted(world: World, *lines: dict[str, Any]) -> None:
    due_on = world.on + timedelta(days=30)
    world.remit(world.ids["C"], *({"due_on": due_on, **line} for line in lines))


def watched(world: World, **said: Any) -> list[tuple[str, str]]:
    answer = watch_fraud(world.conn, world.asked("anna"),
                         **{"contract_ids": [world.ids["C"]], "from_on": None, **said})  # fmt: skip
    return [(row["fraud_rule"], row["alarm_subject"]) for row in answer["alarms"]]


def invoice(world: World, number: str) -> int:
    return int(world.one("SELECT max(id) FROM invoice WHERE invoice_number = %s", number))


def said(world: World, subject: str, subject_id: int, name: str, value: object) -> None:
    record_fact(world.conn, world.asked("anna"), contract_id=world.ids["C"], subject=subject,
                subject_id=subject_id, name=name, value=value, from_on=world.on,
                source="test")  # fmt: skip


def evidence(world: World, rule: str) -> dict[str, Any]:
    """What shows the last alarm of a rule."""
    found = world.one("SELECT evidence FROM fraud_alarm WHERE rule = %s ORDER BY id DESC LIMIT 1",
                      rule)  # fmt: skip
    return dict(found if isinstance(found, dict) else json.loads(found))


def alarm(world: World, rule: str) -> int:
    return int(world.one("SELECT max(id) FROM fraud_alarm WHERE rule = %s", rule))


def decided(world: World, rule: str, outcome: str, login: str = "anna") -> Answer:
    return decide_alarm(
        world.conn,
        world.asked(login),
        contract_id=world.ids["C"],
        alarm_id=alarm(world, rule),
        outcome=outcome,
        reason="looked at",
    )


def facts_said(world: World) -> set[tuple[str, int]]:
    """What alarms hold of the contract now: itself, invoices, buyers."""
    rows = bulk.rows(world.conn, "fraud_said", contract_id=world.ids["C"], on=world.on)
    return {(row["subject"], row["subject_id"]) for row in rows if row["is_said"]}


def does_its_effect_and_is_lifted(world: World, rule: str) -> None:
    """The open alarm of a rule holds what its effect says, at once; people lift it, two of them
    where money was held; it is not raised again."""
    effect = catalogue()[rule].effect
    subject, subject_id, kept = world.rows(
        "SELECT subject, subject_id, effect FROM fraud_alarm WHERE id = %s", alarm(world, rule)
    )[0]
    assert kept == effect
    before = facts_said(world)
    if effect == "FREEZE":
        assert ("CONTRACT", world.ids["C"]) in before
        with refused(world.conn, "contract_not_drawing", contract_status="FROZEN"):
            draw(world, "alice", world.ids["C"], 100)
    if effect in HOLDING and subject in ("INVOICE", "BUYER"):
        assert (subject, subject_id) in before
    if effect not in HOLDING:
        assert before == set()
    answer = decided(world, rule, "CLEARED")
    if effect in HOLDING:
        assert facts_said(world) == before  # one person frees nothing
        with refused(world.conn, "same_person"):
            decide.decide(world.conn, world.asked("anna"), approval_id=answer["approval_id"],
                          approve=True, reason="")  # fmt: skip
        world.approve(answer, "ada")
    else:
        assert answer["approval_id"] is None
    assert facts_said(world) == set()
    assert rule not in {found for found, _ in watched(world)}
