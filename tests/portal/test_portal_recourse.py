"""Recourse in a browser: a plan simulated, a guarantor called, a loss proposed; read by the
client."""

from comptant.operations.assigning import returns
from comptant.operations.registry import partners
from tests import facts
from tests.portal.conftest import browser, visible


def test_the_desk_simulates_calls_and_proposes_a_loss(world: facts.World) -> None:
    contract = world.ids["C-1"]
    anna = browser(world, "anna", "fr")
    assert "dépassement" in visible(anna.get("/contracts/C-1/plan-simulated")).lower()
    world.draw(contract)
    invoice = world.one("SELECT id FROM invoice WHERE contract_id = %s", contract)
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[invoice],
                     reason="BREACH")  # fmt: skip
    shown = visible(anna.get("/contracts/C-1/plan-simulated?count=2&first=2026-06-30"))
    assert "30/06/2026" in shown
    assert "30/07/2026" in shown
    partners.set_partner(world.conn, world.asked("anna"), contract_id=contract,
                         party_id=world.ids["DELTA SARL"], role="guarantor", is_granted=True,
                         amount_cents=100_000, source="deed")  # fmt: skip
    anna.post("/contracts/C-1/recourse/call", act="do", key="a", party_id="DELTA SARL",
              amount_cents="", step_on=str(world.on), reference="lettre")  # fmt: skip
    anna.post("/contracts/C-1/recourse/write-off", act="do", key="b", amount_cents="100,00",
              reason="irrécouvrable")  # fmt: skip
    assert "dépassement passé en perte : irrécouvrable" in visible(
        browser(world, "carl", "fr").get("/approvals"))  # fmt: skip
    assert "1,000.00" in visible(browser(world, "alice").get("/contracts/C-1/recourse"))
    assert browser(world, "cora").get("/contracts/C-1/recourse", 404)
