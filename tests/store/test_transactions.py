"""Transactions: a plan kept for few rows, and a preview that costs a connection nothing."""

import polars as pl
import psycopg
import pytest

from comptant.rules.columns import shape
from comptant.store import bulk, transactions

WANTED = shape("entry_id")


@pytest.fixture
def conn(writer: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> psycopg.Connection:
    """Outside a transaction, with one named query: it gives back the ids that it is given."""
    text = "SELECT entry_id FROM unnest(%(entry_id)s::bigint[]) AS e (entry_id)"
    monkeypatch.setattr(bulk, "query", {"given_back": text}.__getitem__)
    writer.autocommit = True
    return writer


def read(conn: psycopg.Connection, count: int = 1) -> pl.DataFrame:
    rows = pl.DataFrame({"entry_id": range(count)}, schema={"entry_id": pl.Int64})
    return bulk.read(conn, "given_back", WANTED, **bulk.arrays(rows))


def plans(conn: psycopg.Connection) -> list[tuple[int, int]]:
    """Of each prepared statement that unnests: how often run by its one plan, how often planned."""
    return conn.execute(
        """SELECT generic_plans, custom_plans FROM pg_prepared_statements
           WHERE statement LIKE '%unnest%'""",
        prepare=False,
    ).fetchall()  # fmt: skip


def test_few_rows_are_read_by_one_plan_from_the_first_time(conn: psycopg.Connection) -> None:
    with conn.transaction():
        transactions.plan_for_few(conn, 1)
        for _ in range(3):
            assert read(conn).height == 1
    assert plans(conn) == [(3, 0)]


def test_many_rows_are_planned_for(conn: psycopg.Connection) -> None:
    with conn.transaction():
        transactions.plan_for_few(conn, 1)
        assert read(conn, 5_000).height == 5_000
    with conn.transaction():
        transactions.plan_for_few(conn, 5_000)
        assert read(conn).height == 1
    assert plans(conn) == [(0, 2)]


def test_the_next_transaction_plans_as_the_server_sees_fit(conn: psycopg.Connection) -> None:
    with conn.transaction():
        transactions.plan_for_few(conn, 1)
    assert conn.execute("SHOW plan_cache_mode").fetchone() == ("auto",)


def test_what_is_undone_leaves_only_what_was_prepared(conn: psycopg.Connection) -> None:
    conn.execute("CREATE TEMPORARY TABLE kept (id bigint)")
    for _ in range(2):
        with transactions.undone(conn):
            read(conn)
            conn.execute("INSERT INTO kept VALUES (1)")
    assert conn.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert [sum(counts) for counts in plans(conn)] == [2]


def test_within_a_transaction_only_what_is_inside_is_undone(conn: psycopg.Connection) -> None:
    conn.execute("CREATE TEMPORARY TABLE kept (id bigint)")
    with conn.transaction():
        conn.execute("INSERT INTO kept VALUES (1)")
        for _ in range(2):
            with transactions.undone(conn):
                conn.execute("INSERT INTO kept VALUES (2)")
    assert conn.execute("SELECT id FROM kept").fetchall() == [(1,)]


def test_what_is_undone_within_another_leaves_the_other_whole(conn: psycopg.Connection) -> None:
    conn.execute("CREATE TEMPORARY TABLE kept (id bigint)")
    with conn.transaction():
        with transactions.undone(conn):
            conn.execute("INSERT INTO kept VALUES (1)")
            with transactions.undone(conn):
                conn.execute("INSERT INTO kept VALUES (2)")
        conn.execute("INSERT INTO kept VALUES (3)")
    assert conn.execute("SELECT id FROM kept").fetchall() == [(3,)]


def test_a_failure_inside_is_told_and_undone(conn: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero), transactions.undone(conn):
        conn.execute("SELECT 1 / 0")
    assert conn.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    assert read(conn).height == 1


def test_what_is_asked_together_is_waited_for_at_the_end(conn: psycopg.Connection) -> None:
    def is_open() -> bool:
        return conn.pgconn.pipeline_status == psycopg.pq.PipelineStatus.ON

    with conn.transaction(), transactions.together(conn):
        asked = [bulk.asked(conn, "given_back", entry_id=[count]) for count in (7, 8)]
        with transactions.together(conn):
            conn.execute("CREATE TEMPORARY TABLE kept (id bigint)")
        assert is_open()
    assert not is_open()
    assert [rows() for rows in asked] == [[{"entry_id": 7}], [{"entry_id": 8}]]


def test_many_rows_go_alone(conn: psycopg.Connection) -> None:
    with conn.transaction(), transactions.together(conn, bulk.FEW_ROWS + 1):
        assert conn.pgconn.pipeline_status == psycopg.pq.PipelineStatus.OFF
