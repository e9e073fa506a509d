"""What a client is told of the factor's own acts: that they concern it, and none of their words."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts import events
from comptant.operations.acts.act import Answer
from comptant.operations.registry import webhooks
from comptant.operations.risk import limits
from comptant.store.access import reading
from tests.delivering import deliver
from tests.facts import World, open_world
from tests.houses import house

WORDS = "INTERNAL: they are late everywhere"


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["C-1"] = opened.contract("C-1")
    for login in ("alice", "ada"):
        webhooks.add_webhook(
            opened.conn, opened.asked(login), url=f"https://{login}.example/hooks", kinds=[],
            token=webhooks.new_token(),
        )  # fmt: skip
    return opened


def noted(world: World, name: str, login: str, **answer: Any) -> list[dict[str, Any]]:
    """The events of an act of somebody, written as the act writes them."""
    before = world.one("SELECT coalesce(max(id), 0) FROM event")
    events.note(
        world.conn, 1, world.on, world.users[login].company_id, name,
        {"contract_id": world.ids["C-1"]}, answer,
    )  # fmt: skip
    return [data for (data,) in world.rows("SELECT data FROM event WHERE id > %s", before)]


def heard(world: World) -> dict[str, list[str]]:
    """What each address was sent of what waits."""
    said: dict[str, list[str]] = {}

    def hear(url: str, body: bytes, headers: dict[str, str]) -> tuple[bool, str]:
        said.setdefault(url.split("/")[2].split(".")[0], []).append(body.decode())
        return True, "200"

    world.conn.autocommit = True
    deliver(world.conn, hear, datetime.now(UTC) + timedelta(minutes=1))
    return said


def read(world: World, login: str) -> str:
    user = world.users[login]
    with reading(user.id, user.company_id, user.roles, world.on) as see:
        return json.dumps(see("read_events", contract_id=None), default=str)


def raised(world: World, name: str) -> dict[str, Any]:
    """What the answer of a watch has besides: what it raised."""
    alarm = {"contract_id": world.ids["C-1"], "alarm_id": 9}
    return {"alarms": [alarm]} if name == "watch_fraud" else {}


@pytest.mark.parametrize("name", sorted(events.EVENTS))
def test_no_event_tells_a_client_the_words_of_the_factors_people(world: World, name: str) -> None:
    told = noted(world, name, "anna", source=WORDS, reason=WORDS, evidence=WORDS, buyer_id=7,
                 arguments={"source": WORDS}, notes=[WORDS], **raised(world, name))  # fmt: skip
    assert [one["answer"] for one in told] == [{"buyer_id": 7}]
    sent = heard(world)
    assert ("alice" in sent) == (  # no policy of hers
        name not in events.OF_CLAIMS | events.OF_THE_HOUSE
    )
    assert WORDS not in str(sent)
    assert WORDS not in read(world, "alice")


@pytest.mark.parametrize("name", sorted(set(events.EVENTS) - events.OF_DONE))
def test_a_client_is_told_its_own_answers_whole(world: World, name: str) -> None:
    answer = {"reason": "ours", "approval_id": 5, **raised(world, name)}
    assert noted(world, name, "alice", **answer)[0]["answer"] == answer
    assert "ours" in str(heard(world)["alice"])


def proposed(world: World) -> Answer:
    """A limit that the factor's analyst proposes, with words of the house."""
    return limits.propose_limit(
        world.conn, world.asked("anna"), scope="CONTRACT_BUYER", contract_id=world.ids["C-1"],
        party_id=world.ids["BETA SA"], amount_cents=100_000, currency="EUR", from_on=world.on,
        source=WORDS,
    )  # fmt: skip


def test_what_the_factors_people_propose_is_told_once_it_counts(world: World) -> None:
    heard(world)
    given = proposed(world)
    assert "limit.proposed" not in read(world, "alice")
    assert "limit.proposed" in read(world, "anna")
    assert list(heard(world)) == ["ada"]
    world.approve(given, "ada")
    assert [json.loads(one)["type"] for one in heard(world)["alice"]] == ["approval.decided"]
    hook = world.one("SELECT min(id) FROM webhook")
    webhooks.replay(world.conn, world.asked("alice"), webhook_id=hook,
                    from_at=datetime.now(UTC) - timedelta(days=1),
                    until_at=datetime.now(UTC) + timedelta(days=1))  # fmt: skip
    assert "limit.proposed" not in str(heard(world)["alice"])


def test_a_proposal_of_the_factors_people_that_is_refused_is_never_told(world: World) -> None:
    from comptant.operations.closing import decide

    heard(world)
    given = proposed(world)
    asked = limits.request_limit(
        world.conn, world.asked("alice"), contract_id=world.ids["C-1"],
        buyer_id=world.ids["BETA SA"], amount_cents=200_000, currency="EUR",
    )  # fmt: skip
    for one in (given, asked):
        decide.decide(world.conn, world.asked("ada"), approval_id=one["approval_id"],
                      approve=False, reason="no")  # fmt: skip
    assert [json.loads(one)["type"] for one in heard(world)["alice"]] == [
        "limit.requested", "approval.decided"]  # fmt: skip
