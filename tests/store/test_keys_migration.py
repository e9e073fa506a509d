"""Keys, seals and events of before: keys open on with who made them, old seals stand."""

import psycopg
import pytest

from comptant.operations.acts import audit
from tests.facts import World, open_world
from tests.store.earlier import awake, earlier

BEFORE = "0052_explained"


@pytest.fixture
def lived(writer: psycopg.Connection) -> World:
    """alice has a key that ada made; the acts are sealed."""
    world = open_world(writer)
    world.contract("C-1")
    world.give_key("alice", "k" * 43, "read")
    audit.seal(writer, world.asked("aron"))
    return world


def test_a_key_of_before_opens_on_and_old_seals_stand(
    lived: World, template: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = lived.one("SELECT encode(hash, 'hex') FROM act_seal ORDER BY position DESC LIMIT 1")
    with earlier(template, monkeypatch, BEFORE) as old:
        awake(old)
        told = "SELECT made_by, approval_id, agreed_at = recorded_at FROM api_key"
        assert old.execute(told).fetchall() == [(lived.users["ada"].id, None, True)]
        assert old.execute("SELECT DISTINCT for_client FROM event").fetchall() == [(None,)]
        checked = audit.verify(old)
        assert (checked["is_whole"], checked["head"]) == (True, head)
