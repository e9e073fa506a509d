"""What is decided of alarms of fraud: confirmed by one person, which stops money; cleared, which
where money was held takes two. And the thresholds of the rules. Source: DOMAIN §10, §2.1."""

import json
from datetime import date
from typing import Any

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    check_source,
    lock_contracts,
    operation,
)
from comptant.operations.acts.approval import check_agreed, propose
from comptant.operations.risk.fraud import follow_effects
from comptant.rules.fraud import HOLDING, thresholds
from comptant.store import bulk

Row = dict[str, Any]
OUTCOMES = ("CONFIRMED", "CLEARED")
VALUE_MAX = 10**12


@operation
def decide_alarm(
    do: Act, *, contract_id: int, alarm_id: int, outcome: str, reason: str
) -> Answer:  # fmt: skip
    """Say what an alarm is: CONFIRMED (the contract pays nothing out from now on) or CLEARED.
    Clearing one that holds money, or that was confirmed, waits for another person (`approval_id`).

    Refused: contract_unknown, alarm_unknown, alarm_outcome_wrong, reason_missing, alarm_decided.
    """
    if outcome not in OUTCOMES:
        raise Refused("alarm_outcome_wrong", outcome=outcome, outcomes=list(OUTCOMES))
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    alarm = _alarm(do, contract_id, alarm_id)
    _check_open(alarm, outcome)
    said = {"what": "CLEAR", "alarm_id": alarm_id, "reason": reason.strip(),
            "fraud_rule": alarm["fraud_rule"]}  # fmt: skip
    holds = alarm["fraud_effect"] in HOLDING or alarm["fraud_outcome"] == "CONFIRMED"
    if outcome == "CLEARED" and holds:
        approval_id = propose(do, "fraud", said, amount_cents=alarm["alarm_cents"],
                              currency=alarm["currency"], contract_id=contract_id,
                              subject_id=alarm_id)  # fmt: skip
        return _told(alarm, "OPEN", approval_id)
    _keep(do, alarm, outcome, reason.strip(), None)
    return _told(alarm, outcome, None)


@operation
def propose_threshold(
    do: Act, *, rule: str, name: str, value: int, from_on: date, source: str
) -> Answer:
    """Propose a threshold of a rule from a day on; it counts once another person approves.

    Refused: threshold_unknown, threshold_wrong, source_missing.
    """
    known = sorted({one.name for one in thresholds() if one.rule == rule})
    if name not in known:
        raise Refused("threshold_unknown", rule=rule, name=name, known=" ".join(known))
    if not 0 < value <= VALUE_MAX:
        raise Refused("threshold_wrong", value=value, most=VALUE_MAX)
    check_source(source)
    said = {"what": "THRESHOLD", "rule": rule, "name": name, "value": value,
            "from_on": from_on.isoformat(), "source": source}  # fmt: skip
    return {**said, "approval_id": propose(do, "fraud", said)}


def approve_fraud(do: Act, approval: bulk.Row) -> Answer:
    """What an approval of the fraud desk does: an alarm is cleared and lets go what it held, or a
    threshold counts. Refused: alarm_unknown, alarm_decided."""
    said = approval["arguments"]
    if said["what"] == "THRESHOLD":
        bulk.execute(
            do.conn, "insert_term", contract_id=0, subject="FACTOR", subject_id=0,
            name=f"fraud.{said['rule']}.{said['name']}",
            valid_from_on=date.fromisoformat(said["from_on"]), value=json.dumps(said["value"]),
            source=said["source"], act_id=do.id,
        )  # fmt: skip
        return dict(said)
    lock_contracts(do, [approval["contract_id"]])
    alarm = _alarm(do, approval["contract_id"], said["alarm_id"])
    _check_open(alarm, "CLEARED")
    if alarm["decision_id"] > approval["id"]:  # somebody has said otherwise since it was proposed
        raise Refused("alarm_decided", alarm_id=alarm["alarm_id"], outcome=alarm["fraud_outcome"])
    check_agreed(approval, alarm["alarm_cents"])
    _keep(do, alarm, "CLEARED", said["reason"], approval["id"])
    return _told(alarm, "CLEARED", approval["id"])


def _alarm(do: Act, contract_id: int, alarm_id: int) -> Row:
    found = bulk.row(do.conn, "fraud_alarm", contract_id=contract_id, alarm_id=alarm_id)
    if found is None:
        raise Refused("alarm_unknown", alarm_id=alarm_id)
    return found


def _check_open(alarm: Row, outcome: str) -> None:
    """What was cleared stays so; what was confirmed may be cleared."""
    before = alarm["fraud_outcome"]
    if before == "CLEARED" or before == outcome:
        raise Refused("alarm_decided", alarm_id=alarm["alarm_id"], outcome=before)


def _keep(do: Act, alarm: Row, outcome: str, reason: str, approval_id: int | None) -> None:
    do.conn.execute(
        """INSERT INTO fraud_decision (contract_id, alarm_id, outcome, reason, decided_on,
               approval_id, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s)""",
        (alarm["contract_id"], alarm["alarm_id"], outcome, reason, do.on, approval_id, do.id),
    )  # fmt: skip
    follow_effects(do, alarm["contract_id"])


def _told(alarm: Row, outcome: str, approval_id: int | None) -> Answer:
    return {"contract_id": alarm["contract_id"], "alarm_id": alarm["alarm_id"],
            "fraud_rule": alarm["fraud_rule"], "fraud_outcome": outcome,
            "approval_id": approval_id}  # fmt: skip
