"""Histories drawn from seeds: every invariant holds after each operation and each day."""

import json
import os
from datetime import timedelta
from functools import partial

import psycopg
import pytest

from tests.simulation.events import WITH_SLIPS, play
from tests.simulation.history import Done, History, open_history
from tests.simulation.invariants import Memory, after_each, after_the_day
from tests.traces import contents

# How many histories are played, the first seed, and for how many days. A night's run:
# COMPTANT_HISTORIES=200 COMPTANT_HISTORY_DAYS=60 pytest tests/simulation/test_history.py
HISTORIES = int(os.environ.get("COMPTANT_HISTORIES", "1"))
FIRST_SEED = int(os.environ.get("COMPTANT_HISTORY_SEED", "26"))
DAYS = int(os.environ.get("COMPTANT_HISTORY_DAYS", "10"))


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + HISTORIES))
def test_every_invariant_holds_on_every_day_of_a_history(
    writer: psycopg.Connection, seed: int
) -> None:
    memory = Memory()
    h = open_history(writer, seed, partial(after_each, memory=memory))
    first_on = h.on
    play(h, DAYS, partial(after_the_day, memory=memory), events=WITH_SLIPS)
    assert h.on == first_on + timedelta(days=DAYS)
    assert len(memory.known) == DAYS


def test_every_operation_repeated_with_its_key_answers_the_same_and_writes_nothing(
    writer: psycopg.Connection,
) -> None:
    repeated = set()

    def again(h: History, done: Done) -> None:
        before = contents(h.conn)
        assert done.again(h.conn) == plain(done.answer)
        assert contents(h.conn) == before
        repeated.add(done.operation.__name__)

    h = open_history(writer, 5, again)
    play(h, 6, lambda h: None, events_a_day=12)
    assert {"remit", "draw", "decide", "payout", "take_in", "propose_limit", "allot"} <= repeated


def plain(answer: dict[str, object]) -> dict[str, object]:
    """An answer as an act keeps it: what JSON makes of it."""
    kept = json.loads(json.dumps(answer, default=str))
    assert isinstance(kept, dict)
    return kept
