"""Connections lent for a moment: from a pool in a server that lives, opened anew elsewhere.

with lent("comptant_reader") as conn: ...
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

import psycopg

from comptant import settings
from comptant.store.connection import DatabaseUnavailable, address, connect

if TYPE_CHECKING:
    from psycopg_pool import ConnectionPool

WAIT_SECONDS = 10  # for a connection, when all are lent
STATEMENT_TIMEOUT_MS = 60_000
LOCK_TIMEOUT_MS = 10_000
_pools: dict[tuple[str, str], "ConnectionPool"] = {}
_lock = Lock()
_most = 0


def keep(most: int) -> None:
    """From now on lend from pools of at most so many connections per role; 0: from none."""
    global _most
    _most = most


def close() -> None:
    """Give every connection back to the server."""
    with _lock:
        for pool in _pools.values():
            pool.close()
        _pools.clear()


@contextmanager
def lent(role: str) -> Iterator[psycopg.Connection]:
    """A connection as `role`, outside autocommit unless the borrower changes it. What was not
    committed is rolled back. Raises DatabaseUnavailable."""
    if not _most:
        with connect(role) as conn:
            yield conn
        return
    from psycopg_pool import PoolTimeout

    pool = _pool(role)
    try:
        borrowed = pool.getconn()
    except PoolTimeout as error:
        raise DatabaseUnavailable(str(error), "Everyone is served in turn: try again.") from error
    try:
        with borrowed:
            yield borrowed
    finally:
        pool.putconn(borrowed)


def _pool(role: str) -> "ConnectionPool":
    from psycopg_pool import ConnectionPool

    place = (role, settings.DATABASE)
    with _lock:
        if place not in _pools:
            connect(role).close()  # starts our own server if need be, and tells what is wrong
            timeouts = {"statement_timeout": STATEMENT_TIMEOUT_MS, "lock_timeout": LOCK_TIMEOUT_MS}
            _pools[place] = ConnectionPool(
                kwargs=dict(address(role, settings.DATABASE, timeouts)), min_size=1,
                max_size=_most, timeout=WAIT_SECONDS, check=ConnectionPool.check_connection,
                reset=_reset, name=role,
            )  # fmt: skip
        return _pools[place]


def _reset(conn: psycopg.Connection) -> None:
    conn.rollback()
    conn.autocommit = False
