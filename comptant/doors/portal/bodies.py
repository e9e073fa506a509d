"""Bodies are read whole or not at all: a server gives no byte more of one that was cut, exactly as
at the end of one that was not.

Requests that do not say how long they are (chunked) come from programs that send what they are
still making, and Django reads nothing of them. The server does not tell whether their last chunk
came. JSON and forms with files end with a sign of their own; whoever reads anything else asks for a
length or a digest.
"""

import io
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from comptant.doors.failures import BODY_BYTES_MAX, UNENDED, UNREAD

STREAM_BYTES_MAX = 1 << 40  # no length of its own: whoever reads a stream counts
FORM = "application/x-www-form-urlencoded"
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class BodyUnread(OSError):
    """The body is not whole (`body_cut`), or nobody can tell (`length_missing`)."""


def with_length(application: Application) -> Application:
    """The application, each of whose requests says a length: its own where the body is no longer
    than a request may be beside its files, else more than any body has. A body that says its own
    is as long, or reading it fails."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        said = environ.get("CONTENT_LENGTH") or ""
        if said.isdecimal() and int(said):
            environ["wsgi.input"] = _Whole(environ, int(said))
        elif _is_without_length(environ):
            body: BinaryIO = environ["wsgi.input"]
            first = _read(body, BODY_BYTES_MAX + 1)
            is_all = len(first) <= BODY_BYTES_MAX
            environ["CONTENT_LENGTH"] = str(len(first) if is_all else STREAM_BYTES_MAX)
            environ["wsgi.input"] = io.BytesIO(first) if is_all else _Joined(first, body)
            environ[UNENDED] = True
            if first and environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() == FORM:
                environ["wsgi.input"] = _Endless(environ)
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


class _Read(io.RawIOBase):
    def readable(self) -> bool:
        """It is read, and only that."""
        return True


class _Joined(_Read):
    """What was read already, then the rest as it comes."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self.first, self.rest = io.BytesIO(first), rest

    def readinto(self, buffer: Any) -> int:
        """The next bytes, none at the end."""
        part = self.first.read(len(buffer)) or self.rest.read(len(buffer))
        buffer[: len(part)] = part
        return len(part)


class _Whole(_Read):
    """A body as long as its request says."""

    def __init__(self, environ: dict[str, Any], length: int) -> None:
        super().__init__()
        self.environ, self.left = environ, length
        self.body: BinaryIO = environ["wsgi.input"]

    def readinto(self, buffer: Any) -> int:
        """The next bytes, none at the end; BodyUnread: they do not come any more."""
        part = _read(self.body, min(len(buffer), self.left))
        self.left -= len(part)
        if self.left and len(part) < len(buffer):
            self.environ[UNREAD] = "body_cut"
            raise BodyUnread
        buffer[: len(part)] = part
        return len(part)


class _Endless(_Read):
    """A form of which nobody can tell whether its last field is whole."""

    def __init__(self, environ: dict[str, Any]) -> None:
        super().__init__()
        self.environ = environ

    def readinto(self, _buffer: Any) -> int:
        """BodyUnread, always."""
        self.environ[UNREAD] = "length_missing"
        raise BodyUnread
