"""Keys of programs and secrets of webhooks, given by a client's owner and changed for new ones."""

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from comptant.operations.acts.act import Answer, User
from comptant.operations.registry import keys, signing, webhooks
from tests.cast import add_cast
from tests.delivering import deliver
from tests.facts import World, open_world
from tests.traces import refused

OLD, NEW = "o" * 43, "n" * 43


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    """alice owns ALPHA SAS, bruno is its accountant; celine owns GAMMA SA."""
    opened = open_world(writer)
    add_cast(opened)
    return opened


def add(world: World, by: str = "alice", **said: Any) -> Answer:
    told = {"login": "bruno", "company_id": world.ids["ALPHA SAS"], "name": "books",
            "scopes": ["read"], "networks": [], "days": 30, "token": OLD}  # fmt: skip
    return keys.add_key(world.conn, world.asked(by), **{**told, **said})


def agree(world: World, key_id: int, by: str = "bruno", *, approve: bool = True) -> Answer:
    return keys.answer_key(world.conn, world.asked(by), key_id=key_id, approve=approve, reason="")


def rotate(world: World, key_id: int, by: str = "alice", **said: Any) -> Answer:
    told = {"key_id": key_id, "days": 90, "hours": 24, "token": NEW}
    return keys.rotate_key(world.conn, world.asked(by), **{**told, **said})


def user(world: World, token: str, at: datetime) -> User:
    return signing.key_user(world.conn, token, at, "192.0.2.7")


def test_an_owner_gives_keys_to_people_of_the_company_and_ends_them(world: World) -> None:
    made = add(world)
    agree(world, made["key_id"])
    at = datetime.now(UTC)
    assert (user(world, OLD, at).login, user(world, OLD, at).roles) == (
        "bruno", {"client_accountant"})  # fmt: skip
    keys.end_key(world.conn, world.asked("alice"), key_id=made["key_id"])
    with refused(world.conn, "key_over"):
        user(world, OLD, datetime.now(UTC))


@pytest.mark.parametrize("said", [
    {"login": "celine"}, {"login": "celine", "company_id": "GAMMA SA"}, {"login": "anna"},
    {"company_id": "GAMMA SA"}, {"login": "anna", "company_id": "FACTOR SA"},
])  # fmt: skip
def test_an_owner_gives_no_key_to_people_of_another_company(
    world: World, said: dict[str, Any]
) -> None:
    if "company_id" in said:
        said = {**said, "company_id": world.ids[said["company_id"]]}
    with refused(world.conn, "user_unknown"):
        add(world, **said)


def test_an_owner_touches_no_key_of_another_company(world: World) -> None:
    made = add(world)
    for act in (lambda: rotate(world, made["key_id"], "celine"),
                lambda: keys.end_key(world.conn, world.asked("celine"), key_id=made["key_id"])
                ):  # fmt: skip
        with refused(world.conn, "key_unknown"):
            act()


def test_the_old_key_opens_for_the_hours_said_and_the_new_one_as_it_did(world: World) -> None:
    made = add(world, networks=["192.0.2.0/24"])
    agree(world, made["key_id"])
    at = datetime.now(UTC)
    given = rotate(world, made["key_id"])
    with refused(world.conn, "key_over"):  # bruno has not agreed that alice holds another
        user(world, NEW, at)
    agree(world, given["key_id"])
    assert (given["name"], given["old_key_id"]) == ("books", made["key_id"])
    assert timedelta(hours=24) - timedelta(minutes=1) < given["until_at"] - at
    both = [user(world, token, at) for token in (OLD, NEW)]
    assert [one.login for one in both] == ["bruno", "bruno"]
    assert both[0].scopes == both[1].scopes == {"read"}
    later = at + timedelta(hours=25)
    assert user(world, NEW, later).key_id == given["key_id"]
    with refused(world.conn, "key_over"):
        user(world, OLD, later)
    with refused(world.conn, "key_over"):
        signing.key_user(world.conn, NEW, later, "198.51.100.1")


def test_a_key_that_leaked_opens_no_more_at_once(world: World) -> None:
    given = rotate(world, add(world)["key_id"], hours=0)
    at = datetime.now(UTC)
    with refused(world.conn, "key_over"):
        user(world, OLD, at)
    with refused(world.conn, "key_unknown"):
        rotate(world, given["old_key_id"], token="m" * 43)


@pytest.mark.parametrize(("code", "said"), [
    ("days_wrong", {"days": 0}), ("days_wrong", {"days": 367}), ("hours_wrong", {"hours": -1}),
    ("hours_wrong", {"hours": 721}), ("token_weak", {"token": "short"}),
    ("key_unknown", {"key_id": 999_999}),
])  # fmt: skip
def test_a_wrong_change_of_a_key_leaves_no_trace(
    world: World, code: str, said: dict[str, Any]
) -> None:
    made = add(world)
    with refused(world.conn, code):
        rotate(world, **{"key_id": made["key_id"], **said})


def test_a_webhook_signs_with_both_secrets_until_the_old_one_is_over(world: World) -> None:
    old, new = webhooks.new_token(), webhooks.new_token()
    hook = webhooks.add_webhook(
        world.conn, world.asked("alice"), url="https://alpha.example/hooks", kinds=[], token=old
    )
    rotated = webhooks.rotate_webhook(
        world.conn, world.asked("alice"), webhook_id=hook["webhook_id"], hours=24, token=new
    )
    assert rotated["url"] == "https://alpha.example/hooks"
    world.contract("A-2")
    told: list[tuple[bytes, dict[str, str]]] = []

    def hear(url: str, body: bytes, headers: dict[str, str]) -> tuple[bool, str]:
        told.append((body, headers))
        return True, "200"

    world.conn.autocommit = True
    at = datetime.now(UTC)
    assert deliver(world.conn, hear, at) == 2
    for token in (old, new):
        assert Webhook(token).verify(*told[0])
    world.contract("A-3")
    late = at + timedelta(hours=25)
    assert deliver(world.conn, hear, late) == 2
    assert len(told[2][1]["webhook-signature"].split()) == 1
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(*told[2])


def test_another_companys_webhook_keeps_its_secret(world: World) -> None:
    hook = webhooks.add_webhook(
        world.conn, world.asked("alice"), url="https://alpha.example/hooks", kinds=[],
        token=webhooks.new_token(),
    )  # fmt: skip
    for by, code, hours in (("celine", "webhook_unknown", 0), ("alice", "hours_wrong", 721)):
        with refused(world.conn, code):
            webhooks.rotate_webhook(
                world.conn, world.asked(by), webhook_id=hook["webhook_id"], hours=hours,
                token=webhooks.new_token(),
            )  # fmt: skip
