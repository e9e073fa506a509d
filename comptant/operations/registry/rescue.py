"""The way back of an administrator whose password is forgotten, by whoever keeps the machine.

A reset takes two people of the house (password_changes). Where they are not there any more, whoever
holds the database's owner can do as they like with it; here what they do is told and stays told.
"""

import hashlib
from datetime import date, datetime

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, User, write_act
from comptant.operations.registry import lost_factors, passwords
from comptant.operations.registry.password_changes import put_once
from comptant.store import bulk

OWNER = "comptant_owner"
BY_NOBODY = 0  # the person of the act: none of the house


def rescue(
    conn: Connection, *, login: str, once_password: str, reason: str, operator: str, key: str,
    at: datetime, on: date, ends_factors: bool = False,
) -> Answer:  # fmt: skip
    """Give an administrator of the factor a password that serves once, and end their sessions, with
    `ends_factors` their second factors too. The act names nobody of the house; its answer keeps
    `operator` (who, on which machine), why and whom it let in.

    Refused: owner_only (the connection is not the owner's), reason_missing, token_weak,
    user_unknown, not_an_administrator, key_used_for_something_else.
    """
    if not reason.strip():
        raise Refused("reason_missing")
    if len(once_password) < passwords.ONCE_LENGTH_MIN:
        raise Refused("token_weak")
    name = login.strip().lower()
    with conn.transaction():
        if conn.execute("SELECT current_user").fetchone() != (OWNER,):
            raise Refused("owner_only")
        found = bulk.row(conn, "administrator_now", login=name)
        if found is None:
            raise Refused("user_unknown", login=login)
        if not found["is_administrator"]:
            raise Refused("not_an_administrator", login=name)
        conn.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
                     (key, found["factor_id"]))  # fmt: skip
        if conn.execute("SELECT 1 FROM act WHERE company_id = %s AND key = %s",
                        (found["factor_id"], key)).fetchone():  # fmt: skip
            raise Refused("key_used_for_something_else", key=key, operation="rescue")
        by = User(BY_NOBODY, operator, found["factor_id"], True, frozenset())
        do = Act(conn, bulk.take_ids(conn, 1)[0], Asked(by, key, at, on))
        ended = put_once(do, found["user_id"], passwords.hashed(once_password))
        answer = {"login": name, "user_id": found["user_id"], "operator": operator,
                  "reason": reason.strip(), **ended}  # fmt: skip
        if ends_factors:
            lost = lost_factors.end_all(do, found["user_id"], name)
            answer["factors_ended"] = lost["factors_ended"]
        digest = hashlib.sha256(f"rescue {name} {reason}".encode()).digest()
        write_act(do, found["factor_id"], BY_NOBODY, "rescue", digest, None, answer)
    return answer
