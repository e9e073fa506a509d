"""Suspicions of laundering: found with the watch, told to compliance alone; one stops money, two
report or clear; the client reads no reason."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.doors import aml_told
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.drawing import client_money
from comptant.operations.registry.parties import propose_payee_account
from comptant.operations.risk.fraud_decisions import propose_threshold
from comptant.operations.risk.suspicion_words import decide_suspicion, report_suspicion
from comptant.store.access import reading
from tests.cast import OTHER_IBAN, draw
from tests.facts import World
from tests.fraud_desk import facts_said, opened, remitted, watched
from tests.houses import house
from tests.traces import refused

MONACO = "MC5810096180790123456789085"
KEPT = "SELECT scenario, subject, amount_cents FROM aml_alarm ORDER BY scenario, id"


@house
def world(writer: psycopg.Connection) -> World:
    """BETA SA pays FA-1 from an account in Monaco."""
    there = opened(writer)
    remitted(there, {"number": "FA-1", "cents": 1_000_000},
             {"number": "FA-2", "cents": 2_000_000})  # fmt: skip
    there.bank({"cents": 1_000_000, "text": "FA-1", "payer_name": "BETA SA", "payer_iban": MONACO})
    return there


def looked(world: World) -> list[tuple[Any, ...]]:
    watched(world)
    return world.rows(KEPT)


def alarm(world: World) -> int:
    return int(world.one("SELECT max(id) FROM aml_alarm"))


def said(world: World, outcome: str, login: str = "carl") -> Answer:
    return decide_suspicion(world.conn, world.asked(login), contract_id=world.ids["C"],
                            aml_alarm_id=alarm(world), outcome=outcome,
                            reason="money without origin")  # fmt: skip


def reported(world: World, **told: Any) -> Answer:
    return report_suspicion(world.conn, world.asked("carl"), contract_id=world.ids["C"],
                            aml_alarm_id=alarm(world), reference="ERMES-77", **told)  # fmt: skip


def read(world: World, login: str, query: str, **given: Any) -> list[dict[str, Any]]:
    user = world.users[login]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        return see(query, **given)


def written(world: World) -> str:
    user = world.users["carl"]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        return str(aml_told.report(see, alarm(world))["text"])


def is_stopped(world: World) -> bool:
    return ("CONTRACT", world.ids["C"]) in facts_said(world)


def test_it_is_found_with_the_watch_once_and_stops_nothing(world: World) -> None:
    assert looked(world) == [("AML-02", "PAYMENT", 1_000_000)]
    assert looked(world) == [("AML-02", "PAYMENT", 1_000_000)]
    assert not is_stopped(world)
    assert draw(world, "alice", world.ids["C"], 100)["amount_cents"] == 100


def test_the_quick_watch_leaves_scenarios_to_the_close(world: World) -> None:
    watched(world, is_quick=True)
    assert world.rows(KEPT) == []
    world.close()
    assert world.rows(KEPT) == [("AML-02", "PAYMENT", 1_000_000)]


def test_one_stops_two_report_and_money_moves_again(world: World) -> None:
    looked(world)
    asked = said(world, "SUSPECT")
    assert is_stopped(world)
    with refused(world.conn, "contract_not_drawing", contract_status="FROZEN"):
        draw(world, "alice", world.ids["C"], 100)
    with refused(world.conn, "suspicion_asked"):
        said(world, "CLEARED")
    with refused(world.conn, "suspicion_not_agreed"):
        reported(world)
    with refused(world.conn, "same_person"):
        world.approve(asked, "carl")
    assert world.approve(asked, "ada")["aml_outcome"] == "SUSPECT"
    sent = reported(world)
    assert is_stopped(world)
    assert world.approve(sent, "ada")["aml_outcome"] == "SENT"
    assert not is_stopped(world)
    with refused(world.conn, "suspicion_decided"):
        said(world, "CLEARED")
    assert looked(world) == [("AML-02", "PAYMENT", 1_000_000)]


def test_where_the_unit_opposes_money_stays(world: World) -> None:
    looked(world)
    world.approve(said(world, "SUSPECT"), "ada")
    assert reported(world, is_opposed=True)["aml_outcome"] == "OPPOSED"
    assert is_stopped(world)
    world.approve(reported(world), "ada")
    assert not is_stopped(world)


def test_a_refusal_lets_go_and_what_is_cleared_takes_two(world: World) -> None:
    looked(world)
    assert world.approve(said(world, "SUSPECT"), "ada", is_yes=False)["aml_outcome"] == "LET_GO"
    assert not is_stopped(world)
    asked = said(world, "CLEARED")
    assert world.rows("SELECT outcome FROM aml_said") == [("LET_GO",)]
    world.approve(asked, "ada")
    assert world.rows("SELECT outcome FROM aml_said") == [("CLEARED",)]
    world.on += timedelta(days=31)
    assert looked(world) == [("AML-02", "PAYMENT", 1_000_000)]


def test_a_suspicion_agreed_and_proposed_as_nothing_stays_stopped(world: World) -> None:
    looked(world)
    world.approve(said(world, "SUSPECT"), "ada")
    asked = said(world, "CLEARED")
    assert is_stopped(world)
    world.approve(asked, "ada")
    assert not is_stopped(world)


def test_compliance_alone_reads_it_and_no_event_tells(world: World) -> None:
    events = world.one("SELECT count(*) FROM event")
    looked(world)
    world.approve(said(world, "SUSPECT"), "ada")
    assert world.rows("SELECT kind, contract_id FROM event ORDER BY id OFFSET %s", events) == [
        ("approval.decided", 0)]  # fmt: skip
    everything = {"contract_id": None, "aml_alarm_id": None, "everything": True}
    for login, count in (("carl", 1), ("ada", 1), ("anna", 0), ("tania", 0), ("alice", 0)):
        assert len(read(world, login, "read_aml_alarms", **everything)) == count
    assert "money without origin" not in str(world.rows("SELECT arguments FROM approval"))


def test_the_report_says_who_what_and_why(world: World) -> None:
    looked(world)
    with pytest.raises(Refused, match="suspicion_not_agreed"):
        written(world)
    world.approve(said(world, "SUSPECT"), "ada")
    text = written(world)
    for part in ("ALPHA SAS", "C-1", "10,000.00", "BETA SA", MONACO, "country: MC",
                 "carl : money without origin"):  # fmt: skip
        assert part in text, text


def test_cash_and_what_was_given_back_are_found(world: World) -> None:
    world.bank({"cents": 2_700_000, "text": "FA-2 VERSEMENT ESPECES", "payer_name": "BETA SA"})
    waits = world.one("SELECT id FROM payment WHERE open_cents > 0")
    asked = propose_payee_account(world.conn, world.asked("anna"), bic=None, iban=OTHER_IBAN,
                                  party_id=world.ids["BETA SA"], holder="BETA SA")  # fmt: skip
    account_id = world.approve(asked)["payee_account_id"]
    world.approve(client_money.refund(
        world.conn, world.asked("anna"), contract_id=world.ids["C"], payment_id=waits,
        amount_cents=None, payee_account_id=account_id))  # fmt: skip
    assert looked(world) == [
        ("AML-02", "PAYMENT", 1_000_000), ("AML-03", "PAYMENT", 700_000),
        ("AML-06", "PAYMENT", 2_700_000)]  # fmt: skip


@pytest.mark.parametrize(("login", "told", "refusal"), [
    ("tania", {}, "not_your_right"), ("alice", {}, "not_your_right"),
    ("carl", {"outcome": "MAYBE"}, "suspicion_outcome_wrong"),
    ("carl", {"reason": " "}, "reason_missing"), ("carl", {"aml_alarm_id": 9}, "suspicion_unknown"),
])  # fmt: skip
def test_others_and_nonsense_are_refused(
    world: World, login: str, told: dict[str, Any], refusal: str
) -> None:
    looked(world)
    asked = {"contract_id": world.ids["C"], "aml_alarm_id": alarm(world), "outcome": "SUSPECT",
             "reason": "x", **told}  # fmt: skip
    with refused(world.conn, refusal):
        decide_suspicion(world.conn, world.asked(login), **asked)


def test_a_threshold_of_a_scenario_counts(world: World) -> None:
    told = propose_threshold(world.conn, world.asked("anna"), rule="AML-02", name="above_cents",
                             value=1_000_000, from_on=world.on, source="committee")  # fmt: skip
    world.approve(told, "ada")
    assert looked(world) == []
