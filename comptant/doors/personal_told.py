"""What is known of a person, with the words of its parts and codes: for a terminal, a page, a
program. Read of somebody else, it is kept as a sensitive read before it is told."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from comptant.doors import words
from comptant.doors.reads_told import about
from comptant.doors.words import say
from comptant.rules.retention import TERMS

if TYPE_CHECKING:
    from comptant.operations.acts.act import Asked
    from comptant.store.connection import Connection

Row = dict[str, Any]
HOLDS = ("hold_id", "hold_of", "held_name", "reason", "held_on", "lifted_on")
PROOFS = ("proof_id", "retention_kind", "row_count", "source", "until_on", "erased_on", "digest")
Looking = AbstractContextManager[tuple["Connection", "Asked"]]
CODES = {"role": "role", "operation": "operation", "read_name": "read_name", "kind": "factor",
         "call_outcome": "call_outcome", "callback_state": "callback_state", "way": "feed_way",
         "mail_kind": "mail_kind", "approval_kind": "kind", "decision": "decision",
         "signature_kind": "signature_kind", "signature_state": "signature_state"}  # fmt: skip


def collected(looking: Looking, login: str | None) -> Row:
    """The data of a person (`login` None: of oneself), `looking` through a connection, as parts
    with a title, each of rows; each code with its word beside it.

    Refused: user_unknown, not_your_right, data_not_requested.
    """
    from comptant.operations.registry.personal import personal_data
    from comptant.store.access import keep_read

    with looking as (conn, asked):
        by = asked.by
        # A request is of the wall clock, whatever day is played.
        found = personal_data(conn, by, login, datetime.now(UTC))
    parts = found["parts"]
    if found["user_id"] != by.id:
        shown = sum(len(rows) for rows in parts.values())
        keep_read(by.id, by.company_id, "personal_data", shown, key_id=by.key_id,
                  user_id=found["user_id"])  # fmt: skip
    return {
        "user_id": found["user_id"],
        "parts": [
            {"part": name, "title": words.word("data_part", name),
             "rows": [_worded(row) for row in rows]}
            for name, rows in parts.items()
        ],
    }  # fmt: skip


def _worded(row: Row) -> Row:
    told = {f"{name}_told": words.word(CODES[name], row[name]) for name in CODES if row.get(name)}
    return {**row, **told}


def line(row: Row) -> list[tuple[str, str]]:
    """A row for people: headings and values, words instead of codes, nothing that is empty."""
    told = {name: row.get(f"{name}_told", value) for name, value in row.items()
            if not name.endswith("_told") and value not in (None, "", {}, [])}  # fmt: skip
    currency = str(row.get("currency") or "EUR")
    return [(words.column(name), _shown(name, value, currency)) for name, value in told.items()]


def _shown(name: str, value: Any, currency: str) -> str:
    if name == "about":
        return about(value)
    if isinstance(value, dict):
        return ", ".join(words.value_of(one, within, currency) for one, within in value.items())
    return words.value_of(name, value, currency)


def left(looking: Looking) -> list[Row]:
    """The people who have left, as personal.due() tells them, kept as a sensitive read."""
    from comptant.operations.registry.personal import due
    from comptant.store.access import keep_read

    with looking as (conn, asked):
        by = asked.by
        rows = due(conn, by, asked.on)
    keep_read(by.id, by.company_id, "retention_due", len(rows), key_id=by.key_id, on=asked.on)
    return rows


def shown(row: Row) -> Row:
    """One who has left, as a line: until when the name is kept and why."""
    kept = row["kept"]
    return {**row, "held_until": _day(kept[0]) if kept else "",
            "source": held(kept), "is_due": say("yes", "oui") if row["is_due"] else ""}  # fmt: skip


def held(kept: list[Row]) -> str:
    """What holds a name, in words."""
    told = ((words.word("retention", one["retention_kind"]), one) for one in kept)
    return "; ".join(f"{what}: {_day(one)} ({_source(one['source'])})" for what, one in told)


def hold_told(row: Row) -> Row:
    """A legal hold in words: whom or what it names."""
    name = row["held_name"] or words.word("retention", row["retention_kind"] or "")
    return {**row, "held_name": name}


def proof_told(row: Row) -> Row:
    """The proof of an erasure in words."""
    return {**row, "retention_kind": words.word("retention", row["retention_kind"]),
            "source": _source(row["source"])}  # fmt: skip


def _day(one: Row) -> str:
    return words.value_of("until_on", one["until_on"])


def terms() -> list[Row]:
    """The terms of retention as rows: what, months, from when, source."""
    return [
        {"retention_kind": words.word("retention", kind), "months": term.months,
         "starts": words.word("retention_from", term.starts), "source": _source(term.source)}
        for kind, term in TERMS.items()
    ]  # fmt: skip


def _source(source: str) -> str:
    """A text of the law as it is cited; a rule of the house in words."""
    return words.word("retention_source", source)
