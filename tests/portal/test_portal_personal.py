"""Personal data in the portal and by the API."""

import json

import pytest

from comptant.operations.registry import people
from tests import facts
from tests.portal.conftest import browser, visible


@pytest.mark.parametrize("login", ["alice", "bob", "ugo", "ada"])
def test_everyone_sees_and_takes_what_is_known_of_them(world: facts.World, login: str) -> None:
    visitor = browser(world, login)
    assert "Take it with you (JSON)" in visible(visitor.get("/me/data"))
    told = json.loads(visitor.get("/me/data.json"))
    assert told["parts"][0]["rows"][0]["login"] == login
    assert told["parts"][0]["title"] == "Who you are"
    assert "/me/data" in visitor.get("/me")


def test_an_administrator_records_a_request_sends_the_data_and_forgets(
    world: facts.World,
) -> None:
    ada, aron = browser(world, "ada"), browser(world, "aron")
    ada.get("/left/bob/data.json", 422)
    assert browser(world, "anna").client.get("/left/bob/data.json").status_code == 404
    ada.post("/left/request", act="do", key="k1", login="bob", source="letter of 3 March")
    assert json.loads(ada.get("/left/bob/data.json"))["user_id"] == world.users["bob"].id
    people.set_role(world.conn, world.asked("ada"), login="bob",
                    company_id=world.ids["ALPHA SAS"], role="client_accountant",
                    is_granted=False)  # fmt: skip
    assert "bob" in visible(ada.get("/left"))
    ada.post("/left/erase", act="do", key="k2", login="bob", reason="letter of 3 March")
    assert "bob: letter of 3 March" in visible(aron.get("/approvals"))
    id_ = world.one("SELECT max(id) FROM approval")
    assert "bob" in visible(aron.get(f"/approvals/{id_}"))
