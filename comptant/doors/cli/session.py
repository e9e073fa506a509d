"""Who is at the keyboard: sessions are files of the home folder that only their owner can read."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comptant.operations.acts.act import User
    from comptant.store.connection import Connection

LAST = ".last"
_SAFE = re.compile(r"[a-z0-9][a-z0-9._@-]{0,99}")


def keep(login: str, token: str) -> None:
    """Keep a session's token and make it the one used by default."""
    folder = _folder()
    _write(folder / login, token)
    _write(folder / LAST, login)


def forget(login: str) -> None:
    """Remove a session that is over."""
    folder = _folder()
    (folder / login).unlink(missing_ok=True)
    last = folder / LAST
    if last.exists() and last.read_text() == login:
        last.unlink()


def token_of(login: str | None) -> tuple[str, str]:
    """The login and the token to use: the one named, else COMPTANT_TOKEN, else the last sign-in."""
    from comptant.operations.acts.act import Refused

    folder = _folder()
    if login is None and os.environ.get("COMPTANT_TOKEN"):
        return "", os.environ["COMPTANT_TOKEN"]
    if login is None:
        last = folder / LAST
        if not last.exists():
            raise Refused("not_signed_in")
        login = last.read_text()
    login = login.strip().lower()
    file = folder / login
    if not safe(login) or not file.is_file():
        raise Refused("not_signed_in_as", login=login)
    return login, file.read_text()


def user(conn: "Connection", login: str | None, company_id: int | None) -> "User":
    """The authenticated user; Refused: not_signed_in, session_over, no_company."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.registry import people

    named, token = token_of(login)
    found = people.user_of(conn, token, datetime.now(UTC), company_id)
    if named and found.login != named:
        raise Refused("not_signed_in_as", login=named)
    return found


def safe(login: str) -> bool:
    """Whether a login may be the name of a file."""
    return _SAFE.fullmatch(login) is not None


def _folder() -> Path:
    from comptant import settings

    if not settings.HOME.exists():
        settings.HOME.mkdir(parents=True)
        settings.HOME.chmod(0o711 if os.geteuid() == 0 else 0o700)
    folder = settings.HOME / "sessions"
    # A session is of one database: that of a demonstration is not that of the house.
    for each in (folder, folder / settings.DATABASE):
        if not each.exists():
            each.mkdir(exist_ok=True)
            each.chmod(0o700)
    return folder / settings.DATABASE


def _write(file: Path, text: str) -> None:
    """Written whole or not at all, readable by its owner alone from the first byte."""
    draft = file.with_name(f"{file.name}.{os.getpid()}.new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(text)
    draft.replace(file)
