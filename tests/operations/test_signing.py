"""Signing in with a browser: second factors, links, keys of programs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pyotp
import pytest

from comptant.operations.acts.act import Asked, Refused, User
from comptant.operations.registry import keys, people, signing
from comptant.operations.risk import limits
from tests.cast import draw
from tests.facts import PASSWORD, World, open_world
from tests.houses import house
from tests.traces import refused

TOKEN = "k" * 43


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def browser(world: World, login: str, at: datetime | None = None) -> tuple[str, User]:
    return signing.open_in_browser(
        world.conn, login=login, password=PASSWORD, at=at or datetime.now(UTC), agent="Firefox",
        address="192.0.2.1",
    )  # fmt: skip


def enrol(world: World, user: User, at: datetime) -> str:
    """The secret of an authenticator added with its code of that instant."""
    secret = signing.new_secret()
    asked = Asked(user, f"enrol {at} {secret}", at, at.date())
    signing.add_second_factor(
        world.conn, asked, name="phone", secret=secret, code=pyotp.TOTP(secret).at(at)
    )
    return secret


def test_a_browser_s_session_is_half_open_until_the_code_is_given(world: World) -> None:
    at = datetime.now(UTC)
    token, user = browser(world, "anna")
    assert user.must_prove
    secret = enrol(world, user, at)
    assert people.user_of(world.conn, token, at).must_prove
    later = at + timedelta(seconds=60)
    signing.prove(world.conn, token=token, code=pyotp.TOTP(secret).at(later), at=later)
    assert not people.user_of(world.conn, token, later).must_prove


def test_a_code_serves_once_and_a_wrong_one_counts_as_a_failure(world: World) -> None:
    at = datetime.now(UTC)
    token, user = browser(world, "anna")
    secret = enrol(world, user, at)
    # A failed try leaves its mark, and nothing else does: it is what locks the login.
    for wrong in (pyotp.TOTP(secret).at(at), "no code é", "", "12345", "1234567"):
        with pytest.raises(Refused) as caught:
            signing.prove(world.conn, token=token, code=wrong, at=at)
        assert caught.value.code == "code_wrong"
    assert world.one("SELECT count(*) FROM sign_in_failure WHERE login = 'anna'") == 5
    later = at + timedelta(seconds=60)
    with refused(world.conn, "locked_out"):
        signing.prove(world.conn, token=token, code=pyotp.TOTP(secret).at(later), at=later)


def test_staff_do_nothing_before_the_second_factor_and_clients_do_not_draw(world: World) -> None:
    contract = world.contract("C-1")
    at = datetime.now(UTC)
    for login in ("anna", "alice"):
        world.users[login] = browser(world, login)[1]
    with refused(world.conn, "second_factor_needed", operation="request_limit"):
        limits.request_limit(
            world.conn, world.asked("anna"), contract_id=contract, buyer_id=world.ids["BETA SA"],
            amount_cents=100, currency="EUR",
        )  # fmt: skip
    with refused(world.conn, "second_factor_needed", operation="draw"):
        draw(world, "alice", contract, 100)
    limits.request_limit(
        world.conn, world.asked("alice"), contract_id=contract, buyer_id=world.ids["BETA SA"],
        amount_cents=100, currency="EUR",
    )  # fmt: skip
    # Whoever has one already cannot add a second by password alone.
    enrol(world, world.users["anna"], at)
    with refused(world.conn, "second_factor_needed"):
        enrol(world, world.users["anna"], at)


def test_a_secret_stays_out_of_the_acts(world: World) -> None:
    secret = enrol(world, browser(world, "anna")[1], datetime.now(UTC))
    told = world.conn.execute("SELECT answer::text FROM act").fetchall()
    assert [text for (text,) in told if secret in text] == []


def test_staff_keep_their_last_factor_and_nobody_ends_another_s(world: World) -> None:
    at = datetime.now(UTC)
    enrol(world, world.users["anna"], at)
    enrol(world, world.users["alice"], at)
    ids = {login: world.one("SELECT id FROM second_factor WHERE user_id = %s",
                            world.users[login].id) for login in ("anna", "alice")}  # fmt: skip
    with refused(world.conn, "second_factor_last"):
        signing.end_second_factor(world.conn, world.asked("anna"), second_factor_id=ids["anna"])
    with refused(world.conn, "second_factor_unknown"):
        signing.end_second_factor(world.conn, world.asked("anna"), second_factor_id=ids["alice"])
    signing.end_second_factor(world.conn, world.asked("alice"), second_factor_id=ids["alice"])
    assert not signing.has_second_factor(world.conn, world.users["alice"].id)


def test_a_session_is_ended_from_afar_by_its_user_only(world: World) -> None:
    token, _ = browser(world, "alice")
    session_id = world.one("SELECT id FROM session")
    with refused(world.conn, "session_unknown"):
        signing.end_session(world.conn, world.asked("anna"), session_id=session_id)
    signing.end_session(world.conn, world.asked("alice"), session_id=session_id)
    with refused(world.conn, "session_over"):
        people.user_of(world.conn, token, datetime.now(UTC))


def test_a_link_signs_in_once_on_a_sandbox(world: World) -> None:
    at = datetime.now(UTC)
    link = signing.make_link(world.conn, login="alice", at=at)
    _, user = signing.use_link(world.conn, link=link, at=at, agent="", address="")
    assert (user.login, user.must_prove) == ("alice", False)
    with refused(world.conn, "link_over"):
        signing.use_link(world.conn, link=link, at=at, agent="", address="")
    late = signing.make_link(world.conn, login="alice", at=at)
    with refused(world.conn, "link_over"):
        signing.use_link(world.conn, link=late, at=at + timedelta(minutes=15), agent="", address="")
    with refused(world.conn, "user_unknown", login="nobody"):
        signing.make_link(world.conn, login="nobody", at=at)


def key(world: World, by: str = "ada", **told: Any) -> Any:
    return keys.add_key(
        world.conn, world.asked(by), **{
            "login": "alice", "company_id": world.ids["ALPHA SAS"], "name": "books",
            "scopes": ["read", "request_limit"], "networks": ["192.0.2.0/24"], "days": 30,
            "token": TOKEN, **told,
        },
    )  # fmt: skip


def test_a_key_acts_as_its_user_within_its_scopes_and_networks(world: World) -> None:
    at = datetime.now(UTC)  # keys end by the clock on the wall
    made = key(world, "alice")
    assert TOKEN not in str(made)
    user = signing.key_user(world.conn, TOKEN, at, "192.0.2.7")
    assert user.scopes == {"read", "request_limit"}
    assert (user.login, user.company_id) == ("alice", world.ids["ALPHA SAS"])
    contract = world.contract("C-1")
    world.users["program"] = user
    with refused(world.conn, "not_in_scope", operation="draw"):
        draw(world, "program", contract, 100)
    with refused(world.conn, "key_over"):
        signing.key_user(world.conn, TOKEN, at, "198.51.100.1")
    with refused(world.conn, "key_over"):
        signing.key_user(world.conn, TOKEN, at + timedelta(days=31), "192.0.2.7")
    keys.end_key(world.conn, world.asked("ada"), key_id=made["key_id"])
    with refused(world.conn, "key_over"):
        signing.key_user(world.conn, TOKEN, at, "192.0.2.7")
    with refused(world.conn, "key_unknown"):
        keys.end_key(world.conn, world.asked("ada"), key_id=made["key_id"])


@pytest.mark.parametrize(("told", "code"), [
    ({"scopes": []}, "scope_unknown"), ({"scopes": ["all"]}, "scope_unknown"),
    ({"scopes": ["read", "decide"]}, "scope_personal"),
    ({"scopes": ["release_many"]}, "scope_personal"),
    ({"networks": ["192.0.2.1/24"]}, "network_wrong"), ({"networks": ["'"]}, "network_wrong"),
    ({"days": 0}, "days_wrong"), ({"days": 367}, "days_wrong"), ({"name": " "}, "name_missing"),
    ({"token": "short"}, "token_weak"), ({"login": "nobody"}, "user_unknown"),
    ({"by": "anna"}, "not_your_right"),
])  # fmt: skip
def test_a_key_that_would_not_be_safe_is_refused(
    world: World, told: dict[str, Any], code: str
) -> None:
    with refused(world.conn, code):
        key(world, **told)


def test_a_caller_without_an_address_opens_a_key_that_names_no_network(world: World) -> None:
    """A socket of this machine, or a proxy that says nonsense."""
    at = datetime.now(UTC)
    asked = Asked(world.users["alice"], "k", at, world.on)
    for name, networks in (("open", []), ("near", ["10.0.0.0/8"])):
        keys.add_key(
            world.conn, replace(asked, key=name), login="alice",
            company_id=world.ids["ALPHA SAS"], name=name, scopes=["read"], networks=networks,
            days=30, token=name.ljust(43, "x"),
        )  # fmt: skip
    for address in ("", "unknown", "10.0.0.1:5"):
        assert signing.key_user(world.conn, "open".ljust(43, "x"), at, address).login == "alice"
        with pytest.raises(Refused, match="key_over"):
            signing.key_user(world.conn, "near".ljust(43, "x"), at, address)
    assert signing.key_user(world.conn, "near".ljust(43, "x"), at, "10.0.0.1").login == "alice"
