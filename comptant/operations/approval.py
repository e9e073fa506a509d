"""Two people for one decision: what is proposed waits here until another person answers.

One object serves every four-eyes: limits, bank details, rates, payments, exceptions. The database
refuses that the person who proposed also decides.
"""

from collections.abc import Callable
from typing import Any

from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from comptant.operations.act import Act, Answer, Refused
from comptant.store import bulk

Effect = Callable[[Act, bulk.Row], Answer]

# Largest amount in cents that a role may approve, per kind; None: any amount. A dated term of the
# factor (subject AUTHORITY, name "role.kind") takes precedence.
AUTHORITY: dict[tuple[str, str], int | None] = {
    ("credit_analyst", "limit"): 50_000_000,
    ("administrator", "limit"): None,
    ("account_manager", "payee_account"): None,
    ("administrator", "payee_account"): None,
    ("treasurer", "payee_account"): None,
    ("account_manager", "mandate"): None,
    ("administrator", "mandate"): None,
    ("treasurer", "mandate"): None,
    ("accountant", "rate"): None,
    ("treasurer", "rate"): None,
    ("administrator", "rate"): None,
    ("treasurer", "payment_order"): None,
    ("accountant", "payment_order"): 10_000_000,
    ("administrator", "payment_order"): None,
    ("administrator", "exception"): None,
    ("credit_analyst", "exception"): 10_000_000,
    ("accountant", "manual_entry"): None,
    ("administrator", "manual_entry"): None,
    ("accountant", "reallocation"): None,
    ("account_manager", "reallocation"): None,
    ("credit_analyst", "repayment_plan"): 10_000_000,
    ("administrator", "repayment_plan"): None,
    ("administrator", "write_off"): None,
}
KINDS = frozenset(kind for _, kind in AUTHORITY)


def propose(
    do: Act,
    kind: str,
    arguments: dict[str, Any],
    *,
    amount_cents: int = 0,
    currency: str = "EUR",
    contract_id: int | None = None,
    subject_id: int | None = None,
) -> int:
    """Write down what would be done; the id of the approval that now waits."""
    if kind not in KINDS:
        raise AssertionError(f"nobody has authority over {kind}")
    found = do.conn.execute(
        """INSERT INTO approval (kind, contract_id, subject_id, arguments, amount_cents, currency,
               proposed_by, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id""",
        (kind, contract_id, subject_id, Jsonb(arguments), amount_cents, currency, do.by.id, do.id),
    ).fetchone()
    return int(found[0]) if found else 0


def answer(
    do: Act, approval_id: int, decision: str, reason: str, effects: dict[str, Effect]
) -> Answer:
    """Decide once, by another person with authority, and do what was proposed if approved."""
    approval = bulk.row(do.conn, "approval", approval_id=approval_id)
    if approval is None:
        raise Refused("approval_unknown", approval_id=approval_id)
    if approval["proposed_by"] == do.by.id:
        raise Refused("same_person", approval_id=approval_id, login=do.by.login)
    _check_authority(do, approval)
    try:
        with do.conn.transaction():
            do.conn.execute(
                """INSERT INTO approval_decision
                       (approval_id, proposed_by, decided_by, decision, reason, act_id)
                   VALUES (%s, %s, %s, %s, %s, %s)""",
                (approval_id, approval["proposed_by"], do.by.id, decision, reason, do.id),
            )
    except UniqueViolation:
        raise Refused("already_decided", approval_id=approval_id) from None
    effect = effects[approval["kind"] if decision == "APPROVED" else f"refused {approval['kind']}"]
    return {"approval_id": approval_id, "decision": decision, **effect(do, approval)}


def nothing_more(do: Act, approval: bulk.Row) -> Answer:
    """What most refusals do: the proposal stays as it was, refused."""
    return {}


def _check_authority(do: Act, approval: bulk.Row) -> None:
    kind, amount = approval["kind"], approval["amount_cents"]
    held = bulk.rows(do.conn, "authority", names=[f"{r}.{kind}" for r in do.by.roles], on=do.on)
    changed = {row["name"]: row["value"] for row in held}
    for role in do.by.roles:
        if (role, kind) not in AUTHORITY and f"{role}.{kind}" not in changed:
            continue
        most = changed.get(f"{role}.{kind}", AUTHORITY.get((role, kind)))
        if most is None or amount <= most:
            return
    raise Refused("beyond_authority", kind=kind, amount_cents=amount, login=do.by.login)
