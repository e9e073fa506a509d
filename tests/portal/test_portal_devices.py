"""Passkeys through the portal's pages, with a device of the tests in the place of a browser's."""

import html
import re
from typing import Any

import django
import pytest
from django.test import Client

from tests import facts
from tests.authenticator import Device
from tests.portal.conftest import browser

ORIGIN = "http://localhost"


@pytest.fixture
def client(world: facts.World) -> Client:
    """A browser that nobody has signed in with."""
    django.setup()
    return Client(headers={"accept-language": "en", "host": "localhost"})


def sign_in(client: Client, login: str) -> str:
    """By password; the page that asks for the second factor."""
    client.cookies.clear()
    client.post("/sign-in", {"login": login, "password": facts.PASSWORD})
    return client.get("/prove").content.decode()


def options(page: str) -> str:
    """What the page asks of a device."""
    found = re.search(r'data-options="([^"]+)"', page)
    assert found
    return html.unescape(found[1])


def prove(client: Client, credential: str, key: str = "k") -> Any:
    return client.post("/prove", {"credential": credential, "key": key, "next": "/approvals"})


def test_staff_add_a_passkey_at_their_first_sign_in_and_use_it_at_the_next(client: Client) -> None:
    device = Device()
    made = prove(client, device.create(options(sign_in(client, "anna")), ORIGIN))
    assert made.status_code == 200
    assert made.content.decode().count("<li><code>") == 10  # the recovery codes, shown this once
    assert 'href="/approvals"' in made.content.decode()
    assert client.get("/approvals").status_code == 200
    page = sign_in(client, "anna")
    assert client.get("/approvals").headers["Location"].startswith("/prove")
    assert 'id="code"' not in page
    assert prove(client, device.sign(options(page), ORIGIN)).status_code == 303
    assert client.get("/approvals").status_code == 200
    assert "passkey" in client.get("/me").content.decode()


def test_a_wrong_device_is_told_and_the_page_asks_anew(client: Client) -> None:
    device = Device()
    prove(client, device.create(options(sign_in(client, "anna")), ORIGIN))
    page = sign_in(client, "anna")
    wrong = prove(client, Device(device.credential).sign(options(page), ORIGIN))
    assert wrong.status_code == 422
    told = wrong.content.decode()
    assert "This passkey could not be verified" in told
    assert client.get("/approvals").status_code == 303
    assert prove(client, device.sign(options(told), ORIGIN)).status_code == 303
    assert client.get("/approvals").status_code == 200


def test_somebody_signed_in_adds_a_passkey_and_removes_it(world: facts.World) -> None:
    alice, device = browser(world, "alice"), Device()
    credential = device.create(options(alice.get("/passkey")), ORIGIN)
    shown = alice.post("/passkey", 200, act="add", key="k", name="my phone",
                       credential=credential).content.decode()  # fmt: skip
    assert shown.count("<li><code>") == 10
    assert 'href="/me?done=add_passkey"' in shown
    page = alice.get("/me?done=add_passkey")
    assert "my phone" in page
    assert "It serves at your next sign-in." in page
    id_ = world.one("SELECT id FROM second_factor")
    alice.post("/me", act="end_factor", key="e", id=id_)
    assert "my phone" not in alice.get("/me")
    junk = alice.post("/passkey", 422, act="add", key="k2", name="x", credential="{}")
    assert "This passkey could not be verified" in junk.content.decode()


def test_no_passkey_is_asked_for_where_the_address_is_a_number(client: Client) -> None:
    """WebAuthn takes names: http://localhost, never http://127.0.0.1."""
    assert "data-passkey" in client.get("/sign-in").content.decode()
    prove(client, Device().create(options(sign_in(client, "anna")), ORIGIN))
    client.cookies.clear()
    client.defaults["HTTP_HOST"] = "127.0.0.1"
    assert "data-passkey" not in client.get("/sign-in").content.decode()
    told = sign_in(client, "anna")
    assert "data-passkey" not in told
    assert "open the same page at http://localhost" in told
    assert "data-passkey" not in sign_in(client, "carl")
    assert 'name="code"' in sign_in(client, "carl")
