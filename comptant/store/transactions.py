"""How the statements of a transaction travel, how they are planned, and how all of it is undone."""

from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import Connection, errors
from psycopg.pq import PipelineStatus, TransactionStatus

from comptant.store.bulk import FEW_ROWS

IN_THE_WAY = (errors.SerializationFailure, errors.LockNotAvailable, errors.DeadlockDetected)
AT_ONE_INSTANT = "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL lock_timeout = '200ms'"


@contextmanager
def together(conn: Connection, height: int = 0) -> Iterator[None]:
    """Statements inside leave without waiting for each other, and the server works on them
    meanwhile: they are waited for when one is asked for its rows, or at the end of the outermost
    of these. Where `height` rows travel by COPY, which goes alone, each statement goes alone."""
    is_within = conn.pgconn.pipeline_status != PipelineStatus.OFF
    if is_within or height > FEW_ROWS:
        yield
    else:
        with conn.pipeline():
            yield


def plan_for_few(conn: Connection, height: int) -> None:
    """Where `height` is few, each prepared statement keeps one plan until the transaction ends: to
    plan it at every turn costs more than to run it. What is given many rows after all ends this."""
    if height <= FEW_ROWS:
        conn.execute("SET LOCAL plan_cache_mode = force_generic_plan")


@contextmanager
def planned_for_many(conn: Connection) -> Iterator[None]:
    """Queries inside join whole sets: what the transaction itself has just written is in no
    statistics, and a plan that expects one row of it would look at the others row by row."""
    conn.execute("SET LOCAL enable_nestloop = off")
    yield
    conn.execute("SET LOCAL enable_nestloop = on")


def is_within(conn: Connection) -> bool:
    """Whether a transaction is under way."""
    return conn.info.transaction_status != TransactionStatus.IDLE


@contextmanager
def undone(conn: Connection, *, at_one_instant: bool = False) -> Iterator[None]:
    """What is done inside leaves nothing. The driver's own rollback would make the connection
    forget all that it has prepared, for fear of tables made or dropped: nothing here does.

    `at_one_instant`: a transaction of its own whose statements all see the database of one moment;
    one of IN_THE_WAY where it writes what another has written since, or is writing. It gives up
    before the database looks for a deadlock: whoever does the real work is never its victim.
    """
    inside = is_within(conn)
    begin = "SAVEPOINT undone" if inside else "BEGIN"
    conn.execute(AT_ONE_INSTANT if at_one_instant else begin)
    try:
        yield
    finally:
        conn.pgconn.exec_(b"ROLLBACK TO undone; RELEASE undone" if inside else b"ROLLBACK")
