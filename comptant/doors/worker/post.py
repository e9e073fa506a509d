"""One message to one address: over its own connection, to an address that is not ours.

The name is looked up once, and the connection goes to what was found: a name that points elsewhere
a moment later changes nothing. Redirects are not followed.
"""

import contextlib
import http.client
import socket
import ssl
import threading
from urllib.parse import urlsplit

from comptant import settings

TIMEOUT_SECONDS = 10  # for all of a message, from the first look at its address to its answer
SLOW = f"no answer within {TIMEOUT_SECONDS} seconds"
ANSWER_BYTES = 500


class NotAllowed(Exception):
    """An address of a private network."""


def send(url: str, body: bytes, headers: dict[str, str]) -> tuple[bool, str]:
    """Whether the address answered that it heard (2xx), and what it said or went wrong."""
    told = urlsplit(url)
    line = Line()
    over = threading.Timer(TIMEOUT_SECONDS, line.cut)
    over.daemon = True
    over.start()
    try:
        connection = connection_to(told.scheme, told.hostname or "", told.port, line)
        try:
            path = (told.path or "/") + (f"?{told.query}" if told.query else "")
            connection.request("POST", path, body, {**headers, "user-agent": "Comptant"})
            answer = connection.getresponse()
            said = answer.read(ANSWER_BYTES).decode("utf-8", "replace")
        finally:
            connection.close()
    except NotAllowed as error:
        return False, f"not allowed: {error}"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return False, SLOW if line.is_cut else f"{type(error).__name__}: {error}"
    finally:
        over.cancel()
    if line.is_cut:
        return False, SLOW
    return 200 <= answer.status < 300, f"{answer.status} {said}".replace("\0", " ").strip()


class Line:
    """What a message goes over, cut when its whole time is over: a receiver that says a byte now
    and then would hold it for ever otherwise, each byte being in time."""

    def __init__(self) -> None:
        self.is_cut = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def over(self, sock: socket.socket) -> None:
        """It goes over this one from now on."""
        with self._lock:
            self._socket = sock
            if self.is_cut:
                raise TimeoutError

    def cut(self) -> None:
        """End it, whatever it waits for."""
        with self._lock:
            self.is_cut = True
            if self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)


def connection_to(
    scheme: str, host: str, port: int | None, line: Line
) -> http.client.HTTPConnection:
    """A connection to an address that is not ours; NotAllowed, OSError."""
    port = port or (443 if scheme == "https" else 80)
    place = allowed_address(host, port)
    raw = socket.create_connection((place, port), TIMEOUT_SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT_SECONDS)
    connection.sock = raw
    if scheme == "https":
        secure = ssl.create_default_context().wrap_socket(
            raw, server_hostname=host, do_handshake_on_connect=False
        )
        connection.sock = secure
        line.over(secure)
        secure.do_handshake()
    else:
        line.over(raw)
    return connection


def allowed_address(host: str, port: int) -> str:
    """The first address of a name, all of them public; raises NotAllowed.

    With COMPTANT_PRIVATE_WEBHOOKS=1 private ones too: programs of one's own network.
    """
    found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for one in found:
        if not settings.may_call(one):
            raise NotAllowed(one)
    return found[0]
