"""The command line as people use it: run in process, on the test's database, sessions aside."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result
from django.contrib.auth.hashers import PBKDF2PasswordHasher

from comptant.doors.cli import session
from comptant.doors.cli.main import program
from comptant.operations.registry import people
from tests import facts
from tests.houses import house

DAY = ("--on", "2026-01-16")


@dataclass
class Cli:
    """Runs `comptant ...`; the exit code is part of what is expected."""

    folder: Path

    def run(self, *typed: object, code: int = 0, **environment: str) -> Result:
        """What was answered; an unexpected exit code shows both streams."""
        given = CliRunner(env={"LC_ALL": "en_GB.UTF-8", **environment})
        result = given.invoke(program(), [str(each) for each in typed])
        if result.exit_code != code:
            trace = sorted(Path(self.folder).glob("traces/*"))
            told = trace[-1].read_text() if trace else ""
            raise AssertionError(
                f"{typed} gave {result.exit_code}, not {code}\n{result.stdout}{result.stderr}{told}"
            )
        return result

    def json(self, *typed: object, code: int = 0, **environment: str) -> Any:
        """The JSON answered, and nothing else on the output."""
        return json.loads(self.run(*typed, "--json", code=code, **environment).stdout)

    def error(self, *typed: object, code: int, **environment: str) -> Any:
        """The JSON of a failure, and nothing on the output."""
        result = self.run(*typed, "--json", code=code, **environment)
        assert result.stdout == ""
        return json.loads(result.stderr)


@pytest.fixture
def cli(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """The command line on the test's database, with nobody signed in."""
    from comptant import settings

    sessions = tmp_path / "sessions"
    sessions.mkdir(mode=0o700)
    monkeypatch.setattr(session, "_folder", lambda: sessions)
    # Slow on purpose in real life; here each test signs in half a dozen people.
    monkeypatch.setattr(PBKDF2PasswordHasher, "iterations", 1_000)
    monkeypatch.setenv("COMPTANT_PASSWORD", facts.PASSWORD)
    monkeypatch.delenv("COMPTANT_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    return Cli(settings.HOME)


@house
def opened(writer: psycopg.Connection) -> facts.World:
    """FACTOR SA open, with its staff, ALPHA SAS and contract C-1, BETA SA with a limit; A (alice)
    owns ALPHA, B (bob) is its accountant, C (cora) owns GAMMA; all signed in."""
    opened = facts.three_of_two_clients(writer)
    for login in opened.users:
        opened.tokens[login] = token_of(writer, login)
    return opened


@pytest.fixture
def world(cli: Cli, opened: facts.World) -> facts.World:
    """The house, and the sessions of its people kept as the command line keeps them."""
    for login, token in opened.tokens.items():
        session.keep(login, token)
    return opened


def sign_in(conn: psycopg.Connection, login: str) -> str:
    """A session kept as the command line keeps it; the token."""
    session.keep(login, token := token_of(conn, login))
    return token


def token_of(conn: psycopg.Connection, login: str) -> str:
    """Somebody's new session."""
    return people.sign_in(conn, login=login, password=facts.PASSWORD, at=datetime.now(UTC))[0]


Csv = Callable[..., Path]


@pytest.fixture
def csv(tmp_path: Path) -> Csv:
    """`csv("FA-1", 20000)` writes a list of invoices on BETA SA; euros, or the text of a cell."""

    def write(*lines: object, name: str = "january.csv", due: str = "2026-03-17") -> Path:
        head = "Invoice number;Invoice date;Due date;Total incl VAT;Buyer;SIREN"
        rows = [
            f"{number};2026-01-16;{due};{amount};BETA SA;443061841"
            for number, amount in zip(lines[::2], lines[1::2], strict=True)
        ]
        path = tmp_path / name
        path.write_text("\n".join([head, *rows]) + "\n")
        return path

    return write
