"""Users, their roles, signing in and out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from comptant.operations.acts.act import Refused, User
from comptant.operations.registry import people
from tests.facts import PASSWORD, World, add_user, open_world
from tests.houses import house
from tests.traces import at_once, contents, refused

Connect = Callable[[str], psycopg.Connection]


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def now() -> datetime:
    return datetime.now(UTC)


def sign_in(
    world: World, login: str = "alice", password: str = PASSWORD, at: datetime | None = None
) -> tuple[str, User]:
    return people.sign_in(world.conn, login=login, password=password, at=at or now())


def fail(world: World, login: str, times: int, at: datetime | None = None) -> list[str]:
    """The codes and facts of so many sign-ins with a wrong password."""
    codes = []
    for _ in range(times):
        with pytest.raises(Refused) as caught:
            sign_in(world, login, "wrong password", at)
        codes.append(caught.value.code)
    return codes


def set_role(
    world: World, login: str, role: str, is_granted: bool, company: str = "ALPHA SAS"
) -> Any:
    return people.set_role(
        world.conn, world.asked("ada"), login=login, company_id=world.ids[company], role=role,
        is_granted=is_granted,
    )  # fmt: skip


# The first day ------------------------------------------------------------------------------------


def test_the_books_are_opened_once(world: World) -> None:
    with refused(world.conn, "already_open"):
        people.init(
            world.conn, name="OTHER FACTOR", numbers={}, login="eve", user_name="Eve",
            password=PASSWORD, key="init", on=world.on, at=now(), is_sandbox=False,
        )  # fmt: skip


def test_a_first_day_with_a_short_password_opens_nothing(writer: psycopg.Connection) -> None:
    writer.autocommit = True
    with refused(writer, "password_too_short", least=12):
        people.init(
            writer, name="FACTOR SA", numbers={"siren": "552100554"}, login="ada",
            user_name="Ada", password="eleven lett", key="init", on=now().date(), at=now(),
            is_sandbox=True,
        )  # fmt: skip


def test_a_first_day_with_a_wrong_number_opens_nothing(writer: psycopg.Connection) -> None:
    writer.autocommit = True
    with refused(writer, "number_wrong", scheme="siren", number="552100555"):
        people.init(
            writer, name="FACTOR SA", numbers={"siren": "552100555"}, login="ada",
            user_name="Ada", password=PASSWORD, key="init", on=now().date(), at=now(),
            is_sandbox=True,
        )  # fmt: skip


# Signing in ---------------------------------------------------------------------------------------


def test_signing_in_gives_a_token_and_who_it_is(world: World) -> None:
    token, user = sign_in(world, " Alice ")
    alice = User(world.users["alice"].id, "alice", world.ids["ALPHA SAS"], False,
                 frozenset({"client_owner"}))  # fmt: skip
    assert user == alice
    assert people.user_of(world.conn, token, now()) == alice
    assert sign_in(world)[0] != token


def test_neither_the_password_nor_the_token_is_kept(world: World) -> None:
    token, _ = sign_in(world)
    found = world.conn.execute(
        "SELECT u.password, encode(s.token_digest, 'hex') FROM app_user u"
        " JOIN session s ON s.user_id = u.id"
    ).fetchall()
    assert len(found) == 1
    assert found[0][0].startswith("pbkdf2_sha256$")
    assert PASSWORD not in found[0][0]
    assert token.encode().hex() not in found[0][1]


def test_a_wrong_password_is_refused_and_leaves_one_failure(world: World) -> None:
    before = contents(world.conn)
    assert fail(world, "alice", 1) == ["sign_in_failed"]
    changed = {name: rows[0] for name, rows in contents(world.conn).items() if rows != before[name]}
    assert changed == {"sign_in_failure": 1}


def test_an_unknown_login_is_answered_like_a_wrong_password(world: World) -> None:
    answers = []
    for login in ("alice", "nobody"):
        answers.append([fail(world, login, 6), contents(world.conn)["session"][0]])
    assert answers[0] == answers[1] == [["sign_in_failed"] * 5 + ["locked_out"], 0]


def test_an_unknown_login_takes_as_many_computations_as_a_known_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(world, "nobody", 1)
    real, counted = PBKDF2PasswordHasher.encode, list[str]()

    def encode(hasher: Any, *args: Any) -> Any:
        counted.append("one")
        return real(hasher, *args)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", encode)
    counts = []
    for login in ("nobody", "alice"):
        fail(world, login, 1)
        counts.append(len(counted))
    assert counts == [1, 2]


def test_after_five_failures_even_the_right_password_is_refused_for_a_quarter_of_an_hour(
    world: World,
) -> None:
    assert fail(world, "alice", 5) == ["sign_in_failed"] * 5
    with refused(world.conn, "locked_out", login="alice", minutes=15):
        sign_in(world)
    sign_in(world, "anna")
    with refused(world.conn, "locked_out"):
        sign_in(world, at=now() + timedelta(minutes=14))
    assert sign_in(world, at=now() + timedelta(minutes=15, seconds=5))[1].login == "alice"


def test_four_failures_do_not_lock_out(world: World) -> None:
    fail(world, "alice", 4)
    assert sign_in(world)[1].login == "alice"


def test_guesses_at_once_are_counted_too(world: World, connect_to: Connect) -> None:
    def guess(conn: psycopg.Connection) -> Any:
        return people.sign_in(conn, login="alice", password="wrong", at=now())

    given = at_once(connect_to, *[guess] * 8)
    assert sorted(given) == ["locked_out"] * 3 + ["sign_in_failed"] * 5


# Sessions -----------------------------------------------------------------------------------------


def test_a_session_ends_after_twelve_hours(world: World) -> None:
    at = now()
    token, _ = sign_in(world, at=at)
    assert people.user_of(world.conn, token, at + timedelta(hours=12, seconds=-1)).login == "alice"
    with refused(world.conn, "session_over"):
        people.user_of(world.conn, token, at + timedelta(hours=12))


def test_signing_out_ends_that_session_only(world: World) -> None:
    first, second = sign_in(world)[0], sign_in(world)[0]
    people.sign_out(world.conn, token=first)
    with refused(world.conn, "session_over"):
        people.user_of(world.conn, first, now())
    assert people.user_of(world.conn, second, now()).login == "alice"


def test_a_token_of_nobody_is_over(world: World) -> None:
    with refused(world.conn, "session_over"):
        people.user_of(world.conn, "no such token", now())


# Roles --------------------------------------------------------------------------------------------


def test_a_role_that_was_taken_ends_rights_at_once(world: World) -> None:
    set_role(world, "alice", "client_accountant", True)
    token, user = sign_in(world)
    assert user.roles == {"client_owner", "client_accountant"}
    set_role(world, "alice", "client_owner", False)
    assert people.user_of(world.conn, token, now()).roles == {"client_accountant"}
    set_role(world, "alice", "client_accountant", False)
    with refused(world.conn, "no_company", login="alice"):
        people.user_of(world.conn, token, now())
    set_role(world, "alice", "client_owner", True)
    assert people.user_of(world.conn, token, now()).roles == {"client_owner"}


def test_who_has_no_company_is_not_signed_in(world: World) -> None:
    set_role(world, "alice", "client_owner", False)
    with refused(world.conn, "no_company", login="alice"):
        sign_in(world)


def test_a_user_of_two_companies_acts_for_one_with_the_roles_there(world: World) -> None:
    set_role(world, "alice", "client_accountant", True, "GAMMA SA")
    token, user = sign_in(world)
    assert (user.company_id, user.roles) == (world.ids["ALPHA SAS"], {"client_owner"})
    other = people.user_of(world.conn, token, now(), world.ids["GAMMA SA"])
    assert (other.company_id, other.roles) == (world.ids["GAMMA SA"], {"client_accountant"})
    with refused(world.conn, "no_company"):
        people.user_of(world.conn, token, now(), world.ids["BETA SA"])


@pytest.mark.parametrize(("company", "role", "code"), [
    ("ALPHA SAS", "treasurer", "role_not_for_company"),
    ("ALPHA SAS", "administrator", "role_not_for_company"),
    ("FACTOR SA", "client_owner", "role_not_for_company"),
    ("FACTOR SA", "emperor", "role_unknown"),
])  # fmt: skip
def test_a_role_belongs_to_a_kind_of_company(
    world: World, company: str, role: str, code: str
) -> None:
    with refused(world.conn, code, role=role):
        set_role(world, "alice", role, True, company)
    with refused(world.conn, code, role=role):
        add_user(world, "zoe", world.ids[company], [role], False)


def test_a_user_is_added_whole_or_not_at_all(world: World) -> None:
    """The first role is right, the second is not: neither user nor role remains."""
    with refused(world.conn, "role_not_for_company", role="treasurer"):
        add_user(world, "zoe", world.ids["ALPHA SAS"], ["client_user", "treasurer"], False)
    with refused(world.conn, "party_unknown", party_id=12345678):
        add_user(world, "zoe", 12345678, ["client_user"], False)
    with refused(world.conn, "login_known", login="alice"):
        add_user(world, " ALICE", world.ids["ALPHA SAS"], ["client_user"], False)
    with refused(world.conn, "user_unknown", login="zoe"):
        set_role(world, "zoe", "client_user", True)


def test_only_an_administrator_adds_users_and_gives_roles(world: World) -> None:
    for login in ("anna", "tania", "aron", "carl", "alice"):
        with refused(world.conn, "not_your_right", operation="set_role"):
            people.set_role(
                world.conn, world.asked(login), login=login, role="administrator",
                company_id=world.ids["FACTOR SA"], is_granted=True,
            )  # fmt: skip
