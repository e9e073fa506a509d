"""The worker's loop: each job in its turn, a failure of one told and left for its next turn."""

import json
import logging
import os
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from comptant.doors.worker import (
    answering,
    fetching,
    folders,
    inbox,
    insurer_rest,
    letters,
    mail,
    post,
    reminders,
    yousign,
)
from comptant.operations.acts.act import Asked, Refused, User
from comptant.operations.assigning import envelopes, signing_codes
from comptant.operations.assigning.arriving import turn_of
from comptant.operations.closing import keeper
from comptant.operations.insurance import insurer_calls
from comptant.operations.registry import deliveries, emails
from comptant.operations.risk.watching import watch_arrivals
from comptant.settings import BadSetting
from comptant.store import access
from comptant.store.connection import Connection
from comptant.store.pool import lent

LOG = logging.getLogger("comptant.worker")
PARIS = ZoneInfo("Europe/Paris")
TURN_SECONDS = 1
FED_EVERY = timedelta(seconds=5)
FETCHED_EVERY = timedelta(hours=6)
WATCHED_EVERY = timedelta(minutes=5)
FIRST_LOOK = timedelta(hours=1)  # back, where this worker has not looked before
OVERLAP = timedelta(minutes=1)  # what was under way at the last look
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
Job = Callable[[Connection, datetime], int]


@dataclass
class Turn:
    """A job, how often it is looked at, and when next."""

    name: str
    job: Job
    every: timedelta
    next_at: datetime = BEGINNING


def turns() -> list[Turn]:
    """The jobs of the house."""
    found = [Turn("seal", _seal, timedelta(minutes=5)), Turn("fraud", _watching(), WATCHED_EVERY)]
    to = mail.server()
    if to:
        found.append(Turn("codes", _codes(to), timedelta()))
        found.append(Turn("answers", _answers(to), timedelta(seconds=5)))
        found.append(Turn("mails", _mails(to), timedelta()))
        found.append(Turn("reminders", reminders.job(to), timedelta(seconds=5)))
    asked = yousign.provider()
    if asked:
        found.append(Turn("signatures", _signatures(asked), timedelta(seconds=5)))
    insurers = insurer_rest.adapters()
    if insurers:
        found.append(Turn("insurers", _insurers(insurers), timedelta(seconds=5)))
        found.append(Turn("decisions", _decisions(insurers), timedelta(minutes=5)))
    folder, box = folders.root(), inbox.inbox()
    if folder:
        found.append(Turn("folders", _fed(partial(folders.turn, folder=folder)), FED_EVERY))
    if box:
        found.append(Turn("mails", _fed(partial(inbox.turn, box=box)), 3 * FED_EVERY))
    if fetching.address():
        found.append(Turn("notices", _notices, FETCHED_EVERY))
    hour = close_hour()
    if hour:
        found.append(Turn("close", _closing(hour), timedelta(minutes=10)))
    return found


def close_hour() -> time | None:
    """COMPTANT_CLOSE_AT, an hour of Paris like 20:30; without it people close."""
    said = os.environ.get("COMPTANT_CLOSE_AT", "")
    if not said:
        return None
    told = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)", said)
    if told is None:
        raise BadSetting("COMPTANT_CLOSE_AT must be an hour of Paris like 20:30")
    return time(int(told[1]), int(told[2]))


def run(stop: threading.Event) -> None:
    """Until told to stop: every job when its turn has come; addresses are told beside them, as
    one that is slow must not keep a day from its close."""
    jobs = turns()
    telling = threading.Thread(target=_tell_addresses, args=(stop,), name="deliveries")
    telling.start()
    while not stop.is_set():
        for turn in jobs:
            step(turn, datetime.now(UTC))
        stop.wait(TURN_SECONDS)
    telling.join()


def step(turn: Turn, at: datetime) -> int:
    """One look at a job; how much it did. What goes wrong is told, and tried at its next turn."""
    if at < turn.next_at:
        return 0
    turn.next_at = at + turn.every
    try:
        with lent("comptant_writer") as conn:
            conn.autocommit = True
            done = turn.job(conn, at)
    except Refused as refusal:
        _tell(turn.name, at, refused=refusal.code)
        return 0
    except Exception as error:
        _tell(turn.name, at, failed=type(error).__name__)
        LOG.error("%s failed", turn.name, exc_info=error)
        return 0
    if done:
        _tell(turn.name, at, done=done)
    return done


def _tell(name: str, at: datetime, **facts: object) -> None:
    LOG.info("%s", json.dumps({"at": at.isoformat(), "job": name, **facts}))


def _tell_addresses(stop: threading.Event) -> None:
    """Until told to stop: what is due goes out, and what is under way is waited for at the end."""
    sender = deliveries.Sender(post.send)
    turn = Turn("deliver", lambda conn, at: _tell_due(sender, conn, stop), timedelta())
    while not stop.is_set():
        step(turn, datetime.now(UTC))
        stop.wait(TURN_SECONDS)
    turn.job = lambda conn, at: sender.finish(conn) or 0
    step(turn, datetime.now(UTC))


def _tell_due(sender: deliveries.Sender, conn: Connection, stop: threading.Event) -> int:
    """Tell what is due until nothing is, or all that is left is waited for; how many were begun."""
    total = 0
    while not stop.is_set():
        begun = sender.turn(conn, datetime.now(UTC))
        total += begun
        if not begun:
            if not sender.is_busy:
                break
            sender.wait(TURN_SECONDS)
    return total


def _seal(conn: Connection, at: datetime) -> int:
    return keeper.seal_acts(conn, at, at.astimezone(PARIS).date())


def _watching() -> Job:
    """What came since the last look, looked at for fraud before it is paid."""
    looked_at: datetime | None = None

    def turn(conn: Connection, at: datetime) -> int:
        nonlocal looked_at
        by = keeper.keeper(conn)
        # In a trial days are played: their close looks at what came.
        if by is None or access.is_sandbox(conn):
            return 0
        since_at = (looked_at or at - FIRST_LOOK) - OVERLAP
        asked = Asked(by, f"keeper/fraud/{at.isoformat()}", at, at.astimezone(PARIS).date())
        done = watch_arrivals(conn, asked, since_at)
        looked_at = at
        return done

    return turn


def _codes(to: mail.Server) -> Job:
    return lambda conn, at: signing_codes.send_due(
        conn, at, lambda email, code, spoken: mail.post(to, email, letters.to_sign(code, spoken))
    )


def _answers(to: mail.Server) -> Job:
    return lambda conn, at: answering.turn(conn, at, to)


def _fed(take: Callable[..., int]) -> Job:
    """What comes by itself, written down by the keeper."""

    def turn(conn: Connection, at: datetime) -> int:
        by = keeper.keeper(conn)
        if by is None:
            return 0
        with turn_of(conn) as is_ours:
            return take(conn, at, by=by) if is_ours else 0

    return turn


def _notices(conn: Connection, at: datetime) -> int:
    by = keeper.keeper(conn)
    # In a trial days are played: the world's notices are of other days.
    return 0 if by is None or access.is_sandbox(conn) else fetching.turn(conn, at, by)


def _mails(to: mail.Server) -> Job:
    return lambda conn, at: emails.send_due(
        conn, at, lambda kind, email, spoken, secret, facts: mail.post(
            to, email, letters.letter(kind, spoken, secret, facts))
    )  # fmt: skip


def _signatures(asked: envelopes.Provider) -> Job:
    return _outward(lambda conn, at, by: envelopes.turn(conn, at, asked, by))


def _outward(job: Callable[[Connection, datetime, User], int]) -> Job:
    """What is sent out and heard by the keeper; nothing leaves a trial."""

    def turn(conn: Connection, at: datetime) -> int:
        by = keeper.keeper(conn)
        if by is None or access.is_sandbox(conn):
            return 0
        return job(conn, at, by)

    return turn


def _insurers(adapters: Mapping[str, insurer_calls.Adapter]) -> Job:
    return _outward(lambda conn, at, by: insurer_calls.turn(conn, at, adapters, by))


def _decisions(adapters: Mapping[str, insurer_calls.Adapter]) -> Job:
    return _outward(lambda conn, at, by: insurer_calls.hear_decisions(conn, at, adapters, by))


def _closing(hour: time) -> Job:
    def close(conn: Connection, at: datetime) -> int:
        now = at.astimezone(PARIS)
        # In a trial days are played, and nobody waits for the wall clock.
        if access.is_sandbox(conn):
            return 0
        until = now.date() if now.time() >= hour else now.date() - timedelta(days=1)
        return len(keeper.close_days(conn, at, until))

    return close
