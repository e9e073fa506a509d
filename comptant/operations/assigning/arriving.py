"""What comes by a folder or by mail becomes remittances, and is written down: once.

A step that died is done again from where it was: the files have the same key, hence the same
remittance and the same answer, and what came is taken from its place only once it is written down.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from psycopg import Connection

from comptant.formats import intake
from comptant.formats.mails import Mail
from comptant.formats.reading import Fault
from comptant.operations.acts.act import Answer, Asked, Refused, User
from comptant.operations.assigning.feeds import record_arrival, roles_of
from comptant.operations.assigning.remit import LINES_MAX, remit
from comptant.operations.assigning.sent_files import SentFile, bundles
from comptant.operations.paying.preparing import PARIS
from comptant.store import bulk

Row = dict[str, Any]
Files = Sequence[tuple[str, bytes]]
NAMES_LENGTH = 200
WAITS = (60, 600, 3_600, 14_400)  # seconds until an answer that did not leave is tried again


@dataclass
class Taken:
    """What became of files: the remittances' answers, and what could not be read or was refused."""

    answers: list[Answer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    refusal: str = ""

    @property
    def state(self) -> str:
        """TAKEN, UNREAD or REFUSED."""
        return "REFUSED" if self.refusal else "TAKEN" if self.answers else "UNREAD"


@contextmanager
def turn_of(conn: Connection) -> Iterator[bool]:
    """Whether this worker takes in what comes now: two would move each other's files."""
    (is_ours,) = conn.execute(
        "SELECT pg_try_advisory_lock(hashtextextended('feeds', 0))"
    ).fetchone() or (False,)
    try:
        yield bool(is_ours)
    finally:
        if is_ours and not conn.closed:
            conn.execute("SELECT pg_advisory_unlock(hashtextextended('feeds', 0))")


def folder_feeds(conn: Connection) -> list[Row]:
    """The contracts that a folder feeds: contract_number, contract_id, in whose name."""
    return bulk.rows(conn, "feeds_now", way="FOLDER", contract_id=None, sender=None)


def answer_due(conn: Connection, at: datetime, post: Callable[[Row], bool]) -> int:
    """Answer the mails that wait, one after the other; how many answers left. Each counts as begun
    before it is sent: one that may have left is not sent again. One that did not leave is tried
    again, a few times."""
    sent = 0
    for row in bulk.rows(conn, "take_mail_answers", at=at):
        is_sent = post(row)
        again = WAITS[row["tries"] - 1] if row["tries"] <= len(WAITS) and not is_sent else None
        bulk.execute(conn, "note_mail_answer", contract_id=row["contract_id"],
                     arrival_id=row["arrival_id"], sent_at=at if is_sent else None,
                     next_at=None if again is None else at + timedelta(seconds=again))  # fmt: skip
        sent += is_sent
    return sent


def take_mail(conn: Connection, at: datetime, by: User, digest: bytes, mail: Mail) -> Answer:
    """Assign what is attached to a mail, where its sender feeds a contract, and write it down as
    `by`. Who feeds several contracts names the one in the subject."""
    feeds = bulk.rows(conn, "feeds_now", way="MAIL", contract_id=None, sender=mail.sender)
    if not mail.is_proved or not feeds:
        return _record(conn, at, by, _house(conn), "MAIL", digest, mail.sender, mail.subject,
                       "UNKNOWN" if mail.is_proved else "UNPROVED", Taken())  # fmt: skip
    named = [row for row in feeds if len(feeds) == 1 or row["contract_number"] in mail.subject]
    if len(named) != 1:
        taken = Taken(refusal=Refused("feed_contract_unsaid").code)
    else:
        taken = _assign(conn, at, named[0], f"mail/{digest.hex()}", mail.attachments)
    chosen = named[0] if len(named) == 1 else feeds[0]
    return _record(conn, at, by, chosen["contract_id"], "MAIL", digest, mail.sender, mail.subject,
                   taken.state, taken, reply_to=mail.message_id)  # fmt: skip


def take_lot(
    conn: Connection, at: datetime, by: User, feed: Row, lot: str, files: Files
) -> tuple[Answer, Taken]:
    """Assign a lot of files of a contract's folder, which has a name of its own, and write it down
    as `by`."""
    told = hashlib.sha256(lot.encode())
    for name, content in files:
        told.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    taken = _assign(conn, at, feed, f"folder/{told.hexdigest()}", files)
    names = ", ".join(name for name, _ in files)[:NAMES_LENGTH]
    return _record(conn, at, by, feed["contract_id"], "FOLDER", told.digest(), "", names,
                   taken.state, taken), taken  # fmt: skip


def _assign(conn: Connection, at: datetime, feed: Row, key: str, files: Files) -> Taken:
    """The files through `remit`, in the name of the feed's person, under key/1, key/2..."""
    roles = roles_of(conn, feed["user_id"], feed["client_id"])
    by = User(feed["user_id"], feed["login"], feed["client_id"], False, roles,
              scopes=frozenset({"remit"}))  # fmt: skip
    taken = Taken()
    slices = (
        (SentFile(name, hashlib.sha256(content).digest(), content if first else None), read)
        for name, content in files
        for first, read in _first(intake.slices(name, BytesIO(content)))
    )
    for part, bundle in enumerate(bundles(slices, LINES_MAX, taken.faults), 1):
        asked = Asked(by, f"{key}/{part}", at, at.astimezone(PARIS).date())
        names = ", ".join(file.name for file in bundle.files[:3])
        try:
            taken.answers.append(remit(
                conn, asked, contract_id=feed["contract_id"], sent=bundle.rows, file_name=names,
                digest=bundle.digest, received_at=at, files=bundle.files,
            ))  # fmt: skip
        except Refused as refusal:
            taken.refusal = refusal.code
            break
    return taken


def _first(reads: Any) -> Any:
    return ((number == 0, read) for number, read in enumerate(reads))


def _record(
    conn: Connection, at: datetime, by: User, contract_id: int, way: str, digest: bytes,
    sender: str, subject: str, state: str, taken: Taken, *, reply_to: str | None = None,
) -> Answer:  # fmt: skip
    """What came, written down under its own name: a second time it is the same act."""
    asked = Asked(by, f"arrival/{way}/{digest.hex()}", at, at.astimezone(PARIS).date())
    known = conn.execute(
        "SELECT contract_id, id, arrival_state FROM arrival WHERE contract_id = %s AND way = %s"
        " AND digest = %s", (contract_id, way, digest),
    ).fetchone()  # fmt: skip
    if known:
        return {"contract_id": known[0], "arrival_id": known[1], "arrival_state": known[2]}
    new = [one for one in taken.answers if not one["repeated"] or one.get("again")]
    return record_arrival(
        conn, asked, contract_id=contract_id, way=way, sent_digest=digest.hex(), sender=sender,
        subject=subject, arrival_state=state, refusal_code=taken.refusal,
        remittance_ids=[one["remittance_id"] for one in taken.answers],
        accepted=sum(one["accepted"] + one["credit_notes"] for one in new),
        refused=sum(one["refused"] for one in new), fault_count=len(taken.faults),
        arrived_at=at, reply_to=reply_to,
    )  # fmt: skip


def _house(conn: Connection) -> int:
    found = bulk.row(conn, "house")
    assert found is not None
    return int(found["id"])
