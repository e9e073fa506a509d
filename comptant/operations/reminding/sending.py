"""Reminders leave: each is judged again at that moment, and written as under way before it goes.

A mail whose sender never came back is unknown: it goes to a person, and never twice by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from psycopg import Connection

from comptant.operations.reminding.facts import PAIR, Facts, facts
from comptant.operations.reminding.run import told_lines
from comptant.rules import reminders
from comptant.rules.batch import decide
from comptant.store import bulk

AT_ONCE = 500  # mails in a turn
WAITS = (60, 300, 900, 3_600)  # seconds until a mail that did not leave is tried again
LATER = timedelta(hours=1)  # until what waits for the bank or a working day is looked at again
ADDRESS = {"EMAIL": "has_email"}  # what a channel needs; the others a postal address
Row = dict[str, Any]


@dataclass(frozen=True)
class Mail:
    """A reminder as it leaves: what is known of its buyer now (`of`), its invoices with what is
    claimed of each now (`lines`), and the part before the @ of its Message-ID, the same at every
    try."""

    of: Row
    lines: list[Row]
    reference: str


@dataclass(frozen=True)
class Heard:
    """What the server of mail said: SENT, AGAIN (not now), BOUNCED (no such address), or UNKNOWN
    (it never said)."""

    state: str
    said: str = ""


Post = Callable[[Mail], Heard]


def send_due(conn: Connection, at: datetime, on: date, post: Post) -> int:
    """Send the reminders that wait to leave by mail, one after the other; how many left.

    One sender at a time in the house; what another left under way is unknown.
    """
    (is_alone,) = conn.execute(
        "SELECT pg_try_advisory_lock(hashtextextended('reminder mails', 0))"
    ).fetchone() or (False,)
    if not is_alone:
        return 0
    try:
        bulk.execute(conn, "reminders_left")
        sent = 0
        for _ in range(AT_ONCE):
            waiting = bulk.row(conn, "next_reminder_mail", at=at)
            if waiting is None:
                break
            sent += _send(conn, at, on, waiting, post)
        return sent
    finally:
        conn.execute("SELECT pg_advisory_unlock(hashtextextended('reminder mails', 0))")


def _send(conn: Connection, at: datetime, on: date, waiting: Row, post: Post) -> bool:
    said = judged(conn, on, [waiting])[waiting["id"]]
    if said.wait:
        _note(conn, waiting, "WAITING", said.wait, at + LATER)
        return False
    if said.stop:
        _note(conn, waiting, "DROPPED", said.stop)
        return False
    of = {**said.of, **waiting, "language": said.of["language"]}
    taken = bulk.execute(conn, "take_reminder", contract_id=waiting["contract_id"],
                         id=waiting["id"], sent_to=of["email"], language=of["language"],
                         told=told_lines(said.lines))  # fmt: skip
    if not taken:
        return False
    heard = post(Mail(of, said.lines, f"reminder-{waiting['id']}"))
    if heard.state == "AGAIN":
        wait = WAITS[min(waiting["tries"], len(WAITS) - 1)]
        _note(conn, waiting, "WAITING", heard.said, at + timedelta(seconds=wait))
    else:
        with conn.transaction():
            _note(conn, waiting, heard.state, heard.said, left_on=on)
            if heard.state == "BOUNCED":  # what else tells the stage is no mail
                bulk.execute(conn, "letter_after_bounce", contract_id=waiting["contract_id"],
                             id=waiting["id"], on=on)  # fmt: skip
    return heard.state == "SENT"


def _note(
    conn: Connection, row: Row, state: str, said: str, next_at: datetime | None = None,
    left_on: date | None = None,
) -> None:  # fmt: skip
    bulk.execute(conn, "note_reminder", contract_id=row["contract_id"], id=row["id"], state=state,
                 said=said[:500], next_at=next_at, left_on=left_on)  # fmt: skip


@dataclass(frozen=True)
class Judged:
    """A reminder at the moment of sending: why it waits, why it is dropped, or its lines now."""

    of: Row
    lines: list[Row]
    wait: str = ""
    stop: str = ""


def judged(conn: Connection, on: date, waiting: list[Row]) -> dict[int, Judged]:
    """Reminders (contract_id, id, buyer_id, currency, invoice_ids) judged again now, by their id:
    the rules and facts of the run, of their buyers alone."""
    pairs = sorted({(row["contract_id"], row["buyer_id"]) for row in waiting})
    only = pairs[0][0] if len({one for one, _ in pairs}) == 1 else None
    known = facts(conn, on, only, pairs=pairs)
    claimed = {(row["contract_id"], row["invoice_id"]): row
               for row in known.claimed.iter_rows(named=True)}  # fmt: skip
    numbers = _numbers(conn, waiting)
    buyers, planned = _buyers(known), set(known.stages["plan_id"])
    found = {}
    for row in waiting:
        of = buyers.get((row["contract_id"], row["buyer_id"], row["currency"]))
        channel = row.get("channel", "EMAIL")
        own = [(row["contract_id"], id_) for id_ in row["invoice_ids"]]
        lines = [{**numbers[key], "claimed_cents": claimed[key]["claimed_cents"]} for key in own
                 if key in claimed and claimed[key]["claimed_cents"] > 0]  # fmt: skip
        lines.sort(key=lambda one: (one["due_on"], one["invoice_id"]))
        if of is None or not lines:
            # what is owed first: why nothing of it may be claimed
            stops = [claimed[key]["reminder_stop"] for key in own if key in claimed]
            stops += [numbers[key]["reminder_stop"] for key in own if key not in claimed]
            found[row["id"]] = Judged({}, [], stop=next((one for one in stops if one), "paid"))
        elif not any(claimed[key]["plan_id"] in planned for key in own if key in claimed):
            found[row["id"]] = Judged(of, lines, stop="plan_off")
        elif of["reminder_wait"]:
            found[row["id"]] = Judged(of, lines, wait=of["reminder_wait"])
        elif channel != "HANDOVER" and not of[ADDRESS.get(channel, "has_address")]:
            found[row["id"]] = Judged(of, lines, stop="no_address")
        else:
            found[row["id"]] = Judged(of, lines)
    return found


def _buyers(known: Facts) -> dict[tuple[int, int, str], Row]:
    waits = decide(known.buyers, reminders.WAIT, nullable=("reminder_wait",)).select(
        *PAIR, "reminder_wait", "has_email", "has_address")  # fmt: skip
    rows = known.told.join(waits, on=PAIR).iter_rows(named=True)
    return {(row["contract_id"], row["buyer_id"], row["currency"]): row for row in rows}


def _numbers(conn: Connection, waiting: list[Row]) -> dict[tuple[int, int], Row]:
    named = [(row["contract_id"], id_) for row in waiting for id_ in row["invoice_ids"]]
    rows = bulk.rows(
        conn, "reminded_invoices", contract_ids=[one for one, _ in named],
        invoice_ids=[id_ for _, id_ in named],
    )  # fmt: skip
    return {(row["contract_id"], row["invoice_id"]): row for row in rows}
