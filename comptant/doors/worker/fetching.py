"""Notices of insolvency asked of the address that the house says (COMPTANT_BODACC_URL).

`{day}` in it is the last day published that is kept, less a week: what comes late is seen too. A
notice whose days cannot be moves it not. The answer is one file, read as any other; redirects are
not followed.
"""

import http.client
import os
import threading
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from comptant.doors.worker.post import Line, NotAllowed, connection_to
from comptant.formats.bodacc import BYTES_MAX
from comptant.operations.acts.act import Answer, Asked, Refused, User
from comptant.operations.claiming.insolvency_notices import last_published_on, take_notices
from comptant.store.connection import Connection

PARIS = ZoneInfo("Europe/Paris")
SECONDS_MAX = 120
OVERLAP = timedelta(days=7)
SETTING = "COMPTANT_BODACC_URL"
OK = 200


def address() -> str:
    """Where notices are asked; empty: people take in files."""
    return os.environ.get(SETTING, "").strip()


def take(conn: Connection, asked: Asked, url: str) -> Answer:
    """Ask an address for notices, and take in what it answers. Refused: notices_unreachable (with
    what went wrong), and those of take_notices."""
    since = last_published_on(conn, asked.on) or asked.on
    whole = url.replace("{day}", (since - OVERLAP).isoformat())
    content = fetch(whole)
    name = f"{urlsplit(whole).hostname or 'notices'}-{asked.on.isoformat()}.json"
    return take_notices(conn, asked, file_name=name, content=content)


def fetch(url: str) -> bytes:
    """What an address answers, whole; Refused: notices_unreachable."""
    told = urlsplit(url)
    if told.scheme not in ("http", "https") or not told.hostname:
        raise Refused("notices_unreachable", url=url, said="http, https")
    line = Line()
    over = threading.Timer(SECONDS_MAX, line.cut)
    over.daemon = True
    over.start()
    try:
        connection = connection_to(told.scheme, told.hostname, told.port, line)
        try:
            path = (told.path or "/") + (f"?{told.query}" if told.query else "")
            connection.request("GET", path, headers={"accept": "application/json",
                                                     "user-agent": "Comptant"})  # fmt: skip
            answer = connection.getresponse()
            content = answer.read(BYTES_MAX + 1)
        finally:
            connection.close()
    except (NotAllowed, OSError, http.client.HTTPException, ValueError) as error:
        said = f"{SECONDS_MAX} s" if line.is_cut else f"{type(error).__name__}: {error}"
        raise Refused("notices_unreachable", url=url, said=said) from None
    finally:
        over.cancel()
    if answer.status != OK or (answer.length or 0) > 0:
        raise Refused("notices_unreachable", url=url,
                      said=f"{answer.status} {answer.reason}")  # fmt: skip
    return content


def turn(conn: Connection, at: datetime, by: User) -> int:
    """The keeper's look of the day; how many notices are new."""
    on: date = at.astimezone(PARIS).date()
    asked = Asked(by, f"keeper/notices/{at.isoformat()}", at, on)
    return int(take(conn, asked, address())["new_count"])
