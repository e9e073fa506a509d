"""Recourse in a browser: a plan simulated, a guarantor called, a loss proposed; read by the client,
but for the house's own reasons; a step undone."""

import json

import pytest

from comptant.operations.assigning import returns
from comptant.operations.registry import partners
from tests import facts
from tests.api.test_api_looks import program
from tests.portal.conftest import browser, visible
from tests.recourse import called, loss, surety, undone

INTERNAL = "INTERNAL: the owner is a fraudster"


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


def written_off(world: facts.World) -> int:
    """C-1 owes what it has drawn; DELTA SARL is called, a part is written off, which is undone and
    written off again."""
    contract = world.ids["C-1"]
    world.draw(contract)
    invoice = world.one("SELECT id FROM invoice WHERE contract_id = %s", contract)
    returns.reassign(world.conn, world.asked("anna"), contract_id=contract, invoice_ids=[invoice],
                     reason="BREACH")  # fmt: skip
    surety(world, None)
    called(world)
    world.approve(loss(world, 10_000, INTERNAL), "aron")
    world.approve(undone(world, "WRITTEN_OFF", f"{INTERNAL}, undone"), "aron")
    world.approve(loss(world, 10_000, INTERNAL), "aron")
    return contract


@pytest.mark.parametrize("login", ["alice", "bob", "anna"])
def test_the_reason_of_a_loss_is_for_the_house_alone(world: facts.World, login: str) -> None:
    """In the page, the API and its events; the letter to a guarantor is told to everybody."""
    contract = written_off(world)
    page = visible(browser(world, login).get("/contracts/C-1/recourse"))
    a_program = program(world, login, day=str(world.on))
    answer = a_program.get(f"/api/v1/recourse_steps?contract_id={contract}").content.decode()
    events = a_program.get("/api/v1/events").content.decode()
    assert [INTERNAL in one for one in (page, answer)] == [login == "anna"] * 2
    assert ["letter" in one for one in (page, answer)] == [True] * 2
    assert INTERNAL not in events
    steps = json.loads(answer)["rows"]
    assert [(row["recourse_step"], row["is_undone"]) for row in steps] == [
        ("WRITTEN_OFF", False),
        ("UNDONE", False),
        ("WRITTEN_OFF", True),
        ("CALLED", False),
    ]


def test_a_step_is_undone_on_a_page_by_two(world: facts.World) -> None:
    written_off(world)
    step = world.one("SELECT max(id) FROM recourse_step WHERE step = 'CALLED'")
    anna = browser(world, "anna", "fr")
    form = visible(anna.get("/contracts/C-1/recourse/undo"))
    assert "caution appelée" in form
    assert form.count("passé en perte") == 1  # what was undone is no choice
    anna.post("/contracts/C-1/recourse/undo", act="do", key="a", step_id=str(step),
              reason="une autre caution")  # fmt: skip
    aron = browser(world, "aron", "fr")
    assert "défait : caution appelée (une autre caution)" in visible(aron.get("/approvals"))
    waits = world.one("SELECT max(id) FROM approval")
    aron.post(f"/approvals/{waits}", act="do", key="b", answer="yes", reason="")
    assert world.one("SELECT count(*) FROM recourse_step_now WHERE step = 'CALLED'") == 0
