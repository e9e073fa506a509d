"""A stress in a browser: asked by fields, told, as a workbook; for the factor only."""

from tests import facts
from tests.portal.conftest import browser, visible


def test_the_desk_asks_what_a_worse_day_would_do(world: facts.World) -> None:
    world.draw(world.ids["C-1"], 1_000_000)
    carl = browser(world, "carl", "fr")
    assert "Dites ce qui arrive" in visible(carl.get("/stress"))
    query = "largest=1&days=20&country=FR&dilution=2"
    shown = visible(carl.get(f"/stress?{query}"))
    for said in ("Qui supporte les pertes", "BETA SA", "C-1", "Encaissements par semaine"):
        assert said in shown, shown
    own = visible(carl.get(f"/contracts/C-1/stress?{query}"))
    for said in ("FA-1", "Factures"):
        assert said in own, own
    for base in ("", "/contracts/C-1"):
        sent = carl.client.get(f"{base}/stress.xlsx?{query}")
        assert sent.status_code == 200
        content = b"".join(sent.streaming_content) if sent.streaming else sent.content
        assert content.startswith(b"PK")
    for wrong, status in (("days=0", 422), ("buyer=123", 404), ("failed_insurer=X", 404)):
        carl.get(f"/stress?{wrong}", status)
    for login in ("alice", "cora"):
        for path in ("/stress", "/stress.xlsx", "/contracts/C-1/stress"):
            browser(world, login).get(path, 404)
