"""A refusal names the argument that it is about, at the door of programs."""

import csv
import json
import re
from pathlib import Path

import django
import psycopg
import pytest
from django.test import Client

from comptant.doors import refused_fields, words
from comptant.doors.catalogue import endpoints
from comptant.doors.reads import READS, parameters
from comptant.doors.refused_fields import field_of
from comptant.operations.acts.proofs import PERSONAL
from comptant.operations.acts.rights import RIGHTS
from tests import facts
from tests.houses import house

REFUSALS = Path(words.__file__).with_name("words_refusals.csv")
UNITS = re.compile(r"_(id|on|cents|ppm|at)$")


@house
def world(writer: psycopg.Connection) -> facts.World:
    django.setup()
    opened = facts.open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    return opened


def program(world: facts.World) -> Client:
    world.give_key("alice", "alice".ljust(43, "x"), "read", *sorted(set(RIGHTS) - PERSONAL))
    return Client(headers={"authorization": f"Bearer {'alice'.ljust(43, 'x')}", "host": "localhost",
                           "comptant-day": "2026-01-16", "accept-language": "en"})  # fmt: skip


def codes() -> set[str]:
    with REFUSALS.open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file)}


def told(about: str | None) -> set[str]:
    """The refusals that an operation says it has."""
    return set(re.findall(r"\b[a-z]+(?:_[a-z0-9]+)+\b", about or "")) & codes()


def test_every_refusal_names_its_arguments_or_says_that_it_has_none() -> None:
    assert set(refused_fields.table()) == codes()


def test_every_argument_named_is_one_of_an_operation_or_a_list() -> None:
    known = {name for one in endpoints().values() for name in one.body.model_fields}
    known |= {name for query in READS for name in parameters(query)} | {"after"}
    named = {field for fields in refused_fields.table().values() for field in fields}
    assert named - known == set()


@pytest.mark.parametrize("name", sorted(endpoints()))
def test_a_refusal_called_after_an_argument_of_an_operation_names_one(name: str) -> None:
    arguments = set(endpoints()[name].body.model_fields)
    stems = {UNITS.sub("", argument) for argument in arguments}
    unnamed = {code for code in told(endpoints()[name].run.__doc__)
               if any(code.startswith(f"{stem}_") for stem in stems)
               and field_of(code, arguments) is None}  # fmt: skip
    assert unnamed == set()


@pytest.mark.parametrize(("name", "body", "code", "field"), [
    ("draw", {"amount_cents": -5}, "draw_not_positive", "amount_cents"),
    ("draw", {"amount_cents": 10**9}, "beyond_availability", "amount_cents"),
    ("add_webhook", {"url": "ftp://example.com/", "kinds": []}, "url_wrong", "url"),
])  # fmt: skip
def test_a_program_is_told_the_argument_that_is_refused(
    world: facts.World, name: str, body: dict[str, object], code: str, field: str
) -> None:
    if name == "draw":
        body = {"contract_id": world.ids["C-1"], **body}
    answer = program(world).post(f"/api/v1/{name}", json.dumps(body),
                                 content_type="application/json",
                                 headers={"idempotency-key": code})  # fmt: skip
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["code"]) == (422, code)
    assert [(one["field"], one["code"]) for one in problem["errors"]] == [(field, code)]


def test_a_cursor_of_nowhere_is_told_as_the_parameter_that_it_is(world: facts.World) -> None:
    answer = program(world).get("/api/v1/orders", {"after": "garbage"})
    problem = json.loads(answer.content)
    assert (problem["code"], problem["errors"][0]["field"]) == ("cursor_wrong", "after")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain"])
def test_an_operation_takes_no_other_kind_of_body_than_json(world: facts.World, kind: str) -> None:
    body = json.dumps({"contract_id": world.ids["C-1"], "amount_cents": 100})
    answer = program(world).post("/api/v1/draw", body, content_type=kind,
                                 headers={"idempotency-key": kind})  # fmt: skip
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["code"]) == (415, "content_type_wrong")
    assert problem["errors"][0]["field"] == "Content-Type"
