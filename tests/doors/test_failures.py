"""Exit codes say the kind of a failure; the message says what to do; nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from comptant import settings
from comptant.store.connection import address
from comptant.store.server_home import SUPERUSER
from tests import facts
from tests.doors.conftest import DAY, Cli


def run(*typed: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name != "COMPTANT_TOKEN"}
    return subprocess.run(
        [sys.executable, "-m", "comptant.doors.cli", *typed], capture_output=True, text=True,
        env={**kept, "LC_ALL": "C.UTF-8", **environment}, check=False,
    )  # fmt: skip


def test_a_mistake_of_ours_is_70_and_says_where_the_trace_is(
    cli: Cli, world: facts.World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from comptant.operations.drawing import payments

    def broken(*_: object, **__: object) -> dict[str, object]:
        raise RuntimeError("the moon is full")

    monkeypatch.setattr(payments, "draw", broken)
    told = cli.error("draw", "C-1", "1.00", "--key", "k9", "--user", "alice", *DAY, code=70)
    assert (told["error"], told["key"]) == ("bug", "k9")
    trace = Path(told["facts"]["trace"])
    assert "RuntimeError: the moon is full" in trace.read_text()
    assert "moon" not in told["message"]
    trace.unlink()


def test_a_lock_held_by_another_is_busy_and_the_key_is_told(
    cli: Cli, world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comptant.operations.drawing import payments

    def waits(*_: object, **__: object) -> dict[str, object]:
        raise psycopg.errors.LockNotAvailable("canceling statement due to lock timeout")

    monkeypatch.setattr(payments, "draw", waits)
    result = cli.run("draw", "C-1", "--key", "k1", "--user", "alice", *DAY, code=1)
    assert result.stderr.endswith("try again in a moment, with the same key.\nkey: k1\n")


def test_a_connection_lost_on_the_way_is_5_and_the_key_is_told(
    cli: Cli, world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from comptant.operations.drawing import payments

    def lost(*_: object, **__: object) -> dict[str, object]:
        raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(payments, "draw", lost)
    result = cli.run("draw", "C-1", "--key", "k1", "--user", "alice", *DAY, code=5)
    assert "run the command again with the same --key" in result.stderr
    assert result.stderr.endswith("key: k1\n")


def test_a_database_that_does_not_answer_is_5_in_both_languages() -> None:
    nowhere = "postgresql://nobody@127.0.0.1:1/comptant"
    english = run("status", DATABASE_URL=nowhere)
    french = run("status", "--language", "fr", DATABASE_URL=nowhere)
    assert (english.returncode, french.returncode) == (5, 5)
    assert english.stderr.startswith("The database cannot be used: ")
    assert french.stderr.startswith("La base de données est inutilisable : ")


def test_a_setting_that_means_nothing_is_wrong_usage() -> None:
    told = run("status", DATABASE_URL="mysql://x/y")
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("DATABASE_URL must start with postgresql://")


def test_with_a_database_url_that_postgresql_is_used(database: str, tmp_path: Path) -> None:
    """The database of the test, reached as an outside one: from the opening to a first answer."""
    host = address(None, database)["host"].replace("/", "%2F")
    there = {
        "DATABASE_URL": f"postgresql://{SUPERUSER}@/{database}?host={host}",
        "COMPTANT_HOME": str(tmp_path / "home"), "COMPTANT_PASSWORD": facts.PASSWORD,
    }  # fmt: skip
    opened = run("init", "--name", "FACTOR SA", "--siren", "552100554", "--login", "ada", **there)
    assert opened.returncode == 0, opened.stderr
    assert opened.stdout.startswith("The books of FACTOR SA are open. You are signed in as ada.\n")
    assert run("whoami", **there).stdout == "ada — administrator\n"
    assert run("status", **there).stdout.endswith("of DATABASE_URL answers.\n")
    assert not (tmp_path / "home" / "postgres").exists()
    again = run("init", "--name", "X", "--siren", "552100554", "--login", "bob", **there)
    assert (again.returncode, again.stderr.split(".")[0]) == (
        1, "The books of this database are open already")  # fmt: skip
    assert run("user", "list", "--on", "2020-01-01", **there).returncode == 1


def test_the_private_server_is_told_and_left_running() -> None:
    told = run("status", COMPTANT_HOME=str(settings.HOME))
    assert told.returncode == 0
    assert str(settings.HOME / "postgres") in told.stdout


def test_a_reader_that_has_seen_enough_is_no_failure() -> None:
    command = f"{sys.executable} -m comptant.doors.cli contract terms --json | head -1"
    told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert (told.stdout, told.stderr) == ("[\n", "")
