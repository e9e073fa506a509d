"""Looks of the API, and failures told as problems: with the field, in the caller's language."""

import base64
import hashlib
import json
from datetime import date
from typing import Any

import django
import psycopg
import pytest
from django.test import Client

from comptant.operations.acts.proofs import PERSONAL
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.assigning import remit
from comptant.operations.assigning.sent_files import SentFile
from comptant.operations.registry import parties
from tests import facts
from tests.cast import called_long_ago
from tests.operations.offering import in_force, quote
from tests.partners import PARTNERS, add_partners
from tests.portal.conftest import browser, visible

DAY = "2026-01-16"


@pytest.fixture
def world(writer: psycopg.Connection) -> facts.World:
    """alice owns ALPHA SAS, bob keeps its accounts, theo draws, adam sends; GAMMA SA beside it."""
    django.setup()
    opened = facts.open_world(writer)
    for login, role in (("bob", "client_accountant"), ("theo", "client_treasurer"),
                        ("adam", "client_user")):  # fmt: skip
        facts.add_user(opened, login, opened.ids["ALPHA SAS"], [role], False)
    opened.ids["C-1"] = opened.contract("C-1")
    opened.ids["C-2"] = opened.contract("C-2", client="GAMMA SA")
    opened.limit(opened.ids["C-1"], "BETA SA", 5_000_000)
    opened.remit(opened.ids["C-1"], {"number": "FA-1", "cents": 2_000_000,
                                     "due_on": date(2026, 2, 28)})  # fmt: skip
    return opened


def program(
    world: facts.World, login: str, *scopes: str, language: str = "en", day: str = DAY
) -> Client:
    """A program of somebody, on the day of the tests."""
    token = f"{login}{len(scopes)}".ljust(43, "x")
    if not world.one("SELECT count(*) FROM api_key WHERE name = %s", token):
        world.give_key(login, token, *(scopes or ("read",)), name=token)
    return Client(headers={"authorization": f"Bearer {token}", "comptant-day": day,
                           "host": "localhost", "accept-language": language})  # fmt: skip


def told(response: Any, status: int) -> Any:
    """The JSON of an answer; of a failure, as a problem."""
    assert response.status_code == status, response.content.decode()[:1500]
    kind = "application/problem+json" if status >= 400 else "application/json"
    assert response.headers["Content-Type"] == kind
    return json.loads(response.content)


def test_what_may_be_drawn_is_told_euro_by_euro_in_the_language_asked(world: facts.World) -> None:
    seen = {
        language: told(program(world, "alice", language=language).get(
            f"/api/v1/availability?contract_id={world.ids['C-1']}"), 200)
        for language in ("en", "fr")
    }  # fmt: skip
    english = seen["en"]
    assert english["drawable_cents"] == world.one(
        "SELECT 2000000 * 90 / 100"
    )  # 90 % of the invoice, nothing else in the way
    parts = sum(part["amount_cents"] for part in english["parts"])
    assert parts == english["outstanding_cents"]
    assert english["parts"][0]["sentence"] != seen["fr"]["parts"][0]["sentence"]


def test_a_draw_is_quoted_as_in_the_portal_and_nothing_is_kept(world: facts.World) -> None:
    before = world.one("SELECT count(*) FROM act")
    address = f"/api/v1/draw_quote?contract_id={world.ids['C-1']}&amount_cents=1000000"
    quote = told(program(world, "theo").get(address), 200)
    assert quote["order"]["amount_cents"] == 1_000_000
    page = visible(browser(world, "theo").get("/contracts/C-1/draw?amount=10000"))
    for one in quote["costs"]:
        cents = one["cost_cents"]
        assert f"€{cents // 100}.{cents % 100:02d}" in page
    whole = told(program(world, "theo").get(address.partition("&")[0]), 200)
    assert whole["order"]["amount_cents"] == 1_800_000
    assert (
        world.one("SELECT count(*) FROM act") == before + 2
    )  # the key that was given, and agreed to


def test_a_draw_is_quoted_to_the_account_named(world: facts.World) -> None:
    called_long_ago(
        world,
        world.approve(
            parties.propose_payee_account(
                world.conn,
                world.asked("alice"),
                party_id=world.ids["ALPHA SAS"],
                iban="FR7612345987650123456789014",
                bic=None,
                holder="ALPHA SAS",
            )
        )["payee_account_id"],
    )
    address = f"/api/v1/draw_quote?contract_id={world.ids['C-1']}"
    assert told(program(world, "theo").get(address), 422)["code"] == "payee_to_choose"
    accounts = told(program(world, "theo").get("/api/v1/payees"), 200)["rows"]
    for account in accounts:
        named = f"{address}&payee_account_id={account['id']}"
        assert told(program(world, "theo").get(named), 200)["order"]["iban"] == account["iban"]
    assert len(accounts) == 2


def test_a_document_is_given_byte_for_byte_to_those_who_may_read_it(world: facts.World) -> None:
    add_partners(world, world.ids["C-1"])
    facts.add_user(world, "cora", world.ids["GAMMA SA"], ["client_owner"], False)
    content = b"Invoice number;...\r\n\xff"
    asked, row = world.asked("alice"), {"number": "FA-7", "cents": 100, "due_on": world.on}
    digest = hashlib.sha256(content).digest()
    remit.remit(
        world.conn, asked, contract_id=world.ids["C-1"], sent=facts.sent_invoices(world.on, row),
        file_name="a.csv", digest=digest, received_at=asked.at,
        files=(SentFile("a.csv", digest, content),),
    )  # fmt: skip
    listed = told(program(world, "bob").get(f"/api/v1/documents?contract_id={world.ids['C-1']}"),
                  200)["rows"]  # fmt: skip
    assert digest.hex() in [row["digest"] for row in listed]
    address = f"/api/v1/document?digest={digest.hex()}"
    found = told(program(world, "bob").get(address), 200)
    assert base64.b64decode(found["content"]) == content
    for login in ("cora", "brice", "bea", "sam", "gael"):
        assert told(program(world, login).get(address), 404)["code"] == "document_unknown", login
    assert told(program(world, "bob").get("/api/v1/document?digest=x"), 404)


def test_leaving_is_simulated_as_in_the_portal_and_nothing_is_kept(world: facts.World) -> None:
    before = world.one("SELECT count(*) FROM act")
    address = f"/api/v1/exit_simulation?contract_id={world.ids['C-1']}&notice_on=2026-03-02"
    simulated = told(program(world, "theo").get(address), 200)
    assert (simulated["notice_on"], simulated["ends_on"]) == ("2026-03-02", "2026-06-02")
    page = visible(browser(world, "theo").get("/contracts/C-1/exit?notice=2026-03-02"))
    for cents in (simulated["final_cents"], simulated["exit_cost_cents"]):
        assert f"€{cents // 100:,}.{cents % 100:02d}" in page
    assert (
        world.one("SELECT count(*) FROM act") == before + 2
    )  # the key that was given, and agreed to


def test_a_draw_beyond_what_is_there_is_told_as_the_draw_would(world: facts.World) -> None:
    address = f"/api/v1/draw_quote?contract_id={world.ids['C-1']}&amount_cents=999999999"
    assert told(program(world, "alice").get(address), 422)["code"] == "beyond_availability"


def test_who_may_not_draw_gets_no_quote_and_nobody_looks_at_a_neighbour(
    world: facts.World,
) -> None:
    add_partners(world, world.ids["C-1"])
    ours, theirs = world.ids["C-1"], world.ids["C-2"]
    refused = told(program(world, "bob").get(f"/api/v1/draw_quote?contract_id={ours}"), 403)
    assert refused["code"] == "not_your_right"
    logins = {"alice", "bob", "theo", "adam", *(login for login, _ in PARTNERS.values())}
    for login in sorted(logins):
        for look in ("availability", "draw_quote", "exit_simulation"):
            answer = program(world, login).get(f"/api/v1/{look}?contract_id={theirs}")
            assert told(answer, 404)["code"] == "contract_unknown", (login, look)
    for login in ("brice", "bea", "sam", "gael"):  # a part in the contract is not the contract
        answer = program(world, login).get(f"/api/v1/availability?contract_id={ours}")
        assert told(answer, 404)["code"] == "contract_unknown", login
    unread = program(world, "alice", "draw").get(f"/api/v1/availability?contract_id={ours}")
    assert told(unread, 403)["code"] == "not_in_scope"


@pytest.mark.parametrize(("path", "method", "status", "code"), [
    ("/api/v1/nothing", "get", 404, "address_unknown"),
    ("/api/v1/nothing/at/all", "post", 404, "address_unknown"),
    ("/api/v2/draw", "get", 404, "address_unknown"),
    ("/api/v1/draw", "get", 405, "method_wrong"), ("/api/v1/orders", "put", 405, "method_wrong"),
    ("/api/v1/availability", "delete", 405, "method_wrong"),
])  # fmt: skip
def test_what_is_no_endpoint_is_told_as_a_problem(
    world: facts.World, path: str, method: str, status: int, code: str
) -> None:
    for language, word in (("en", "address"), ("fr", "adresse")):
        client = program(world, "alice", language=language)
        response = getattr(client, method)(path)
        problem = told(response, status)
        assert (problem["code"], problem["status"]) == (code, status)
        assert word in problem["title"]
        assert ("Allow" in response.headers) is (status == 405)


def test_a_page_that_is_not_there_is_still_a_page(world: facts.World) -> None:
    assert "<html" in browser(world, "alice").get("/nothing", 404)


@pytest.mark.parametrize("day", ["16/01/2026", "2026-02-30", "tomorrow", "2026-01-16T00:00"])
def test_a_day_that_is_none_is_refused_with_the_header_that_says_it(
    world: facts.World, day: str
) -> None:
    problem = told(program(world, "alice", day=day).get("/api/v1/orders"), 422)
    assert problem["errors"] == [{"field": "Comptant-Day", "code": "date_parsing",
                                  "message": "This must be a date: 2026-01-16."}]  # fmt: skip


def test_a_day_played_where_there_is_no_trial_is_refused_and_not_ignored(
    world: facts.World,
) -> None:
    client = program(world, "alice")
    world.conn.execute(
        "INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source,"
        " act_id) SELECT 0, 'FACTOR', id, 'is_sandbox', '2026-06-01', 'false', 'test', 1"
        " FROM party WHERE kind = 'FACTOR'"
    )
    problem = told(client.get("/api/v1/orders"), 422)
    assert problem["code"] == "day_not_today"
    assert problem["errors"][0]["field"] == "Comptant-Day"


def test_what_is_wrong_with_a_field_is_said_in_the_language_asked(world: facts.World) -> None:
    body = json.dumps({"contract_id": "x", "amount_cents": 1.5, "more": 1})
    seen = {}
    for language in ("en", "fr"):
        response = program(world, "alice", "draw", language=language).post(
            "/api/v1/draw", body, content_type="application/json",
            headers={"idempotency-key": "k"},
        )  # fmt: skip
        seen[language] = {one["field"]: (one["code"], one["message"])
                          for one in told(response, 422)["errors"]}  # fmt: skip
    assert seen["fr"] == {
        "contract_id": ("int_type", "Ce doit être un nombre entier."),
        "amount_cents": ("int_type", "Ce doit être un nombre entier."),
        "more": ("extra_forbidden", "Ce champ n'existe pas : retirez-le."),
    }
    assert seen["en"]["contract_id"] == ("int_type", "This must be a whole number.")


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data", ""])
def test_a_list_of_another_kind_is_refused_with_the_kinds_that_are_taken(
    world: facts.World, kind: str
) -> None:
    response = program(world, "alice", "remit").generic(
        "POST", f"/api/v1/bulk/remit?contract_id={world.ids['C-1']}", b"{}", content_type=kind,
        headers={"idempotency-key": "k"},
    )  # fmt: skip
    problem = told(response, 415)
    assert problem["code"] == "content_type_wrong"
    assert "application/x-ndjson, text/csv" in problem["title"]


@pytest.mark.parametrize(("field", "value"), [
    ("term_days", 99_999_999), ("payment_days", 5_000), ("turnover_cents", 10**15),
    ("invoice_count", 10**12), ("buyer_count", 10**9), ("credited_cents", 10**14),
    ("term_days", 10_000),
])  # fmt: skip
def test_a_quote_on_figures_beyond_reason_is_refused_with_the_field(
    world: facts.World, field: str, value: int
) -> None:
    row = {"row_number": 1, "buyer_name": "BETA SA", "turnover_cents": 120_000_000,
           "term_days": 45, field: value}  # fmt: skip
    body = {
        "prospect": "ALPHA SAS",
        "party_id": None,
        "product": "whole_turnover",
        "terms": {},
        "client_class": "C",
        "need_cents": None,
        "told": {},
        "buyers": [row],
        "sales": [],
    }
    response = program(world, "alice", "quote").post(
        "/api/v1/quote", json.dumps(body), content_type="application/json",
        headers={"idempotency-key": f"{field}{value}"},
    )  # fmt: skip
    problem = told(response, 422)
    assert [one["field"].rpartition(".")[2] for one in problem["errors"]] == [field]


def test_no_look_is_a_right_that_somebody_holds() -> None:
    """They are reads: whoever may read may ask, and the answer is theirs."""
    assert {"availability", "draw_quote", "exit_simulation"}.isdisjoint(set(RIGHTS) | PERSONAL)


def test_a_key_tells_what_is_known_of_its_own_person_and_of_nobody_else(world: facts.World) -> None:
    add_partners(world, world.ids["C-1"])
    for login in ("alice", "bob", "anna", "brice", "bea", "sam", "gael"):
        own = json.dumps(told(program(world, login).get("/api/v1/personal_data"), 200))
        assert login in own
        other = "bob" if login == "alice" else "alice"
        refused = program(world, login).get(f"/api/v1/personal_data?login={other}")
        assert 400 <= refused.status_code < 500
        assert other not in json.dumps(json.loads(refused.content).get("parts", []))


def test_a_request_goes_out_and_comes_back_as_a_file_and_a_call_is_read(world: facts.World) -> None:
    alice = program(world, "alice", "read", "take_file", "ask_callback")
    in_force(world)
    ids = [quote(world, login="alice")["quote_id"] for _ in range(2)]
    file = told(alice.get(f"/api/v1/offer_file?quote_id={ids[0]}&quote_id={ids[1]}"), 200)
    assert len(json.loads(base64.b64decode(file["content"]))["offers"]) == 2
    taken = told(alice.post("/api/v1/take_file", json.dumps({
        "file_name": file["name"], "content": file["content"]}),
        content_type="application/json", headers={"idempotency-key": "t"}), 200)  # fmt: skip
    again = told(alice.get(f"/api/v1/offer_file?file_id={taken['file_id']}"), 200)
    assert again["content"] == file["content"]
    assert told(alice.get("/api/v1/offer_file"), 422)["code"] == "file_of_what"
    asked = told(alice.post("/api/v1/ask_callback", json.dumps({
        "quote_id": ids[0], "file_id": None, "caller": "Alice", "phone": "0612345678",
        "question": ""}), content_type="application/json",
        headers={"idempotency-key": "c"}), 200)  # fmt: skip
    call = told(alice.get(f"/api/v1/callback?callback_id={asked['callback_id']}"), 200)
    assert call["diagnosis"]["options"][0]["is_read"]
    colleague = program(world, "theo", "read")
    assert told(colleague.get("/api/v1/callbacks"), 200)["rows"][0]["id"] == asked["callback_id"]
