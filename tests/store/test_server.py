"""The private server: it comes up whatever state it was left in, and only for its own account."""

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg
import pytest
from homes import new_home

from comptant.store import server, server_home
from comptant.store.server_home import SUPERUSER, DatabaseUnavailable, socket_folder

ROOT = Path(__file__).parents[2]
START = """
import pathlib, sys
from comptant.store import server
server.start(pathlib.Path(sys.argv[1]))
"""


@pytest.fixture
def new() -> Iterator[Path]:
    """A home of the test's own."""
    with new_home() as home:
        yield home


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """The home of the tests that leave a server as good as they found it."""
    with new_home() as home:
        yield home


def open_one(home: Path) -> psycopg.Connection:
    return psycopg.connect(host=str(socket_folder(home)), user=SUPERUSER, dbname="postgres")


def pid_of(home: Path) -> int:
    pid = server.status(home).pid
    assert pid is not None
    return pid


def test_it_starts_answers_and_stops(new: Path) -> None:
    assert server.status(new) == server.Status(False, None, new / "postgres", new / "postgres/log")
    assert server.stop(new) is False
    server.start(new)
    assert server.answers(new) is True
    assert psutil.Process(pid_of(new)).name() == "postgres"
    assert server.stop(new) is True
    assert server.answers(new) is False
    assert server.stop(new) is False


def test_a_second_start_leaves_the_running_server_alone(home: Path) -> None:
    server.start(home)
    first = pid_of(home)
    server.start(home)
    assert pid_of(home) == first


def test_it_has_sound_settings_and_no_network(home: Path) -> None:
    server.start(home)
    wanted = {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "max_connections": "100",
        "max_wal_size": "2GB",
        "jit": "off",
        "TimeZone": "UTC",
        "lc_messages": "C",
        "server_encoding": "UTF8",
    }
    with open_one(home) as connection:
        found = {name: connection.execute(f"SHOW {name}").fetchone() for name in wanted}
    assert found == {name: (value,) for name, value in wanted.items()}
    assert psutil.Process(pid_of(home)).net_connections("inet") == []


def test_data_and_socket_are_closed_to_other_accounts(home: Path) -> None:
    server.start(home)
    for folder in (home / "postgres", home / "postgres/data", socket_folder(home)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == server_home.account(home).pw_uid
    assert psutil.Process(pid_of(home)).uids().effective != 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another account")
def test_another_account_is_refused_even_with_the_path_open(home: Path) -> None:
    server.start(home)
    for folder in (home / "postgres", socket_folder(home)):
        folder.chmod(0o711)
    (socket_folder(home) / server_home.SOCKET_NAME).chmod(0o777)
    ran = subprocess.run(
        [server_home.binaries(home) / "psql", "-h", socket_folder(home), "-U", SUPERUSER, "-c", ""],
        user=12345,
        group=12345,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
    )
    assert "Peer authentication failed" in ran.stderr


def test_two_starts_at_once_make_one_server(new: Path) -> None:
    command = [sys.executable, "-c", START, str(new)]
    starters = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [starter.wait(60) for starter in starters] == [0, 0, 0]
    assert server.answers(new) is True
    ours = str(new / "conf")
    commands = [process.info["cmdline"] or [] for process in psutil.process_iter(["cmdline"])]
    assert sum(ours in command for command in commands) == 1


def test_it_outlives_the_process_that_started_it(home: Path) -> None:
    subprocess.run([sys.executable, "-c", START, str(home)], cwd=ROOT, check=True)
    assert server.answers(home) is True


def test_a_killed_server_comes_back_with_what_was_committed(home: Path) -> None:
    server.start(home)
    with open_one(home) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(pid_of(home), signal.SIGKILL)
    assert (home / "postgres/data/postmaster.pid").exists()
    server.start(home)
    with open_one(home) as connection:
        assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


def test_what_a_killed_server_left_at_work_is_ended_first(home: Path) -> None:
    server.start(home)
    connection = open_one(home)
    backend = psutil.Process(connection.info.backend_pid)
    with ThreadPoolExecutor() as pool:
        # It looks at nothing but its own sum, so that the death of its server goes unnoticed.
        at_work = pool.submit(connection.execute, "SELECT sum(n) FROM generate_series(1, 1e12) n")
        time.sleep(0.2)
        os.kill(pid_of(home), signal.SIGKILL)
        server.start(home)
        assert server.answers(home) is True
        assert not backend.is_running() or backend.status() == psutil.STATUS_ZOMBIE
        assert isinstance(at_work.exception(), psycopg.OperationalError)


def test_a_pid_given_to_another_process_does_not_stop_the_start(home: Path) -> None:
    server.start(home)
    server.stop(home)
    stranger = subprocess.Popen(["sleep", "600"])
    pid_file = home / "postgres/data/postmaster.pid"
    pid_file.write_text(f"{stranger.pid}\n{home}/postgres/data\n{int(time.time())}\n5432\n")
    try:
        server.start(home)
        assert server.answers(home) is True
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_first_start_cut_short_is_begun_again(home: Path) -> None:
    partial = home / "postgres" / "data.partial"
    server.start(home)
    server.stop(home)
    (home / "postgres/data").rename(partial)
    (partial / "PG_VERSION").unlink()
    server.start(home)
    assert server.answers(home) is True
    assert not partial.exists()


def test_a_server_whose_socket_was_deleted_is_replaced(home: Path) -> None:
    server.start(home)
    first = pid_of(home)
    (socket_folder(home) / server_home.SOCKET_NAME).unlink()
    server.start(home)
    assert server.answers(home) is True
    assert pid_of(home) != first


@pytest.mark.parametrize("name", ["long" * 30, "été, l'hiver"])
def test_a_path_that_a_socket_cannot_have_gets_one_in_tmp(new: Path, name: str) -> None:
    odd = new.with_name(name)
    try:
        server.start(odd)
        assert server.answers(odd) is True
        assert socket_folder(odd).parent == Path("/tmp")
        assert stat.S_IMODE(socket_folder(odd).stat().st_mode) == 0o700
    finally:
        server.stop(odd)
        socket_folder(odd).rmdir()


def test_a_socket_folder_prepared_by_another_is_refused(new: Path) -> None:
    odd = new.with_name("squatted" * 15)
    socket_folder(odd).symlink_to("/tmp")
    try:
        with pytest.raises(DatabaseUnavailable) as refused:
            server.start(odd)
        assert f"{socket_folder(odd)} is not a folder of" in refused.value.cause
        assert not (odd / "postgres/data").exists()
    finally:
        socket_folder(odd).unlink()


def test_a_home_that_cannot_be_made_says_why_and_what_to_do(new: Path) -> None:
    new.write_text("a file")
    with pytest.raises(DatabaseUnavailable) as refused:
        server.start(new)
    assert "Not a directory" in refused.value.cause
    assert "set COMPTANT_HOME to another one" in refused.value.remedy
    new.unlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")
def test_a_home_that_the_server_account_cannot_enter_says_so(new: Path) -> None:
    new.parent.chmod(0o700)
    with pytest.raises(DatabaseUnavailable) as refused:
        server.start(new)
    assert "Permission denied" in refused.value.cause
    assert server_home.account(new).pw_name in refused.value.remedy


def test_settings_that_the_server_refuses_are_quoted_from_its_log(
    new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_home, "SETTINGS", "max_connections = many\n")
    with pytest.raises(DatabaseUnavailable) as refused:
        server.start(new)
    assert 'invalid value for parameter "max_connections": "many"' in refused.value.cause
    assert str(new / "postgres/log") in refused.value.remedy
