"""A second factor that is lost: recovery codes, and the end of all factors by two people."""

import hashlib
from datetime import UTC, datetime, timedelta

import psycopg
import pyotp
import pytest

from comptant.operations.acts.act import Asked, Refused, User
from comptant.operations.closing.decide import decide
from comptant.operations.registry import (
    lost_factors,
    passwords,
    people,
    recovery_codes,
    signing,
)
from comptant.operations.registry.rescue import rescue
from comptant.store.connection import connect
from tests.facts import PASSWORD, World, open_world
from tests.houses import house
from tests.traces import refused


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


def browser(world: World, login: str) -> tuple[str, User]:
    return signing.open_in_browser(world.conn, login=login, password=PASSWORD, at=now(),
                                   agent="Firefox", address="192.0.2.1")  # fmt: skip


def now() -> datetime:
    return datetime.now(UTC)


def enrol(world: World, login: str) -> list[str]:
    """The recovery codes that come with somebody's first authenticator."""
    codes, secret, at = recovery_codes.new_codes(), signing.new_secret(), now()
    answer = signing.add_second_factor(
        world.conn, Asked(world.users[login], f"enrol {login} {at}", at, at.date()), name="phone",
        secret=secret, code=pyotp.TOTP(secret).at(at), recovery_codes=tuple(codes),
    )  # fmt: skip
    assert answer["codes_made"] == 10
    return codes


def second_administrator(world: World) -> None:
    people.set_role(world.conn, world.asked("ada"), login="aron", role="administrator",
                    company_id=world.ids["FACTOR SA"], is_granted=True)  # fmt: skip


def has_address(world: World, login: str) -> None:
    world.conn.execute(
        "INSERT INTO user_email (user_id, email, act_id) VALUES (%s, %s, 1)",
        (world.users[login].id, f"{login}@alpha.example"),
    )


def mails(world: World) -> list[tuple[str, str]]:
    return [(kind, email) for kind, email in world.rows(
        "SELECT kind, email FROM user_mail ORDER BY id")]  # fmt: skip


def test_a_recovery_code_proves_a_session_once_and_its_owner_is_told(world: World) -> None:
    codes = enrol(world, "anna")
    has_address(world, "anna")
    token, user = browser(world, "anna")
    assert user.is_half_in
    assert signing.prove(world.conn, token=token, code=codes[3].upper().replace("-", " "), at=now())
    assert not people.user_of(world.conn, token, now()).must_prove
    assert mails(world) == [("CODE_USED", "anna@alpha.example")]
    token, _ = browser(world, "anna")
    with pytest.raises(Refused, match="code_wrong"):
        signing.prove(world.conn, token=token, code=codes[3], at=now())
    assert signing.prove(world.conn, token=token, code=codes[4], at=now())


def test_codes_are_kept_by_their_digests_and_are_of_one_person(world: World) -> None:
    codes = enrol(world, "anna")
    enrol(world, "alice")
    kept = {bytes(row[0]) for row in world.rows("SELECT code_digest FROM recovery_code")}
    assert len(kept) == 20
    assert hashlib.sha256(codes[0].encode()).digest() in kept
    told = world.rows("SELECT answer::text FROM act")
    assert [text for (text,) in told if any(code in text for code in codes)] == []
    token, _ = browser(world, "alice")
    with pytest.raises(Refused, match="code_wrong"):
        signing.prove(world.conn, token=token, code=codes[0], at=now())


def test_a_second_authenticator_brings_no_codes_and_new_ones_end_the_old(world: World) -> None:
    codes = enrol(world, "alice")
    secret, at = signing.new_secret(), now()
    answer = signing.add_second_factor(
        world.conn, Asked(world.users["alice"], "tablet", at, at.date()), name="tablet",
        secret=secret, code=pyotp.TOTP(secret).at(at),
        recovery_codes=tuple(recovery_codes.new_codes()),
    )  # fmt: skip
    assert answer["codes_made"] == 0
    others = recovery_codes.new_codes()
    recovery_codes.renew_recovery_codes(world.conn, world.asked("alice"), recovery_codes=others)
    token, _ = browser(world, "alice")
    with pytest.raises(Refused, match="code_wrong"):
        signing.prove(world.conn, token=token, code=codes[0], at=now())
    assert signing.prove(world.conn, token=token, code=others[0], at=now())
    with refused(world.conn, "second_factor_none", login="anna"):
        recovery_codes.renew_recovery_codes(world.conn, world.asked("anna"), recovery_codes=others)
    with refused(world.conn, "token_weak"):
        recovery_codes.renew_recovery_codes(world.conn, world.asked("alice"),
                                            recovery_codes=["short"] * 10)  # fmt: skip


def test_five_wrong_codes_lock_out_whoever_guesses_recovery_codes(world: World) -> None:
    codes = enrol(world, "anna")
    token, _ = browser(world, "anna")
    for _ in range(passwords.FAILURES_MAX):
        with pytest.raises(Refused, match="code_wrong"):
            signing.prove(world.conn, token=token, code=passwords.new_once(), at=now())
    with refused(world.conn, "locked_out"):
        signing.prove(world.conn, token=token, code=codes[0], at=now())


def test_two_people_of_the_house_end_lost_factors_and_the_person_comes_back(world: World) -> None:
    second_administrator(world)
    codes = enrol(world, "anna")
    has_address(world, "anna")
    token, _ = browser(world, "anna")
    asked = lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="Anna")
    assert signing.has_second_factor(world.conn, world.users["anna"].id)  # nothing has changed yet
    with refused(world.conn, "same_person", approval_id=asked["approval_id"], login="ada"):
        world.approve(asked, "ada")
    done = world.approve(asked, "aron")
    assert (done["login"], done["factors_ended"]) == ("anna", 1)
    assert mails(world) == [("FACTORS_ENDED", "anna@alpha.example")]
    with refused(world.conn, "session_over"):
        people.user_of(world.conn, token, now())
    token, user = browser(world, "anna")
    assert user.must_prove
    assert not user.has_factor
    with pytest.raises(Refused, match="code_wrong"):
        signing.prove(world.conn, token=token, code=codes[0], at=now())
    world.users["anna"] = user
    secret, at = signing.new_secret(), now()
    signing.add_second_factor(
        world.conn, Asked(user, "new phone", at, at.date()), name="new phone", secret=secret,
        code=pyotp.TOTP(secret).at(at),
    )  # fmt: skip
    later = at + timedelta(seconds=60)
    signing.prove(world.conn, token=token, code=pyotp.TOTP(secret).at(later), at=later)
    assert not people.user_of(world.conn, token, later).must_prove


def test_an_owner_asks_it_for_their_own_people_and_the_house_answers(world: World) -> None:
    second_administrator(world)
    enrol(world, "alice")
    enrol(world, "anna")
    with refused(world.conn, "user_unknown", login="anna"):
        lost_factors.propose_factors_end(world.conn, world.asked("alice"), login="anna")
    with refused(world.conn, "user_unknown", login="nobody"):
        lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="nobody")
    asked = lost_factors.propose_factors_end(world.conn, world.asked("alice"), login="alice")
    with refused(world.conn, "not_your_right", operation="decide", login="alice"):
        world.approve(asked, "alice")
    assert world.approve(asked, "ada")["factors_ended"] == 1


@pytest.mark.parametrize("company", ["GAMMA SA", "FACTOR SA"])
def test_of_whoever_works_elsewhere_too_only_the_house_asks_it(world: World, company: str) -> None:
    second_administrator(world)
    enrol(world, "alice")
    role = "account_manager" if company == "FACTOR SA" else "client_accountant"
    there = world.ids[company]
    given = people.set_role(world.conn, world.asked("ada"), login="alice", role=role,
                            company_id=there, is_granted=True)  # fmt: skip
    if company == "FACTOR SA":
        world.approve(given, "aron")
    with refused(world.conn, "works_elsewhere", login="alice"):
        lost_factors.propose_factors_end(world.conn, world.asked("alice"), login="Alice")
    asked = lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="alice")
    assert world.approve(asked, "aron")["factors_ended"] == 1
    enrol(world, "alice")
    people.set_role(world.conn, world.asked("ada"), login="alice", role=role, company_id=there,
                    is_granted=False)  # fmt: skip
    assert lost_factors.propose_factors_end(world.conn, world.asked("alice"), login="alice")[
        "approval_id"]  # fmt: skip


def add_phone(world: World, login: str) -> None:
    """A second factor more."""
    secret, at = signing.new_secret(), now()
    signing.add_second_factor(
        world.conn, Asked(world.users[login], f"phone of {login}", at, at.date()), name="new phone",
        secret=secret, code=pyotp.TOTP(secret).at(at),
    )  # fmt: skip


def test_what_is_refused_or_comes_too_late_ends_nothing(world: World) -> None:
    enrol(world, "anna")
    first = lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="anna")
    with refused(world.conn, "factors_end_waits", login="anna", proposed_by="ada",
                 approval_id=first["approval_id"]):  # fmt: skip
        lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="anna")
    decide(world.conn, world.asked("aron"), approval_id=first["approval_id"], approve=False,
           reason="anna has found it")  # fmt: skip
    assert signing.has_second_factor(world.conn, world.users["anna"].id)
    second = lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="anna")
    world.conn.execute("UPDATE second_factor SET ended_at = now()")
    late = world.approve(second, "aron")
    assert (late["decision"], late["refusal"]) == ("REFUSED", "second_factor_none")
    with refused(world.conn, "second_factor_none", login="anna"):
        lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="anna")


def test_an_answer_that_comes_after_a_new_factor_leaves_it(world: World) -> None:
    """Nobody said that this one was lost: what was asked is closed, and may be asked again."""
    enrol(world, "anna")
    asked = lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="anna")
    add_phone(world, "anna")
    late = world.approve(asked, "aron")
    assert (late["decision"], late["refusal"]) == ("REFUSED", "second_factor_other")
    assert world.rows("SELECT name FROM second_factor WHERE ended_at IS NULL ORDER BY id") == [
        ("phone",), ("new phone",)]  # fmt: skip
    assert world.one("SELECT count(*) FROM recovery_code WHERE ended_at IS NULL") == 10
    asked = lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="anna")
    assert world.approve(asked, "aron")["factors_ended"] == 2


def test_the_only_administrator_waits_for_whoever_else_may_answer(world: World) -> None:
    """An accountant may; where there is none, the administrator ends them at once. No program."""
    enrol(world, "ada")
    asked = lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="ada")
    assert (asked["is_alone"], "factors_ended" in asked) == (False, False)
    decide(world.conn, world.asked("aron"), approval_id=asked["approval_id"], approve=False,
           reason="not known")  # fmt: skip
    people.set_role(world.conn, world.asked("ada"), login="aron", role="accountant",
                    company_id=world.ids["FACTOR SA"], is_granted=False)  # fmt: skip
    done = lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="ada")
    assert (done["approval_id"], done["factors_ended"]) == (None, 1)
    from comptant.operations.acts.proofs import PERSONAL, PROVED

    assert {"propose_factors_end", "renew_recovery_codes"} <= PERSONAL & PROVED


def test_the_last_factor_takes_its_codes_and_its_proofs_with_it(world: World) -> None:
    codes = enrol(world, "alice")
    token, _ = browser(world, "alice")
    signing.prove(world.conn, token=token, code=codes[0], at=now())
    (factor_id,) = world.rows("SELECT id FROM second_factor")[0]
    signing.end_second_factor(world.conn, world.asked("alice"), second_factor_id=factor_id)
    assert world.one("SELECT count(*) FROM recovery_code"
                     " WHERE used_at IS NULL AND ended_at IS NULL") == 0  # fmt: skip
    assert world.one("SELECT count(*) FROM session WHERE factor_at IS NOT NULL"
                     f" AND user_id = {world.users['alice'].id}") == 0  # fmt: skip


def test_whoever_keeps_the_machine_ends_an_administrator_s_factors_too(world: World) -> None:
    enrol(world, "ada")
    with connect("comptant_owner") as conn:
        conn.autocommit = True
        answer = rescue(
            conn, login="ada", once_password=passwords.new_once(), reason="alone, phone lost",
            operator="root@here", key="rescue", at=now(), on=world.on, ends_factors=True,
        )  # fmt: skip
    assert answer["factors_ended"] == 1
    assert not signing.has_second_factor(world.conn, world.users["ada"].id)


def test_whoever_has_lost_theirs_is_not_waited_for(world: World) -> None:
    """The accountant is the only other who may answer, and cannot prove who he is."""
    enrol(world, "aron")
    done = lost_factors.propose_factors_end(world.conn, world.asked("ada"), login="aron")
    assert (done["is_alone"], done["approval_id"], done["factors_ended"]) == (True, None, 1)
