"""Accounts of an organisation (OpenID Connect) that sign a user in here.

An account is known by its issuer and its subject, never by an e-mail address, which others may be
given later. Source: OpenID Connect Core 1.0, sections 2 and 5.7.
"""

from datetime import datetime

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, User, operation
from comptant.operations.registry import people
from comptant.operations.registry.signing import AGENT_LENGTH_MAX, mark_proved

SUBJECT_LENGTH_MAX = 255  # OpenID Connect Core, section 2


@operation
def link_identity(do: Act, *, issuer: str, subject: str, name: str) -> Answer:
    """Let an account elsewhere, which the door has verified, sign its user in here.

    Refused: identity_wrong, identity_known.
    """
    if not issuer or not subject or len(subject) > SUBJECT_LENGTH_MAX:
        raise Refused("identity_wrong")
    row = do.conn.execute(
        """INSERT INTO identity (user_id, issuer, subject, name, act_id) VALUES (%s, %s, %s, %s, %s)
           ON CONFLICT (issuer, subject) WHERE ended_at IS NULL DO NOTHING RETURNING id""",
        (do.by.id, issuer, subject, name.strip() or subject, do.id),
    ).fetchone()
    if row is None:
        raise Refused("identity_known", name=name)
    return {"identity_id": row[0], "name": name.strip() or subject}


@operation
def end_identity(do: Act, *, identity_id: int) -> Answer:
    """One account less that signs the user in. Refused: identity_unknown."""
    ended = do.conn.execute(
        "UPDATE identity SET ended_at = now() WHERE id = %s AND user_id = %s AND ended_at IS NULL"
        " RETURNING id", (identity_id, do.by.id),
    ).fetchone()  # fmt: skip
    if ended is None:
        raise Refused("identity_unknown")
    return {"identity_id": identity_id}


def open_by_identity(
    conn: Connection, *, issuer: str, subject: str, is_proved: bool, at: datetime, agent: str,
    address: str,
) -> tuple[str, User]:  # fmt: skip
    """A browser's session by an account elsewhere, which the door has verified; `is_proved`: its
    organisation has asked for a second factor. Refused: identity_not_linked, no_company."""
    with conn.transaction():
        found = conn.execute(
            "SELECT user_id FROM identity WHERE issuer = %s AND subject = %s AND ended_at IS NULL",
            (issuer, subject),
        ).fetchone()
        if found is None:
            raise Refused("identity_not_linked")
        token = people.open_session(
            conn, found[0], at, agent=agent[:AGENT_LENGTH_MAX], address=address, is_web=True
        )
        if is_proved:
            mark_proved(conn, token)
        return token, people.user_of(conn, token, at)
