"""Signing in through the portal: password, second factor, links, forms that are forged."""

import re
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import django
import pyotp
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comptant.doors import words
from comptant.operations.acts.act import Refused, check_signed
from comptant.operations.registry import people, signing
from tests import facts
from tests.portal.conftest import browser, visible


def stranger(**told: Any) -> Client:
    django.setup()
    return Client(headers={"host": "localhost", "accept-language": "en"}, **told)


def sign_in(client: Client, login: str, password: str = facts.PASSWORD, to: str = "/") -> Any:
    return client.post("/sign-in", {"login": login, "password": password, "next": to})


def test_a_client_signs_in_and_draws_only_after_a_second_factor(world: facts.World) -> None:
    client = stranger()
    answer = sign_in(client, "alice", to="/contracts")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/contracts")
    client.cookies["day"] = "2026-01-16"
    assert client.get("/contracts").status_code == 200
    form = {"act": "draw", "key": "k", "cents": "100"}
    refused = client.post("/contracts/C-1/draw", form)
    assert refused.headers["Location"].startswith("/prove?")
    page = client.get("/prove").content.decode()
    found = re.search(r'name="secret" value="([A-Z2-7]+)"', page)
    assert found
    code = pyotp.TOTP(found[1]).now()
    proved = client.post("/prove", {"secret": found[1], "code": code, "key": "p", "next": "/"})
    assert proved.status_code == 200
    codes = re.findall(r"<li><code>([a-z0-9-]{23})</code>", proved.content.decode())
    assert len(codes) == 10
    assert client.post("/contracts/C-1/draw", form).headers["Location"].startswith("/orders/")
    # The telephone is lost: a code of these takes its place, once, and others are made.
    again = stranger()
    assert sign_in(again, "alice").headers["Location"].startswith("/prove")
    assert "I have lost it" in again.get("/prove").content.decode()
    back = again.post("/prove", {"code": codes[0], "key": "r", "next": "/contracts"})
    assert (back.status_code, back.headers["Location"]) == (303, "/me")
    assert "Recovery codes left" in again.get("/me").content.decode()
    made = again.post("/me", {"act": "renew_codes", "key": "n"}).content.decode()
    assert len(set(re.findall(r"<li><code>([a-z0-9-]{23})</code>", made)) - set(codes)) == 10
    other = again.get("/authenticator").content.decode()
    secret = re.search(r'name="secret" value="([A-Z2-7]+)"', other)
    assert secret is not None
    added = again.post("/authenticator", {"act": "add", "key": "o", "name": "tablet",
                                          "secret": secret[1],
                                          "code": pyotp.TOTP(secret[1]).now()})  # fmt: skip
    assert added.headers["Location"] == "/me?done=add_second_factor"


def test_an_owner_asks_for_the_end_of_lost_factors_and_the_house_agrees(
    world: facts.World,
) -> None:
    people.set_role(world.conn, world.asked("ada"), login="aron", role="administrator",
                    company_id=world.ids["FACTOR SA"], is_granted=True)  # fmt: skip
    at, secret = datetime.now(UTC), signing.new_secret()
    signing.add_second_factor(
        world.conn, facts.Asked(world.users["alice"], "factor", at, world.on), name="phone",
        secret=secret, code=pyotp.TOTP(secret).at(at),
    )  # fmt: skip
    owner = browser(world, "alice")
    assert "/users/end-factors?login=alice" not in owner.get("/team")  # herself
    seen = owner.post(
        "/users/end-factors", status=200, act="look", key="e", login="alice"
    ).content.decode()
    assert str(world.one("SELECT name FROM app_user WHERE login = 'alice'")) in visible(seen)
    assert world.one("SELECT count(*) FROM approval WHERE kind = 'second_factors'") == 0
    asked = owner.post("/users/end-factors", act="do", key="e", login="alice", seen=seen_of(seen))
    assert asked.headers["Location"].startswith("/team?done=propose_factors_end&waits=")
    waits = asked.headers["Location"].rpartition("=")[2]
    world.approve({"approval_id": int(waits)}, "aron")
    assert not signing.has_second_factor(world.conn, world.users["alice"].id)


def seen_of(page: str) -> str:
    """What a form that was previewed is done with."""
    found = re.search(r'name="seen" value="([0-9a-f]+)"', page)
    assert found is not None
    return found[1]


def test_an_administrator_who_is_alone_is_told_so(world: facts.World) -> None:
    """Not that it was proposed: it is done."""
    people.set_role(world.conn, world.asked("ada"), login="aron", role="accountant",
                    company_id=world.ids["FACTOR SA"], is_granted=False)  # fmt: skip
    at, secret = datetime.now(UTC), signing.new_secret()
    signing.add_second_factor(
        world.conn, facts.Asked(world.users["alice"], "factor", at, world.on), name="phone",
        secret=secret, code=pyotp.TOTP(secret).at(at),
    )  # fmt: skip
    ada = browser(world, "ada")
    seen = ada.post(
        "/users/end-factors", status=200, act="look", key="e", login="alice"
    ).content.decode()
    assert signing.has_second_factor(world.conn, world.users["alice"].id)
    done = ada.post("/users/end-factors", act="do", key="e", login="alice", seen=seen_of(seen))
    assert done.headers["Location"] == "/users?done=alone.propose_factors_end"
    assert "Done at once: nobody else of the house may agree to it." in visible(
        ada.get(done.headers["Location"]))  # fmt: skip


def test_staff_see_no_page_before_their_second_factor(world: facts.World) -> None:
    at = datetime.now(UTC)
    client = stranger()
    assert sign_in(client, "anna").headers["Location"].startswith("/prove")
    for path in ("/", "/contracts", "/approvals", "/contracts/C-1"):
        assert client.get(path).headers["Location"].startswith("/prove?next=")
    secret = signing.new_secret()
    asked = facts.Asked(world.users["anna"], "factor", at - timedelta(seconds=60), world.on)
    signing.add_second_factor(
        world.conn, asked, name="phone", secret=secret,
        code=pyotp.TOTP(secret).at(at - timedelta(seconds=60)),
    )  # fmt: skip
    assert client.post("/prove", {"code": "000000"}).status_code == 422
    assert client.post("/prove", {"code": pyotp.TOTP(secret).at(at)}).status_code == 303
    assert client.get("/approvals").status_code == 200


def test_a_client_who_has_a_second_factor_proves_it_before_anything(world: facts.World) -> None:
    at = datetime.now(UTC)
    secret = signing.new_secret()
    asked = facts.Asked(world.users["alice"], "factor", at - timedelta(seconds=60), world.on)
    signing.add_second_factor(
        world.conn, asked, name="phone", secret=secret,
        code=pyotp.TOTP(secret).at(at - timedelta(seconds=60)),
    )  # fmt: skip
    client = stranger()
    assert sign_in(client, "alice").headers["Location"].startswith("/prove")
    client.cookies["day"] = "2026-01-16"
    for path in ("/", "/contracts", "/contracts/C-1", "/me", "/contracts/C-1/invoices",
                 "/contracts/C-1/send", "/keys"):  # fmt: skip
        assert client.get(path).headers["Location"].startswith("/prove?next="), path
    acts = world.one("SELECT count(*) FROM act")
    file = SimpleUploadedFile("march.csv", b"number;amount")
    sent = client.post("/contracts/C-1/send", {"act": "remit", "key": "k", "files": file})
    assert sent.headers["Location"].startswith("/prove?")
    half = people.user_of(world.conn, client.cookies["comptant"].value, at)
    for operation in ("remit", "request_limit", "open_dispute"):  # nor beneath the pages
        with pytest.raises(Refused, match="second_factor_needed"):
            check_signed(operation, half)
    assert world.one("SELECT count(*) FROM act") == acts
    assert client.post("/prove", {"code": pyotp.TOTP(secret).at(at)}).status_code == 303
    assert client.get("/contracts/C-1").status_code == 200


def test_a_wrong_password_is_told_and_the_sixth_is_locked_out(world: facts.World) -> None:
    client = stranger()
    statuses = [sign_in(client, "alice", "wrong password").status_code for _ in range(6)]
    assert statuses == [401] * 5 + [429]
    assert "comptant" not in client.cookies


def test_one_address_does_not_guess_without_end(world: facts.World) -> None:
    client = stranger()
    statuses = [sign_in(client, f"nobody-{n}", "x").status_code for n in range(31)]
    assert statuses == [401] * 30 + [429]


def test_signing_out_ends_the_session_everywhere(world: facts.World) -> None:
    alice = browser(world, "alice")
    alice.get("/contracts")
    token = alice.client.cookies["comptant"].value
    alice.post("/sign-out")
    alice.client.cookies["comptant"] = token
    assert alice.client.get("/contracts").status_code == 303


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example",
                                "javascript:alert(1)"])  # fmt: skip
def test_nobody_is_led_elsewhere_after_signing_in(world: facts.World, to: str) -> None:
    assert sign_in(stranger(), "alice", to=to).headers["Location"] == "/"


def test_a_form_from_elsewhere_does_nothing(world: facts.World) -> None:
    client = stranger(enforce_csrf_checks=True)
    assert sign_in(client, "alice").status_code == 403
    assert world.one("SELECT count(*) FROM session WHERE is_web") == 0


def test_every_page_forbids_what_is_not_its_own(world: facts.World) -> None:
    for path in ("/sign-in", "/nowhere", "/health"):
        headers = stranger().get(path).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert (headers["X-Frame-Options"], headers["Cache-Control"]) == ("DENY", "no-store")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_two_readers_at_once_never_hear_each_other_s_language() -> None:
    told: dict[str, set[str]] = {"fr": set(), "en": set()}
    start = Barrier(2)

    def read(language: str) -> None:
        start.wait()
        for _ in range(2_000):
            with words.speaking(language):
                told[language].add(words.say("English", "français"))

    readers = [Thread(target=read, args=(language,)) for language in told]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert told == {"fr": {"français"}, "en": {"English"}}


@pytest.mark.parametrize(("accept", "kept", "wanted"), [
    ("en-GB,en;q=0.9", "", "en"), ("fr-FR", "", "fr"), ("de", "", "fr"), ("", "", "fr"),
    ("en", "fr", "fr"), ("en", "<script>", "en"),
])  # fmt: skip
def test_a_page_speaks_the_reader_s_language(
    world: facts.World, accept: str, kept: str, wanted: str
) -> None:
    client = Client(headers={"host": "localhost", "accept-language": accept})
    if kept:
        client.cookies["language"] = kept
    page = client.get("/sign-in").content.decode()
    assert f'<html lang="{wanted}">' in page
    assert ("Se connecter" in page) == (wanted == "fr")


def newcomer(world: facts.World, login: str = "zoe", role: str = "client_owner") -> str:
    company = world.ids["ALPHA SAS" if role.startswith("client") else "FACTOR SA"]
    people.add_user(
        world.conn, world.asked("ada"), login=login, name="Z. Martin", password="typed by ada once",
        company_id=company, roles=[role],
    )  # fmt: skip
    return "typed by ada once"


def choose(client: Client, old: str, new: str, again: str | None = None, to: str = "/") -> Any:
    return client.post("/password", {"password": old, "new_password": new, "key": new, "next": to,
                                     "again": new if again is None else again})  # fmt: skip


@pytest.mark.parametrize(("role", "goes_on"), [("client_owner", 200), ("treasurer", 303)])
def test_a_first_sign_in_leads_to_another_password_before_any_page(
    world: facts.World, role: str, goes_on: int
) -> None:
    first = newcomer(world, role=role)
    client = stranger()
    assert sign_in(client, "zoe", first).headers["Location"] == "/password?next=%2F"
    for path in ("/", "/contracts", "/me", "/prove"):
        assert client.get(path).headers["Location"].startswith("/password")
    page = client.get("/password").content.decode()
    assert "serves once: choose your own" in page
    own = "four words nobody joins"
    assert choose(client, first, own, "another one, mistyped").status_code == 422
    assert choose(client, first, own, to="/contracts").headers["Location"] == "/contracts"
    assert client.get("/contracts").status_code == goes_on
    assert sign_in(stranger(), "zoe", first).status_code == 401


def test_a_password_is_changed_from_one_s_own_page(world: facts.World) -> None:
    client = stranger()
    sign_in(client, "alice")
    assert 'href="/password?next=/me"' in client.get("/me").content.decode()
    assert "serves once" not in client.get("/password").content.decode()
    assert choose(client, "not that one", "four words nobody joins").status_code == 422
    assert choose(client, facts.PASSWORD, "alice is alice").status_code == 422
    own = "four words nobody joins"
    assert choose(client, facts.PASSWORD, own, to="/me").headers["Location"] == "/me"
    assert client.get("/me").status_code == 200
    assert sign_in(stranger(), "alice", own).status_code == 303


def test_whoever_has_an_authenticator_shows_it_before_changing_a_password(
    world: facts.World,
) -> None:
    world.conn.execute(
        "INSERT INTO second_factor (user_id, kind, name, secret, last_step, act_id)"
        " VALUES (%s, 'TOTP', 'phone', %s, 0, 1)", (world.users["alice"].id, "A" * 32),
    )  # fmt: skip
    client = stranger()
    sign_in(client, "alice")
    assert client.get("/password").headers["Location"] == "/prove?next=/password"


def test_nobody_changes_a_password_without_being_signed_in(world: facts.World) -> None:
    for answer in (stranger().get("/password"), choose(stranger(), facts.PASSWORD, "x" * 20)):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
