"""Back-ups: one file with the whole database, and what the database must say once restored.

The file is a zip of two members: `manifest.json`, the figures of a snapshot, and `database.dump`,
the same snapshot by pg_dump. A restore computes the figures again and keeps nothing if they differ.
"""

import json
import os
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from comptant import settings
from comptant.store import bulk, migrate
from comptant.store.connection import address, connect, superuser_connect
from comptant.store.server_home import DatabaseUnavailable, client_program

FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
BLOCK = 1 << 20
Progress = Callable[[int], None]  # bytes so far


class NotABackup(Exception):
    """The file cannot be restored: why, and what to do."""


class NotEmpty(Exception):
    """The database to restore into holds something already."""


@dataclass(frozen=True)
class Manifest:
    """What a snapshot says: rows and content of each table, balances, the head of the chain."""

    format: int
    server: int  # PostgreSQL's version number
    migrations: list[str]
    tables: dict[str, list[int]]  # name -> rows, sum of a digest of each row
    balances: list[list[str | int]]  # account, currency, cents
    acts: int
    chain_position: int
    chain_head: str | None


def write(path: Path, progress: Progress) -> Manifest:
    """Write the database as it is at this instant to a new file, readable by its owner alone.

    Others go on working meanwhile. Raises OSError (the disk), DatabaseUnavailable.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        with (
            _snapshot() as (conn, snapshot),
            open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file,
        ):
            manifest = figures(conn)
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
                with archive.open(DUMP, "w", force_zip64=True) as member:
                    _dump(snapshot, member, progress)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def read_manifest(path: Path) -> Manifest:
    """The figures of a back-up. Raises NotABackup, OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = Manifest(**json.loads(archive.read(MANIFEST)))
            archive.getinfo(DUMP)
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError):
        raise NotABackup("this file is no back-up of Comptant, or not a whole one") from None
    unknown = sorted(set(manifest.migrations) - migrate.names())
    if manifest.format != FORMAT or unknown:
        raise NotABackup("this back-up was made by a later version of Comptant: install that one")
    return manifest


def restore(path: Path, progress: Progress) -> Manifest:
    """Restore a back-up into an empty database, compare every figure, and bring it to the present.

    Nothing is left of a restore that fails. Raises NotABackup, NotEmpty, OSError,
    DatabaseUnavailable.
    """
    manifest = read_manifest(path)
    migrate.prepare_to_restore()
    if settings.DATABASE_URL:
        _check_no_tables()
        _load(path, settings.DATABASE, progress)
        _compare(manifest, settings.DATABASE)
    else:
        _restore_aside(path, manifest, progress)
    migrate.bootstrap()
    return manifest


def figures(conn: psycopg.Connection) -> Manifest:
    """The figures of what a connection of the owner sees."""
    conn.execute("SET LOCAL DateStyle = 'ISO'")
    names = [name for (name,) in conn.execute(bulk.query("tables_kept"))]
    migrations = conn.execute("SELECT name FROM django_migrations WHERE app = 'store' ORDER BY 1")
    balances = conn.execute(bulk.query("balances_kept")).fetchall()
    last = bulk.row(conn, "last_seal")
    acts = conn.execute("SELECT count(*) FROM act").fetchone()
    return Manifest(
        FORMAT, conn.info.server_version, [name for (name,) in migrations],
        {name: _content(conn, name) for name in names},
        [[account, currency, int(cents)] for account, currency, cents in balances],
        acts[0] if acts else 0, last["position"] if last else 0,
        bytes(last["hash"]).hex() if last else None,
    )  # fmt: skip


def _content(conn: psycopg.Connection, table: str) -> list[int]:
    """How many rows, and the sum of what each row's text digests to: no order is needed."""
    text = sql.SQL(
        "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)"
        " FROM ONLY {} t"
    )
    found = conn.execute(text.format(sql.Identifier(table))).fetchone()
    return [int(value) for value in found or ()]


@contextmanager
def _snapshot() -> Iterator[tuple[psycopg.Connection, str]]:
    """The owner's connection in a transaction that sees one instant, and the instant's name."""
    with connect("comptant_owner", statement_timeout_ms=0) as conn, conn.transaction():
        conn.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = conn.execute("SELECT pg_export_snapshot()").fetchone()
        yield conn, str(found[0]) if found else ""


def _dump(snapshot: str, into: IO[bytes], progress: Progress) -> None:
    options = ("--format=custom", "--no-owner", f"--snapshot={snapshot}")
    with _program("pg_dump", settings.DATABASE, *options, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        _copy(process.stdout, into, progress)


def _load(path: Path, database: str, progress: Progress) -> None:
    options = ("--no-owner", "--exit-on-error", "--single-transaction")
    with (
        zipfile.ZipFile(path) as archive,
        archive.open(DUMP) as member,
        _program("pg_restore", database, *options, stdin=subprocess.PIPE) as process,
    ):
        assert process.stdin is not None
        try:
            _copy(member, process.stdin, progress)
        except zipfile.BadZipFile:
            process.kill()
            raise NotABackup("this back-up is damaged: use another one") from None
        except BrokenPipeError:
            pass  # it has said why, and is asked below
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()


def _copy(source: IO[bytes], into: IO[bytes], progress: Progress) -> None:
    done = 0
    while block := source.read(BLOCK):
        into.write(block)
        done += len(block)
        progress(done)


@contextmanager
def _program(
    name: str, database: str, *options: str, **pipes: int
) -> Iterator["subprocess.Popen[bytes]"]:
    """One of PostgreSQL's programs at work on a database as the owner; it must end well."""
    params = address("comptant_owner", database)
    password = params.pop("password", None)  # never on a command line, which others see
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    command = [str(client_program(name)), "--dbname", make_conninfo(**params), *options]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, **pipes) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise
        said = process.stderr.read().decode(errors="replace") if process.stderr else ""
        if process.wait():
            raise DatabaseUnavailable(
                f"{name} failed: {' '.join(said.split())[:500]}",
                "If the server is newer than PostgreSQL 18, use its own pg_dump.",
            )


def _check_no_tables() -> None:
    with superuser_connect() as conn:
        found = conn.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        if (found.fetchone() or (0,))[0]:
            raise NotEmpty(settings.DATABASE)


def _restore_aside(path: Path, manifest: Manifest, progress: Progress) -> None:
    """On our own server: under another name, which the database takes once it is proved."""
    aside = f"{settings.DATABASE[:50]}_restoring"
    named, wanted = sql.Identifier(aside), sql.Identifier(settings.DATABASE)
    with superuser_connect("postgres") as conn:
        conn.autocommit = True
        if _is_in_use(conn):
            raise NotEmpty(settings.DATABASE)
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        conn.execute(drop.format(named))
        try:
            conn.execute(sql.SQL("CREATE DATABASE {} OWNER comptant_owner").format(named))
            _load(path, aside, progress)
            _compare(manifest, aside)
            conn.execute(drop.format(wanted))
            conn.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(named, wanted))
        finally:
            conn.execute(drop.format(named))


def _is_in_use(conn: psycopg.Connection) -> bool:
    """Whether the database has books: one that was set up and never opened has none."""
    there = conn.execute("SELECT FROM pg_database WHERE datname = %s", [settings.DATABASE])
    if there.fetchone() is None:
        return False
    with superuser_connect() as inside:
        tables = inside.execute("SELECT to_regclass('public.party') IS NOT NULL").fetchone()
        if tables != (True,):
            other = inside.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            return bool((other.fetchone() or (0,))[0])
        return inside.execute("SELECT EXISTS (SELECT FROM party)").fetchone() == (True,)


def _compare(manifest: Manifest, database: str) -> None:
    with connect("comptant_owner", database, statement_timeout_ms=0) as conn, conn.transaction():
        now = figures(conn)
    different = [
        table for table in sorted({*manifest.tables, *now.tables})
        if manifest.tables.get(table) != now.tables.get(table)
    ]  # fmt: skip
    if different or now.balances != manifest.balances or now.chain_head != manifest.chain_head:
        told = ", ".join(different) or "balances"
        raise NotABackup(f"what was restored is not what was backed up: {told}")
