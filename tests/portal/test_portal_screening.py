"""Names on lists in a browser: compliance looks, reads why, decides; nobody else is told."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import facts
from tests.portal.conftest import browser, visible


def test_compliance_looks_reads_why_and_decides(world: facts.World) -> None:
    carl = browser(world, "carl", "fr")
    sent = SimpleUploadedFile("eu.csv", b"name\nBeta\n", content_type="text/csv")
    carl.post("/screening/all", act="do", key="a", list_name="eu.csv", list_on=str(world.on),
              content=sent)  # fmt: skip
    carl.post("/screening/new", act="do", key="b")
    shown = visible(carl.get("/screening"))
    for said in ("Noms sur listes", "BETA SA", "100,00 %", "beta = beta"):
        assert said in shown, shown
    hit_id = world.one("SELECT id FROM screening_hit")
    assert "beta = beta" in visible(carl.get(f"/screening/{hit_id}"))
    carl.post(f"/screening/{hit_id}/decide", act="do", key="c", outcome="TRUE", reason="passeport")
    waits = visible(browser(world, "ada", "fr").get("/approvals"))
    assert f"rapprochement {hit_id}" in waits
    assert "passeport" not in waits
    carl.get("/screening/999999", 404)
    for login in ("anna", "tania", "cora"):
        browser(world, login).get("/screening", 404)
        browser(world, login).get(f"/screening/{hit_id}", 404)
    # The client reads that something is verified, and nothing of a list.
    told = visible(browser(world, "alice", "fr").get("/contracts/C-1"))
    for word in ("gel des avoirs", "sanction", "eu.csv", "passeport"):
        assert word not in told.casefold(), told
    browser(world, "alice").get("/screening", 404)
