"""Values at the ends of what can be written: told as wrong, never a mistake of ours."""

import base64
import hashlib
import json
from io import BytesIO
from typing import Any

import django
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory

from comptant.doors.failures import BODY_BYTES_MAX, FILES_MAX
from comptant.doors.portal.bodies import with_length
from comptant.operations.acts.proofs import PERSONAL
from comptant.operations.acts.rights import RIGHTS
from comptant.rules.money import AMOUNT_CENTS_MAX
from tests import facts
from tests.houses import house
from tests.portal.conftest import browser, visible

DAY = "2026-01-16"
LIST = (b"numero;siren;acheteur;date;echeance;ttc\n"
        b"F-1;443061841;BETA SA;2026-01-10;2026-03-10;1200,00\n")  # fmt: skip


@house
def world(writer: psycopg.Connection) -> facts.World:
    django.setup()
    opened = facts.open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    facts.add_user(opened, "ugo", opened.ids["FACTOR SA"], ["auditor"], True)
    return opened


def program(world: facts.World, login: str = "alice") -> Client:
    world.give_key(login, login.ljust(43, "x"), "read", *sorted(set(RIGHTS) - PERSONAL))
    return Client(headers={"authorization": f"Bearer {login.ljust(43, 'x')}", "host": "localhost",
                           "comptant-day": DAY, "accept-language": "en"})  # fmt: skip


def post(client: Client, name: str, **body: Any) -> Any:
    return client.post(f"/api/v1/{name}", json.dumps(body), content_type="application/json",
                       headers={"idempotency-key": name})  # fmt: skip


def fields(response: Any) -> list[str]:
    assert response.status_code == 422, response.content[:300]
    return [one["field"] for one in json.loads(response.content)["errors"]]


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+14:00"])
def test_an_instant_that_no_clock_tells_is_refused_and_one_that_was_kept_is_told(
    world: facts.World, at: str
) -> None:
    client = program(world)
    assert fields(client.get("/api/v1/keys", {"at": at})) == ["at"]
    world.conn.execute(
        """INSERT INTO kept_read (user_id, company_id, kind, name, about, row_count)
           VALUES (%s, %s, 'LIST', 'keys', jsonb_build_object('at', %s::text), 1)""",
        (world.users["alice"].id, world.ids["ALPHA SAS"], at),
    )  # fmt: skip
    assert at[:10] in visible(browser(world, "ugo").get("/reads"))


@pytest.mark.parametrize(("name", "body"), [
    ("draw", {}), ("request_limit", {"buyer_id": 1, "currency": "EUR"}),
    ("offer_purchase_order", {"buyer_id": 1, "order_number": "1", "ordered_on": DAY,
                              "expected_on": DAY, "certified_on": DAY, "proof": "x"}),
])  # fmt: skip
def test_an_amount_beyond_what_is_reckoned_with_names_its_field(
    world: facts.World, name: str, body: dict[str, Any]
) -> None:
    client = program(world)
    for cents in (AMOUNT_CENTS_MAX + 1, -AMOUNT_CENTS_MAX - 1, 2**62):
        told = post(client, name, contract_id=world.ids["C-1"], amount_cents=cents, **body)
        assert fields(told) == ["amount_cents"]


@pytest.mark.parametrize("path", [
    "statement?", "books?", "collection?", "exit?notice=9999-12-31&",
])  # fmt: skip
def test_a_day_at_an_end_of_the_calendar_is_told_on_pages(world: facts.World, path: str) -> None:
    alice = browser(world, "alice")
    for day in ("0001-01-01", "9999-12-31"):
        address = f"/contracts/C-1/{path}from={day}&until={day}&on={day}"
        assert alice.client.get(address).status_code in (200, 404, 422), address
    alice.client.cookies["day"] = "9999-12-31"
    assert alice.client.get("/contracts/C-1").status_code == 200


def test_a_day_at_an_end_of_the_calendar_is_told_to_programs(world: facts.World) -> None:
    client = program(world)
    for name, field in (("client_journal", "from_on"), ("collection", "on"),
                        ("exit_simulation", "notice_on"), ("invoices", "on")):  # fmt: skip
        given = {"contract_id": world.ids["C-1"], field: "0001-01-01"}
        assert client.get(f"/api/v1/{name}", given).status_code in (200, 422), name
    played = client.get("/api/v1/contracts", headers={"comptant-day": "9999-12-31"})
    assert fields(played) == ["Comptant-Day"]


def test_more_than_is_taken_at_once_is_told_with_what_is(world: facts.World) -> None:
    client = program(world)
    told = client.post("/api/v1/draw", b" " * (BODY_BYTES_MAX + 1), headers={
        "idempotency-key": "k"}, content_type="application/json")  # fmt: skip
    assert told.status_code == 413
    assert json.loads(told.content)["code"] == "request_too_large"
    files = [SimpleUploadedFile(f"{n}.csv", b"x") for n in range(FILES_MAX + 1)]
    alice = browser(world, "alice", "fr")
    given = {"act": "quote", "key": "k", "files": files}
    page = alice.client.post("/contracts/C-1/send", given)
    assert page.status_code == 413
    assert "au plus 1000 fichiers" in visible(page.content.decode())
    given["files"] = [SimpleUploadedFile(f"{n}.csv", b"x") for n in range(FILES_MAX + 1)]
    part = alice.client.post("/contracts/C-1/send", given, headers={"hx-request": "true"})
    assert (part.status_code, part.headers["HX-Retarget"]) == (422, "main")


def test_a_foreign_host_is_told_no_page(world: facts.World) -> None:
    for path in ("/", "/api/v1/contracts"):
        told = Client(raise_request_exception=False).get(path, headers={"host": "evil.example"})
        assert told.status_code == 400, path


def test_a_language_that_no_paper_has_is_told(world: facts.World) -> None:
    told = post(program(world, "anna"), "ask_conditions_signature", language="X", login="alice",
                contract_id=world.ids["C-1"], way="CODE", last_on=None)  # fmt: skip
    assert json.loads(told.content)["code"] == "paper_language_unknown"


@pytest.mark.parametrize("url", [
    "https://[exemple.fr/x", "http://a.example:999999/", "http://a.example:0/",
    "http://exa mple.example/",
])  # fmt: skip
def test_an_address_that_cannot_be_one_is_told(world: facts.World, url: str) -> None:
    told = post(program(world), "add_webhook", url=url, kinds=[])
    assert json.loads(told.content)["code"] == "url_wrong"


def test_a_list_sent_before_brings_and_costs_nothing_and_says_so(world: facts.World) -> None:
    alice = browser(world, "alice")
    first = SimpleUploadedFile("first.csv", LIST)
    alice.post("/contracts/C-1/send", act="remit", key="k1", files=[first])
    quoted = visible(alice.post("/contracts/C-1/send", 200, act="quote", key="k2", files=[
        SimpleUploadedFile("second.csv", LIST)]).content.decode())  # fmt: skip
    assert "This list was sent before, as first.csv" in quoted
    assert "before VAT €0.00" in quoted
    again = visible(alice.post("/contracts/C-1/send", 200, act="remit", key="k3", files=[
        SimpleUploadedFile("second.csv", LIST)]).content.decode())  # fmt: skip
    assert "This was sent before; nothing is taken in again" in again


def test_a_secret_that_is_not_ours_is_replaced(world: facts.World) -> None:
    world.conn.execute("UPDATE second_factor SET ended_at = now()")
    carl = browser(world, "carl")
    for secret in ("é", "A" * 5_000):
        told = carl.client.post("/prove", {"secret": secret, "code": "123456"})
        assert told.status_code < 500
    carl.client.cookies["company"] = "9" * 5_000
    assert carl.client.get("/").status_code < 500


NUL = "a\0b"


@pytest.mark.parametrize(("name", "given"), [
    ("open_by_due", {"contract_ids": "9" * 30}), ("callbacks", {"state": NUL}),
    ("account_lines", {"contract_id": None, "account": NUL}),
    ("invoices", {"contract_id": None, "numbers": NUL}),
])  # fmt: skip
def test_a_value_that_no_column_holds_is_told_to_programs(
    world: facts.World, name: str, given: dict[str, Any]
) -> None:
    contract = {"contract_id": world.ids["C-1"]} if "contract_id" in given else {}
    told = program(world).get(f"/api/v1/{name}", given | contract)
    assert told.status_code == 422
    assert json.loads(told.content)["code"] == "value_wrong"


def test_a_character_that_no_text_may_hold_is_told_on_pages(world: facts.World) -> None:
    stranger = Client(headers={"host": "localhost", "accept-language": "en"})
    told = stranger.post("/sign-in", {"login": NUL, "password": "x"})
    assert told.status_code == 422
    assert "a character that no text may hold" in visible(told.content.decode())
    carl = browser(world, "carl")
    for path in ("/prove", "/password"):
        assert carl.client.post(path, {"key": NUL, "code": "1"}).status_code == 422


def test_names_within_an_object_are_checked(world: facts.World) -> None:
    anna = program(world, "anna")
    for invoices in ({"a": 5}, {"-1": 5}, {"1": AMOUNT_CENTS_MAX + 1}):
        told = post(anna, "allocate", contract_id=world.ids["C-1"], payment_id=1,
                    invoices=invoices)  # fmt: skip
        assert [one.split(".")[0] for one in fields(told)] == ["invoices"]
    client = program(world, "carl")
    told = client.post("/api/v1/add_party", json.dumps({
        "kind": "COMPANY", "name": "X", "country": "FR", "numbers": {"1": "x"}}),
        content_type="application/json", headers={"idempotency-key": "k"})  # fmt: skip
    assert json.loads(told.content)["code"] == "scheme_unknown"


@pytest.mark.parametrize("kind", ["text/csv", "application/json"])
def test_a_body_without_a_length_is_read(world: facts.World, kind: str) -> None:
    """As a server gives it that ends the body itself: `curl -T -`, or a program that sends what it
    is still making."""
    sent: dict[str, Any] = {"contract_id": world.ids["C-1"], "amount_cents": 1}
    path, body = "draw", json.dumps(sent).encode()
    if kind == "text/csv":
        path, body = f"bulk/remit?contract_id={sent['contract_id']}&name=F", LIST
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    environ = RequestFactory().post(f"/api/v1/{path}").environ
    environ |= program(world).defaults | {
        "HTTP_IDEMPOTENCY_KEY": "k", "CONTENT_TYPE": kind, "CONTENT_LENGTH": "",
        "HTTP_CONTENT_DIGEST": f"sha-256=:{digest}:",
        "wsgi.input": BytesIO(body), "wsgi.input_terminated": True}  # fmt: skip
    told = json.loads(b"".join(with_length(get_wsgi_application())(environ, lambda *_: None)))
    assert told["accepted"] == 1 if kind == "text/csv" else told["code"] == "beyond_availability"
