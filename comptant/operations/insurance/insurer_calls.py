"""Messages carried to insurers by calls, and what they answer asked for.

    turn(conn, at, adapters, by)   sends what waits, asks what is under way; how many it asked

What is under way is written before it is tried, and a message has one reference at every try: one
that left before a crash is found at the insurer's and not sent again. Nothing is open in the
database while an insurer is waited for. Source: decision 0131.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, Asked, Refused, User, operation
from comptant.operations.insurance.insurer_answers import INSURER_ANSWERS, take_insurer_answers
from comptant.operations.insurance.insurer_messages import keep_step, message_of
from comptant.operations.paying.preparing import PARIS
from comptant.rules.batch import check
from comptant.store import bulk

LEASE_SECONDS = 120  # a message whose worker died is taken again after that
AT_ONCE = 20
ASKED_AGAIN = timedelta(minutes=5)  # while the insurer works
# After each failure in a row, how long until the next try; the last one stays.
WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 300, 1_800, 7_200))
Row = dict[str, Any]


class Unanswered(Exception):
    """The insurer could not be asked, or said what it must not: tried again later, not before
    `wait`, where it says so. Its text holds no secret."""

    def __init__(self, why: str, wait: timedelta | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class Rejected(Exception):
    """The insurer will not have it, however often it is sent: why, without a secret."""


@dataclass(frozen=True)
class Said:
    """What an insurer says of a message: PENDING, TAKEN (its number), REJECTED (why)."""

    state: str
    number: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Told:
    """Decisions that an insurer tells, as rows of INSURER_ANSWERS, in its order."""

    rows: list[Row] = field(default_factory=list)


class Adapter(Protocol):
    """How an insurer is reached. Each raises Unanswered, or Rejected."""

    def find(self, reference: str) -> str | None:
        """Its own name of a message that it has already."""

    def send(self, message: Row) -> str:
        """Give it a message; its own name of it. Twice the same: once."""

    def ask(self, job: str) -> Said:
        """How a message stands."""

    def decisions(self, after: str) -> Told:
        """What it has decided since an answer of its own ("": all)."""


@operation
def hear_insurer(do: Act, *, message_id: int) -> Answer:
    """Take in what an insurer has said of a message, as its call keeps it: taken, or rejected.

    Refused: message_unknown, message_over, message_open.
    """
    found = message_of(do, message_id)
    call = bulk.row(do.conn, "insurer_call_of", message_id=message_id) or {}
    if found["message_state"] in ("TAKEN", "REJECTED", "WITHDRAWN"):
        raise Refused("message_over", message_id=message_id)
    if call["state"] != "ANSWERED":
        raise Refused("message_open", message_id=message_id)
    do.conn.execute("UPDATE insurer_call SET state = 'OVER', next_at = NULL WHERE message_id = %s",
                    (message_id,))  # fmt: skip
    said = call["answer"]
    if call["sent_on"] is not None and found["message_state"] == "WRITTEN":
        keep_step(do, found, "SENT", call["sent_on"], call["job"], "", is_by_hand=False)
    return keep_step(do, found, said["state"], do.on, said["number"], said["reason"],
                     is_by_hand=False)  # fmt: skip


def turn(conn: Connection, at: datetime, adapters: Mapping[str, Adapter], by: User) -> int:
    """Carry each message that is due to an insurer that has an adapter (by its name), ask about
    those under way, take in what insurers have decided; how many were asked."""
    due = bulk.rows(conn, "take_insurer_calls", most=AT_ONCE, at=at, insurers=list(adapters),
                    lease_seconds=LEASE_SECONDS)  # fmt: skip
    for row in due:
        if row["state"] != "ANSWERED":
            row["state"] = _asked(conn, at, adapters[row["insurer_name"]], row)
        if row["state"] == "ANSWERED":
            key = f"{row['content']['reference']}/heard"
            hear_insurer(conn, _by(by, key, at), message_id=row["message_id"])
    return len(due)


def hear_decisions(conn: Connection, at: datetime, adapters: Mapping[str, Adapter],
                   by: User) -> int:  # fmt: skip
    """Take in what each insurer has decided since it was asked last: one after the other, each
    once; how many. What an insurer says that is no decision is kept as one refused, and stops
    nothing after it. Once a day what was refused for what we did not know is tried again.

    Unanswered, when all were asked: who could not be, and why.
    """
    count, failed = 0, []
    for name, adapter in adapters.items():
        last = bulk.row(conn, "insurer_last_answer", name=name)
        if last is None:
            continue
        insurer_id = last["insurer_id"]
        try:
            told = adapter.decisions(last["answer_id"]).rows
        except (Unanswered, Rejected) as error:
            failed.append(f"{name}: {error}")
            told = []
        for row in told:
            said = hashlib.sha256(json.dumps(row, default=str).encode()).hexdigest()[:16]
            key = f"insurer/{insurer_id}/{row['insurer_answer_number']}/{said}"
            _take(conn, _by(by, key, at), insurer_id, [row])
        waiting = bulk.rows(conn, "insurer_answers_waiting", insurer_id=insurer_id)
        if waiting:
            asked = _by(by, f"insurer/{insurer_id}/again/{at.astimezone(PARIS).date()}", at)
            _take(conn, asked, insurer_id, [_as_told(row["content"]) for row in waiting])
        count += len(told)
    if failed:
        raise Unanswered("; ".join(failed))
    return count


def _take(conn: Connection, asked: Asked, insurer_id: int, rows: list[Row]) -> None:
    answers = check(INSURER_ANSWERS.frame(rows), INSURER_ANSWERS)
    take_insurer_answers(conn, asked, insurer_id=insurer_id, answers=answers)


def _as_told(content: Row) -> Row:
    """A decision as it was told, of what is kept of it."""
    days = {name: content[name] and date.fromisoformat(content[name])
            for name in ("limit_from_on", "limit_until_on")}  # fmt: skip
    return {**content, **days}


def _by(by: User, key: str, at: datetime) -> Asked:
    return Asked(by, key, at, at.astimezone(PARIS).date())


def _asked(conn: Connection, at: datetime, adapter: Adapter, row: Row) -> str:
    """One message sent or asked about, and what was said written down; the state it is in then."""
    before = {"state": row["state"], "job": row["job"], "tries": 0, "last_answer": "",
              "sent_on": row["sent_on"], "answer": None}  # fmt: skip
    try:
        said = _said(adapter, row, at.astimezone(PARIS).date())
    except Unanswered as error:
        wait = max(WAITS[min(row["tries"], len(WAITS)) - 1], error.wait or timedelta())
        said = {"tries": row["tries"], "last_answer": str(error)[:500], "next_at": at + wait}
    except Rejected as error:
        answer = {"state": "REJECTED", "number": "", "reason": str(error)[:500]}
        said = {"state": "ANSWERED", "answer": json.dumps(answer), "next_at": at + ASKED_AGAIN}
    bulk.execute(conn, "note_insurer_call", message_id=row["message_id"], **{**before, **said})
    return str(said.get("state", row["state"]))


def _said(adapter: Adapter, row: Row, today: date) -> Row:
    """What the insurer says: sent where it has not the message yet. One that was being sent before
    is looked for first."""
    job = row["job"]
    if not job:
        reference = row["content"]["reference"]
        found = adapter.find(reference) if row["tries"] > 1 else None
        job = found or adapter.send(row["content"])
        return {"state": "SENT", "job": job, "sent_on": row["sent_on"] or today,
                "next_at": row["at"] + ASKED_AGAIN}  # fmt: skip
    said = adapter.ask(job)
    if said.state == "PENDING":
        return {"state": "SENT", "next_at": row["at"] + ASKED_AGAIN}
    answer = {"state": said.state, "number": said.number[:200] or job, "reason": said.reason[:500]}
    return {"state": "ANSWERED", "answer": json.dumps(answer), "next_at": row["at"] + ASKED_AGAIN}
