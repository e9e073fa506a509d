"""A mail with invoices attached: who sent it, whether our own server has proved it, what it holds.

Who sent it is only what the server of `checked_by` says in the Authentication-Results that it put
on top: DMARC passed, or a DKIM signature of the domain that the mail says to come from. Sources:
RFC 5322 (message), RFC 8601 (Authentication-Results), RFC 7489 (DMARC alignment).
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage

ATTACHMENTS_MAX = 1_000
NAME_LENGTH_MAX, SUBJECT_LENGTH_MAX = 200, 200
# Of a signature or a logo: no invoice is one.
_PICTURES = ("image/", "text/html", "application/pgp-signature", "application/pkcs7-signature")
_COMMENT = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Mail:
    """A mail as it was read: `sender` in small letters ("" if none, or several), `is_proved`, its
    attachments (name, bytes)."""

    sender: str
    is_proved: bool
    subject: str
    message_id: str
    attachments: tuple[tuple[str, bytes], ...]


def read(data: bytes, checked_by: str) -> Mail:
    """What a mail says. Never raises on what somebody sent."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    sender = _sender(message)
    return Mail(
        sender, bool(sender) and _is_proved(message, sender, checked_by.lower()),
        _plain(_header(message, "Subject"), SUBJECT_LENGTH_MAX),
        _plain(_header(message, "Message-ID"), NAME_LENGTH_MAX), tuple(_attached(message)),
    )  # fmt: skip


def _header(message: EmailMessage, name: str) -> str:
    """The text of a header; "" where it has none or one that no reader understands."""
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError):
        return ""


def _plain(text: str, most: int) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return shown.encode("utf-8", "replace").decode().strip()[:most]


def _sender(message: EmailMessage) -> str:
    try:
        found = message.get_all("From", [])
        addresses = [one for header in found for one in header.addresses]
    except (ValueError, IndexError, AttributeError):
        return ""
    if len(found) != 1 or len(addresses) != 1 or not isinstance(addresses[0], Address):
        return ""
    told = addresses[0].addr_spec.lower()
    return told if re.fullmatch(r"[^@\s]+@[^@\s]+", told) and told.isprintable() else ""


def _is_proved(message: EmailMessage, sender: str, checked_by: str) -> bool:
    """Only the topmost result of our server counts: what is below it came with the mail."""
    domain = sender.rpartition("@")[2]
    for header in message.get_all("Authentication-Results", []):
        said = _COMMENT.sub(" ", str(header)).lower()
        server, *results = (part.strip() for part in said.split(";"))
        if not server.split() or server.split()[0] != checked_by:
            continue
        return any(_proves(result, domain) for result in results)
    return False


def _proves(result: str, domain: str) -> bool:
    words = dict(word.partition("=")[::2] for word in result.split() if "=" in word)
    if words.get("dmarc") == "pass":
        return words.get("header.from", domain) == domain
    signed = words.get("header.d") or words.get("header.i", "").rpartition("@")[2]
    return words.get("dkim") == "pass" and signed == domain


def _attached(message: EmailMessage) -> list[tuple[str, bytes]]:
    """Each file that is attached, by its name; two of one name are told apart."""
    found: dict[str, bytes] = {}
    for part in message.walk():
        name = _file_name(part)
        if part.is_multipart() or not name or part.get_content_type().startswith(_PICTURES):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        shown = name
        while shown in found:
            shown = f"{len(found) + 1}-{name}"
        found[shown] = content
        if len(found) == ATTACHMENTS_MAX:
            break
    return list(found.items())


def _file_name(part: object) -> str:
    assert isinstance(part, EmailMessage)
    try:
        name = part.get_filename() or ""
    except (ValueError, IndexError, AttributeError):
        return ""
    return _plain(name.replace("/", "-").replace("\\", "-"), NAME_LENGTH_MAX)
