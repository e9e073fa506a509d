"""The large tables cut by time: what a partition is, who makes it, and that none is a way round."""

from collections.abc import Callable
from datetime import date

import polars as pl
import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from comptant.store import bulk
from tests.cast import add_cast, send
from tests.facts import World, open_world
from tests.houses import house
from tests.traces import contents, violated

Connect = Callable[[str], psycopg.Connection]

CUT = {"movement": "entry_id", "posting": "entry_id"}
DAY = date(2026, 1, 16)
SPAN = 33_554_432
NEVER = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
PARTS = """SELECT p.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhrelid
    JOIN pg_class c ON c.oid = i.inhparent AND c.relkind = 'p'
    WHERE %(of)s::text IS NULL OR c.relname = %(of)s ORDER BY p.relname"""


@house
def world(writer: psycopg.Connection) -> World:
    opened = open_world(writer)
    opened.ids["contract"] = opened.contract()
    return opened


@pytest.fixture
def owner(connect_to: Connect) -> psycopg.Connection:
    """Who moves the numbers on: time passes by as many events."""
    conn = connect_to("comptant_owner")
    conn.autocommit = True
    return conn


def parts(conn: psycopg.Connection, of: str | None = None) -> list[str]:
    """The partitions of a table, or of all."""
    return [name for (name,) in conn.execute(PARTS, {"of": of}).fetchall()]


def pass_ids(owner: psycopg.Connection, until: int) -> None:
    """The next number taken is beyond this one."""
    owner.execute("SELECT setval('ids', %s)", (until,))


def make(conn: psycopg.Connection) -> list[str]:
    """The partitions that a call has made."""
    return [name for (name,) in conn.execute("SELECT * FROM make_partitions()").fetchall()]


def entry(world: World, key: str) -> int:
    """An entry of the contract with no line yet."""
    return int(world.one(
        """INSERT INTO entry (contract_id, key, journal, entry_on, value_on, act_id)
           VALUES (%s, %s, 'MISC', %s, %s, 1) RETURNING id""",
        world.ids["contract"], key, DAY, DAY,
    ))  # fmt: skip


def lines(world: World, *of: tuple[int, int, int]) -> pl.DataFrame:
    """Lines (entry, line, cents), as the books take them in."""
    return pl.DataFrame(
        [{"contract_id": world.ids["contract"], "entry_id": entry_id, "line": line,
          "account": "DEB" if cents > 0 else "CCA", "currency": "EUR", "amount_cents": cents}
         for entry_id, line, cents in of]
    )  # fmt: skip


def where(conn: psycopg.Connection, table: str) -> dict[str, int]:
    """How many rows each partition of a table has."""
    text = sql.SQL("SELECT tableoid::regclass::text, count(*) FROM {} GROUP BY 1 ORDER BY 1")
    return dict(conn.execute(text.format(sql.Identifier(table))).fetchall())


# What is cut --------------------------------------------------------------------------------------


def test_the_tables_that_are_cut_and_by_which_column(auditor: psycopg.Connection) -> None:
    found = auditor.execute(
        """SELECT c.relname, a.attname FROM pg_partitioned_table t
           JOIN pg_class c ON c.oid = t.partrelid
           JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (t.partattrs)"""
    ).fetchall()
    assert dict(found) == CUT


def test_a_new_house_has_one_span_and_the_rest(auditor: psycopg.Connection) -> None:
    assert {table: parts(auditor, table) for table in CUT} == {
        table: [f"{table}_from_0", f"{table}_rest"] for table in CUT
    }


def test_the_partition_column_is_in_every_key_of_its_table(auditor: psycopg.Connection) -> None:
    found = auditor.execute(
        """SELECT conrelid::regclass::text, conname FROM pg_constraint k
           WHERE contype IN ('p', 'u') AND conrelid::regclass::text = ANY (%s) AND NOT EXISTS (
               SELECT FROM pg_partitioned_table t WHERE t.partrelid = k.conrelid
               AND t.partattrs[0] = ANY (k.conkey))""",
        (list(CUT),),
    ).fetchall()
    assert found == []


# Nobody goes by the name of a partition -----------------------------------------------------------


@pytest.mark.parametrize("role", ["comptant_writer", "comptant_reader", "comptant_auditor"])
def test_no_role_has_any_right_on_a_partition(connect_to: Connect, role: str) -> None:
    conn = connect_to(role)
    conn.autocommit = True
    assert len(parts(conn)) == 2 * len(CUT)
    for part in parts(conn):
        for right in NEVER:
            assert conn.execute(
                """SELECT has_table_privilege(%(part)s, %(right)s) OR CASE WHEN %(right)s IN
                   ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                   THEN has_any_column_privilege(%(part)s, %(right)s) ELSE false END""",
                {"part": part, "right": right},
            ).fetchone() == (False,)
        for text in ("SELECT FROM {}", "INSERT INTO {} DEFAULT VALUES", "COPY {} FROM STDIN",
                     "UPDATE {} SET contract_id = 0", "DELETE FROM {}", "TRUNCATE {}",
                     "ALTER TABLE {} DISABLE TRIGGER ALL"):  # fmt: skip
            with pytest.raises(InsufficientPrivilege):
                conn.execute(sql.SQL(text).format(sql.Identifier(part)))


def test_a_partition_is_shut_for_its_owner_too(world: World, owner: psycopg.Connection) -> None:
    before = contents(owner)
    for part in parts(owner):
        for text in ("INSERT INTO {} SELECT * FROM {} WHERE false", "DELETE FROM {} WHERE false",
                     "UPDATE {} SET contract_id = 0 WHERE false", "TRUNCATE {}"):  # fmt: skip
            statement = sql.SQL(text.replace("{}", "{0}")).format(sql.Identifier(part))
            with pytest.raises(psycopg.errors.IntegrityError) as caught:
                owner.execute(statement)
            assert caught.value.diag.constraint_name == "not_by_its_name"
    assert contents(owner) == before


def test_every_partition_is_under_row_security_without_a_policy(
    auditor: psycopg.Connection,
) -> None:
    found = auditor.execute(
        """SELECT relname FROM pg_class c WHERE relispartition AND relkind = 'r'
           AND relrowsecurity AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid)"""
    ).fetchall()
    assert sorted(name for (name,) in found) == parts(auditor)


def test_a_reader_sees_his_rows_of_every_partition_and_no_other(
    writer: psycopg.Connection, reader: psycopg.Connection, owner: psycopg.Connection
) -> None:
    opened = open_world(writer)
    add_cast(opened)
    for number in range(3):
        if number:
            pass_ids(owner, number * SPAN)
        if number == 1:
            assert len(make(writer)) == len(CUT)
        sold = {"number": f"A-{number}", "cents": 1_000_000}
        send(opened, "alice", opened.ids["A-1"], sold)
        send(opened, "celine", opened.ids["C-1"], {**sold, "number": f"C-{number}"})
    spread = set(where(writer, "movement"))
    assert spread == {"movement_from_0", f"movement_from_{SPAN}", "movement_rest"}
    for login, number in (("alice", "A-1"), ("celine", "C-1")):
        with reader.transaction():
            reader.execute(
                "SELECT set_config('comptant.user_id', %s, true)", (str(opened.users[login].id),)
            )
            for table in CUT:
                text = sql.SQL("SELECT DISTINCT contract_id FROM {}").format(sql.Identifier(table))
                assert reader.execute(text).fetchall() == [(opened.ids[number],)]
            count = reader.execute("SELECT count(*) FROM movement").fetchone()
            assert count is not None
            assert count[0] * 2 == opened.one("SELECT count(*) FROM movement")


# The guards of the table hold for all its partitions ----------------------------------------------


@pytest.mark.parametrize("filler", [0, 60], ids=["INSERT", "COPY"])
@pytest.mark.parametrize("off", [0, 1])
def test_one_statement_over_two_partitions_is_balanced_entry_by_entry(
    world: World, owner: psycopg.Connection, filler: int, off: int
) -> None:
    with world.conn.transaction():
        first = entry(world, "first")
        pass_ids(owner, SPAN - SPAN // 8)
        make(owner)
        pass_ids(owner, SPAN)
        second = entry(world, "second")
        more = [(first, 3 + n, 7 if n % 2 else -7) for n in range(filler)]
        sent = lines(world, (first, 1, 500), (first, 2, -500), *more,
                     (second, 1, 200), (second, 2, -200 - off))  # fmt: skip
        if off:
            with violated(world.conn, "entry_balances"):
                bulk.copy_in(world.conn, "posting", sent)
            raise psycopg.Rollback
        bulk.copy_in(world.conn, "posting", sent)
    if not off:
        assert where(world.conn, "posting") == {
            "posting_from_0": 2 + filler, f"posting_from_{SPAN}": 2,
        }  # fmt: skip
        assert world.balance(world.ids["contract"], "DEB") == 700 + 7 * (filler // 2)


@pytest.mark.parametrize("rows", [1, 60], ids=["INSERT", "COPY"])
def test_a_movement_of_another_transactions_entry_is_refused_in_the_rest_too(
    world: World, owner: psycopg.Connection, rows: int
) -> None:
    pass_ids(owner, 5 * SPAN)
    entry_id = entry(world, "before")
    sent = pl.DataFrame([
        {"contract_id": world.ids["contract"], "item_id": item, "entry_id": entry_id,
         "account": "DEB", "amount_cents": 100} for item in range(rows)
    ])  # fmt: skip
    with violated(world.conn, "entry_of_this_transaction"):
        bulk.copy_in(world.conn, "movement", sent)


def test_history_is_final_in_every_partition(world: World, owner: psycopg.Connection) -> None:
    for table in CUT:
        for text in ("UPDATE {} SET contract_id = 0 WHERE false", "DELETE FROM {} WHERE false",
                     "TRUNCATE {}"):  # fmt: skip
            with violated(owner, "history_is_final"):
                owner.execute(sql.SQL(text).format(sql.Identifier(table)))


def test_an_invoice_is_bought_once_even_years_apart(
    world: World, owner: psycopg.Connection
) -> None:
    contract_id, sold = world.ids["contract"], {"number": "F-1", "cents": 1_000_000}
    send(world, "alice", contract_id, sold)
    pass_ids(owner, 40 * SPAN)
    make(world.conn)
    again = send(world, "alice", contract_id, {**sold, "order_reference": "sent again"})
    assert (again["accepted"], again["refused"]) == (0, 1)
    assert world.rows("SELECT reason FROM refused_line") == [("already_assigned",)]
    assert world.one("SELECT count(*) FROM invoice") == 1


# Who makes the next one, and when -----------------------------------------------------------------


def test_nothing_is_made_before_it_is_needed(world: World, owner: psycopg.Connection) -> None:
    pass_ids(owner, SPAN - SPAN // 4)
    assert make(world.conn) == []


def test_the_writer_has_the_next_span_made_ahead_of_need_once(
    world: World, owner: psycopg.Connection
) -> None:
    before = contents(world.conn)
    pass_ids(owner, SPAN - SPAN // 4 + 1)
    assert make(world.conn) == [f"{table}_from_{SPAN}" for table in sorted(CUT)]
    assert make(world.conn) == []
    assert contents(world.conn) == before


def test_the_close_of_a_day_makes_the_next_span(world: World, owner: psycopg.Connection) -> None:
    pass_ids(owner, SPAN - SPAN // 8)
    assert len(parts(owner)) == 2 * len(CUT)
    world.close()
    assert len(parts(owner)) == 3 * len(CUT)


def test_a_span_is_like_the_first_one_in_columns_checks_indexes_owner_and_guards(
    owner: psycopg.Connection,
) -> None:
    pass_ids(owner, 2 * SPAN)
    make(owner)
    for table in CUT:
        seen = [_anatomy(owner, part) for part in parts(owner, table)]
        assert len(seen) == 4
        assert all(one == seen[0] for one in seen)


def _anatomy(conn: psycopg.Connection, part: str) -> list[object]:
    """All that a partition is made of, without its name."""
    questions = (
        """SELECT attname, atttypid::regtype::text, attnotnull, pg_get_expr(adbin, adrelid)
           FROM pg_attribute a LEFT JOIN pg_attrdef d ON adrelid = attrelid AND adnum = attnum
           WHERE attrelid = %s::regclass AND attnum > 0 ORDER BY 1""",
        """SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass
           ORDER BY 1""",
        """SELECT regexp_replace(pg_get_indexdef(indexrelid), '^.* USING', '') FROM pg_index
           WHERE indrelid = %s::regclass ORDER BY 1""",
        """SELECT relowner::regrole::text, relacl::text, reloptions, relrowsecurity
           FROM pg_class WHERE oid = %s::regclass""",
        "SELECT tgname, tgtype FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
    )
    return [conn.execute(text, (part,)).fetchall() for text in questions]


def test_rows_that_came_before_their_span_are_kept_and_become_it(
    world: World, owner: psycopg.Connection
) -> None:
    pass_ids(owner, 3 * SPAN)
    send(world, "alice", world.ids["contract"], {"number": "F-1", "cents": 1_000_000})
    assert {table: set(where(owner, table)) for table in CUT} == {
        table: {f"{table}_rest"} for table in CUT
    }
    before = contents(owner)
    assert make(world.conn) == [f"{table}_from_{SPAN}" for table in sorted(CUT)]
    assert contents(owner) == before
    assert set(where(owner, "posting")) == {f"posting_from_{SPAN}"}
    bounds = owner.execute(
        "SELECT pg_get_expr(relpartbound, oid) FROM pg_class WHERE relname = %s",
        (f"posting_from_{SPAN}",),
    ).fetchone()
    assert bounds == (f"FOR VALUES FROM ('{SPAN}') TO ('{4 * SPAN}')",)
    send(world, "alice", world.ids["contract"], {"number": "F-2", "cents": 1_000_000})
    assert set(where(owner, "posting")) == {f"posting_from_{SPAN}"}


def test_the_next_span_waits_for_whoever_holds_the_table_and_no_row_is_lost(
    world: World, owner: psycopg.Connection, connect_to: Connect
) -> None:
    pass_ids(owner, 3 * SPAN)
    send(world, "alice", world.ids["contract"], {"number": "F-1", "cents": 1_000_000})
    before = contents(owner)
    reading = connect_to("comptant_auditor")
    reading.execute("SELECT count(*) FROM movement")
    assert make(world.conn) == [f"posting_from_{SPAN}"]
    reading.rollback()
    assert make(world.conn) == [f"movement_from_{SPAN}"]
    assert contents(owner) == before


def test_the_statistics_of_the_whole_table_are_taken_once_it_has_grown(
    world: World, owner: psycopg.Connection
) -> None:
    known = (
        "SELECT count(DISTINCT attname) FROM pg_stats WHERE tablename = 'movement' AND inherited"
    )
    with world.conn.transaction():
        entry_id = entry(world, "many")
        rows = pl.DataFrame({"item_id": range(1_200)}).with_columns(
            contract_id=world.ids["contract"], entry_id=entry_id, account=pl.lit("DEB"),
            amount_cents=100,
        )  # fmt: skip
        bulk.copy_in(world.conn, "movement", rows)
    owner.execute("ANALYZE movement_from_0")  # as the server does by itself
    assert owner.execute(known).fetchone() == (0,)
    assert make(world.conn) == []
    assert owner.execute(known).fetchone() == (7,)


@pytest.mark.parametrize("role", ["comptant_reader", "comptant_auditor"])
def test_who_only_reads_makes_no_partition(connect_to: Connect, role: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        make(connect_to(role))


@pytest.mark.parametrize("statement", [
    "CALL cut_by_ids('payment', 'id')",
    "CALL new_partition('movement', 'mine')",
    "CALL shut_partition('act')",
    "ALTER TABLE movement DETACH PARTITION movement_from_0",
    "DROP TABLE movement_from_0",
    "CREATE TABLE mine PARTITION OF movement FOR VALUES FROM (9e15) TO (9e16)",
])  # fmt: skip
def test_the_writer_cuts_nothing_by_himself(writer: psycopg.Connection, statement: str) -> None:
    with pytest.raises(InsufficientPrivilege):
        writer.execute(statement)
