"""A server of mail on this machine, for tests: what it has taken, and what it is told to do."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Box:
    """What a server has taken. It knows every address but `unknown`, says "later" to `later`, and
    hangs up after the words of a mail to `dropped`, which it has kept."""

    def __init__(self) -> None:
        self.port = 0
        self.taken: list[EmailMessage] = []
        self.unknown: set[str] = set()
        self.later: set[str] = set()
        self.dropped: set[str] = set()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.unknown:
            return "550 nobody of that name"
        if address in self.later:
            return "451 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.dropped & set(envelope.rcpt_tos):
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"


@contextmanager
def mailbox() -> Iterator[tuple[Box, int]]:
    """The box and the port of its server, while it runs."""
    box = Box()
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = int(line.getsockname()[1])
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.port = port
    yield box, port
    controller.stop()
