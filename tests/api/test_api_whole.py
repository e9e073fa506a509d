"""What is sent comes whole, or nothing is done: a server gives no byte more of a body that was cut,
exactly as at the end of one that was not."""

import base64
import hashlib
import json
import socket
from io import BytesIO
from typing import Any

import django
import psycopg
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client, RequestFactory

from comptant.doors.portal.bodies import with_length
from tests import facts
from tests.api.test_api_bounds import LIST, program
from tests.houses import house
from tests.portal.conftest import browser, visible
from tests.portal.test_portal_serving import own_process

LINE = LIST.splitlines()[1]
CUT = LIST[: LIST.rindex(LINE) + len(LINE) - 5]  # the last amount has lost its last figures


@house
def world(writer: psycopg.Connection) -> facts.World:
    django.setup()
    opened = facts.open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    return opened


def ask(environ: dict[str, Any], body: bytes, length: str) -> tuple[int, bytes]:
    """The answer to a body, as a server gives it that ends bodies itself."""
    statuses: list[str] = []
    environ |= {
        "CONTENT_LENGTH": length,
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
    }
    answer = with_length(get_wsgi_application())(environ, lambda said, *_: statuses.append(said))
    return int(statuses[0][:3]), b"".join(answer)


def send(
    world: facts.World, client: Client, body: bytes, length: str, digest: str = ""
) -> tuple[int, dict[str, Any]]:
    """A list, under the key k."""
    path = f"/api/v1/bulk/remit?contract_id={world.ids['C-1']}&name=F"
    environ = RequestFactory().post(path).environ | client.defaults | {
        "HTTP_IDEMPOTENCY_KEY": "k", "CONTENT_TYPE": "text/csv"}  # fmt: skip
    if digest:
        environ["HTTP_CONTENT_DIGEST"] = digest
    status, told = ask(environ, body, length)
    return status, json.loads(told)


def counted(world: facts.World) -> int:
    return int(world.one("SELECT (SELECT count(*) FROM invoice) + (SELECT count(*) FROM remittance)"
                         " + (SELECT count(*) FROM act WHERE operation = 'remit')"))  # fmt: skip


@pytest.mark.parametrize("body", [LIST[: LIST.index(LINE)], CUT])
def test_a_list_that_was_cut_is_refused_and_leaves_nothing(world: facts.World, body: bytes) -> None:
    """Between two lines, or within an amount: then the whole of it is taken under the same key."""
    client, before = program(world), counted(world)
    status, told = send(world, client, body, str(len(LIST)))
    assert (status, told["code"], counted(world)) == (400, "body_cut", before)
    assert told["title"].startswith("What was sent did not come whole. Nothing was done")
    status, told = send(world, client, LIST, str(len(LIST)))
    assert (status, told["accepted"]) == (200, 1)


def test_a_list_without_a_length_gives_its_digest(world: facts.World) -> None:
    """The server does not tell whether the last chunk came."""
    client, before = program(world), counted(world)
    assert send(world, client, LIST, "")[1]["code"] == "length_missing"
    digest = base64.b64encode(hashlib.sha256(LIST).digest()).decode()
    status, told = send(world, client, CUT, "", digest=f"sha-256=:{digest}:")
    assert (status, told["code"], counted(world)) == (400, "body_cut", before)
    assert send(world, client, LIST, "", digest=f"sha-256=:{digest}:")[1]["accepted"] == 1


def test_json_that_was_cut_is_refused_by_that_name(world: facts.World) -> None:
    body = json.dumps({"contract_id": world.ids["C-1"], "amount_cents": 1}).encode()
    environ = RequestFactory().post("/api/v1/draw").environ | program(world).defaults | {
        "HTTP_IDEMPOTENCY_KEY": "k", "CONTENT_TYPE": "application/json"}  # fmt: skip
    status, told = ask(environ, body[:-3], str(len(body)))
    assert (status, json.loads(told)["code"]) == (400, "body_cut")


@pytest.mark.parametrize("length", ["more", ""])
def test_a_form_that_was_cut_is_not_read(world: facts.World, length: str) -> None:
    """Whoever cannot tell that the last field is whole does not read it as if it were."""
    cookies = browser(world, "alice").client.cookies
    cookies["comptant-csrf"] = "a" * 32
    body = b"csrfmiddlewaretoken=" + b"a" * 32 + b"&language=en&next=/me"
    environ = RequestFactory().post("/choose").environ | {
        "HTTP_HOST": "localhost", "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "HTTP_ACCEPT_LANGUAGE": "en",
        "HTTP_COOKIE": cookies.output(header="", sep=";")}  # fmt: skip
    assert ask(dict(environ), body, str(len(body)))[0] == 303
    status, page = ask(environ, body, str(len(body) + 50) if length else "")
    assert status == (400 if length else 411)
    assert "Nothing was done" in visible(page.decode())


@pytest.mark.parametrize("length", ["more", ""])
def test_a_form_for_a_token_that_was_cut_gives_none(world: facts.World, length: str) -> None:
    secret = program(world).defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    key_id = world.one("SELECT max(id) FROM api_key")
    body = (
        f"grant_type=client_credentials&client_id={key_id}&client_secret={secret}&scope=".encode()
    )
    environ = RequestFactory().post("/api/v1/oauth/token").environ | {
        "HTTP_HOST": "localhost", "CONTENT_TYPE": "application/x-www-form-urlencoded"}  # fmt: skip
    assert ask(dict(environ), body, str(len(body)))[0] == 200
    status, told = ask(environ, body, str(len(body) + 9) if length else "")
    assert (status, json.loads(told)) == (400, {"error": "invalid_request"})


def test_a_connection_that_ends_too_soon_ends_no_body() -> None:
    """Over the real server, which gives an empty block for who has gone."""
    head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"
    with own_process("tests.echoing:telling") as port:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as cut:
            cut.sendall(head + b"x" * 400)
            cut.shutdown(socket.SHUT_WR)
            while cut.recv(1_000):
                pass
        with socket.create_connection(("127.0.0.1", port), timeout=20) as asked:
            asked.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            told = b""
            while block := asked.recv(1_000):
                told += block
    assert told.endswith(b"BodyUnread")


@pytest.mark.parametrize("is_large", [False, True])
def test_files_that_were_cut_are_refused_though_their_form_said_no_length(
    world: facts.World, monkeypatch: pytest.MonkeyPatch, is_large: bool
) -> None:
    if is_large:
        monkeypatch.setattr("comptant.doors.portal.bodies.BODY_BYTES_MAX", 100)
    client, before = program(world), counted(world)
    part = (b'--cut\r\nContent-Disposition: form-data; name="files"; filename="%s.csv"\r\n'
            b"Content-Type: text/csv\r\n\r\n%s\r\n")  # fmt: skip
    body = part % (b"a", LIST) + part % (b"b", LIST + b"\n") + b"--cut--\r\n"
    path = f"/api/v1/bulk/remit_files?contract_id={world.ids['C-1']}"
    environ = (
        RequestFactory().post(path).environ
        | client.defaults
        | {
            "HTTP_IDEMPOTENCY_KEY": "m",
            "CONTENT_TYPE": "multipart/form-data; boundary=cut",
        }
    )
    status, told = ask(dict(environ), body[:-30], "")
    assert (status, json.loads(told)["code"], counted(world)) == (400, "body_cut", before)
    status, told = ask(environ, body, "")
    assert (status, json.loads(told)["faults"]) == (200, [])
    assert counted(world) > before
