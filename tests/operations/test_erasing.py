"""Legal hold and proof of deletion: what is held stays until two lift it; what goes leaves how
many, under which rule, and a digest."""

import hashlib
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.registry import erasing, people, personal
from tests.facts import World, add_user, three_of_two_clients
from tests.houses import house
from tests.traces import refused

PROOFS = "SELECT kind, row_count, source FROM erasure_proof ORDER BY id"


@house
def world(writer: psycopg.Connection) -> World:
    """dan of ALPHA SAS and erin of no company any more have failed to sign in."""
    there = three_of_two_clients(writer)
    add_user(there, "dan", there.ids["ALPHA SAS"], ["client_user"], False)
    writer.execute("""INSERT INTO sign_in_failure (login, failed_at)
                      VALUES ('dan', '2026-01-16 08:00Z'), ('erin', '2026-01-16 09:00Z')""")
    return there


def held(world: World, by: str = "ada", **told: Any) -> Answer:
    return erasing.place_hold(world.conn, world.asked(by), **{
        "login": None, "party_id": None, "kind": None, "reason": "claim of 3 March", **told}
    )  # fmt: skip


def lifted(world: World, hold_id: int) -> None:
    world.approve(erasing.lift_hold(world.conn, world.asked("ada"), hold_id=hold_id,
                                    reason="judgment"), "aron")  # fmt: skip


def purged(world: World) -> list[tuple[str, int]]:
    answer = erasing.erase_due(world.conn, world.asked("ada"))
    return [(one["retention_kind"], one["row_count"]) for one in answer["proofs"]]


def failures(world: World) -> list[str]:
    return [row[0] for row in world.rows("SELECT login FROM sign_in_failure ORDER BY login")]


def a_year_later(world: World) -> None:
    world.on += timedelta(days=366)


def test_a_trail_of_sign_ins_goes_after_its_term_and_not_before(world: World) -> None:
    world.on += timedelta(days=365)
    assert purged(world) == []
    world.on += timedelta(days=1)
    assert purged(world) == [("SIGN_IN", 2)]
    assert failures(world) == []
    assert world.rows(PROOFS) == [("SIGN_IN", 2, "HOUSE_SIGN_IN")]
    told = "dan 1768550400.000000\nerin 1768554000.000000"
    assert bytes(world.one("SELECT digest FROM erasure_proof")) == (
        hashlib.sha256(told.encode()).digest())  # fmt: skip
    assert purged(world) == []


@pytest.mark.parametrize("told", [{"login": "dan"}, {"party_id": "ALPHA SAS"}])
def test_what_is_held_of_a_person_stays_until_two_lift_it(
    world: World, told: dict[str, Any]
) -> None:
    told = {name: world.ids[value] if name == "party_id" else value for name, value in told.items()}
    hold_id = held(world, **told)["hold_id"]
    a_year_later(world)
    assert purged(world) == [("SIGN_IN", 1)]
    assert failures(world) == ["dan"]
    asked = erasing.lift_hold(world.conn, world.asked("ada"), hold_id=hold_id, reason="judgment")
    with refused(world.conn, "same_person"):
        world.approve(asked, "ada")
    assert purged(world) == []
    world.approve(asked, "aron")
    assert purged(world) == [("SIGN_IN", 1)]
    with refused(world.conn, "hold_lifted"):
        erasing.lift_hold(world.conn, world.asked("ada"), hold_id=hold_id, reason="again")


def test_a_whole_kind_may_be_held(world: World) -> None:
    hold_id = held(world, kind="SIGN_IN")["hold_id"]
    a_year_later(world)
    assert purged(world) == []
    lifted(world, hold_id)
    assert purged(world) == [("SIGN_IN", 2)]


def test_the_close_of_a_day_erases_what_is_due(world: World) -> None:
    a_year_later(world)
    assert erasing.something_due(world.conn, world.on)
    world.close()
    assert world.rows(PROOFS) == [("SIGN_IN", 2, "HOUSE_SIGN_IN")]
    assert not erasing.something_due(world.conn, world.on)


def test_a_person_held_is_not_forgotten_and_one_forgotten_leaves_a_proof(world: World) -> None:
    people.set_role(world.conn, world.asked("ada"), login="dan", company_id=world.ids["ALPHA SAS"],
                    role="client_user", is_granted=False)  # fmt: skip
    asked = personal.propose_erasure(world.conn, world.asked("ada"), login="dan", reason="letter")
    hold_id = held(world, party_id=world.ids["ALPHA SAS"])["hold_id"]
    with refused(world.conn, "legal_hold", hold_id=hold_id):
        world.approve(asked, "aron")
    with refused(world.conn, "legal_hold", login="dan"):
        personal.propose_erasure(world.conn, world.asked("ada"), login="dan", reason="letter")
    lifted(world, hold_id)
    proof = world.approve(asked, "aron")["proof"]
    user_id = world.users["dan"].id
    told = f"{user_id} PASSWORD SESSIONS FACTORS IDENTITIES KEYS LOGIN NAME {world.on}"
    assert proof["digest"] == hashlib.sha256(told.encode()).hexdigest()
    assert world.rows(PROOFS) == [("PERSON", 7, "art. 17 RGPD")]
    assert "dan" not in str(world.rows("SELECT * FROM erasure_proof"))


@pytest.mark.parametrize(("told", "refusal"), [
    ({}, "hold_of_one"), ({"login": "dan", "kind": "SIGN_IN"}, "hold_of_one"),
    ({"login": "nobody"}, "user_unknown"), ({"party_id": 1}, "party_unknown"),
    ({"kind": "BOOKS"}, "hold_kind_unknown"), ({"kind": "SIGN_IN", "reason": " "},
                                               "source_missing"),
    ({"kind": "SIGN_IN", "by": "anna"}, "not_your_right"),
])  # fmt: skip
def test_a_hold_names_one_thing(world: World, told: dict[str, Any], refusal: str) -> None:
    with refused(world.conn, refusal):
        held(world, **told)
    with refused(world.conn, "hold_unknown"):
        erasing.lift_hold(world.conn, world.asked("ada"), hold_id=1, reason="x")
