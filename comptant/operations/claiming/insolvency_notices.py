"""Notices of collective proceedings taken in: each is kept once, and what they come to blocks the
buyers, and stops the funding of the clients, that they name.

Source: DOMAIN 1.6, 1.9, EL-20; docs/decisions/0127-a-notice-is-a-fact-that-counts-once.md.
"""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any

from psycopg import Connection

from comptant.formats import bodacc
from comptant.operations.acts.act import (
    Act,
    Answer,
    Refused,
    lock_contracts,
    lock_many,
    operation,
)
from comptant.operations.acts.documents import keep_document
from comptant.operations.claiming import insolvency_effects
from comptant.rules.insolvency import Notice, Standing, doubt, standing, turn
from comptant.store import bulk

Row = dict[str, Any]
LIST_NAME = "BODACC"
MEDIA_TYPE = "application/json"


@operation
def take_notices(do: Act, *, file_name: str, content: bytes) -> Answer:
    """Take in a file of notices (JSON of BODACC's open data portal). Each notice is kept once and
    counts once, however often it comes. What it comes to for a company that we know: a buyer is
    stopped, the funding of a client, or of whom a guarantor stands for, is suspended; a correction
    or a cancellation lifts what it undoes. Told: `failed`, `lifted`, `ended`; `doubts` do not count
    until somebody says so (`judge_notice`); `contradictions`: other words under a number that is
    kept, which change nothing.

    Refused, and nothing of the file counts: notices_unread (with the place and the cause).
    """
    try:
        read = bodacc.read(content)
    except bodacc.NoticesUnread as error:
        part, _, number = error.place.partition(" ")
        raise Refused("notices_unread", name=file_name, file_part=part, place_number=number,
                      notice_fault=error.cause) from None  # fmt: skip
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, file_name, MEDIA_TYPE, content)
    _turn(do)
    new, contradictions, doubts = _kept(do, read.notices, digest)
    return {"digest": digest.hex(), "notice_count": len(read.notices), "new_count": new,
            "other_count": read.other_count, "unnumbered_count": read.unnumbered_count,
            **_followed(do), "doubts": doubts, "contradictions": contradictions}  # fmt: skip


@operation
def judge_notice(do: Act, *, notice_id: int, counts: bool, reason: str) -> Answer:
    """Say whether a notice counts: one in doubt does from then on, another no longer; what follows
    from it is done at once.

    Refused: notice_unknown, reason_missing, notice_judged (it is so already).
    """
    if not reason.strip():
        raise Refused("reason_missing")
    _turn(do)
    found = bulk.row(do.conn, "notice_judged", notice_id=notice_id)
    if found is None:
        raise Refused("notice_unknown", notice_id=notice_id)
    if found["counts"] == counts:
        raise Refused("notice_judged", notice_number=found["notice_number"])
    do.conn.execute(
        "INSERT INTO insolvency_word (notice_id, counts, reason, act_id) VALUES (%s, %s, %s, %s)",
        (notice_id, counts, reason.strip(), do.id),
    )
    return {"notice_id": notice_id, "notice_number": found["notice_number"], "counts": counts,
            **_followed(do)}  # fmt: skip


def last_published_on(conn: Connection, on: date) -> date | None:
    """The last day until `on` of which a notice is kept; one whose days cannot be says nothing of
    what has been published."""
    (found,) = conn.execute(
        "SELECT max(published_on) FROM insolvency_notice"
        " WHERE published_on <= %s AND doubt IS DISTINCT FROM 'DATES_WRONG'", (on,)
    ).fetchall()  # fmt: skip
    last: date | None = found[0]
    return last


def _turn(do: Act) -> None:
    """Files of notices one at a time, and before any contract's lock."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('notices', 0))")
    lock_many(do)


def _kept(
    do: Act, notices: tuple[bodacc.Notice, ...], digest: bytes
) -> tuple[int, list[Row], list[Row]]:  # fmt: skip
    """Keep those that are new, in the order of their publication: how many, what contradicts what
    is kept, what is in doubt."""
    known = {(row["notice_number"], row["siren"]): row for row in bulk.rows(
        do.conn, "notices_known", numbers=[one.notice_number for one in notices])}  # fmt: skip
    of_sirens = _by_siren(do, [one.siren for one in notices])
    new, contradictions, doubts = 0, [], []
    for one in sorted(notices, key=lambda one: turn(one.published_on, one.notice_number)):
        kept = known.get((one.notice_number, one.siren))
        if kept is not None:
            effect = kept["effect"] if one.is_unclear else one.effect
            if _said(kept) != _said({**vars(one), "effect": effect}):
                contradictions.append({"notice_number": one.notice_number, "siren": one.siren})
            continue
        (id_,) = bulk.take_ids(do.conn, 1)
        earlier = of_sirens.setdefault(one.siren, [])
        before = standing(earlier)
        if one.is_unclear and not (before and before.opened_on and not before.ended_on):
            one = replace(one, effect="NOTHING", is_unclear=False)
        about = Notice(id_, one.notice_number, one.notice_kind, one.of_number, one.published_on,
                       one.judged_on, one.effect, one.proceeding)  # fmt: skip
        why = doubt(about, before, do.on) or ("EFFECT_UNCLEAR" if one.is_unclear else None)
        known[one.notice_number, one.siren] = {**vars(one)}
        _write(do, id_, one, why, digest)
        new += 1
        if why is None:
            earlier.append(about)
        else:
            doubts.append({"notice_id": id_, "notice_number": one.notice_number,
                           "siren": one.siren, "doubt": why})  # fmt: skip
    return new, contradictions, doubts


def _said(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("notice_kind", "of_number", "published_on", "judged_on",
                                        "effect", "proceeding"))  # fmt: skip


def _write(do: Act, id_: int, one: bodacc.Notice, why: str | None, digest: bytes) -> None:
    do.conn.execute(
        """INSERT INTO insolvency_notice (id, notice_number, siren, notice_kind, of_number,
               published_on, judged_on, effect, proceeding, nature, court, doubt, digest, act_id)
           VALUES (%(id)s, %(notice_number)s, %(siren)s, %(notice_kind)s, %(of_number)s,
               %(published_on)s, %(judged_on)s, %(effect)s, %(proceeding)s, %(nature)s, %(court)s,
               %(doubt)s, %(digest)s, %(act_id)s)""",
        {**vars(one), "id": id_, "doubt": why, "digest": digest, "act_id": do.id},
    )  # fmt: skip


def _by_siren(do: Act, sirens: list[str]) -> dict[str, list[Notice]]:
    """The notices that count of some companies."""
    found: dict[str, list[Notice]] = {}
    for row in bulk.rows(do.conn, "notices_that_count", sirens=sorted(set(sirens))):
        siren = row.pop("siren")
        found.setdefault(siren, []).append(Notice(**row))
    return found


def _followed(do: Act) -> Answer:
    """What the notices come to now, for each company that we know, done where it has changed:
    also of one that we have come to know since."""
    parties = bulk.rows(do.conn, "parties_in_notices")
    notices = _by_siren(do, [row["siren"] for row in parties])
    undone: dict[str, list[str]] = {}
    for row in bulk.rows(do.conn, "notices_undone"):
        undone.setdefault(row["siren"], []).append(row["of_number"])
    changed = []
    for party in parties:
        now = standing(notices.get(party["siren"], []), undone.get(party["siren"], ()))
        if now is None and party["opened_on"]:  # none counts any more
            now = Standing(None, None, None, None, party["notice_id"])
        if now and _is_new(party, now):
            changed.append((party, now))
    concerned = bulk.rows(do.conn, "contracts_of_parties",
                          party_ids=[party["party_id"] for party, _ in changed])  # fmt: skip
    lock_contracts(do, {row["contract_id"] for row in concerned})
    told: dict[str, list[Row]] = {"failed": [], "lifted": [], "ended": []}
    for party, now in changed:
        word, row = insolvency_effects.follow(do, party, now)
        told[word].append(row)
    return {**told}


def _is_new(party: Row, now: Standing) -> bool:
    before = (party["opened_on"], party["published_on"], party["proceeding"], party["ended_on"])
    return before != (now.opened_on, now.published_on, now.proceeding, now.ended_on)
