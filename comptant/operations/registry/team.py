"""A client's own people: its owner asks them in, and gives and ends what they may do there.

Who may draw, and who may name others, is agreed by two people (`roles.TWO_PEOPLE`): another owner
of the company, or the factor where there is none. Source: DOMAIN 2.1, segregation of duties.
"""

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.approval import propose, record_decision
from comptant.operations.acts.roles import (
    CLIENT_OWNER,
    TEAM_ROLES,
    TWO_PEOPLE,
)
from comptant.operations.registry import passwords
from comptant.operations.registry.people import create_user, give_roles, put_role, token_mark
from comptant.store import bulk


@operation
def invite_colleague(do: Act, *, login: str, name: str, roles: list[str], token: str) -> Answer:
    """A colleague who may sign in for one's own company, with roles there: client_treasurer draws,
    client_user sends invoices and answers disputes, client_accountant reads, client_owner does all
    and names others. The door makes the password that serves once (`token`) and shows it once.

    A role that draws or names others waits for another person (`approval_id`); the rest counts at
    once. Refused: role_unknown, role_missing, name_missing, login_known, login_missing, token_weak.
    """
    if not roles:
        raise Refused("role_missing")
    for role in roles:
        _check_role(role)
    if not name.strip():
        raise Refused("name_missing")
    if not login.strip():
        raise Refused("login_missing")
    if len(token) < passwords.ONCE_LENGTH_MIN:
        raise Refused("token_weak")
    user_id = create_user(do, login, name.strip(), token, is_once=True)
    given = _give(do, user_id, login.strip().lower(), sorted(set(roles)), True)
    return {"user_id": user_id, "login": login.strip().lower(), "roles": sorted(set(roles)),
            "once_days": passwords.ONCE_DAYS, "token_mark": token_mark(token), **given}  # fmt: skip


@operation
def set_colleague_role(do: Act, *, login: str, role: str, is_granted: bool) -> Answer:
    """Give a colleague of one's own company a role there, or end it. What draws or names others is
    given by two people (`approval_id`), and so is an owner's role taken from another owner; any
    other is ended at once, with the keys and sessions that lived of it.

    Refused: role_unknown, user_unknown, role_held, role_not_held, last_owner.
    """
    _check_role(role)
    login = login.strip().lower()
    held = _held(do, do.by.company_id)
    theirs = [row for row in held if row["login"] == login]
    if not theirs:
        raise Refused("user_unknown", login=login)
    if is_granted == any(row["role"] == role and row["is_granted"] for row in theirs):
        raise Refused("role_held" if is_granted else "role_not_held", login=login, role=role)
    if not is_granted and role == CLIENT_OWNER:
        _check_owner_left(held, login)
    given = _give(do, theirs[0]["user_id"], login, [role], is_granted)
    return {"login": login, "role": role, "is_granted": is_granted, **given}


@operation
def answer_colleague_role(do: Act, *, approval_id: int, approve: bool, reason: str) -> Answer:
    """Approve or refuse a role that another owner of one's own company has proposed, and do it.

    Refused: approval_unknown (also of another company), same_person, own_role, last_owner,
    already_decided.
    """
    found = bulk.row(do.conn, "approval", approval_id=approval_id)
    is_ours = found is not None and found["kind"] == "client_role" and (
        found["arguments"]["company_id"] == do.by.company_id)  # fmt: skip
    if found is None or not is_ours:
        raise Refused("approval_unknown", approval_id=approval_id)
    record_decision(do, found, "APPROVED" if approve else "REFUSED", reason)
    done = give_client_role(do, found) if approve else {}
    return {"approval_id": approval_id, "decision": "APPROVED" if approve else "REFUSED", **done}


def give_client_role(do: Act, approval: bulk.Row) -> Answer:
    """What an approved role of a client's person does. Refused: own_role, last_owner."""
    asked = approval["arguments"]
    if not asked["is_granted"] and CLIENT_OWNER in asked["roles"]:
        _check_owner_left(_held(do, asked["company_id"]), asked["login"])
    return give_roles(do, approval)


def _give(do: Act, user_id: int, login: str, roles: list[str], is_granted: bool) -> Answer:
    """Give or end roles at once, and propose those that take two people."""
    company_id = do.by.company_id
    is_own = login == do.by.login
    waits = [role for role in roles if (role in TWO_PEOPLE and is_granted)
             or (role == CLIENT_OWNER and not is_own)]  # fmt: skip
    for role in roles:
        if role not in waits:
            put_role(do, user_id, company_id, role, is_granted)
    if not waits:
        return {"approval_id": None}
    arguments = {"user_id": user_id, "login": login, "company_id": company_id, "roles": waits,
                 "is_granted": is_granted}  # fmt: skip
    return {"approval_id": propose(do, "client_role", arguments, subject_id=user_id)}


def _held(do: Act, company_id: int) -> list[bulk.Row]:
    """The team, kept as it is to the end of the transaction: an owner must be left."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('team', %s))", (company_id,))
    return bulk.rows(do.conn, "roles_held", company_id=company_id)


def _check_role(role: str) -> None:
    if role not in TEAM_ROLES:
        raise Refused("role_unknown", role=role)


def _check_owner_left(held: list[bulk.Row], login: str) -> None:
    owners = {row["login"] for row in held if row["role"] == CLIENT_OWNER and row["is_granted"]}
    if owners <= {login}:
        raise Refused("last_owner", login=login)
