"""What the house does by itself: it seals acts, and closes the day at its hour.

The keeper is no person and has no key: it acts as `keeper` for the factor, with the rights of an
accountant, and its acts are in the chain like everyone's.
"""

import uuid
from datetime import date, datetime, timedelta

from psycopg import Connection

from comptant.operations.acts import audit
from comptant.operations.acts.act import Answer, Asked, User
from comptant.operations.acts.roles import ACCOUNTANT
from comptant.operations.closing import close
from comptant.store import bulk


def keeper(conn: Connection) -> User | None:
    """Who the house acts as; None before the first day."""
    house = bulk.row(conn, "house")
    if house is None:
        return None
    return User(0, "keeper", house["client_id"], True, frozenset({ACCOUNTANT}))


def seal_acts(conn: Connection, at: datetime, on: date) -> int:
    """Seal what people have done and read since the last seal; how many acts and reads. A seal
    alone waits for the next one, or each would call for another."""
    by = keeper(conn)
    if by is None or not (bulk.row(conn, "acts_to_seal") or {"wait": False})["wait"]:
        return 0
    sealed = audit.seal(conn, Asked(by, f"keeper/seal/{uuid.uuid4()}", at, on))
    return int(sealed["sealed"] + sealed["reads"]["sealed"])


def close_days(conn: Connection, at: datetime, on: date) -> list[Answer]:
    """Close each day that is open up to a day, in their order; their reports. Only a house that
    has closed a day before closes by itself. Refused: those of the close."""
    by = keeper(conn)
    last = bulk.row(conn, "last_day_closed")
    if by is None or last is None or last["day"] is None:
        return []
    reports = []
    day = last["day"] + timedelta(days=1)
    while day <= on:
        asked = Asked(by, f"keeper/close/{day}", at, on)
        reports.append(close.close(conn, asked, day, lambda done, of: None))
        day += timedelta(days=1)
    return reports
