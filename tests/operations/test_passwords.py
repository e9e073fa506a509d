"""Passwords: which are good, the first one that serves once, one's own changed, a forgotten one."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from comptant.operations.acts.act import Answer, Asked, Refused, User
from comptant.operations.registry import password_changes, passwords, people, signing
from tests.facts import PASSWORD, World, open_world
from tests.houses import house
from tests.traces import contents, refused

FIRST, OWN = "typed by an administrator", "four words nobody joins"


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    people.add_user(
        writer, opened.asked("ada"), login="zoe@alpha.example", name="Zoe Martin", password=FIRST,
        company_id=opened.ids["ALPHA SAS"], roles=["client_owner"],
    )  # fmt: skip
    return opened


def now() -> datetime:
    return datetime.now(UTC)


def enters(world: World, login: str, password: str, at: datetime | None = None) -> tuple[str, User]:
    return people.sign_in(world.conn, login=login, password=password, at=at or now())


def chooses(world: World, token: str, old: str, new: str, key: str = "choose") -> Answer:
    asked = Asked(people.user_of(world.conn, token, now()), key, now(), world.on)
    return password_changes.choose_password(
        world.conn, asked, password=old, new_password=new, token=token, at=now()
    )


@pytest.mark.parametrize(("password", "code"), [
    ("eleven lett", "password_too_short"), ("x" * 1_001, "password_too_long"),
    ("Zoe@Alpha.Example", "password_is_name"), ("my zoe martin", "password_is_name"),
    ("1234567890123", "password_common"), ("Password1234", "password_common"),
])  # fmt: skip
def test_a_password_that_is_easily_guessed_is_refused_by_its_reason(
    password: str, code: str
) -> None:
    with pytest.raises(Refused) as caught:
        passwords.check(password, "zoe@alpha.example", "Zoe Martin")
    assert caught.value.code == code


@pytest.mark.parametrize(
    "password", ["twelve lette", PASSWORD, "motdepasse très à moi", "dehors " * 140]
)
def test_a_long_one_of_any_letters_is_good(password: str) -> None:
    passwords.check(password, "zoe@alpha.example", "Zoe Martin", "ada")


def test_a_first_password_opens_only_the_choice_of_another(world: World) -> None:
    token, zoe = enters(world, "zoe@alpha.example", FIRST)
    assert zoe.must_choose
    with refused(world.conn, "password_must_change"):
        signing.end_session(world.conn, Asked(zoe, "k", now(), world.on), session_id=1)
    assert chooses(world, token, FIRST, OWN)["login"] == "zoe@alpha.example"
    assert not people.user_of(world.conn, token, now()).must_choose
    with pytest.raises(Refused, match="sign_in_failed"):
        enters(world, "zoe@alpha.example", FIRST)
    assert not enters(world, "zoe@alpha.example", OWN)[1].must_choose


def test_a_first_password_waits_a_week(world: World) -> None:
    days = passwords.ONCE_DAYS
    enters(world, "zoe@alpha.example", FIRST, now() + timedelta(days=days, seconds=-60))
    with refused(world.conn, "password_over", login="zoe@alpha.example"):
        enters(world, "zoe@alpha.example", FIRST, now() + timedelta(days=days, seconds=60))


def test_the_first_administrator_keeps_the_password_chosen_at_the_opening(world: World) -> None:
    assert not enters(world, "ada", PASSWORD)[1].must_choose


def test_one_changes_one_s_own_and_the_other_sessions_end(world: World) -> None:
    here, there = enters(world, "alice", PASSWORD)[0], enters(world, "alice", PASSWORD)[0]
    before = contents(world.conn)["app_user"]
    assert chooses(world, here, PASSWORD, OWN)["sessions_ended"] == 1
    assert contents(world.conn)["app_user"] != before
    assert people.user_of(world.conn, here, now()).login == "alice"
    with pytest.raises(Refused, match="session_over"):
        people.user_of(world.conn, there, now())
    assert not [row for row in world.rows("SELECT answer::text FROM act") if OWN in row[0]]


def test_a_wrong_old_password_counts_as_a_failed_sign_in_and_changes_nothing(world: World) -> None:
    token = enters(world, "alice", PASSWORD)[0]
    kept = world.one("SELECT password FROM app_user WHERE login = 'alice'")
    for _ in range(5):
        with pytest.raises(Refused, match="password_wrong"):
            chooses(world, token, "not the one of alice", OWN)
    with refused(world.conn, "locked_out", login="alice", minutes=15):
        chooses(world, token, PASSWORD, OWN)
    assert world.one("SELECT count(*) FROM sign_in_failure") == 5
    assert world.one("SELECT password FROM app_user WHERE login = 'alice'") == kept


@pytest.mark.parametrize(("new", "code"), [
    (PASSWORD, "password_same"), ("short", "password_too_short"),
    ("alice and alice", "password_is_name"),
])  # fmt: skip
def test_a_bad_new_password_is_refused_without_a_trace(world: World, new: str, code: str) -> None:
    token = enters(world, "alice", PASSWORD)[0]
    before = contents(world.conn)
    with pytest.raises(Refused, match=code):
        chooses(world, token, PASSWORD, new)
    assert contents(world.conn) == before


def test_a_half_open_browser_with_a_factor_does_not_change_the_password(world: World) -> None:
    world.conn.execute(
        "INSERT INTO second_factor (user_id, kind, name, secret, last_step, act_id)"
        " VALUES (%s, 'TOTP', 'phone', %s, 0, 1)", (world.users["alice"].id, "A" * 32),
    )  # fmt: skip
    token, _ = signing.open_in_browser(
        world.conn, login="alice", password=PASSWORD, at=now(), agent="", address=""
    )
    with refused(world.conn, "second_factor_needed", operation="change_password"):
        chooses(world, token, PASSWORD, OWN)


# A forgotten one ----------------------------------------------------------------------------------


def forgets(world: World, login: str = "alice", by: str = "ada") -> tuple[str, Answer]:
    once = passwords.new_once()
    return once, password_changes.propose_password_reset(
        world.conn, world.asked(by), login=login, once_password=once
    )


def second_administrator(world: World) -> None:
    people.set_role(world.conn, world.asked("ada"), login="aron", role="administrator",
                    company_id=world.ids["FACTOR SA"], is_granted=True)  # fmt: skip


def test_a_forgotten_password_is_reset_by_two_people_and_every_session_ends(world: World) -> None:
    second_administrator(world)
    token = enters(world, "alice", PASSWORD)[0]
    once, proposed = forgets(world)
    assert enters(world, "alice", PASSWORD)  # nothing has changed yet
    with refused(world.conn, "same_person", approval_id=proposed["approval_id"], login="ada"):
        world.approve(proposed, "ada")
    with refused(world.conn, "beyond_role", kind="password_reset", amount_cents=0,
                 login="tania"):  # fmt: skip
        world.approve(proposed, "tania")
    done = world.approve(proposed, "aron")
    assert (done["login"], done["sessions_ended"]) == ("alice", 2)
    with pytest.raises(Refused, match="session_over"):
        people.user_of(world.conn, token, now())
    with pytest.raises(Refused, match="sign_in_failed"):
        enters(world, "alice", PASSWORD)
    token, alice = enters(world, "alice", once)
    assert alice.must_choose
    chooses(world, token, once, OWN)
    assert not enters(world, "alice", OWN)[1].must_choose


def test_a_refused_reset_leaves_the_password_and_its_sessions(world: World) -> None:
    from comptant.operations.closing import decide

    second_administrator(world)
    token = enters(world, "alice", PASSWORD)[0]
    once, proposed = forgets(world)
    decide.decide(world.conn, world.asked("aron"), approval_id=proposed["approval_id"],
                  approve=False, reason="alice has found it")  # fmt: skip
    assert people.user_of(world.conn, token, now()).login == "alice"
    with pytest.raises(Refused, match="sign_in_failed"):
        enters(world, "alice", once)


def test_the_only_administrator_resets_at_once(world: World) -> None:
    once, done = forgets(world)
    assert (done["approval_id"], done["is_alone"]) == (None, True)
    assert enters(world, "alice", once)[1].must_choose


def test_only_an_administrator_proposes_a_reset_and_of_a_known_person(world: World) -> None:
    with refused(world.conn, "not_your_right", operation="propose_password_reset", login="tania"):
        forgets(world, by="tania")
    with refused(world.conn, "user_unknown", login="nobody"):
        forgets(world, "nobody")


def test_the_password_of_a_reset_is_kept_in_no_act_and_no_approval(world: World) -> None:
    second_administrator(world)
    once, proposed = forgets(world)
    world.approve(proposed, "aron")
    told = world.rows("SELECT answer::text FROM act UNION ALL SELECT arguments::text FROM approval")
    kept = world.one("SELECT password FROM password_reset")
    assert not [text for (text,) in told if once in text or kept in text]
    assert once not in kept


@pytest.mark.parametrize(
    "poor", ["aaaaaaaaaaaa", "1234 5678 9012 34", "            ", "ababababababab"]
)
def test_one_sign_again_and_again_is_as_easy_as_a_common_word(poor: str) -> None:
    with pytest.raises(Refused, match="password_common"):
        passwords.check(poor, "bob")
