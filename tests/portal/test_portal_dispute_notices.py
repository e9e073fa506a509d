"""A dispute that nobody settles, in a browser: notice by the desk, read again by the client."""

from comptant.operations.risk import disputes
from tests import facts
from tests.portal.conftest import Browser, browser, seen, visible


def later(world: facts.World, login: str, language: str = "en") -> Browser:
    """Somebody signed in 31 days after the day of the tests."""
    found = browser(world, login, language)
    found.client.cookies["day"] = "2026-02-16"
    return found


def test_notice_is_given_after_a_look_and_the_client_reads_the_letter(world: facts.World) -> None:
    dispute = disputes.open_dispute(
        world.conn, world.asked("anna"), contract_id=world.ids["C-1"], code="LIT-QUA",
        invoice_id=world.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'"),
        amount_cents=None, is_rest_confirmed=False, source="BUYER", evidence="mail",
    )["dispute_id"]  # fmt: skip
    anna = later(world, "anna")
    assert "give the client notice" in visible(anna.get("/disputes"))
    here = f"/contracts/C-1/disputes/{dispute}"
    looked = anna.post(f"{here}/notify", 200, act="look", key="a").content.decode()
    assert world.one("SELECT count(*) FROM dispute_notice") == 0
    anna.post(f"{here}/notify", act="do", key="a", seen=seen(looked))
    assert "notice given" in visible(anna.get(here))
    again = anna.post("/contracts/C-1/dispute-notices/give", 422, act="look", key="b")
    assert "No dispute of C-1" in visible(again.content.decode())
    alice = later(world, "alice", "fr")
    page = alice.get("/contracts/C-1/dispute-notices")
    assert "18/03/2026" in visible(page)
    digest = world.one("SELECT encode(digest, 'hex') FROM dispute_notice")
    assert f"/documents/{digest}" in page
    letter = alice.client.get(f"/documents/{digest}")
    assert (letter.status_code, letter.headers["Content-Type"]) == (200, "application/pdf")
    assert later(world, "cora").client.get(f"/documents/{digest}").status_code == 404
    alice.post(f"{here}/notify", 404, act="do", key="x")
