"""Whoever sends a body slowly, or says that one comes and sends nothing, keeps nobody else out.

A read of a body that has begun ends with the body or the connection, and holds its thread so long.
So all threads of a process but one may read bodies, of one address all but two; beyond that a
request is told to come again, and whoever has nothing to send is answered. What ends a body that
does not come is the proxy, and why the server cannot: docs/operations.md.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

PLACE_SECONDS = 1.0  # for which a request waits until another body has come
AGAIN_SECONDS = 5
SENTENCE = b"Too many are sending at once. Nothing was done: send it again.\n"
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Places:
    """So many bodies at once, and fewer of one address."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.most, self.most_of_one = max(most, 1), max(most_of_one, 1)
        self.taken: Counter[str] = Counter()
        self.changed = threading.Condition()

    @contextmanager
    def place(self, address: str) -> Iterator[bool]:
        """A place for the time of a request; False: there is none within a second."""
        with self.changed:
            is_given = self.changed.wait_for(lambda: self._is_free(address), PLACE_SECONDS)
            self.taken[address] += is_given
        try:
            yield is_given
        finally:
            if is_given:
                with self.changed:
                    self.taken -= Counter({address: 1})
                    self.changed.notify_all()

    def _is_free(self, address: str) -> bool:
        return self.taken.total() < self.most and self.taken[address] < self.most_of_one


def with_places(application: Application, threads: int, *, behind: int = 0) -> Application:
    """The application in a process of so many threads, behind so many proxies of ours: what comes
    through one is not told apart here by its address."""
    places = Places(threads - 1, threads - 1 if behind else threads - 2)

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _has_body(environ):
            return application(environ, start_response)
        with places.place(environ.get("REMOTE_ADDR", "")) as is_given:
            if is_given:
                return application(environ, start_response)
        start_response("503 Service Unavailable", [
            ("Content-Type", "text/plain"), ("Content-Length", str(len(SENTENCE))),
            ("Retry-After", str(AGAIN_SECONDS)), ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ])  # fmt: skip
        return [SENTENCE]

    return answer


def _has_body(environ: dict[str, Any]) -> bool:
    """A request without one names no length, or none; without a length the server ends it."""
    if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
        return bool(environ.get("CONTENT_LENGTH", "").strip("0"))
    return environ.get("CONTENT_LENGTH", "") != "0"
