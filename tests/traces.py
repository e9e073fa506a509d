"""What a refused action must not leave: a digest of every table; and threads that act at once."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql

from comptant.operations.acts.act import Act, Asked, Refused, lock_many

TABLES = """SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    ORDER BY relname"""


WAITING = """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"""


def tables(conn: psycopg.Connection) -> list[str]:
    """Every table of ours, from the catalogue; a partition is a part of one."""
    return [name for (name,) in conn.execute(TABLES).fetchall()]


def contents(conn: psycopg.Connection) -> dict[str, tuple[int, str | None]]:
    """Of every table but Django's own: how many rows, and the digest of them all."""
    one = sql.SQL(
        "SELECT {}, count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {} t"
    )
    parts = [one.format(sql.Literal(name), sql.Identifier(name)) for name in tables(conn)
             if not name.startswith("django")]  # fmt: skip
    found = conn.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()
    return {name: (count, digest) for name, count, digest in found}


@contextmanager
def refused(conn: psycopg.Connection, code: str, **facts: object) -> Iterator[None]:
    """What is done within is refused with this code and these facts, and leaves no trace."""
    before = contents(conn)
    with pytest.raises(Refused) as caught:
        yield
    said = {name: caught.value.facts.get(name) for name in facts}
    assert (caught.value.code, said) == (code, facts)
    assert contents(conn) == before


@contextmanager
def violated(conn: psycopg.Connection, constraint: str) -> Iterator[None]:
    """What is done within breaks this constraint of the database, and leaves no trace."""
    before = contents(conn)
    with pytest.raises(psycopg.errors.IntegrityError) as caught, conn.transaction():
        yield
    assert caught.value.diag.constraint_name == constraint
    assert contents(conn) == before


def at_once(
    connect_to: Callable[[str], psycopg.Connection],
    *actions: Callable[[psycopg.Connection], Any],
) -> list[Any]:
    """Run each action in a thread with a connection of its own, all from the same instant.

    What each gave, in order; a refusal is given as its code, any other exception as itself.
    """
    given: list[Any] = [None] * len(actions)
    start = threading.Barrier(len(actions))
    connections = [connect_to("comptant_writer") for _ in actions]
    for conn in connections:
        conn.autocommit = True

    def run(number: int) -> None:
        start.wait()
        try:
            given[number] = actions[number](connections[number])
        except Refused as refusal:
            given[number] = refusal.code
        except Exception as error:
            given[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def takes_its_turn(
    connect_to: Callable[[str], psycopg.Connection], asked: Asked, action: Callable[[], Any]
) -> Any:
    """What an action gives that locks several contracts, while another has the turn: it waits for
    it without a lock on any contract, so that the other takes them all."""
    other = connect_to("comptant_writer")
    with ThreadPoolExecutor(1) as pool:
        try:
            lock_many(Act(other, asked, 0))
            given = pool.submit(action)
            while other.execute(WAITING).fetchone() != (1,):
                assert not given.done(), "it did not wait for the turn"
                time.sleep(0.01)
            other.execute("SELECT id FROM contract FOR UPDATE NOWAIT")
        finally:
            other.rollback()
        return given.result()
