"""Signing in without a password in a real browser: a passkey, an account of an organisation."""

from collections.abc import Callable
from typing import Any

import oidc_provider_mock
import pytest
from django.test import override_settings

from comptant.doors.portal import sign_on
from comptant.doors.web import SignOn
from tests import facts
from tests.browser.conftest import TIMEOUT_MS, Walk
from tests.browser.test_browser_passkeys import DEVICE

Start = Callable[..., Walk]


@pytest.fixture(autouse=True)
def nothing_is_described() -> None:
    sign_on._described.clear()


@pytest.mark.parametrize(("language", "make", "use"), [
    ("fr", "Créer la clé d'accès", "Se connecter avec une clé d'accès"),
    ("en", "Make the passkey", "Sign in with a passkey"),
])  # fmt: skip
def test_a_passkey_alone_signs_in(
    walk: Start, world: facts.World, language: str, make: str, use: str
) -> None:
    alice = walk("alice", language)
    alice.base = alice.base.replace("127.0.0.1", "localhost")  # a passkey is of a name
    wire = alice.page.context.new_cdp_session(alice.page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    cookies = alice.page.context.cookies()
    alice.page.context.add_cookies([{**one, "domain": "localhost"} for one in cookies])
    alice.go("/passkey")
    alice.page.get_by_role("button", name=make).click()
    alice.page.locator("[data-codes]").wait_for()  # the recovery codes, shown this once
    alice.page.locator("main .btn-primary").click()
    alice.page.wait_for_url("**/me*")
    alice.page.locator("header form[action='/sign-out'] button").click()
    alice.page.wait_for_url("**/sign-in")
    alice.checked("sign-in")
    alice.page.get_by_role("button", name=use).click()
    alice.page.wait_for_url(f"{alice.base}/")
    assert alice.page.locator("header form[action='/sign-out']").is_visible()
    assert world.one("SELECT count(*) FROM used_challenge") == 1


@pytest.mark.parametrize(("language", "link", "this", "use"), [
    ("fr", "Lier un compte de Alpha", "Lier ce compte", "Se connecter avec Alpha"),
    ("en", "Link an account of Alpha", "Link this account", "Sign in with Alpha"),
])  # fmt: skip
def test_an_account_of_an_organisation_signs_in(
    walk: Start, world: facts.World, language: str, link: str, this: str, use: str
) -> None:
    user = oidc_provider_mock.User(sub="alice-4711", claims={"email": "alice@alpha.fr"})
    with oidc_provider_mock.run_server_in_thread(user_claims=[user], require_nonce=True) as there:
        said = SignOn(f"http://localhost:{there.server_port}", "comptant", "s", "Alpha")
        with override_settings(SIGN_ON=said):
            alice = walk("alice", language)
            alice.go("/me")
            alice.page.get_by_role("link", name=link).click()
            alice.page.get_by_role("button", name="alice-4711").click(timeout=TIMEOUT_MS)
            alice.page.wait_for_url("**/identity")
            alice.told.clear()  # what the provider's own page lacks
            alice.checked("identity")
            alice.page.get_by_role("button", name=this).click()
            alice.page.wait_for_url("**/me?done=link_identity")
            alice.checked("me-with-account")
            alice.page.locator("header form[action='/sign-out'] button").click()
            alice.page.wait_for_url("**/sign-in")
            alice.checked("sign-in-with-account")
            alice.page.get_by_role("link", name=use).click()
            alice.page.get_by_role("button", name="alice-4711").click()
            alice.page.wait_for_url(f"{alice.base}/")
    assert _who(world) == "alice"


def _who(world: facts.World) -> Any:
    """Who signed in last."""
    return world.one("SELECT u.login FROM session s JOIN app_user u ON u.id = s.user_id"
                     " ORDER BY s.started_at DESC LIMIT 1")  # fmt: skip
