"""What people did and what two of them decided, of a period: for those who control. Nothing here
changes anything."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from django.http import StreamingHttpResponse

from comptant.doors import words
from comptant.doors.acts_told import (
    ACT,
    ACTS,
    APPROVALS,
    DECISIONS,
    DOCUMENTS,
    ENTRIES,
    answer_told,
    approval_told,
    decision_told,
)
from comptant.doors.approvals import KINDS
from comptant.doors.csv_files import MEDIA_TYPE, blocks
from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.portal.sending_files import streamed
from comptant.doors.values import DAY
from comptant.doors.words import Both, say
from comptant.operations.acts.act import Refused
from comptant.operations.acts.rights import RIGHTS
from comptant.operations.acts.roles import READERS_OF_ACTS
from comptant.store.access import See

DAYS_SHOWN = 30
# What of a decision fits a screen; its file has the rest.
DECIDED = ("business_on", "kind", "subject", "contract_number", "amount_cents", "proposed_by",
           "decided_by", "decision", "reason_text")  # fmt: skip
LISTED = tuple(name for name in ACTS if name != "arguments_digest")  # too wide beside the others


def asked_of(call: Call, codes: str) -> Row:
    """What the address asks for: days (by default the month that ends today), a person, and one of
    `codes` (operation, kind)."""
    until, since = call.asked("until").strip(), call.asked("from").strip()
    last = DAY.convert(until, None, None) if until else call.on
    first = DAY.convert(since, None, None) if since else last - timedelta(days=DAYS_SHOWN)
    return {"from_on": first, "until_on": last, "login": call.asked("login").strip() or None,
            codes: call.asked(codes) or None}  # fmt: skip


def _told(call: Call, asked: Row, codes: str, known: tuple[str, ...], path: str) -> Row:
    """What the form above the list holds, and where its file is."""
    kept = {"from": asked["from_on"], "until": asked["until_on"], "login": asked["login"],
            codes: asked[codes]}  # fmt: skip
    query = urlencode({name: value for name, value in kept.items() if value})
    choices = sorted(((code, words.word(codes, code)) for code in known), key=lambda one: one[1])
    return {"first": asked["from_on"], "last": asked["until_on"], "login": asked["login"] or "",
            "codes": codes, "code": asked[codes], "choices": choices,
            "file": f"/{path}.csv?{query}"}  # fmt: skip


def acts(see: See, call: Call) -> Row:
    """The acts of a period, the last first; of one person or operation where one is asked for."""
    asked = asked_of(call, "operation")
    given = rows_of(see, call, "read_acts", asked)
    for row in given["rows"]:
        row["href"] = f"/acts/{row['id']}"
    return {**given, "columns": LISTED, **_told(call, asked, "operation", tuple(RIGHTS), "acts")}


def decisions(see: See, call: Call) -> Row:
    """The approvals decided in a period, the last first; each opens the act that decided it."""
    asked = asked_of(call, "kind")
    given = rows_of(see, call, "read_decisions", asked)
    given["rows"] = [_on_a_line(decision_told(row)) for row in given["rows"]]
    return {**given, "columns": DECIDED, **_told(call, asked, "kind", (*KINDS, "key"),
                                                 "decisions")}  # fmt: skip


def _on_a_line(row: Row) -> Row:
    """A decision with each person and what they were in one place: its program, its role."""
    by, through, as_whom = row["proposed_by"], row["key_name"], row["authority"]
    return {**row, "href": f"/acts/{row['decided_act_id']}",
            "proposed_by": f"{by} ({through})" if through else by,
            "decided_by": f"{row['decided_by']}, {as_whom}" if as_whom else row["decided_by"],
            }  # fmt: skip


def act(see: See, call: Call, act: str) -> Row:
    """One act: what it was asked, what it answered, the entries it booked, the files it kept, the
    approvals it proposed or decided, each with the act on the other side."""
    id_ = subjects.number(act)
    found = see("read_act", id=id_)
    if not found:
        raise Refused("act_unknown", act_id=id_)
    return {
        "facts": found[0], "columns": ACT, "answer": answer_told(found[0]["answer"]),
        "sections": [one for one in _came_of_it(see, call, id_) if one["rows"]],
        "title": say(f"Act {id_}", f"Acte {id_}"),
        "up": {"href": "/acts", "text": say("Acts", "Actes")},
    }  # fmt: skip


def _came_of_it(see: See, call: Call, id_: int) -> Iterator[Row]:
    """The approvals, entries and files of an act, each a list with pages of its own."""
    found = rows_of(see, call, "read_act_approvals", {"id": id_}, cursor="approval")
    for row in found["rows"]:
        other = row["proposed_act_id"]
        row["href"] = f"/acts/{other if other != id_ else row['decided_act_id'] or id_}"
    found["rows"] = [approval_told(row) for row in found["rows"]]
    yield {**found, "columns": APPROVALS, "title": say("Approvals that it proposed or decided",
                                                       "Approbations proposées ou décidées")
           }  # fmt: skip
    found = rows_of(see, call, "read_act_entries", {"id": id_}, cursor="entry")
    for row in found["rows"]:
        row["href"] = f"/contracts/{quote(row['contract_number'], safe='')}/entries/{row['id']}"
    yield {**found, "columns": ENTRIES, "title": say("Entries that it booked", "Écritures passées")}
    found = rows_of(see, call, "read_act_documents", {"id": id_}, cursor="document")
    for row in found["rows"]:
        row["href"] = f"/documents/{row['digest']}"
    yield {**found, "columns": DOCUMENTS, "title": say("Files that it kept", "Pièces gardées")}


def _file(
    call: Call, query: str, codes: str, columns: tuple[str, ...], told_as: Callable[[Row], Row]
) -> StreamingHttpResponse:
    """All rows of a period as CSV, read while it is sent."""
    asked = asked_of(call, codes)
    whole: Row = {"contract_id": None, "operation": None, "kind": None, "id": None}
    language = words.language()

    def parts() -> Iterator[bytes]:
        with call.visit.streaming() as (_, stream):
            found = stream(query, **{**whole, **asked})
            yield from blocks(columns, found, language, told_as)

    return streamed(parts(), _name(query, asked["from_on"], asked["until_on"]), MEDIA_TYPE)


def _name(query: str, first: date, last: date) -> str:
    return f"{query.removeprefix('read_')}-{first}-{last}.csv"


def acts_file(see: See, call: Call) -> StreamingHttpResponse:
    """The acts of a period."""
    return _file(call, "read_acts", "operation", ("id", *ACTS), dict)


def decisions_file(see: See, call: Call) -> StreamingHttpResponse:
    """The approvals decided in a period."""
    return _file(call, "read_decisions", "kind", DECISIONS, decision_told)


page(Page("acts", "acts", Both("Acts", "Actes"), READERS_OF_ACTS, acts, "portal/period.html",
          menu="house", query="read_acts", columns=LISTED))  # fmt: skip
page(Page("acts_file", "acts.csv", Both("Acts as a file", "Actes en fichier"), READERS_OF_ACTS,
          acts, "", send=acts_file))  # fmt: skip
page(Page("act", "acts/<str:act>", Both("Act", "Acte"), READERS_OF_ACTS, act, "portal/act.html"))
page(Page("decisions", "decisions", Both("Decided by two people", "Décidé à deux"),
          READERS_OF_ACTS, decisions, "portal/period.html", menu="house"))  # fmt: skip
page(Page("decisions_file", "decisions.csv", Both("Decisions as a file", "Décisions en fichier"),
          READERS_OF_ACTS, decisions, "", send=decisions_file))  # fmt: skip
