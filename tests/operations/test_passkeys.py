"""Passkeys: made by a device, known again by what it signs, once and for this place only."""

import json
from datetime import UTC, datetime

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Asked
from comptant.operations.registry import passkeys, passwords, people, signing
from comptant.operations.registry.passkeys import Place
from tests.authenticator import Device
from tests.facts import PASSWORD, World, open_world
from tests.traces import refused

HERE = Place("portal.example.com", "https://portal.example.com")


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def session(world: World, login: str = "anna") -> str:
    """A browser's session whose second factor is still to be proved."""
    return signing.open_in_browser(
        world.conn, login=login, password=PASSWORD, at=datetime.now(UTC), agent="test",
        address="192.0.2.7",
    )[0]  # fmt: skip


def asked(world: World, token: str, key: str) -> Asked:
    at = datetime.now(UTC)
    return Asked(people.user_of(world.conn, token, at), key, at, world.on)


def options(world: World, token: str, login: str = "anna") -> str:
    return passkeys.asked_to_create(world.conn, HERE, token, world.users[login].id, login)


def add(
    world: World, token: str, credential: str, *, key: str = "k", name: str = "phone",
    place: Place = HERE,
) -> Answer:  # fmt: skip
    return passkeys.add_passkey(
        world.conn, asked(world, token, key), name=name, credential=credential,
        challenge=passkeys.taken_challenge(world.conn, token) or b"", host=place.host,
        origin=place.origin,
    )  # fmt: skip


def kept(world: World, device: Device, login: str = "anna") -> None:
    """A device's passkey is kept as somebody's second factor."""
    token = session(world, login)
    add(world, token, device.create(options(world, token, login), HERE.origin), key=f"add {login}")


def to_sign(world: World, token: str, login: str = "anna") -> str:
    asked_ = passkeys.asked_to_sign(world.conn, HERE, token, world.users[login].id)
    assert asked_
    return asked_


def prove(world: World, token: str, credential: str, place: Place = HERE) -> None:
    passkeys.prove_passkey(world.conn, token=token, credential=credential, place=place,
                           at=datetime.now(UTC))  # fmt: skip


def must_prove(world: World, token: str) -> bool:
    return people.user_of(world.conn, token, datetime.now(UTC)).must_prove


def refuses(world: World, token: str, credential: str, place: Place = HERE) -> None:
    with pytest.raises(Exception, match="passkey_wrong"):
        prove(world, token, credential, place)
    assert must_prove(world, token)


def test_a_device_proves_who_its_user_is_at_the_next_sign_in(world: World) -> None:
    device = Device()
    assert not signing.has_second_factor(world.conn, world.users["anna"].id)
    kept(world, device)
    token = session(world)
    assert must_prove(world, token)
    prove(world, token, device.sign(to_sign(world, token), HERE.origin))
    assert not must_prove(world, token)
    assert world.one("SELECT last_step FROM second_factor WHERE kind = 'PASSKEY'") == 1


def test_what_was_signed_serves_once(world: World) -> None:
    device = Device()
    kept(world, device)
    first, second = session(world), session(world)
    signed = device.sign(to_sign(world, first), HERE.origin)
    prove(world, first, signed)
    to_sign(world, second)
    refuses(world, second, signed)  # another session, another challenge
    token = session(world)
    signed = device.sign(to_sign(world, token), HERE.origin)
    world.conn.execute("UPDATE session SET challenge_at = now() - interval '6 minutes'")
    refuses(world, token, signed)  # too late


def test_a_signature_for_another_place_or_of_another_device_is_worth_nothing(world: World) -> None:
    device = Device()
    kept(world, device)
    token = session(world)
    refuses(world, token, device.sign(to_sign(world, token), "https://evil.example"))
    refuses(world, token, Device(device.credential).sign(to_sign(world, token), HERE.origin))
    refuses(world, token, Device(b"d" * 32).sign(to_sign(world, token), HERE.origin))
    asked_ = json.dumps({**json.loads(to_sign(world, token)), "rpId": "evil.example"})
    refuses(world, token, device.sign(asked_, HERE.origin))


def test_another_persons_device_does_not_open(world: World) -> None:
    theirs, own = Device(b"t" * 32), Device(b"o" * 32)
    kept(world, theirs, "carl")
    kept(world, own)
    token = session(world)
    refuses(world, token, theirs.sign(to_sign(world, token), HERE.origin))


def test_a_copy_that_has_signed_less_is_refused(world: World) -> None:
    """A device whose count goes back is a copy of it. Source: Web Authentication, 7.2 step 21."""
    device = Device()
    device.count = 5
    kept(world, device)
    device.count = 2
    token = session(world)
    refuses(world, token, device.sign(to_sign(world, token), HERE.origin))


@pytest.mark.parametrize("credential", ["", "{}", "[]", "null", "x" * 20_000, '{"rawId": 7}',
                                        '{"rawId": "\\u0000"}'])  # fmt: skip
def test_what_is_no_credential_is_refused_and_counted(world: World, credential: str) -> None:
    device = Device()
    kept(world, device)
    token = session(world)
    to_sign(world, token)
    before = world.one("SELECT count(*) FROM sign_in_failure")
    refuses(world, token, credential)
    assert world.one("SELECT count(*) FROM sign_in_failure") == before + 1
    fresh = session(world, "carl")
    options(world, fresh, "carl")
    with pytest.raises(Exception, match="passkey_wrong"):
        add(world, fresh, credential)


def test_guesses_lock_the_name(world: World) -> None:
    device = Device()
    kept(world, device)
    token = session(world)
    for _ in range(passwords.FAILURES_MAX):
        to_sign(world, token)
        refuses(world, token, "{}")
    with pytest.raises(Exception, match="locked_out"):
        prove(world, token, device.sign(to_sign(world, token), HERE.origin))


def test_a_passkey_is_kept_once_and_by_whoever_is_proved(world: World) -> None:
    device = Device()
    kept(world, device)
    half_open = session(world)
    made = Device(b"n" * 32).create(options(world, half_open), HERE.origin)
    with pytest.raises(Exception, match="second_factor_needed"):
        add(world, half_open, made, key="again")
    other = session(world, "carl")
    same = device.create(options(world, other, "carl"), HERE.origin)
    with pytest.raises(Exception, match="passkey_known"):
        add(world, other, same, key="same")
    with pytest.raises(Exception, match="name_missing"):
        add(world, other, same, key="nameless", name=" ")
    assert world.one("SELECT count(*) FROM second_factor") == 1


def test_staff_keep_one_second_factor_whatever_it_is(world: World) -> None:
    device = Device()
    kept(world, device)
    token = session(world)
    prove(world, token, device.sign(to_sign(world, token), HERE.origin))
    id_ = world.one("SELECT id FROM second_factor")
    with refused(world.conn, "second_factor_last"):
        signing.end_second_factor(world.conn, asked(world, token, "end"), second_factor_id=id_)
