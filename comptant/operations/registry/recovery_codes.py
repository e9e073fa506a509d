"""Recovery codes: what takes the place of a second factor that is lost, once each.

They are made when the first second factor is added, and shown that once; only digests are kept.
Source: NIST SP 800-63B-4, 4.2.1 (saved recovery codes: 64 bits or more, hashed, used once).
"""

from collections.abc import Sequence
from datetime import datetime

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.registry import passwords
from comptant.operations.registry.emails import tell_of_factors
from comptant.operations.registry.people import token_digest

COUNT = 10  # made at a time


def new_codes() -> list[str]:
    """Codes to be shown once, of 100 bits each."""
    return [passwords.new_once() for _ in range(COUNT)]


@operation
def renew_recovery_codes(do: Act, *, recovery_codes: list[str]) -> Answer:
    """Take other recovery codes in place of those that are left. The door makes them and shows them
    once. Refused: second_factor_none (there is nothing to come back from), token_weak."""
    found = do.conn.execute(
        "SELECT 1 FROM second_factor WHERE user_id = %s AND ended_at IS NULL", (do.by.id,)
    ).fetchone()
    if found is None:
        raise Refused("second_factor_none", login=do.by.login)
    if len(recovery_codes) < COUNT:
        raise Refused("token_weak")
    return {"codes_made": keep_codes(do, recovery_codes)}


def keep_codes(do: Act, codes: Sequence[str]) -> int:
    """Keep the codes of who asks by their digests, in place of those that are left; how many.
    Refused: token_weak."""
    if any(len(code) < passwords.ONCE_LENGTH_MIN for code in codes):
        raise Refused("token_weak")
    end_codes(do, do.by.id)
    with do.conn.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO recovery_code (user_id, code_digest, act_id) VALUES (%s, %s, %s)",
            [(do.by.id, token_digest(_plain(code)), do.id) for code in codes],
        )
    return len(codes)


def use_code(conn: Connection, user_id: int, code: str, at: datetime) -> bool:
    """Whether this is a code of the user's that has not served: it has now, and they are told."""
    used = conn.execute(
        "UPDATE recovery_code SET used_at = %s WHERE code_digest = %s AND user_id = %s"
        " AND used_at IS NULL AND ended_at IS NULL", (at, token_digest(_plain(code)), user_id),
    ).rowcount  # fmt: skip
    if used:
        tell_of_factors(conn, user_id, "CODE_USED", at, with_owners=False)
    return bool(used)


def end_codes(do: Act, user_id: int) -> None:
    """None of the codes that a user has left serves any more."""
    do.conn.execute(
        "UPDATE recovery_code SET ended_at = now() WHERE user_id = %s AND used_at IS NULL"
        " AND ended_at IS NULL", (user_id,),
    )  # fmt: skip


def _plain(code: str) -> str:
    """A code as it is kept: however its groups were typed."""
    letters = "".join(code.lower().replace("-", " ").split())
    size = passwords.ONCE_GROUP
    return "-".join(letters[start : start + size] for start in range(0, len(letters), size))
