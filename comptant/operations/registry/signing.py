"""Signing in with a browser, and the keys of programs.

A session of a browser is half open until a second factor was proved: until then the factor's staff,
and a client who has one, see and do nothing; staff add their first one, and a client who has none
yet reads, and does nothing of `proofs.PROVED`.
"""

import hmac
import ipaddress
import re
import secrets
from datetime import datetime, timedelta

import pyotp
from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, User, operation
from comptant.operations.registry import passwords, people
from comptant.operations.registry import recovery_codes as recovery
from comptant.store import bulk

LINK_MINUTES = 15
TOTP_SECONDS = 30
DRIFT_STEPS = 1  # a clock may be one step off
AGENT_LENGTH_MAX = 200


def open_in_browser(
    conn: Connection, *, login: str, password: str, at: datetime, agent: str, address: str
) -> tuple[str, User]:
    """A browser's session by password, still to be proved; Refused: those of `people.sign_in`."""
    return people.sign_in(
        conn, login=login, password=password, at=at, agent=agent[:AGENT_LENGTH_MAX],
        address=address, is_web=True,
    )  # fmt: skip


def prove(conn: Connection, *, token: str, code: str, at: datetime) -> bool:
    """Prove the second factor of a session by a code of an authenticator, or by a recovery code:
    whether it was one of these. Refused: session_over, code_wrong, locked_out.

    A wrong code counts as a failed sign-in, and a code that served does not serve again.
    """
    by = people.user_of(conn, token, at)
    with conn.transaction():
        passwords.hold_login(conn, by.login, at)
        is_recovery = recovery.use_code(conn, by.id, code, at)
        if is_recovery or use_code(conn, by.id, code, at):
            mark_proved(conn, token)
            return is_recovery
        passwords.count_failure(conn, by.login)
    raise Refused("code_wrong")


def use_code(conn: Connection, user_id: int, code: str, at: datetime) -> int | None:
    """The authenticator of a user whose code this is, which does not serve again; None: of none."""
    for id_, secret, last_step in conn.execute(
        "SELECT id, secret, last_step FROM second_factor"
        " WHERE user_id = %s AND kind = 'TOTP' AND ended_at IS NULL ORDER BY id FOR UPDATE",
        (user_id,),
    ).fetchall():
        step = _step(secret, code, at)
        if step is not None and step > last_step:
            conn.execute("UPDATE second_factor SET last_step = %s WHERE id = %s", (step, id_))
            return int(id_)
    return None


def has_second_factor(conn: Connection, user_id: int, kind: str | None = None) -> bool:
    """Whether a user has a second factor to prove, of a kind (None: of any)."""
    found = conn.execute(
        "SELECT 1 FROM second_factor WHERE user_id = %s AND ended_at IS NULL"
        " AND (%s::text IS NULL OR kind = %s)", (user_id, kind, kind),
    ).fetchone()  # fmt: skip
    return found is not None


def new_secret() -> str:
    """The secret of a second factor to be, shown to its user."""
    return pyotp.random_base32(32)


def is_secret(text: str) -> bool:
    """Whether a text is a secret as new_secret() makes them."""
    return re.fullmatch("[A-Z2-7]{32}", text) is not None


def secret_uri(secret: str, login: str, issuer: str) -> str:
    """What an authenticator reads from a QR code."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer))


@operation
def add_second_factor(
    do: Act, *, name: str, secret: str, code: str, recovery_codes: tuple[str, ...] = ()
) -> Answer:
    """Keep an authenticator of the user's own, proved by a first code. One who has a factor proves
    it before adding another. With the first one come recovery codes, which the door makes and shows
    once (`codes_made`). Refused: code_wrong, second_factor_needed, name_missing, token_weak."""
    if not name.strip():
        raise Refused("name_missing")
    has_one = has_second_factor(do.conn, do.by.id)
    if do.by.must_prove and has_one:
        raise Refused("second_factor_needed", operation="add_second_factor")
    step = _step(secret, code, do.asked.at)
    if step is None or len(secret) < 32:
        raise Refused("code_wrong")
    row = do.conn.execute(
        """INSERT INTO second_factor (user_id, kind, name, secret, last_step, act_id)
           VALUES (%s, 'TOTP', %s, %s, %s, %s) RETURNING id""",
        (do.by.id, name.strip(), secret, step, do.id),
    ).fetchone()
    assert row is not None
    made = 0 if has_one else recovery.keep_codes(do, recovery_codes)
    return {"second_factor_id": row[0], "name": name.strip(), "codes_made": made}


@operation
def end_second_factor(do: Act, *, second_factor_id: int) -> Answer:
    """End one of the user's own second factors. Refused: second_factor_unknown,
    second_factor_last (staff keep at least one)."""
    own = do.conn.execute(
        "SELECT id FROM second_factor WHERE user_id = %s AND ended_at IS NULL FOR UPDATE",
        (do.by.id,),
    ).fetchall()
    if (second_factor_id,) not in own:
        raise Refused("second_factor_unknown")
    if do.by.is_factor and len(own) == 1:
        raise Refused("second_factor_last")
    do.conn.execute("UPDATE second_factor SET ended_at = now() WHERE id = %s", (second_factor_id,))
    if len(own) == 1:  # nothing is proved any more, and there is nothing that codes stand for
        recovery.end_codes(do, do.by.id)
        do.conn.execute("UPDATE session SET factor_at = NULL WHERE user_id = %s", (do.by.id,))
    return {"second_factor_id": second_factor_id}


@operation
def end_session(do: Act, *, session_id: int) -> Answer:
    """End one of the user's own sessions, wherever it is. Refused: session_unknown."""
    ended = do.conn.execute(
        "UPDATE session SET ended_at = now() WHERE id = %s AND user_id = %s AND ended_at IS NULL"
        " RETURNING id", (session_id, do.by.id),
    ).fetchone()  # fmt: skip
    if ended is None:
        raise Refused("session_unknown")
    return {"session_id": session_id}


def key_user(conn: Connection, token: str | int, at: datetime, address: str) -> User:
    """Who a program's key acts as, known by its token, or by its id once the door has proved it.

    Refused: key_over, no_company.
    """
    is_id = isinstance(token, int)
    found = bulk.rows(
        conn, "key_user", digest=None if is_id else people.token_digest(str(token)),
        key_id=token if is_id else None, at=at, address=_place(address),
    )  # fmt: skip
    if not found:
        raise Refused("key_over")
    first = found[0]
    roles = frozenset(row["role"] for row in found if row["role"])
    if not roles:
        raise Refused("no_company", login=first["login"])
    return User(
        first["id"], first["login"], first["company_id"], first["is_factor"], roles,
        scopes=frozenset(first["scopes"]), key_id=first["key_id"],
    )  # fmt: skip


def _place(address: str) -> str | None:
    """An address of a network; None for a caller that has none (a socket of this machine)."""
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return None


def count_call(conn: Connection, key_id: int, at: datetime, most: int) -> None:
    """One more call of a key in the minute that runs; Refused: too_many_requests, with the seconds
    until the next minute."""
    minute_at = at.replace(second=0, microsecond=0)
    row = bulk.row(conn, "count_call", key_id=key_id, minute_at=minute_at)
    if row and row["calls"] > most:
        raise Refused("too_many_requests", seconds=60 - at.second)


def count_try(conn: Connection, bucket: int, at: datetime, most: int) -> None:
    """One more try from an address, told by its bucket, in the minute that runs, whatever process
    answers it; Refused: too_many_requests, with the seconds until the next minute."""
    minute_at = at.replace(second=0, microsecond=0)
    row = bulk.row(conn, "count_try", bucket=bucket, minute_at=minute_at)
    if row and row["tries"] > most:
        raise Refused("too_many_requests", seconds=60 - at.second)


def make_link(conn: Connection, *, login: str, at: datetime) -> str:
    """The token of a link that signs a user in once: only on a sandbox, by whoever has the machine.

    Refused: only_in_sandbox, user_unknown.
    """
    sandbox = bulk.row(conn, "read_sandbox")
    if not (sandbox and sandbox["is_sandbox"]):
        raise Refused("only_in_sandbox")
    found = conn.execute("SELECT id FROM app_user WHERE login = %s", (login,)).fetchone()
    if found is None:
        raise Refused("user_unknown", login=login)
    token = secrets.token_urlsafe(32)
    conn.execute(
        "INSERT INTO sign_in_link (token_digest, user_id, expires_at) VALUES (%s, %s, %s)",
        (people.token_digest(token), found[0], at + timedelta(minutes=LINK_MINUTES)),
    )
    return token


def use_link(
    conn: Connection, *, link: str, at: datetime, agent: str, address: str
) -> tuple[str, User]:
    """A session by a link that was not used yet: proved where the link was made on the machine of a
    trial, still to be proved where it came by mail. Refused: link_over, no_company."""
    with conn.transaction():
        used = conn.execute(
            """UPDATE sign_in_link SET used_at = %s
               WHERE token_digest = %s AND used_at IS NULL AND expires_at > %s
               RETURNING user_id, is_mailed""",
            (at, people.token_digest(link), at),
        ).fetchone()
        if used is None:
            raise Refused("link_over")
        token = people.open_session(
            conn, used[0], at, agent=agent[:AGENT_LENGTH_MAX], address=address, is_web=True
        )
        if not used[1]:
            mark_proved(conn, token)
        return token, people.user_of(conn, token, at)


def mark_proved(conn: Connection, token: str) -> None:
    """The session has shown its second factor, or came in by a way that is as good."""
    conn.execute(
        "UPDATE session SET factor_at = now() WHERE token_digest = %s",
        (people.token_digest(token),),
    )


def _step(secret: str, code: str, at: datetime) -> int | None:
    """The step of time whose code this is, near the instant; None: of none."""
    told = "".join(code.split())
    try:
        totp = pyotp.TOTP(secret)
        now = int(at.timestamp()) // TOTP_SECONDS
        for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
            if hmac.compare_digest(totp.generate_otp(step).encode(), told.encode()):
                return step
    except ValueError:  # the secret is not base 32
        return None
    return None
