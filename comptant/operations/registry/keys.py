"""Keys with which programs act for a company: given, changed for a new one, ended.

The factor's administrator gives them for any company, a client's owner for people of the company.
"""

import ipaddress
import secrets
from datetime import timedelta

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.rights import PERSONAL, READ_SCOPE, RIGHTS
from comptant.operations.registry import people
from comptant.store import bulk

PREFIX = "cok_"
KEY_DAYS_MAX = 366
OVERLAP_HOURS_MAX = 720


@operation
def add_key(
    do: Act, *, login: str, company_id: int, name: str, scopes: list[str], networks: list[str],
    days: int, token: str,
) -> Answer:  # fmt: skip
    """A key with which a program acts as a user of a company, within scopes (`read`, or operations'
    names) and from networks (none: anywhere). The door makes the token and shows it once.

    Refused: user_unknown, name_missing, scope_unknown, scope_personal, network_wrong, days_wrong,
    token_weak.
    """
    user_id = _user(do, login, company_id)
    if not name.strip():
        raise Refused("name_missing")
    for scope in scopes or [""]:
        if scope != READ_SCOPE and scope not in RIGHTS:
            raise Refused("scope_unknown", scope=scope)
        if scope in PERSONAL:
            raise Refused("scope_personal", scope=scope)
    for network in networks:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            raise Refused("network_wrong", network=network) from None
    if not 0 < days <= KEY_DAYS_MAX:
        raise Refused("days_wrong", most=KEY_DAYS_MAX)
    if len(token) < 40:
        raise Refused("token_weak")
    row = do.conn.execute(
        """INSERT INTO api_key
               (token_digest, user_id, company_id, name, scopes, networks, expires_at, act_id)
           VALUES (%s, %s, %s, %s, %s, %s::cidr[], %s, %s) RETURNING id""",
        (people.token_digest(token), user_id, company_id, name.strip(), sorted(set(scopes)),
         networks, do.asked.at + timedelta(days=days), do.id),
    ).fetchone()  # fmt: skip
    assert row is not None
    return {"key_id": row[0], "name": name.strip(), "login": login, "scopes": sorted(set(scopes)),
            "token_mark": people.token_mark(token)}  # fmt: skip


@operation
def rotate_key(do: Act, *, key_id: int, days: int, hours: int, token: str) -> Answer:
    """A new key in the place of one that still opens: same name, person, scopes and networks, for
    some days from now. The old one still opens for some hours (0: no more).

    Refused: key_unknown, days_wrong, hours_wrong, token_weak.
    """
    if not 0 < days <= KEY_DAYS_MAX:
        raise Refused("days_wrong", most=KEY_DAYS_MAX)
    if not 0 <= hours <= OVERLAP_HOURS_MAX:
        raise Refused("hours_wrong", most=OVERLAP_HOURS_MAX)
    if len(token) < 40:
        raise Refused("token_weak")
    row = bulk.row(
        do.conn, "rotate_key", key_id=key_id, digest=people.token_digest(token), at=do.asked.at,
        company_id=_only_company(do), days=days, hours=hours, act_id=do.id,
    )  # fmt: skip
    if row is None:
        raise Refused("key_unknown")
    return {"key_id": row["id"], "name": row["name"], "old_key_id": key_id,
            "until_at": row["old_expires_at"], "token_mark": people.token_mark(token)
            }  # fmt: skip


@operation
def end_key(do: Act, *, key_id: int) -> Answer:
    """End a program's key at once. Refused: key_unknown."""
    ended = do.conn.execute(
        "UPDATE api_key SET ended_at = now() WHERE id = %s AND ended_at IS NULL"
        " AND (%s::bigint IS NULL OR company_id = %s) RETURNING id",
        (key_id, _only_company(do), _only_company(do)),
    ).fetchone()
    if ended is None:
        raise Refused("key_unknown")
    return {"key_id": key_id}


def new_token() -> str:
    """What opens, as a program shows it."""
    return PREFIX + secrets.token_urlsafe(32)


def _only_company(do: Act) -> int | None:
    """The only company whose keys the caller may touch; None: any."""
    return None if do.by.is_factor else do.by.company_id


def _user(do: Act, login: str, company_id: int) -> int:
    """Whom the key acts as; a client's owner finds people of the company only. user_unknown."""
    found = do.conn.execute("SELECT id FROM app_user WHERE login = %s", (login,)).fetchone()
    only = _only_company(do)
    if found is not None and only is not None:
        held = bulk.rows(do.conn, "roles_held", company_id=only)
        is_theirs = any(row["user_id"] == found[0] and row["is_granted"] for row in held)
        found = found if is_theirs and company_id == only else None
    if found is None:
        raise Refused("user_unknown", login=login)
    return int(found[0])
