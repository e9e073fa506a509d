"""Signing in by e-mail through the portal, with a real server of mail: a link, word of a browser
not seen before, and nothing that tells whether an address is known."""

import re
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import django
import pyotp
import pytest
from django.test import Client

from comptant.doors import tries
from comptant.doors.worker import loop
from comptant.operations.registry import signing
from tests import facts
from tests.mailbox import Box, box
from tests.portal.conftest import Browser, browser, visible

__all__ = ["box"]
ADDRESS = "alice@alpha.example"


def stranger(language: str = "en", agent: str = "Firefox") -> Client:
    """A browser that nobody has signed in with."""
    django.setup()
    return Client(headers={"host": "localhost", "accept-language": language, "user-agent": agent})


def is_real(world: facts.World) -> None:
    """The house is no trial any more: mail leaves it."""
    world.conn.execute(
        "INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source,"
        " act_id) SELECT contract_id, subject, subject_id, name, valid_from_on, 'false', source,"
        " act_id FROM term WHERE name = 'is_sandbox'"
    )


def sent(box: Box) -> list[tuple[str, EmailMessage]]:
    """What has left since the last look, by the worker's own job: to whom, and what."""
    (turn,) = (one for one in loop.turns() if one.name == "mails")
    box.taken.clear()
    loop.step(turn, datetime.now(UTC))
    return [(to[0], message) for to, message in box.taken]


def with_address(world: facts.World, box: Box) -> Browser:
    """alice, signed in, an authenticator proved, her address confirmed by the code in her mail."""
    alice = browser(world, "alice")
    is_real(world)
    alice.post("/me/email", 200, act="say", key="s", email=ADDRESS)
    ((to, message),) = sent(box)
    assert (to, message["Subject"]) == (ADDRESS, "Confirm your address")
    found = re.search(r"\b\d{6}\b", message.get_content())
    assert found
    done = alice.post("/me/email", act="confirm", key="c", code=found[0])
    assert done.headers["Location"] == "/me?done=confirm_email"
    assert ADDRESS in alice.get("/me")
    return alice


def ask(client: Client, email: str) -> Any:
    return client.post("/sign-in/mail", {"email": email})


def link_in(message: EmailMessage) -> str:
    found = re.search(r"http://localhost(/enter/\S+)", message.get_content())
    assert found
    return found[1]


def test_a_link_in_ones_mail_signs_in_once_and_the_second_factor_is_still_asked(
    world: facts.World, box: Box
) -> None:
    with_address(world, box)
    client = stranger()
    assert "/sign-in/mail" in client.get("/sign-in").content.decode()
    answers = [ask(client, email) for email in ("nobody@alpha.example", ADDRESS)]
    assert [answer.status_code for answer in answers] == [200, 200]
    told = [visible(answer.content.decode()) for answer in answers]
    assert told[0].replace("nobody@", "alice@") == told[1]
    ((to, message),) = sent(box)
    assert (to, message["Subject"]) == (ADDRESS, "Your link to sign in")
    link = link_in(message)
    for _ in range(2):  # whoever only looks at a link does not use it
        assert "once, in this browser" in client.get(link).content.decode()
    entered = client.post(link)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/")
    assert client.get("/contracts").status_code == 200
    # Alice has no second factor yet: she reads, and does not draw.
    drawn = client.post("/contracts/C-1/draw", {"act": "draw", "key": "k", "cents": "100"})
    assert drawn.headers["Location"].startswith("/prove?")
    again = stranger().post(link)
    assert (again.status_code, "has served" in again.content.decode()) == (422, True)


def test_whoever_has_a_second_factor_proves_it_after_the_link(world: facts.World, box: Box) -> None:
    with_address(world, box)
    secret, at = signing.new_secret(), datetime.now(UTC)
    signing.add_second_factor(
        world.conn, facts.Asked(world.users["alice"], "factor", at, world.on), name="phone",
        secret=secret, code=pyotp.TOTP(secret).at(at),
    )  # fmt: skip
    client = stranger()
    ask(client, ADDRESS)
    entered = client.post(link_in(sent(box)[0][1]))
    assert entered.headers["Location"].startswith("/prove")
    assert client.get("/contracts").headers["Location"].startswith("/prove")


def test_a_browser_not_seen_before_is_told_by_mail_and_in_the_list(
    world: facts.World, box: Box
) -> None:
    alice = with_address(world, box)
    other = stranger("fr", "Safari")
    given = {"login": "alice", "password": facts.PASSWORD}
    other.post("/sign-in", given, REMOTE_ADDR="198.51.100.7")
    ((to, message),) = sent(box)
    assert (to, message["Subject"]) == (ADDRESS, "Connexion avec un nouveau navigateur")
    text = message.get_content().replace("\r", "")
    assert "Depuis : 198.51.100.7\nAvec : Safari" in text
    assert "new browser: end it if it is not you" in alice.get("/me")
    other.post("/sign-out")
    other.post("/sign-in", given, REMOTE_ADDR="203.0.113.9")  # elsewhere, the same browser
    assert sent(box) == []
    other.cookies["comptant-browser"] = "forged"
    other.post("/sign-in", given)
    assert len(sent(box)) == 1
    assert len(other.cookies["comptant-browser"].value) == 43


def test_so_many_links_an_hour_and_tries_a_minute(
    world: facts.World, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime.now(UTC)
    monkeypatch.setattr(tries, "now", lambda: at)  # all within one minute
    with_address(world, box)
    client = stranger("fr")
    statuses = [ask(client, ADDRESS).status_code for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    assert [message["Subject"] for _, message in sent(box)] == ["Votre lien de connexion"] * 5


def test_a_trial_and_a_house_without_mail_say_so(
    world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COMPTANT_MAIL_URL", raising=False)
    client = stranger()
    assert "/sign-in/mail" not in client.get("/sign-in").content.decode()
    assert "Nothing leaves a trial" in ask(client, ADDRESS).content.decode()
    assert ask(client, "alice").status_code == 422
    alice = browser(world, "alice")
    shown = visible(
        alice.post("/me/email", 200, act="say", key="s", email=ADDRESS).content.decode()
    )
    found = re.search(r"the code for a•••@alpha.example is (\d{6})", shown)
    assert found
    alice.post("/me/email", act="confirm", key="c", code=found[1])
    alice.post("/me/email", act="end", key="e")
    is_real(world)
    assert "no server of mail" in ask(client, ADDRESS).content.decode()
