"""A node: what other factors ask of us over HTTP.

GET /key and /tokens, POST /evaluate and /hits, each under the asker's secret. How much a peer may
ask in a day is limited, and each question leaves a line in the journal: who, how many, its digest.
"""

import hashlib
import hmac
import json
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from comptant.doors.doubles.token_set import TokenSet
from comptant.formats.blind_tokens import BATCH, BadAnswer, hit_proof

Row = dict[str, Any]
BODY_MAX = 1_000_000
DAILY_MOST = 20_000  # inputs that a peer may ask in a day, unless said otherwise


class Limited(Exception):
    """A peer has asked as much as it may today."""


@dataclass
class Node:
    """Our side. `peers`: by name, the SHA-256 of its secret, in hexadecimal; `told`: what to do of
    an invoice of ours that a peer shows to hold too."""

    tokens: TokenSet
    peers: Mapping[str, str]
    told: Callable[[str, str, str], None]
    journal: Path
    daily_most: int = DAILY_MOST
    asked: dict[tuple[str, str], int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """What was asked before counts, also where the node was started again since."""
        if self.journal.exists():
            for text in self.journal.read_text().splitlines():
                line = json.loads(text)
                of = line["peer"], line["at"][:10]
                self.asked[of] = self.asked.get(of, 0) + line["inputs"]

    def peer(self, header: str) -> str | None:
        """Whose secret a header bears, or None."""
        given = hashlib.sha256(header.removeprefix("Bearer ").encode()).hexdigest()
        for name, digest in self.peers.items():
            if hmac.compare_digest(given, digest):
                return name
        return None

    def evaluate(self, peer: str, blinded: list[str]) -> list[str]:
        """A question answered, counted and noted. Limited; BadAnswer."""
        if len(blinded) != BATCH:
            raise BadAnswer(f"a question has {BATCH} inputs")
        day = datetime.now(UTC).date().isoformat()
        with self.lock:
            count = self.asked.get((peer, day), 0) + BATCH
            if count > self.daily_most:
                raise Limited(peer)
            self.asked[peer, day] = count
            line = {"at": datetime.now(UTC).isoformat(), "peer": peer, "inputs": BATCH,
                    "digest": hashlib.sha256("".join(blinded).encode()).hexdigest()}  # fmt: skip
            with self.journal.open("a") as file:
                file.write(json.dumps(line) + "\n")
        try:
            answer = self.tokens.keeper.answer([bytes.fromhex(one) for one in blinded])
            return [one.hex() for one in answer]
        except ValueError as error:
            raise BadAnswer(str(error)) from error

    def hear(self, peer: str, hits: list[Row]) -> int:
        """Hits that a peer tells, each with what shows that it had the whole output; how many are
        ours indeed."""
        heard = 0
        for hit in hits:
            found = self.tokens.find(bytes.fromhex(str(hit.get("token"))))
            if found and hmac.compare_digest(hit_proof(found.output, peer), str(hit.get("proof"))):
                self.told(found.word, peer, found.kind)
                heard += 1
        return heard


class Handler(BaseHTTPRequestHandler):
    """What peers ask of a node, answered; `server` says of which node."""

    node: Node

    def log_message(self, format: str, *args: object) -> None:
        """The journal is enough."""

    def do_GET(self) -> None:
        if self.path == "/tokens":
            self._send_tokens()
            return
        self._answer({"/key": lambda peer, told: {
            "key": self.node.tokens.keeper.public_key.hex(), "peer": peer}})  # fmt: skip

    def do_POST(self) -> None:
        self._answer({
            "/evaluate": lambda peer, told: {"answer": self.node.evaluate(peer, told["blinded"])},
            "/hits": lambda peer, told: {"heard": self.node.hear(peer, told["hits"])},
        })  # fmt: skip

    def _answer(self, ways: Mapping[str, Callable[[str, Row], Row]]) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(min(length, BODY_MAX))
        peer = self.node.peer(self.headers.get("Authorization") or "")
        way = ways.get(self.path)
        if peer is None or way is None:
            self._send(404, {"error": "not_found"})
            return
        try:
            self._send(200, way(peer, json.loads(body or b"{}")))
        except Limited:
            self._send(429, {"error": "asked_enough"})
        except (BadAnswer, ValueError, KeyError, TypeError, AttributeError):
            self._send(400, {"error": "question_wrong"})

    def _send_tokens(self) -> None:
        if self.node.peer(self.headers.get("Authorization") or "") is None:
            self._send(404, {"error": "not_found"})
            return
        try:
            file = self.node.tokens.tokens.open("rb")
        except FileNotFoundError:
            self._send(503, {"error": "not_made_yet"})
            return
        with file:
            self.send_response(200)
            self.send_header("Content-Type", "application/octet-stream")
            self.send_header("Content-Length", str(file.seek(0, 2)))
            self.end_headers()
            file.seek(0)
            shutil.copyfileobj(file, self.wfile)

    def _send(self, status: int, told: Row) -> None:
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def server(node: Node, host: str, port: int) -> ThreadingHTTPServer:
    """The node, ready to serve; port 0 takes a free one."""
    answering = type("Answering", (Handler,), {"node": node})
    return ThreadingHTTPServer((host, port), answering)
