"""Early warnings in a browser: scored on demand, the worst first, each explained; staff only."""

from datetime import timedelta

from tests import facts
from tests.portal.conftest import browser, visible


def test_the_desk_scores_companies_and_reads_why(world: facts.World) -> None:
    world.on += timedelta(days=100)
    carl = browser(world, "carl", "fr")
    carl.client.cookies["day"] = str(world.on)
    carl.post("/warnings/score", act="do", key="a")
    shown = visible(carl.get("/warnings"))
    for said in (
        "Alertes précoces",
        "BETA SA",
        "surveillée",
        "impayés au-delà de son délai habituel 30",
    ):
        assert said in shown, shown
    warning_id = world.one("SELECT id FROM warning_score WHERE subject = 'BUYER'")
    page = visible(carl.get(f"/warnings/{warning_id}"))
    for said in (
        "Facteurs",
        "100,00 %",
        "trop peu pour mesurer",
        "Factures qui les montrent",
        "Avant",
    ):
        assert said in page, page
    carl.get("/warnings/999999", 404)
    for login in ("alice", "cora"):
        browser(world, login).get("/warnings", 404)
        browser(world, login).get(f"/warnings/{warning_id}", 404)
