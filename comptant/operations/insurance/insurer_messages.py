"""What is told and asked of insurers: each message is written before it leaves, in neutral words.

A call carries it (insurer_calls.py), or people do (`mark_insurer_message`); what the insurer takes
counts here as if people had told it. Source: DOMAIN 6.1, 6.2, 6.5, 6.6; UN/EDIFACT RECECO; decision
0131.
"""

import json
from datetime import date
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.insurance.cover_steps import keep_cover_step
from comptant.operations.insurance.covering import cover_of
from comptant.operations.insurance.policies import known_policy
from comptant.operations.insurance.turnover import (
    keep_declaration,
    lock_policy,
    period_of,
    turnover_of,
)
from comptant.operations.registry.parties import kind_of
from comptant.rules.insurer_words import REQUESTS
from comptant.rules.money import AMOUNT_CENTS_MAX
from comptant.rules.policy_terms import complete
from comptant.store import bulk

Row = dict[str, Any]
# Of messages about invoices: the step of their cover that it becomes once the insurer has it.
STEP_OF = {"EXTENSION": "EXTENDED", "OVERDUE": "DECLARED", "CLAIM": "CLAIMED"}
INVOICE = ("invoice_number", "due_on", "open_cents", "base_open_cents", "covered_cents",
           "cover_due_cents")  # fmt: skip
OUTCOMES = ("SENT", "TAKEN", "REJECTED", "WITHDRAWN")


@operation
def ask_policy_limit(
    do: Act, *, policy_id: int, buyer_id: int, request: str, amount_cents: int, reason: str
) -> Answer:
    """Write what is asked of an insurer about its limit on a buyer: NEW, INCREASE, PRELIMINARY,
    REDUCE, PROLONG (with the amount), CANCEL. Its answer is a decision of its own.

    Refused: policy_unknown, party_unknown, request_unknown, limit_amount_wrong, reason_missing,
    limit_asked (the last one has no answer yet).
    """
    policy = known_policy(do, policy_id)
    kind_of(do, buyer_id)
    if request not in REQUESTS:
        raise Refused("request_unknown", request=request, known=" ".join(REQUESTS))
    if (request == "CANCEL") != (amount_cents == 0) or not 0 <= amount_cents <= AMOUNT_CENTS_MAX:
        raise Refused("limit_amount_wrong", policy_decision=request, amount_cents=amount_cents,
                      currency=policy["currency"])  # fmt: skip
    if not reason.strip():
        raise Refused("reason_missing")
    lock_policy(do, policy_id)
    waits = bulk.row(do.conn, "limit_asked", policy_id=policy_id, buyer_id=buyer_id)
    if waits:
        raise Refused("limit_asked", message_id=waits["id"])
    content = {"request": request, "request_code": REQUESTS[request].code,
               "amount_cents": amount_cents, "reason": reason.strip()}  # fmt: skip
    return _write(do, policy, "LIMIT", content, buyer_id=buyer_id)


@operation
def tell_insurer(
    do: Act, *, contract_id: int, policy_id: int, kind: str, invoice_ids: list[int], reason: str
) -> Answer:
    """Write what is told an insurer of invoices of one buyer: EXTENSION (asked), OVERDUE
    (declared), CLAIM (the file follows). Once the insurer has it, it counts of each, on the day on
    which it left.

    Refused: policy_unknown, contract_unknown, message_kind_unknown, reason_missing,
    invoices_missing, invoice_not_insured, invoices_of_buyers (of several), invoice_told (before,
    and not rejected).
    """
    if kind not in STEP_OF:
        raise Refused("message_kind_unknown", kind=kind, known=" ".join(STEP_OF))
    if not reason.strip():
        raise Refused("reason_missing")
    policy = known_policy(do, policy_id)
    lock_contracts(do, [contract_id])
    rows = bulk.rows(do.conn, "read_insured_invoices", contract_id=contract_id, on=do.on)
    known = {row["invoice_id"]: row for row in cover_of(rows, do.on, contract_id)
             if row["policy_id"] == policy_id}  # fmt: skip
    ids = list(dict.fromkeys(invoice_ids))
    if not ids:
        raise Refused("invoices_missing")
    for id_ in ids:
        if id_ not in known:
            raise Refused("invoice_not_insured", invoice_id=id_,
                          policy_number=policy["policy_number"])  # fmt: skip
    buyers = {known[id_]["buyer_id"] for id_ in ids}
    if len(buyers) > 1:
        raise Refused("invoices_of_buyers")
    told = bulk.row(do.conn, "invoices_told", policy_id=policy_id, kind=kind, ids=ids)
    if told:
        raise Refused("invoice_told", message_id=told["id"])
    invoices = [{name: known[id_][name] for name in INVOICE} for id_ in ids]
    content = {"reason": reason.strip(), "invoices": invoices,
               "amount_cents": sum(row["open_cents"] for row in invoices)}  # fmt: skip
    return _write(do, policy, kind, content, contract_id=contract_id, buyer_id=buyers.pop(),
                  invoice_ids=ids)  # fmt: skip


@operation
def tell_recovery(do: Act, *, contract_id: int, claim_id: int) -> Answer:
    """Write what is told an insurer of what came in on a claim since it was told last, the oldest
    first: the money, its costs, what of it is the insurer's.

    Refused: contract_unknown, no_recovery_to_tell.
    """
    lock_contracts(do, [contract_id])
    found = bulk.row(do.conn, "recovery_to_tell", contract_id=contract_id, claim_id=claim_id)
    if found is None:
        raise Refused("no_recovery_to_tell", claim_id=claim_id)
    policy = known_policy(do, found["policy_id"])
    names = ("claim_number", "recovered_on", "recovery_cents", "recovery_cost_cents",
             "insurer_recovery_cents", "insurer_cost_cents")  # fmt: skip
    content = {name: found[name] for name in names}
    return _write(do, policy, "RECOVERY", content, contract_id=contract_id,
                  buyer_id=found["buyer_id"], subject_id=found["step_id"])  # fmt: skip


@operation
def tell_turnover(do: Act, *, policy_id: int) -> Answer:
    """Write the declaration of a policy's next period of turnover that is over, as the ledger has
    it; it is declared once the insurer has it.

    Refused: policy_unknown, no_turnover_asked, period_not_over, turnover_told.
    """
    policy = known_policy(do, policy_id)
    lock_policy(do, policy_id)
    period = period_of(do.conn, policy_id, do.on, is_premium=False)
    if period is None:
        raise Refused("no_turnover_asked", policy_number=policy["policy_number"])
    if period["until_on"] >= do.on:
        raise Refused("period_not_over", until_on=period["until_on"])
    told = bulk.row(do.conn, "turnover_told", policy_id=policy_id, until_on=period["until_on"])
    if told:
        raise Refused("turnover_told", message_id=told["id"])
    terms = complete(period["terms"])
    rows = turnover_of(do.conn, policy_id, period["from_on"], period["until_on"], terms)
    content = {
        "from_on": period["from_on"], "until_on": period["until_on"],
        "insured_base": terms["insured_base"],
        "amount_cents": sum(row["declared_turnover_cents"] for row in rows),
    }  # fmt: skip
    return _write(do, policy, "TURNOVER", content)


@operation
def mark_insurer_message(
    do: Act, *, message_id: int, outcome: str, step_on: date, reference: str, reason: str
) -> Answer:
    """Keep what people did with a message: SENT (by hand), TAKEN (the insurer has it, under its
    number), REJECTED (why), WITHDRAWN (before it left). What a call has under way is left to it.

    Refused: message_unknown, message_outcome_unknown, message_over, message_called,
    message_not_sent, message_sent, cover_step_dates_wrong, reference_missing, reason_missing.
    """
    if outcome not in OUTCOMES:
        raise Refused("message_outcome_unknown", outcome=outcome, known=" ".join(OUTCOMES))
    found = message_of(do, message_id)
    do.conn.execute("SELECT FROM insurer_call WHERE message_id = %s FOR UPDATE", (message_id,))
    found = message_of(do, message_id)
    if found["message_state"] in ("TAKEN", "REJECTED", "WITHDRAWN"):
        raise Refused("message_over", message_id=message_id)
    if found["call_state"] not in ("WAITING", "OVER"):
        raise Refused("message_called", message_id=message_id)
    is_sent = found["message_state"] == "SENT"
    if outcome in ("TAKEN", "REJECTED") and not is_sent:
        raise Refused("message_not_sent", message_id=message_id)
    if outcome in ("SENT", "WITHDRAWN") and is_sent:
        raise Refused("message_sent", message_id=message_id)
    if not found["written_on"] <= step_on <= do.on:
        raise Refused("cover_step_dates_wrong", step_on=step_on, on=do.on)
    if outcome in ("SENT", "TAKEN") and not reference.strip():
        raise Refused("reference_missing")
    if outcome in ("REJECTED", "WITHDRAWN") and not reason.strip():
        raise Refused("reason_missing")
    do.conn.execute("UPDATE insurer_call SET state = 'OVER', next_at = NULL WHERE message_id = %s",
                    (message_id,))  # fmt: skip
    return keep_step(do, found, outcome, step_on, reference.strip(), reason.strip(),
                     is_by_hand=True)  # fmt: skip


def keep_step(
    do: Act, message: Row, step: str, step_on: date, reference: str, reason: str, *,
    is_by_hand: bool,
) -> Answer:  # fmt: skip
    """A step of a message; what the insurer took is done, or why it could not be (`refusal`)."""
    refusal = _done(do, message, reference) if step == "TAKEN" else ""
    do.conn.execute(
        """INSERT INTO insurer_message_step (message_id, step, step_on, is_by_hand, reference,
               reason, refusal, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        (message["id"], step, step_on, is_by_hand, reference, reason, refusal, do.id),
    )
    return {"message_id": message["id"], "message_kind": message["message_kind"],
            "message_state": step, "step_on": step_on, "refusal": refusal}  # fmt: skip


def message_of(do: Act, message_id: int) -> Row:
    """A message as it stands; Refused: message_unknown."""
    found = bulk.row(do.conn, "read_insurer_messages", id=message_id)
    if found is None:
        raise Refused("message_unknown", message_id=message_id)
    return found


def _done(do: Act, message: Row, reference: str) -> str:
    """What a message becomes here, on the day on which it left; the refusal where it cannot."""
    kind, sent_on = message["message_kind"], message["sent_on"]
    try:
        with do.conn.transaction():
            if kind in STEP_OF:
                keep_cover_step(
                    do, contract_id=message["contract_id"], policy_id=message["policy_id"],
                    invoice_ids=message["invoice_ids"], step=STEP_OF[kind], step_on=sent_on,
                    reference=reference,
                )  # fmt: skip
            elif kind == "TURNOVER":
                until_on = date.fromisoformat(message["content"]["until_on"])
                keep_declaration(do, policy_id=message["policy_id"], until_on=until_on,
                                 declared_on=sent_on, reference=reference)  # fmt: skip
    except Refused as refusal:
        return refusal.code
    return ""


def _write(
    do: Act, policy: Row, kind: str, content: Row, *, contract_id: int = 0, buyer_id: int = 0,
    subject_id: int = 0, invoice_ids: list[int] | None = None,
) -> Answer:  # fmt: skip
    """A message with its stable reference, and the call that may carry it."""
    id_ = bulk.take_ids(do.conn, 1)[0]
    about = bulk.row(do.conn, "insurer_about", policy_id=policy["id"], buyer_id=buyer_id) or {}
    told = {"reference": reference_of(id_), "kind": kind, **about, **content}
    bulk.execute(
        do.conn, "insert_insurer_message", id=id_, policy_id=policy["id"], kind=kind,
        contract_id=contract_id, buyer_id=buyer_id, subject_id=subject_id,
        invoice_ids=invoice_ids or [], content=json.dumps(told, default=str),
        written_on=do.on, act_id=do.id, at=do.asked.at,
    )  # fmt: skip
    return {"message_id": id_, "message_kind": kind, "policy_id": policy["id"],
            "reference": told["reference"]}  # fmt: skip


def reference_of(message_id: int) -> str:
    """How a message is named to the insurer, at every try."""
    return f"comptant-{message_id}"
