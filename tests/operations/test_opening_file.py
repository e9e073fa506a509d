"""A contract draws once its file is there: what is missing is told, and nobody goes round it."""

from datetime import date, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Refused
from comptant.operations.closing import decide
from comptant.operations.registry import contracting, opening
from tests.facts import SEED_TERMS, World, open_world
from tests.houses import house
from tests.traces import refused

ALL = ["KYC_FILE", "OWNERS", "POWERS", "SCREENING", "COMMITTEE", "CONDITIONS"]
CLEAN = b"name\nSomebody Else\n"


@house
def world(writer: psycopg.Connection) -> World:
    """FACTOR SA wants the whole file of each contract."""
    opened = open_world(writer)
    want(opened, ALL)
    return opened


def want(world: World, guards: list[str], on: date | None = None) -> Answer:
    answer = opening.set_opening_guards(
        world.conn,
        world.asked("ada"),
        guards=guards,
        from_on=on or world.on,
        source="policy",
    )
    if answer["approval_id"]:
        world.approve(answer, "carl")
    return answer


def begin(world: World) -> int:
    answer = contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="C-1",
        currency="EUR", from_on=world.on, terms=SEED_TERMS,
    )  # fmt: skip
    assert (answer["status"], answer["approval_id"]) == ("OPENING", None)
    assert [one["guard"] for one in answer["missing_guards"]] == ALL[:-1]
    return int(answer["contract_id"])


def record(world: World, contract: int, guard: str, label: str = "", **told: Any) -> Answer:
    return opening.record_opening_fact(
        world.conn, world.asked("anna"), contract_id=contract, guard=guard, label=label,
        **{"fact_on": world.on, "until_on": None, "source": "document", **told},
    )  # fmt: skip


def screen(world: World, contract: int, content: bytes = CLEAN) -> Answer:
    return opening.screen_names(
        world.conn, world.asked("anna"), contract_id=contract, list_name="list.csv",
        list_on=world.on, content=content,
    )  # fmt: skip


def committee(world: World, contract: int, *conditions: str) -> Answer:
    return opening.propose_committee(
        world.conn, world.asked("anna"), contract_id=contract, decided_on=world.on,
        conditions=list(conditions), source="minutes 12",
    )  # fmt: skip


def complete(world: World, contract: int, but: str = "") -> None:
    """The whole file, but for one part."""
    if but != "KYC_FILE":
        record(world, contract, "KYC_FILE")
    if but != "OWNERS":
        opening.record_owners(
            world.conn, world.asked("anna"), contract_id=contract,
            owners={"Alice Martin": 600_000}, fact_on=world.on, source="RBE",
        )  # fmt: skip
    if but != "POWERS":
        record(world, contract, "POWERS", "Paul Durand")
    if but != "SCREENING":
        screen(world, contract)
    if but != "COMMITTEE":
        world.approve(committee(world, contract, "IBAN checked"), "carl")
        if but != "CONDITIONS":
            record(world, contract, "CONDITION", "1")


def activate(world: World, contract: int) -> Answer:
    return contracting.amend_contract(
        world.conn, world.asked("anna"), contract_id=contract, from_on=world.on,
        terms={"status": "ACTIVE"}, source="signed contract",
    )  # fmt: skip


def status(world: World, contract: int) -> str:
    return str(world.one(
        "SELECT value #>> '{}' FROM term WHERE contract_id = %s AND subject = 'CONTRACT'"
        " AND name = 'status' ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1", contract,
    ))  # fmt: skip


def test_a_contract_draws_once_its_file_is_complete_and_two_people_say_so(world: World) -> None:
    contract = begin(world)
    complete(world, contract)
    answer = activate(world, contract)
    assert status(world, contract) == "OPENING"
    world.approve(answer, "ada")
    assert status(world, contract) == "ACTIVE"


def test_what_the_house_wants_by_the_first_day_of_a_contract_is_missing(world: World) -> None:
    want(world, [])
    tomorrow = world.on + timedelta(days=1)
    want(world, ALL, tomorrow)
    told = {"client_id": world.ids["ALPHA SAS"], "currency": "EUR", "terms": SEED_TERMS}
    now = contracting.open_contract(world.conn, world.asked("anna"), number="C-1",
                                    from_on=world.on, **told)  # fmt: skip
    later = contracting.open_contract(world.conn, world.asked("anna"), number="C-2",
                                      from_on=tomorrow, **told)  # fmt: skip
    assert now["missing_guards"] == []
    assert [one["guard"] for one in later["missing_guards"]] == ALL[:-1]


def test_no_part_is_recorded_without_what_says_it(world: World) -> None:
    contract = begin(world)
    by, day = world.asked("anna"), world.on
    for blank in (
        lambda: record(world, contract, "KYC_FILE", source=" "),
        lambda: opening.record_owners(world.conn, by, contract_id=contract, owners={"A": 1},
                                      fact_on=day, source=""),
        lambda: opening.propose_committee(world.conn, by, contract_id=contract, decided_on=day,
                                          conditions=[], source=" "),
        lambda: opening.set_opening_guards(world.conn, world.asked("ada"), guards=[], from_on=day,
                                           source=" "),
    ):  # fmt: skip
        with refused(world.conn, "source_missing"):
            blank()


@pytest.mark.parametrize("part", ALL)
def test_each_part_that_is_missing_is_told_and_nothing_is_proposed(world: World, part: str) -> None:
    contract = begin(world)
    complete(world, contract, but=part)
    why, label = ("NOT_MET", "IBAN checked") if part == "CONDITIONS" else ("NOT_RECORDED", "")
    left = [{"guard": part, "why": why, "label": label}]
    with refused(world.conn, "opening_incomplete", missing_guards=left, number="C-1"):
        activate(world, contract)
    assert world.one("SELECT count(*) FROM approval WHERE kind = 'contract_terms'") == 0


def test_what_is_gone_before_the_second_person_answers_stops_it(world: World) -> None:
    contract = begin(world)
    complete(world, contract)
    answer = activate(world, contract)
    world.on += timedelta(days=8)
    with refused(
        world.conn,
        "opening_incomplete",
        missing_guards=[{"guard": "SCREENING", "why": "TOO_OLD", "label": ""}],
    ):
        world.approve(answer, "ada")
    screen(world, contract)
    world.approve(answer, "ada")
    assert status(world, contract) == "ACTIVE"


def test_a_name_on_the_list_stops_it_until_two_people_have_cleared_it(world: World) -> None:
    contract = begin(world)
    complete(world, contract)
    found = screen(world, contract, b"name\nMARTIN, Alice\n")
    assert found["alike"] == [{"name": "Alice Martin", "listed": "MARTIN, Alice"}]
    assert found["names"] == ["ALPHA SAS", "Alice Martin", "Paul Durand"]
    with refused(world.conn, "opening_incomplete"):
        activate(world, contract)
    asked = opening.clear_screening(
        world.conn, world.asked("anna"), contract_id=contract, reason="born in 1952"
    )
    with refused(world.conn, "opening_incomplete"):
        activate(world, contract)
    world.approve(asked, "carl")
    world.approve(activate(world, contract), "ada")
    assert status(world, contract) == "ACTIVE"


def test_who_proposes_a_committee_does_not_approve_it(world: World) -> None:
    contract = begin(world)
    asked = opening.propose_committee(
        world.conn, world.asked("carl"), contract_id=contract, decided_on=world.on,
        conditions=[], source="minutes",
    )  # fmt: skip
    with refused(world.conn, "same_person"):
        world.approve(asked, "carl")
    decide.decide(world.conn, world.asked("ada"), approval_id=asked["approval_id"], approve=False,
                  reason="not decided")  # fmt: skip
    assert world.rows("SELECT guard FROM opening_fact") == []


def test_a_house_that_wants_nothing_opens_contracts_as_before(world: World) -> None:
    want(world, [])
    contract = world.contract("C-9")
    assert status(world, contract) == "ACTIVE"


def test_what_cannot_be_recorded_is_refused(world: World) -> None:
    contract = begin(world)
    late = world.on + timedelta(days=1)
    with refused(world.conn, "fact_to_come", fact_on=late, today_on=world.on):
        record(world, contract, "KYC_FILE", fact_on=late)
    with refused(world.conn, "label_missing"):
        record(world, contract, "POWERS")
    with refused(world.conn, "condition_unknown", conditions=[]):
        record(world, contract, "CONDITION", "1")
    with refused(world.conn, "guard_unknown", guard="COMMITTEE"):
        record(world, contract, "COMMITTEE")
    with refused(world.conn, "list_unread", cause="column"):
        screen(world, contract, b"id\n1\n")
    with refused(world.conn, "nothing_alike"):
        opening.clear_screening(world.conn, world.asked("anna"), contract_id=contract, reason="x")
    with refused(world.conn, "guard_unknown", guard="TEA"):
        want(world, ["TEA"])
    for owners in ({}, {"A": 600_000, "B": 400_001}, {"A": -1}, {" ": 1}):
        with refused(world.conn, "owners_wrong"):
            opening.record_owners(
                world.conn, world.asked("anna"), contract_id=contract, owners=owners,
                fact_on=world.on, source="RBE",
            )  # fmt: skip
    with refused(world.conn, "contract_unknown"):
        record(world, world.house, "KYC_FILE")


def test_the_same_key_records_once(world: World) -> None:
    contract = begin(world)
    again = {"contract_id": contract, "guard": "KYC_FILE", "label": "", "fact_on": world.on,
             "until_on": None, "source": "file"}  # fmt: skip
    for _ in range(2):
        opening.record_opening_fact(world.conn, world.asked("anna", "once"), **again)
    assert world.one("SELECT count(*) FROM opening_fact") == 1


def test_a_confidential_contract_draws_once_its_dedicated_account_is_pledged(world: World) -> None:
    want(world, ["DEDICATED"])
    told = contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["GAMMA SA"], number="C-7",
        currency="EUR", from_on=world.on, terms={**SEED_TERMS, "disclosure_mode": "NOTIFIED"},
    )  # fmt: skip
    assert told["missing_guards"] == []
    told = contracting.open_contract(
        world.conn, world.asked("anna"), client_id=world.ids["ALPHA SAS"], number="C-8",
        currency="EUR", from_on=world.on, terms={**SEED_TERMS, "disclosure_mode": "CONFIDENTIAL"},
    )  # fmt: skip
    assert [(one["guard"], one["why"]) for one in told["missing_guards"]] == [
        ("DEDICATED", "NO_ACCOUNT"), ("DEDICATED", "NO_PLEDGE")]  # fmt: skip
    of = told["contract_id"]
    world.own_account("FR7610107001011234567890226", name="ALPHA SAS", is_client_owned=True,
                      contract_id=of)  # fmt: skip
    activate = {"contract_id": of, "from_on": world.on, "terms": {"status": "ACTIVE"},
                "source": "test"}  # fmt: skip
    with pytest.raises(Refused, match="opening_incomplete"):
        contracting.amend_contract(world.conn, world.asked("anna"), **activate)
    record(world, of, "PLEDGE", source="deed of pledge")
    contracting.amend_contract(world.conn, world.asked("anna"), **activate)
