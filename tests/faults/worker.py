"""A process that types commands one after another and dies where it is told.

    python -m tests.faults.worker < jobs

A job is a line of JSON: the words of a command, the database, the folder of the sessions, and
after how many exchanges with the database the process kills itself (none: it lives). Its answer is
a line: exit code, both streams, and how many exchanges there were.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import psycopg
from click.testing import CliRunner

from comptant import settings
from comptant.doors.cli import session
from comptant.doors.cli.main import program

WRITES = "comptant writer"


class Meter:
    """Counts the exchanges of those who may write; the last one allowed ends the process."""

    def __init__(self) -> None:
        self.count = 0
        self.last: int | None = None

    def start(self, last: int | None) -> None:
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


def run(job: dict[str, Any], meter: Meter) -> dict[str, Any]:
    settings.DATABASE = job["database"]
    session._folder = lambda: Path(job["sessions"])
    meter.start(job["die_after"])
    result = CliRunner(env={"LC_ALL": "en_GB.UTF-8"}).invoke(program(), job["typed"])
    exchanges, meter.last = meter.count, None
    return {"exit_code": result.exit_code, "out": result.stdout, "err": result.stderr,
            "exchanges": exchanges}  # fmt: skip


def main() -> None:
    """Answer jobs until there are none."""

    meter = Meter()
    watch(meter)
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line), meter)), flush=True)


if __name__ == "__main__":
    main()
