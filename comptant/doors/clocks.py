"""The clock of a door: the day of business and the instant, and that clocks agree."""

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from comptant.store.connection import Connection

CLOCKS_APART_MAX = timedelta(minutes=5)


def today() -> date:
    """The day in Paris."""
    return datetime.now(ZoneInfo("Europe/Paris")).date()


def moment(conn: "Connection", wanted_on: date | None) -> tuple[date, datetime]:
    """The business day (Paris) and the instant; only a sandbox works on another day than today."""
    from comptant.operations.acts.act import Refused
    from comptant.store.access import is_sandbox

    now = datetime.now(ZoneInfo("Europe/Paris"))
    if wanted_on is None or wanted_on == now.date():
        return now.date(), now.astimezone(UTC)
    if not is_sandbox(conn):
        raise Refused("day_in_future" if wanted_on > now.date() else "day_not_today", day=wanted_on)
    return wanted_on, datetime.combine(wanted_on, now.timetz()).astimezone(UTC)


def check(conn: "Connection") -> None:
    """The clocks that date acts: ours and the database's agree, and none has gone back."""
    from comptant.operations.acts.act import Refused
    from comptant.store.access import clock

    here, there = datetime.now(UTC), clock(conn)
    if abs(here - there["now_at"]) > CLOCKS_APART_MAX:
        raise Refused("clocks_differ", here=here, there=there["now_at"])
    last = there["last_act_at"]
    if last and there["now_at"] < last - CLOCKS_APART_MAX:
        raise Refused("clock_went_back", now=there["now_at"], last=last)
