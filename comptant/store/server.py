"""The private PostgreSQL: started by the first connection, and left running until it is stopped.

Everything is told by the home folder it lives in (see server_home.py), never by settings.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from psycopg import pq

from comptant.store.server_home import (
    SOCKET_NAME,
    SUPERUSER,
    DatabaseUnavailable,
    account,
    binaries,
    is_root,
    prepare,
    run,
    socket_folder,
)

START_SECONDS = 120
LOG_BYTES_MAX = 10 * 2**20
PID_FILE = "postgres/data/postmaster.pid"


@dataclass(frozen=True)
class Status:
    """What `status` saw. `pid` is None when no server runs."""

    running: bool
    pid: int | None
    folder: Path
    log: Path


def answers(home: Path) -> bool:
    """True when the server of `home` takes connections; a few milliseconds."""
    return _ping(home) == pq.Ping.OK


def start(home: Path) -> None:
    """Leave the server of `home` running, made first if need be; it outlives this process.

    Safe to call at any time and from several processes at once. Raises DatabaseUnavailable.
    """
    with _locked(home):
        if not _answers_soon(home):
            _clear_the_way(home)
            prepare(home)
            _launch(home)


def stop(home: Path) -> bool:
    """End the server of `home`; False when none ran. Raises DatabaseUnavailable."""
    if not (home / "conf").exists():
        return False
    with _locked(home):
        if _postmaster(home) is None:
            return False
        _pg_ctl(home, "stop", "-m", "fast")
        return True


def status(home: Path) -> Status:
    """Whether the server of `home` runs, and where its files are. Starts nothing."""
    running = answers(home)
    process = _postmaster(home) if running else None
    folder = home / "postgres"
    return Status(running, process.pid if process else None, folder, folder / "log")


def _ping(home: Path) -> pq.Ping:
    where = f"host={socket_folder(home)} user={SUPERUSER} dbname=postgres connect_timeout=10"
    return pq.Ping(pq.PGconn.ping(where.encode()))


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    """One starter or stopper at a time; what the system refuses is told as DatabaseUnavailable."""
    try:
        if not home.exists():
            home.mkdir(parents=True)
            home.chmod(0o711 if is_root() else 0o700)
        with open(home / "server.lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise DatabaseUnavailable(
            f"the database of {home} cannot be run: {error}",
            f"Make {home} a folder that {account(home).pw_name} may enter, "
            "or set COMPTANT_HOME to another one.",
        ) from error


def _postmaster(home: Path) -> psutil.Process | None:
    """The living server of `home`, by its pid file; a pid since given to another is not it."""
    try:
        pid = _pid_in(home / PID_FILE)
        process = psutil.Process(pid) if pid else None
        return process if process and str(home.resolve() / "conf") in process.cmdline() else None
    except (PermissionError, psutil.Error):
        return None


def _answers_soon(home: Path) -> bool:
    """Wait for a server that starts, stops or recovers; True when it takes connections."""
    begun = time.monotonic()
    while (waited := time.monotonic() - begun) < START_SECONDS:
        reply = _ping(home)
        if reply == pq.Ping.OK:
            return True
        # Alive but silent: launched a moment ago, or its socket was deleted.
        if reply != pq.Ping.REJECT and (waited > 5 or _postmaster(home) is None):
            return False
        time.sleep(0.05)
    return False


def _clear_the_way(home: Path) -> None:
    """End a server that nobody can reach any more; forget a pid that is no longer a server's."""
    if _postmaster(home) is not None:
        _pg_ctl(home, "stop", "-m", "fast")
    # A killed server leaves children that may still be busy, in memory that nobody looks after.
    orphans = _orphans(home)
    for orphan in orphans:
        orphan.terminate()
    for orphan in psutil.wait_procs(orphans, timeout=5)[1]:
        orphan.kill()
    psutil.wait_procs(orphans, timeout=5)
    # PostgreSQL forgets a dead process by itself, but takes a stranger's or a zombie for its own.
    for lock in (home / PID_FILE, socket_folder(home) / f"{SOCKET_NAME}.lock"):
        pid = _pid_in(lock)
        if pid is not None and psutil.pid_exists(pid):
            lock.unlink()


def _orphans(home: Path) -> list[psutil.Process]:
    """PostgreSQL's processes at work in our data, when no server is."""
    data = str(home.resolve() / "postgres" / "data")
    found = psutil.process_iter(["name", "cwd"])
    return [each for each in found if each.info["name"] == "postgres" and each.info["cwd"] == data]


def _pid_in(file: Path) -> int | None:
    try:
        return int(file.read_text().split("\n")[0])
    except (FileNotFoundError, ValueError):
        return None


def _launch(home: Path) -> None:
    log = home / "postgres" / "log"
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_name("log.old"))
    before = log.stat().st_size if log.exists() else 0
    try:
        _pg_ctl(home, "start", "-l", str(log.resolve()))
    except DatabaseUnavailable as error:
        said = log.read_bytes()[before:].decode(errors="replace") if log.exists() else ""
        last = said.strip().splitlines()[-3:]
        raise DatabaseUnavailable("\n".join([error.cause, *last]), error.remedy) from None


def _pg_ctl(home: Path, *arguments: str) -> None:
    conf = str(home.resolve() / "conf")
    program = str(binaries(home) / "pg_ctl")
    run(home, program, "-D", conf, "-w", "-t", str(START_SECONDS), *arguments)
