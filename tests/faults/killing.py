"""What the tests of kills share: a house where something is about to be typed, in a database to
copy from; and the same command killed after each of its exchanges, then typed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from comptant import settings
from comptant.operations.registry import people
from comptant.store import bulk
from comptant.store.connection import connect, superuser_connect
from tests import facts
from tests.faults.staff import Staff
from tests.kept import leave
from tests.simulation.state import State, state


@dataclass
class Scene:
    """A house where something is about to be typed, in a database to copy from."""

    staff: Staff
    admin: psycopg.Connection
    template: str
    folder: Path
    on: date

    @property
    def out(self) -> Path:
        """Where a command that makes a file is to write it."""
        return self.folder / "out.file"

    def line(self, name: str, *typed: object) -> tuple[object, ...]:
        """What is typed, always under the same key."""
        return (*typed, "--on", self.on, "--key", name, "--json")

    def copy(self, name: str) -> str:
        """A fresh database to type in."""
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        copy = sql.SQL("CREATE DATABASE {} OWNER comptant_owner TEMPLATE {} STRATEGY FILE_COPY")
        self.admin.execute(drop)
        self.admin.execute(copy.format(sql.Identifier(name), sql.Identifier(self.template)))
        return name

    def drop(self, *names: str) -> None:
        for name in names:
            drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            self.admin.execute(drop)


@contextmanager
def staged(
    world: facts.World, admin: psycopg.Connection, database: str, folder: Path, on: date
) -> Iterator[Scene]:
    """The world's people at work in its database, which its own connection has left."""
    (folder / "sessions").mkdir(mode=0o700)
    for login in world.users:
        now = datetime.now(UTC)
        token, _ = people.sign_in(world.conn, login=login, password=facts.PASSWORD, at=now)
        (folder / "sessions" / login).write_text(token)
    world.conn.close()
    leave(admin, database)
    staff = Staff(settings.HOME, database, folder / "sessions")
    made = Scene(staff, admin, database, folder, on)
    try:
        yield made
    finally:
        staff.end()
        made.drop(f"{database}_killed", f"{database}_whole")


def seen(database: str) -> State:
    """The state of a database, whose books must not contradict themselves."""
    with connect("comptant_writer", database) as conn:
        contracts = conn.execute("SELECT id FROM contract WHERE NOT is_house").fetchall()
        wrong = [
            row for (id_,) in contracts
            for row in bulk.rows(conn, "contradictions", ids=[id_], whole=True)
        ]  # fmt: skip
        assert wrong == []
        return state(conn)


def handed_over(scene: Scene, database: str) -> None:
    """A file is there whole, as the database keeps it, or not at all."""
    assert list(scene.folder.glob(f"{scene.out.name}?*")) == []
    if scene.out.exists():
        with connect("comptant_writer", database) as conn:
            kept = {bytes(content) for (content,) in conn.execute("SELECT content FROM document")}
        assert scene.out.read_bytes() in kept


TABLES = """
    SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')"""
MARK = "SELECT {}, count(*), sum(hashtextextended(t::text, 0)) FROM {} t"


class Watched:
    """A fresh database, and whether any row of any table has changed in it since."""

    def __init__(self, scene: Scene, name: str) -> None:
        self.conn = superuser_connect(scene.copy(name))
        self.conn.autocommit = True
        tables = [
            sql.SQL(MARK).format(table, sql.SQL(table)) for (table,) in self.conn.execute(TABLES)
        ]
        self.query = sql.SQL(" UNION ALL ").join(tables)
        self.began = self._marks()

    def _marks(self) -> set[tuple[object, ...]]:
        return set(self.conn.execute(self.query).fetchall())

    def is_changed(self) -> bool:
        """Whether it is not row for row what it was."""
        return self._marks() != self.began


def kill_after_each(scene: Scene, typed: tuple[object, ...], *, in_one_act: bool = True) -> None:
    """Killed after any exchange with the database, the command has done all or nothing (of each
    act, where it takes several); typed again under its key it ends as if never killed.

    Where a kill changed no row, the next try, killed later, is the command typed again. So the
    first try that changes one has been killed as often as there were exchanges before it. From
    then on each try begins in a house where nobody was killed, and the job is finished after it.
    """
    killed, whole = f"{scene.template}_killed", f"{scene.template}_whole"
    before = seen(scene.copy(whole))
    answer = scene.staff.type(*typed, database=whole)
    assert answer is not None
    assert answer["exit_code"] == 0, answer
    after = seen(whole)
    assert after != before
    watched, is_changed = Watched(scene, killed), False
    for exchange in range(1, answer["exchanges"] + 1):
        scene.out.unlink(missing_ok=True)
        assert scene.staff.type(*typed, database=killed, die_after=exchange) is None
        handed_over(scene, killed)
        is_changed = is_changed or watched.is_changed()
        if not is_changed:
            continue
        between = seen(killed)
        if in_one_act:
            assert between == after, exchange
        finished = scene.staff.type(*typed, database=killed)
        assert finished is not None
        assert finished["exit_code"] == 0, finished
        assert seen(killed) == after, exchange
        handed_over(scene, killed)
        watched.conn.close()
        scene.copy(killed)
    assert is_changed
