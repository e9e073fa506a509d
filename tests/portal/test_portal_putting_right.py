"""Money in the wrong place, and what was told by mistake, put right from their pages."""

from datetime import date

import pytest

from tests import facts
from tests.portal.conftest import browser, seen, visible


@pytest.fixture
def owed(world: facts.World) -> facts.World:
    """BETA SA owes GA-1 to GAMMA SA (C-2) as well, and has paid 7 500,00 that nobody can tell."""
    world.limit(world.ids["C-2"], "BETA SA", 5_000_000)
    alice, world.users["alice"] = world.users["alice"], world.users["cora"]
    world.remit(world.ids["C-2"], {"number": "GA-1", "cents": 250_000, "due_on": date(2026, 3, 10)})
    world.users["alice"] = alice
    world.bank({"cents": 750_000, "text": "REGLEMENT", "payer_name": "TRESORERIE"})
    return world


def test_the_page_of_a_payment_moves_it(owed: facts.World) -> None:
    aron = browser(owed, "aron")
    house = owed.one("SELECT id FROM payment WHERE open_cents > 0")
    form = {"contract_id": "C-1", "buyer_id": "BETA SA", "amount_cents": "6000"}
    shown = aron.post(f"/cash/{house}/identify", 200, act="look", key="i", **form)
    known = aron.post(f"/cash/{house}/identify", act="do", key="i",
                      seen=seen(shown.content.decode()), **form).headers["Location"]  # fmt: skip
    known = known.split("?")[0]
    assert "Move elsewhere" in visible(aron.get(known))
    form = {"to_contract_id": "C-2", "buyer_id": "BETA SA", "reason": "it was C-2"}
    shown = aron.post(f"{known}/move", 200, act="look", key="m", **form)
    aron.post(f"{known}/move", act="do", key="m", seen=seen(shown.content.decode()), **form)
    assert owed.one("SELECT arguments ->> 'reason' FROM approval WHERE kind = 'reallocation'") == (
        "it was C-2")  # fmt: skip
    page = aron.post(f"{known}", 422, act="look", key="x", others="GA-1=1").content.decode()
    assert "is of contract C-2" in visible(page)


def test_the_page_of_an_entry_undoes_it(owed: facts.World) -> None:
    from comptant.operations.assigning import returns

    invoice = owed.one("SELECT id FROM invoice WHERE invoice_number = 'FA-1'")
    told = returns.keep_direct_payment(
        owed.conn, owed.asked("anna"), contract_id=owed.ids["C-1"], invoice_id=invoice,
        amount_cents=100_000, evidence="letter",
    )  # fmt: skip
    anna, entry = browser(owed, "anna"), f"/contracts/C-1/entries/{told['entry_id']}"
    assert "Propose to undo" in visible(anna.get(entry))
    page = anna.post(f"{entry}/undo", 422, act="do", key="u", reason="").content.decode()
    assert "Fill this in." in page
    anna.post(f"{entry}/undo", act="do", key="v", reason="it was another", invoice_ids="FA-1")
    waits = owed.one("SELECT id FROM approval WHERE kind = 'reallocation'")
    aron = browser(owed, "aron")
    assert "paid to the client, who keeps it, FA-1" in visible(aron.get("/approvals"))
    assert "paid to the client, who keeps it, FA-1" in visible(aron.get(f"/approvals/{waits}"))
