"""What every test may ask for: a database of its own, and connections as each role.

One server serves the whole run, under a temporary home and never the user's own; the processes of
pytest-xdist share it. One template is migrated per run; each test that asks gets a copy of it.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg import sql

# Before the first import of settings, and inherited by the processes of pytest-xdist.
if "PYTEST_XDIST_WORKER" not in os.environ:
    # Short, and not under pytest's own folder: the server's account could not enter it.
    os.environ["COMPTANT_HOME"] = tempfile.mkdtemp(
        prefix=f"comptant-test-{os.getpid()}-", dir="/tmp"
    )
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("COMPTANT_SANDBOX", None)
    # Settings are read once in a process: those of the portal have all that migrations need.
    os.environ["DJANGO_SETTINGS_MODULE"] = "comptant.doors.web"
    os.chmod(os.environ["COMPTANT_HOME"], 0o711 if os.geteuid() == 0 else 0o700)

from comptant import settings
from comptant.store import migrate, server
from comptant.store.connection import connect, superuser_connect

TEMPLATE = "comptant_template"


def pytest_configure() -> None:
    """End the servers that killed runs left behind: their folders bear a process that is gone."""
    for folder in Path("/tmp").glob("comptant-test-*-*"):
        pid = folder.name.split("-")[2]
        try:
            ours = folder.stat().st_uid == os.geteuid()
        except FileNotFoundError:
            continue  # a run that ends at this moment has removed its own
        if ours and pid.isdigit() and not psutil.pid_exists(int(pid)):
            for home in (folder, folder / "home"):
                server.stop(home)
            shutil.rmtree(folder, ignore_errors=True)


def pytest_unconfigure() -> None:
    """The process that made the home ends its server and removes it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        server.stop(settings.HOME)
        shutil.rmtree(settings.HOME, ignore_errors=True)


@pytest.fixture(scope="session")
def template() -> Iterator[psycopg.Connection]:
    """A superuser's connection to a server that holds the migrated template."""
    with open(settings.HOME / "template.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "DATABASE", TEMPLATE)
            migrate.bootstrap()
        connection = superuser_connect("postgres")
        connection.autocommit = True
        # A test's database is thrown away: nothing is lost if the machine stops.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")
    with connection:
        yield connection


@pytest.fixture
def database(
    template: psycopg.Connection, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A fresh copy of the template, the one that connections go to during the test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"test_{worker}"
    copy = sql.SQL("CREATE DATABASE {} OWNER comptant_owner TEMPLATE {} STRATEGY FILE_COPY")
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    template.execute(drop)
    template.execute(copy.format(sql.Identifier(name), sql.Identifier(TEMPLATE)))
    monkeypatch.setattr(settings, "DATABASE", name)
    yield name
    template.execute(drop)


Connect = Callable[[str], psycopg.Connection]


@pytest.fixture
def connect_to(database: str) -> Iterator[Connect]:
    """`connect_to("comptant_reader")` opens one more connection to the test's database."""
    opened: list[psycopg.Connection] = []

    def open_one(role: str) -> psycopg.Connection:
        opened.append(connect(role, database))
        return opened[-1]

    yield open_one
    for connection in opened:
        connection.close()


@pytest.fixture
def writer(connect_to: Connect) -> psycopg.Connection:
    """Operations' connection."""
    return connect_to("comptant_writer")


@pytest.fixture
def reader(connect_to: Connect) -> psycopg.Connection:
    """The doors' connection, under row security."""
    return connect_to("comptant_reader")


@pytest.fixture
def auditor(connect_to: Connect) -> psycopg.Connection:
    """The auditor's connection."""
    return connect_to("comptant_auditor")


def samples() -> Path:
    """The sample files of the outside world, or the test is skipped."""
    beside = Path(__file__).parents[1] / ".." / "shared" / "data"
    found = Path(os.environ.get("COMPTANT_SAMPLES", beside)).resolve()
    if not found.is_dir():
        pytest.skip(f"no sample files in {found}: set COMPTANT_SAMPLES")
    return found


@pytest.fixture
def sample_folder() -> Path:
    """The folder of sample files."""
    return samples()


@pytest.fixture(autouse=True, scope="session")
def quick_passwords() -> Iterator[None]:
    """Passwords are hashed as always, with fewer turns: a test signs in many times."""
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1_000)
        yield
