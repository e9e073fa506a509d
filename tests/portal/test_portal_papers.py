"""Papers where a person looks for them: on the page of what they are about."""

import base64
import json
from datetime import date

from tests import facts
from tests.api.test_api_looks import program, told
from tests.operations.offering import in_force, quote
from tests.portal.conftest import browser, visible
from tests.reading_papers import text_of


def test_a_client_gets_the_title_of_a_remittance(world: facts.World) -> None:
    remittance = world.one("SELECT id FROM remittance WHERE contract_id = %s", world.ids["C-1"])
    alice = browser(world, "alice", "fr")
    assert "Titre en PDF" in visible(alice.get(f"/remittances/{remittance}"))
    page = visible(alice.get(f"/remittances/{remittance}/title"))
    assert "subrogation conventionnelle" in page
    assert "Signé par" not in page
    led = alice.post(f"/remittances/{remittance}/title", act="do", key="t").headers["Location"]
    sent = alice.client.get(led)
    assert sent.headers["Content-Type"] == "application/pdf"
    assert "Quittance subrogative" in text_of(sent.content)
    cora = browser(world, "cora")
    cora.get(f"/remittances/{remittance}/title", 404)
    cora.get(led, 404)


def test_a_program_gets_the_title_and_its_bytes(world: facts.World) -> None:
    remittance = world.one("SELECT id FROM remittance WHERE contract_id = %s", world.ids["C-1"])
    body = {"contract_id": world.ids["C-1"], "remittance_id": remittance, "language": "en"}
    alice = program(world, "alice", "read", "issue_title")
    made = told(alice.post("/api/v1/issue_title", json.dumps(body), "application/json",
                           headers={"idempotency-key": "t"}), 200)  # fmt: skip
    found = told(alice.get("/api/v1/document", {"digest": made["digest"]}), 200)
    assert (found["name"], found["media_type"]) == ("C-1-1-en.pdf", "application/pdf")
    assert "Subrogation receipt" in text_of(base64.b64decode(found["content"]))
    cora = program(world, "cora")
    refused = told(cora.get("/api/v1/document", {"digest": made["digest"]}), 404)
    assert refused["code"] == "document_unknown"


def test_papers_are_links_on_the_pages_of_what_they_tell(world: facts.World) -> None:
    in_force(world)
    offered = quote(world, login="alice")["quote_id"]
    world.ids["B-1"] = world.contract("B-1", fee_billing="AT_ASSIGNMENT")
    world.remit(world.ids["B-1"], {"number": "FB-1", "cents": 1_000_000,
                                    "due_on": date(2026, 2, 28)})  # fmt: skip
    entry = world.one("SELECT DISTINCT entry_id FROM charge WHERE contract_id = %s",
                      world.ids["B-1"])  # fmt: skip
    alice, cora = browser(world, "alice", "fr"), browser(world, "cora")
    for page, link, title in (
        (f"/quotes/{offered}", f"/quotes/{offered}/quote.pdf", f"Devis d'affacturage n° {offered}"),
        ("/contracts/B-1", "/contracts/B-1/conditions.pdf", "Conditions particulières"),
        ("/contracts/B-1/account", "/contracts/B-1/account.pdf", "Relevé de compte"),
        (f"/contracts/B-1/entries/{entry}", f"/contracts/B-1/entries/{entry}/bill.pdf",
         "Décompte de commissions et frais n° B-1-00001"),
    ):  # fmt: skip
        assert link in alice.get(page)
        sent = alice.client.get(link)
        assert sent.headers["Content-Type"] == "application/pdf"
        assert title in text_of(sent.content)
        cora.get(link, 404)
    assert "bill.pdf" not in alice.get(f"/contracts/B-1/entries/{entry + 1}")


def test_a_program_gets_papers_in_its_language(world: facts.World) -> None:
    alice, cora = program(world, "alice", language="fr"), program(world, "cora")
    asked = {"kind": "conditions", "contract_id": world.ids["C-1"]}
    made = told(alice.get("/api/v1/paper", asked), 200)
    assert "Conditions particulières du contrat C-1" in text_of(base64.b64decode(made["content"]))
    assert told(alice.get("/api/v1/paper", asked), 200)["digest"] == made["digest"]
    statement = told(alice.get("/api/v1/paper", {**asked, "kind": "statement"}), 200)
    assert statement["name"] == "C-1-releve-2025-12-17-2026-01-16-fr.pdf"
    assert told(cora.get("/api/v1/paper", asked), 404)["code"] == "contract_unknown"
    wrong = told(alice.get("/api/v1/paper", {"kind": "poem"}), 422)
    assert wrong["code"] == "paper_kind_unknown"


def test_the_desk_writes_letters_and_opens_them_from_the_outbox(world: facts.World) -> None:
    world.ids["N-1"] = world.contract("N-1", notice_required=True)
    world.remit(world.ids["N-1"], {"number": "FN-1", "cents": 1_000_000,
                                   "due_on": date(2026, 2, 28)})  # fmt: skip
    anna = browser(world, "anna", "fr")
    assert "Établir les lettres aux acheteurs" in visible(anna.get("/letters"))
    assert anna.post("/letters", act="do", key="l").headers["Location"].startswith("/outbox")
    line = world.one("SELECT id FROM outbox WHERE kind = 'buyer_notice'")
    digest = world.one("SELECT encode(digest, 'hex') FROM paper WHERE kind = 'NOTICE'")
    assert f"/documents/{digest}" in anna.get(f"/outbox/{line}")
    assert "FN-1" in text_of(anna.client.get(f"/documents/{digest}").content)
    browser(world, "alice").get("/letters", 404)
