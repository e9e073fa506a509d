"""Cursors that we did not give and lists that nobody would write: told with their place, no fault
of ours."""

import base64
import json
from typing import Any
from urllib.parse import quote

import django
import psycopg
import pytest

from tests import facts
from tests.houses import house
from tests.portal.conftest import browser
from tests.traces import contents

DAY = "2026-01-16"
KEYS: list[Any] = [
    ["abc"], [str(2**63)], ["NaN"], ["1e5"], ["1.5"], [""], ["\0"], ["\ud800"], [1], [None], [[]],
    {}, "1", 7, None, ["1", "2"], ["9" * 400],
]  # fmt: skip
DEEP = "[" * 100_000


@house
def world(writer: psycopg.Connection) -> facts.World:
    django.setup()
    opened = facts.open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    return opened


def program(world: facts.World) -> Any:
    from django.test import Client

    token = "p" * 43
    world.give_key("alice", token, "read", "remit")
    return Client(headers={"authorization": f"Bearer {token}", "comptant-day": DAY,
                           "host": "localhost", "accept-language": "en"})  # fmt: skip


def cursors() -> list[str]:
    told = [json.dumps(key).encode() for key in KEYS] + [DEEP.encode()[:2_900], b"\xff", b"{"]
    return [base64.urlsafe_b64encode(one).decode().rstrip("=") for one in told] + ["é", "?"]


# What orders a list is a number, a text, a day, an instant: whatever is no such value is told.
@pytest.mark.parametrize(("path", "right"), [
    ("invoices", None), ("parties", None), ("events", None), ("contracts", ["9" * 400]),
    ("cash", None),
])  # fmt: skip
def test_a_cursor_that_we_did_not_give_is_told(
    world: facts.World, path: str, right: list[str] | None
) -> None:
    client = program(world)
    for cursor in cursors():
        of = f"contract_id={world.ids['C-1']}&" if path == "invoices" else ""
        response = client.get(f"/api/v1/{path}?{of}after={quote(cursor)}")
        if response.status_code == 200:  # a list ordered by texts begins after any text
            assert path == "contracts", cursor
            continue
        assert response.status_code == 422, (path, cursor, response.content[:300])
        assert json.loads(response.content)["code"] == "cursor_wrong"


def test_so_it_is_on_a_page(world: facts.World) -> None:
    alice = browser(world, "alice")
    for cursor in cursors():
        response = alice.client.get(f"/contracts/C-1/invoices?after={quote(cursor)}")
        assert response.status_code == 422, (cursor, response.status_code)


def row(**changed: Any) -> dict[str, Any]:
    return {"invoice_number": "FA-1", "currency": "EUR", "type_code": "380", "issued_on": DAY,
            "due_on": "2026-03-01", "gross_cents": 100_000, "payable_cents": 100_000,
            "buyer_name": "BETA SA", "buyer_siren": facts.SIRENS["BETA SA"], **changed}  # fmt: skip


@pytest.mark.parametrize(("line", "field"), [
    (DEEP, "sent.2"), (DEEP.replace("[", '{"a":'), "sent.2"), ("\0", "sent.2"),
    (json.dumps(row(buyer_name="BETA\0SA")), "sent.2.buyer_name"),
    (json.dumps(row(invoice_number="FA\0")), "sent.2.invoice_number"),
    (json.dumps(row(buyer_name="BETA \ud800")), "sent.2.buyer_name"),
    (json.dumps(row(currency="E\0R")), "sent.2.currency"),
    (json.dumps({**row(), "\ud800": 1}), "sent.2"), ("7", "sent.2"), ("NaN", "sent.2"),
    (json.dumps(row(payable_cents=2**70)), "sent.2.payable_cents"),
])  # fmt: skip
def test_a_line_that_nobody_would_write_is_told_with_its_place_and_nothing_is_done(
    world: facts.World, line: str, field: str
) -> None:
    client = program(world)
    before = contents(world.conn)
    body = f"{json.dumps(row())}\n{line}\n".encode()
    response = client.generic(
        "POST", f"/api/v1/bulk/remit?contract_id={world.ids['C-1']}", body,
        content_type="application/x-ndjson", headers={"idempotency-key": "hostile"},
    )  # fmt: skip
    assert response.status_code == 422, response.content[:500]
    assert field in [one["field"] for one in json.loads(response.content)["errors"]]
    after = contents(world.conn)
    assert {one for one in before if after[one] != before[one]} <= {"address_tries", "api_use"}


def test_a_name_that_no_file_has_is_told(world: facts.World) -> None:
    client = program(world)
    response = client.generic(
        "POST", f"/api/v1/bulk/remit?contract_id={world.ids['C-1']}&name=%00", json.dumps(row()),
        content_type="application/x-ndjson", headers={"idempotency-key": "named"},
    )  # fmt: skip
    assert response.status_code == 422, response.content[:500]


def test_a_body_of_an_operation_with_nul_or_too_deep_is_told(world: facts.World) -> None:
    client = program(world)
    for body in (DEEP, json.dumps({"contract_id": world.ids["C-1"], "sent": [row(buyer_name="\0")],
                                   "file_name": "x", "digest": "eA=="}),
                 json.dumps({"contract_id": world.ids["C-1"], "sent": [row()],
                             "file_name": "\0", "digest": "eA=="})):  # fmt: skip
        response = client.post("/api/v1/remit", body, content_type="application/json",
                               headers={"idempotency-key": "deep"})  # fmt: skip
        assert response.status_code in (400, 422), response.content[:500]
