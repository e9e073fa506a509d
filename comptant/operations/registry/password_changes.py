"""Choosing another password: one's own, or for someone who has forgotten theirs, by two people."""

from datetime import datetime

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, operation
from comptant.operations.acts.approval import is_alone, propose
from comptant.operations.registry import passwords
from comptant.operations.registry.people import token_digest
from comptant.operations.registry.signing import has_second_factor
from comptant.store import bulk


def choose_password(
    conn: Connection, asked: Asked, *, password: str, new_password: str, token: str, at: datetime
) -> Answer:
    """`change_password`, a wrong old password counting as a failed sign-in at the instant `at`.

    Refused: password_wrong, locked_out, those of change_password.
    """
    with conn.transaction():
        passwords.hold_login(conn, asked.by.login, at)
        is_right = _is_theirs(conn, asked.by.id, password)
        if not is_right:
            passwords.count_failure(conn, asked.by.login)
    if not is_right:
        raise Refused("password_wrong")
    return change_password(
        conn, asked, password=password, new_password=new_password, token=token
    )  # fmt: skip


@operation
def change_password(do: Act, *, password: str, new_password: str, token: str) -> Answer:
    """Change one's own password. Every session of the user ends but the one of this token.

    Refused: password_wrong, password_same, second_factor_needed (a browser's session that has one
    to prove), and those of passwords.check.
    """
    by = do.by
    if by.must_prove and not by.must_choose and has_second_factor(do.conn, by.id):
        raise Refused("second_factor_needed", operation="change_password")
    if not _is_theirs(do.conn, by.id, password):
        raise Refused("password_wrong")
    if new_password == password:
        raise Refused("password_same")
    ((name,),) = do.conn.execute("SELECT name FROM app_user WHERE id = %s", (by.id,)).fetchall()
    passwords.check(new_password, by.login, name)
    _set_password(do, by.id, passwords.hashed(new_password), is_once=False)
    return {"login": by.login, "sessions_ended": end_sessions(do, by.id, token_digest(token))}


@operation
def propose_password_reset(do: Act, *, login: str, once_password: str) -> Answer:
    """Give someone who has forgotten theirs a password that serves once. The door makes it and
    shows it once; it waits for another person (`approval_id`), and until then changes nothing.

    Refused: user_unknown, token_weak.
    """
    found = do.conn.execute(
        "SELECT id FROM app_user WHERE login = %s", (login.strip().lower(),)
    ).fetchone()
    if found is None:
        raise Refused("user_unknown", login=login)
    if len(once_password) < passwords.ONCE_LENGTH_MIN:
        raise Refused("token_weak")
    said = {"user_id": found[0], "login": login.strip().lower()}
    kept = passwords.hashed(once_password)
    if is_alone(do):
        return {**said, **put_once(do, found[0], kept), "approval_id": None, "is_alone": True}
    approval_id = propose(do, "password_reset", said, subject_id=found[0])
    do.conn.execute(
        "INSERT INTO password_reset (approval_id, user_id, password, act_id)"
        " VALUES (%s, %s, %s, %s)", (approval_id, found[0], kept, do.id),
    )  # fmt: skip
    return {**said, "approval_id": approval_id, "is_alone": False}


def reset_password(do: Act, approval: bulk.Row) -> Answer:
    """What an approved reset does: the password is the one that serves once, all sessions end."""
    ((user_id, kept),) = do.conn.execute(
        "SELECT user_id, password FROM password_reset WHERE approval_id = %s", (approval["id"],)
    ).fetchall()
    return {"login": approval["arguments"]["login"], **put_once(do, user_id, kept)}


def put_once(do: Act, user_id: int, kept: str) -> Answer:
    """Put a password that serves once in force, by its digest; every session of the user ends."""
    _set_password(do, user_id, kept, is_once=True)
    return {"sessions_ended": end_sessions(do, user_id, b"")}


def _set_password(do: Act, user_id: int, kept: str, *, is_once: bool) -> None:
    do.conn.execute(
        "UPDATE app_user SET password = %s,"
        " once_until = CASE WHEN %s THEN now() + make_interval(days => %s) END WHERE id = %s",
        (kept, is_once, passwords.ONCE_DAYS, user_id),
    )


def end_sessions(do: Act, user_id: int, but: bytes) -> int:
    """End every session of a user but one; how many."""
    return do.conn.execute(
        "UPDATE session SET ended_at = now()"
        " WHERE user_id = %s AND ended_at IS NULL AND token_digest <> %s", (user_id, but),
    ).rowcount  # fmt: skip


def _is_theirs(conn: Connection, user_id: int, password: str) -> bool:
    ((kept,),) = conn.execute("SELECT password FROM app_user WHERE id = %s", (user_id,)).fetchall()
    return passwords.matches(password, kept)
