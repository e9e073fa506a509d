"""One's e-mail address: confirmed by a code, told to nobody, taken back, forgotten."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from comptant.operations.registry import emails, people, personal, signing
from comptant.operations.registry.people import token_digest
from tests.facts import Asked, World, open_world
from tests.houses import house
from tests.traces import refused

ADDRESS, OTHER = "alice@alpha.example", "alice@beta.example"


@house
def world(writer: psycopg.Connection) -> World:
    """ALPHA SAS with alice, the factor's staff."""
    return open_world(writer)


def code_for(world: World, email: str, login: str = "alice") -> str:
    """The code made for an address, read where a trial leaves it."""
    made = emails.say_email(world.conn, world.asked(login), email=email, language="fr")
    return emails.trial_code(world.conn, mail_id=made["mail_id"], user_id=world.users[login].id)


def confirmed(world: World, email: str = ADDRESS, login: str = "alice") -> None:
    code = code_for(world, email, login)
    emails.confirm(world.conn, world.asked(login), code=code)


def mails(world: World) -> list[tuple[str, str]]:
    return world.rows("SELECT kind, email FROM user_mail ORDER BY id")


def link(world: World, email: str, at: datetime) -> str | None:
    """The token of the link that was made for an address; None: none was."""
    last = world.one("SELECT coalesce(max(id), 0) FROM user_mail")
    emails.ask_link(world.conn, email=email, origin="https://p.example", language="en", at=at)
    found = world.rows("SELECT secret FROM user_mail WHERE id > %s", last)
    return found[0][0].rpartition("/")[2] if found else None


def use(world: World, token: str, at: datetime) -> people.User:
    return signing.use_link(world.conn, link=token, at=at, agent="", address="")[1]


def test_an_address_counts_once_its_code_has_come_back(world: World) -> None:
    made = emails.say_email(world.conn, world.asked("alice"), email=" Alice@Alpha.example ",
                            language="fr")  # fmt: skip
    assert made["email"] == "a•••@alpha.example"
    assert world.rows("SELECT email FROM user_email") == []
    code = emails.trial_code(world.conn, mail_id=made["mail_id"], user_id=world.users["alice"].id)
    with pytest.raises(emails.Refused, match="code_wrong"):
        emails.confirm(world.conn, world.asked("alice"), code="000000" if code != "000000" else "1")
    assert world.one("SELECT count(*) FROM sign_in_failure WHERE login = 'alice'") == 1
    answer = emails.confirm(world.conn, world.asked("alice"), code=f"{code[:3]} {code[3:]}")
    assert answer["email"] == "a•••@alpha.example"
    assert world.rows("SELECT user_id, email FROM user_email") == [
        (world.users["alice"].id, ADDRESS)
    ]
    with refused(world.conn, "email_code_over", minutes=10):
        emails.confirm(world.conn, world.asked("alice"), code=code)
    # Nothing of it stays in what is kept for ever but a hidden form.
    kept = world.one("SELECT count(*) FROM act WHERE answer::text LIKE '%%alice@%%'")
    assert kept == 0


def test_a_code_is_too_old_after_ten_minutes_and_five_are_enough(world: World) -> None:
    code = code_for(world, ADDRESS)
    asked = world.asked("alice")
    late = Asked(asked.by, "late", asked.at + timedelta(minutes=10), asked.on)
    with refused(world.conn, "email_code_over", minutes=10):
        emails.confirm(world.conn, late, code=code)
    for _ in range(4):
        code_for(world, ADDRESS)
    with refused(world.conn, "codes_too_many", most=5):
        code_for(world, ADDRESS)
    for wrong in ("alice", "@", "a b@c", "a" * 250 + "@b.fr"):
        with refused(world.conn, "email_wrong"):
            emails.say_email(world.conn, world.asked("alice"), email=wrong, language="fr")


def test_an_address_is_one_persons_and_the_one_before_is_told(world: World) -> None:
    confirmed(world)
    code = code_for(world, ADDRESS, "anna")
    with refused(world.conn, "email_known", email="a•••@alpha.example"):
        emails.confirm(world.conn, world.asked("anna"), code=code)
    at = datetime.now(UTC)
    before = link(world, ADDRESS, at)
    assert before is not None
    confirmed(world, OTHER)
    assert mails(world)[-1] == ("EMAIL_ENDED", ADDRESS)
    with refused(world.conn, "link_over"):
        use(world, before, at)
    assert link(world, ADDRESS, at) is None
    ended = emails.end_email(world.conn, world.asked("alice"), language="en")
    assert ended["email"] == "a•••@beta.example"
    assert mails(world)[-1] == ("EMAIL_ENDED", OTHER)
    with refused(world.conn, "email_none"):
        emails.end_email(world.conn, world.asked("alice"), language="en")
    confirmed(world, ADDRESS, "anna")


def test_a_link_signs_in_once_within_a_quarter_of_an_hour_and_proves_nothing(world: World) -> None:
    confirmed(world, "anna@factor.example", "anna")
    at = datetime.now(UTC)
    token = link(world, "Anna@Factor.example", at)
    assert token is not None
    user = use(world, token, at + timedelta(minutes=14))
    assert (user.login, user.must_prove, user.is_half_in) == ("anna", True, True)
    with refused(world.conn, "link_over"):
        use(world, token, at)
    late = link(world, "anna@factor.example", at)
    assert late is not None
    with refused(world.conn, "link_over"):
        use(world, late, at + timedelta(minutes=15))
    assert [link(world, "anna@factor.example", at) is None for _ in range(5)] == [
        False, False, False, True, True,
    ]  # fmt: skip
    assert link(world, "nobody@factor.example", at) is None
    kept = world.rows("SELECT token_digest FROM sign_in_link WHERE NOT is_mailed")
    assert kept == []
    assert world.one("SELECT count(*) FROM sign_in_link WHERE token_digest = %s",
                     token_digest(token)) == 1  # fmt: skip


def test_who_is_forgotten_has_no_address_any_more(world: World) -> None:
    confirmed(world)
    at = datetime.now(UTC)
    token = link(world, ADDRESS, at)
    people.set_role(world.conn, world.asked("ada"), login="alice", role="client_owner",
                    company_id=world.ids["ALPHA SAS"], is_granted=False)  # fmt: skip
    proposed = personal.propose_erasure(world.conn, world.asked("ada"), login="alice",
                                        reason="left")  # fmt: skip
    world.approve(proposed, "aron")
    assert mails(world) == world.rows("SELECT 1 FROM user_email") == []
    with refused(world.conn, "link_over"):
        use(world, token or "", at)
