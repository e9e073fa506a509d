"""The mailbox to which clients send invoices: COMPTANT_INBOX_URL, checked by COMPTANT_INBOX_SERVER.

imaps://user:password@mail.example.com:993/INBOX   TLS from the first byte
imap://user:password@127.0.0.1:143/INBOX           without TLS, on this machine only
maildir:///var/mail/invoices                       a Maildir that this machine's server fills

COMPTANT_INBOX_SERVER is the name by which that server writes Authentication-Results (RFC 8601): who
sent a mail is what it says, and nothing else. The mailbox is for Comptant alone.
"""

import hashlib
import imaplib
import ipaddress
import logging
import os
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from comptant.formats import mails
from comptant.formats.limits import FILE_BYTES_MAX
from comptant.operations.acts.act import User
from comptant.operations.assigning.arriving import take_mail
from comptant.settings import BadSetting
from comptant.store.connection import Connection

LOG = logging.getLogger("comptant.worker")
AT_ONCE = 50
TIMEOUT_SECONDS = 30


class Box(Protocol):
    """Mails that wait, and the way to say that one is written down."""

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Each with a name of its own; the oldest first, AT_ONCE at most."""

    def done(self, name: str) -> None:
        """It is not given again."""


@dataclass(frozen=True)
class Inbox:
    """Where mails are, and which server has checked them; its password is not shown."""

    url: str
    checked_by: str

    def __repr__(self) -> str:
        return f"Inbox({urlsplit(self.url).hostname or urlsplit(self.url).path})"


def inbox() -> Inbox | None:
    """The house's mailbox; None where it has none. BadSetting, without repeating it."""
    url = os.environ.get("COMPTANT_INBOX_URL", "")
    if not url:
        return None
    try:
        told = urlsplit(url)
        _ = told.port  # read here: a wrong one is told with the rest
        is_right = told.path.startswith("/") if told.scheme == "maildir" else _is_server(told)
    except ValueError:
        is_right = False
    if not is_right:
        raise BadSetting("COMPTANT_INBOX_URL must be like imaps://user:password@host:993/INBOX or "
                         "maildir:///path")  # fmt: skip
    checked_by = os.environ.get("COMPTANT_INBOX_SERVER", "").strip()
    if not checked_by:
        raise BadSetting(
            "COMPTANT_INBOX_SERVER must name the server that writes "
            "Authentication-Results: without it nobody knows who sent a mail"
        )
    return Inbox(url, checked_by)


def _is_server(told: SplitResult) -> bool:
    is_secret = told.scheme == "imaps" or (told.scheme == "imap" and _is_here(told.hostname or ""))
    return is_secret and bool(told.hostname and told.username)


def turn(conn: Connection, at: datetime, box: Inbox, by: User) -> int:
    """Take in the mails that wait, one after the other; how many. One that cannot be taken in now
    is told, and waits, without keeping the others."""
    count = 0
    failed: Exception | None = None
    with _opened(box) as opened:
        for name, data in opened.waiting():
            try:
                take_mail(conn, at, by, hashlib.sha256(data).digest(),
                          mails.read(data, box.checked_by))  # fmt: skip
            except Exception as error:
                failed = error
                LOG.warning("a mail was not taken in: %s", type(error).__name__)
                if conn.closed:
                    break
                continue
            opened.done(name)
            count += 1
    if failed is not None and not count:
        raise failed
    return count


@contextmanager
def _opened(box: Inbox) -> Iterator[Box]:
    told = urlsplit(box.url)
    if told.scheme == "maildir":
        yield Maildir(Path(unquote(told.path)))
        return
    line = _line(told.scheme, told.hostname or "", told.port)
    try:
        line.login(unquote(told.username or ""), unquote(told.password or ""))
        yield Imap(line, unquote(told.path.lstrip("/")) or "INBOX")
    finally:
        line.shutdown()


def _line(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, timeout=TIMEOUT_SECONDS,
                                 ssl_context=ssl.create_default_context())  # fmt: skip
    return imaplib.IMAP4(host, port or 143, timeout=TIMEOUT_SECONDS)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Maildir:
    """A folder that a server of mail fills: mails wait in `new`, and rest in `cur`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """In the order of their names, which begin with their second."""
        for name in sorted(os.listdir(self.path / "new"))[:AT_ONCE]:
            file = self.path / "new" / name
            if not name.startswith(".") and file.is_file() and not file.is_symlink():
                yield name, file.read_bytes()

    def done(self, name: str) -> None:
        """Seen: it moves to `cur`."""
        (self.path / "cur").mkdir(exist_ok=True)
        os.replace(self.path / "new" / name, self.path / "cur" / f"{name}:2,S")


class Imap:
    """A mailbox at a server, by IMAP4rev1 (RFC 3501): mails not seen wait."""

    def __init__(self, line: imaplib.IMAP4, mailbox: str) -> None:
        self._line = line
        quoted = mailbox.replace("\\", "\\\\").replace('"', '\\"')
        self._ask("SELECT", *line.select(f'"{quoted}"'))

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """By their UIDs, without marking them: a mail is seen once it is written down."""
        found = self._ask("SEARCH", *self._line.uid("SEARCH", "UNSEEN"))
        for uid in (found[0] or b"").split()[:AT_ONCE]:
            name = uid.decode()
            parts = self._ask("FETCH", *self._line.uid("FETCH", name, "(BODY.PEEK[])"))
            content = next((part[1] for part in parts if isinstance(part, tuple)), None)
            if content is not None and len(content) <= FILE_BYTES_MAX:
                yield name, content

    def done(self, name: str) -> None:
        """Seen."""
        self._ask("STORE", *self._line.uid("STORE", name, "+FLAGS.SILENT", r"(\Seen)"))

    def _ask(self, verb: str, answer: str, found: list) -> list:  # type: ignore[type-arg]
        if answer != "OK":
            raise OSError(f"the mailbox refused {verb}")
        return found
