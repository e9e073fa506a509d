"""The API: an endpoint for each operation and list, keys, problems, and nothing of a neighbour."""

import json
import re
from typing import Any

import django
import psycopg
import pytest
from django.test import Client

from comptant.doors import reads
from comptant.doors.api.endpoints import WAYS_IN
from comptant.doors.api.needed import needed
from comptant.doors.catalogue import FILES, SHAPES, endpoints
from comptant.operations.acts.proofs import PERSONAL
from comptant.operations.acts.rights import RIGHTS
from tests import facts
from tests.everyone import words_of
from tests.houses import house

DAY = "2026-01-16"
NEIGHBOUR = ("GAMMA SA", "C-2", "cora", "GA-77")


@house
def world(writer: psycopg.Connection) -> facts.World:
    """ALPHA SAS with an invoice bought, and its neighbour GAMMA SA with one of its own."""
    django.setup()
    opened = facts.open_world(writer)
    facts.add_user(opened, "cora", opened.ids["GAMMA SA"], ["client_owner"], False)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.ids["C-2"] = opened.contract("C-2", client="GAMMA SA")
    for contract in ("C-1", "C-2"):
        opened.limit(opened.ids[contract], "BETA SA", 5_000_000)
    due = opened.on.replace(month=3)
    opened.remit(opened.ids["C-1"], {"number": "FA-1", "cents": 2_000_000, "due_on": due})
    alice, opened.users["alice"] = opened.users["alice"], opened.users["cora"]
    opened.remit(opened.ids["C-2"], {"number": "GA-77", "cents": 700_000, "due_on": due})
    opened.users["alice"] = alice
    return opened


class Program:
    """A program with a key."""

    def __init__(self, world: facts.World, login: str, scopes: list[str], more: str = "") -> None:
        token = f"{login}-{'-'.join(scopes)}{more}".ljust(43, "x")
        world.give_key(login, token, *scopes, days=365)
        self.client = Client(headers={
            "authorization": f"Bearer {token}", "comptant-day": DAY, "host": "localhost",
            "accept-language": "en",
        })  # fmt: skip

    def get(self, path: str, status: int = 200) -> Any:
        """The JSON of a list."""
        response = self.client.get(f"/api/v1/{path}")
        assert response.status_code == status, response.content.decode()[:1500]
        return json.loads(response.content)

    def post(self, path: str, key: str, status: int = 200, **body: Any) -> Any:
        """The JSON of an operation."""
        response = self.client.post(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json",
            headers={"idempotency-key": key},
        )  # fmt: skip
        assert response.status_code == status, response.content.decode()[:1500]
        told = json.loads(response.content)
        if status >= 400:
            assert response.headers["Content-Type"] == "application/problem+json"
        return told


def description() -> Any:
    return json.loads(Client(headers={"host": "localhost"}).get("/api/v1/openapi.json").content)


def test_each_operation_and_each_list_has_its_endpoint() -> None:
    django.setup()
    told = description()
    assert told["openapi"].startswith("3.1")
    acts = {path.rpartition("/")[2] for path, ways in told["paths"].items()
            if "post" in ways and "/bulk/" not in path}  # fmt: skip
    lists = {f"read_{path.rpartition('/')[2]}" for path, ways in told["paths"].items()
             if "get" in ways and "looks" not in ways["get"]["tags"]}  # fmt: skip
    assert acts == set(RIGHTS) - set(WAYS_IN) - PERSONAL  # what no key may ask for is not told
    assert lists == set(reads.READS)
    assert set(endpoints()) == set(RIGHTS)


def test_each_endpoint_tells_the_scope_it_wants_and_what_comes_back() -> None:
    django.setup()
    told = description()
    scopes = told["components"]["securitySchemes"]["OAuth2"]["flows"]["clientCredentials"]["scopes"]
    keys = set(told["components"]["securitySchemes"])
    for path, ways in told["paths"].items():
        for way in ways.values():
            by_key, by_token = way["security"]
            assert {*by_key, *by_token} == keys, path
            assert set(by_token["OAuth2"]) <= set(scopes), path
            problem = way["responses"]["422"]["content"]["application/problem+json"]["schema"]
            assert problem == {"$ref": "#/components/schemas/Problem"}
    assert told["paths"]["/api/v1/draw"]["post"]["security"][1] == {"OAuth2": ["draw"]}
    assert told["paths"]["/api/v1/orders"]["get"]["security"][1] == {"OAuth2": ["read"]}
    assert told["paths"]["/api/v1/bulk/remit"]["post"]["security"][1] == {"OAuth2": ["remit"]}
    orders = told["paths"]["/api/v1/orders"]["get"]["responses"]["200"]["content"]
    rows = orders["application/json"]["schema"]["properties"]["rows"]["items"]["properties"]
    assert rows["promised_at"] == {"type": ["string", "null"], "format": "date-time",
                                   "description": "promised for"}  # fmt: skip
    assert rows["amount_cents"]["type"] == ["integer", "null"]
    assert "errors" in told["components"]["schemas"]["Problem"]["properties"]


def test_the_description_names_no_command() -> None:
    django.setup()
    assert re.findall(r".{40}(?<![\w-])--[a-z].{20}|\bcomptant [a-z].{20}",
                      json.dumps(description())) == []  # fmt: skip


def test_what_no_signature_says_is_said_of_operations_that_exist() -> None:
    assert {name for name, _ in SHAPES} | set(FILES) <= set(RIGHTS)


def test_a_draw_by_a_program_is_done_once(world: facts.World) -> None:
    program = Program(world, "alice", ["read", "draw"])
    first = program.post("draw", "k-1", contract_id=world.ids["C-1"], amount_cents=100_000)
    again = program.post("draw", "k-1", contract_id=world.ids["C-1"], amount_cents=100_000)
    assert first == again
    orders = program.get("orders")
    assert [row["id"] for row in orders["rows"]] == [first["order_id"]]
    assert orders["after"] is None
    told = program.post("draw", "k-1", 409, contract_id=world.ids["C-1"], amount_cents=1)
    assert (told["code"], [one["field"] for one in told["errors"]]) == (
        "key_used_for_something_else", ["Idempotency-Key"])  # fmt: skip


def test_a_secret_is_shown_once_and_never_another_in_its_place(world: facts.World) -> None:
    program = Program(world, "alice", ["add_webhook"])
    body = {"url": "https://books.example.com/hooks", "kinds": []}
    first = program.post("add_webhook", "w-1", **body)
    again = program.post("add_webhook", "w-1", **body)
    kept = world.one("SELECT token FROM webhook WHERE id = %s", first["webhook_id"])
    assert first["token"] == kept
    assert again == {**first, "token": None}


def test_invoices_are_sent_as_rows_and_told_by_row(world: facts.World) -> None:
    program = Program(world, "alice", ["read", "remit"])
    row = {"invoice_number": "API-1", "type_code": "380", "issued_on": DAY, "due_on": "2026-03-01",
           "currency": "EUR", "gross_cents": 100_000, "payable_cents": 100_000,
           "buyer_name": "BETA SA", "buyer_siren": "443061841"}  # fmt: skip
    answer = program.post("remit", "r-1", contract_id=world.ids["C-1"], sent=[row],
                          file_name="books")  # fmt: skip
    assert answer["accepted"] == 1
    lines = program.get(f"remittance_lines?contract_id={world.ids['C-1']}"
                        f"&id={answer['remittance_id']}")  # fmt: skip
    assert [(line["invoice_number"], line["state"]) for line in lines["rows"]] == [
        ("API-1", "ACCEPTED")
    ]


@pytest.mark.parametrize(("body", "field"), [
    ({}, "contract_id"), ({"contract_id": "x"}, "contract_id"),
    ({"contract_id": 1, "amount": 3}, "amount"), ({"contract_id": 1, "amount_cents": 1.5},
                                                  "amount_cents"),
])  # fmt: skip
def test_a_wrong_field_is_named(world: facts.World, body: dict[str, Any], field: str) -> None:
    told = Program(world, "alice", ["draw"]).post("draw", "k", 422, **body)
    assert told["code"] == "body_wrong"
    assert [error["field"] for error in told["errors"]] == [field]


def test_refusals_have_their_code_and_a_sentence_in_the_language_asked_for(
    world: facts.World,
) -> None:
    program = Program(world, "alice", ["draw"])
    told = program.post("draw", "k", 422, contract_id=world.ids["C-1"], amount_cents=9_999_999_999)
    assert told["code"] == "beyond_availability"
    program.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    french = program.post("draw", "k", 422, contract_id=world.ids["C-1"],
                          amount_cents=9_999_999_999)  # fmt: skip
    assert french["code"] == told["code"]
    assert french["title"] != told["title"]


def test_without_a_key_or_beyond_its_scopes_nothing_is_done(world: facts.World) -> None:
    program = Program(world, "alice", ["read"])
    body = {"contract_id": world.ids["C-1"], "amount_cents": 100}
    assert program.post("draw", "k", 403, **body)["code"] == "not_in_scope"
    assert Program(world, "alice", ["draw"]).get("orders", 403)["code"] == "not_in_scope"
    program.client.defaults["HTTP_AUTHORIZATION"] = "Bearer nothing"
    assert program.post("draw", "k", 401, **body)["code"] == "key_over"
    del program.client.defaults["HTTP_AUTHORIZATION"]
    assert program.post("draw", "k", 401, **body)["code"] == "key_missing"
    assert world.one("SELECT count(*) FROM payment_order") == 0


def test_a_write_without_its_key_is_refused(world: facts.World) -> None:
    client = Program(world, "alice", ["draw"]).client
    response = client.post("/api/v1/draw", '{"contract_id": 1}', content_type="application/json")
    assert response.status_code == 422
    assert json.loads(response.content)["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe", b'{"contract_id": 1e999}',
                                  b"[" * 5_000])  # fmt: skip
def test_hostile_bytes_are_answered(world: facts.World, body: bytes) -> None:
    client = Program(world, "alice", ["draw"]).client
    response = client.post("/api/v1/draw", body, content_type="application/json",
                           headers={"idempotency-key": "k"})  # fmt: skip
    assert response.status_code in (400, 422)
    assert json.loads(response.content)["code"] in ("body_wrong", "body_unreadable")


def test_no_list_tells_a_client_of_its_neighbour(world: facts.World) -> None:
    for contract in (world.ids["C-1"], world.ids["C-2"], None):
        program = Program(world, "alice", ["read"], f"-{contract}")  # each asks so often a minute
        for name in reads.READS:
            wanted = "contract_id" in reads.parameters(name) and contract
            path = name.removeprefix("read_") + (f"?contract_id={contract}" if wanted else "")
            lacks = needed(name) - ({"contract_id"} if wanted else set())
            told = json.dumps(program.get(path, 422 if lacks else 200))
            assert words_of(NEIGHBOUR, told) == [], path


def test_a_list_of_one_contract_says_that_it_must_be_told_which(world: facts.World) -> None:
    """Without it there is no row to give, and no rows would read as none that are open."""
    program = Program(world, "alice", ["read"])
    contract = world.ids["C-1"]
    rows = program.get(f"invoices?contract_id={contract}")["rows"]
    assert [row["invoice_number"] for row in rows] == ["FA-1"]
    told = program.get("invoices", 422)
    assert told["code"] == "body_wrong"
    assert {one["field"] for one in told["errors"]} == {"contract_id"}
    description = Client().get("/api/v1/openapi.json", headers={"host": "localhost"}).json()
    asked = description["paths"]["/api/v1/invoices"]["get"]["parameters"]
    assert {one["name"] for one in asked if one["required"]} == {"contract_id"}
    # What has a meaning without a contract is asked without.
    assert needed("read_payments") == needed("read_kept_reads") == frozenset()
    assert needed("read_movements") == {"contract_id", "id"}


def test_no_operation_of_a_client_reaches_a_neighbour(world: facts.World) -> None:
    mine = sorted(name for name, roles in RIGHTS.items()
                  if "client_owner" in roles and name not in PERSONAL)  # fmt: skip
    program = Program(world, "alice", mine)
    theirs, before = world.ids["C-2"], world.one("SELECT count(*) FROM act")
    invoice = world.one("SELECT id FROM invoice WHERE contract_id = %s", theirs)
    for name in mine:
        values = {
            "contract_id": theirs,
            "invoice_id": invoice,
            "buyer_id": world.ids["BETA SA"],
            "amount_cents": 100,
            "currency": "EUR",
            "party_id": world.ids["GAMMA SA"],
        }
        known = endpoints()[name].body.model_fields
        body = {one: values[one] for one in known if one in values}
        status = program.client.post(
            f"/api/v1/{name}", json.dumps(body), content_type="application/json",
            headers={"idempotency-key": name},
        ).status_code  # fmt: skip
        assert status in (404, 422, 403), name
    assert world.one("SELECT count(*) FROM act") == before
