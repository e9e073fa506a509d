"""A passkey alone signs in: on a device that makes sure of its user, once for each challenge."""

import json
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Refused, User
from comptant.operations.registry import passkeys, passwords, people, signing
from tests.authenticator import PRESENT, Device
from tests.facts import World, open_world
from tests.houses import house
from tests.operations.test_books_proof import as_owner
from tests.operations.test_passkeys import HERE, kept

CHALLENGE = b"0123456789abcdef0123456789abcdef"


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def signed(device: Device, challenge: bytes = CHALLENGE, flags: int = PRESENT | 4) -> str:
    return device.sign(passkeys.asked_to_sign_in(HERE, challenge), HERE.origin, flags)


def enter(world: World, credential: str, challenge: bytes = CHALLENGE) -> User:
    token, user = passkeys.open_by_passkey(
        world.conn, credential=credential, challenge=challenge, place=HERE, at=datetime.now(UTC),
        agent="test", address="192.0.2.7",
    )  # fmt: skip
    assert people.user_of(world.conn, token, datetime.now(UTC)) == user
    return user


def test_it_opens_a_session_that_is_proved(world: World) -> None:
    device = Device()
    kept(world, device)
    user = enter(world, signed(device))
    assert (user.login, user.must_prove, user.must_choose) == ("anna", False, False)


def test_a_challenge_signs_in_once_also_on_a_device_that_counts_nothing(world: World) -> None:
    device = Device(counts=0)
    kept(world, device)
    told = signed(device)
    enter(world, told)
    with pytest.raises(Refused, match="passkey_wrong"):
        enter(world, told)
    other = b"another challenge, 32 bytes long"
    assert enter(world, signed(device, other), other).login == "anna"


def test_a_challenge_that_has_served_is_forgotten_when_it_can_serve_no_more(world: World) -> None:
    device = Device(counts=0)
    kept(world, device)
    enter(world, signed(device))
    as_owner(world, "UPDATE used_challenge SET used_at = used_at - interval '11 minutes'")
    other = b"another challenge, 32 bytes long"
    enter(world, signed(device, other), other)
    assert world.one("SELECT array_agg(challenge) FROM used_challenge") == [other]


def test_a_device_that_was_only_touched_is_not_enough(world: World) -> None:
    device = Device()
    kept(world, device)
    with pytest.raises(Refused, match="passkey_wrong"):
        enter(world, signed(device, flags=PRESENT))


def test_it_is_of_the_user_that_it_names_and_of_one_that_serves(world: World) -> None:
    device = Device()
    kept(world, device)
    told = json.loads(signed(device))
    told["response"]["userHandle"] = "OTk5OTk5"
    with pytest.raises(Refused, match="passkey_wrong"):
        enter(world, json.dumps(told))
    del told["response"]["userHandle"]
    with pytest.raises(Refused, match="passkey_wrong"):
        enter(world, json.dumps(told))
    with pytest.raises(Refused, match="passkey_wrong"):
        enter(world, signed(Device(b"u" * 32)))
    world.conn.execute("UPDATE second_factor SET ended_at = now()")
    with pytest.raises(Refused, match="passkey_wrong"):
        enter(world, signed(device))


@pytest.mark.parametrize("credential", [
    "", "{}", "[]", "null", "7", "x" * 20_000, '{"rawId": 7, "response": 3}',
    '{"rawId": "\\u0000", "response": {"userHandle": "\\u0000"}}', '{"response": {}}',
    '{"rawId": "é", "response": {"userHandle": null}}',
])  # fmt: skip
def test_what_is_no_credential_is_refused(world: World, credential: str) -> None:
    kept(world, Device())
    with pytest.raises(Refused, match="passkey_wrong"):
        enter(world, credential)


def test_wrong_signatures_lock_the_name_and_a_lock_holds_for_passkeys(world: World) -> None:
    device = Device()
    kept(world, device)
    wrong = Device(device.credential)
    wrong.user = device.user
    for _ in range(passwords.FAILURES_MAX):
        with pytest.raises(Refused, match="passkey_wrong"):
            enter(world, signed(wrong))
    with pytest.raises(Refused, match="locked_out"):
        enter(world, signed(device))
    with pytest.raises(Refused, match="locked_out"):
        signing.open_in_browser(
            world.conn, login="anna", password="x", at=datetime.now(UTC), agent="", address=""
        )


def test_a_session_by_passkey_ends_like_any_other(world: World) -> None:
    device = Device()
    kept(world, device)
    later = datetime.now(UTC) + timedelta(hours=people.SESSION_HOURS, minutes=1)
    token, _ = passkeys.open_by_passkey(
        world.conn, credential=signed(device), challenge=CHALLENGE, place=HERE,
        at=datetime.now(UTC), agent="test", address="192.0.2.7",
    )  # fmt: skip
    with pytest.raises(Refused, match="session_over"):
        people.user_of(world.conn, token, later)
