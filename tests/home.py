"""Where the tests' server lives: a folder of this run, in memory where the machine lends enough.

A test's database is nearly a thousand small files, made and removed in a moment: on a disk that
costs more than most tests. The folder bears the process that made it, so that the next run can
clear away what a killed one left behind.
"""

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import psutil

from comptant.store import server

DISK, MEMORY = Path("/tmp"), Path("/dev/shm")
ROOM_BYTES = 3 * 2**30


@cache
def of_this_run() -> Path:
    """The home of this process, the same however often it is asked for."""
    return new()


def new() -> Path:
    """A folder that the server's account may enter, of a path short enough for its socket."""
    where = MEMORY if _serves(MEMORY) else DISK
    made = Path(tempfile.mkdtemp(prefix=f"comptant-test-{os.getpid()}-", dir=where))
    made.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return made


def _serves(folder: Path) -> bool:
    """Room enough, and programs may run there: root's server runs from a copy in its home."""
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    found = os.statvfs(folder)
    has_room = found.f_bavail * found.f_frsize >= ROOM_BYTES
    return has_room and not (os.geteuid() == 0 and found.f_flag & os.ST_NOEXEC)


def clear() -> None:
    """End the servers that killed runs left behind: their folders bear a process that is gone."""
    for folder in (*DISK.glob("comptant-test-*-*"), *MEMORY.glob("comptant-test-*-*")):
        pid = folder.name.split("-")[2]
        try:
            ours = folder.stat().st_uid == os.geteuid()
        except FileNotFoundError:
            continue  # a run that ends at this moment has removed its own
        if ours and pid.isdigit() and not psutil.pid_exists(int(pid)):
            for home in (folder, folder / "home"):
                server.stop(home)
            shutil.rmtree(folder, ignore_errors=True)
