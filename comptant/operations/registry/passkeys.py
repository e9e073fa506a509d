"""Passkeys: what a device keeps, and signs with after its user has touched it. One is a second
factor, and where the device has made sure of its user (a finger, a PIN) it signs in alone.

Source: W3C, Web Authentication Level 2, sections 7.1 (registering) and 7.2 (verifying).
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime

import webauthn
from psycopg import Connection
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from comptant.operations.acts.act import Act, Answer, Refused, User, operation
from comptant.operations.registry import passwords, people
from comptant.operations.registry import recovery_codes as recovery_codes_
from comptant.operations.registry.signing import (
    AGENT_LENGTH_MAX,
    has_second_factor,
    mark_proved,
)
from comptant.store import bulk

CREDENTIAL_LENGTH_MAX = 10_000
PREFERRED = UserVerificationRequirement.PREFERRED
REQUIRED = UserVerificationRequirement.REQUIRED
CHALLENGE_MINUTES = 5


@dataclass(frozen=True)
class Place:
    """Where a passkey serves: the name of the host, and the whole origin."""

    host: str
    origin: str


def asked_to_create(conn: Connection, place: Place, token: str, user_id: int, login: str) -> str:
    """What a browser is asked to make a passkey of, as JSON; kept with the session, for once."""
    challenge = _challenge(conn, token)
    options = webauthn.generate_registration_options(
        rp_id=place.host, rp_name="Comptant", user_id=_handle(user_id), user_name=login,
        challenge=challenge, exclude_credentials=_known(conn, user_id),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=PREFERRED
        ),
    )  # fmt: skip
    return str(webauthn.options_to_json(options))


def asked_to_sign(conn: Connection, place: Place, token: str, user_id: int) -> str | None:
    """What a browser is asked to sign with one of the user's passkeys; None where there is none."""
    known = _known(conn, user_id)
    if not known:
        return None
    options = webauthn.generate_authentication_options(
        rp_id=place.host, challenge=_challenge(conn, token), allow_credentials=known,
        user_verification=PREFERRED,
    )  # fmt: skip
    return str(webauthn.options_to_json(options))


@operation
def add_passkey(
    do: Act, *, name: str, credential: str, challenge: bytes, host: str, origin: str,
    recovery_codes: tuple[str, ...] = (),
) -> Answer:  # fmt: skip
    """Keep a passkey of the user's own, which has signed the challenge for this place. One who has
    a second factor proves it before adding another; with the first one come recovery codes, which
    the door makes and shows once (`codes_made`).

    Refused: name_missing, second_factor_needed, passkey_wrong, passkey_known, token_weak.
    """
    if not name.strip():
        raise Refused("name_missing")
    has_one = has_second_factor(do.conn, do.by.id)
    if do.by.must_prove and has_one:
        raise Refused("second_factor_needed", operation="add_passkey")
    try:
        seen = webauthn.verify_registration_response(
            credential=_plain(credential), expected_challenge=challenge, expected_rp_id=host,
            expected_origin=origin,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        raise Refused("passkey_wrong") from None
    row = do.conn.execute(
        """INSERT INTO second_factor
               (user_id, kind, name, secret, last_step, credential_id, act_id)
           VALUES (%s, 'PASSKEY', %s, %s, %s, %s, %s)
           ON CONFLICT (credential_id) WHERE credential_id IS NOT NULL DO NOTHING RETURNING id""",
        (do.by.id, name.strip(), bytes_to_base64url(seen.credential_public_key), seen.sign_count,
         seen.credential_id, do.id),
    ).fetchone()  # fmt: skip
    if row is None:
        raise Refused("passkey_known")
    made = 0 if has_one else recovery_codes_.keep_codes(do, recovery_codes)
    return {"second_factor_id": row[0], "name": name.strip(), "codes_made": made}


def asked_to_sign_in(place: Place, challenge: bytes) -> str:
    """What a browser is asked to sign by whoever holds it, before it is known who that is."""
    options = webauthn.generate_authentication_options(
        rp_id=place.host, challenge=challenge, user_verification=REQUIRED
    )
    return str(webauthn.options_to_json(options))


def open_by_passkey(
    conn: Connection, *, credential: str, challenge: bytes, place: Place, at: datetime, agent: str,
    address: str,
) -> tuple[str, User]:  # fmt: skip
    """A browser's session, proved, by a passkey alone: the device has made sure of its user.

    The door has made the challenge in the last minutes; it signs in once. Refused: passkey_wrong,
    locked_out, no_company. A signature of a known passkey that is wrong counts as a failed sign-in.
    """
    with conn.transaction():
        told, owner = _owner(conn, credential)
        if owner is not None:
            user_id, login = owner
            passwords.hold_login(conn, login, at)
            signed = _has_signed(conn, user_id, credential, challenge, place, is_alone=True)
            if signed and told == _handle(user_id) and _is_first(conn, challenge):
                token = people.open_session(
                    conn, user_id, at, agent=agent[:AGENT_LENGTH_MAX], address=address, is_web=True
                )
                mark_proved(conn, token)
                return token, people.user_of(conn, token, at)
            passwords.count_failure(conn, login)
    raise Refused("passkey_wrong")


def prove_passkey(
    conn: Connection, *, token: str, credential: str, place: Place, at: datetime
) -> None:
    """Prove a session by one of its user's passkeys; Refused: session_over, passkey_wrong,
    locked_out. What cannot be verified counts as a failed sign-in."""
    by = people.user_of(conn, token, at)
    with conn.transaction():
        passwords.hold_login(conn, by.login, at)
        challenge = taken_challenge(conn, token)
        if challenge is not None and _has_signed(conn, by.id, credential, challenge, place):
            mark_proved(conn, token)
            return
        passwords.count_failure(conn, by.login)
    raise Refused("passkey_wrong")


def _has_signed(
    conn: Connection, user_id: int, credential: str, challenge: bytes, place: Place, *,
    is_alone: bool = False,
) -> bool:  # fmt: skip
    """Whether a passkey of the user's has signed; how often it has is kept. `is_alone`: and has
    made sure of its user."""
    try:
        told = _plain(credential)
        found = conn.execute(
            "SELECT id, secret, last_step FROM second_factor WHERE user_id = %s"
            " AND credential_id = %s AND ended_at IS NULL FOR UPDATE",
            (user_id, base64url_to_bytes(str(told["rawId"]))),
        ).fetchone()
        if found is None:
            return False
        seen = webauthn.verify_authentication_response(
            credential=told, expected_challenge=challenge, expected_rp_id=place.host,
            expected_origin=place.origin, credential_public_key=base64url_to_bytes(found[1]),
            credential_current_sign_count=found[2], require_user_verification=is_alone,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return False
    conn.execute(
        "UPDATE second_factor SET last_step = %s WHERE id = %s", (seen.new_sign_count, found[0])
    )
    return True


def _owner(conn: Connection, credential: str) -> tuple[bytes, tuple[int, str] | None]:
    """Of whom the browser says the passkey is, and whose it is here: the user's id and login."""
    try:
        told = _plain(credential)
        response = told["response"]
        handle = base64url_to_bytes(str(response["userHandle"]))  # type: ignore[index]
        found = conn.execute(
            "SELECT u.id, u.login FROM second_factor f JOIN app_user u ON u.id = f.user_id"
            " WHERE f.credential_id = %s AND f.ended_at IS NULL",
            (base64url_to_bytes(str(told["rawId"])),),
        ).fetchone()
    except (ValueError, KeyError, TypeError):
        return b"", None
    return handle, found


def _is_first(conn: Connection, challenge: bytes) -> bool:
    """Whether a challenge has not signed in before; those that are over are forgotten."""
    conn.execute(
        "DELETE FROM used_challenge WHERE used_at < clock_timestamp() - make_interval(mins => %s)",
        (2 * CHALLENGE_MINUTES,),
    )
    return conn.execute(
        "INSERT INTO used_challenge (challenge) VALUES (%s) ON CONFLICT DO NOTHING", (challenge,)
    ).rowcount == 1  # fmt: skip


def _handle(user_id: int) -> bytes:
    """By what a device knows a user."""
    return str(user_id).encode()


def taken_challenge(conn: Connection, token: str) -> bytes | None:
    """What the session was asked to sign in the last minutes; asked for twice, it is gone."""
    row = bulk.row(conn, "take_challenge", digest=people.token_digest(token))
    return bytes(row["challenge"]) if row else None


def _challenge(conn: Connection, token: str) -> bytes:
    challenge = secrets.token_bytes(32)
    conn.execute(
        "UPDATE session SET challenge = %s, challenge_at = clock_timestamp()"
        " WHERE token_digest = %s", (challenge, people.token_digest(token)),
    )  # fmt: skip
    return challenge


def _known(conn: Connection, user_id: int) -> list[PublicKeyCredentialDescriptor]:
    found = conn.execute(
        "SELECT credential_id FROM second_factor WHERE user_id = %s AND kind = 'PASSKEY'"
        " AND ended_at IS NULL ORDER BY id", (user_id,),
    ).fetchall()  # fmt: skip
    return [PublicKeyCredentialDescriptor(id=bytes(id_)) for (id_,) in found]


def _plain(credential: str) -> dict[str, object]:
    """What the browser gave; ValueError where it is no object."""
    if len(credential) > CREDENTIAL_LENGTH_MAX:
        raise ValueError("too long")
    told = json.loads(credential)
    if not isinstance(told, dict):
        raise ValueError("no object")
    return told
