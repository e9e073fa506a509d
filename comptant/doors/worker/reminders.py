"""Reminders by e-mail: written in the buyer's language, in the name of who claims, and sent."""

import os
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from zoneinfo import ZoneInfo

from comptant.doors.worker import mail
from comptant.formats import reminders as words
from comptant.operations.buyer_page.links import link_of_reminder
from comptant.operations.reminding import sending
from comptant.store import access
from comptant.store.connection import Connection

PARIS = ZoneInfo("Europe/Paris")


def job(to: mail.Server) -> Callable[[Connection, datetime], int]:
    """The worker's job: send what is due. Nothing leaves a trial."""

    def turn(conn: Connection, at: datetime) -> int:
        if access.is_sandbox(conn):
            return 0
        return send(conn, at, to)

    return turn


def send(conn: Connection, at: datetime, to: mail.Server) -> int:
    """Send what is due by a server of mail, over one line; how many left. Each tells the address of
    its buyer's page (COMPTANT_PUBLIC_URL), where there is one."""
    line, on = mail.Line(to), at.astimezone(PARIS).date()
    base = os.environ.get("COMPTANT_PUBLIC_URL", "").rstrip("/")

    def post(one: sending.Mail) -> sending.Heard:
        token = base and link_of_reminder(conn, one.of["contract_id"], one.of["id"], on)
        message = written(to.sender, one, at, f"{base}/account/{token}" if token else "")
        state, said = line.send(message, _sender(to.sender, one), one.of["email"])
        return sending.Heard(state, said)

    try:
        return sending.send_due(conn, at, on, post)
    finally:
        line.close()


def written(house: str, one: sending.Mail, at: datetime, link: str = "") -> EmailMessage:
    """The message of a reminder. Its Message-ID is the same at every try."""
    sender = _sender(house, one)
    message = EmailMessage()
    message["From"] = formataddr((_one_line(words.sender(one.of)), sender))
    message["To"] = formataddr(
        (_one_line(one.of["person"] or one.of["buyer_name"]), one.of["email"])
    )
    message["Subject"] = _one_line(words.subject(one.of, one.of["stage"]))
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{one.reference}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["List-Unsubscribe"] = f"<mailto:{sender}?subject={one.reference}>"
    message.set_content(words.text(one.of, one.lines, one.of["stage"], link))
    return message


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sender(house: str, one: sending.Mail) -> str:
    """The address it comes from: the client's where the contract is confidential."""
    return str(one.of["sender_email"] if one.of["is_confidential"] else house)
