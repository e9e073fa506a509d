"""Who types: a process of worker.py, told what."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Worker:
    """A process of worker.py."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker"], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "COMPTANT_HOME": str(home)},
        )  # fmt: skip

    def ask(self, job: dict[str, Any]) -> dict[str, Any] | None:
        """The answer of the child that did the job, or None when it died of it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(job) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] | None = json.loads(self.process.stdout.readline())
        return answer

    def wait_until_ready(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


class Staff:
    """Somebody is always at work."""

    def __init__(self, home: Path, database: str, sessions: Path) -> None:
        self.database, self.sessions = database, sessions
        self.at_work = Worker(home)
        self.at_work.wait_until_ready()

    def type(
        self, *typed: object, database: str | None = None, die_after: int | None = None
    ) -> dict[str, Any] | None:
        """What a command answered, or None when its process died of it."""
        return self.at_work.ask({
            "typed": [str(each) for each in typed], "sessions": str(self.sessions),
            "database": database or self.database, "die_after": die_after,
        })  # fmt: skip

    def done(self, *typed: object, database: str | None = None) -> dict[str, Any]:
        """The JSON of a command that must go well."""
        answer = self.type(*typed, "--json", database=database)
        assert answer is not None
        assert answer["exit_code"] == 0, answer
        told: dict[str, Any] = json.loads(answer["out"])
        return told

    def end(self) -> None:
        """Home they go."""
        self.at_work.end()
