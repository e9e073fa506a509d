"""The chain of acts: each seal covers one act and the seal before it, so that nothing can be
changed, removed or put in between without breaking every later seal. Its end is held by what names
it: the rows of the books name their acts, and each close keeps the head of its evening."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, operation
from comptant.store import bulk

SEALED_AT_ONCE = 10_000
MISSING_TOLD = 100
FIRST = b"\0" * 32


@operation
def seal(do: Act) -> Answer:
    """Seal the acts that are not sealed yet, in the order of their ids; how many, and the head."""
    return seal_acts(do)


def seal_acts(do: Act) -> Answer:
    """What seal() does, within another operation: the close of a day."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('seal', 0))")
    last = bulk.row(do.conn, "last_seal")
    position, previous = (last["position"], bytes(last["hash"])) if last else (0, FIRST)
    sealed = 0
    seals = []
    for act in bulk.rows(do.conn, "unsealed_acts", most=SEALED_AT_ONCE):
        position, previous, sealed = position + 1, chained(previous, act), sealed + 1
        seals.append((position, act["id"], previous))
    with do.conn.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO act_seal (position, act_id, hash) VALUES (%s, %s, %s)", seals
        )
    return {"sealed": sealed, "position": position, "head": previous.hex()}


def verify(conn: Connection) -> Answer:
    """Recompute the whole chain: is every seal what it must be, is every act there, and what is
    not sealed yet.

    Answers {"is_whole", "sealed", "unsealed", "head", "broken_at", "broken_act_id", "cut_on",
    "missing"}; `broken_at` is the first position whose seal does not match its act
    (`broken_act_id`), `cut_on` the first day whose close had another head at its place, or a longer
    chain; `missing` has the acts that rows name and that are not there (act_id, named_by,
    row_count).
    """
    kept = bulk.rows(conn, "heads_kept")
    heads = {row["position"]: row for row in reversed(kept)}
    told: Answer = {
        "is_whole": False, "sealed": 0, "unsealed": 0, "head": None, "broken_at": None,
        "broken_act_id": None, "cut_on": None,
        "missing": bulk.rows(conn, "missing_acts", most=MISSING_TOLD),
    }  # fmt: skip
    position, previous = 0, FIRST
    for row in _sealed(conn):
        position += 1
        is_there = row["id"] is not None and row["position"] == position
        sealed = chained(previous, row) if is_there else None
        if bytes(row["hash"]) != sealed:
            id_ = row["sealed_id"] if row["position"] == position else None
            return told | {"sealed": position, "broken_at": position, "broken_act_id": id_}
        previous = bytes(row["hash"])
        if position in heads and heads.pop(position)["head"] != previous.hex():
            told["cut_on"] = told["cut_on"] or _first_kept(kept, position)
    if heads:  # a close knew a longer chain
        told["cut_on"] = told["cut_on"] or _first_kept(kept, min(heads))
    tail = conn.execute(
        "SELECT count(*) FROM act a WHERE NOT EXISTS (SELECT FROM act_seal s WHERE s.act_id = a.id)"
    ).fetchone()
    whole = told["cut_on"] is None and not told["missing"]
    return told | {"is_whole": whole, "sealed": position, "unsealed": tail[0] if tail else 0,
                   "head": previous.hex()}  # fmt: skip


def _first_kept(kept: list[bulk.Row], position: int) -> str:
    return next(row["day"] for row in kept if row["position"] == position).isoformat()  # type: ignore[no-any-return]


def chained(previous: bytes, act: bulk.Row) -> bytes:
    """The seal of an act after another seal: SHA-256 of both.

    The key of a program is told of the acts that one asked for, and not as null of the others:
    acts from before keys were told have the seal that they had.
    """
    by_key = {} if act["key_id"] is None else {"key_id": act["key_id"]}
    text = json.dumps(
        {
            **by_key,
            "id": act["id"], "company_id": act["company_id"], "key": act["key"],
            "operation": act["operation"], "digest": bytes(act["digest"]).hex(),
            "by_id": act["by_id"], "contract_id": act["contract_id"],
            "on_date": act["on_date"].isoformat(),
            "at": act["at"].astimezone(UTC).isoformat(timespec="microseconds"),
            "answer": act["answer"],
        },
        sort_keys=True, ensure_ascii=True, separators=(",", ":"),
    )  # fmt: skip
    return hashlib.sha256(previous + text.encode()).digest()


def _sealed(conn: Connection) -> Iterator[bulk.Row]:
    """The chain in order, a slice at a time: its length does not matter."""
    after = 0
    while rows := bulk.rows(conn, "sealed_acts", after=after, most=SEALED_AT_ONCE):
        yield from rows
        after = rows[-1]["position"]
