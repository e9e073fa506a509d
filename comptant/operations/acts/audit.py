"""The chain of acts: each seal covers one act and the seal before it, so that nothing can be
changed, removed or put in between without breaking every later seal."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, operation
from comptant.store import bulk

SEALED_AT_ONCE = 10_000
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
    """Recompute the whole chain: is every seal what it must be, and what is not sealed yet.

    Answers {"sealed", "unsealed", "head", "broken_at"}; `broken_at` is the first position whose
    seal does not match its act, or None.
    """
    position, previous = 0, FIRST
    for row in _sealed(conn):
        position += 1
        if row["id"] is None or row["position"] != position:
            return {"sealed": position, "unsealed": 0, "head": None, "broken_at": position}
        previous = chained(previous, row)
        if bytes(row["hash"]) != previous:
            return {"sealed": position, "unsealed": 0, "head": None, "broken_at": position}
    tail = conn.execute(
        "SELECT count(*) FROM act a WHERE NOT EXISTS (SELECT FROM act_seal s WHERE s.act_id = a.id)"
    ).fetchone()
    return {"sealed": position, "unsealed": tail[0] if tail else 0, "head": previous.hex(),
            "broken_at": None}  # fmt: skip


def chained(previous: bytes, act: bulk.Row) -> bytes:
    """The seal of an act after another seal: SHA-256 of both."""
    text = json.dumps(
        {
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
