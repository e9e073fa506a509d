"""A body says numbers as numbers, each once: all who read it read the same."""

import json

import django
import psycopg
import pytest

from tests import facts
from tests.api.test_api_bounds import fields, program
from tests.houses import house


@house
def world(writer: psycopg.Connection) -> facts.World:
    django.setup()
    opened = facts.open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    return opened


@pytest.mark.parametrize("amount", ["true", '"1000"', "1000.0", "1e3"])
def test_an_amount_is_a_whole_number_and_nothing_else(world: facts.World, amount: str) -> None:
    body = f'{{"contract_id": {world.ids["C-1"]}, "amount_cents": {amount}}}'
    alice = program(world)
    before = world.one("SELECT count(*) FROM act")
    told = alice.post("/api/v1/draw", body, content_type="application/json",
                      headers={"idempotency-key": "k"})  # fmt: skip
    assert fields(told) == ["amount_cents"]
    assert world.one("SELECT count(*) FROM act") == before


def test_ids_flags_names_of_objects_and_rows_are_as_strict(world: facts.World) -> None:
    row = {"invoice_number": "F-1", "buyer_siren": "443061841", "issued_on": "2026-01-10",
           "due_on": "2026-03-10", "amount_cents": "120000"}  # fmt: skip
    wrong = {
        "draw": ({"contract_id": True}, "contract_id"),
        "allocate": ({"contract_id": 1, "payment_id": 1, "invoices": {"1": "5"}}, "invoices.1"),
        "remit": ({"contract_id": world.ids["C-1"], "file_name": "F", "sent": [row]},
                  "sent.0.amount_cents"),
    }  # fmt: skip
    who = {name: program(world, "anna" if name == "allocate" else "alice")
           for name in ("draw", "allocate")}  # fmt: skip
    for name, (body, field) in wrong.items():
        told = who.get(name, who["draw"]).post(
            f"/api/v1/{name}", json.dumps(body), content_type="application/json",
            headers={"idempotency-key": name})  # fmt: skip
        assert field in fields(told)


def test_a_name_that_is_twice_in_a_body_or_a_line_is_refused(world: facts.World) -> None:
    alice = program(world)
    body = f'{{"contract_id": {world.ids["C-1"]}, "amount_cents": 1000, "amount_cents": 2000}}'
    told = alice.post("/api/v1/draw", body, content_type="application/json",
                      headers={"idempotency-key": "k"})  # fmt: skip
    assert (told.status_code, json.loads(told.content)["code"]) == (400, "body_unreadable")
    told = alice.post(
        f"/api/v1/bulk/remit?contract_id={world.ids['C-1']}&name=F",
        b'{"invoice_number": "F-1", "amount_cents": 1, "amount_cents": 2}',
        content_type="application/x-ndjson", headers={"idempotency-key": "k"},
    )  # fmt: skip
    assert [(one["field"], one["code"]) for one in json.loads(told.content)["errors"]] == [
        ("sent.1", "json_invalid")]  # fmt: skip
