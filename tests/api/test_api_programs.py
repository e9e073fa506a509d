"""What programs need besides endpoints: tokens for an hour, a bound on calls, lists as a stream."""

import base64
import json
from datetime import date
from typing import Any

import django
import psycopg
import pytest
from django.conf import settings
from django.core import signing as sealed
from django.test import Client

from comptant.doors.api import bulk_lists, tokens
from comptant.operations.registry import keys
from tests import facts
from tests.houses import house

DAY = "2026-01-16"


@house
def world(writer: psycopg.Connection) -> facts.World:
    """ALPHA SAS with a contract and a limit; GAMMA SA with another contract."""
    django.setup()
    opened = facts.open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.ids["C-2"] = opened.contract("C-2", client="GAMMA SA")
    opened.limit(opened.ids["C-1"], "BETA SA", 50_000_000)
    return opened


def add_key(world: facts.World, *scopes: str) -> tuple[int, str]:
    """A key of alice for a program; its id and itself."""
    token = f"key-{world.count}".ljust(43, "x")
    return world.give_key("alice", token, *scopes), token


def program(token: str) -> Client:
    return Client(headers={"authorization": f"Bearer {token}", "comptant-day": DAY,
                           "host": "localhost", "accept-language": "en"})  # fmt: skip


def ask(id_: object, key: str, *, basic: bool = False, **fields: str) -> Any:
    """What the token endpoint answers."""
    headers = {"host": "localhost"}
    given = {"grant_type": "client_credentials", **fields}
    if basic:
        told = base64.b64encode(f"{id_}:{key}".encode()).decode()
        headers["authorization"] = f"Basic {told}"
    else:
        given |= {"client_id": str(id_), "client_secret": key}
    return Client(headers=headers, enforce_csrf_checks=True).post("/api/v1/oauth/token", given)


# Tokens -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("basic", [True, False])
def test_a_key_gives_a_token_that_opens_as_it_does(world: facts.World, basic: bool) -> None:
    id_, key = add_key(world, "read", "draw")
    told = json.loads(ask(id_, key, basic=basic).content)
    assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", 3600, "draw read")
    response = program(told["access_token"]).get("/api/v1/contracts")
    assert [row["number"] for row in json.loads(response.content)["rows"]] == ["C-1"]


def test_a_token_may_be_asked_for_with_fewer_scopes_and_not_with_more(world: facts.World) -> None:
    id_, key = add_key(world, "read", "draw")
    told = json.loads(ask(id_, key, scope="draw").content)
    response = program(told["access_token"]).get("/api/v1/contracts")
    assert json.loads(response.content)["code"] == "not_in_scope"
    assert json.loads(ask(id_, key, scope="remit").content) == {"error": "invalid_scope"}


def test_a_token_ends_with_its_key(world: facts.World) -> None:
    id_, key = add_key(world, "read")
    token = json.loads(ask(id_, key).content)["access_token"]
    keys.end_key(world.conn, world.asked("ada"), key_id=id_)
    assert program(token).get("/api/v1/contracts").status_code == 401
    assert ask(id_, key).status_code == 401


def test_an_old_or_a_forged_token_opens_nothing(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, key = add_key(world, "read")
    token = json.loads(ask(id_, key).content)["access_token"]
    forged = tokens.PREFIX + sealed.dumps([id_, ["read"]], key="other" * 10, salt="comptant.oauth")
    for wrong in (token[:-1], forged, tokens.PREFIX):
        assert program(wrong).get("/api/v1/contracts").status_code == 401
    monkeypatch.setattr(tokens, "SECONDS", -1)
    assert program(token).get("/api/v1/contracts").status_code == 401


def test_a_wrong_secret_id_or_grant_is_told_as_the_standard_says(world: facts.World) -> None:
    id_, key = add_key(world, "read")
    other, _ = add_key(world, "read")
    for wrong in (ask(id_, "x" * 43), ask(other, key), ask("", ""), ask(id_, key[:-1], basic=True)):
        assert (wrong.status_code, json.loads(wrong.content)) == (401, {"error": "invalid_client"})
        assert wrong.headers["WWW-Authenticate"].startswith("Basic")
    wrong = ask(id_, key, grant_type="password")
    assert json.loads(wrong.content) == {"error": "unsupported_grant_type"}


# Calls a minute ---------------------------------------------------------------------------------


def test_beyond_its_calls_a_minute_a_key_waits_and_another_does_not(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CALLS_PER_MINUTE", 3)
    first, second = program(add_key(world, "read")[1]), program(add_key(world, "read")[1])
    # All within one minute, whatever the wall clock says.
    world.conn.execute("UPDATE api_use SET calls = 0")
    answers = [first.get("/api/v1/contracts") for _ in range(5)]
    statuses = [one.status_code for one in answers]
    assert statuses in ([200, 200, 200, 429, 429], sorted(statuses))
    slowed = answers[-1] if statuses[-1] == 429 else first.get("/api/v1/contracts")
    told = json.loads(slowed.content)
    assert (told["status"], told["code"]) == (429, "too_many_requests")
    assert 1 <= int(slowed.headers["Retry-After"]) <= 60
    assert second.get("/api/v1/contracts").status_code == 200


# Lists ------------------------------------------------------------------------------------------


def line(number: int, **more: Any) -> bytes:
    """An invoice as a line of JSON."""
    return json.dumps({
        "invoice_number": f"S-{number}", "type_code": "380", "issued_on": DAY,
        "due_on": "2026-03-01", "currency": "EUR", "gross_cents": 10_000 + number,
        "payable_cents": 10_000 + number, "buyer_name": "BETA SA", "buyer_siren": "443061841",
        **more,
    }).encode() + b"\n"  # fmt: skip


def stream(world: facts.World, body: bytes, contract: str = "C-1", kind: str = bulk_lists.NDJSON,
           key: str = "s-1") -> Any:  # fmt: skip
    client = program(add_key(world, "remit")[1])
    return client.post(
        f"/api/v1/bulk/remit?contract_id={world.ids[contract]}&name=march", body,
        content_type=kind, headers={"idempotency-key": key},
    )  # fmt: skip


def test_a_stream_of_lines_is_one_remittance_done_once(world: facts.World) -> None:
    body = b"".join(line(number) for number in range(3_000))
    first = json.loads(stream(world, body).content)
    assert (first["accepted"], first["accepted_cents"]) == (
        3_000, sum(10_000 + number for number in range(3_000)))  # fmt: skip
    assert json.loads(stream(world, body).content) == first
    assert world.one("SELECT count(*) FROM invoice") == 3_000
    assert world.one("SELECT count(*) FROM remittance") == 1


def test_a_stream_is_what_remit_makes_of_the_same_rows(world: facts.World) -> None:
    told = json.loads(stream(world, line(1) + line(1) + line(2, due_on=None)).content)
    client = program(add_key(world, "remit")[1])
    rows = [json.loads(line(1 + 10)), json.loads(line(1 + 10)), json.loads(line(12, due_on=None))]
    body = json.dumps({"contract_id": world.ids["C-1"], "sent": rows, "file_name": "x"})
    plain = client.post("/api/v1/remit", body, content_type="application/json",
                        headers={"idempotency-key": "p-1"})  # fmt: skip
    counts = ("accepted", "not_fundable", "refused", "credit_notes")
    assert [told[one] for one in counts] == [json.loads(plain.content)[one] for one in counts]


@pytest.mark.parametrize("body", [b"\n", b" \n\n"])
def test_a_stream_without_a_line_is_refused_and_makes_no_remittance(
    world: facts.World, body: bytes
) -> None:
    answer = stream(world, body)
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "nothing_sent")
    assert world.one("SELECT count(*) FROM remittance") == 0


def test_a_table_is_taken_as_a_stream_too(world: facts.World) -> None:
    body = (b"Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN\n"
            b"FA-2;2026-01-16;2026-03-17;1000,00;BETA SA;443061841\n")  # fmt: skip
    told = json.loads(stream(world, body, kind=bulk_lists.CSV).content)
    assert (told["accepted"], told["accepted_cents"]) == (1, 100_000)


@pytest.mark.parametrize(("body", "field"), [
    (line(1) + b"{\n" + line(3), "sent.2"),
    (line(1) + line(2, gross_cents="x"), "sent.2.gross_cents"),
    (line(1, colour="red"), "sent.1.colour"),
    (b"[1]\n", "sent.1"),
    (b"\xff\xfe\n", "sent.1"),
])  # fmt: skip
def test_a_line_that_cannot_be_read_is_told_and_nothing_is_done(
    world: facts.World, body: bytes, field: str
) -> None:
    response = stream(world, body)
    told = json.loads(response.content)
    assert (response.status_code, told["code"]) == (422, "body_wrong")
    assert [error["field"] for error in told["errors"]] == [field]
    assert world.one("SELECT count(*) FROM remittance") == 0


def test_more_lines_than_a_remittance_takes_are_refused(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_lists, "LINES_MAX", 2)
    response = stream(world, line(1) + line(2) + line(3))
    assert json.loads(response.content)["code"] == "too_many_lines"
    monkeypatch.setattr(bulk_lists, "BYTES_MAX", 100)
    assert json.loads(stream(world, line(1)).content)["code"] == "files_too_large"
    assert world.one("SELECT count(*) FROM remittance") == 0


def test_a_stream_to_a_neighbours_contract_goes_nowhere(world: facts.World) -> None:
    response = stream(world, line(1), "C-2")
    assert (response.status_code, json.loads(response.content)["code"]) == (404, "contract_unknown")


def test_the_body_is_read_in_blocks_and_never_whole(world: facts.World) -> None:
    read: list[int] = []

    class Body:
        content_type = bulk_lists.NDJSON

        def __init__(self) -> None:
            self.left = 200 * bulk_lists.BLOCK_BYTES

        def read(self, size: int) -> bytes:
            read.append(size)
            self.left -= size
            return b"\n" * size if self.left >= 0 else b""

    import tempfile

    with tempfile.TemporaryFile() as spool:
        _, size = bulk_lists._spooled(Body(), spool)  # type: ignore[arg-type]
    assert size == 200 * bulk_lists.BLOCK_BYTES
    assert set(read) == {bulk_lists.BLOCK_BYTES}


def test_the_day_of_a_stream_is_the_day_played(world: facts.World) -> None:
    stream(world, line(1))
    assert world.one("SELECT posted_on FROM remittance") == date(2026, 1, 16)
