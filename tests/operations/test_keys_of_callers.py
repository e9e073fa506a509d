"""A key of an act is its caller's: another person, or another program, asks for another act."""

from dataclasses import replace
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Asked
from comptant.operations.registry import keys, parties
from comptant.operations.risk import limits
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.traces import contents, refused


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    add_user(opened, "olga", opened.ids["ALPHA SAS"], ["client_owner"], False)
    return opened


def by_program(world: World, login: str, key_id: int | None) -> Asked:
    asked = world.asked(login, "march")
    return replace(asked, by=replace(asked.by, key_id=key_id))


def limit(world: World, asked: Asked, cents: int = 4_200_000) -> dict[str, Any]:
    return limits.request_limit(
        world.conn, asked, contract_id=world.ids["C-1"], buyer_id=world.ids["BETA SA"],
        amount_cents=cents, currency="EUR",
    )  # fmt: skip


def test_the_same_key_of_a_colleague_is_another_act(world: World) -> None:
    first = limit(world, world.asked("alice", "march"))
    second = limit(world, world.asked("olga", "march"))
    assert first["approval_id"] != second["approval_id"]
    before = contents(world.conn)
    assert limit(world, world.asked("alice", "march")) == first
    assert limit(world, world.asked("olga", "march")) == second
    assert contents(world.conn) == before
    with refused(world.conn, "key_used_for_something_else", key="march"):
        limit(world, world.asked("olga", "march"), 1)


def test_a_colleague_whose_key_was_used_for_something_else_is_told_nothing_of_it(
    world: World,
) -> None:
    limit(world, world.asked("alice", "march"))
    limit(world, world.asked("olga", "march"), 1)
    parties.add_party(world.conn, world.asked("anna", "april"), kind="COMPANY", name="OMEGA",
                      country="FR", numbers={})  # fmt: skip
    limits.propose_limit(
        world.conn, world.asked("carl", "april"), scope="CONTRACT_BUYER", amount_cents=5,
        contract_id=world.ids["C-1"], party_id=world.ids["BETA SA"], currency="EUR",
        from_on=world.on, source="x",
    )  # fmt: skip


def test_two_programs_of_a_person_are_two_callers_and_one_that_was_rotated_is_one(
    world: World,
) -> None:
    books = world.give_key("alice", "b" * 43, "request_limit", name="books")
    shop = world.give_key("alice", "s" * 43, "request_limit", name="shop")
    told = {of: limit(world, by_program(world, "alice", of))["approval_id"]
            for of in (None, books, shop)}  # fmt: skip
    assert len(set(told.values())) == 3
    rotated = keys.rotate_key(world.conn, world.asked("ada"), key_id=books, days=90, hours=24,
                              token="n" * 43)["key_id"]  # fmt: skip
    assert limit(world, by_program(world, "alice", rotated))["approval_id"] == told[books]
    with refused(world.conn, "key_used_for_something_else", key="march"):
        limit(world, by_program(world, "alice", rotated), 1)


def test_the_database_keeps_one_act_of_a_caller_and_key(world: World) -> None:
    limit(world, world.asked("alice", "march"))
    with pytest.raises(psycopg.errors.UniqueViolation, match="act_of_caller"):
        world.conn.execute(
            """INSERT INTO act (id, company_id, key, operation, digest, by_id, on_date, answer)
               SELECT nextval('ids'), company_id, key, operation, digest, by_id, on_date, answer
               FROM act WHERE key = 'march'""")  # fmt: skip
