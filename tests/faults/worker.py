"""A process that types commands one after another, each in a child that dies where it is told.

    python -m tests.faults.worker < jobs

A job is a line of JSON: the words of a command, the database, the folder of the sessions, and
after how many exchanges with the database the child kills itself (none: it lives). The answer is
a line: exit code, both streams, and how many exchanges there were; `null` for a child that died.

What a command needs is imported once, before the first child: a child is a new process in a few
milliseconds, with connections of its own.
"""

import gc
import json
import os
import pkgutil
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
from click.testing import CliRunner

from comptant import operations, settings
from comptant.doors import cli
from comptant.doors.cli import session
from comptant.doors.cli.main import program

WRITES = "comptant writer"
# What commands import in the middle of their work.
LATER = ("comptant.store.access", "comptant.store.server", "rich.progress", "_strptime")


class Meter:
    """Counts the exchanges of those who may write; the last one allowed ends the process."""

    def __init__(self, last: int | None) -> None:
        self.count, self.last = 0, last

    def tick(self) -> None:
        self.count += 1
        if self.count == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


def watch(meter: Meter) -> None:
    """Every exchange of a connection that may write goes by the meter."""
    wait = psycopg.Connection.wait

    def counted(self: psycopg.Connection, *given: Any, **named: Any) -> Any:
        try:
            return wait(self, *given, **named)
        finally:
            if self.info.get_parameters().get("application_name") == WRITES:
                meter.tick()

    psycopg.Connection.wait = counted  # type: ignore[method-assign]


def run(job: dict[str, Any]) -> dict[str, Any]:
    """What the command answers, when it lives to answer."""
    settings.DATABASE = job["database"]
    session._folder = lambda: Path(job["sessions"])
    meter = Meter(job["die_after"])
    watch(meter)
    result = CliRunner(env={"LC_ALL": "en_GB.UTF-8"}).invoke(program(), job["typed"])
    return {"exit_code": result.exit_code, "out": result.stdout, "err": result.stderr,
            "exchanges": meter.count}  # fmt: skip


def answer(line: str) -> None:
    """One job in a child; a death that was not asked for ends the parent too."""
    child = os.fork()
    if child == 0:
        try:
            print(json.dumps(run(json.loads(line))), flush=True)
            os._exit(0)
        finally:
            os._exit(1)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if ended == -signal.SIGKILL:
        print("null", flush=True)
    elif ended:
        sys.exit(ended)


def prepare() -> None:
    """Import what commands import. Polars' workers could not follow into a child: none may be."""
    for room in (cli, operations):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    for later in LATER:
        import_module(later)
    gc.freeze()  # a child does not look through what was there before it
    threads = Path("/proc/self/task").glob("*/comm")
    assert "polars-0\n" not in [name.read_text() for name in threads]


def main() -> None:
    """Answer jobs until there are none."""
    prepare()
    print("ready", flush=True)
    for line in sys.stdin:
        answer(line)


if __name__ == "__main__":
    main()
