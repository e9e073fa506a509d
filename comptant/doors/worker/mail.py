"""Mail that leaves: codes, links, notices, answers to mails of invoices, reminders; by the server
of COMPTANT_MAIL_URL, from COMPTANT_MAIL_FROM.

smtps://user:password@mail.example.com:465   TLS from the first byte
smtp://user:password@mail.example.com:587    TLS begun before anything is said (STARTTLS)
smtp://127.0.0.1:25                          without TLS, on this machine only
"""

import contextlib
import ipaddress
import logging
import os
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from comptant.doors.worker.letters import Letter
from comptant.settings import BadSetting

LOG = logging.getLogger("comptant.worker")
TIMEOUT_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A server of mail; its password is not shown."""

    host: str
    port: int
    is_tls: bool
    user: str
    secret: str
    sender: str

    def __repr__(self) -> str:
        return f"Server({self.host}:{self.port})"


def server() -> Server | None:
    """The house's server of mail; None where it has none. BadSetting, without repeating it."""
    url = os.environ.get("COMPTANT_MAIL_URL", "")
    if not url:
        return None
    try:
        told = urlsplit(url)
        port = told.port
    except ValueError:
        raise BadSetting("COMPTANT_MAIL_URL cannot be read as smtps://user:password@host:465"
                         ) from None  # fmt: skip
    sender = os.environ.get("COMPTANT_MAIL_FROM", "")
    if told.scheme not in ("smtp", "smtps") or not told.hostname or "@" not in sender:
        raise BadSetting("COMPTANT_MAIL_URL must be like smtps://user:password@host:465, and "
                         "COMPTANT_MAIL_FROM an address")  # fmt: skip
    return Server(told.hostname, port or (465 if told.scheme == "smtps" else 587),
                  told.scheme == "smtps", unquote(told.username or ""),
                  unquote(told.password or ""), sender)  # fmt: skip


def post(to: Server, email: str, letter: Letter) -> bool:
    """Send a letter; whether it left. What went wrong is told by its kind, never what was sent."""
    return send(to, written(to.sender, email, letter), "a mail")


def send(to: Server, message: EmailMessage, what: str) -> bool:
    """Send a message; whether it left. What went wrong is told by its kind."""
    try:
        with _begun(to) as line:
            if to.user:
                line.login(to.user, to.secret)
            line.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        LOG.warning("%s did not leave: %s", what, type(error).__name__)
        return False
    return True


class Line:
    """One line to a server of mail, for as many messages as there are: begun with the first."""

    def __init__(self, to: Server) -> None:
        self._to = to
        self._line: smtplib.SMTP | None = None

    def send(self, message: EmailMessage, sender: str, email: str) -> tuple[str, str]:
        """Send a message; SENT, AGAIN (not now), BOUNCED (no such address) or UNKNOWN (its words
        were given and no answer came), and what the server said."""
        try:
            line = self._open()
            code, said = line.mail(sender)
            if code < 400:
                code, said = line.rcpt(email)
                refused = _refused(code, said)
            else:  # nothing is wrong with the address of whoever is written to
                refused = "AGAIN", f"{code} {_words(said)}"
            if code >= 400:
                line.rset()
                return refused
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return "AGAIN", type(error).__name__
        try:
            code, said = line.data(message.as_bytes(policy=SMTP))
        except smtplib.SMTPDataError as error:
            return _refused(error.smtp_code, error.smtp_error)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return "UNKNOWN", type(error).__name__
        return ("SENT", _words(said)) if code < 400 else _refused(code, said)

    def _open(self) -> smtplib.SMTP:
        if self._line is None:
            self._line = _begun(self._to)
            if self._to.user:
                self._line.login(self._to.user, self._to.secret)
            self._line.ehlo_or_helo_if_needed()
        return self._line

    def close(self) -> None:
        """End it; the next message begins another."""
        line, self._line = self._line, None
        if line is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                line.quit()


def _refused(code: int, said: bytes | str) -> tuple[str, str]:
    return ("BOUNCED" if code >= 500 else "AGAIN"), f"{code} {_words(said)}"


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return text.replace("\0", " ")


def written(sender: str, email: str, letter: Letter) -> EmailMessage:
    """The message."""
    message = EmailMessage()
    message["From"], message["To"] = sender, email
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message["Subject"] = letter.subject
    message.set_content(letter.text)
    return message


def _begun(to: Server) -> smtplib.SMTP:
    if to.is_tls:
        return smtplib.SMTP_SSL(to.host, to.port, timeout=TIMEOUT_SECONDS,
                                context=ssl.create_default_context())  # fmt: skip
    line = smtplib.SMTP(to.host, to.port, timeout=TIMEOUT_SECONDS)
    if not _is_here(to.host):
        line.starttls(context=ssl.create_default_context())
    return line


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
