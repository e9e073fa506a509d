"""Decisions that insurers tell, taken in: each counts once, by the insurer's own name of it.

One that cannot be taken is kept with its cause, and the former state stands; it may come again when
its cause is gone. Source: DOMAIN 6.2, 6.3; UN/EDIFACT D.00A, tred4507;
docs/decisions/0156-a-refused-decision-may-come-again.md.
"""

import json
from typing import Any

import polars as pl

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.insurance.policy_limits import keep_limit
from comptant.operations.registry.parties import kind_of
from comptant.rules.columns import shape
from comptant.rules.insurer_words import decision_of
from comptant.store import bulk

Row = dict[str, Any]
# One row per decision told: which of the insurer's answers, to which message of ours if to one, on
# which buyer of which policy.
INSURER_ANSWERS = shape(
    "insurer_answer_number", "insurer_policy_number", "request_reference?", "buyer_siren",
    "response_code", "limit_decision_number", "told_limit_cents", "currency", "limit_from_on?",
    "limit_until_on?", "response_reason?",
)  # fmt: skip
# What a decision must say, and the word for it in a list and in a call (docs/insurers.md).
WORDS = {"insurer_policy_number": "policy", "buyer_siren": "siren", "currency": "currency",
         "response_code": "response_code", "limit_decision_number": "number",
         "request_reference": "reference"}  # fmt: skip


@operation
def take_insurer_answers(do: Act, *, insurer_id: int, answers: pl.DataFrame) -> Answer:
    """Take in decisions of an insurer (INSURER_ANSWERS), by RECECO's response codes. One that was
    taken before is left as it is, and told as refused where it says something else now; one that
    cannot be is kept with its cause (`refused`): for an unknown request, policy or buyer, a limit
    without a day, out of its order, of another currency, a word that it lacks. It is taken when it
    comes again and its cause is gone.

    Refused: insurer_wrong, nothing_sent.
    """
    if kind_of(do, insurer_id) != "INSURER":
        raise Refused("insurer_wrong", party_id=insurer_id)
    if answers.is_empty():
        raise Refused("nothing_sent")
    told: dict[str, list[Row]] = {"TAKEN": [], "NOTED": [], "REFUSED": [], "KNOWN": []}
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('insurer', %s))",
                    (insurer_id,))  # fmt: skip
    for row in answers.iter_rows(named=True):
        outcome, said = _take(do, insurer_id, row)
        told[outcome].append(said)
    return {"insurer_id": insurer_id, "taken": told["TAKEN"], "noted_count": len(told["NOTED"]),
            "known_count": len(told["KNOWN"]), "refused": told["REFUSED"]}  # fmt: skip


def _take(do: Act, insurer_id: int, row: Row) -> tuple[str, Row]:
    number = row["insurer_answer_number"]
    content = json.dumps(row, default=str)
    kept = bulk.rows(do.conn, "insurer_answer_kept", insurer_id=insurer_id, answer_id=number,
                     content=content)  # fmt: skip
    counted = [one for one in kept if one["outcome"] != "REFUSED"]
    said: Row = {"insurer_answer_number": number}
    if any(one["is_same"] for one in counted):
        return "KNOWN", said
    policy_id = message_id = None
    outcome, refusal, facts = "TAKEN", "", {}
    try:
        with do.conn.transaction():
            _check_words(row)
            if counted:
                raise Refused("answer_contradicts", insurer_answer_number=number)
            policy_id, message_id = _about(do, insurer_id, row)
            outcome = _kept(do, policy_id, row)
    except Refused as refused:
        outcome, refusal, facts = "REFUSED", refused.code, refused.facts
        said |= {"refusal": refusal, "facts": json.loads(json.dumps(facts, default=str))}
    if not kept or not kept[-1]["is_same"] or kept[-1]["refusal"] != refusal:
        bulk.execute(
            do.conn, "insert_insurer_answer", insurer_id=insurer_id, answer_id=number,
            told_on=do.on, content=content, outcome=outcome, refusal=refusal,
            facts=json.dumps(facts, default=str), policy_id=policy_id, message_id=message_id,
            act_id=do.id,
        )  # fmt: skip
    return outcome, said


def _check_words(row: Row) -> None:
    """What a decision must say is there: what could not be read of it comes empty."""
    for name, told in WORDS.items():
        if row[name] == "":
            raise Refused("answer_lacks", insurer_answer_number=row["insurer_answer_number"],
                          lacking=told)  # fmt: skip


def _about(do: Act, insurer_id: int, row: Row) -> tuple[int, int | None]:
    """The policy that a decision is of, and the message that it answers, if one."""
    found = do.conn.execute(
        "SELECT id, currency FROM policy WHERE insurer_id = %s AND policy_number = %s",
        (insurer_id, row["insurer_policy_number"]),
    ).fetchone()
    if found is None:
        raise Refused("policy_unknown", policy_id=row["insurer_policy_number"])
    policy_id, currency = found
    if row["currency"] != currency:
        raise Refused("currency_wrong", currency=row["currency"], expected=currency)
    if not row["request_reference"]:
        return int(policy_id), None
    asked = bulk.row(do.conn, "limit_request_of", reference=row["request_reference"],
                     policy_id=policy_id)  # fmt: skip
    if asked is None:
        raise Refused("message_unknown", message_id=row["request_reference"])
    if asked["siren"] not in (None, row["buyer_siren"]):
        raise Refused("answer_of_buyer", buyer_siren=row["buyer_siren"], siren=asked["siren"])
    return int(policy_id), int(asked["id"])


def _kept(do: Act, policy_id: int, row: Row) -> str:
    """The decision that a response comes to, kept; NOTED where it changes no limit."""
    decision = decision_of(row["response_code"], has_end=row["limit_until_on"] is not None)
    if decision is None:
        raise Refused("response_unknown", response_code=row["response_code"])
    buyer = do.conn.execute(
        "SELECT party_id FROM party_identifier WHERE scheme = 'siren' AND identifier = %s",
        (row["buyer_siren"],),
    ).fetchone()
    if buyer is None:
        raise Refused("party_unknown", party_id=row["buyer_siren"])
    if not decision:
        return "NOTED"
    reason = row["response_reason"] or row["insurer_answer_number"]
    keep_limit(
        do, policy_id=policy_id, buyer_id=int(buyer[0]), decision=decision,
        decision_number=row["limit_decision_number"], amount_cents=row["told_limit_cents"],
        valid_from_on=row["limit_from_on"], until_on=row["limit_until_on"], told_on=None,
        source=reason,
    )  # fmt: skip
    return "TAKEN"
