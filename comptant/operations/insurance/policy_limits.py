"""Decisions of insurers on buyers: granted, reduced, cancelled, each from its day on.

Source: DOMAIN 6.2, 6.3: what was delivered before a decision keeps the limit of its day, and what
was delivered before less was told keeps what stood until then.
"""

from datetime import date

from comptant.operations.acts.act import Act, Answer, Refused, check_source, operation
from comptant.operations.insurance.policies import known_policy
from comptant.operations.insurance.turnover import lock_policy
from comptant.operations.registry.parties import kind_of
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.store import bulk

DECISIONS = ("GRANTED", "PARTIAL", "TEMPORARY", "REDUCED", "REFUSED", "CANCELLED")
NOTHING = ("REFUSED", "CANCELLED")
LOWER = ("REDUCED", "CANCELLED")


@operation
def record_policy_limit(
    do: Act, *, policy_id: int, buyer_id: int, decision: str, decision_number: str,
    amount_cents: int, valid_from_on: date | None, until_on: date | None, told_on: date | None,
    source: str,
) -> Answer:  # fmt: skip
    """Keep a decision of an insurer on a buyer: GRANTED, PARTIAL, TEMPORARY (with its last day),
    REDUCED, REFUSED, CANCELLED, from a day on. What was delivered before keeps the limit of its
    day; one that gives less takes nothing either of what was delivered before the insurer told it
    (`told_on`, None: today).

    Refused: policy_unknown, party_unknown, decision_unknown, decision_number_missing,
    decision_known, limit_undated (no first day, or a temporary one without its last),
    limit_dates_wrong, limit_told_later, limit_amount_wrong, decision_out_of_order (a day before the
    last decision), no_limit_to_lower, source_missing.
    """
    return keep_limit(do, policy_id=policy_id, buyer_id=buyer_id, decision=decision,
                      decision_number=decision_number, amount_cents=amount_cents,
                      valid_from_on=valid_from_on, until_on=until_on, told_on=told_on,
                      source=source)  # fmt: skip


def keep_limit(
    do: Act, *, policy_id: int, buyer_id: int, decision: str, decision_number: str,
    amount_cents: int, valid_from_on: date | None, until_on: date | None, told_on: date | None,
    source: str,
) -> Answer:  # fmt: skip
    """record_policy_limit within another operation."""
    check_source(source)
    policy = known_policy(do, policy_id)
    kind_of(do, buyer_id)
    if decision not in DECISIONS:
        raise Refused("decision_unknown", policy_decision=decision, known=" ".join(DECISIONS))
    if not decision_number.strip():
        raise Refused("decision_number_missing")
    if valid_from_on is None or (decision == "TEMPORARY" and until_on is None):
        raise Refused("limit_undated", decision_number=decision_number)
    if until_on is not None and until_on < valid_from_on:
        raise Refused("limit_dates_wrong", valid_from_on=valid_from_on, until_on=until_on)
    if told_on is not None and told_on > do.on:
        raise Refused("limit_told_later", told_on=told_on, on=do.on)
    is_amount = 0 < amount_cents <= AMOUNT_CENTS_MAX
    if is_amount == (decision in NOTHING) or (decision in NOTHING and amount_cents):
        raise Refused("limit_amount_wrong", policy_decision=decision, amount_cents=amount_cents,
                      currency=policy["currency"])  # fmt: skip
    lock_policy(do, policy_id)
    last = bulk.row(do.conn, "policy_limit_now", policy_id=policy_id, buyer_id=buyer_id)
    _check_turn(policy, last, decision, amount_cents, valid_from_on)
    told = do.on if told_on is None else told_on
    is_less = _is_less(do, policy_id, last, amount_cents, valid_from_on, until_on)
    counts = max(valid_from_on, told) if is_less else valid_from_on
    found = do.conn.execute(
        """INSERT INTO policy_limit (id, policy_id, buyer_id, decision, decision_number,
               amount_cents, valid_from_on, until_on, told_on, counts_from_on, source, act_id)
           VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
           ON CONFLICT (policy_id, decision_number) DO NOTHING RETURNING id""",
        (bulk.take_ids(do.conn, 1)[0], policy_id, buyer_id, decision, decision_number.strip(),
         amount_cents, valid_from_on, until_on, told, counts, source.strip(), do.id),
    ).fetchone()  # fmt: skip
    if found is None:
        raise Refused("decision_known", decision_number=decision_number)
    return {"policy_limit_id": int(found[0]), "policy_id": policy_id, "buyer_id": buyer_id,
            "policy_decision": decision, "amount_cents": amount_cents,
            "currency": policy["currency"]}  # fmt: skip


def _is_less(
    do: Act, policy_id: int, last: bulk.Row | None, amount_cents: int, from_on: date,
    until_on: date | None,
) -> bool:  # fmt: skip
    """Whether a decision gives less than what stood, the last decision or else the blind cover:
    nothing, a smaller amount, or an earlier end."""
    if last is None:
        found = do.conn.execute("SELECT terms FROM policy_terms_on(%s, %s)", (policy_id, from_on))
        terms = found.fetchone()
        stood, ends_on = (terms[0].get("blind_cents") or 0) if terms else 0, None
    else:
        stood, ends_on = last["amount_cents"], last["until_on"]
    ends_sooner = until_on is not None and until_on < (ends_on or date.max)
    return bool(not amount_cents or amount_cents < stood or (stood and ends_sooner))


def _check_turn(
    policy: bulk.Row, last: bulk.Row | None, decision: str, amount_cents: int, from_on: date
) -> None:
    """A decision comes after the one before it, and lowers only what is there."""
    if last and from_on < last["valid_from_on"]:
        raise Refused("decision_out_of_order", valid_from_on=from_on,
                      after_on=last["valid_from_on"])  # fmt: skip
    standing = last["amount_cents"] if last else 0
    if decision in LOWER and (not standing or amount_cents >= standing):
        raise Refused("no_limit_to_lower", amount_cents=amount_cents, limit_cents=standing,
                      currency=policy["currency"])  # fmt: skip
