"""A node: what other factors ask of us over HTTP, and what we ask of them.

GET /key and /tokens, POST /evaluate and /hits, each under the asker's secret. How much a peer may
ask in a day is limited, and each question leaves a line in the journal: who, how many, its digest.
"""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from comptant.formats.blind_tokens import (
    BATCH,
    KINDS,
    BadAnswer,
    Keeper,
    Known,
    hit_proof,
    published,
    questions,
)

Row = dict[str, Any]
BODY_MAX = 1_000_000
TIMEOUT_SECONDS = 30
DAILY_MOST = 20_000  # inputs that a peer may ask in a day, unless said otherwise
Invoices = Mapping[str, Known]  # by our own word for each


class Limited(Exception):
    """A peer has asked as much as it may today."""


@dataclass
class Node:
    """Our side. `peers`: by name, the SHA-256 of its secret, in hexadecimal; `told`: what to do of
    an invoice of ours that a peer shows to hold too."""

    keeper: Keeper
    invoices: Callable[[], Invoices]
    peers: Mapping[str, str]
    told: Callable[[str, str, str], None]
    journal: Path
    daily_most: int = DAILY_MOST
    asked: dict[tuple[str, str], int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def peer(self, header: str) -> str | None:
        """Whose secret a header bears, or None."""
        given = hashlib.sha256(header.removeprefix("Bearer ").encode()).hexdigest()
        for name, digest in self.peers.items():
            if hmac.compare_digest(given, digest):
                return name
        return None

    def tokens(self) -> list[str]:
        """The published set."""
        return self.keeper.published(self.invoices().values())

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
            answer = self.keeper.answer([bytes.fromhex(one) for one in blinded])
            return [one.hex() for one in answer]
        except ValueError as error:
            raise BadAnswer(str(error)) from error

    def hear(self, peer: str, hits: list[Row]) -> int:
        """Hits that a peer tells, each with what shows that it had the whole output; how many are
        ours indeed."""
        ours = {
            published(output): (word, kind, output)
            for word, of in self.invoices().items() for kind in KINDS
            for output in [self.keeper.output(kind, of)]
        }  # fmt: skip
        heard = 0
        for hit in hits:
            found = ours.get(str(hit.get("token")))
            if found and hmac.compare_digest(hit_proof(found[2], peer), str(hit.get("proof"))):
                self.told(found[0], peer, found[1])
                heard += 1
        return heard


def server(node: Node, host: str, port: int) -> ThreadingHTTPServer:
    """The node, ready to serve; port 0 takes a free one."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """The journal is enough."""

        def do_GET(self) -> None:
            self._answer({"/key": lambda peer, told: {"key": node.keeper.public_key.hex()},
                          "/tokens": lambda peer, told: {"tokens": node.tokens()}})  # fmt: skip

        def do_POST(self) -> None:
            self._answer({
                "/evaluate": lambda peer, told: {"answer": node.evaluate(peer, told["blinded"])},
                "/hits": lambda peer, told: {"heard": node.hear(peer, told["hits"])},
            })  # fmt: skip

        def _answer(self, ways: Mapping[str, Callable[[str, Row], Row]]) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(min(length, BODY_MAX))
            peer = node.peer(self.headers.get("Authorization") or "")
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

        def _send(self, status: int, told: Row) -> None:
            content = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return ThreadingHTTPServer((host, port), Handler)


def check(
    url: str, secret: str, our_name: str, key: str, invoices: Invoices
) -> list[tuple[str, str]]:
    """Ask a peer about invoices: which (our word, kind) it holds too. It is told of these alone,
    and learns of the others how many there were, filled up. `key`: the public key that it has
    published; BadAnswer under another one. OSError where it cannot be reached."""
    theirs = set(_ask(url, "/tokens", secret)["tokens"])
    words = {(kind, of): word for word, of in invoices.items() for kind in KINDS}
    found: list[tuple[str, str]] = []
    hits = []
    for question in questions(invoices.values()):
        sent = {"blinded": [one.hex() for one in question.blinded]}
        answer = [bytes.fromhex(one) for one in _ask(url, "/evaluate", secret, sent)["answer"]]
        for kind, of, output in question.opened(answer, bytes.fromhex(key)):
            if published(output) in theirs:
                found.append((words[kind, of], kind))
                hits.append({"token": published(output), "proof": hit_proof(output, our_name)})
    if hits:
        _ask(url, "/hits", secret, {"hits": hits})
    return strongest(found)


def strongest(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Each invoice once, EXACT before NUMBER."""
    kinds: dict[str, str] = {}
    for word, kind in sorted(found):
        kinds.setdefault(word, kind)
    return sorted(kinds.items())


def _ask(url: str, path: str, secret: str, sent: Row | None = None) -> Row:
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise BadAnswer("a peer is asked over https")
    data = None if sent is None else json.dumps(sent).encode()
    request = Request(url + path, data, {"Authorization": f"Bearer {secret}"})
    with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
        told: Row = json.loads(answer.read())
    return told
