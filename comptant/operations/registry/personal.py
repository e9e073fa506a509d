"""What the house knows of a person, given to them; and forgotten, once nothing obliges to keep it.

A person is who may sign in. Their name leaves, their id stays: acts, reads and their chains name
it. Two people agree to it. Source: art. 12, 15, 17 and 20 RGPD; DOMAIN 9.4, 9.5.
"""

from datetime import date, datetime, timedelta
from typing import Any

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Refused, User, check_source, operation
from comptant.operations.acts.approval import propose
from comptant.operations.acts.roles import ADMINISTRATOR, READERS_OF_READS
from comptant.operations.registry.erasing import holds_of, prove_person
from comptant.operations.registry.passwords import GONE
from comptant.rules.retention import TERMS, kept_until
from comptant.store import bulk

ANSWERED_DAYS = 30  # an answer is due within a month: art. 12(3) RGPD
WAYS_IN = ("PASSWORD", "SESSIONS", "FACTORS", "IDENTITIES", "KEYS")
NAME = ("LOGIN", "NAME")


@operation
def record_data_request(do: Act, *, login: str, source: str) -> Answer:
    """Record that a person has asked for their data, by a letter or a call (`source`): an
    administrator may read it for 30 days, to send it to them.

    Refused: user_unknown, source_missing.
    """
    check_source(source)
    return {"user_id": _user_id(do.conn, login), "source": source}


def personal_data(conn: Connection, by: User, login: str | None, at: datetime) -> Answer:
    """Everything known of oneself (`login` None), or of a person who has asked for it: parts of
    rows, by their names. Secrets are told by their names only.

    Refused: user_unknown, not_your_right, data_not_requested.
    """
    user_id = by.id
    if login is not None and login.strip().lower() != by.login:
        if ADMINISTRATOR not in by.roles:
            raise Refused("not_your_right", operation="personal_data", login=by.login)
        user_id = _user_id(conn, login)
        since = at - timedelta(days=ANSWERED_DAYS)
        if not (bulk.row(conn, "data_requested", user_id=user_id, since=since) or {})["is_asked"]:
            raise Refused("data_not_requested", login=login, days=ANSWERED_DAYS)
    found = bulk.row(conn, "person_data", user_id=user_id)
    assert found is not None
    return {"user_id": user_id, "parts": {name: rows or [] for name, rows in found.items()}}


@operation
def propose_erasure(do: Act, *, login: str, reason: str) -> Answer:
    """Propose to forget a person who has no role any more; it is done when another person agrees.
    What lets them in goes; their name and login too, unless a term still runs (`kept`: kind,
    until_on, source), and then by another proposal after it.

    Refused: user_unknown, source_missing, person_active, legal_hold, erasure_held.
    """
    check_source(reason)
    row = _terms(do, login=login)
    told = _told(do, row)
    return {**told, "approval_id": propose(do, "erasure", {"user_id": row["id"], "reason": reason},
                                           subject_id=row["id"])}  # fmt: skip


def erase(do: Act, approval: bulk.Row) -> Answer:
    """What an approved erasure does, as the terms stand when it is approved. Refused: own_erasure,
    user_unknown, person_active, legal_hold, erasure_held. It leaves a proof."""
    user_id = approval["arguments"]["user_id"]
    if user_id == do.by.id:
        raise Refused("own_erasure")
    told = _told(do, _terms(do, user_id=user_id))
    do.conn.execute("SELECT forget_ways_in(%s)", (user_id,))
    if not told["kept"]:
        do.conn.execute("SELECT forget_name(%s)", (user_id,))
    return {**told, "proof": prove_person(do, user_id, told["goes"], approval["id"])}


def due(conn: Connection, by: User, on: date) -> list[Answer]:
    """The people who have no role any more: what still holds their name and until when, or nothing:
    they may be forgotten (`is_due`). Refused: not_your_right."""
    if not by.roles & READERS_OF_READS:
        raise Refused("not_your_right", operation="retention due", login=by.login)
    rows = bulk.rows(conn, "person_terms", login=None, user_id=None)
    told = []
    for row in rows:
        if not row["has_role"]:
            kept = held(row, on)
            told.append({"user_id": row["id"], "login": row["login"], "name": row["name"],
                         "kept": kept, "is_due": not kept})  # fmt: skip
    return told


def held(row: bulk.Row, on: date) -> list[dict[str, Any]]:
    """The terms that hold a person's name on a day, the longest first."""
    starts = {"ACT": row["acted_on"], "BOOKS": row["booked_on"]}
    kept = [
        {"retention_kind": kind, "until_on": kept_until(kind, since).isoformat(),
         "source": TERMS[kind].source}
        for kind, since in starts.items() if since is not None and kept_until(kind, since) >= on
    ]  # fmt: skip
    return sorted(kept, key=lambda one: one["until_on"], reverse=True)


def _told(do: Act, row: bulk.Row) -> Answer:
    """What goes and what is kept; Refused: person_active, legal_hold, erasure_held."""
    if row["has_role"]:
        raise Refused("person_active", login=row["login"])
    holds = holds_of(do.conn, row["id"])
    if holds:
        raise Refused("legal_hold", login=row["login"], hold_id=holds[0], holds=holds)
    kept = held(row, do.on)
    left = do.conn.execute(
        "SELECT password <> %s FROM app_user WHERE id = %s", (GONE, row["id"])
    ).fetchall()[0][0]
    if kept and not left:  # all that may go has gone
        raise Refused("erasure_held", login=row["login"], until_on=kept[0]["until_on"],
                      source=kept[0]["source"], kept=kept)  # fmt: skip
    goes = [*(WAYS_IN if left else ()), *(() if kept else NAME)]
    return {"user_id": row["id"], "goes": goes, "kept": kept}


def _terms(do: Act, login: str | None = None, user_id: int | None = None) -> bulk.Row:
    named = login.strip().lower() if login is not None else None
    row = bulk.row(do.conn, "person_terms", login=named, user_id=user_id)
    if row is None:
        raise Refused("user_unknown", login=named or user_id)
    return row


def _user_id(conn: Connection, login: str) -> int:
    found = conn.execute(
        "SELECT id FROM app_user WHERE login = %s AND erased_at IS NULL", (login.strip().lower(),)
    ).fetchone()
    if found is None:
        raise Refused("user_unknown", login=login)
    return int(found[0])
