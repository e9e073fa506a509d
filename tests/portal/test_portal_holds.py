"""Legal holds and proofs of erasure in a browser: administrators place and lift, auditors read."""

from tests import facts
from tests.portal.conftest import browser, visible


def test_a_hold_is_placed_lifted_and_what_is_due_goes(world: facts.World) -> None:
    world.conn.execute("INSERT INTO sign_in_failure VALUES ('alice', '2024-01-02')")
    ada = browser(world, "ada", "fr")
    assert "Soustrait à l'effacement" in visible(ada.get("/left")).replace("&#x27;", "'")
    given = {"login": "alice", "party_id": "", "kind": "", "reason": "litige"}
    ada.post("/left/holds/place", act="do", key="a", **given)
    shown = visible(ada.get("/left/holds"))
    assert "litige" in shown
    assert "alice" in shown
    ada.post("/left/proofs/purge", act="do", key="b")
    assert world.one("SELECT count(*) FROM erasure_proof") == 0
    hold_id = world.one("SELECT id FROM legal_hold")
    ada.post("/left/holds/lift", act="do", key="c", hold_id=str(hold_id), reason="jugement")
    world.approve({"approval_id": world.one("SELECT max(id) FROM approval")}, "aron")
    ada.post("/left/proofs/purge", act="do", key="d")
    assert "règle de la maison" in visible(ada.get("/left/proofs"))
    for path in ("/left/holds", "/left/proofs"):
        browser(world, "anna").get(path, 404)
        browser(world, "alice").get(path, 404)
