"""Suspicions of laundering in a browser and by programs: compliance looks, decides, reports; nobody
else is told."""

import base64

from comptant.operations.risk.fraud import watch_fraud
from tests import facts
from tests.api.test_api_looks import program, told
from tests.portal.conftest import browser, visible

MONACO = "MC5810096180790123456789085"


def suspected(world: facts.World) -> int:
    """A buyer paid from Monaco."""
    world.bank({"cents": 150_000, "text": "?", "payer_name": "BETA SA", "payer_iban": MONACO,
                "reference": "FA-1"})  # fmt: skip
    contract_id = world.one("SELECT max(contract_id) FROM payment WHERE amount_cents = 150000")
    watch_fraud(world.conn, world.asked("anna"), contract_ids=[contract_id], from_on=None)
    return int(world.one("SELECT max(id) FROM aml_alarm"))


def test_compliance_examines_and_reports(world: facts.World) -> None:
    number = suspected(world)
    carl, ada = browser(world, "carl", "fr"), browser(world, "ada", "fr")
    assert "un pays à haut risque" in visible(carl.get("/aml"))
    assert MONACO in visible(carl.get(f"/aml/{number}"))
    carl.get(f"/aml/{number}/report.txt", 422)
    carl.post(f"/aml/{number}/decide", act="do", key="a", outcome="SUSPECT", reason="sans origine")
    waits = visible(ada.get("/approvals"))
    assert f"soupçon {number}" in waits
    assert "sans origine" not in waits
    world.approve({"approval_id": world.one("SELECT max(id) FROM approval")}, "ada")
    assert "La déclaration" in visible(carl.get(f"/aml/{number}"))
    assert "sans origine" in carl.get(f"/aml/{number}/report.txt")
    asked = {"aml_alarm_id": number}
    seen = told(program(world, "carl", "read").get("/api/v1/suspicion_report", asked), 200)
    assert "sans origine" in base64.b64decode(seen["content"]).decode()
    alice = program(world, "alice", "read").get("/api/v1/suspicion_report", asked)
    assert told(alice, 404)["code"] == "suspicion_unknown"
    carl.post(f"/aml/{number}/sent", act="do", key="c", reference="ERMES-77", is_opposed="on")
    assert world.one("SELECT outcome FROM aml_said WHERE alarm_id = %s", number) == "OPPOSED"
    carl.get("/aml/999999", 404)
    for login in ("anna", "tania", "cora"):
        browser(world, login).get("/aml", 404)
        browser(world, login).get(f"/aml/{number}", 404)
        browser(world, login).get(f"/aml/{number}/report.txt", 404)
    read = visible(browser(world, "alice", "fr").get("/contracts/C-1"))
    for word in ("blanchiment", "soupçon", "sans origine", "monaco"):
        assert word not in read.casefold(), read
