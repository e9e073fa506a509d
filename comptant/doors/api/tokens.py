"""OAuth 2 client credentials: a program gives its key and gets a token that lasts an hour.

Source: RFC 6749, 4.4 and 5; RFC 6750. The token is signed and kept nowhere: it says which key was
proved and within which scopes; whether that key still opens is asked at each call.
"""

import base64
import binascii
import re
from datetime import UTC, datetime
from typing import Any

from django.core import signing as sealed
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from comptant.doors import visits
from comptant.doors.answers import to_json
from comptant.doors.tries import check_tries
from comptant.doors.visits import address
from comptant.operations.acts.act import Refused
from comptant.operations.acts.proofs import PERSONAL, READ_SCOPE
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.registry import signing

PREFIX = "cot_"
SECONDS = 3_600
_SALT = "comptant.oauth"


def read(token: str) -> tuple[int, frozenset[str]]:
    """The key that a token proves, and its scopes; Refused: key_over."""
    try:
        key_id, scopes = sealed.loads(token.removeprefix(PREFIX), salt=_SALT, max_age=SECONDS)
    except sealed.BadSignature:
        raise Refused("key_over") from None
    return int(key_id), frozenset(scopes)


@csrf_exempt
def token(request: HttpRequest) -> HttpResponse:
    """POST grant_type=client_credentials with the key's id and the key, as HTTP Basic or fields."""
    if request.method != "POST":
        return _failed(405, "invalid_request")
    try:
        check_tries(request)  # before the body is waited for
        if request.POST.get("grant_type") != "client_credentials":
            return _failed(400, "unsupported_grant_type")
        id_, secret = _client(request)
        with visits.signing_in() as conn:
            user = signing.key_user(conn, secret, datetime.now(UTC), address(request))
    except Refused as refusal:
        if refusal.code == "too_many_requests":
            response = _failed(429, "slow_down")
            response.headers["Retry-After"] = str(refusal.facts["seconds"])
            return response
        return _failed(401, "invalid_client")
    except UnreadablePostError:
        return _failed(400, "invalid_request")
    if str(user.key_id) != id_:
        return _failed(401, "invalid_client")
    granted = user.scopes or frozenset()
    wanted = frozenset(str(request.POST.get("scope", "")).split()) or granted
    if not wanted <= granted:
        return _failed(400, "invalid_scope")
    made = PREFIX + sealed.dumps([user.key_id, sorted(wanted)], salt=_SALT)
    return _answer(200, {"access_token": made, "token_type": "Bearer", "expires_in": SECONDS,
                         "scope": " ".join(sorted(wanted))})  # fmt: skip


def described() -> dict[str, Any]:
    """How OpenAPI says it."""
    scopes = {name: f"ask for {name}" for name in sorted(set(RIGHTS) - PERSONAL)}
    return {"type": "oauth2", "flows": {"clientCredentials": {
        "tokenUrl": "/api/v1/oauth/token", "scopes": {READ_SCOPE: "read", **scopes}}}}  # fmt: skip


def _client(request: HttpRequest) -> tuple[str, str]:
    """The id and the secret that a client gives: by HTTP Basic, else as fields."""
    given = re.fullmatch(r"(?i:Basic) ([A-Za-z0-9+/=]+)", request.headers.get("Authorization", ""))
    if given:
        try:
            id_, _, secret = base64.b64decode(given[1]).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return "", ""
        return id_, secret
    return str(request.POST.get("client_id", "")), str(request.POST.get("client_secret", ""))


def _failed(status: int, error: str) -> HttpResponse:
    response = _answer(status, {"error": error})
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Basic realm="comptant"'
    return response


def _answer(status: int, told: dict[str, Any]) -> HttpResponse:
    return HttpResponse(to_json(told), content_type="application/json", status=status)
