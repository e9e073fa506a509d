"""One's own ways in: a passkey that a device keeps, an account of one's organisation."""

from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect

from comptant.doors.portal import devices, other_ways
from comptant.doors.portal.call import Call
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.secrets_drawn import drawn, told_secret
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.roles import ROLES
from comptant.operations.registry import recovery_codes
from comptant.operations.registry.identities import link_identity
from comptant.operations.registry.passkeys import add_passkey
from comptant.operations.registry.signing import add_second_factor
from comptant.store.access import See


def passkey(see: See, call: Call) -> Row:
    """What the device is asked to make."""
    user, is_named = call.visit.user, devices.has_name(call.request)
    return {"options": is_named and devices.to_create(call.request, user.id, user.login),
            "up": {"href": "/me", "text": say("You", "Vous")}}  # fmt: skip


def add(call: Call) -> str | Row:
    """Keep what the device made; with the first second factor come recovery codes."""
    at, codes = devices.place(call.request), recovery_codes.new_codes()
    answer = call.run(
        add_passkey, name=call.typed("name"), credential=devices.given(call.request),
        challenge=devices.challenge(call.request), host=at.host, origin=at.origin,
        recovery_codes=tuple(codes),
    )  # fmt: skip
    return _with_codes("add_passkey", answer, codes)


def _with_codes(done: str, answer: Row, codes: list[str]) -> str | Row:
    """Back to what is one's own, or the recovery codes that were made: shown this once."""
    href = with_notice("/me", done, {})
    return {"codes": codes, "next": href} if answer["codes_made"] else href


def authenticator(see: See, call: Call) -> Row:
    """A secret for another authenticator."""
    return {**drawn(call.request, call.visit.user.login),
            "up": {"href": "/me", "text": say("You", "Vous")}}  # fmt: skip


def add_authenticator(call: Call) -> str | Row:
    """Keep it, proved by its first code; codes follow the clock of the wall."""
    codes = recovery_codes.new_codes()
    answer = Call(replace(call.visit, at=datetime.now(UTC)), call.request).run(
        add_second_factor, name=call.typed("name"), secret=told_secret(call.request),
        code=call.typed("code"), recovery_codes=tuple(codes),
    )  # fmt: skip
    return _with_codes("add_second_factor", answer, codes)


def identity(see: See, call: Call) -> Row:
    """Which account has come back, and whether it should sign its user in from now on."""
    given: Row = {"up": {"href": "/me", "text": say("You", "Vous")}}
    try:
        issuer, _, name = other_ways.account_to_link(call.request, call.visit.user.id)
    except Refused:
        return given
    return {**given, "issuer": issuer, "name": name}


def link(call: Call) -> HttpResponse:
    """It should."""
    issuer, subject, name = other_ways.account_to_link(call.request, call.visit.user.id)
    call.run(link_identity, issuer=issuer, subject=subject, name=name)
    response = HttpResponseRedirect(with_notice("/me", "link_identity", {}), status=303)
    response.delete_cookie(settings.ACCOUNT_COOKIE, samesite="Lax")
    return response


page(Page("authenticator", "authenticator",
          Both("Add an authenticator", "Ajouter une application d'authentification"), ROLES,
          authenticator, "portal/authenticator.html", acts={"add": add_authenticator}))  # fmt: skip
page(Page("identity", "identity", Both("Link an account", "Lier un compte"), ROLES, identity,
          "portal/identity.html", acts={"link": link}))  # fmt: skip
page(Page("passkey", "passkey", Both("Add a passkey", "Ajouter une clé d'accès"), ROLES, passkey,
          "portal/passkey.html", acts={"add": add}))  # fmt: skip
