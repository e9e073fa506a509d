"""A garnishment in a browser: registered after a look, answered by a paper, read by the client."""

from comptant.operations.registry import parties
from tests import facts
from tests.portal.conftest import browser, seen, visible


def test_it_is_registered_after_a_look_answered_and_read_by_the_client(world: facts.World) -> None:
    parties.add_party(world.conn, world.asked("anna"), kind="COMPANY", name="SIE PARIS 8",
                      country="FR", numbers={})  # fmt: skip
    anna = browser(world, "anna", "fr")
    form = "/contracts/C-1/garnishments/register"
    given = {"kind": "SATD", "creditor_id": "SIE PARIS 8", "reference": "SATD-1", "buyer_id": "",
             "served_at": "2026-01-16T00:30", "amount_cents": "500,00"}  # fmt: skip
    looked = anna.post(form, 200, act="look", key="a", **given).content.decode()
    assert world.one("SELECT count(*) FROM garnishment") == 0
    anna.post(form, act="do", key="a", seen=seen(looked), **given)
    shown = visible(anna.get("/garnishments"))
    assert "faire la déclaration" in shown
    assert "SATD-1" in shown
    here = f"/contracts/C-1/garnishments/{world.one('SELECT id FROM garnishment')}"
    anna.post(f"{here}/answer", act="do", key="b", language="fr")
    digest = world.one("SELECT encode(digest, 'hex') FROM garnishment_step")
    assert f"/documents/{digest}" in anna.get(here)
    alice = browser(world, "alice")
    assert "SATD-1" in visible(alice.get("/contracts/C-1/garnishments"))
    assert "garnished" in visible(alice.get("/contracts/C-1/why")).lower()
    letter = alice.client.get(f"/documents/{digest}")
    assert (letter.status_code, letter.headers["Content-Type"]) == (200, "application/pdf")
    alice.get("/garnishments", 404)
    browser(world, "cora").get(here, 404)
    anna.post(f"{here}/told", act="do", key="c", step="LIFTED", amount_cents="",
              step_on=str(world.on), reference="mainlevée")  # fmt: skip
    assert "mainlevée" in visible(anna.get(here))
