"""What is said of a name found on a list of frozen assets: that it is true, by one person, stops
money at once; that it stays so, or is somebody else, takes two. No client is told of either.
Source: art. L562-4, L574-1 CMF; docs/decisions/0150-a-hit-is-told-to-compliance-alone.md.
"""

from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    lock_contracts,
    lock_many,
    operation,
)
from comptant.operations.acts.approval import propose
from comptant.operations.risk.fraud import follow_effects
from comptant.store import bulk

OUTCOMES = ("TRUE", "FALSE")


@operation
def decide_hit(do: Act, *, hit_id: int, outcome: str, reason: str) -> Answer:
    """Say that a hit is TRUE (nothing more is financed nor paid out from now on, and another person
    confirms it) or FALSE (somebody else, once another person agrees; what money it held is let go).

    Refused: hit_unknown, hit_outcome_wrong, reason_missing, hit_decided, hit_asked.
    """
    if outcome not in OUTCOMES:
        raise Refused("hit_outcome_wrong", outcome=outcome, outcomes=" ".join(OUTCOMES))
    if not reason.strip():
        raise Refused("reason_missing")
    lock_many(do)
    hit = _hit(do, hit_id)
    if hit["outcome"] == outcome:
        raise Refused("hit_decided", hit_id=hit_id, outcome=outcome)
    if hit["is_asked"]:
        raise Refused("hit_asked", hit_id=hit_id)
    if outcome == "TRUE":
        _say(do, hit_id, "HELD", reason.strip(), None)
    said = {"hit_id": hit_id, "outcome": outcome, "reason": reason.strip()}
    approval_id = propose(do, "screening", said, subject_id=hit_id)
    return {"hit_id": hit_id, "screening_outcome": "HELD" if outcome == "TRUE" else hit["outcome"],
            "approval_id": approval_id}  # fmt: skip


def say_by_two(do: Act, approval: bulk.Row) -> Answer:
    """What an approved word on a hit does: it counts. Refused: hit_unknown."""
    said = approval["arguments"]
    lock_many(do)
    _hit(do, said["hit_id"])
    _say(do, said["hit_id"], said["outcome"], said["reason"], approval["id"])
    return {"hit_id": said["hit_id"], "screening_outcome": said["outcome"]}


def let_go(do: Act, approval: bulk.Row) -> Answer:
    """What a refusal does: a hit that one person called true is to be decided anew, and holds no
    money; one that was to be called false stays as it was."""
    said = approval["arguments"]
    lock_many(do)
    hit = _hit(do, said["hit_id"])
    if hit["outcome"] == "HELD" and said["outcome"] == "TRUE":
        _say(do, said["hit_id"], "LET_GO", said["reason"], approval["id"])
    return {"hit_id": said["hit_id"], "screening_outcome": _hit(do, said["hit_id"])["outcome"]}


def follow_hits(do: Act) -> None:
    """Stop what held hits concern now: contracts that came since as well."""
    rows = do.conn.execute("SELECT hit_id FROM screening_held ORDER BY hit_id").fetchall()
    if not rows:
        return
    lock_many(do)
    for (hit_id,) in rows:
        _follow(do, hit_id)


def _hit(do: Act, hit_id: int) -> bulk.Row:
    found = bulk.row(do.conn, "screening_hit", hit_id=hit_id)
    if found is None:
        raise Refused("hit_unknown", hit_id=hit_id)
    return found


def _say(do: Act, hit_id: int, outcome: str, reason: str, approval_id: int | None) -> None:
    do.conn.execute(
        """INSERT INTO screening_word (hit_id, outcome, reason, said_on, approval_id, act_id)
           VALUES (%s, %s, %s, %s, %s, %s)""",
        (hit_id, outcome, reason, do.on, approval_id, do.id),
    )
    _follow(do, hit_id)


def _follow(do: Act, hit_id: int) -> None:
    ids = [row["contract_id"] for row in bulk.rows(do.conn, "screening_concerns", hit_id=hit_id)]
    lock_contracts(do, ids)
    for contract_id in ids:
        follow_effects(do, contract_id)
