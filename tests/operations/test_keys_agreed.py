"""A key that acts as somebody else: that person agrees, and who made it is the person who asked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from comptant.operations.acts import audit
from comptant.operations.acts.act import Answer, Asked
from comptant.operations.closing import decide
from comptant.operations.drawing import payments, releases
from comptant.operations.registry import keys, parties, people, signing, team
from comptant.store.access import reading
from tests.cast import add_cast
from tests.facts import World, add_user, open_world
from tests.houses import house
from tests.traces import refused

# A seal of the chain as it was before acts had a key.
OF_A_PERSON = "1df06191e0a5f9fe59a70ce63829f0be868fd894f4a7843f36908332c53bae9f"
TOKEN, THIEF = "t" * 43, "FR7630004000031234567890143"


@house
def world(writer: psycopg.Connection) -> World:
    """ada and bea are administrators; alice owns ALPHA SAS, whose accountant is bruno."""
    opened = open_world(writer)
    add_cast(opened)
    opened.limit(opened.ids["A-1"], "BETA SA", 5_000_000)
    add_user(opened, "bea", opened.ids["FACTOR SA"], ["administrator"], True)
    return opened


def now(world: World, login: str) -> Asked:
    """Asked by the clock of the wall, by which keys end."""
    return replace(world.asked(login), at=datetime.now(UTC))


def add(world: World, login: str, scope: str, by: str = "ada", token: str = TOKEN) -> Answer:
    return keys.add_key(
        world.conn, now(world, by), login=login, company_id=world.users[login].company_id,
        name="books", scopes=["read", scope], networks=[], days=30, token=token,
    )  # fmt: skip


def answer(world: World, key_id: int, by: str, *, approve: bool = True) -> Answer:
    return keys.answer_key(world.conn, now(world, by), key_id=key_id, approve=approve, reason="")


def through(world: World, token: str = TOKEN) -> Asked:
    """A program asks with its key."""
    world.users["program"] = signing.key_user(world.conn, token, datetime.now(UTC), "")
    return world.asked("program")


def account(world: World, asked: Asked) -> Answer:
    return parties.propose_payee_account(
        world.conn, asked, party_id=world.ids["ALPHA SAS"], iban=THIEF, bic=None, holder="ALPHA SAS"
    )


@pytest.mark.parametrize(("login", "scope"), [
    ("anna", "propose_payee_account"), ("alice", "draw"), ("tania", "payout"),
])  # fmt: skip
def test_an_administrator_alone_makes_no_key_that_acts_as_another(
    world: World, login: str, scope: str
) -> None:
    made = add(world, login, scope)
    with refused(world.conn, "key_over"):
        through(world)
    others = {"ada", "bea", "anna", "alice", "bruno"} - {login}
    for by in sorted(others):  # nobody agrees for them, whatever they may approve
        with refused(world.conn, "key_unknown"):
            answer(world, made["key_id"], by)
    for by in ("ada", "bea"):
        with pytest.raises(Exception, match=r"same_person|beyond_role"):
            decide.decide(world.conn, world.asked(by), approval_id=made["approval_id"],
                          approve=True, reason="")  # fmt: skip
    answer(world, made["key_id"], login)
    assert through(world).by.login == login
    with refused(world.conn, "already_decided"):
        answer(world, made["key_id"], login, approve=False)


def test_a_key_refused_never_opens_and_one_agreed_to_is_ended_by_its_person(world: World) -> None:
    made = add(world, "anna", "remit")
    answer(world, made["key_id"], "anna", approve=False)
    with refused(world.conn, "key_over"):
        through(world)
    with refused(world.conn, "key_unknown"):
        answer(world, made["key_id"], "anna")
    other = add(world, "anna", "remit", token="u" * 43)
    answer(world, other["key_id"], "anna")
    with refused(world.conn, "key_unknown"):  # neither an administrator nor its person
        keys.end_key(world.conn, now(world, "tania"), key_id=other["key_id"])
    keys.end_key(world.conn, now(world, "anna"), key_id=other["key_id"])
    with refused(world.conn, "key_over"):
        through(world, "u" * 43)


def test_a_key_for_oneself_takes_one_step(world: World) -> None:
    assert add(world, "ada", "add_party")["approval_id"] is None
    assert through(world).by.login == "ada"


def test_a_key_renewed_by_another_waits_again(world: World) -> None:
    made = add(world, "anna", "remit", by="ada")
    answer(world, made["key_id"], "anna")
    given = keys.rotate_key(world.conn, now(world, "bea"), key_id=made["key_id"], days=30, hours=0,
                            token="n" * 43)  # fmt: skip
    with refused(world.conn, "key_over"):
        through(world, "n" * 43)
    answer(world, given["key_id"], "anna")
    assert through(world, "n" * 43).by.key_id == given["key_id"]


def test_who_made_the_key_and_whom_it_acts_as_do_not_approve_what_it_proposed(
    world: World,
) -> None:
    made = add(world, "anna", "propose_payee_account")
    answer(world, made["key_id"], "anna")
    proposed = account(world, through(world))
    for by in ("ada", "anna"):
        with refused(world.conn, "same_person", login=by):
            world.approve(proposed, by)
    assert world.approve(proposed, "bea")["decision"] == "APPROVED"


def test_nor_are_payments_released_by_who_made_the_key(world: World) -> None:
    made = add(world, "alice", "draw")
    answer(world, made["key_id"], "alice")
    due = world.on + timedelta(days=40)
    world.remit(world.ids["A-1"], {"number": "FA-1", "cents": 2_000_000, "due_on": due})
    order = payments.draw(world.conn, through(world), contract_id=world.ids["A-1"],
                          amount_cents=100_000, payee_account_id=None)  # fmt: skip
    given = releases.release_many(world.conn, world.asked("ada"), order_ids=[order["order_id"]])
    assert [one["refusal"] for one in given["refused"]] == ["same_person"]
    with refused(world.conn, "same_person"):
        world.approve(order, "ada")
    given = releases.release_many(world.conn, world.asked("bea"), order_ids=[order["order_id"]])
    assert given["count"] == 1


def test_the_database_refuses_it_too(world: World) -> None:
    made = add(world, "anna", "propose_payee_account")
    answer(world, made["key_id"], "anna")
    proposed = account(world, through(world))
    decision = """INSERT INTO approval_decision (approval_id, proposed_by, decided_by, decision,
            act_id) VALUES (%s, %s, %s, 'APPROVED', 1)"""
    told = (proposed["approval_id"], world.users["anna"].id)
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        world.conn.execute(decision, (*told, world.users["ada"].id))
    assert caught.value.diag.constraint_name == "two_people"
    world.conn.rollback()
    world.conn.execute(decision, (*told, world.users["bea"].id))


def test_an_act_says_which_key_asked_and_its_seal_covers_it(world: World) -> None:
    made = add(world, "anna", "propose_payee_account")
    answer(world, made["key_id"], "anna")
    account(world, through(world))
    account(world, world.asked("anna"))
    acts = world.rows(
        "SELECT key_id FROM act WHERE operation = 'propose_payee_account' AND by_id = %s"
        " ORDER BY id", world.users["anna"].id)  # fmt: skip
    assert acts == [(made["key_id"],), (None,)]


def test_a_seal_tells_a_program_from_its_person_and_old_seals_stand() -> None:
    act: dict[str, Any] = {
        "id": 7, "company_id": 1, "key": "k", "operation": "draw", "digest": b"\1" * 32,
        "by_id": 2, "contract_id": 3, "on_date": date(2026, 1, 16),
        "at": datetime(2026, 1, 16, 9, 0, tzinfo=UTC), "answer": {"order_id": 5}, "key_id": None,
    }  # fmt: skip
    seals = [audit.chained(audit.FIRST, {**act, "key_id": key}) for key in (None, 8, 9)]
    assert len(set(seals)) == 3
    assert seals[0].hex() == OF_A_PERSON


def test_the_person_sees_who_would_act_as_them_and_an_owner_which_program_did(
    world: World,
) -> None:
    made = add(world, "bruno", "open_dispute")
    looks = {}
    for login in ("bruno", "alice", "ada", "celine"):
        user = world.users[login]
        with reading(user.id, user.company_id, user.roles, world.on) as see:
            looks[login] = [(row["id"], row["made_by"], row["agreed_at"], row["is_own"])
                            for row in see("read_keys", at=datetime.now(UTC))]  # fmt: skip
    theirs = (made["key_id"], "FACTOR SA", None)
    assert looks == {"bruno": [(*theirs, True)], "alice": [(*theirs, False)], "celine": [],
                     "ada": [(made["key_id"], "ada", None, False)]}  # fmt: skip
    add(world, "alice", "propose_payee_account", by="alice", token="a" * 43)
    account(world, through(world, "a" * 43))
    alice = world.users["alice"]
    with reading(alice.id, alice.company_id, alice.roles, world.on) as see:
        told = {row["operation"]: row["key_name"] for row in see("read_team_acts", login="alice")}
        assert (told["propose_payee_account"], told["add_key"]) == ("books", None)


def test_an_administrator_alone_names_nobody_who_draws_for_a_client(world: World) -> None:
    """Or one administrator would be the client's owner, and agree to a key as that person."""
    made = people.add_user(
        world.conn, world.asked("ada"), login="eve", name="Eve", password="four words by one",
        company_id=world.ids["ALPHA SAS"], roles=["client_owner", "client_accountant"],
    )  # fmt: skip
    held = """SELECT role FROM membership m JOIN app_user u ON u.id = m.user_id
        WHERE u.login = 'eve' ORDER BY role"""
    assert world.rows(held) == [("client_accountant",)]
    with refused(world.conn, "same_person", login="ada"):
        world.approve(made, "ada")
    # An owner of the company sees it, with the factor's name, and may answer as well as anna.
    alice = world.users["alice"]
    with reading(alice.id, alice.company_id, alice.roles, world.on) as see:
        assert [(row["login"], row["proposed_by"]) for row in see("read_team_requests")] == [
            ("eve", "FACTOR SA")]  # fmt: skip
    team.answer_colleague_role(world.conn, world.asked("alice"), approve=True, reason="",
                               approval_id=made["approval_id"])  # fmt: skip
    assert world.rows(held) == [("client_accountant",), ("client_owner",)]
    # What only reads counts at once, and any end does.
    given = people.set_role(world.conn, world.asked("ada"), login="bruno", is_granted=True,
                            company_id=world.ids["ALPHA SAS"], role="client_user")  # fmt: skip
    ended = people.set_role(world.conn, world.asked("ada"), login="eve", is_granted=False,
                            company_id=world.ids["ALPHA SAS"], role="client_owner")  # fmt: skip
    assert (given["approval_id"], ended["approval_id"]) == (None, None)
