"""The Python client: up to date, and used against a server that answers over HTTP."""

import importlib.util
import json
import re
import socket
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from socketserver import ThreadingMixIn
from types import ModuleType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
import psycopg
import pytest
from django.test import Client

from comptant.doors.documents import client
from tests import facts
from tests.houses import house

FILE = Path(__file__).parents[2] / "docs" / "clients" / client.FILE


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        return


@pytest.fixture
def served(database: str) -> Iterator[str]:
    """The API on the test's database, on a port of this machine; its address."""
    django.setup()
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server,
                         handler_class=_Silent)  # fmt: skip
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@house
def world(writer: psycopg.Connection) -> facts.World:
    opened = facts.open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.limit(opened.ids["C-1"], "BETA SA", 50_000_000)
    opened.ids["key"] = opened.give_key("alice", "k" * 43, "read", "draw", "remit")
    return opened


@pytest.fixture(scope="module")
def module() -> ModuleType:
    """The client as whoever downloads it imports it."""
    spec = importlib.util.spec_from_file_location("comptant_client", FILE)
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


def row(number: int) -> dict[str, Any]:
    return {"invoice_number": f"P-{number}", "type_code": "380", "issued_on": "2026-01-16",
            "due_on": "2026-03-01", "currency": "EUR", "gross_cents": 100_000 + number,
            "payable_cents": 100_000 + number, "buyer_name": "BETA SA",
            "buyer_siren": "443061841"}  # fmt: skip


def test_the_client_is_that_of_the_api_as_it_is() -> None:
    django.setup()
    told = json.loads(Client(headers={"host": "localhost"}).get("/api/v1/openapi.json").content)
    assert FILE.read_text("utf-8") == client.source(told), "make it again: see documents/client.py"


@pytest.mark.parametrize("by_token", [True, False])
def test_a_program_sends_invoices_draws_and_reads_with_it(
    world: facts.World, served: str, module: ModuleType, by_token: bool
) -> None:
    given = {"client_id": str(world.ids["key"]), "client_secret": "k" * 43} if by_token else {
        "key": "k" * 43}  # fmt: skip
    books = module.Comptant(served, day=date(2026, 1, 16), **given)
    contract = world.ids["C-1"]
    sent = books.remit(contract_id=contract, sent=[row(1)], file_name="books")
    assert sent["accepted"] == 1
    lines = (json.dumps(row(number)).encode() + b"\n" for number in range(2, 30))
    assert books.bulk_remit(contract_id=contract, body=b"".join(lines))["accepted"] == 28
    assert len(list(books.list_invoices(contract_id=contract, size=4))) == 29
    first = books.draw(contract_id=contract, amount_cents=50_000, key="d-1")
    assert books.draw(contract_id=contract, amount_cents=50_000, key="d-1") == first
    with pytest.raises(module.Problem) as caught:
        books.draw(contract_id=contract, amount_cents=10**12)
    assert (caught.value.status, caught.value.code) == (422, "beyond_availability")


def test_a_client_that_calls_too_often_waits_as_it_is_told(
    world: facts.World, served: str, module: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "CALLS_PER_MINUTE", 1)
    waited: list[int] = []

    def wait(seconds: int) -> None:
        waited.append(seconds)
        monkeypatch.setattr(settings, "CALLS_PER_MINUTE", 100)

    monkeypatch.setattr(module.time, "sleep", wait)
    books = module.Comptant(served, key="k" * 43, day=date(2026, 1, 16))
    assert list(books.list_orders()) == []
    assert list(books.list_orders()) == []
    assert len(waited) <= 1
    assert all(1 <= seconds <= 60 for seconds in waited)


def test_a_wrong_key_is_a_problem_at_once(
    world: facts.World, served: str, module: ModuleType
) -> None:
    for given in ({"key": "x" * 43}, {"client_id": "1", "client_secret": "x"}):
        with pytest.raises(module.Problem) as caught:
            list(module.Comptant(served, **given).list_orders())
        assert caught.value.status == 401


@pytest.mark.parametrize("cut", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"])
def test_a_lost_answer_is_asked_for_again_under_the_same_key(
    module: ModuleType, monkeypatch: pytest.MonkeyPatch, cut: bytes
) -> None:
    """The first connection closes without an answer, or within it; the second one answers."""
    monkeypatch.setattr(module.time, "sleep", lambda seconds: None)
    whole = b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\nConnection: close\r\n\r\n{"order_id": 7}'
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            for said in (cut, whole):
                line, _ = listening.accept()
                heard.append(line.recv(65_536))
                line.sendall(said)
                line.close()

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        books = module.Comptant(f"http://127.0.0.1:{listening.getsockname()[1]}", key="k" * 43)
        assert books.draw(contract_id=1, amount_cents=100)["order_id"] == 7
        thread.join(10)
    keys = [re.search(rb"(?i)idempotency-key: (\S+)", one) for one in heard]
    assert len({found[1] for found in keys if found}) == 1
    assert len(keys) == 2


def test_a_list_is_asked_for_one_by_one(
    world: facts.World, served: str, module: ModuleType
) -> None:
    books = module.Comptant(served, key="k" * 43, day=date(2026, 1, 16))
    with pytest.raises(module.Problem) as caught:
        books.get_offer_file(quote_id=[1, 2])
    assert caught.value.code == "quote_unknown"
