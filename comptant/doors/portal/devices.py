"""Passkeys in a browser: where they serve, what it is asked to make or to sign."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from comptant.doors import visits
from comptant.operations.registry import passkeys
from comptant.operations.registry.passkeys import CREDENTIAL_LENGTH_MAX, Place


def place(request: HttpRequest) -> Place:
    """The host and the origin of the portal, as the browser sees it."""
    host = request.get_host()
    origin = settings.PUBLIC_URL or f"{request.scheme}://{host}"
    return Place(host.rpartition(":")[0] if ":" in host else host, origin)


def has_name(request: HttpRequest) -> bool:
    """Whether the portal is reached by a name: a passkey is of one, never of a number."""
    try:
        ip_address(place(request).host.strip("[]"))
    except ValueError:
        return True
    return False


def given(request: HttpRequest) -> str:
    """What the browser's device gave."""
    return str(request.POST.get("credential", ""))[: CREDENTIAL_LENGTH_MAX + 1]


def to_create(request: HttpRequest, user_id: int, login: str) -> str:
    """What a browser is asked to make a passkey of."""
    token = request.COOKIES[settings.SESSION_NAME]
    with visits.signing_in() as conn:
        return passkeys.asked_to_create(conn, place(request), token, user_id, login)


def to_sign(request: HttpRequest, user_id: int) -> str | None:
    """What a browser is asked to sign, where the user has a passkey."""
    token = request.COOKIES[settings.SESSION_NAME]
    with visits.signing_in() as conn:
        return passkeys.asked_to_sign(conn, place(request), token, user_id)


def challenge(request: HttpRequest) -> bytes:
    """What the browser was asked to sign, taken back: it serves once. Nothing where it is over."""
    with visits.signing_in() as conn:
        return passkeys.taken_challenge(conn, request.COOKIES[settings.SESSION_NAME]) or b""
