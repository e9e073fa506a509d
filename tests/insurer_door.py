"""An insurer that a test starts: OAuth2, jobs and decisions over real HTTP, with the failures
that a network and an insurer have."""

import base64
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.serving import served

CLIENT, SECRET = "factor", "insurer-test-secret-0123456789"


@dataclass
class Insurer:
    """What the insurer holds, and what it is told to do wrong."""

    url: str = ""
    token: str = "token-1"
    jobs: dict[str, dict[str, Any]] = field(default_factory=dict)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    fails: list[tuple[int, dict[str, str]]] = field(default_factory=list)  # of the next calls
    loses: str = ""  # a call that is done, and whose answer is lost
    sleeps: float = 0.0  # before the next answer
    keys: list[str] = field(default_factory=list)  # Idempotency-Key of each message that came

    def answered(self, **told: str) -> None:
        """Every job is answered."""
        for job in self.jobs.values():
            job.update(told)

    def decided(self, id_: str, **told: Any) -> None:
        """A decision of the insurer's."""
        self.decisions.append({
            "id": id_, "policy": "P-1", "buyer_siren": "443061841", "response_code": "2",
            "number": f"N-{id_}", "amount_cents": 6_000_000, "currency": "EUR",
            "from_on": "2026-01-16", **told,
        })  # fmt: skip


@contextmanager
def insurer_door() -> Iterator[Insurer]:
    """An insurer on a port of its own, until the test is over."""
    held = Insurer()

    class Door(_Door):
        insurer = held

    with served(Door) as address:
        held.url = address
        yield held


class _Door(BaseHTTPRequestHandler):
    insurer: Insurer

    def log_message(self, *told: object) -> None:
        """Nothing on the terminal."""

    def _do(self) -> None:
        held = self.insurer
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        held.calls.append(f"{self.command} {path}")
        if held.sleeps:
            wait, held.sleeps = held.sleeps, 0.0
            time.sleep(wait)
        if path == "/token":
            return self._give_token(body)
        if held.fails:
            status, head = held.fails.pop(0)
            return self._say(status, {"reason": "as told"}, head)
        if self.headers.get("Authorization") != f"Bearer {held.token}":
            return self._say(401, {"reason": SECRET})
        status, answer = self._answer(path, query, body)
        if held.loses and re.search(held.loses, f"{self.command} {path}"):
            held.loses = ""
            self.close_connection = True
            return None
        return self._say(status, answer)

    do_GET = do_POST = _do

    def _give_token(self, body: bytes) -> None:
        pair = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        is_ours = self.headers.get("Authorization") == f"Basic {pair}"
        if not is_ours or body != b"grant_type=client_credentials":
            return self._say(401, {"error": "invalid_client"})
        return self._say(200, {"access_token": self.insurer.token, "expires_in": 3600})

    def _answer(self, path: str, query: str, body: bytes) -> tuple[int, Any]:
        held, parts = self.insurer, path.strip("/").split("/")
        if parts == ["decisions"]:
            after = query.removeprefix("after=")
            ids = [one.get("id") for one in held.decisions]
            first = ids.index(after) + 1 if after in ids else 0
            return 200, {"data": held.decisions[first:]}
        if parts == ["messages"] and self.command == "POST":
            told, key = json.loads(body), self.headers["Idempotency-Key"]
            held.keys.append(key)
            if any(job["reference"] == key for job in held.jobs.values()):
                return 409, {"reason": "known"}
            id_ = f"job-{len(held.jobs) + 1}"
            held.jobs[id_] = {"job": id_, "reference": key, "state": "PENDING", "message": told}
            return 202, held.jobs[id_]
        if parts == ["messages"]:
            wanted = query.removeprefix("reference=")
            return 200, {"data": [job for job in held.jobs.values() if job["reference"] == wanted]}
        job = held.jobs.get(parts[1])
        return (200, job) if job else (404, {"reason": "no such job"})

    def _say(self, status: int, answer: Any, head: dict[str, str] | None = None) -> None:
        content = json.dumps(answer).encode()
        self.send_response(status)
        for name, value in (head or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
