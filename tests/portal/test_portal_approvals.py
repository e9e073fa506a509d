"""A second person's answer, by the page of what waits."""

from tests import facts
from tests.portal.conftest import browser, visible


def test_a_draw_waits_for_another_person_who_releases_it(world: facts.World) -> None:
    alice, tania, ugo = (browser(world, login) for login in ("alice", "tania", "ugo"))
    to = alice.post("/contracts/C-1/draw", act="draw", key="d", cents="100000").headers["Location"]
    waiting = world.one("SELECT max(id) FROM approval WHERE kind = 'payment_order'")
    assert "Approve" in visible(tania.get("/approvals"))
    assert "Approve" not in visible(ugo.get("/approvals"))
    form = {"act": "answer", "id": str(waiting), "answer": "yes", "reason": ""}
    told = visible(ugo.post("/approvals", 403, key="u", **form).content.decode())
    assert "ugo" in told
    tania.post("/approvals", key="t", **form)
    assert "Nothing waits." in visible(tania.get("/approvals"))
    assert "released" in visible(alice.get(to))
