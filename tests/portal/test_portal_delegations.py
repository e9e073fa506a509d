"""Draws by a client's accountant, in the portal: delegated, agreed, drawn, taken back."""

import re
from datetime import UTC, datetime

from django.test import Client

from comptant.operations.registry import people
from tests import facts
from tests.partners import add_partners
from tests.portal.conftest import browser, visible

PAGE = "/contracts/C-1/delegations"
GIVEN = {"act": "do", "key": "k1", "login": "eve", "draw_limit_cents": "1000", "from_on": "",
         "until_on": "2026-02-15"}  # fmt: skip


def test_an_accountant_draws_what_two_owners_delegate_and_no_more(world: facts.World) -> None:
    add_partners(world, world.ids["C-1"])
    facts.add_user(world, "olga", world.ids["ALPHA SAS"], ["client_owner"], False)
    alice, olga = browser(world, "alice"), browser(world, "olga", "fr")
    eve = browser(world, "eve")
    asking = 'action="/contracts/C-1/draw"'
    assert asking not in eve.get("/contracts/C-1")
    assert "not delegated to eve" in visible(eve.get("/contracts/C-1/draw", 422))
    assert f'href="{PAGE}"' in alice.get("/contracts/C-1")
    asked = alice.post(f"{PAGE}/add", **GIVEN)
    assert asked.headers["Location"].startswith(f"{PAGE}?done=delegate_draws&waits=")
    assert "Another owner of your company answers" in visible(alice.get(PAGE))
    id_ = re.search(r'name="id" value="(\d+)"', olga.get(PAGE))
    assert id_
    olga.post(f"{PAGE}/answers", act="answer", key="k2", id=id_[1], answer="yes", reason="")
    assert "eve CABINET MARTIN 1 000,00 € 16/01/2026 15/02/2026 en vigueur alice" in visible(
        olga.get(PAGE)
    )
    assert asking in eve.get("/contracts/C-1")
    assert "€900.00" in visible(eve.get("/contracts/C-1/draw?amount=900"))
    drawn = eve.post("/contracts/C-1/draw", act="draw", key="k3", cents="90000")
    order = drawn.headers["Location"]
    assert "€900.00" in visible(eve.get(order))
    beyond = eve.post("/contracts/C-1/draw", 422, act="draw", key="k4", cents="100001")
    assert "€1,000.01 is more than the €1,000.00 delegated for one draw." in visible(
        beyond.content.decode()
    )
    assert f'href="{order}"' in alice.get(PAGE)
    alice.post(f"{PAGE}/answers", act="revoke", key="k5", login="eve")
    assert "taken back" in visible(alice.get(PAGE))
    eve.post("/contracts/C-1/draw", 422, act="draw", key="k6", cents="100")
    assert world.one("SELECT count(*) FROM payment_order") == 1


def test_a_delegation_is_answered_by_the_factor_where_there_is_one_owner(
    world: facts.World,
) -> None:
    add_partners(world, world.ids["C-1"])
    browser(world, "alice").post(f"{PAGE}/add", **GIVEN)
    anna = browser(world, "anna")
    told = visible(anna.get("/approvals"))
    assert "draws by an accountant" in told
    assert "eve draws for the client, from 2026-01-16 to 2026-02-15" in told
    id_ = world.one("SELECT id FROM approval WHERE kind = 'delegation'")
    anna.post("/approvals", act="answer", key="k1", id=id_, answer="yes", reason="")
    assert "in force" in visible(browser(world, "eve").get(PAGE))
    browser(world, "bob").get(PAGE, 404)
    browser(world, "cora").get(PAGE, 404)


def test_a_session_without_a_second_factor_draws_nothing(world: facts.World) -> None:
    """A password alone: the page asks for an authenticator first."""
    add_partners(world, world.ids["C-1"])
    browser(world, "alice").post(f"{PAGE}/add", **GIVEN)
    id_ = world.one("SELECT id FROM approval WHERE kind = 'delegation'")
    browser(world, "anna").post("/approvals", act="answer", key="k1", id=id_, answer="yes",
                                reason="")  # fmt: skip
    token, _ = people.sign_in(world.conn, login="eve", password=facts.PASSWORD,
                              at=datetime.now(UTC), is_web=True)  # fmt: skip
    client = Client(headers={"accept-language": "en", "host": "localhost"})
    client.cookies["comptant"], client.cookies["day"] = token, "2026-01-16"
    answer = client.post("/contracts/C-1/draw", {"act": "draw", "key": "k2", "cents": "100"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/prove")
    assert world.one("SELECT count(*) FROM payment_order") == 0
