"""A database with data goes through the cut: the same rows, rights and guards before and after."""

from collections.abc import Callable, Iterator

import psycopg
import pytest
from psycopg import sql

from comptant import settings
from comptant.store.connection import connect, superuser_connect
from comptant.store.migrate import start_afresh
from tests.cast import DUE_ON
from tests.facts import World, open_world
from tests.store.earlier import awake, earlier, migrate
from tests.traces import contents

CUT = "0009_partitions"
CUT_TABLES = ("movement", "posting")
Connect = Callable[[str], psycopg.Connection]

# What must be the same of every table, whichever way it is kept.
ANATOMY = {
    "columns": """SELECT c.relname, a.attname, a.atttypid::regtype::text, a.attnotnull,
            pg_get_expr(d.adbin, d.adrelid), a.attacl::text
        FROM {of} JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum""",
    "constraints": """SELECT c.relname, k.conname, pg_get_constraintdef(k.oid)
        FROM {of} JOIN pg_constraint k ON k.conrelid = c.oid""",
    "indexes": """SELECT c.relname, i.indexrelid::regclass::text,
            regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING', '')
        FROM {of} JOIN pg_index i ON i.indrelid = c.oid""",
    "triggers": """SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid)
        FROM {of} JOIN pg_trigger t ON t.tgrelid = c.oid WHERE NOT t.tgisinternal""",
    "policies": """SELECT c.relname, p.policyname, p.roles::text, p.cmd, p.qual
        FROM {of} JOIN pg_policies p ON p.tablename = c.relname""",
    "rights": """SELECT c.relname, c.relrowsecurity, c.relowner::regrole::text,
            a.grantee::regrole::text, a.privilege_type
        FROM {of} LEFT JOIN aclexplode(c.relacl) a ON true""",
}  # fmt: skip
OF = """(SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND relkind IN ('r', 'p') AND NOT relispartition) c"""


@pytest.fixture
def filled(writer: psycopg.Connection) -> dict[str, tuple[int, str | None]]:
    """The test's database, where a contract has lived; what it holds."""
    world = open_world(writer)
    contract_id = world.contract()
    world.limit(contract_id, "BETA SA", 10_000_000)
    for number in range(4):
        world.remit(contract_id, {"number": f"F-{number}", "cents": 1_000_000, "due_on": DUE_ON})
    world.draw(contract_id)
    world.payout()
    world.bank({"cents": 1_000_000, "text": "F-1", "payer_name": "BETA SA"})
    world.close()
    held = contents(writer)
    assert all(held[name][0] > 0 for name in ("entry", "posting", "movement", "invoice", "payment"))
    return held


@pytest.fixture
def before_the_cut(
    filled: dict[str, tuple[int, str | None]], template: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[psycopg.Connection]:  # fmt: skip
    """A superuser's connection to a database as it was before the cut, with the same rows."""
    with earlier(template, monkeypatch, _dependency()) as old:
        awake(old, _dependency())
        yield old


def _dependency() -> str:
    """The migration before the cut."""
    from importlib import import_module

    cut = import_module(f"comptant.store.migrations.{CUT}").Migration
    ((_, name),) = cut.dependencies
    return str(name)


def anatomy(conn: psycopg.Connection) -> dict[str, list[tuple[object, ...]]]:
    """All that is said of every table, in the order of the names."""
    return {what: sorted(conn.execute(text.format(of=OF)).fetchall(), key=str)
            for what, text in ANATOMY.items()}  # fmt: skip


def test_rows_balances_rights_and_guards_are_the_same_after_the_cut(
    before_the_cut: psycopg.Connection, filled: dict[str, tuple[int, str | None]]
) -> None:
    rows, made_of = contents(before_the_cut), anatomy(before_the_cut)
    assert {name: rows[name] for name in CUT_TABLES} == {name: filled[name] for name in CUT_TABLES}
    files = before_the_cut.execute(
        "SELECT relname, relfilenode FROM pg_class WHERE relname = ANY (%s)", (list(CUT_TABLES),)
    ).fetchall()
    migrate(CUT)
    assert contents(before_the_cut) == rows
    after = anatomy(before_the_cut)
    for what, said in made_of.items():
        assert after[what] == said, what
    # Nothing was copied: the first partition is the table as it was.
    for name, file in files:
        assert before_the_cut.execute(
            "SELECT relfilenode FROM pg_class WHERE relname = %s", (f"{name}_from_0",)
        ).fetchone() == (file,)


def test_the_house_works_on_after_the_cut(
    before_the_cut: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(CUT)
    with connect("comptant_writer") as conn:
        conn.autocommit = True
        before = _sums(conn)
        contract_id = conn.execute("SELECT id FROM contract WHERE number = 'C-1'").fetchone()
        assert contract_id is not None
        entry = conn.execute(
            """INSERT INTO entry (contract_id, key, journal, entry_on, value_on, act_id)
               VALUES (%s, 'after', 'MISC', '2026-02-01', '2026-02-01', 1) RETURNING id, xact""",
            contract_id,
        ).fetchone()
        assert entry is not None
        with pytest.raises(psycopg.errors.IntegrityError) as caught:  # of another transaction
            conn.execute(
                """INSERT INTO posting
                       (contract_id, entry_id, line, account, currency, amount_cents) VALUES
                   (%s, %s, 1, 'DEB', 'EUR', 5), (%s, %s, 2, 'CCA', 'EUR', -5)""",
                (*contract_id, entry[0], *contract_id, entry[0]),
            )  # fmt: skip
        assert caught.value.diag.constraint_name == "entry_of_this_transaction"
        assert _sums(conn) == before


def _sums(conn: psycopg.Connection) -> list[tuple[object, ...]]:
    """The ledger's sums per contract and account, from lines and from balances."""
    return conn.execute(
        """SELECT 'lines', contract_id, account, sum(amount_cents) FROM posting GROUP BY 2, 3
           UNION ALL
           SELECT 'balances', contract_id, account, sum(amount_cents) FROM balance GROUP BY 2, 3
           ORDER BY 1, 2, 3"""
    ).fetchall()


@pytest.mark.parametrize(("table", "column"), [("invoice", "id"), ("payment", "id")])
def test_a_table_that_stays_whole_today_can_be_cut_by_the_same_line(
    filled: dict[str, tuple[int, str | None]], world_after: World, connect_to: Connect,
    table: str, column: str,
) -> None:  # fmt: skip
    owner = connect_to("comptant_owner")
    owner.autocommit = True
    made_of = anatomy(owner)
    owner.execute("CALL cut_by_ids(%s, %s)", (table, column))
    assert contents(owner) == filled
    after = anatomy(owner)
    for what, said in made_of.items():
        assert after[what] == said, what
    contract_id = world_after.one("SELECT id FROM contract WHERE number = 'C-1'")
    sold = {"number": "F-9", "cents": 500_000, "due_on": DUE_ON}
    assert world_after.remit(contract_id, sold)["accepted"] == 1


@pytest.fixture
def world_after(writer: psycopg.Connection, filled: dict[str, tuple[int, str | None]]) -> World:
    """The same people, the day after."""
    from tests.facts import User

    world = World(writer, count=1_000)
    world.on = world.one("SELECT max(day) + 1 FROM day_close")
    alice = world.rows(
        """SELECT u.id, m.company_id FROM app_user u JOIN membership m ON m.user_id = u.id
           WHERE u.login = 'alice'"""
    )[0]
    world.users["alice"] = User(*alice[:1], "alice", alice[1], False, frozenset({"client_owner"}))
    return world


def test_a_table_held_by_a_foreign_key_is_not_cut(connect_to: Connect) -> None:
    owner = connect_to("comptant_owner")
    with pytest.raises(psycopg.errors.RaiseException, match="a foreign key holds dispute"):
        owner.execute("CALL cut_by_ids('dispute', 'id')")


def test_from_scratch_is_the_same_as_migrated(
    before_the_cut: psycopg.Connection, template: psycopg.Connection
) -> None:
    migrate(CUT)
    migrate(None)
    migrated, name = anatomy(before_the_cut), f"{before_the_cut.info.dbname}_scratch"
    try:
        start_afresh(name)
        with superuser_connect(name) as scratch:
            fresh = anatomy(scratch)
        for what, said in migrated.items():
            assert fresh[what] == said, what
    finally:
        settings.DATABASE = before_the_cut.info.dbname
        template.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
