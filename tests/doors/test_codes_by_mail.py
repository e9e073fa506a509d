"""A one-time code leaves by a server of mail, or it is said that it did not."""

import logging
import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from comptant.doors.worker import mail
from comptant.settings import BadSetting

CODE = "482913"


class Box:
    """What a server has taken; it knows one address."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address != "alice@alpha.example":
            return "550 nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.rcpt_tos, message))
        return "250 OK"


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    """A server of mail on this machine, which the house is told of."""
    found = Box()
    controller = Controller(found, hostname="127.0.0.1", port=free_port())
    controller.start()
    monkeypatch.setenv("COMPTANT_MAIL_URL", f"smtp://127.0.0.1:{controller.port}")
    monkeypatch.setenv("COMPTANT_MAIL_FROM", "signatures@factor.example")
    yield found
    controller.stop()


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


@pytest.mark.parametrize(("language", "subject", "said"), [
    ("fr", "Votre code de signature", "Votre code à usage unique pour signer est 482913."),
    ("en", "Your code to sign", "Your one-time code to sign is 482913."),
])  # fmt: skip
def test_a_code_reaches_its_signatory_in_their_language(
    box: Box, language: str, subject: str, said: str
) -> None:
    to = mail.server()
    assert to is not None
    assert mail.post(to, "alice@alpha.example", CODE, language)
    ((addresses, message),) = box.taken
    assert addresses == ["alice@alpha.example"]
    assert (message["Subject"], message["From"]) == (subject, "signatures@factor.example")
    assert message.get_content().startswith(said)


def test_an_address_that_is_refused_and_a_server_that_is_silent_are_told_without_the_code(
    box: Box, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    to = mail.server()
    assert to is not None
    with caplog.at_level(logging.WARNING, "comptant.worker"):
        assert not mail.post(to, "nobody@alpha.example", CODE, "fr")
        monkeypatch.setenv("COMPTANT_MAIL_URL", f"smtp://127.0.0.1:{free_port()}")
        silent = mail.server()
        assert silent is not None
        assert not mail.post(silent, "alice@alpha.example", CODE, "fr")
    assert box.taken == []
    assert [record.getMessage() for record in caplog.records] == [
        "a code did not leave: SMTPRecipientsRefused",
        "a code did not leave: ConnectionRefusedError",
    ]


@pytest.mark.parametrize("url", ["http://mail.example", "smtp://", "smtp://mail.example:port"])
def test_a_wrong_setting_is_told_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("COMPTANT_MAIL_URL", url.replace("//", "//user:hush@"))
    monkeypatch.setenv("COMPTANT_MAIL_FROM", "signatures@factor.example")
    with pytest.raises(BadSetting) as told:
        mail.server()
    assert "hush" not in str(told.value)
