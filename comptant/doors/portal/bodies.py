"""Bodies are read whole or not at all: a server gives no byte more of one that was cut, exactly as
at the end of one that was not.

Requests that do not say how long they are (chunked) come from programs that send what they are
still making, and Django reads nothing of them. The server does not tell whether their last chunk
came. JSON ends with a sign of its own, and so do forms with files, where it is looked for here;
whoever reads anything else asks for a length or a digest.
"""

import io
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

from django.utils.http import parse_header_parameters

from comptant.doors.failures import BODY_BYTES_MAX, UNENDED, UNREAD

STREAM_BYTES_MAX = 1 << 40  # no length of its own: whoever reads a stream counts
FORM, FILES = "application/x-www-form-urlencoded", "multipart/form-data"
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
            kind, said_of = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
            if first and kind == FORM:
                environ["wsgi.input"] = _Unread(environ, "length_missing")
            elif first and kind == FILES:
                ending = f"--{said_of.get('boundary', '')}--".encode()
                if not is_all:
                    environ["wsgi.input"] = _Closed(environ, environ["wsgi.input"], ending)
                elif not first.rstrip(b"\r\n").endswith(ending):
                    environ["wsgi.input"] = _Unread(environ, "body_cut")
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


class _Closed(_Read):
    """A form with files, whose last bytes are its closing boundary."""

    def __init__(self, environ: dict[str, Any], body: BinaryIO, ending: bytes) -> None:
        super().__init__()
        self.environ, self.body, self.ending, self.last = environ, body, ending, b""

    def readinto(self, buffer: Any) -> int:
        """The next bytes, none at the end; BodyUnread: it ends before its boundary."""
        part = self.body.read(len(buffer))
        if not part and not self.last.rstrip(b"\r\n").endswith(self.ending):
            self.environ[UNREAD] = "body_cut"
            raise BodyUnread
        self.last = (self.last + part)[-len(self.ending) - 4 :]
        buffer[: len(part)] = part
        return len(part)


class _Unread(_Read):
    """A body that was cut, or of which nobody can tell."""

    def __init__(self, environ: dict[str, Any], why: str) -> None:
        super().__init__()
        self.environ, self.why = environ, why

    def readinto(self, _buffer: Any) -> int:
        """BodyUnread, always."""
        self.environ[UNREAD] = self.why
        raise BodyUnread
