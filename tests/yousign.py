"""A provider of advanced signatures that a test starts: the part of Yousign's API v3 that is used,
over real HTTP, with the failures that a network has."""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.serving import served

KEY = "yousign-test-key-0123456789"


@dataclass
class Provided:
    """What the provider holds, and what it is told to do wrong."""

    url: str = ""
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    fails: list[int] = field(default_factory=list)  # statuses of the next calls
    loses: str = ""  # a call that is done, and whose answer is lost

    def signed(self, signed_at: str, *, email: str = "", sha256: str = "") -> None:
        """The signer of every request signs, at an instant."""
        for one in self.requests.values():
            one["status"] = "done"
            one["trail"] = {
                "signer": {"first_name": "Alice", "last_name": "Alice",
                           "email_address": email or one["signer"]["info"]["email"],
                           "signature_process_completed_at": signed_at},
                "documents": [{"initial_hash": sha256 or hashlib.sha256(one["file"]).hexdigest()}],
            }  # fmt: skip

    def ended(self, status: str) -> None:
        """Every request ends otherwise."""
        for one in self.requests.values():
            one["status"] = status
            one["decline_information"] = {"reason": "the total is wrong"}


@contextmanager
def provided() -> Iterator[Provided]:
    """A provider on a port of its own, until the test is over."""
    held = Provided()

    class Door(_Door):
        provided = held

    with served(Door) as address:
        held.url = f"{address}/v3"
        yield held


def _told(one: dict[str, Any]) -> dict[str, Any]:
    """A request as the provider tells it: without its file."""
    return {name: value for name, value in one.items() if name not in ("file", "trail")}


class _Door(BaseHTTPRequestHandler):
    provided: Provided

    def log_message(self, *told: object) -> None:
        """Nothing on the terminal."""

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.removeprefix("/v3").partition("?")
        self.provided.calls.append(f"{self.command} {path}")
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            return self._say(401, {})
        if self.provided.fails:
            return self._say(self.provided.fails.pop(0), {"detail": KEY})
        status, answer = self._answer(path, query, body)
        if self.provided.loses and re.search(self.provided.loses, f"{self.command} {path}"):
            self.provided.loses = ""
            self.close_connection = True
            return None
        return self._say(status, answer)

    do_GET = do_POST = do_DELETE = _do

    def _answer(self, path: str, query: str, body: bytes) -> tuple[int, Any]:
        held = self.provided.requests
        parts = path.strip("/").split("/")
        if parts == ["signature_requests"] and self.command == "GET":
            wanted = query.removeprefix("external_id=")
            return 200, {
                "data": [_told(one) for one in held.values() if one["external_id"] == wanted]
            }
        if parts == ["signature_requests"]:
            id_ = f"sr-{len(self.provided.calls)}"
            held[id_] = {**json.loads(body), "id": id_, "status": "draft"}
            return 201, held[id_]
        one = held.get(parts[1])
        if one is None:
            return 404, {}
        if self.command == "DELETE":
            del held[parts[1]]
            return 204, None
        told = _told(one)
        match parts[2:]:
            case []:
                return 200, {**told, "documents": [{"id": "doc-1"}], "signers": [{"id": "who-1"}]}
            case ["documents"]:
                one["file"] = body[body.index(b"%PDF-") : body.rindex(b"\r\n--")]
                return 201, {"id": "doc-1", "total_pages": 2}
            case ["signers"]:
                one["signer"] = json.loads(body)
                return 201, {"id": "who-1"}
            case ["activate"]:
                one["status"] = "ongoing"
            case ["cancel"]:
                one["status"] = "canceled"
            case ["documents", "doc-1", "download"]:
                return 200, one["file"] + b"% sealed\n"
            case ["signers", "who-1", "audit_trails"]:
                return 200, one["trail"]
        return 201, {"id": one["id"], "status": one["status"]}

    def _say(self, status: int, answer: Any) -> None:
        is_bytes = isinstance(answer, bytes)
        content = answer if is_bytes else b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
