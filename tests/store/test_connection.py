"""Connections: each role as itself, a server when it is needed, and a plain word when it fails."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from homes import new_home

from comptant import settings
from comptant.store import migrate, server, server_home
from comptant.store.connection import (
    ROLES,
    DatabaseUnavailable,
    address,
    connect,
    superuser_connect,
)

ROOT = Path(__file__).parents[2]
Connect = Callable[[str], psycopg.Connection]


def run_python(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A new process, with our environment changed."""
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


# Roles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_logged_in_as_itself(connect_to: Connect, role: str) -> None:
    connection = connect_to(role)
    found = connection.execute("SELECT session_user, current_user").fetchone()
    assert found == (role, role)


def test_only_the_writer_passes_row_security_and_none_is_superuser(database: str) -> None:
    with connect("comptant_auditor") as connection:
        found = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
            " FROM pg_roles WHERE rolname LIKE 'comptant%' ORDER BY 1"
        ).fetchall()
    assert found == [
        ("comptant_auditor", False, False, False, False, False),
        ("comptant_owner", False, False, False, False, False),
        ("comptant_reader", False, False, False, False, False),
        ("comptant_writer", False, True, False, False, False),
    ]


@pytest.mark.parametrize("role", ["comptant_writer", "comptant_reader", "comptant_auditor"])
def test_a_role_cannot_become_another_nor_make_a_table(connect_to: Connect, role: str) -> None:
    for refused in ("SET ROLE comptant_owner", "CREATE TABLE public.mine (n int)"):
        connection = connect_to(role)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(refused)


def test_a_role_that_is_not_ours_is_the_callers_fault() -> None:
    with pytest.raises(ValueError, match="postgres is not a role of ours"):
        connect("postgres")


def test_a_connection_says_who_it_is_and_gives_up_in_time(database: str) -> None:
    wanted = "SELECT current_setting('{}')"
    with connect("comptant_writer", statement_timeout_ms=1234, lock_timeout_ms=0) as connection:
        assert connection.autocommit is False
        settings_now = {
            name: connection.execute(wanted.format(name)).fetchone()
            for name in ("application_name", "statement_timeout", "lock_timeout", "timezone", "jit")
        }
    assert settings_now == {
        "application_name": ("comptant writer",),
        "statement_timeout": ("1234ms",),
        "lock_timeout": ("0",),
        "timezone": ("UTC",),
        "jit": ("off",),
    }


def test_without_a_database_name_it_is_the_one_of_settings(database: str) -> None:
    with connect("comptant_reader") as connection:
        assert connection.info.dbname == database


# Each test's own database -----------------------------------------------------------------------


@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_finds_nothing_of_the_one_before(connect_to: Connect, time: str) -> None:
    owner = connect_to("comptant_owner")
    assert owner.execute("SELECT to_regclass('left_behind')").fetchone() == (None,)
    owner.execute("CREATE TABLE left_behind ()")
    owner.commit()


# Bootstrap and migrations -------------------------------------------------------------------------


def test_bootstrap_twice_changes_nothing_and_the_database_is_current(database: str) -> None:
    with superuser_connect() as connection:
        before = connection.execute("SELECT * FROM django_migrations ORDER BY id").fetchall()
    migrate.bootstrap()
    with superuser_connect() as connection:
        after = connection.execute("SELECT * FROM django_migrations ORDER BY id").fetchall()
    assert after == before
    assert migrate.is_current() is True


def test_a_migration_that_has_not_run_is_noticed(database: str) -> None:
    with connect("comptant_owner") as connection:
        connection.execute("DELETE FROM django_migrations WHERE name = '0001_foundation'")
    assert migrate.is_current() is False


def test_an_empty_or_missing_database_is_not_current(
    template: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "DATABASE", "postgres")
    assert migrate.is_current() is False
    monkeypatch.setattr(settings, "DATABASE", "nowhere")
    assert migrate.is_current() is False


def test_a_frozen_file_runs_as_written(database: str, tmp_path: Path) -> None:
    """Semicolons in a function's body, percent signs and braces are none of Django's business."""
    script = """
import django
django.setup()
from django.db import connection
from comptant import settings
from comptant.store.migrations import frozen
settings.DATABASE = %r
with connection.schema_editor(atomic=True) as editor:
    frozen(%r).code(None, editor)
"""
    (tmp_path / "0002_trial.sql").write_text(
        "CREATE TABLE trial (word text CHECK (word LIKE 'a%'));\n"
        "CREATE FUNCTION trial_word() RETURNS text LANGUAGE plpgsql AS $$\n"
        "BEGIN INSERT INTO trial VALUES ('a;b'); RETURN format('%s {} %%', 1); END $$;\n"
    )
    ran = run_python(
        script % (database, str(tmp_path / "0002_trial.py")),
        DJANGO_SETTINGS_MODULE="comptant.settings",
    )
    assert ran.stderr == ""
    with connect("comptant_owner") as connection:
        assert connection.execute("SELECT trial_word()").fetchone() == ("1 {} %",)
        assert connection.execute("SELECT word FROM trial").fetchone() == ("a;b",)


# Failures ----------------------------------------------------------------------------------------


def test_a_database_that_was_not_set_up_says_how(template: psycopg.Connection) -> None:
    with pytest.raises(DatabaseUnavailable) as refused:
        connect("comptant_writer", "nowhere")
    assert 'database "nowhere" does not exist' in refused.value.cause
    assert refused.value.remedy == "The database has not been set up yet: run comptant migrate."


def test_a_database_url_that_nobody_answers_starts_no_server(tmp_path: Path) -> None:
    script = """
from comptant.store.connection import connect, DatabaseUnavailable
try:
    connect("comptant_writer")
except DatabaseUnavailable as unavailable:
    print(unavailable.remedy)
"""
    url = f"postgresql://someone@/factor?host={tmp_path}"
    ran = run_python(script, DATABASE_URL=url, COMPTANT_HOME=str(tmp_path / "home"))
    assert ran.stdout == (
        "Check that DATABASE_URL names a PostgreSQL that runs and a login it knows.\n"
    )
    assert not (tmp_path / "home").exists()


# DATABASE_URL -----------------------------------------------------------------------------------


def test_with_a_database_url_each_connection_starts_as_a_role(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = address("comptant_owner", database)["host"]
    url = f"postgresql://postgres@/{database}?host={host}&options=-c%20work_mem%3D7MB"
    monkeypatch.setattr(settings, "DATABASE_URL", url)
    with connect("comptant_reader") as connection:
        found = connection.execute(
            "SELECT session_user, current_user, current_setting('work_mem')"
        ).fetchone()
    assert found == ("postgres", "comptant_reader", "7MB")
    migrate.bootstrap()
    assert migrate.is_current() is True


def test_a_login_without_the_right_says_what_its_administrator_must_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with new_home() as home:
        monkeypatch.setattr(server_home, "ROLES", (*ROLES, "someone"))
        server.start(home)
        monkeypatch.setattr(settings, "HOME", home)
        with superuser_connect("postgres") as administrator:
            administrator.autocommit = True
            administrator.execute("CREATE ROLE someone LOGIN")
            administrator.execute("CREATE DATABASE factor")
        monkeypatch.setattr(settings, "DATABASE", "factor")
        url = f"postgresql://someone@/factor?host={server_home.socket_folder(home)}"
        monkeypatch.setattr(settings, "DATABASE_URL", url)
        with pytest.raises(DatabaseUnavailable) as refused:
            migrate.bootstrap()
        introduction, _, statements = refused.value.remedy.partition("\n")
        assert introduction == "Ask its administrator to run:"
        with monkeypatch.context() as patch:
            patch.setattr(settings, "DATABASE_URL", None)
            with superuser_connect() as administrator:
                administrator.execute(statements)
        migrate.bootstrap()
        assert migrate.is_current() is True
        with connect("comptant_writer") as connection:
            found = connection.execute("SELECT session_user, current_user").fetchone()
            assert found == ("someone", "comptant_writer")


# Settings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("DATABASE_URL", "", "DATABASE_URL must start with postgresql://"),
        ("DATABASE_URL", "mysql://u:secret@h/d", "DATABASE_URL must start with postgresql://"),
        ("DATABASE_URL", "postgresql://u:secret@h", "DATABASE_URL names no database"),
        ("DATABASE_URL", "postgresql://u:secret@h:x y/d", "DATABASE_URL cannot be read"),
        ("COMPTANT_HOME", "", "COMPTANT_HOME must be a full path"),
        ("COMPTANT_HOME", "here", "COMPTANT_HOME must be a full path, not 'here'"),
        ("COMPTANT_SANDBOX", "yes", "COMPTANT_SANDBOX must be 0 or 1, not 'yes'"),
    ],
)
def test_settings_refuse_nonsense_and_keep_secrets(name: str, value: str, complaint: str) -> None:
    ran = run_python("import comptant.settings", **{name: value})
    assert ran.returncode == 1
    assert f"comptant.settings.BadSetting: {complaint}" in ran.stderr
    assert "secret" not in ran.stderr


def test_importing_settings_starts_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    script = (
        "import django; django.setup(); import comptant.store.connection, comptant.store.migrate"
    )
    ran = run_python(script, COMPTANT_HOME=str(home), DJANGO_SETTINGS_MODULE="comptant.settings")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert not home.exists()
