"""Which contracts stop a close: a slice that cannot be closed is halved until each is alone.

The others are closed: what one client's facts come to keeps no other client from his day. The day
of the house stays open until all are closed, and nothing is left out of a proof.
"""

from collections.abc import Callable
from datetime import date

import polars as pl
import psycopg
from psycopg import Connection

from comptant.operations.acts.act import Refused
from comptant.operations.closing.books_proof import InvariantBroken
from comptant.rules.batch import BrokenBatch
from comptant.store import bulk

# Facts that no rule takes, books that contradict themselves, a guard of the database.
STOPS = (BrokenBatch, InvariantBroken, pl.exceptions.PolarsError, psycopg.DataError,
         psycopg.IntegrityError)  # fmt: skip
STOPPED_MOST = 10  # contracts that are told; where more stop it, all may: it is not the facts
WHY_MOST = 400


def in_slices(
    ids: list[int], size: int, run: Callable[[list[int]], None], progress: Callable[[int], None]
) -> dict[int, Exception]:
    """Run each slice of contracts; those that cannot be run with anybody, each with why. Tells how
    many are done as it goes."""
    waiting = [ids[start : start + size] for start in range(0, len(ids), size)]
    stopped: dict[int, Exception] = {}
    done = 0
    while waiting and len(stopped) < STOPPED_MOST:
        part = waiting.pop(0)
        try:
            run(part)
        except STOPS as error:
            if len(part) == 1:
                stopped[part[0]] = error
            else:
                half = len(part) // 2
                waiting[:0] = [part[:half], part[half:]]
            continue
        done += len(part)
        progress(done)
    return stopped


def refusal(conn: Connection, day: date, stopped: dict[int, Exception]) -> Refused:
    """The refusal that names the contracts that stop the close of a day, and why the first does."""
    found = bulk.rows(conn, "contract_numbers", ids=list(stopped))
    why = " ".join(str(next(iter(stopped.values()))).split())[:WHY_MOST]
    return Refused("contract_stops_close", day=day, why=why,
                   numbers=", ".join(row["number"] for row in found))  # fmt: skip
