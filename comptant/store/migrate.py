"""Bring the database to the present: roles, database, migrations. Nothing is ever printed."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import psycopg
from psycopg import sql

from comptant import settings
from comptant.store.connection import superuser_connect
from comptant.store.server_home import ROLES, DatabaseUnavailable

MIGRATIONS = Path(__file__).with_name("migrations")
OLDEST_VERSION = 150000
BOOTSTRAP_LOCK = 0x636F6D70  # "comp": two first starts at once would create the same roles


def bootstrap() -> None:
    """Create what is missing, from the roles to the last migration. Idempotent.

    With DATABASE_URL the database exists already, and its login creates the roles or has been
    made a member of them. Raises DatabaseUnavailable.
    """
    with _set_up():
        if not settings.DATABASE_URL:
            _create_database()
        migrate()


def prepare_to_restore() -> None:
    """The roles that a back-up names, and with DATABASE_URL the right to make our tables there.

    Raises DatabaseUnavailable.
    """
    with _set_up():
        pass


@contextmanager
def _set_up() -> Iterator[None]:
    """The roles and their rights, by one process at a time, until the caller has done the rest."""
    with superuser_connect(None if settings.DATABASE_URL else "postgres") as connection:
        connection.autocommit = True
        if connection.info.server_version < OLDEST_VERSION:
            raise DatabaseUnavailable(
                f"PostgreSQL {connection.info.server_version // 10000} is too old",
                "Use PostgreSQL 15 or later, or unset DATABASE_URL for our own server.",
            )
        connection.execute("SELECT pg_advisory_lock(%s)", [BOOTSTRAP_LOCK])
        try:
            _create_roles(connection)
            if settings.DATABASE_URL:
                _let_owner_create(connection)
        except psycopg.errors.InsufficientPrivilege as error:
            raise DatabaseUnavailable(
                f"the login of DATABASE_URL may not set up its database: {error}",
                f"Ask its administrator to run:\n{_asked_of_the_administrator(connection)}",
            ) from error
        yield


def start_afresh(database: str) -> None:
    """Make `database` an empty one with the present tables, and let connections go to it.

    For databases of invented data only: what was in it is gone. Raises DatabaseUnavailable.
    """
    named = sql.Identifier(database)
    with superuser_connect(
        settings.DATABASE if settings.DATABASE_URL else "postgres"
    ) as connection:
        connection.autocommit = True
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))
            if settings.DATABASE_URL:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(named))
        except psycopg.errors.InsufficientPrivilege as error:
            raise DatabaseUnavailable(
                f"the login of DATABASE_URL may not create the database {database}: {error}",
                "Give it CREATEDB, or unset DATABASE_URL for our own server.",
            ) from error
    settings.DATABASE = database
    bootstrap()


def migrate() -> None:
    """Run the migrations that have not run yet, as the owner, through Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptant.settings")
    import django  # slow to import, and only migrations need it
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    finally:
        connections.close_all()


def names() -> set[str]:
    """The migrations that this version of Comptant has."""
    return {path.stem for path in MIGRATIONS.glob("*.py") if re.match(r"\d{4}_", path.name)}


def is_current() -> bool:
    """True when every migration that we have has run: one query, without Django.

    Raises DatabaseUnavailable when the server of DATABASE_URL cannot be reached.
    """
    try:
        with superuser_connect() as connection:
            done = connection.execute("SELECT name FROM django_migrations WHERE app = 'store'")
            return names() <= {name for (name,) in done}
    except psycopg.errors.UndefinedTable:
        return False
    except DatabaseUnavailable as unavailable:
        # Our own server always comes up: what it refuses is a database that is not there yet.
        if settings.DATABASE_URL or "does not exist" not in unavailable.cause:
            raise
        return False


def exists(database: str) -> bool:
    """Whether the server has a database of that name. Raises DatabaseUnavailable."""
    with superuser_connect(settings.DATABASE if settings.DATABASE_URL else "postgres") as found:
        named = found.execute("SELECT FROM pg_database WHERE datname = %s", [database])
        return named.fetchone() is not None


def is_without_house() -> bool:
    """Whether nobody has opened books in the database yet. Raises DatabaseUnavailable."""
    with superuser_connect() as connection:
        return connection.execute("SELECT FROM party WHERE kind = 'FACTOR'").fetchone() is None


def first_day_closed() -> date | None:
    """The first day that was ever closed here; None: no day was. Raises DatabaseUnavailable."""
    with superuser_connect() as connection:
        found = connection.execute("SELECT min(day) FROM day_close").fetchone()
        return found[0] if found else None


def _create_roles(connection: psycopg.Connection) -> None:
    """The four roles, cluster wide. With DATABASE_URL nobody logs in as one."""
    found = connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ROLES)]
    )
    known = {name for (name,) in found}
    for role in ROLES:
        if role not in known:
            for statement in _role(role):
                connection.execute(statement)


def _role(role: str) -> list[sql.Composed]:
    """What creates a role; the writer's rules are constraints and triggers, not row security."""
    login = sql.SQL("NOLOGIN" if settings.DATABASE_URL else "LOGIN")
    row_security = sql.SQL("BYPASSRLS" if role == "comptant_writer" else "NOBYPASSRLS")
    name = sql.Identifier(role)
    statements = [sql.SQL("CREATE ROLE {} {} {}").format(name, login, row_security)]
    if settings.DATABASE_URL:
        statements.append(sql.SQL("GRANT {} TO CURRENT_USER").format(name))
    return statements


def _create_database() -> None:
    with superuser_connect("postgres") as connection:
        connection.autocommit = True
        named = [settings.DATABASE]
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", named)
        if found.fetchone() is None:
            create = sql.SQL("CREATE DATABASE {} OWNER comptant_owner")
            connection.execute(create.format(sql.Identifier(settings.DATABASE)))


def _let_owner_create(connection: psycopg.Connection) -> None:
    """In a database that another owns, the owner of our tables must be let in."""
    allowed = connection.execute(
        "SELECT has_schema_privilege('comptant_owner', 'public', 'CREATE')"
        " AND has_database_privilege('comptant_writer', current_database(), 'TEMPORARY')"
    ).fetchone()
    if allowed != (True,):
        for statement in _owner_rights():
            connection.execute(statement)


def _owner_rights() -> list[sql.Composed]:
    database = sql.Identifier(settings.DATABASE)
    return [
        sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO comptant_owner").format(),
        sql.SQL("GRANT TEMPORARY ON DATABASE {} TO comptant_writer").format(database),
    ]


def _asked_of_the_administrator(connection: psycopg.Connection) -> str:
    user = sql.Identifier(connection.info.user)
    statements = [statement for role in ROLES for statement in _role(role)] + _owner_rights()
    lines = [f"{statement.as_string(connection)};" for statement in statements]
    return "\n".join(lines).replace("CURRENT_USER", user.as_string(connection))
