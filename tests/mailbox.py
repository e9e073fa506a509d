"""A real server of mail on this machine: what it has taken, and what it is told to do."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Box:
    """What a server has taken. It knows every address but nobody@ and `unknown`, says "later" to
    `later`, and hangs up after the words of a mail to `dropped`, which it has kept."""

    def __init__(self) -> None:
        self.port = free_port()
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.unknown: set[str] = set()
        self.later: set[str] = set()
        self.dropped: set[str] = set()

    @property
    def messages(self) -> list[EmailMessage]:
        """What it has taken, whoever it was for."""
        return [message for _, message in self.taken]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@") or address in self.unknown:
            return "550 nobody of that name"
        if address in self.later:
            return "451 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.rcpt_tos, message))
        if self.dropped & set(envelope.rcpt_tos):
            assert server.transport is not None
            server.transport.abort()
        return "250 OK"


@contextmanager
def mailbox() -> Iterator[tuple[Box, int]]:
    """The box and the port of its server, while it runs."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box, box.port
    controller.stop()


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """A server of mail on this machine, which the house is told of."""
    with mailbox() as (found, port):
        monkeypatch.setenv("COMPTANT_MAIL_URL", f"smtp://127.0.0.1:{port}")
        monkeypatch.setenv("COMPTANT_MAIL_FROM", "signatures@factor.example")
        yield found


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
