"""What people do about reminders: calls, mails whose end is unknown, mails that came back."""

from datetime import datetime
from typing import Any

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.store import bulk

# What a call may end with. PROMISED and DISPUTED are recorded as such besides.
OUTCOMES = ("PAID", "PROMISED", "DISPUTED", "NOT_FOUND", "REFUSED", "NO_ANSWER")
Row = dict[str, Any]


@operation
def record_call(do: Act, *, contract_id: int, reminder_id: int, outcome: str, note: str) -> Answer:
    """Say what a call that was due has ended with: PAID, PROMISED (then `record_promise`), DISPUTED
    (then `open_dispute`), NOT_FOUND, REFUSED or NO_ANSWER, after which it is called again, and the
    next stage comes all the same: it was tried.

    Refused: contract_unknown, reminder_unknown, reminder_over, reminder_call_unknown.
    Source: DOMAIN §5.1.
    """
    if outcome not in OUTCOMES:
        raise Refused("reminder_call_unknown", outcome=outcome)
    found = _reminder(do, contract_id, reminder_id, "CALL")
    if found["state"] != "WAITING":
        raise Refused("reminder_over", reminder_id=reminder_id)
    again = outcome == "NO_ANSWER"
    _note(do, found, "WAITING" if again else "DONE", f"{outcome} {note}".strip())
    return {"contract_id": contract_id, "reminder_id": reminder_id, "outcome": outcome,
            "buyer_id": found["buyer_id"]}  # fmt: skip


@operation
def settle_reminder(do: Act, *, contract_id: int, reminder_id: int, has_left: bool) -> Answer:
    """Say of a mail whose end is unknown, having looked at the server of mail, that it has left, or
    that it has not: then it goes again, under the same Message-ID. Or that a reminder that waits is
    not to leave (`has_left` false). Refused: contract_unknown, reminder_unknown, reminder_over.
    """
    found = _reminder(do, contract_id, reminder_id, None)
    if found["state"] not in ("UNKNOWN", "WAITING") or (found["state"] == "WAITING" and has_left):
        raise Refused("reminder_over", reminder_id=reminder_id)
    if found["state"] == "WAITING":
        state, next_at = "DROPPED", None
    else:
        state, next_at = ("SENT", None) if has_left else ("WAITING", do.asked.at)
    _note(do, found, state, "by hand", next_at)
    return {"contract_id": contract_id, "reminder_id": reminder_id, "reminder_state": state}


@operation
def record_bounce(do: Act, *, contract_id: int, reminder_id: int, said: str) -> Answer:
    """Say that a mail came back: its address gets no mail any more until `set_reminder_contact`
    says it anew, and the stage is told by letter. The number is in the Message-ID
    (reminder-NUMBER).

    Refused: contract_unknown, reminder_unknown, reminder_over.
    """
    found = _reminder(do, contract_id, reminder_id, "EMAIL")
    if found["state"] not in ("SENT", "UNKNOWN"):
        raise Refused("reminder_over", reminder_id=reminder_id)
    _note(do, found, "BOUNCED", said.strip()[:500])
    bulk.execute(do.conn, "letter_after_bounce", contract_id=contract_id, id=reminder_id, on=do.on)
    return {"contract_id": contract_id, "reminder_id": reminder_id, "reminder_state": "BOUNCED"}


def _reminder(do: Act, contract_id: int, reminder_id: int, channel: str | None) -> Row:
    found = bulk.row(do.conn, "reminder_to_note", contract_id=contract_id, id=reminder_id)
    if found is None or channel not in (None, found["channel"]):
        raise Refused("reminder_unknown", reminder_id=reminder_id)
    return found


def _note(do: Act, row: Row, state: str, said: str, next_at: datetime | None = None) -> None:
    bulk.execute(do.conn, "note_reminder_by_hand", contract_id=row["contract_id"], id=row["id"],
                 state=state, said=said, next_at=next_at, left_on=do.on, act_id=do.id)  # fmt: skip
