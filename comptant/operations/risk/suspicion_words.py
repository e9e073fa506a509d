"""What is said of a suspicion of laundering: that it is one, by one person, stops money at once;
that it is reported, or is none, takes two. Nobody outside compliance is told of either.
Source: art. L561-10-2, L561-15, L561-16, L561-18 CMF; DOMAIN 9.1;
docs/decisions/0164-a-suspicion-is-the-houses-alone.md.
"""

from comptant.operations.acts.act import Act, Answer, Refused, lock_contracts, operation
from comptant.operations.acts.approval import propose
from comptant.operations.risk.fraud import follow_effects
from comptant.store import bulk

SAID = ("SUSPECT", "CLEARED")
KIND = "laundering"


@operation
def decide_suspicion(
    do: Act, *, contract_id: int, aml_alarm_id: int, outcome: str, reason: str
) -> Answer:
    """Keep what was examined of a suspicion (`reason`: origin and destination of the money, what it
    was for, who gains) and say that it is one (SUSPECT: the contract pays nothing out from now on;
    to be reported once another person agrees) or none (CLEARED, once another person agrees).

    Refused: contract_unknown, suspicion_unknown, suspicion_outcome_wrong, reason_missing,
    suspicion_decided, suspicion_asked.
    """
    if outcome not in SAID:
        raise Refused("suspicion_outcome_wrong", outcome=outcome, outcomes=" ".join(SAID))
    if not reason.strip():
        raise Refused("reason_missing")
    lock_contracts(do, [contract_id])
    alarm = _alarm(do, contract_id, aml_alarm_id)
    if alarm["outcome"] in (outcome, "SENT", "CLEARED", "OPPOSED"):
        raise Refused("suspicion_decided", aml_alarm_id=aml_alarm_id, outcome=alarm["outcome"])
    first = "HELD" if outcome == "SUSPECT" else "PROPOSED"
    return _asked(do, alarm, first, outcome, reason.strip())


@operation
def report_suspicion(
    do: Act, *, contract_id: int, aml_alarm_id: int, reference: str, is_opposed: bool = False
) -> Answer:
    """Keep that a suspicion was reported to the financial intelligence unit under a number. Money
    moves again once another person agrees; where the unit opposes (`is_opposed`) it stays stopped,
    at once, until said again without.

    Refused: contract_unknown, suspicion_unknown, reference_missing, suspicion_not_agreed,
    suspicion_asked.
    """
    if not reference.strip():
        raise Refused("reference_missing")
    lock_contracts(do, [contract_id])
    alarm = _alarm(do, contract_id, aml_alarm_id)
    if alarm["outcome"] not in ("SUSPECT", "OPPOSED"):
        raise Refused("suspicion_not_agreed", aml_alarm_id=aml_alarm_id, outcome=alarm["outcome"])
    if is_opposed:
        _check_asked(alarm)
        _say(do, alarm, "OPPOSED", reference.strip(), None)
        return _told(alarm, "OPPOSED", None)
    return _asked(do, alarm, "PROPOSED", "SENT", reference.strip())


def say_suspicion_by_two(do: Act, approval: bulk.Row) -> Answer:
    """What an approved word on a suspicion does: it counts. Refused: suspicion_unknown."""
    alarm, said = _of(do, approval)
    _say(do, alarm, said["outcome"], _reason(do, said), approval["id"])
    return _told(alarm, said["outcome"], approval["id"])


def let_suspicion_go(do: Act, approval: bulk.Row) -> Answer:
    """What a refusal does: what one person suspected is to be decided anew, and holds no money."""
    alarm, said = _of(do, approval)
    outcome = alarm["outcome"]
    if outcome == "HELD" and said["outcome"] == "SUSPECT":
        outcome = "LET_GO"
        _say(do, alarm, outcome, _reason(do, said), approval["id"])
    return _told(alarm, outcome, approval["id"])


def _of(do: Act, approval: bulk.Row) -> tuple[bulk.Row, bulk.Row]:
    said = approval["arguments"]
    lock_contracts(do, [said["contract_id"]])
    return _alarm(do, said["contract_id"], said["aml_alarm_id"]), said


def _alarm(do: Act, contract_id: int, aml_alarm_id: int) -> bulk.Row:
    found = bulk.row(do.conn, "aml_alarm", contract_id=contract_id, alarm_id=aml_alarm_id)
    if found is None:
        raise Refused("suspicion_unknown", aml_alarm_id=aml_alarm_id)
    return found


def _check_asked(alarm: bulk.Row) -> None:
    if alarm["is_asked"]:
        raise Refused("suspicion_asked", aml_alarm_id=alarm["alarm_id"])


def _asked(do: Act, alarm: bulk.Row, first: str, outcome: str, reason: str) -> Answer:
    """Keep a first person's word, and ask another. The approval says no more than a number: what
    was examined is in the word, which compliance alone reads."""
    _check_asked(alarm)
    word_id = _say(do, alarm, first, reason, None)
    said = {"contract_id": alarm["contract_id"], "aml_alarm_id": alarm["alarm_id"],
            "outcome": outcome, "word_id": word_id}  # fmt: skip
    approval_id = propose(do, KIND, said, subject_id=alarm["alarm_id"])
    return _told(alarm, "HELD" if first == "HELD" else alarm["outcome"], approval_id)


def _reason(do: Act, said: bulk.Row) -> str:
    found = do.conn.execute("SELECT reason FROM aml_word WHERE id = %s",
                            (said["word_id"],)).fetchall()  # fmt: skip
    return str(found[0][0])


def _say(do: Act, alarm: bulk.Row, outcome: str, reason: str, approval_id: int | None) -> int:
    (id_,) = bulk.take_ids(do.conn, 1)
    do.conn.execute(
        """INSERT INTO aml_word (contract_id, id, alarm_id, outcome, reason, said_on, by_id,
               approval_id, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (alarm["contract_id"], id_, alarm["alarm_id"], outcome, reason, do.on, do.by.id,
         approval_id, do.id),
    )  # fmt: skip
    follow_effects(do, alarm["contract_id"])
    return id_


def _told(alarm: bulk.Row, outcome: str, approval_id: int | None) -> Answer:
    # No contract: an event of the decision would tell the house of which client this is.
    return {"aml_alarm_id": alarm["alarm_id"], "aml_scenario": alarm["scenario"],
            "aml_outcome": outcome, "approval_id": approval_id}  # fmt: skip
