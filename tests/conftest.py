"""What every test may ask for: a database of its own, and connections as each role.

One server serves the whole run, under a temporary home and never the user's own; the processes of
pytest-xdist share it. One template is migrated per run; each test that asks gets a copy of it, or
of a house opened by such a copy before (houses.py).
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests import home

# Before the first import of settings, and inherited by the processes of pytest-xdist.
if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["COMPTANT_HOME"] = str(home.of_this_run())
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("COMPTANT_SANDBOX", None)
    # Dozens of processes are started: each would compile all of us again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # Settings are read once in a process: those of the portal have all that migrations need.
    os.environ["DJANGO_SETTINGS_MODULE"] = "comptant.doors.web"

from comptant import settings
from comptant.doors import words
from comptant.store import migrate, server
from comptant.store.connection import connect, superuser_connect
from tests import answers
from tests.houses import Houses, recipe_of
from tests.kept import Shelf

TEMPLATE = "comptant_template"
# Where each operation is tried: what it answers there is what the API says that it answers.
ANSWERS = ("tests/api/", "tests/operations/")
# Of these a single test may take a minute: begun first, none is left for one process at the end.
FIRST = ("tests/faults/", "tests/simulation/", "tests/browser/")


def pytest_configure() -> None:
    """What killed runs left behind is cleared away."""
    home.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first, and those of a file together as they were."""
    items.sort(key=lambda item: not item.nodeid.startswith(FIRST))


def pytest_unconfigure() -> None:
    """The process that made the home ends its server and removes it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        server.stop(settings.HOME)
        shutil.rmtree(settings.HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """What a test, or a command that it types, sets the language to ends with it."""
    with words.speaking(words.ENGLISH):
        yield


@pytest.fixture(autouse=True)
def answers_as_told(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever an operation answers in these tests is held against what the API tells of it."""
    with pytest.MonkeyPatch.context() as patch:
        if answers.IS_LEARNING or request.node.nodeid.startswith(ANSWERS):
            answers.checked(patch)
        yield


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
        # Where the home is in memory, so is the log of changes.
        connection.execute("ALTER SYSTEM SET max_wal_size = '256MB'")
        connection.execute("SELECT pg_reload_conf()")
    with connection:
        yield connection


@pytest.fixture(scope="session")
def houses(template: psycopg.Connection) -> Houses:
    """The houses that this process has opened, to copy from."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return Houses(template, TEMPLATE, f"house_{worker}")


@pytest.fixture
def database(
    houses: Houses, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A fresh copy of the template or of a house; connections go to it during the test, on
    sessions that are kept until its end."""
    name = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    houses.begin(recipe_of(request), name)
    monkeypatch.setattr(settings, "DATABASE", name)
    shelf = Shelf(name)
    monkeypatch.setattr("comptant.store.connection._open", shelf.open)
    yield name
    shelf.end()
    houses.drop(name)


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
