"""Signing in without a password: by a passkey, or by an account of one's organisation."""

import secrets
from datetime import UTC, datetime

from django.conf import settings
from django.core import signing as signed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from comptant.doors import visits
from comptant.doors.portal import devices, sign_on
from comptant.doors.tries import check_tries
from comptant.doors.visits import address
from comptant.operations.acts.act import Refused, User
from comptant.operations.registry import identities, passkeys


def ask(request: HttpRequest) -> tuple[str, str]:
    """What a passkey is asked to sign on the page, and what the browser keeps beside it."""
    challenge = secrets.token_bytes(32)
    options = passkeys.asked_to_sign_in(devices.place(request), challenge)
    return options, signed.dumps(bytes_to_base64url(challenge), salt="asked")


def by_passkey(request: HttpRequest) -> tuple[str, User]:
    """A proved session, by what the passkey has signed; Refused: passkey_wrong, locked_out..."""
    check_tries(request)
    try:
        challenge = base64url_to_bytes(signed.loads(
            request.COOKIES.get(settings.ASKED_COOKIE, ""), salt="asked",
            max_age=passkeys.CHALLENGE_MINUTES * 60,
        ))  # fmt: skip
    except signed.BadSignature:
        raise Refused("passkey_wrong") from None
    with visits.signing_in() as conn:
        return passkeys.open_by_passkey(
            conn, credential=devices.given(request), challenge=challenge,
            place=devices.place(request), at=datetime.now(UTC),
            agent=request.headers.get("User-Agent", ""), address=address(request),
        )  # fmt: skip


def away(request: HttpRequest, after: str, user_id: int) -> HttpResponse:
    """To the organisation's own page, where the account signs in; `user_id`: who links it."""
    check_tries(request)
    url, cookie = sign_on.begin(request, after, user_id)
    response = HttpResponseRedirect(url)
    sign_on.keep(response, settings.SIGN_ON_COOKIE, cookie)
    return response


def by_account(account: sign_on.Account, request: HttpRequest) -> tuple[str, User]:
    """A session by an account that has come back; Refused: identity_not_linked, no_company."""
    with visits.signing_in() as conn:
        return identities.open_by_identity(
            conn, issuer=account.issuer, subject=account.subject, is_proved=account.is_proved,
            at=datetime.now(UTC), agent=request.headers.get("User-Agent", ""),
            address=address(request),
        )  # fmt: skip


def to_link(account: sign_on.Account, user_id: int) -> HttpResponse:
    """To the page where the user who began is asked whether this is the account that should sign
    it in."""
    response = HttpResponseRedirect("/identity", status=303)
    told = [user_id, account.issuer, account.subject, account.name]
    sign_on.keep(response, settings.ACCOUNT_COOKIE, signed.dumps(told, salt="account"))
    return response


def account_to_link(request: HttpRequest, user_id: int) -> tuple[str, str, str]:
    """The account that waits to be linked to this user: issuer, subject, name; Refused:
    sign_on_failed, where another user has begun too."""
    try:
        began_id, issuer, subject, name = signed.loads(
            request.COOKIES.get(settings.ACCOUNT_COOKIE, ""), salt="account",
            max_age=sign_on.WAITS_SECONDS,
        )  # fmt: skip
    except (signed.BadSignature, ValueError):
        raise Refused("sign_on_failed") from None
    if began_id != user_id:
        raise Refused("sign_on_failed")
    return issuer, subject, name
