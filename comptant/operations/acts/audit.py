"""The chains of acts and of reads: each seal covers one of them and the seal before it, so that
nothing can be changed, removed or put in between without breaking every later seal. The end of the
chain of acts is held by what names it: the rows of the books name their acts, and each close keeps
the head of its evening. That of the chain of reads is held by the acts that sealed it."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC
from typing import LiteralString

from psycopg import Connection

from comptant.operations.acts.act import Act, Answer, operation
from comptant.store import bulk

SEALED_AT_ONCE = 10_000
MISSING_TOLD = 100
FIRST = b"\0" * 32
Chain = Callable[[bytes, bulk.Row], bytes]


@operation
def seal(do: Act) -> Answer:
    """Seal the acts and the reads that are not sealed yet, in the order of their ids; how many, and
    the head of each chain."""
    return seal_acts(do)


def seal_acts(do: Act) -> Answer:
    """What seal() does, within another operation: the close of a day."""
    do.conn.execute("SELECT pg_advisory_xact_lock(hashtextextended('seal', 0))")
    told = _add_seals(
        do,
        "last_seal",
        "unsealed_acts",
        chained,
        "INSERT INTO act_seal (position, act_id, hash) VALUES (%s, %s, %s)",
    )
    told["reads"] = _add_seals(do, "last_read_seal", "unsealed_reads", chained_read,
                               "INSERT INTO read_seal (position, read_id, hash) VALUES (%s, %s, %s)"
                               )  # fmt: skip
    return told


def _add_seals(do: Act, last: str, unsealed: str, chain: Chain, insert: LiteralString) -> Answer:
    """One chain made longer by what waits; {"sealed", "position", "head"}."""
    end = bulk.row(do.conn, last)
    position, previous = (end["position"], bytes(end["hash"])) if end else (0, FIRST)
    seals = []
    for row in bulk.rows(do.conn, unsealed, most=SEALED_AT_ONCE):
        position, previous = position + 1, chain(previous, row)
        seals.append((position, row["id"], previous))
    with do.conn.cursor() as cursor:
        cursor.executemany(insert, seals)
    return {"sealed": len(seals), "position": position, "head": previous.hex()}


def verify(conn: Connection) -> Answer:
    """Recompute both chains: is every seal what it must be, is every act and every read there, and
    what is not sealed yet.

    Answers {"is_whole", "sealed", "unsealed", "head", "broken_at", "broken_act_id", "cut_on",
    "missing", "reads"}; `broken_at` is the first position whose seal does not match its act
    (`broken_act_id`), `cut_on` the first day whose close had another head at its place, or a longer
    chain; `missing` has the acts that rows name and that are not there (act_id, named_by,
    row_count). `reads`, of the chain of reads: {"is_whole", "sealed", "unsealed", "head",
    "broken_at", "broken_read_id", "cut_by"}; `cut_by` is the first act that sealed another head at
    its place, or a longer chain. `is_whole` is of both.
    """
    kept = bulk.rows(conn, "heads_kept")
    missing = bulk.rows(conn, "missing_acts", most=MISSING_TOLD)
    reads = _reads(conn)
    found = _walk(
        conn, "sealed_acts", chained, {row["position"]: row["head"] for row in reversed(kept)}
    )
    cut = found.pop("cut_at")
    told: Answer = {
        "is_whole": False, **found, "cut_on": None if cut is None else _first_kept(kept, cut),
        "missing": missing, "reads": reads,
    }  # fmt: skip
    told["broken_act_id"] = told.pop("broken_id")
    if told["broken_at"] is None:
        told["unsealed"] = _count(conn, "count_unsealed_acts")
        told["is_whole"] = cut is None and not missing and reads["is_whole"]
    return told


def _reads(conn: Connection) -> Answer:
    """The chain of reads, as verify() tells it."""
    kept = bulk.rows(conn, "heads_of_reads")
    heads = {row["position"]: row["head"] for row in reversed(kept) if row["position"]}
    found = _walk(conn, "sealed_reads", chained_read, heads)
    cut = found.pop("cut_at")
    by = None if cut is None else next(row["act_id"] for row in kept if row["position"] == cut)
    told: Answer = {"is_whole": False, **found, "cut_by": by}
    told["broken_read_id"] = told.pop("broken_id")
    if told["broken_at"] is None:
        told["unsealed"] = _count(conn, "count_unsealed_reads")
        told["is_whole"] = cut is None
    return told


def _walk(conn: Connection, sealed: str, chain: Chain, heads: dict[int, str]) -> Answer:
    """A chain from its first seal; `heads`, what was its head at a position, are taken out as they
    are met. {"sealed", "unsealed", "head", "broken_at", "broken_id", "cut_at"}."""
    told: Answer = {"sealed": 0, "unsealed": 0, "head": None, "broken_at": None, "broken_id": None,
                    "cut_at": None}  # fmt: skip
    position, previous = 0, FIRST
    for row in _sealed(conn, sealed):
        position += 1
        is_there = row["id"] is not None and row["position"] == position
        if bytes(row["hash"]) != (chain(previous, row) if is_there else None):
            id_ = row["sealed_id"] if row["position"] == position else None
            return told | {"sealed": position, "broken_at": position, "broken_id": id_}
        previous = bytes(row["hash"])
        if position in heads and heads.pop(position) != previous.hex() and told["cut_at"] is None:
            told["cut_at"] = position
    if heads and told["cut_at"] is None:  # somebody knew a longer chain
        told["cut_at"] = min(heads)
    return told | {"sealed": position, "head": previous.hex()}


def _count(conn: Connection, name: str) -> int:
    return int((bulk.row(conn, name) or {"count": 0})["count"])


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


def chained_read(previous: bytes, read: bulk.Row) -> bytes:
    """The seal of a read after another seal: SHA-256 of both."""
    text = json.dumps(
        {
            "id": read["id"], "user_id": read["user_id"], "company_id": read["company_id"],
            "key_id": read["key_id"], "kind": read["kind"], "name": read["name"],
            "about": read["about"], "row_count": read["row_count"],
            "at": read["at"].astimezone(UTC).isoformat(timespec="microseconds"),
        },
        sort_keys=True, ensure_ascii=True, separators=(",", ":"),
    )  # fmt: skip
    return hashlib.sha256(previous + text.encode()).digest()


def _sealed(conn: Connection, name: str) -> Iterator[bulk.Row]:
    """A chain in order, a slice at a time: its length does not matter."""
    after = 0
    while rows := bulk.rows(conn, name, after=after, most=SEALED_AT_ONCE):
        yield from rows
        after = rows[-1]["position"]
