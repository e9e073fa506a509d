"""A client's team and programs in the portal: who may do what, secrets shown once."""

import html
import re

from comptant.operations.registry import keys
from tests import facts
from tests.portal.conftest import browser, visible

OTHER_OWNER = "olga"


def secret(response: object) -> str:
    """The secret that a page shows."""
    found = re.search(r'<output class="secret"[^>]*>([^<]+)<', response.content.decode())  # type: ignore[attr-defined]
    assert found
    return found[1]


def test_an_owner_invites_a_colleague_who_signs_in_with_what_was_shown_once(
    world: facts.World,
) -> None:
    alice = browser(world, "alice")
    sent = {"act": "do", "key": "k1", "login": "dan", "name": "Dan", "roles": ["client_user"]}
    made = alice.post("/team/add", 200, **sent)
    password = secret(made)
    again = alice.post("/team/add", 200, **sent)
    assert password not in again.content.decode()
    assert "This was done already" in again.content.decode()
    assert world.one("SELECT count(*) FROM app_user WHERE login = 'dan'") == 1
    team = visible(alice.get("/team"))
    assert "Dan · dan sends invoices, answers disputes" in team
    from datetime import UTC, datetime

    from comptant.operations.registry import people

    _, user = people.sign_in(world.conn, login="dan", password=password, at=datetime.now(UTC))
    assert user.must_choose


def test_a_right_to_draw_waits_for_another_owner_and_an_end_does_not(world: facts.World) -> None:
    facts.add_user(world, OTHER_OWNER, world.ids["ALPHA SAS"], ["client_owner"], False)
    alice, olga = browser(world, "alice"), browser(world, OTHER_OWNER)
    change = {"act": "change", "login": "bob"}
    asked = alice.post("/team", key="k1", role="client_treasurer", is_granted="1", **change)
    assert re.fullmatch(r"/team\?done=set_colleague_role&waits=\d+", asked.headers["Location"])
    assert "Another owner of your company answers" in visible(alice.get("/team"))
    id_ = re.search(r'name="id" value="(\d+)"', olga.get("/team"))
    assert id_
    olga.post("/team", act="answer", key="k2", id=id_[1], answer="yes", reason="")
    assert "draws money End" in visible(olga.get("/team"))
    ended = alice.post("/team", key="k3", role="client_accountant", is_granted="0", **change)
    assert ended.headers["Location"] == "/team?done=set_colleague_role"
    acts = html.unescape(visible(alice.get("/team/acts?login=olga")))
    assert "colleague's right answered" in acts
    assert "alice" not in acts.replace("alice Sign out", "")


def test_what_is_refused_is_told_on_the_page(world: facts.World) -> None:
    alice = browser(world, "alice", "fr")
    last = alice.post("/team", 422, act="change", key="k", login="alice", role="client_owner",
                      is_granted="0")  # fmt: skip
    assert "alice est le seul dirigeant" in last.content.decode()
    known = alice.post("/team/add", 422, act="do", key="k2", login="bob", name="Bob",
                       roles=["client_user"])  # fmt: skip
    assert "Le nom bob est pris" in known.content.decode()


def test_a_key_is_given_changed_and_ended_its_secret_shown_once(world: facts.World) -> None:
    alice = browser(world, "alice")
    company = world.ids["ALPHA SAS"]
    token = secret(alice.post(
        "/keys/add", 200, act="do", key="k1", name="books", person=f"{company} bob", days="30",
        networks="192.0.2.0/24\n198.51.100.7/32", scopes=["read", "remit"],
    ))  # fmt: skip
    assert token.startswith(keys.PREFIX)
    id_ = world.one("SELECT id FROM api_key WHERE name = 'books'")
    told = visible(alice.get(f"/keys/{id_}"))
    assert "books" in told
    assert "198.51.100.7/32" in told
    other = secret(alice.post(f"/keys/{id_}/rotate", 200, act="do", key="k2", days="30",
                              hours="24"))  # fmt: skip
    assert other != token
    assert len(re.findall(r"/keys/\d+", alice.get("/keys"))) == 2
    alice.post(f"/keys/{id_}/end", act="do", key="k3")
    assert alice.get("/keys").count(">books<") == 1
    wrong = alice.post("/keys/add", 422, act="do", key="k4", name="x", person=f"{company} bob",
                       days="30", networks="everywhere", scopes=["read"])  # fmt: skip
    assert "everywhere" in wrong.content.decode()
    forged = alice.post("/keys/add", 422, act="do", key="k5", name="x",
                        person=f"{world.ids['GAMMA SA']} cora", days="30", networks="",
                        scopes=["read"])  # fmt: skip
    assert "Choose from the list" in forged.content.decode()


def test_who_a_key_acts_as_agrees_on_the_page_you_and_ends_it(world: facts.World) -> None:
    alice, bob = browser(world, "alice"), browser(world, "bob")
    company = world.ids["ALPHA SAS"]
    made = alice.post("/keys/add", 200, act="do", key="k1", name="till", scopes=["read", "remit"],
                      person=f"{company} bob", days="30", networks="")  # fmt: skip
    assert "before this person agrees, on the page You: bob" in visible(made.content.decode())
    page = visible(bob.get("/me"))
    assert "till · ALPHA SAS · read, " in page
    assert "made by alice" in page
    assert "till" not in visible(alice.get("/me"))
    id_ = world.one("SELECT id FROM api_key WHERE name = 'till'")
    alice.post("/me", 404, act="answer_key", key="k2", id=id_, answer="yes")
    assert world.one("SELECT agreed_at FROM api_key WHERE name = 'till'") is None
    agreed = bob.post("/me", act="answer_key", key="k3", id=id_, answer="yes")
    told = visible(bob.get(agreed.headers["Location"]))
    assert "Approved: key of a program. The program acts as you from now on." in told
    bob.post("/me", act="end_key", key="k4", id=id_)
    assert world.one("SELECT ended_at IS NOT NULL FROM api_key WHERE name = 'till'")


def test_a_webhook_is_told_of_events_and_told_again(world: facts.World) -> None:
    alice = browser(world, "alice")
    made = alice.post("/webhooks/add", 200, act="do", key="k1", url="https://alpha.example/hooks",
                      kinds=["invoices.remitted"])  # fmt: skip
    assert secret(made).startswith("whsec_")
    id_ = world.one("SELECT id FROM webhook")
    world.remit(world.ids["C-1"], {"number": "FA-9", "cents": 1_000, "due_on": world.on})
    page = alice.get(f"/webhooks/{id_}")
    assert "invoices" in visible(page)
    at = re.search(r'name="happened_at" value="([^"]+)"', page)
    assert at
    alice.post(f"/webhooks/{id_}", act="again", key="k2", happened_at=at[1])
    assert world.one("SELECT count(*) FROM delivery") == 2
    assert world.one("SELECT count(*) FROM delivery WHERE replay_of_id IS NOT NULL") == 1
    alice.post(f"/webhooks/{id_}/replay", act="do", key="k3", from_at="2020-01-01T00:00",
               until_at="2099-01-01T00:00")  # fmt: skip
    assert world.one("SELECT count(*) FROM delivery") == 4  # both remittances there ever were
    assert secret(alice.post(f"/webhooks/{id_}/rotate", 200, act="do", key="k4", hours="168"))
    alice.post(f"/webhooks/{id_}/end", act="do", key="k5")
    alice.get(f"/webhooks/{id_}", 404)
