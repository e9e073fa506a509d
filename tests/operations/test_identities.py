"""Accounts of an organisation: linked by their user, one user each, ended by their user."""

from datetime import UTC, datetime

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Asked, User
from comptant.operations.registry import identities, people, signing
from tests.facts import PASSWORD, World, open_world
from tests.houses import house
from tests.traces import refused

ISSUER = "https://login.example.com"


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def link(
    world: World, login: str = "alice", subject: str = "sub-1", name: str = "a@x.fr"
) -> Answer:
    return identities.link_identity(
        world.conn, world.asked(login), issuer=ISSUER, subject=subject, name=name
    )


def enter(
    world: World, subject: str = "sub-1", issuer: str = ISSUER, is_proved: bool = False
) -> User:
    token, user = identities.open_by_identity(
        world.conn, issuer=issuer, subject=subject, is_proved=is_proved, at=datetime.now(UTC),
        agent="test", address="192.0.2.7",
    )  # fmt: skip
    assert people.user_of(world.conn, token, datetime.now(UTC)) == user
    return user


@pytest.mark.parametrize("is_proved", [True, False])
def test_a_linked_account_signs_in_and_proves_if_its_organisation_has(
    world: World, is_proved: bool
) -> None:
    link(world)
    user = enter(world, is_proved=is_proved)
    assert (user.login, user.must_prove) == ("alice", not is_proved)


@pytest.mark.parametrize(
    ("subject", "issuer"),
    [("sub-2", ISSUER), ("SUB-1", ISSUER), ("sub-1", "https://login.example.org")],
)
def test_an_account_that_nobody_has_linked_signs_nobody_in(
    world: World, subject: str, issuer: str
) -> None:
    link(world)
    with refused(world.conn, "identity_not_linked"):
        enter(world, subject, issuer)


def test_an_account_is_of_one_user_and_serves_until_its_user_ends_it(world: World) -> None:
    id_ = link(world)["identity_id"]
    with refused(world.conn, "identity_known"):
        link(world, "carl")
    with refused(world.conn, "identity_unknown"):
        identities.end_identity(world.conn, world.asked("carl"), identity_id=id_)
    identities.end_identity(world.conn, world.asked("alice"), identity_id=id_)
    with refused(world.conn, "identity_not_linked"):
        enter(world)
    link(world, "carl")
    assert enter(world).login == "carl"


@pytest.mark.parametrize("subject", ["", "s" * 256])
def test_what_is_no_account_is_refused(world: World, subject: str) -> None:
    with refused(world.conn, "identity_wrong"):
        link(world, subject=subject)


def test_a_browser_proves_a_second_factor_before_it_links(world: World) -> None:
    at = datetime.now(UTC)
    token, _ = signing.open_in_browser(
        world.conn, login="alice", password=PASSWORD, at=at, agent="test", address="192.0.2.7"
    )
    asked = Asked(people.user_of(world.conn, token, at), "k", at, world.on)
    with refused(world.conn, "second_factor_needed"):
        identities.link_identity(world.conn, asked, issuer=ISSUER, subject="s", name="n")
