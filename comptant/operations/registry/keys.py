"""Keys with which programs act for a company: given, agreed to, changed for a new one, ended.

The factor's administrator gives them for any company, a client's owner for people of the company.
Whoever makes a key knows its secret: one that acts as somebody else opens nothing until that person
agrees, and nobody agrees for them. Keys are over by the clock on the wall, as they open, whatever
day is played on a trial. Source: DOMAIN 2.1, segregation of duties.
"""

import ipaddress
import secrets

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import KEY, propose, record_decision
from comptant.operations.acts.proofs import PERSONAL, READ_SCOPE
from comptant.operations.acts.rights import RIGHTS, may
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
    names) and from networks (none: anywhere). The door makes the token and shows it once. One for
    somebody else waits for that person (`approval_id`, answer_key) and opens nothing before.

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
    key_id = bulk.take_ids(do.conn, 1)[0]
    given = sorted(set(scopes))
    approval_id = _agreement(do, key_id, user_id, login, company_id, name.strip(), given)
    do.conn.execute(
        """INSERT INTO api_key (id, token_digest, user_id, company_id, name, scopes, networks,
               expires_at, made_by, approval_id, agreed_at, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s::cidr[],
               now() + make_interval(days => %s), %s, %s,
               CASE WHEN %s::bigint IS NULL THEN now() END, %s)""",
        (key_id, people.token_digest(token), user_id, company_id, name.strip(), given, networks,
         days, do.by.id, approval_id, approval_id, do.id),
    )  # fmt: skip
    return {"key_id": key_id, "name": name.strip(), "login": login, "scopes": given,
            "approval_id": approval_id, "token_mark": people.token_mark(token)}  # fmt: skip


@operation
def answer_key(do: Act, *, key_id: int, approve: bool, reason: str) -> Answer:
    """Agree that a program's key acts as oneself, or refuse it: it opens from then on, or never.

    Refused: key_unknown (also of somebody else), already_decided.
    """
    key = bulk.row(do.conn, "key_to_touch", key_id=key_id, by_id=do.by.id,
                   keeps=False, company_id=None)  # fmt: skip
    asked = key and bulk.row(do.conn, "approval", approval_id=key["approval_id"])
    if key is None or asked is None:
        raise Refused("key_unknown")
    decision = "APPROVED" if approve else "REFUSED"
    record_decision(do, asked, decision, reason)
    do.conn.execute(
        "UPDATE api_key SET agreed_at = CASE WHEN %(yes)s THEN now() END,"
        " ended_at = CASE WHEN NOT %(yes)s THEN now() END WHERE id = %(id)s",
        {"yes": approve, "id": key_id},
    )
    return {"key_id": key_id, "name": key["name"], "scopes": key["scopes"],
            "approval_id": asked["id"], "decision": decision}  # fmt: skip


@operation
def rotate_key(do: Act, *, key_id: int, days: int, hours: int, token: str) -> Answer:
    """A new key in the place of one that still opens: same name, person, scopes and networks, for
    some days from now. The old one still opens for some hours (0: no more). The new one of somebody
    else waits for that person, as the first one did (`approval_id`).

    Refused: key_unknown, days_wrong, hours_wrong, token_weak.
    """
    if not 0 < days <= KEY_DAYS_MAX:
        raise Refused("days_wrong", most=KEY_DAYS_MAX)
    if not 0 <= hours <= OVERLAP_HOURS_MAX:
        raise Refused("hours_wrong", most=OVERLAP_HOURS_MAX)
    if len(token) < 40:
        raise Refused("token_weak")
    old = _touched(do, key_id)
    new_id = bulk.take_ids(do.conn, 1)[0]
    approval_id = _agreement(do, new_id, old["user_id"], old["login"], old["company_id"],
                             old["name"], old["scopes"])  # fmt: skip
    row = bulk.row(
        do.conn, "rotate_key", key_id=key_id, new_id=new_id, digest=people.token_digest(token),
        days=days, hours=hours, by_id=do.by.id, approval_id=approval_id,
        act_id=do.id,
    )  # fmt: skip
    assert row is not None
    return {"key_id": new_id, "name": row["name"], "login": old["login"], "old_key_id": key_id,
            "until_at": row["old_expires_at"], "approval_id": approval_id,
            "token_mark": people.token_mark(token)}  # fmt: skip


@operation
def end_key(do: Act, *, key_id: int) -> Answer:
    """End a program's key at once: one that acts as oneself, or one that one may give.

    Refused: key_unknown."""
    _touched(do, key_id)
    do.conn.execute("UPDATE api_key SET ended_at = now() WHERE id = %s", (key_id,))
    return {"key_id": key_id}


def new_token() -> str:
    """What opens, as a program shows it."""
    return PREFIX + secrets.token_urlsafe(32)


def _agreement(
    do: Act, key_id: int, user_id: int, login: str, company_id: int, name: str, scopes: list[str]
) -> int | None:  # fmt: skip
    """The approval by which the person named will answer; None: they make the key themselves."""
    if user_id == do.by.id:
        return None
    said = {"key_id": key_id, "name": name, "login": login, "company_id": company_id,
            "scopes": scopes}  # fmt: skip
    return propose(do, KEY, said, subject_id=key_id)


def _touched(do: Act, key_id: int) -> bulk.Row:
    """A key that still opens or waits: one's own, or of those that one may give. key_unknown."""
    key = bulk.row(
        do.conn, "key_to_touch", key_id=key_id, by_id=do.by.id,
        keeps=may("add_key", do.by.roles), company_id=_only_company(do),
    )  # fmt: skip
    if key is None:
        raise Refused("key_unknown")
    return key


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
