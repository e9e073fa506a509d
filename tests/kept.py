"""Sessions kept for the length of a test: who closes a connection leaves it to the next who asks.

A new session of PostgreSQL reads its catalogue and plans every query again, which costs more than
most of what a test asks of it. A session that is lent again has nothing left of the one before it
but its plans: what DISCARD ALL forgets is forgotten, plans aside.
"""

import select
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import pq

from comptant.store.connection import _open

Params = dict[str, str]
Asked = frozenset[tuple[str, str]]
FORGET = b"""CLOSE ALL; SET SESSION AUTHORIZATION DEFAULT; RESET ALL; UNLISTEN *;
SELECT pg_advisory_unlock_all(); DISCARD TEMP; DISCARD SEQUENCES"""
LIVES = (pq.TransactionStatus.IDLE, pq.TransactionStatus.INTRANS, pq.TransactionStatus.INERROR)
GONE = pq.PGconn.connect_start(b"host=/nowhere")
GONE.finish()


@dataclass
class Shelf:
    """The idle sessions of one database, by what they were opened with."""

    database: str
    idle: dict[Asked, list[tuple[pq.abc.PGconn, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    is_over: bool = False

    def open(self, params: Params) -> psycopg.Connection:
        """A connection on an idle session of these parameters, or on a new one."""
        if params["dbname"] != self.database:
            return _open(params)
        asked = frozenset(params.items())
        while self.idle[asked]:
            pgconn, plans = self.idle[asked].pop()
            if _lives(pgconn):
                kept = Kept(pgconn)
                kept._prepared = plans
                break
        else:
            plain = _open(params)
            plain._pool = None  # it is not left open: its session has another holder
            kept = Kept(plain.pgconn)
        kept.shelf, kept.asked = self, asked
        return kept

    def take(self, asked: Asked, pgconn: pq.abc.PGconn, plans: Any) -> bool:
        """Keep a session whose holder has left, if it can be lent again."""
        if self.is_over or pgconn.transaction_status not in LIVES:
            return False
        if pgconn.transaction_status != pq.TransactionStatus.IDLE:
            pgconn.exec_(b"ROLLBACK")
        answer = pgconn.exec_(FORGET)
        if answer.status != pq.ExecStatus.COMMAND_OK:
            return False
        self.idle[asked].append((pgconn, plans))
        return True

    def end(self) -> None:
        """Nobody asks any more."""
        self.is_over = True
        for sessions in self.idle.values():
            for pgconn, _ in sessions:
                pgconn.finish()


def _lives(pgconn: pq.abc.PGconn) -> bool:
    """Whether the server has not ended an idle session meanwhile: it would have said so."""
    is_told, _, _ = select.select([pgconn.socket], [], [], 0)
    if is_told:
        pgconn.finish()
    return not is_told


def leave(admin: psycopg.Connection, database: str) -> None:
    """End every session of a database, for nobody may be in one that is copied."""
    query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
    admin.execute(query, [database])


class Kept(psycopg.Connection[Any]):
    """A connection whose session goes back to its shelf when it is closed."""

    shelf: Shelf
    asked: Asked

    def close(self) -> None:
        """As of any connection: what was not committed is gone, and it can no longer be used."""
        if not self.closed and self.shelf.take(self.asked, self.pgconn, self._prepared):
            self._closed, self.pgconn = True, GONE
        else:
            super().close()
