"""Signing in by a passkey alone or by an account of one's organisation, through the pages."""

import base64
import hmac
import html
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
import oidc_provider_mock
import pytest
import requests
from django.test import Client, override_settings
from joserfc import jwt
from joserfc.jwk import RSAKey

from comptant.doors.portal import sign_on
from comptant.doors.web import SignOn
from comptant.operations.registry import identities
from tests import facts
from tests.authenticator import Device
from tests.portal.conftest import browser, visible
from tests.portal.test_portal_devices import ORIGIN, options, prove, sign_in
from tests.provider import CLIENT, HEADER, SECRET, Liar, lying

KEPT = "comptant-account"


@pytest.fixture(autouse=True)
def nothing_is_described() -> None:
    sign_on._described.clear()


@pytest.fixture
def client(world: facts.World) -> Client:
    """A browser that nobody has signed in with."""
    django.setup()
    return Client(headers={"accept-language": "en", "host": "localhost"})


@pytest.fixture
def liar() -> Iterator[Liar]:
    with lying() as told, override_settings(SIGN_ON=SignOn(told.issuer, CLIENT, SECRET, "Ex")):
        yield told


def linked(world: facts.World, issuer: str, login: str = "alice", subject: str = "s-1") -> None:
    identities.link_identity(
        world.conn, world.asked(login), issuer=issuer, subject=subject, name="a@x.fr"
    )


def gone(client: Client, query: str = "") -> dict[str, str]:
    """What the browser brings to the provider."""
    led = client.get(f"/sign-on{query}")
    assert led.status_code == 302, led.content.decode()
    return {name: values[0] for name, values in
            parse_qs(urlsplit(led.headers["Location"]).query).items()}  # fmt: skip


def back(client: Client, **told: str) -> Any:
    """What it brings back; the liar's code is the nonce."""
    return client.get("/sign-on/back", told)


def test_a_passkey_alone_opens_every_page(client: Client) -> None:
    device = Device(counts=0)
    prove(client, device.create(options(sign_in(client, "anna")), ORIGIN))
    client.cookies.clear()
    page = client.get("/sign-in?next=/approvals").content.decode()
    told = device.sign(options(page), ORIGIN)
    kept = client.cookies["comptant-asked"].value
    led = client.post("/sign-in", {"credential": told, "next": "/approvals"})
    assert (led.status_code, led.headers["Location"]) == (303, "/approvals")
    assert client.get("/approvals").status_code == 200
    client.cookies.clear()
    for cookie in (kept, "", "forged:by:nobody"):
        client.cookies["comptant-asked"] = cookie
        again = client.post("/sign-in", {"credential": told})
        assert again.status_code == 422
        assert "This passkey could not be verified" in again.content.decode()
    fresh = device.sign(options(again.content.decode()), ORIGIN)
    assert client.post("/sign-in", {"credential": fresh}).status_code == 303


def test_without_a_provider_the_page_offers_none(client: Client) -> None:
    assert "/sign-on" not in client.get("/sign-in").content.decode()
    refused = client.get("/sign-on")
    assert refused.status_code == 404
    assert "No organisation's sign-in is set up" in html.unescape(refused.content.decode())


def test_an_account_is_linked_by_its_user_and_signs_in_from_then_on(world: facts.World) -> None:
    """Against a provider written by others."""
    user = oidc_provider_mock.User(sub="alice-4711", claims={"email": "alice@alpha.fr"})
    with oidc_provider_mock.run_server_in_thread(user_claims=[user], require_nonce=True) as there:
        said = SignOn(f"http://localhost:{there.server_port}", "comptant", "s", "Alpha")
        with override_settings(SIGN_ON=said):
            alice = browser(world, "alice")
            assert "Link an account of Alpha" in visible(alice.get("/me"))
            led = alice.client.get("/sign-on?link")
            at = _authorized(led.headers["Location"])
            assert alice.client.get(at).headers["Location"] == "/identity"
            page = visible(alice.get("/identity"))
            assert "alice@alpha.fr" in page
            assert world.one("SELECT count(*) FROM identity") == 0
            to = alice.post("/identity", act="link", key="k").headers["Location"]
            assert to == "/me?done=link_identity"
            assert "It signs you in from now on." in visible(alice.get(to))
            stranger = Client(headers={"accept-language": "en", "host": "localhost"})
            assert "Sign in with Alpha" in visible(stranger.get("/sign-in").content.decode())
            led = stranger.get("/sign-on?next=/contracts")
            answer = stranger.get(_authorized(led.headers["Location"]))
            assert (answer.status_code, answer.headers["Location"]) == (303, "/contracts")
            assert stranger.get("/contracts").status_code == 200
            id_ = world.one("SELECT id FROM identity")
            alice.post("/me", act="end_identity", key="e", id=id_)
            led = stranger.get("/sign-on")
            answer = stranger.get(_authorized(led.headers["Location"]))
            assert answer.status_code == 403
            assert "linked to no user here" in visible(html.unescape(answer.content.decode()))


def _authorized(url: str) -> str:
    """Where the provider sends the browser back once its user has agreed."""
    answer = requests.post(url, {"sub": "alice-4711"}, allow_redirects=False, timeout=20)
    assert answer.status_code == 302, answer.text
    told = urlsplit(answer.headers["Location"])
    assert (told.scheme, told.netloc, told.path) == ("http", "localhost", "/sign-on/back")
    return f"{told.path}?{told.query}"


@pytest.mark.parametrize(("login", "amr", "leads"), [
    ("alice", None, "/"), ("alice", ["pwd", "mfa"], "/"), ("anna", None, "/prove"),
    ("anna", ["pwd"], "/prove"), ("anna", ["pwd", "mfa"], "/"),
])  # fmt: skip
def test_staff_prove_a_second_factor_unless_their_organisation_has_asked_for_one(
    client: Client, world: facts.World, liar: Liar, login: str, amr: Any, leads: str
) -> None:
    linked(world, liar.issuer, login)
    liar.claims = {"amr": amr}
    went = gone(client)
    answer = back(client, state=went["state"], code=went["nonce"])
    assert answer.status_code == 303
    assert urlsplit(answer.headers["Location"]).path == leads
    assert went["code_challenge_method"] == "S256"
    assert went["redirect_uri"] == "http://localhost/sign-on/back"
    assert "code_verifier" in liar.asked[0]
    assert liar.callers == [f"{CLIENT}:{SECRET}"]


OTHER = RSAKey.generate_key(2048, {"kid": "one"})


@pytest.mark.parametrize("claims", [
    {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"aud": None}, {"iss": "https://x"},
    {"iss": None}, {"exp": -3600}, {"exp": None}, {"sub": None}, {"iat": 7200},
    {"amr": "mfa"}, {"aud": [CLIENT, "another"], "azp": "another"},
], ids=str)  # fmt: skip
def test_what_a_token_must_say_is_looked_at(
    client: Client, world: facts.World, liar: Liar, claims: dict[str, Any]
) -> None:
    linked(world, liar.issuer)
    now = int(time.time())
    liar.claims = {name: now + value if isinstance(value, int) else value
                   for name, value in claims.items()}  # fmt: skip
    went = gone(client)
    refused = back(client, state=went["state"], code=went["nonce"])
    assert (refused.status_code, "comptant" in client.cookies) == (422, False), claims
    assert "did not come to its end" in refused.content.decode()


def _with_what_all_can_read(liar: Liar, claims: dict[str, Any]) -> str:
    """An HMAC whose secret is the public key: what a careless reader of RS256 takes."""
    told = _unsigned({"alg": "HS256", "kid": "one"}, claims)
    mark = hmac.new(liar.key.as_pem(private=False), told, "sha256").digest()
    return (told + b"." + base64.urlsafe_b64encode(mark).rstrip(b"=")).decode()


def _unsigned(*parts: dict[str, Any]) -> bytes:
    return b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
                     for part in parts)  # fmt: skip


SIGNED = {
    "by another key": lambda liar, claims: jwt.encode(HEADER, claims, OTHER),
    "by the public key": _with_what_all_can_read,
    "by nobody": lambda liar, claims: _unsigned({"alg": "none"}, claims).decode() + ".",
    "as no token": lambda liar, claims: "a.b.c",
    "not at all": lambda liar, claims: "",
}


@pytest.mark.parametrize("how", SIGNED)
def test_a_token_that_says_all_it_must_and_is_not_signed_by_its_key_is_refused(
    client: Client, world: facts.World, liar: Liar, how: str
) -> None:
    linked(world, liar.issuer)
    liar.make = lambda claims: SIGNED[how](liar, claims)
    went = gone(client)
    refused = back(client, state=went["state"], code=went["nonce"])
    assert (refused.status_code, "comptant" in client.cookies) == (422, False)
    liar.make = None
    went = gone(client)
    assert back(client, state=went["state"], code=went["nonce"]).status_code == 303


def test_a_token_whose_key_the_provider_shows_no_more_is_refused(
    client: Client, world: facts.World, liar: Liar
) -> None:
    linked(world, liar.issuer)
    liar.shown = OTHER
    went = gone(client)
    assert back(client, state=went["state"], code=went["nonce"]).status_code == 422


def test_who_comes_back_is_who_has_gone(client: Client, world: facts.World, liar: Liar) -> None:
    linked(world, liar.issuer)
    went = gone(client)
    assert back(client, state="another", code=went["nonce"]).status_code == 422
    went = gone(client)
    assert back(client, state=went["state"], error="access_denied").status_code == 422
    went = gone(client)
    other = Client(headers={"accept-language": "en", "host": "localhost"})
    assert back(other, state=went["state"], code=went["nonce"]).status_code == 422
    assert back(client, state=went["state"], code=went["nonce"]).status_code == 303
    assert back(client, state=went["state"], code=went["nonce"]).status_code == 422


def test_an_account_that_waits_is_linked_by_the_browser_that_brought_it(
    world: facts.World, liar: Liar
) -> None:
    alice, cora = browser(world, "alice"), browser(world, "cora")
    assert "Begin on the page" in visible(cora.get("/identity"))
    cora.post("/identity", 422, act="link", key="none")
    went = gone(alice.client, "?link")
    back(alice.client, state=went["state"], code=went["nonce"])
    cora.client.cookies[KEPT] = alice.client.cookies[KEPT].value
    assert "Begin on the page" in visible(cora.get("/identity"))  # it is alice who has begun
    cora.post("/identity", 422, act="link", key="c")
    assert world.one("SELECT count(*) FROM identity") == 0
    linked = alice.post("/identity", act="link", key="k")
    assert linked.cookies[KEPT].value == ""
    went = gone(cora.client, "?link")
    back(cora.client, state=went["state"], code=went["nonce"])
    told = cora.post("/identity", 422, act="link", key="k").content.decode()
    assert "signs somebody in already" in told
    assert KEPT in cora.client.post("/sign-out").cookies


def test_whoever_links_and_comes_back_with_nothing_stays_signed_in(
    world: facts.World, liar: Liar
) -> None:
    alice = browser(world, "alice")
    went = gone(alice.client, "?link")
    refused = back(alice.client, state=went["state"], error="access_denied")
    told = visible(html.unescape(refused.content.decode()))
    assert (refused.status_code, "It cannot be done" in told) == (422, True)
    assert "did not come to its end" in told
    assert "Password" not in told
    alice.get("/me")
    nobody = Client(headers={"accept-language": "en", "host": "localhost"})
    led = nobody.get("/sign-on?link")
    assert (led.status_code, led.headers["Location"]) == (303, "/sign-in?next=%2Fme")


@pytest.mark.parametrize(("status", "described"), [
    (500, {}), (200, {"issuer": "https://another"}), (200, {"jwks_uri": ""}),
    (200, {"token_endpoint": None}),
])  # fmt: skip
def test_a_provider_that_is_down_or_another_is_told(
    client: Client, liar: Liar, status: int, described: dict[str, Any]
) -> None:
    liar.status, liar.described = status, described
    refused = client.get("/sign-on")
    assert refused.status_code == 503
    assert "Ex does not answer now" in refused.content.decode()


def test_a_provider_that_falls_silent_is_told(client: Client, liar: Liar) -> None:
    went = gone(client)
    liar.status = 500
    assert back(client, state=went["state"], code=went["nonce"]).status_code == 503


def test_the_page_after_is_ours(client: Client, world: facts.World, liar: Liar) -> None:
    linked(world, liar.issuer)
    went = gone(client, "?next=https://evil.example")
    answer = back(client, state=went["state"], code=went["nonce"])
    assert answer.headers["Location"] == "/"
