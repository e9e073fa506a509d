"""Two people for one decision: what is proposed waits here until another person answers.

One object serves every four-eyes: limits, bank details, rates, payments, exceptions. The database
refuses that the person who proposed also decides. Who works here, what they may approve and which
accounts are ours are bank details too, but on the first day: `is_alone`.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, lock_many
from comptant.operations.acts.authority import AUTHORITY
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.store import bulk

Effect = Callable[[Act, bulk.Row], Answer]
PROPOSED = ("approval_id", "contract_id", "subject_id", "arguments", "amount_cents", "currency")
KINDS = frozenset(kind for _, kind in AUTHORITY)
# Refusals after which what was proposed can never be done: what it was about has changed for good.
# Another proposal may be made of what is there now.
DEAD: dict[str, frozenset[str]] = {
    "contract_terms": frozenset({"price_bound"}),  # its notice is shorter each day
    "fraud": frozenset({"alarm_decided"}),
    "garnishment": frozenset({"garnishment_undone", "garnishment_empty"}),
    "reallocation": frozenset({
        "invoice_unknown", "invoice_touched", "invoice_guaranteed", "invoice_given_back",
        "guarantee_unknown",
        "entry_reversed", "entry_unknown", "entry_unpaid_since", "not_allocated",
        "payment_sent_on", "payables_not_paid_by", "buyers_money",
    }),
    "repayment_plan": frozenset({"no_over_advance", "plan_wrong", "plan_unknown"}),
    "exception": frozenset({"until_wrong"}),
    "limit": frozenset({"limit_overtaken"}),
    "manual_entry": frozenset({"debit_unknown", "entry_reversed", "order_settled"}),
    "second_factors": frozenset({"second_factor_none", "second_factor_other"}),
    "payee_account": frozenset({"account_known", "account_is_ours"}),
    "mandate": frozenset({"mandate_known"}),
    "recourse": frozenset({"no_over_advance"}),
    "bank_statement": frozenset({"statement_is_withdrawn"}),
    "claim": frozenset({
        "claim_decided", "claim_dropped", "claim_step_unknown", "nothing_to_write_off",
    }),
}  # fmt: skip
KEY = "key"  # of a program that acts as somebody: that person answers it, and no role does


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
    row = {
        "contract_id": contract_id, "subject_id": subject_id, "arguments": json.dumps(arguments),
        "amount_cents": amount_cents, "currency": currency,
    }  # fmt: skip
    types = {"contract_id": pl.Int64, "subject_id": pl.Int64}
    ids = bulk.take_ids(do.conn, 1)
    propose_many(do, kind, pl.DataFrame([{"approval_id": ids[0], **row}], schema_overrides=types))
    return ids[0]


def propose_many(do: Act, kind: str, rows: pl.DataFrame) -> None:
    """Write down many things that would be done, each waiting for its own answer: approval_id (new
    ids), contract_id?, subject_id?, arguments (JSON), amount_cents, currency."""
    if kind not in KINDS | {KEY}:
        raise AssertionError(f"nobody has authority over {kind}")
    given = bulk.arrays(rows[list(PROPOSED)])
    bulk.execute(do.conn, "insert_approvals", **given, kind=kind, by_id=do.by.id, act_id=do.id)


def answer(
    do: Act, approval_id: int, decision: str, reason: str, effects: dict[str, Effect]
) -> Answer:
    """Decide once, by another person with authority, and do what was proposed if approved. What
    can never be done any more (DEAD) is closed instead, as refused, with that as its reason:
    `refusal` and its `facts` say why."""
    approval = bulk.row(do.conn, "approval", approval_id=approval_id)
    if approval is None:
        raise Refused("approval_unknown", approval_id=approval_id)
    _check_second(do, approval)
    most = authority(do, approval["kind"])
    if most is not None and approval["amount_cents"] > most:
        raise beyond_authority(do, approval["kind"], approval["amount_cents"])
    if approval["contract_id"] is not None:  # before the decision, as whoever takes many
        also = approval["arguments"].get("also_contract_ids")
        if also is not None:  # even where none is known: more may be learnt of
            lock_many(do)
        lock_contracts(do, {approval["contract_id"], *(also or ())})
    try:
        with do.conn.transaction():
            return _decided(do, approval, decision, reason, effects)
    except Refused as refusal:
        if decision != "APPROVED" or refusal.code not in DEAD.get(approval["kind"], ()):
            raise
        closed = _decided(do, approval, "REFUSED", refusal.code, effects)
        return {**closed, "refusal": refusal.code, "facts": refusal.facts}


def _decided(
    do: Act, approval: bulk.Row, decision: str, reason: str, effects: dict[str, Effect]
) -> Answer:  # fmt: skip
    record_decision(do, approval, decision, reason)
    effect = effects[approval["kind"] if decision == "APPROVED" else f"refused {approval['kind']}"]
    return {"approval_id": approval["id"], "decision": decision, **effect(do, approval)}


def is_alone(do: Act) -> bool:
    """Whether the factor has had one administrator only: on its first day nobody else can say who
    works there. It ends for good when a second one is named, and does not come back if one leaves.
    """
    return (bulk.row(do.conn, "administrators") or {"count": 0})["count"] < 2


def nothing_more(do: Act, approval: bulk.Row) -> Answer:
    """What most refusals do: the proposal stays as it was, refused."""
    return {}


def record_decision(do: Act, approval: bulk.Row, decision: str, reason: str) -> None:
    """Answer one approval, by another person than who proposed it, once. Refused: same_person,
    already_decided."""
    _check_second(do, approval)
    one = {"approval_id": [approval["id"]], "proposed_by_id": [approval["proposed_by"]]}
    record_decisions(do, pl.DataFrame(one), decision, reason)


def _check_second(do: Act, approval: bulk.Row) -> None:
    """Who made a program's key, and whom it acts as, are the person who proposed through it."""
    if do.by.id in (approval["proposed_by"], approval["key_made_by"]):
        raise Refused("same_person", approval_id=approval["id"], login=do.by.login)


def check_agreed(approval: bulk.Row, cents: int) -> None:
    """Whether what is about to be done is no more than what was agreed to: authority is measured by
    the amount of the proposal. Refused: beyond_agreed."""
    if cents > approval["amount_cents"]:
        raise Refused("beyond_agreed", amount_cents=cents, agreed_cents=approval["amount_cents"],
                      currency=approval["currency"], approval_id=approval["id"])  # fmt: skip


def record_decisions(do: Act, rows: pl.DataFrame, decision: str, reason: str) -> None:
    """Answer approvals (approval_id, proposed_by_id), each once. Refused: already_decided."""
    if rows.is_empty():
        return
    given = bulk.arrays(rows.select("approval_id", proposed_by="proposed_by_id"))
    found = bulk.rows(do.conn, "insert_decisions", **given, by_id=do.by.id, decision=decision,
                      reason=reason, act_id=do.id)  # fmt: skip
    if len(found) < rows.height:
        answered = set(rows["approval_id"]) - {row["approval_id"] for row in found}
        raise Refused("already_decided", approval_id=min(answered, default=None))


def beyond_authority(do: Act, kind: str, amount_cents: int, **facts: object) -> Refused:
    """The refusal of who may not decide this, with the roles that may (`may_roles`)."""
    changed = _changed(do, kind, FACTOR_ROLES)
    mosts = {role: changed.get(f"{role}.{kind}", AUTHORITY.get((role, kind), -1))
             for role in FACTOR_ROLES}  # fmt: skip
    able = sorted(role for role, most in mosts.items() if most is None or most >= amount_cents)
    if not amount_cents:
        return Refused("beyond_role", kind=kind, amount_cents=0, login=do.by.login, may_roles=able,
                       **facts)  # fmt: skip
    return Refused("beyond_authority", kind=kind, amount_cents=amount_cents, login=do.by.login,
                   may_roles=able, **facts)  # fmt: skip


def _changed(do: Act, kind: str, roles: Iterable[str]) -> dict[str, int | None]:
    """What the factor has set by `user authority` for a kind, as in force today."""
    held = bulk.rows(do.conn, "authority", names=[f"{role}.{kind}" for role in roles], on=do.on)
    return {row["name"]: row["value"] for row in held}


def authority(do: Act, kind: str) -> int | None:
    """The largest amount in cents that who asks may decide; None: any; -1: none at all."""
    changed = _changed(do, kind, do.by.roles)
    most = -1
    for role in do.by.roles:
        if (role, kind) not in AUTHORITY and f"{role}.{kind}" not in changed:
            continue
        of_role = changed.get(f"{role}.{kind}", AUTHORITY.get((role, kind)))
        if of_role is None:
            return None
        most = max(most, of_role)
    return most
