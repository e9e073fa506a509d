"""The close of a day, with its progress, and its report; months opened and closed."""

import time
from datetime import date, timedelta
from urllib.parse import urlencode

from comptant.doors import words
from comptant.doors.portal.call import Call
from comptant.doors.portal.fields import Field
from comptant.doors.portal.forms import form
from comptant.doors.portal.notices import with_notice
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.reporting import AMOUNTS, BUCKETS, SECTIONS, shown_row
from comptant.doors.values import DAY
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Asked, Refused
from comptant.operations.acts.roles import FACTOR_ROLES
from comptant.operations.closing import close
from comptant.store.access import See

SECONDS_AT_ONCE = 10  # then the page tells how far it is, and goes on


class _Paused(Exception):
    """The close has worked long enough for one answer; what is closed is kept."""

    def __init__(self, done: int, of: int) -> None:
        super().__init__(f"{done} of {of}")
        self.done, self.of = done, of


def closing(see: See, call: Call) -> Row:
    """The next day to close, how far its close is, and the last report."""
    last = see("read_day_close", day=None)
    next_on = last[0]["day"] + timedelta(days=1) if last else call.on
    closed, of = call.asked("closed"), call.asked("of")
    is_going = closed.isdigit() and of.isdigit()
    return {
        "next_on": next_on, "may_close": call.visit.may("close_day") and next_on <= call.on,
        "is_early": next_on > call.on, "last": last[0] if last else None,
        "closed": int(closed) if is_going else None, "of": int(of) if is_going else None,
    }  # fmt: skip


def close_day(call: Call) -> str:
    """Close, as far as it goes in a few seconds; it takes up where it stopped."""
    day = call.day("day")
    if day is None or day > call.on:
        raise Refused("day_in_future", day=day or call.on)
    began = time.monotonic()
    first: list[int] = []

    def progress(done: int, of: int) -> None:
        first.append(done)
        is_long = time.monotonic() - began > SECONDS_AT_ONCE
        if first[0] < done < of and is_long:  # each call goes on by a slice at least
            raise _Paused(done, of)

    visit = call.visit
    try:
        with visit.looking() as (conn, _):
            close.close(conn, Asked(visit.user, call.typed("key"), visit.at, visit.on), day,
                        progress)  # fmt: skip
    except _Paused as paused:
        return f"/close?{urlencode({'closed': paused.done, 'of': paused.of})}"
    return with_notice(f"/close/{day}", "close_day", {})


def report(see: See, call: Call, day: str) -> Row:
    """What the close of a day did, and what people must look at."""
    wanted = DAY.convert(day, None, None)
    found = see("read_day_close", day=wanted)
    if not found:
        raise Refused("day_not_closed", day=wanted)
    told = found[0]["report"]
    counts = {"contracts": told["contracts"], "entries": told["numbered"],
              "accounts": told["accounts_proved"], "judged": told["judged"]}  # fmt: skip
    return {
        "counts": counts, "sections": [*_amounts(told), *_ageing(told), *_attention(told)],
        "closed_by": found[0]["closed_by"], "closed_at": found[0]["closed_at"],
        "title": say(f"Close of {words.day(wanted)}", f"Arrêté du {words.day(wanted)}"),
        "up": {"href": "/close", "text": say("Close of day", "Arrêté de journée")},
    }  # fmt: skip


def _amounts(told: Row) -> list[Row]:
    rows = [
        {"text": title.said(), "amount_cents": row[name], "currency": row["currency"]}
        for row in told["amounts"]
        for name, title in AMOUNTS.items()
        if row.get(name)
    ]
    return [{"title": say("Today", "Ce jour"), "columns": ("text", "amount_cents"), "rows": rows}]


def _ageing(told: Row) -> list[Row]:
    rows = [{**row, "text": BUCKETS[row["bucket"]].said()} for name in BUCKETS
            for row in told["ageing"] if row["bucket"] == name]  # fmt: skip
    return [{"title": say("Aged balance", "Balance âgée"), "columns": ("text", "open_cents"),
             "rows": rows}]  # fmt: skip


def _attention(told: Row) -> list[Row]:
    found = []
    for name, (title, amount, columns) in SECTIONS.items():
        section = told["to_look_at"].get(name) or {"count": 0}
        if section["count"]:
            sums = " + ".join(words.money(row[amount], row["currency"]) for row in section["sums"])
            found.append({"title": f"{title.said()} : {section['count']}, {sums}",
                          "columns": columns,
                          "rows": [shown_row(row) for row in section["rows"]]})  # fmt: skip
    return found


def _month(see: See, call: Call, told: object) -> Row:
    return {"given": {}, "up": {"href": "/close", "text": say("Close of day",
                                                              "Arrêté de journée")}}  # fmt: skip


def _first_of_month(typed: Row) -> Row:
    month: date = typed["month_on"]
    return {**typed, "month_on": month.replace(day=1)}


page(Page("close", "close", Both("Close of day", "Arrêté de journée"), FACTOR_ROLES, closing,
          "portal/close.html", menu="books", acts={"close": close_day}))  # fmt: skip
form("close_period", "close/month", Both("Close a month", "Clore un mois"), "close_period",
     subject=_month, gather=_first_of_month, fields=(
         Field("month_on", "day", Both("A day of the month", "Un jour du mois")),))  # fmt: skip
page(Page("close_report", "close/<str:day>", Both("Report of the close", "Compte rendu d'arrêté"),
          FACTOR_ROLES, report, "portal/report.html"))  # fmt: skip
