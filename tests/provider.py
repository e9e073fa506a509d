"""A provider of accounts that lies as it is told: what an identity token must not get away with."""

import json
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey

HEADER = {"alg": "RS256", "kid": "one"}
CLIENT, SECRET = "comptant", "a secret & a: sign"


@dataclass
class Liar:
    """What it says: claims besides those of the truth, its key, what it was asked."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    shown: Any = None  # the key that it shows, where it is another
    asked: list[dict[str, str]] = field(default_factory=list)
    callers: list[str] = field(default_factory=list)
    status: int = 200
    described: dict[str, Any] = field(default_factory=dict)
    make: Callable[[dict[str, Any]], str] | None = None  # how claims are signed, if otherwise

    def description(self) -> dict[str, Any]:
        said = {name: f"{self.issuer}/{name}" for name in
                ("authorization_endpoint", "token_endpoint", "jwks_uri")}  # fmt: skip
        return {"issuer": self.issuer, **said, **self.described}

    def answer(self, nonce: str) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "s-1", "email": "a@x.fr", "iat": now,
                  "exp": now + 300, "nonce": nonce, **self.claims}  # fmt: skip
        kept = {name: value for name, value in claims.items() if value is not None}
        signed = self.make(kept) if self.make else jwt.encode(HEADER, kept, self.key)
        return {"access_token": "t", "token_type": "Bearer", "id_token": signed}


@contextmanager
def lying() -> Iterator[Liar]:
    """A provider on a port of this machine; `code` of its answers is the nonce."""
    liar = Liar()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/jwks_uri":
                key = liar.shown or liar.key
                self._say({"keys": [key.as_dict(private=False)]})
            else:
                self._say(liar.description())

        def do_POST(self) -> None:
            told = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            liar.asked.append({name: values[0] for name, values in told.items()})
            said = self.headers.get("Authorization", "").removeprefix("Basic ")
            liar.callers.append(b64decode(said).decode())
            self._say(liar.answer(told["code"][0]))

        def _say(self, what: dict[str, Any]) -> None:
            body = json.dumps(what).encode()
            self.send_response(liar.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    liar.issuer = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield liar
    server.shutdown()
    server.server_close()
    thread.join()
