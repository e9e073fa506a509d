"""Papers to sign in the portal: two clicks of a signatory, the forms of the desk, the provider's
call."""

import hashlib
import hmac
import json
import re

import psycopg
import pytest

from tests.facts import World
from tests.operations.offering import in_force, quote
from tests.portal.conftest import browser, visible
from tests.signing import ask, empower, sent

SECRET = "shared-with-the-provider"


def deed(world: World) -> int:
    """A remittance under a Dailly contract whose fee is due at assignment, and alice's power."""
    world.ids["D-1"] = world.contract("D-1", transfer_mode="DAILLY", fee_billing="AT_ASSIGNMENT")
    empower(world)
    return sent(world, "D-1")


def test_a_client_prepares_a_deed_has_a_code_sent_and_signs(world: World) -> None:
    remittance = deed(world)
    alice = browser(world, "alice", "fr")
    page = alice.get("/contracts/D-1/to-sign")
    assert "Bordereaux en attente de signature" in page
    owed = "commission d'affacturage, due une fois signé : 7,41 € HT"
    assert owed in visible(page)
    alice.post("/contracts/D-1/to-sign", act="prepare", key="p", remittance=str(remittance))
    page = alice.get("/contracts/D-1/to-sign")
    id_ = re.search(r'name="signature" value="(\d+)"', page)
    assert id_ is not None
    assert "Je soussigné(e) Alice déclare avoir lu le document « D-1-1-fr.pdf »" in visible(page)
    (digest,) = set(re.findall(r'href="(/documents/[0-9a-f]{64})"', page))
    assert alice.client.get(digest).headers["Content-Type"] == "application/pdf"
    sent_page = alice.client.post("/contracts/D-1/to-sign",
                                  {"act": "code", "key": "c", "signature": id_[1]})  # fmt: skip
    told = visible(sent_page.content.decode())
    code = re.search(r"a•••@alpha.example est (\d{6})", told)
    assert code is not None, told
    wrong = alice.client.post("/contracts/D-1/to-sign", {
        "act": "sign", "key": "w", "signature": id_[1], "code": "000 000"})  # fmt: skip
    assert "Ce code est faux" in visible(wrong.content.decode())
    led = alice.post("/contracts/D-1/to-sign", act="sign", key="s", signature=id_[1], code=code[1])
    page = visible(alice.get(led.headers["Location"]))
    assert "documents signés." in page
    assert "signé" in page
    found = visible(alice.get(f"/contracts/D-1/signatures/{id_[1]}"))
    assert "La preuve" in found
    assert world.one("SELECT address FROM (SELECT convert_from(content, 'UTF8')::jsonb #>>"
                     " '{identified,address}' AS address FROM document"
                     " WHERE media_type = 'application/json') e") == "127.0.0.1"  # fmt: skip


def test_nobody_else_is_shown_it_to_sign(world: World) -> None:
    remittance = deed(world)
    id_ = ask(world, remittance)["signature_id"]
    bob = browser(world, "bob")
    assert "Nothing is asked of you." in visible(bob.get("/contracts/D-1/to-sign"))
    browser(world, "anna").get("/contracts/D-1/to-sign", 404)
    cora = browser(world, "cora")
    cora.get("/contracts/D-1/to-sign", 404)
    cora.get(f"/contracts/D-1/signatures/{id_}", 404)
    assert str(id_) not in visible(cora.get("/signatures"))


def test_the_desk_asks_for_signatures_and_sees_how_they_stand(world: World) -> None:
    remittance = deed(world)
    anna = browser(world, "anna")
    assert "Have it signed" in visible(anna.get(f"/remittances/{remittance}"))
    anna.post(f"/remittances/{remittance}/sign", act="do", key="t", login="alice", way="SIMPLE")
    in_force(world)
    quote(world, party_id=world.ids["ALPHA SAS"])  # what the TEG of the conditions rests on
    anna.post("/contracts/C-1/signatures/conditions", act="do", key="c", login="alice",
              way="SIMPLE", last_on="")  # fmt: skip
    page = visible(anna.get("/signatures"))
    assert "title of a remittance" in page
    assert "C-1-conditions-2026-01-16-en.pdf" in page
    assert page.count("to be signed") == 2
    powers = visible(anna.get("/powers"))
    assert "alice@alpha.example" in powers
    led = anna.post("/powers/add", act="do", key="p", company_id="ALPHA SAS", login="bob",
                    email="bob@alpha.example", phone="", from_on="2026-01-16", until_on="",
                    ceiling_cents="5000", currency="EUR", signer_count="2",
                    source="board")  # fmt: skip
    assert "waits=" in led.headers["Location"]
    carl = visible(browser(world, "carl").get("/approvals"))
    assert "bob signs for ALPHA SAS: 2 together, €5,000.00" in carl


def test_the_provider_s_call_is_believed_when_it_is_signed_and_only_then(
    world: World, monkeypatch: pytest.MonkeyPatch, writer: psycopg.Connection
) -> None:
    monkeypatch.setenv("COMPTANT_SIGNATURES_URL", "https://provider.example/v3")
    id_ = ask(world, deed(world), way="ADVANCED")["signature_id"]
    world.conn.execute("UPDATE envelope SET state = 'SENT', reference = 'sr-1',"
                       " next_at = now() + interval '1 hour'")  # fmt: skip
    body = json.dumps({"data": {"signature_request": {"id": "sr-1"}}}).encode()
    client = browser(world, "alice").client
    client.cookies.clear()

    def call(signed: str, content: bytes = body) -> int:
        return int(
            client.post(
                "/signatures/heard",
                content,
                "application/json",
                headers={"x-yousign-signature-256": signed},
            ).status_code
        )

    good = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert call(f"sha256={good}") == 401  # no secret is set
    monkeypatch.setenv("COMPTANT_SIGNATURES_SECRET", SECRET)
    assert call("") == 401
    assert call(f"sha256={good}", body + b" ") == 401
    assert client.get("/signatures/heard").status_code == 401
    is_soon = "SELECT next_at < now() + interval '1 minute' FROM envelope WHERE signature_id = %s"
    assert not world.one(is_soon, id_)
    assert call(f"sha256={good}") == 202
    assert world.one(is_soon, id_)
    other = b"[]"
    signed = hmac.new(SECRET.encode(), other, hashlib.sha256).hexdigest()
    assert call(f"sha256={signed}", other) == 202
