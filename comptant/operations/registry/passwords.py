"""Passwords: which are good, how they are kept, and how guesses are counted.

Source: NIST SP 800-63B-4, 3.1.1 (length over composition, no common ones); CNIL, deliberation
2022-100 of 21 July 2022.
"""

import secrets
from datetime import datetime, timedelta
from functools import cache

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from psycopg import Connection

from comptant.operations.acts.act import Refused

LENGTH_MIN, LENGTH_MAX = 12, 1_000
SIGNS_MIN = 5  # different ones
NAME_LENGTH_MIN = 4  # a shorter name is in too many words to mean anything
ONCE_DAYS = 7  # how long a password that serves once waits for its owner
ONCE_LENGTH_MIN = 16
ONCE_GROUPS, ONCE_GROUP = 4, 5  # of 32 letters and digits: 100 bits
LETTERS = "abcdefghjkmnpqrstuvwxyz023456789"  # no i, l, o, 1: they are read wrong
FAILURES_MAX = 5  # in LOCK_MINUTES
LOCK_MINUTES = 15
GONE = "!"  # of a person who was forgotten: forget_ways_in()


def check(password: str, *names: str) -> None:
    """Whether a password is good for someone of these names (login, full name).

    Refused: password_too_short, password_too_long, password_is_name, password_common (also one
    sign again and again, or figures alone).
    """
    if len(password) < LENGTH_MIN:
        raise Refused("password_too_short", least=LENGTH_MIN)
    if len(password) > LENGTH_MAX:
        raise Refused("password_too_long", most=LENGTH_MAX)
    told = password.casefold().strip()
    for name in [*names, *(name.split("@")[0] for name in names)]:
        plain = name.casefold().strip()
        if len(plain) >= NAME_LENGTH_MIN and (plain in told or told in plain):
            raise Refused("password_is_name")
    is_poor = len(set(told) - {" "}) < SIGNS_MIN or told.replace(" ", "").isdigit()
    if told in _common() or is_poor:
        raise Refused("password_common")


def new_once() -> str:
    """A password that serves once, to be read aloud or copied: k3d7p-0xq2m-84tfz-c9nra."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(ONCE_GROUP))
              for _ in range(ONCE_GROUPS))  # fmt: skip
    return "-".join(groups)


def hashed(password: str) -> str:
    """What is kept of a password: slow to compute on purpose."""
    hasher = PBKDF2PasswordHasher()
    return str(hasher.encode(password, secrets.token_hex(11), hasher.iterations))


def matches(password: str, kept: str) -> bool:
    """Whether a password is the one that is kept; none is, of who was forgotten."""
    is_gone = kept == GONE
    return bool(PBKDF2PasswordHasher().verify(password, nobodys() if is_gone else kept)
                and not is_gone)  # fmt: skip


@cache
def nobodys() -> str:
    """What an unknown login is compared with, so that it takes as long as a known one."""
    return hashed(secrets.token_urlsafe(32))


def hold_login(conn: Connection, login: str, at: datetime) -> None:
    """One try at a time on a login, so that guesses sent at once are all counted; Refused:
    locked_out."""
    conn.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, -1))", (login,))
    if _failures(conn, login, at) >= FAILURES_MAX:
        raise Refused("locked_out", login=login, minutes=LOCK_MINUTES)


def count_failure(conn: Connection, login: str) -> None:
    """A wrong password or code; the caller commits it."""
    conn.execute("INSERT INTO sign_in_failure (login) VALUES (%s)", (login,))


def _failures(conn: Connection, login: str, at: datetime) -> int:
    found = conn.execute(
        "SELECT count(*) FROM sign_in_failure WHERE login = %s AND failed_at > %s",
        (login, at - timedelta(minutes=LOCK_MINUTES)),
    ).fetchone()
    return int(found[0]) if found else 0


@cache
def _common() -> frozenset[str]:
    """The 20 000 commonest passwords, as Django keeps them."""
    return frozenset(CommonPasswordValidator().passwords)
