"""Somebody who reads a quote, or offers, has an adviser call: a case with its owner, its deadline
and its diagnosis; taken, called, closed. How it stands is its last step, nothing is set.

Source: convention of the house, told with the case; what is weak: rules/diagnosis.py.
"""

import json
import re
from datetime import date, timedelta

from comptant.operations.acts.act import Act, Answer, Refused, operation
from comptant.operations.acts.roles import CLIENT_ROLES, INTRODUCERS
from comptant.operations.quoting.diagnosing import Read, diagnosed, of_file, of_quote
from comptant.rules.calendar import next_business_day_of
from comptant.store import bulk

PHONE = re.compile(r"\+?[0-9]{6,15}")
TEXT_MAX = 2_000
NAME_MAX = 200
DAYS_MAX = 90  # within which to call again
SPOKEN, NO_ANSWER, CALL_AGAIN = "SPOKEN", "NO_ANSWER", "CALL_AGAIN"
CALLS = (SPOKEN, NO_ANSWER, CALL_AGAIN)
ENDS = ("GOES_ON", "NOT_NOW", "DECLINED", "NEVER_REACHED")


@operation
def ask_callback(
    do: Act, *, quote_id: int | None, file_id: int | None, caller: str, phone: str, question: str,
    link_id: int | None = None,
) -> Answer:  # fmt: skip
    """Have an adviser of the house call `caller` about a quote or a file of offers, one of both: a
    case is opened for whoever has the fewest, to be called by the end of the next business day.
    What is weak, which offers there are and what is missing is computed and kept with it. One case
    of a quote is open at a time. `link_id`: the house's, of who reads by a link.

    Refused: callback_of_what, quote_unknown, file_unknown, caller_missing, caller_phone_wrong,
    text_too_long, callback_open, adviser_missing, link_unknown.
    """
    if (quote_id is None) == (file_id is None):
        raise Refused("callback_of_what")
    phone = _checked(caller, phone, question)
    read = _read(do, quote_id, file_id)
    if link_id is not None and not (do.by.is_factor and _is_link(do, link_id, quote_id)):
        raise Refused("link_unknown")
    _check_none(do, quote_id, file_id)
    adviser = bulk.row(do.conn, "least_busy_adviser", company_id=_house(do))
    if adviser is None:
        raise Refused("adviser_missing")
    found = diagnosed(do, read)
    by_on = next_business_day_of(do.on + timedelta(days=1))
    (id_,) = bulk.take_ids(do.conn, 1)
    bulk.execute(
        do.conn, "insert_callback", id=id_, company_id=do.by.company_id, quote_id=quote_id,
        file_id=file_id, link_id=link_id, prospect=read.prospect, question=question.strip(),
        asked_on=do.on, owner_id=adviser["id"], call_by_on=by_on, caller=caller.strip(),
        diagnosis=json.dumps(found, default=_plain), phone=phone, act_id=do.id,
    )  # fmt: skip
    return {"callback_id": id_, "prospect": read.prospect, "adviser": adviser["name"],
            "act_by_on": by_on, "quote_id": quote_id, "file_id": file_id}  # fmt: skip


@operation
def take_callback(do: Act, *, callback_id: int) -> Answer:
    """Take a case: it is one's own turn from now on, whoever had it. Refused: callback_unknown,
    callback_closed, callback_taken (one's own already)."""
    found = _open(do, callback_id)
    if found["callback_state"] != "ASKED" and found["turn_of_id"] == do.by.id:
        raise Refused("callback_taken", callback_id=callback_id)
    _step(do, found, "TAKEN", "", None, "")
    return {"callback_id": callback_id, "prospect": found["prospect"],
            "act_by_on": found["act_by_on"]}  # fmt: skip


@operation
def note_call(
    do: Act, *, callback_id: int, outcome: str, call_by_on: date | None, note: str
) -> Answer:  # fmt: skip
    """Note that one has called: SPOKEN, NO_ANSWER, CALL_AGAIN, and by when to call again (no answer
    and nothing said: the next business day). What is noted is read by whoever asked.

    Refused: callback_unknown, callback_closed, call_outcome_unknown, call_day_wrong,
    call_day_missing (CALL_AGAIN, SPOKEN: by when the next word is due), text_too_long.
    """
    if outcome not in CALLS:
        raise Refused("call_outcome_unknown", outcome=outcome, outcomes=list(CALLS))
    found = _open(do, callback_id)
    if call_by_on is None and outcome == NO_ANSWER:
        call_by_on = next_business_day_of(do.on + timedelta(days=1))
    if call_by_on is None:
        raise Refused("call_day_missing", outcome=outcome)
    if not do.on <= call_by_on <= do.on + timedelta(days=DAYS_MAX):
        raise Refused("call_day_wrong", call_by_on=call_by_on, days=DAYS_MAX)
    _step(do, found, "CALLED", outcome, call_by_on, note)
    return {"callback_id": callback_id, "outcome": outcome, "act_by_on": call_by_on}


@operation
def close_callback(do: Act, *, callback_id: int, outcome: str, note: str) -> Answer:
    """Close a case: GOES_ON (to a contract), NOT_NOW, DECLINED, NEVER_REACHED. Whom to call is
    forgotten. Nobody goes on, declines or waits who was never spoken to.

    Refused: callback_unknown, callback_closed, call_outcome_unknown, call_missing (nobody has
    called), text_too_long.
    """
    if outcome not in ENDS:
        raise Refused("call_outcome_unknown", outcome=outcome, outcomes=list(ENDS))
    found = _open(do, callback_id)
    if not bulk.row(do.conn, "callback_called", callback_id=callback_id,
                    outcome=None if outcome == "NEVER_REACHED" else SPOKEN):  # fmt: skip
        raise Refused("call_missing", callback_id=callback_id)
    _step(do, found, "CLOSED", outcome, None, note)
    do.conn.execute("UPDATE callback_contact SET caller = '', phone = '' WHERE callback_id = %s",
                    (callback_id,))  # fmt: skip
    return {"callback_id": callback_id, "outcome": outcome}


def _checked(caller: str, phone: str, question: str) -> str:
    """The number without what people put between its digits."""
    if not 0 < len(caller.strip()) <= NAME_MAX:
        raise Refused("caller_missing", most=NAME_MAX)
    number = re.sub(r"[\s().\-]", "", phone)
    if not PHONE.fullmatch(number):
        raise Refused("caller_phone_wrong", phone=phone)
    if len(question) > TEXT_MAX:
        raise Refused("text_too_long", most=TEXT_MAX)
    return number


def _read(do: Act, quote_id: int | None, file_id: int | None) -> Read:
    """What the case is about, if whoever asks may read it."""
    mine = None if do.by.is_factor else do.by.company_id
    if quote_id is not None:
        row = bulk.row(do.conn, "quote_read_by", quote_id=quote_id, company_id=mine,
                       is_broker=bool(INTRODUCERS & do.by.roles),
                       is_client=bool(CLIENT_ROLES & do.by.roles))  # fmt: skip
        if row is None:
            raise Refused("quote_unknown", quote_id=quote_id)
        return of_quote(row)
    rows = bulk.rows(do.conn, "offer_files", ids=[file_id], company_id=mine)
    if not rows:
        raise Refused("file_unknown", file_id=file_id)
    return of_file(rows[0])


def _is_link(do: Act, link_id: int, quote_id: int | None) -> bool:
    return (
        do.conn.execute(
            "SELECT 1 FROM quote_link WHERE id = %s AND quote_id = %s AND until_on >= %s",
            (link_id, quote_id, do.on),
        ).fetchone()
        is not None
    )


def _check_none(do: Act, quote_id: int | None, file_id: int | None) -> None:
    """One open case of a thing at a time, whoever asks. Refused: callback_open."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('callback', %s))",
                    (quote_id or file_id,))  # fmt: skip
    found = bulk.row(do.conn, "open_callback_of", quote_id=quote_id, file_id=file_id)
    if found:
        raise Refused("callback_open", act_by_on=found["act_by_on"])


def _house(do: Act) -> int:
    return int((bulk.row(do.conn, "house") or {"client_id": 0})["client_id"])


def _open(do: Act, callback_id: int) -> bulk.Row:
    """A case that is not closed, its row locked. Refused: callback_unknown, callback_closed."""
    do.conn.execute("SELECT 1 FROM callback_contact WHERE callback_id = %s FOR UPDATE",
                    (callback_id,))  # fmt: skip
    found = bulk.row(do.conn, "callback_of", callback_id=callback_id)
    if found is None:
        raise Refused("callback_unknown", callback_id=callback_id)
    if found["callback_state"] == "CLOSED":
        raise Refused("callback_closed", callback_id=callback_id)
    return found


def _step(
    do: Act, found: bulk.Row, step: str, outcome: str, call_by_on: date | None, note: str
) -> None:  # fmt: skip
    if len(note) > TEXT_MAX:
        raise Refused("text_too_long", most=TEXT_MAX)
    do.conn.execute(
        """INSERT INTO callback_step (callback_id, step, outcome, user_id, step_on, call_by_on,
               note, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)""",
        (found["id"], step, outcome, do.by.id, do.on, call_by_on, note.strip(), do.id),
    )


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a diagnosis")
