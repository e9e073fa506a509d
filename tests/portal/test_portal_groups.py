"""The consolidated statement of a group in a browser."""

from comptant.operations.registry import parties
from comptant.operations.risk import groups
from tests import facts
from tests.portal.conftest import browser, visible


def test_a_group_is_stated_with_each_of_its_contracts(world: facts.World) -> None:
    holding = parties.add_party(world.conn, world.asked("anna"), kind="GROUP", name="HOLDING",
                                country="FR", numbers={})["party_id"]  # fmt: skip
    for client in ("ALPHA SAS", "GAMMA SA"):
        groups.add_group_member(world.conn, world.asked("anna"), group_id=holding,
                                party_id=world.ids[client], from_on=world.on, is_member=True,
                                source="chart")  # fmt: skip
    anna = browser(world, "anna")
    assert f"/groups/{holding}/statement" in anna.get("/groups")
    page = visible(anna.get(f"/groups/{holding}/statement"))
    assert "C-1 ALPHA SAS" in page
    assert "C-2 GAMMA SA" in page
    assert "Total HOLDING" in page
    browser(world, "alice").get(f"/groups/{holding}/statement", 404)
