"""Papers where a person looks for them: on the page of what they are about."""

import base64
import json

from tests import facts
from tests.api.test_api_looks import program, told
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
    assert "Signed by" in visible(browser(world, "anna").get(f"/remittances/{remittance}/title"))


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
