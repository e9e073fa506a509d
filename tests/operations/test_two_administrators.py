"""Who works here, what they may approve, which accounts are ours: two people from the day on which
there is a second administrator."""

from datetime import UTC, datetime
from typing import Any

import psycopg

from comptant.operations.acts.act import Answer
from comptant.operations.closing import decide
from comptant.operations.registry import own_accounts, people
from tests.facts import FACTOR_IBAN, PASSWORD, World, add_user, open_world
from tests.houses import house
from tests.traces import contents, refused

OURS = "FR7630004000031234567890143"


@house
def world(writer: psycopg.Connection) -> World:
    """ada and bea are administrators; bea was named by ada alone, the first day."""
    world = open_world(writer)
    add_user(world, "bea", world.ids["FACTOR SA"], ["administrator"], True)
    return world


def adds(world: World, *roles: str, login: str = "zoe", company: str = "FACTOR SA") -> Answer:
    return people.add_user(
        world.conn, world.asked("ada"), login=login, name="Zoe", password=PASSWORD,
        company_id=world.ids[company], roles=list(roles),
    )  # fmt: skip


def gives(world: World, by: str, login: str, role: str, is_granted: bool = True) -> Answer:
    return people.set_role(
        world.conn, world.asked(by), login=login, company_id=world.ids["FACTOR SA"], role=role,
        is_granted=is_granted,
    )  # fmt: skip


def roles(world: World, login: str) -> set[str]:
    """The roles held now, which are those of a session."""
    found = world.rows(
        "SELECT DISTINCT ON (role) role, is_granted FROM membership m"
        " JOIN app_user u ON u.id = m.user_id WHERE u.login = %s ORDER BY role, recorded_at DESC",
        login,
    )
    return {role for role, is_granted in found if is_granted}


def authority(world: World, by: str = "ada") -> Answer:
    return people.set_authority(
        world.conn, world.asked(by), role="account_manager", kind="payment_order",
        most_cents=None, from_on=world.on, source="board",
    )  # fmt: skip


def account(world: World, by: str = "tania", **said: Any) -> Answer:
    return own_accounts.add_own_account(
        world.conn, world.asked(by), **{
            "iban": OURS, "bic": "BNPAFRPP", "name": "FACTOR SA", "currency": "EUR",
            "books_from": "camt.053", "parent_iban": None, "contract_id": 0, "buyer_id": 0, **said,
        }
    )  # fmt: skip


def test_alone_an_administrator_names_the_staff_and_the_second_one(
    writer: psycopg.Connection,
) -> None:
    world = open_world(writer)
    answer = adds(world, "treasurer")
    assert (answer["approval_id"], answer["is_alone"]) == (None, True)
    assert roles(world, "zoe") == {"treasurer"}
    assert (authority(world)["is_alone"], account(world)["is_alone"]) == (True, True)
    assert adds(world, "administrator", login="bea")["is_alone"] is True
    assert adds(world, "accountant", login="max")["is_alone"] is False


def test_a_person_of_the_staff_has_no_role_until_another_says_so(world: World) -> None:
    answer = adds(world, "treasurer", "accountant")
    assert roles(world, "zoe") == set()
    with refused(world.conn, "no_company", login="zoe"):
        people.sign_in(world.conn, login="zoe", password=PASSWORD, at=datetime.now(UTC))
    with refused(world.conn, "same_person"):
        world.approve(answer, "ada")
    for login in ("anna", "carl", "tania"):
        with refused(world.conn, "beyond_role", kind="user_role"):
            world.approve(answer, login)
    assert world.approve(answer, "bea")["roles"] == ["treasurer", "accountant"]
    assert roles(world, "zoe") == {"treasurer", "accountant"}


def test_a_role_that_is_refused_is_not_given(world: World) -> None:
    answer = adds(world, "administrator")
    decide.decide(world.conn, world.asked("bea"), approval_id=answer["approval_id"],
                  approve=False, reason="who is she?")  # fmt: skip
    assert roles(world, "zoe") == set()
    again = gives(world, "ada", "zoe", "auditor")
    world.approve(again, "aron")  # an accountant may: a house is never stuck with one administrator
    assert roles(world, "zoe") == {"auditor"}


def test_nobody_approves_a_role_of_their_own(world: World) -> None:
    answer = gives(world, "ada", "aron", "treasurer")
    with refused(world.conn, "own_role", login="aron"):
        world.approve(answer, "aron")
    world.approve(answer, "bea")
    assert roles(world, "aron") == {"accountant", "treasurer"}


def test_the_first_day_does_not_come_back_when_an_administrator_leaves(world: World) -> None:
    answer = gives(world, "ada", "bea", "administrator", is_granted=False)
    assert roles(world, "bea") == {"administrator"}
    world.approve(answer, "aron")
    assert roles(world, "bea") == set()
    assert gives(world, "ada", "carl", "administrator")["approval_id"] > 0
    assert authority(world)["approval_id"] > 0


def test_another_role_is_taken_back_at_once(world: World) -> None:
    assert gives(world, "ada", "tania", "treasurer", is_granted=False)["approval_id"] is None
    assert roles(world, "tania") == set()


def test_people_of_a_client_need_no_second_person(world: World) -> None:
    answer = adds(world, "client_user", company="ALPHA SAS")
    assert (answer["approval_id"], answer["is_alone"]) == (None, False)
    assert roles(world, "zoe") == {"client_user"}


def test_an_authority_counts_once_another_person_has_approved(world: World) -> None:
    answer = authority(world)
    assert world.rows("SELECT 1 FROM term WHERE subject = 'AUTHORITY'") == []
    world.approve(answer, "bea")
    assert world.rows("SELECT name, value FROM term WHERE subject = 'AUTHORITY'") == [
        ("account_manager.payment_order", None)]  # fmt: skip
    before = contents(world.conn)
    with refused(world.conn, "kind_unknown", kind="luck"):
        people.set_authority(
            world.conn, world.asked("ada"), role="treasurer", kind="luck", most_cents=1,
            from_on=world.on, source="board",
        )  # fmt: skip
    assert contents(world.conn) == before


def test_an_account_is_ours_once_another_person_has_approved(world: World) -> None:
    answer = account(world)
    assert (answer["own_account_id"], answer["iban"]) == (None, OURS)
    assert world.rows("SELECT iban FROM own_account") == [(FACTOR_IBAN,)]
    twice = account(world, by="ada")
    given = world.approve(answer, "aron")
    assert world.rows("SELECT id, bic FROM own_account WHERE iban = %s", OURS) == [
        (given["own_account_id"], "BNPAFRPP")]  # fmt: skip
    with refused(world.conn, "account_known", iban=OURS):
        world.approve(twice, "aron")
    with refused(world.conn, "account_known", iban=OURS):
        account(world)


def test_a_virtual_account_names_a_parent_that_is_ours(world: World) -> None:
    with refused(world.conn, "own_account_unknown", iban=OURS):
        account(world, iban="FR7610107001011234567890129", parent_iban=OURS)
    world.approve(account(world, parent_iban=FACTOR_IBAN), "aron")
    assert world.rows("SELECT books_from, parent_id FROM own_account WHERE iban = %s", OURS) == [
        ("parent", world.ids["bank"])]  # fmt: skip


def test_what_is_agreed_on_an_account_of_ours_waits_too(world: World) -> None:
    answer = own_accounts.set_collecting(
        world.conn, world.asked("tania"), own_account_id=world.ids["bank"], from_on=world.on,
        terms={"issuer_number": "123456"}, source="agreement",
    )  # fmt: skip
    kept = "SELECT value FROM term WHERE subject = 'ACCOUNT' AND name = 'issuer_number'"
    assert world.rows(kept) == []
    assert world.approve(answer, "aron")["terms"] == {"issuer_number": "123456"}
    assert world.rows(kept) == [("123456",)]
