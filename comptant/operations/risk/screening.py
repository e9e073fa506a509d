"""Everybody we deal with is looked for on lists of frozen assets: clients, buyers, owners, those
who sign, holders of accounts, payers on bank lines. What is decided of a hit: `screening_words`.
Source: art. L562-4 CMF; DOMAIN 9.1; docs/decisions/0150-a-hit-is-told-to-compliance-alone.md.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import date

import polars as pl
from psycopg import Connection

from comptant.formats import frozen_assets
from comptant.formats.screened_names import Found, Index
from comptant.operations.acts.act import Act, Answer, Refused, check_days, operation
from comptant.operations.acts.documents import keep_document
from comptant.operations.risk.screening_words import follow_hits
from comptant.store import bulk

SLICE = 20_000
# Ids are taken in blocks: one that is smaller may be written after one that was looked at.
OVERLAP = 100_000
COLUMNS = {"subject": pl.String, "party_id": pl.Int64, "name": pl.String, "entry_key": pl.String,
           "entry_digest": pl.String, "listed_name": pl.String, "near_ppm": pl.Int64,
           "why": pl.String}  # fmt: skip


@operation
def screen_all(do: Act, *, list_name: str, list_on: date, content: bytes) -> Answer:
    """Look for every name on a list as published (the European list as CSV, the French register as
    JSON, any CSV with a column of names), in slices. The file is kept; what was found before and
    has not changed is not told again.

    Refused: list_unread, list_older, fact_to_come, fact_dates_wrong.
    """
    check_days(do, list_on, None)
    try:
        entries = frozen_assets.entries(content)
    except frozen_assets.ListUnread as error:
        raise Refused("list_unread", name=list_name, cause=error.cause,
                      columns=list(frozen_assets.COLUMNS)) from None  # fmt: skip
    last = bulk.row(do.conn, "screening_last", list_name=list_name)
    if last is not None and last["list_on"] > list_on:
        raise Refused("list_older", name=list_name, on=list_on, last_on=last["list_on"])
    digest = hashlib.sha256(content).digest()
    keep_document(do, digest, list_name, "application/octet-stream", content)
    told = _look(do, list_name, list_on, digest, entries, 0, is_whole=True)
    return {"lists": [told], "found_count": told["found_count"]}


@operation
def screen_new(do: Act) -> Answer:
    """Look for the names that came since the last look, on the last file of each list. `lists`: of
    each, how many names and how many hits. No list: nothing."""
    told = []
    for last in bulk.rows(do.conn, "screening_last", list_name=None):
        entries = frozen_assets.entries(bytes(last["content"]))
        after = max(0, last["through_id"] - OVERLAP)
        told.append(_look(do, last["list_name"], last["list_on"], bytes(last["digest"]), entries,
                          after, is_whole=False))  # fmt: skip
    return {"lists": told, "found_count": sum(one["found_count"] for one in told)}


def lists_are_known(conn: Connection) -> bool:
    """Whether names were ever looked for on a list: before, there is none to look on."""
    return conn.execute("SELECT FROM screening_look LIMIT 1").fetchone() is not None


def _look(
    do: Act, list_name: str, list_on: date, digest: bytes, entries: list[frozen_assets.Entry],
    after: int, *, is_whole: bool,
) -> Answer:  # fmt: skip
    """Look for the names after an id, keep the hits that are new, and stop again what hits hold: a
    contract may have met a held buyer since."""
    index = Index(entries)
    names, found, through = 0, 0, after
    for rows in _names(do, after):
        through = rows[-1]["id"]
        names += len(rows)
        hits = _hits(index, rows)
        if not hits.is_empty():
            found += len(bulk.rows(do.conn, "insert_screening_hits", **bulk.arrays(hits),
                                   list_name=list_name, list_on=list_on, on=do.on,
                                   act_id=do.id))  # fmt: skip
    follow_hits(do)
    do.conn.execute(
        """INSERT INTO screening_look (list_name, list_on, digest, looked_on, is_whole, through_id,
               name_count, found_count, act_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)""",
        (list_name, list_on, digest, do.on, is_whole, through, names, found, do.id),
    )
    return {"list_name": list_name, "list_on": list_on.isoformat(), "entry_count": len(entries),
            "name_count": names, "found_count": found}  # fmt: skip


def _names(do: Act, after: int) -> Iterator[list[bulk.Row]]:
    """The names to look for, slice by slice; those of one id stay together."""
    while True:
        rows = bulk.rows(do.conn, "screening_names", after=after, most=SLICE)
        if len(rows) == SLICE and rows[0]["id"] != rows[-1]["id"]:
            rows = [row for row in rows if row["id"] != rows[-1]["id"]]
        if not rows:
            return
        yield rows
        after = rows[-1]["id"]


def _hits(index: Index, rows: list[bulk.Row]) -> pl.DataFrame:
    """What of the names of a slice is alike, each name looked at once."""
    subjects: dict[str, set[tuple[str, int]]] = {}
    for row in rows:
        subjects.setdefault(row["name"], set()).add((row["subject"], row["party_id"]))
    told = [
        {"subject": subject, "party_id": party_id, "name": name, **_told(found)}
        for name, of in subjects.items() for found in index.look(name)
        for subject, party_id in sorted(of)
    ]  # fmt: skip
    return pl.DataFrame(told, schema=COLUMNS)


def _told(found: Found) -> Answer:
    why = {"pairs": [list(pair) for pair in found.pairs], "left_asked": list(found.left_asked),
           "left_listed": list(found.left_listed)}  # fmt: skip
    digest = found.entry.digest().hex()
    return {"entry_key": found.entry.key, "entry_digest": digest, "listed_name": found.listed,
            "near_ppm": found.near_ppm, "why": json.dumps(why)}  # fmt: skip
