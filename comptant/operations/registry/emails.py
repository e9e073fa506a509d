"""The e-mail address of whoever signs in: said by its person, counted once a code that was sent to
it comes back. It takes links that sign in once, and word of a browser not seen before.

Nobody is told whether an address is known here: a link asked for is answered in the same words.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, operation
from comptant.operations.registry import passwords
from comptant.operations.registry.people import token_digest
from comptant.store import access, bulk

DIGITS = 6
CODE_MINUTES = 10  # for which a code serves
LINK_MINUTES = 15  # for which a link serves
MAILS_MAX = 5  # of a kind, to one person in an hour
NOTICE_HOURS = 24  # for which a notice is worth sending
WAITS = (5, 15, 60, 180)  # seconds until a mail that did not leave is tried again
LEASE_SECONDS = 60
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
EMAIL_LENGTH_MAX = 254  # RFC 5321, 4.5.3.1.3
# Sends a mail: its kind, to whom, in which language, what it carries (a code, a link), what it
# tells; whether it left.
Post = Callable[[str, str, str, str, dict[str, str]], bool]


@operation
def say_email(do: Act, *, email: str, language: str) -> Answer:
    """Say one's own e-mail address: a one-time code is sent there, and serves ten minutes. The
    address counts once the code has come back (`confirm_email`).

    Refused: email_wrong, codes_too_many.
    """
    told = email.strip().lower()
    if len(told) > EMAIL_LENGTH_MAX or not EMAIL.fullmatch(told):
        raise Refused("email_wrong", email=email.strip())
    at = do.asked.at
    row = bulk.row(do.conn, "mails_made", user_id=do.by.id, kind="CONFIRM",
                   since=at - timedelta(hours=1))  # fmt: skip
    if row and row["count"] >= MAILS_MAX:
        raise Refused("codes_too_many", most=MAILS_MAX)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    salt = secrets.token_bytes(16)
    expires_at = at + timedelta(minutes=CODE_MINUTES)
    mail_id = _mail(do.conn, do.by.id, "CONFIRM", told, language, at, expires_at, secret=code,
                    salt=salt, code_digest=_digest(salt, code))  # fmt: skip
    return {"mail_id": mail_id, "email": hidden(told), "expires_at": expires_at}


def confirm(conn: Connection, asked: Asked, *, code: str) -> Answer:
    """`confirm_email`, a wrong code counting as a failed sign-in.

    Refused: code_wrong, email_code_over, locked_out, those of confirm_email.
    """
    with conn.transaction():
        passwords.hold_login(conn, asked.by.login, asked.at)
        is_right = _is_last(_last(conn, asked.by.id), code)
        if not is_right:
            passwords.count_failure(conn, asked.by.login)
    if not is_right:
        raise Refused("code_wrong")
    return confirm_email(conn, asked, code=code)


@operation
def confirm_email(do: Act, *, code: str) -> Answer:
    """Give back the code that was sent to one's address: the address counts from now on, and the
    one before, which is told so, no more.

    Refused: code_wrong, email_code_over (it has served, or is too old), email_known (somebody
    else's).
    """
    last = _last(do.conn, do.by.id)
    if last is None or not _is_last(last, code):
        raise Refused("code_wrong")
    if last["used_at"] or last["expires_at"] <= do.asked.at:
        raise Refused("email_code_over", minutes=CODE_MINUTES)
    do.conn.execute("UPDATE user_mail SET used_at = %s, secret = NULL, next_at = NULL"
                    " WHERE id = %s", (do.asked.at, last["id"]))  # fmt: skip
    _end(do, but=last["email"], language=last["language"])
    row = do.conn.execute(
        """INSERT INTO user_email (user_id, email, act_id) VALUES (%s, %s, %s)
           ON CONFLICT (email) WHERE ended_at IS NULL DO UPDATE SET ended_at = NULL
           WHERE user_email.user_id = EXCLUDED.user_id RETURNING id""",
        (do.by.id, last["email"], do.id),
    ).fetchone()
    if row is None:
        raise Refused("email_known", email=hidden(last["email"]))
    return {"email_id": row[0], "email": hidden(last["email"])}


@operation
def end_email(do: Act, *, language: str) -> Answer:
    """Take back one's e-mail address, which is told so: no link goes there any more.

    Refused: email_none.
    """
    ended = _end(do, but="", language=language)
    if ended is None:
        raise Refused("email_none")
    return {"email": hidden(ended)}


def ask_link(conn: Connection, *, email: str, origin: str, language: str, at: datetime) -> None:
    """Send whoever has confirmed this address a link that signs in once; nothing where nobody has,
    nor after so many in an hour. One statement either way: neither answer nor time tells which."""
    token = secrets.token_urlsafe(32)
    with conn.transaction():
        bulk.execute(
            conn, "insert_link_mail", email=email.strip().lower()[:EMAIL_LENGTH_MAX],
            digest=token_digest(token), link=f"{origin}/enter/{token}", language=language, at=at,
            expires_at=at + timedelta(minutes=LINK_MINUTES), most=MAILS_MAX,
            since=at - timedelta(hours=1), is_trial=access.is_sandbox(conn),
        )  # fmt: skip


def note_browser(
    conn: Connection, *, token: str, browser: str, language: str, at: datetime
) -> bool:
    """Keep by which browser (the mark that it keeps) a session was opened; whether its user had
    come with others before and never with this one. Then they are sent word of it."""
    with conn.transaction():
        row = bulk.row(conn, "note_browser", digest=token_digest(token),
                       browser=hashlib.sha256(browser.encode()).digest())  # fmt: skip
        if row is None or not row["is_new"]:
            return False
        if row["email"]:
            _mail(conn, row["user_id"], "NEW_BROWSER", row["email"], language, at,
                  at + timedelta(hours=NOTICE_HOURS),
                  facts={"at": at.isoformat(), "agent": row["agent"], "address": row["address"],
                         "login": row["login"]})  # fmt: skip
        return True


def tell_of_factors(
    conn: Connection, user_id: int, kind: str, at: datetime, *, with_owners: bool
) -> None:
    """Send word to a user, and to their companies' owners, of what was done to their second factors
    (FACTORS_ENDED), or that a recovery code has served (CODE_USED); to whoever has an address."""
    ((login,),) = conn.execute("SELECT login FROM app_user WHERE id = %s", (user_id,)).fetchall()
    for row in bulk.rows(conn, "factor_notices", user_id=user_id, with_owners=with_owners):
        _mail(conn, row["user_id"], kind, row["email"], row["language"], at,
              at + timedelta(hours=NOTICE_HOURS),
              facts={"login": login, "at": at.isoformat()})  # fmt: skip


def send_due(conn: Connection, at: datetime, post: Post) -> int:
    """Send the mails that wait, one after the other; how many left. What one carries is forgotten
    then. One that does not leave is tried again while it is worth it."""
    sent = 0
    for row in bulk.rows(conn, "take_mails", at=at, lease_seconds=LEASE_SECONDS):
        is_sent = post(row["kind"], row["email"], row["language"], row["secret"] or "",
                       row["facts"])  # fmt: skip
        wait = WAITS[min(row["tries"], len(WAITS)) - 1]
        bulk.execute(conn, "note_mail", id=row["id"], is_sent=is_sent,
                     next_at=None if is_sent else at + timedelta(seconds=wait))  # fmt: skip
        sent += is_sent
    return sent


def trial_code(conn: Connection, *, mail_id: int, user_id: int) -> str:
    """The code that was made for somebody in a trial, where nothing leaves the house.

    Refused: only_in_sandbox, code_wrong.
    """
    if not access.is_sandbox(conn):
        raise Refused("only_in_sandbox")
    found = conn.execute(
        "SELECT secret FROM user_mail WHERE id = %s AND user_id = %s AND kind = 'CONFIRM'"
        " AND secret IS NOT NULL", (mail_id, user_id),
    ).fetchone()  # fmt: skip
    if found is None:
        raise Refused("code_wrong")
    return str(found[0])


def hidden(email: str) -> str:
    """An address as it may be shown, and kept in acts: a•••@alpha.example."""
    name, _, host = email.partition("@")
    return f"{name[:1]}•••@{host}"


def _end(do: Act, *, but: str, language: str) -> str | None:
    """End the address that counts, unless it is this one, with the links that were sent to it, and
    tell it; the address that has ended."""
    found = do.conn.execute(
        "UPDATE user_email SET ended_at = %s WHERE user_id = %s AND ended_at IS NULL"
        " AND email <> %s RETURNING email", (do.asked.at, do.by.id, but),
    ).fetchone()  # fmt: skip
    if found is None:
        return None
    do.conn.execute("UPDATE sign_in_link SET used_at = %s WHERE user_id = %s AND is_mailed"
                    " AND used_at IS NULL", (do.asked.at, do.by.id))  # fmt: skip
    _mail(do.conn, do.by.id, "EMAIL_ENDED", found[0], language, do.asked.at,
          do.asked.at + timedelta(hours=NOTICE_HOURS), facts={"login": do.by.login})  # fmt: skip
    return str(found[0])


def _mail(
    conn: Connection, user_id: int, kind: str, email: str, language: str, at: datetime,
    expires_at: datetime, *, secret: str | None = None, salt: bytes | None = None,
    code_digest: bytes | None = None, facts: dict[str, str] | None = None,
) -> int:  # fmt: skip
    """A mail that waits to leave; in a trial it waits for ever. Its id."""
    (id_,) = bulk.take_ids(conn, 1)
    bulk.execute(
        conn, "insert_mail", id=id_, user_id=user_id, kind=kind, email=email, language=language,
        secret=secret, facts=json.dumps(facts or {}), salt=salt, code_digest=code_digest,
        made_at=at, expires_at=expires_at, next_at=None if access.is_sandbox(conn) else at,
    )  # fmt: skip
    return id_


def _last(conn: Connection, user_id: int) -> bulk.Row | None:
    return bulk.row(conn, "last_confirm_mail", user_id=user_id)


def _is_last(last: bulk.Row | None, code: str) -> bool:
    """Whether this is the code that was sent last."""
    told = "".join(code.split())
    return last is not None and hmac.compare_digest(
        _digest(bytes(last["salt"]), told), bytes(last["code_digest"])
    )


def _digest(salt: bytes, code: str) -> bytes:
    return hashlib.sha256(salt + code.encode("utf-8", "replace")).digest()
