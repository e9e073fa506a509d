"""Which contracts, and which steps beside them, stop a close: a slice that cannot be closed is
halved until each contract is alone, and a step stops no other.

The others are closed: what one client's facts come to keeps no other client from his day. The day
of the house stays open until all are closed, and nothing is left out of a proof.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
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


@dataclass
class Stopped:
    """What stops a close so far, each with its error."""

    contracts: dict[int, Exception] = field(default_factory=dict)
    steps: dict[tuple[str, int], Exception] = field(default_factory=dict)  # operation, its subject

    def is_at_most(self) -> bool:
        """Are there so many that it looks no further?"""
        return len(self.contracts) + len(self.steps) >= STOPPED_MOST

    def attempt(
        self, operation: str, subject_id: int, run: Callable[[], object], of_contract: bool = False
    ) -> None:
        """Take a step beside the slices; what stops it is kept, and stops no other."""
        if self.is_at_most():
            return
        try:
            run()
        except STOPS as error:
            if of_contract:
                self.contracts.setdefault(subject_id, error)
            else:
                self.steps[operation, subject_id] = error

    def check(self, conn: Connection, day: date) -> None:
        """Refused, where something stops the close: step_stops_close, contract_stops_close."""
        errors = list((self.steps or self.contracts).values())
        if errors:
            raise self._refusal(conn, day) from errors[0]

    def _refusal(self, conn: Connection, day: date) -> Refused:
        """The refusal that names what stops the close of a day, and why each does."""
        if self.steps:
            (step, subject_id), error = next(iter(self.steps.items()))
            named = bulk.row(conn, "close_step_of", step=step, id=subject_id)
            return Refused("step_stops_close", day=day, close_step=step, why=_why(error),
                           of=named["name"] if named else str(subject_id))  # fmt: skip
        found = bulk.rows(conn, "contract_numbers", ids=list(self.contracts))
        whys: dict[str, list[str]] = {}
        for row in found:
            whys.setdefault(_why(self.contracts[row["id"]]), []).append(row["number"])
        why = "; ".join(
            why if len(whys) == 1 else f"{', '.join(numbers)}: {why}"
            for why, numbers in whys.items()
        )
        return Refused("contract_stops_close", day=day, why=why,
                       numbers=", ".join(row["number"] for row in found))  # fmt: skip


def in_slices(
    ids: list[int], size: int, run: Callable[[list[int]], None], progress: Callable[[int], None],
    stopped: Stopped,
) -> None:  # fmt: skip
    """Run each slice of contracts, and keep those that cannot be run with anybody. Tells how many
    are done as it goes."""
    waiting = [ids[start : start + size] for start in range(0, len(ids), size)]
    done = 0
    while waiting and not stopped.is_at_most():
        part = waiting.pop(0)
        try:
            run(part)
        except STOPS as error:
            if len(part) == 1:
                stopped.contracts[part[0]] = error
            else:
                half = len(part) // 2
                waiting[:0] = [part[:half], part[half:]]
            continue
        done += len(part)
        progress(done)


def _why(error: Exception) -> str:
    """The words of an error on one line, cut where they are long."""
    return " ".join(str(error).split())[:WHY_MOST]
