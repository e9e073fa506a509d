"""A passkey made and used in a real browser, on a device that Chromium plays."""

from typing import Any

import pytest

from tests import facts
from tests.browser.conftest import TIMEOUT_MS

DEVICE = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
          "hasUserVerification": True, "isUserVerified": True,
          "automaticPresenceSimulation": True}  # fmt: skip


@pytest.mark.parametrize(("language", "make", "use"), [
    ("fr", "Créer une clé d'accès", "Utiliser une clé d'accès"),
    ("en", "Make a passkey", "Use a passkey"),
])  # fmt: skip
def test_staff_sign_in_with_a_touch(
    engine: Any, served: str, world: facts.World, language: str, make: str, use: str
) -> None:
    base = served.replace("127.0.0.1", "localhost")  # a passkey is of a name, never of a number
    context = engine.new_context(locale="fr-FR" if language == "fr" else "en-GB")
    context.set_default_timeout(TIMEOUT_MS)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    wire = context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    def sign_in() -> None:
        page.goto(f"{base}/sign-in")
        page.locator("[name=login]").fill("anna")
        page.locator("[name=password]").fill(facts.PASSWORD)
        page.locator("main .btn-primary").click()
        page.wait_for_url("**/prove*")

    sign_in()
    page.get_by_role("button", name=make).click()
    page.locator("[data-codes]").wait_for()  # the recovery codes, shown this once
    assert page.locator("[data-codes] li").count() == 10
    page.locator("main .btn-primary").click()
    page.wait_for_url(f"{base}/")
    page.locator("header form[action='/sign-out'] button").click()
    page.wait_for_url("**/sign-in")
    sign_in()
    assert page.locator("#code").count() == 0  # there is no authenticator to ask
    page.get_by_role("button", name=use).click()
    page.wait_for_url(f"{base}/")
    page.goto(f"{base}/me")
    assert page.locator("main li").first.is_visible()
    assert world.one("SELECT count(*) FROM second_factor WHERE kind = 'PASSKEY'") == 1
    assert told == []
    context.close()
