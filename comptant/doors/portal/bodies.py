"""Requests that do not say how long they are (chunked): programs that send what they are still
making do so, and Django reads nothing of them."""

import io
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from comptant.doors.failures import BODY_BYTES_MAX

STREAM_BYTES_MAX = 1 << 40  # no length of its own: whoever reads a stream counts
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def with_length(application: Application) -> Application:
    """The application, each of whose requests says a length: its own where the body is no longer
    than a request may be beside its files, else more than any body has."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if _is_without_length(environ):
            body: BinaryIO = environ["wsgi.input"]
            first = _read(body, BODY_BYTES_MAX + 1)
            is_whole = len(first) <= BODY_BYTES_MAX
            environ["CONTENT_LENGTH"] = str(len(first) if is_whole else STREAM_BYTES_MAX)
            environ["wsgi.input"] = io.BytesIO(first) if is_whole else _Joined(first, body)
        return application(environ, start_response)

    return answer


def _is_without_length(environ: dict[str, Any]) -> bool:
    """Only where the server ends the body itself: elsewhere reading would wait for ever."""
    return (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        and not environ.get("CONTENT_LENGTH")
        and bool(environ.get("wsgi.input_terminated"))
    )


def _read(body: BinaryIO, most: int) -> bytes:
    """Up to so many bytes: a server may give fewer at a time than it is asked for."""
    parts, left = [], most
    while left and (part := body.read(left)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


class _Joined(io.RawIOBase):
    """What was read already, then the rest as it comes."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self.first, self.rest = io.BytesIO(first), rest

    def readable(self) -> bool:
        """It is read, and only that."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes, none at the end."""
        part = self.first.read(len(buffer)) or self.rest.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)
