"""The factor's first day, users and their roles, signing in."""

import json
import secrets
from datetime import date, datetime, timedelta

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, User, operation, write_act
from comptant.operations.acts.approval import KINDS, is_alone, propose
from comptant.operations.acts.roles import (
    ADMINISTRATOR,
    FACTOR_ROLES,
    ROLES,
    TWO_PEOPLE,
)
from comptant.operations.acts.tokens import token_digest as token_digest
from comptant.operations.acts.tokens import token_mark as token_mark
from comptant.operations.registry import passwords
from comptant.operations.registry.parties import check_named, checked, create_party
from comptant.store import bulk

SESSION_HOURS = 12


def init(
    conn: Connection, *, name: str, numbers: dict[str, str], login: str, user_name: str,
    password: str, key: str, on: date, at: datetime, is_sandbox: bool,
) -> Answer:  # fmt: skip
    """Open the books: the factor, its house contract, its first administrator. Once per database.

    Refused: already_open, number_wrong, and those of passwords.check.
    """
    with conn.transaction():
        conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('init', 0))")
        if conn.execute("SELECT 1 FROM party WHERE kind = 'FACTOR'").fetchone():
            raise Refused("already_open")
        do = Act(
            conn, bulk.take_ids(conn, 1)[0],
            Asked(User(0, login, 0, True, frozenset({"administrator"})), key, at, on),
        )  # fmt: skip
        factor_id = create_party(do, "FACTOR", name, "FR", checked(numbers))
        conn.execute(
            """INSERT INTO contract (number, client_id, currency, is_house, act_id)
               VALUES ('HOUSE', %s, 'EUR', true, %s)""",
            (factor_id, do.id),
        )
        for fact, value in (("sampling_key", f'"{secrets.token_hex(16)}"'),
                            ("is_sandbox", "true" if is_sandbox else "false")):  # fmt: skip
            bulk.execute(
                conn, "insert_term", contract_id=0, subject="FACTOR", subject_id=factor_id,
                name=fact, valid_from_on=on, value=value, source="init", act_id=do.id,
            )  # fmt: skip
        user_id = create_user(do, login, user_name, password, is_once=False)
        put_role(do, user_id, factor_id, "administrator", True)
        answer = {"factor_id": factor_id, "user_id": user_id, "login": login}
        write_act(do, factor_id, user_id, "init", b"\0" * 32, None, answer)
    return answer


@operation
def add_user(
    do: Act, *, login: str, name: str, password: str, company_id: int, roles: list[str]
) -> Answer:
    """A person who may sign in, with roles in one company. A role of the factor's staff, and one
    with which a client's person draws or names others, waits for another person (`approval_id`).
    The password serves once: whoever signs in with it chooses another before anything else.

    Refused: login_known, those of passwords.check, party_unknown, role_unknown,
    role_not_for_company.
    """
    user_id = create_user(do, login, name, password, is_once=True)
    given = _give(do, user_id, login, company_id, roles, True)
    return {"user_id": user_id, "login": login, "roles": roles, **given}


@operation
def set_role(do: Act, *, login: str, company_id: int, role: str, is_granted: bool) -> Answer:
    """Give or take a role. To give one of the factor's staff, or one with which a client's person
    draws or names others, or to take an administrator's, waits for another person (`approval_id`);
    any other is taken back at once."""
    found = do.conn.execute("SELECT id FROM app_user WHERE login = %s", (login,)).fetchone()
    if found is None:
        raise Refused("user_unknown", login=login)
    given = _give(do, found[0], login, company_id, [role], is_granted)
    return {"login": login, "role": role, "is_granted": is_granted, **given}


def _give(
    do: Act, user_id: int, login: str, company_id: int, roles: list[str], is_granted: bool
) -> Answer:
    """Give or take roles at once, or propose those that take two people; `is_alone`: at once for
    want of another person."""
    is_staff = "FACTOR" in {_kind_for(do, company_id, role) for role in roles}
    waits = _by_two(roles, is_staff, is_granted)
    alone = bool(waits) and is_alone(do)
    if alone:
        waits = []
    for role in roles:
        if role not in waits:
            put_role(do, user_id, company_id, role, is_granted)
    if not waits:
        return {"approval_id": None, "is_alone": alone}
    arguments = {"user_id": user_id, "login": login, "company_id": company_id, "roles": waits,
                 "is_granted": is_granted}  # fmt: skip
    kind = "user_role" if is_staff else "client_role"
    return {"approval_id": propose(do, kind, arguments, subject_id=user_id), "is_alone": False}


def _by_two(roles: list[str], is_staff: bool, is_granted: bool) -> list[str]:
    """Which of these roles two people give, or take."""
    if is_staff:
        return roles if is_granted or ADMINISTRATOR in roles else []
    return [role for role in roles if role in TWO_PEOPLE and is_granted]


def give_roles(do: Act, approval: bulk.Row) -> Answer:
    """What approved roles do: they are given, or taken. Refused: own_role."""
    asked = approval["arguments"]
    if asked["user_id"] == do.by.id:
        raise Refused("own_role", login=do.by.login)
    for role in asked["roles"]:
        put_role(do, asked["user_id"], asked["company_id"], role, asked["is_granted"])
    return {name: asked[name] for name in ("login", "roles", "is_granted")}


@operation
def set_authority(
    do: Act, *, role: str, kind: str, most_cents: int | None, from_on: date, source: str
) -> Answer:
    """Up to which amount a role may approve a kind of thing, from a day on; None: any amount,
    0: nothing that has an amount. It waits for another person (`approval_id`).

    Refused: role_unknown, kind_unknown.
    """
    if role not in FACTOR_ROLES:
        raise Refused("role_unknown", role=role)
    if kind not in KINDS:
        raise Refused("kind_unknown", kind=kind)
    said = {"role": role, "kind": kind, "most_cents": most_cents, "from_on": from_on.isoformat(),
            "source": source, "company_id": do.by.company_id}  # fmt: skip
    alone = is_alone(do)
    if not alone:
        return {**said, "approval_id": propose(do, "authority", said), "is_alone": False}
    return {**_set_authority(do, said), "approval_id": None, "is_alone": True}


def give_authority(do: Act, approval: bulk.Row) -> Answer:
    """What an approved authority does: it counts from its day."""
    return _set_authority(do, approval["arguments"])


def _set_authority(do: Act, said: Answer) -> Answer:
    bulk.execute(
        do.conn, "insert_term", contract_id=0, subject="AUTHORITY", subject_id=said["company_id"],
        name=f"{said['role']}.{said['kind']}", valid_from_on=date.fromisoformat(said["from_on"]),
        value=json.dumps(said["most_cents"]), source=said["source"], act_id=do.id,
    )  # fmt: skip
    return {name: said[name] for name in ("role", "kind", "most_cents")}


def sign_in(
    conn: Connection, *, login: str, password: str, at: datetime, agent: str = "",
    address: str = "", is_web: bool = False,
) -> tuple[str, User]:  # fmt: skip
    """A session's token and its user, or Refused: sign_in_failed, locked_out, password_over.

    The answer is the same for an unknown login and a wrong password, and takes as long.
    """
    login = login.strip().lower()
    with conn.transaction():
        passwords.hold_login(conn, login, at)
        found = conn.execute(
            "SELECT id, password, once_until IS NOT NULL, once_until < %s FROM app_user"
            " WHERE login = %s", (at, login),
        ).fetchone()  # fmt: skip
        if passwords.matches(password, found[1] if found else passwords.nobodys()) and found:
            if found[3]:
                raise Refused("password_over", login=login)
            token = open_session(conn, found[0], at, agent=agent, address=address, is_web=is_web,
                                 is_once=found[2])  # fmt: skip
            return token, user_of(conn, token, at)
        passwords.count_failure(conn, login)
    raise Refused("sign_in_failed", login=login)


def open_session(
    conn: Connection, user_id: int, at: datetime, *, agent: str, address: str, is_web: bool,
    is_once: bool = False,
) -> str:  # fmt: skip
    """The token of a new session; the door has proved who it is for. `is_once`: by a password that
    serves once, and until another is chosen the session does nothing else."""
    token = secrets.token_urlsafe(32)
    conn.execute(
        """INSERT INTO session (token_digest, user_id, expires_at, agent, address, is_web, is_once)
           VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (token_digest(token), user_id, at + timedelta(hours=SESSION_HOURS), agent, address, is_web,
         is_once),
    )  # fmt: skip
    return token


def sign_out(conn: Connection, *, token: str) -> None:
    """End a session."""
    with conn.transaction():
        conn.execute(
            "UPDATE session SET ended_at = now() WHERE token_digest = %s AND ended_at IS NULL",
            (token_digest(token),),
        )


def user_of(conn: Connection, token: str, at: datetime, company_id: int | None = None) -> User:
    """Who a session's token belongs to, acting for a company of theirs; Refused: session_over,
    no_company."""
    found = bulk.rows(conn, "session_user", digest=token_digest(token), at=at)
    if not found:
        raise Refused("session_over")
    companies = {row["company_id"] for row in found if row["role"]}
    if company_id is not None:
        companies &= {company_id}
    if not companies:
        raise Refused("no_company", login=found[0]["login"])
    chosen = min(companies, key=lambda id_: (not _is_factor(found, id_), id_))
    roles = frozenset(row["role"] for row in found if row["company_id"] == chosen)
    return User(
        found[0]["id"], found[0]["login"], chosen, _is_factor(found, chosen), roles,
        must_prove=found[0]["must_prove"], has_factor=found[0]["has_factor"],
        must_choose=found[0]["must_choose"],
    )  # fmt: skip


def _is_factor(rows: list[bulk.Row], company_id: int) -> bool:
    return any(row["company_id"] == company_id and row["is_factor"] for row in rows)


def create_user(do: Act, login: str, name: str, password: str, *, is_once: bool) -> int:
    """The id of a new person; Refused: login_known, those of passwords.check."""
    login = login.strip().lower()
    passwords.check(password, login, name)
    found = do.conn.execute(
        """INSERT INTO app_user (login, name, password, once_until, act_id)
           VALUES (%s, %s, %s, CASE WHEN %s THEN now() + make_interval(days => %s) END, %s)
           ON CONFLICT (login) DO NOTHING RETURNING id""",
        (login, name, passwords.hashed(password), is_once, passwords.ONCE_DAYS, do.id),
    ).fetchone()
    if found is None:
        raise Refused("login_known", login=login)
    return int(found[0])


def _kind_for(do: Act, company_id: int, role: str) -> str:
    """What the company is; Refused: party_unknown, role_unknown, role_not_for_company,
    party_unnamed."""
    party = do.conn.execute("SELECT kind FROM party WHERE id = %s", (company_id,)).fetchone()
    if party is None:
        raise Refused("party_unknown", party_id=company_id)
    if role not in ROLES:
        raise Refused("role_unknown", role=role)
    if (role in FACTOR_ROLES) != (party[0] == "FACTOR"):
        raise Refused("role_not_for_company", role=role, party_id=company_id)
    check_named(do, company_id)
    return str(party[0])


def put_role(do: Act, user_id: int, company_id: int, role: str, is_granted: bool) -> None:
    """Write that a role is given or taken; Refused: role_not_for_company and the like."""
    _kind_for(do, company_id, role)
    do.conn.execute(
        """INSERT INTO membership (user_id, company_id, role, is_granted, act_id)
           VALUES (%s, %s, %s, %s, %s)""",
        (user_id, company_id, role, is_granted, do.id),
    )
