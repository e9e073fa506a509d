"""The test's database as it was before a migration, with the rows that lived in it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from comptant import settings
from comptant.store.connection import superuser_connect
from tests.traces import tables


@contextmanager
def earlier(
    template: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, migration: str
) -> Iterator[psycopg.Connection]:
    """A superuser's connection to another database, migrated up to one migration, with the rows of
    the test's in the columns of then; guards sleep until `awake`. It is the database then."""
    source, name = settings.DATABASE, f"{settings.DATABASE}_earlier"
    named = sql.Identifier(name)
    template.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))
    template.execute(sql.SQL("CREATE DATABASE {} OWNER comptant_owner").format(named))
    monkeypatch.setattr(settings, "DATABASE", name)
    migrate(migration)
    with superuser_connect(source) as full, superuser_connect(name) as old:
        old.autocommit = True
        old.execute("SET session_replication_role = replica")
        for table in sorted(set(tables(full)) & set(tables(old))):
            if not table.startswith("django"):
                _copy(full, old, table)
        last = full.execute("SELECT last_value FROM ids").fetchone()
        old.execute("SELECT setval('ids', %s)", last)
        yield old
    template.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(named))


def awake(old: psycopg.Connection, to: str | None = None) -> None:
    """The guards wake, and the migrations up to one, or all, are run."""
    old.execute("SET session_replication_role = origin")
    migrate(to)


def migrate(to: str | None) -> None:
    """Our migrations up to one of them, or all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comptant.settings")
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    try:
        call_command(
            "migrate", "store", *filter(None, [to]), verbosity=0, interactive=False,
            skip_checks=True,
        )  # fmt: skip
    finally:
        connections.close_all()


def _copy(full: psycopg.Connection, old: psycopg.Connection, table: str) -> None:
    """The rows of a table, in the columns that it had then."""
    names = [column for (column,) in old.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped ORDER BY attnum", (table,))]  # fmt: skip
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    named = sql.Identifier(table)
    out = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(columns, named)
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(named, columns)
    with full.cursor().copy(out) as read, old.cursor().copy(into) as write:
        for block in read:
            write.write(block)
