"""A client lets a person of its accountant's firm draw for it: between two days, so much a draw.

Who may draw is agreed by two people, as for the client's own people: another owner of the company,
or the factor where there is none. Source: DOMAIN 2.1, segregation of duties.
"""

from datetime import date

from comptant.operations.acts.act import Act, Answer, Refused, User, lock_contracts, operation
from comptant.operations.acts.approval import propose, record_decision
from comptant.operations.acts.roles import DRAWING_ROLES, EXTERNAL_ACCOUNTANT
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.store import bulk

DAYS_MAX = 366  # a delegation is given anew each year
KIND = "delegation"


@operation
def delegate_draws(
    do: Act, *, contract_id: int, login: str, draw_limit_cents: int, from_on: date | None,
    until_on: date,
) -> Answer:  # fmt: skip
    """Let a person of the firm that keeps the contract's books draw for one's own company: each
    draw up to a limit, from a day (None: today) to a last day, a year at most. It counts when
    another owner, or the factor, agrees (`approval_id`).

    Refused: delegate_unknown, limit_not_positive, delegation_days_wrong, delegation_held (one
    waits, or is not over).
    """
    login, first = login.strip().lower(), from_on or do.on
    if not 0 < draw_limit_cents <= AMOUNT_CENTS_MAX:
        raise Refused("limit_not_positive", draw_limit_cents=draw_limit_cents)
    if not do.on <= first <= until_on or (until_on - first).days >= DAYS_MAX:
        raise Refused("delegation_days_wrong", from_on=first, until_on=until_on, most=DAYS_MAX)
    lock_contracts(do, {contract_id})
    found = bulk.row(do.conn, "delegate_of", contract_id=contract_id, login=login)
    if found is None:
        raise Refused("delegate_unknown", login=login)
    _check_free(do, contract_id, login)
    arguments = {"contract_id": contract_id, "login": login, **found,
                 "draw_limit_cents": draw_limit_cents, "from_on": first.isoformat(),
                 "until_on": until_on.isoformat()}  # fmt: skip
    currency = _client(do, contract_id)["currency"]
    approval_id = propose(do, KIND, arguments, amount_cents=draw_limit_cents, currency=currency,
                          contract_id=contract_id, subject_id=found["user_id"])  # fmt: skip
    return {"contract_id": contract_id, "login": login, "draw_limit_cents": draw_limit_cents,
            "from_on": first, "until_on": until_on, "approval_id": approval_id}  # fmt: skip


@operation
def answer_delegation(do: Act, *, approval_id: int, approve: bool, reason: str) -> Answer:
    """Approve or refuse a delegation that another owner of one's own company has proposed.

    Refused: approval_unknown (also of another company), same_person, already_decided,
    delegate_unknown, delegation_held, delegation_over.
    """
    found = bulk.row(do.conn, "approval", approval_id=approval_id)
    if found is None or found["kind"] != KIND:
        raise Refused("approval_unknown", approval_id=approval_id)
    if _client(do, found["contract_id"])["client_id"] != do.by.company_id:
        raise Refused("approval_unknown", approval_id=approval_id)
    lock_contracts(do, {found["contract_id"]})
    record_decision(do, found, "APPROVED" if approve else "REFUSED", reason)
    done = give_delegation(do, found) if approve else {}
    return {"approval_id": approval_id, "decision": "APPROVED" if approve else "REFUSED", **done}


@operation
def revoke_delegation(do: Act, *, contract_id: int, login: str) -> Answer:
    """Take the draws of a contract back from a person, at once. Refused: delegation_none."""
    login = login.strip().lower()
    lock_contracts(do, {contract_id})
    held = bulk.row(do.conn, "delegation_last", contract_id=contract_id, login=login, on=do.on)
    if held is None:
        raise Refused("delegation_none", login=login)
    _write(do, contract_id, held, is_granted=False)
    return {"contract_id": contract_id, "login": login, "delegation_id": held["approval_id"]}


def give_delegation(do: Act, approval: bulk.Row) -> Answer:
    """What an approved delegation does, under the contract's lock. Refused: delegate_unknown (no
    longer of the firm), delegation_held, delegation_over."""
    said, contract_id = approval["arguments"], approval["contract_id"]
    found = bulk.row(do.conn, "delegate_of", contract_id=contract_id, login=said["login"])
    if found is None or found != {name: said[name] for name in found}:
        raise Refused("delegate_unknown", login=said["login"])
    if date.fromisoformat(said["until_on"]) < do.on:
        raise Refused("delegation_over", until_on=date.fromisoformat(said["until_on"]))
    if bulk.row(do.conn, "delegation_last", contract_id=contract_id, login=said["login"],
                on=do.on):  # fmt: skip
        raise Refused("delegation_held", login=said["login"])
    _write(do, contract_id, {**said, "approval_id": approval["id"]}, is_granted=True)
    return {"contract_id": contract_id, "login": said["login"], "until_on": said["until_on"]}


def needs_delegation(by: User) -> bool:
    """Whether somebody draws on contracts of other companies only as it was delegated."""
    return not by.is_factor and not by.roles & DRAWING_ROLES


def delegated(do: Act, contract_id: int) -> bulk.Row | None:
    """Under which delegation who asks draws on a contract; None: on their own right.

    Refused: not_delegated, delegate_in_person (by a program's key).
    """
    if do.by.is_factor:
        return None
    if do.by.roles & DRAWING_ROLES and _client(do, contract_id)["client_id"] == do.by.company_id:
        return None
    held = None
    if EXTERNAL_ACCOUNTANT in do.by.roles:
        held = bulk.row(do.conn, "delegation_now", contract_id=contract_id, user_id=do.by.id,
                        party_id=do.by.company_id, on=do.on)  # fmt: skip
    if held is None:
        raise Refused("not_delegated", login=do.by.login)
    if do.by.key_id is not None:
        raise Refused("delegate_in_person", login=do.by.login)
    return held


def check_limit(held: bulk.Row, order: Answer) -> None:
    """Whether an order stays within a delegation. Refused: beyond_delegation."""
    if order["amount_cents"] > held["draw_limit_cents"]:
        raise Refused("beyond_delegation", amount_cents=order["amount_cents"],
                      currency=order["currency"],
                      draw_limit_cents=held["draw_limit_cents"])  # fmt: skip


def keep_draw(do: Act, contract_id: int, held: bulk.Row, order: Answer) -> None:
    """That an order was drawn under a delegation. Refused: beyond_delegation."""
    check_limit(held, order)
    do.conn.execute(
        """INSERT INTO delegated_draw (contract_id, order_id, user_id, approval_id, amount_cents,
               draw_limit_cents, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, order["order_id"], do.by.id, held["approval_id"], order["amount_cents"],
         held["draw_limit_cents"], do.id),
    )  # fmt: skip


def _check_free(do: Act, contract_id: int, login: str) -> None:
    """Whether a person has no delegation on a contract, nor one that waits."""
    held = bulk.row(do.conn, "delegation_last", contract_id=contract_id, login=login, on=do.on)
    waits = do.conn.execute(
        """SELECT 1 FROM approval a WHERE a.kind = %s AND a.contract_id = %s
           AND a.arguments ->> 'login' = %s
           AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)""",
        (KIND, contract_id, login),
    ).fetchone()
    if held or waits:
        raise Refused("delegation_held", login=login)


def _client(do: Act, contract_id: int) -> bulk.Row:
    found = do.conn.execute(
        "SELECT client_id, currency FROM contract WHERE id = %s", (contract_id,)
    ).fetchone()
    return dict(zip(("client_id", "currency"), found or (None, "EUR"), strict=True))


def _write(do: Act, contract_id: int, held: bulk.Row, *, is_granted: bool) -> None:
    do.conn.execute(
        """INSERT INTO delegation (contract_id, user_id, is_granted, party_id, draw_limit_cents,
               from_on, until_on, approval_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (contract_id, held["user_id"], is_granted, held["party_id"], held["draw_limit_cents"],
         held["from_on"], held["until_on"], held["approval_id"], do.id),
    )  # fmt: skip
