"""Personal data: given to whom it is about, forgotten by two people within its terms."""

from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest

from comptant.operations.acts import audit
from comptant.operations.acts.act import Answer, Refused
from comptant.operations.registry import emails, people, personal
from comptant.store.access import reading
from tests import signing
from tests.facts import PASSWORD, World, add_user, three_of_two_clients
from tests.houses import house
from tests.traces import refused

NOW = datetime.now(UTC)


@house
def world(writer: psycopg.Connection) -> World:
    """Two clients; dan was asked in by ALPHA SAS, has signed in, and never did anything."""
    opened = three_of_two_clients(writer)
    add_user(opened, "dan", opened.ids["ALPHA SAS"], ["client_user"], False)
    people.sign_in(writer, login="dan", password=PASSWORD, at=opened.asked("dan").at)
    return opened


def leave(world: World, login: str, role: str, company: str = "ALPHA SAS") -> None:
    people.set_role(world.conn, world.asked("ada"), login=login, company_id=world.ids[company],
                    role=role, is_granted=False)  # fmt: skip


def ask(world: World, login: str, who: str = "ada") -> Answer:
    return personal.propose_erasure(
        world.conn, world.asked(who), login=login, reason="letter of 3 March"
    )


def named(world: World, login: str) -> int:
    return int(world.one("SELECT count(*) FROM app_user WHERE login = %s", login))


def parts(world: World, who: str, login: str | None = None) -> dict[str, Any]:
    found = personal.personal_data(world.conn, world.users[who], login, NOW)
    return dict(found["parts"])


def test_everyone_reads_what_is_known_of_themselves_without_secrets(world: World) -> None:
    told = parts(world, "dan")
    assert [row["login"] for row in told["person"]] == ["dan"]
    assert [(row["role"], row["is_granted"]) for row in told["roles"]] == [("client_user", True)]
    assert len(told["sessions"]) == world.one(
        "SELECT count(*) FROM session WHERE user_id = %s", world.users["dan"].id
    )
    assert told["acts"] == []
    acts = parts(world, "anna")["acts"]
    assert {row["operation"] for row in acts} >= {"open_contract"}
    assert len(acts) == world.one(
        "SELECT count(*) FROM act WHERE by_id = %s", world.users["anna"].id
    )
    secret = world.one("SELECT password FROM app_user WHERE login = 'dan'")
    assert secret not in str(told)


def test_an_administrator_reads_another_once_they_have_asked(world: World) -> None:
    ada = world.users["ada"]
    with pytest.raises(Refused) as caught:
        personal.personal_data(world.conn, ada, "dan", NOW)
    assert caught.value.code == "data_not_requested"
    answer = personal.record_data_request(
        world.conn, world.asked("ada"), login="dan", source="letter of 3 March"
    )
    assert answer == {"user_id": world.users["dan"].id, "source": "letter of 3 March"}  # no name
    assert parts(world, "ada", "dan")["person"] == parts(world, "dan")["person"]
    later = NOW.replace(year=NOW.year + 1)
    with pytest.raises(Refused) as caught:
        personal.personal_data(world.conn, ada, "dan", later)
    assert caught.value.code == "data_not_requested"


@pytest.mark.parametrize("login", ["anna", "carl", "tania", "aron", "ugo", "alice", "bob", "cora"])
def test_nobody_else_reads_or_erases_another(world: World, login: str) -> None:
    personal.record_data_request(world.conn, world.asked("ada"), login="dan", source="letter")
    with pytest.raises(Refused) as caught:
        personal.personal_data(world.conn, world.users[login], "dan", NOW)
    assert caught.value.code == "not_your_right"
    with refused(world.conn, "not_your_right", operation="propose_erasure"):
        ask(world, "dan", login)
    with refused(world.conn, "not_your_right", operation="record_data_request"):
        personal.record_data_request(world.conn, world.asked(login), login="dan", source="x")
    if login != "ugo":
        with pytest.raises(Refused):
            personal.due(world.conn, world.users[login], world.on)


def test_who_has_a_role_is_not_forgotten(world: World) -> None:
    with refused(world.conn, "person_active", login="dan"):
        ask(world, "dan")
    with refused(world.conn, "user_unknown"):
        ask(world, "nobody")


def test_two_people_forget_a_person_whom_nothing_holds_and_the_chains_hold(world: World) -> None:
    dan = world.users["dan"].id
    with reading(dan) as see:
        see("read_companies")  # nothing sensitive
    audit.seal(world.conn, world.asked("aron"))
    leave(world, "dan", "client_user")
    told = ask(world, "dan")
    assert told["goes"] == [
        "PASSWORD",
        "SESSIONS",
        "FACTORS",
        "IDENTITIES",
        "KEYS",
        "LOGIN",
        "NAME",
    ]
    assert told["kept"] == []
    assert named(world, "dan") == 1  # one alone forgets nobody
    with refused(world.conn, "same_person"):
        world.approve(told, "ada")
    done = world.approve(told, "aron")
    assert done["goes"] == told["goes"]
    assert world.rows("SELECT login, name, password FROM app_user WHERE id = %s", dan) == [
        (f"erased-{dan}", f"erased-{dan}", "!")
    ]
    for table in ("session", "second_factor", "identity", "sign_in_link"):
        assert world.one(f"SELECT count(*) FROM {table} WHERE user_id = %s", dan) == 0
    with pytest.raises(Refused) as caught:
        people.sign_in(world.conn, login=f"erased-{dan}", password="!", at=world.asked("ada").at)
    assert caught.value.code == "sign_in_failed"
    audit.seal(world.conn, world.asked("aron"))
    assert audit.verify(world.conn)["is_whole"]
    add_user(world, "dan", world.ids["GAMMA SA"], ["client_user"], False)  # the login is free
    assert world.users["dan"].id != dan
    with refused(world.conn, "user_unknown"):
        ask(world, f"erased-{dan}")


def test_who_has_acted_loses_the_ways_in_and_the_name_waits_for_its_term(world: World) -> None:
    anna, factor = world.users["anna"].id, "FACTOR SA"
    people.sign_in(world.conn, login="anna", password=PASSWORD, at=world.asked("anna").at)
    leave(world, "anna", "account_manager", factor)
    told = ask(world, "anna")
    acted = world.one("SELECT max(at)::date FROM act WHERE by_id = %s", anna)
    until = acted.replace(year=acted.year + 5)
    assert told["goes"] == list(personal.WAYS_IN)
    assert [(one["retention_kind"], one["until_on"]) for one in told["kept"]] == [
        ("ACT", until.isoformat())
    ]
    world.approve(told, "aron")
    assert named(world, "anna") == 1
    assert world.one("SELECT count(*) FROM session WHERE user_id = %s", anna) == 0
    with refused(world.conn, "erasure_held", until_on=until.isoformat()):
        ask(world, "anna")
    (row,) = [one for one in personal.due(world.conn, world.users["ugo"], world.on)
              if one["login"] == "anna"]  # fmt: skip
    assert (row["is_due"], row["kept"][0]["until_on"]) == (False, until.isoformat())
    world.on = date(until.year + 1, 1, 1)
    (row,) = [one for one in personal.due(world.conn, world.users["ugo"], world.on)
              if one["login"] == "anna"]  # fmt: skip
    assert row["is_due"]
    world.approve(ask(world, "anna"), "aron")
    assert named(world, "anna") == 0
    assert audit.verify(world.conn)["is_whole"]


def test_who_has_booked_is_held_by_the_books(world: World) -> None:
    world.limit(world.ids["C-1"], "BETA SA", 5_000_000)
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 100_000,
                                   "due_on": world.on.replace(month=3)})  # fmt: skip
    booked = world.one("SELECT a.by_id FROM entry e JOIN act a ON a.id = e.act_id LIMIT 1")
    login = world.one("SELECT login FROM app_user WHERE id = %s", booked)
    assert login == "alice"
    leave(world, "alice", "client_owner")
    kept = ask(world, "alice")["kept"]
    assert [(one["retention_kind"], one["until_on"]) for one in kept] == [
        ("BOOKS", "2036-12-31"), ("ACT", kept[1]["until_on"]),
    ]  # fmt: skip


def test_a_role_given_back_meanwhile_keeps_the_person(world: World) -> None:
    leave(world, "dan", "client_user")
    told = ask(world, "dan")
    people.set_role(world.conn, world.asked("ada"), login="dan",
                    company_id=world.ids["ALPHA SAS"], role="client_user",
                    is_granted=True)  # fmt: skip
    with refused(world.conn, "person_active", login="dan"):
        world.approve(told, "aron")


def test_powers_signatures_codes_and_addresses_are_given_and_addresses_forgotten(
    world: World,
) -> None:
    alice = world.users["alice"].id
    contract = world.contract("D-1", transfer_mode="DAILLY")
    made = emails.say_email(world.conn, world.asked("alice"), email="a@alpha.example",
                            language="fr")  # fmt: skip
    code = emails.trial_code(world.conn, mail_id=made["mail_id"], user_id=alice)
    emails.confirm(world.conn, world.asked("alice"), code=code)
    world.ids["D-1"] = contract
    signing.empower(world)
    world.limit(contract, "BETA SA", 5_000_000)
    asked = signing.ask(world, signing.sent(world, "D-1"))
    signing.code_for(world, asked["signature_id"])
    told = parts(world, "alice")
    assert [(row["email"], row["phone"], row["company_name"]) for row in told["powers"]] == [
        ("alice@alpha.example", "+33612345678", "ALPHA SAS")
    ]
    (signature,) = told["signatures"]
    assert (signature["contract_number"], signature["signature_state"]) == ("D-1", "OPEN")
    assert [row["email"] for row in told["codes"]] == ["alice@alpha.example"]
    assert [row["email"] for row in told["emails"]] == ["a@alpha.example"]
    assert [row["mail_kind"] for row in told["mails"]] == ["CONFIRM"]
    assert {row["approval_kind"] for row in parts(world, "anna")["proposals"]} >= {"power"}
    assert {row["decision"] for row in parts(world, "ada")["decisions"]} == {"APPROVED"}
    assert code not in str(told)
    leave(world, "alice", "client_owner")
    world.approve(ask(world, "alice"), "aron")
    for table in ("signing_code", "user_email", "user_mail"):
        assert "example" not in str(world.rows("SELECT t::text FROM " + table + " t"))
    assert world.one("SELECT count(*) FROM power WHERE email <> ''") == 1
