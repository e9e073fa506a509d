"""What a server in a process of its own runs in a test: it answers how much it was sent."""

from collections.abc import Iterable
from typing import Any

from comptant.doors.portal.bodies import with_length
from comptant.doors.portal.patience import with_places


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    length, read = environ.get("CONTENT_LENGTH"), 0
    while block := environ["wsgi.input"].read(65_536):
        read += len(block)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"{length} {read}".encode()]


application = with_length(echo)
patient = with_places(with_length(echo), 4)
ended: list[str] = []


def tell(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """How the bodies before this one ended."""
    start_response("200 OK", [("Content-Type", "text/plain")])
    if environ["REQUEST_METHOD"] == "GET":
        return [" ".join(ended).encode()]
    try:
        environ["wsgi.input"].read(65_536)
        ended.append("whole")
    except OSError as error:
        ended.append(type(error).__name__)
    return [b""]


telling = with_length(tell)
