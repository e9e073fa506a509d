"""Single sign-on: the provider of an organisation says who somebody is (OpenID Connect).

begin(...) -> where the browser goes, and what it keeps until it is back
begun(...) -> what it has kept
finish(...) -> the account that came back, verified

Source: OpenID Connect Core 1.0, section 3.1 (authorization code); RFC 7636 (PKCE, S256); RFC 8176
(`amr`: `mfa` where the provider has asked for more than one factor).
"""

import hmac
import time
from dataclasses import astuple, dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from comptant.doors.portal import devices
from comptant.operations.acts.act import Refused

ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512"]
TIMEOUT_SECONDS = 10
WAITS_SECONDS = 600  # how long somebody may be away
LEEWAY_SECONDS = 60
KEPT_SECONDS = 3600  # what a provider says of itself
BACK = "/sign-on/back"
_described: dict[str, tuple[float, dict[str, Any]]] = {}


@dataclass(frozen=True)
class Account:
    """An account of the organisation: who it is there, and what a reader knows it by."""

    issuer: str
    subject: str
    name: str
    is_proved: bool


@dataclass(frozen=True)
class Begun:
    """What a browser keeps while it is away; `user_id`: who links an account, 0: nobody does."""

    state: str
    nonce: str
    verifier: str
    after: str
    user_id: int


def begin(request: HttpRequest, after: str, user_id: int) -> tuple[str, str]:
    """The provider's address where the browser signs in, and what it must bring back (a cookie).

    Refused: sign_on_none, sign_on_down.
    """
    provider = _provider()
    nonce, verifier = generate_token(32), generate_token(64)
    with _session(request) as session:
        url, state = session.create_authorization_url(
            provider["authorization_endpoint"], nonce=nonce, code_verifier=verifier
        )
    begun = Begun(state, nonce, verifier, after, user_id)
    return url, signing.dumps(astuple(begun), salt="sign-on")


def begun(cookie: str) -> Begun:
    """What the browser has kept; Refused: sign_on_none, sign_on_failed (another browser, too
    late)."""
    if settings.SIGN_ON is None:
        raise Refused("sign_on_none")
    try:
        return Begun(*signing.loads(cookie, salt="sign-on", max_age=WAITS_SECONDS))
    except (signing.BadSignature, TypeError):
        raise Refused("sign_on_failed") from None


def finish(request: HttpRequest, begun: Begun) -> Account:
    """The account that has come back.

    Refused: sign_on_down, sign_on_failed (another browser, the provider refused, or what it says
    cannot be verified).
    """
    provider = _provider()
    told = request.GET.get("state", "")
    if not hmac.compare_digest(told.encode(), begun.state.encode()) or "code" not in request.GET:
        raise Refused("sign_on_failed")
    try:
        with _session(request) as session:
            given = session.fetch_token(
                provider["token_endpoint"], code=request.GET["code"], code_verifier=begun.verifier,
                timeout=TIMEOUT_SECONDS,
            )  # fmt: skip
        claims = _claims(provider, given, begun.nonce)
    except requests.RequestException:
        raise Refused("sign_on_down", provider=settings.SIGN_ON.name) from None
    except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError):
        raise Refused("sign_on_failed") from None
    name = next((str(claims[key]) for key in ("email", "preferred_username", "name")
                 if claims.get(key)), str(claims["sub"]))  # fmt: skip
    amr = claims.get("amr")
    is_proved = isinstance(amr, list) and "mfa" in amr
    return Account(str(claims["iss"]), str(claims["sub"]), name[:200], is_proved)


def keep(response: HttpResponse, name: str, value: str) -> None:
    """Something that the browser brings back within minutes."""
    response.set_cookie(
        name, value, max_age=WAITS_SECONDS, secure=settings.IS_SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def _session(request: HttpRequest) -> Any:
    said = settings.SIGN_ON
    return OAuth2Session(
        said.client, said.secret, scope="openid email", code_challenge_method="S256",
        redirect_uri=devices.place(request).origin + BACK,
    )  # fmt: skip


def _claims(provider: dict[str, Any], given: dict[str, Any], nonce: str) -> dict[str, Any]:
    """What an identity token says, its signature, issuer, audience, hours and nonce verified."""
    answer = requests.get(provider["jwks_uri"], timeout=TIMEOUT_SECONDS)
    answer.raise_for_status()
    keys = KeySet.import_key_set(answer.json())
    token = jwt.decode(given["id_token"], keys, algorithms=ALGORITHMS)
    said = settings.SIGN_ON
    options = {
        "iss": {"essential": True, "value": said.issuer}, "sub": {"essential": True},
        "aud": {"essential": True, "value": said.client}, "exp": {"essential": True},
    }  # fmt: skip
    claims = CodeIDToken(token.claims, token.header, options,
                         {"nonce": nonce, "client_id": said.client,
                          "access_token": given.get("access_token")})  # fmt: skip
    claims.validate(leeway=LEEWAY_SECONDS)
    return dict(claims)


def _provider() -> dict[str, Any]:
    """What the provider says of itself, read once an hour; Refused: sign_on_none, sign_on_down."""
    if settings.SIGN_ON is None:
        raise Refused("sign_on_none")
    issuer = settings.SIGN_ON.issuer
    read_at, kept = _described.get(issuer, (0.0, {}))
    if kept and time.monotonic() - read_at < KEPT_SECONDS:
        return kept
    try:
        answer = requests.get(
            issuer.rstrip("/") + "/.well-known/openid-configuration", timeout=TIMEOUT_SECONDS
        )
        answer.raise_for_status()
        said = answer.json()
        is_ours = said["issuer"] == issuer and all(
            said[name] for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        )
    except (requests.RequestException, ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise Refused("sign_on_down", provider=settings.SIGN_ON.name)
    _described[issuer] = (time.monotonic(), said)
    return dict(said)
