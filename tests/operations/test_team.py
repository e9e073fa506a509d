"""A client's own people: asked in by its owner, what draws or names others by two people."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.act import Answer
from comptant.operations.closing import decide
from comptant.operations.registry import passwords, people, team
from comptant.store.access import reading
from tests.cast import add_cast
from tests.facts import World, add_user, open_world
from tests.traces import contents
from tests.traces import refused as refused_here


@pytest.fixture
def world(writer: psycopg.Connection) -> World:
    """alice owns ALPHA SAS, bruno is its accountant; celine owns GAMMA SA."""
    opened = open_world(writer)
    add_cast(opened)
    return opened


def invite(world: World, *roles: str, by: str = "alice", **said: Any) -> Answer:
    told = {"login": "zoe", "name": "Zoé", "roles": list(roles), "token": passwords.new_once()}
    return team.invite_colleague(world.conn, world.asked(by), **{**told, **said})


def sets(world: World, login: str, role: str, is_granted: bool = True, by: str = "alice") -> Answer:
    return team.set_colleague_role(
        world.conn, world.asked(by), login=login, role=role, is_granted=is_granted
    )


def answers(world: World, waits: Answer, by: str, approve: bool = True) -> Answer:
    return team.answer_colleague_role(
        world.conn, world.asked(by), approval_id=waits["approval_id"], approve=approve, reason=""
    )


def roles(world: World, login: str) -> set[str]:
    found = world.rows(
        "SELECT DISTINCT ON (role) role, is_granted FROM membership m"
        " JOIN app_user u ON u.id = m.user_id WHERE u.login = %s ORDER BY role, recorded_at DESC",
        login,
    )
    return {role for role, is_granted in found if is_granted}


def refused(code: str, act: Callable[..., Any], world: World, *said: Any, **told: Any) -> None:
    with refused_here(world.conn, code):
        act(world, *said, **told)


def approves(world: World, waits: Answer) -> Answer:
    return decide.decide(world.conn, world.asked("anna"), approval_id=waits["approval_id"],
                         approve=True, reason="")  # fmt: skip


def second_owner(world: World) -> None:
    add_user(world, "olga", world.ids["ALPHA SAS"], ["client_owner"], False)


def test_a_colleague_signs_in_once_with_the_password_shown_and_chooses_another(
    world: World,
) -> None:
    made = invite(world, "client_user", login=" Zoe ", token="k3d7p-0xq2m-84tfz-c9nra")
    assert (made["login"], made["roles"], made["approval_id"]) == ("zoe", ["client_user"], None)
    _, user = people.sign_in(
        world.conn, login="zoe", password="k3d7p-0xq2m-84tfz-c9nra", at=datetime.now(UTC)
    )
    assert (user.company_id, user.roles) == (world.ids["ALPHA SAS"], {"client_user"})
    assert user.must_choose


def test_what_draws_or_names_others_waits_and_the_rest_counts_at_once(world: World) -> None:
    made = invite(world, "client_user", "client_treasurer")
    assert roles(world, "zoe") == {"client_user"}
    second_owner(world)
    done = answers(world, made, "olga")
    assert (done["decision"], done["roles"]) == ("APPROVED", ["client_treasurer"])
    assert roles(world, "zoe") == {"client_user", "client_treasurer"}


def test_where_there_is_one_owner_the_factor_answers(world: World) -> None:
    made = sets(world, "bruno", "client_treasurer")
    decided = approves(world, made)
    assert decided["login"] == "bruno"
    assert roles(world, "bruno") == {"client_accountant", "client_treasurer"}


def test_a_refused_role_is_not_given(world: World) -> None:
    second_owner(world)
    waits = sets(world, "bruno", "client_treasurer")
    assert answers(world, waits, "olga", approve=False)["decision"] == "REFUSED"
    assert roles(world, "bruno") == {"client_accountant"}
    refused("already_decided", answers, world, waits, "olga")


def test_nobody_answers_what_they_proposed_their_own_role_or_another_companys(
    world: World,
) -> None:
    second_owner(world)
    waits = sets(world, "bruno", "client_owner")
    before = contents(world.conn)
    refused("same_person", answers, world, waits, "alice")
    refused("approval_unknown", answers, world, waits, "celine")
    others = invite(world, "client_owner", by="celine", login="gil")
    own = sets(world, "olga", "client_treasurer")
    refused("approval_unknown", answers, world, others, "alice")
    refused("own_role", answers, world, own, "olga")
    assert contents(world.conn)["approval_decision"] == before["approval_decision"]


def test_an_owner_answers_nothing_but_roles_of_the_team(world: World) -> None:
    from comptant.operations.registry import parties

    second_owner(world)
    account = parties.propose_payee_account(
        world.conn, world.asked("alice"), party_id=world.ids["ALPHA SAS"],
        iban="FR7630004000031234567890143", bic=None, holder="ALPHA SAS",
    )  # fmt: skip
    refused("approval_unknown", answers, world, account, "olga")


def test_a_role_is_ended_at_once_with_the_sessions_that_lived_of_it(world: World) -> None:
    token, _ = people.sign_in(
        world.conn, login="bruno", password="correct horse battery", at=datetime.now(UTC)
    )
    ended = sets(world, "bruno", "client_accountant", is_granted=False)
    assert ended["approval_id"] is None
    with refused_here(world.conn, "no_company"):
        people.user_of(world.conn, token, datetime.now(UTC))


def test_the_last_owner_stays_and_an_owners_role_is_taken_by_two_people(world: World) -> None:
    refused("last_owner", sets, world, "alice", "client_owner", False)
    second_owner(world)
    waits = sets(world, "olga", "client_owner", is_granted=False)
    assert roles(world, "olga") == {"client_owner"}
    # Meanwhile alice leaves of her own: olga is the last, and cannot be taken away any more.
    assert sets(world, "alice", "client_owner", is_granted=False)["approval_id"] is None
    refused("last_owner", approves, world, waits)
    assert roles(world, "olga") == {"client_owner"}


@pytest.mark.parametrize(("code", "said"), [
    ("role_unknown", {"roles": ["administrator"]}), ("role_missing", {"roles": []}),
    ("role_unknown", {"roles": ["external_accountant"]}), ("name_missing", {"name": " "}),
    ("login_missing", {"login": " "}), ("login_known", {"login": "BRUNO"}),
    ("token_weak", {"token": "short"}),
])  # fmt: skip
def test_a_wrong_invitation_leaves_nothing(world: World, code: str, said: dict[str, Any]) -> None:
    with refused_here(world.conn, code):
        invite(world, **{"roles": ["client_user"], **said})


def test_people_of_other_companies_are_not_there(world: World) -> None:
    for login in ("celine", "anna", "nobody"):
        refused("user_unknown", sets, world, login, "client_user")
    refused("role_held", sets, world, "bruno", "client_accountant")
    refused("role_not_held", sets, world, "bruno", "client_user", False)
    refused("not_your_right", sets, world, "bruno", "client_user", by="bruno")


def test_an_owner_reads_the_team_what_waits_and_who_did_what(world: World) -> None:
    invite(world, "client_user", "client_treasurer")
    for login, people_seen, waiting in (("alice", ["alice", "bruno", "zoe"], ["zoe"]),
                                        ("celine", ["celine"], []), ("bruno", [], [])):  # fmt: skip
        user = world.users[login]
        with reading(user.id, user.company_id, user.roles, world.on) as see:
            assert [row["login"] for row in see("read_team")] == people_seen
            assert [row["login"] for row in see("read_team_requests")] == waiting
            acts = [(row["login"], row["operation"]) for row in see("read_team_acts", login=None)]
        if login == "alice":
            assert ("alice", "invite_colleague") in acts
        assert {who for who, _ in acts} <= set(people_seen)
