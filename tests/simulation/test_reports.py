"""On random histories every report of a day says what the ledger says; `make statements` plays a
thousand of them (statements.py)."""

from datetime import timedelta

import psycopg
import pytest

from tests.simulation.events import WITH_SLIPS, play
from tests.simulation.history import STARTS_ON, TERMS, History, open_history
from tests.simulation.reports import check_client_books, check_open, check_statements, posted


def test_every_report_of_a_day_adds_up_to_the_ledger(writer: psycopg.Connection) -> None:
    h = open_history(writer, 101)
    instants: list[object] = []

    def each_day(h: History) -> None:
        check_open(h, h.on)
        instants.append(h.rows("SELECT clock_timestamp() AS at")[0]["at"])

    play(h, 4, each_day, events_a_day=10, events=WITH_SLIPS)
    for day in (-1, 1, 3, 4, 9):
        on = STARTS_ON + timedelta(days=day)
        check_open(h, on)
        check_open(h, on, instants[1])
    assert check_statements(h) == 18
    assert posted(h, list(h.contracts.values()), "DEB", h.on) > 0
    assert check_client_books(h) > 0


def test_what_the_guarantee_takes_is_told_apart_and_adds_up(
    writer: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guarantee that comes two days after the due day."""
    monkeypatch.setitem(TERMS["N"], "guarantee_delay_days", 2)
    h = open_history(writer, 101)
    taken: list[int] = []

    def each_day(h: History) -> None:
        check_open(h, h.on)
        taken.append(posted(h, list(h.contracts.values()), "DEBD", h.on))

    play(h, 6, each_day, events_a_day=10, events=WITH_SLIPS)
    for day in (3, 5, 7):
        check_open(h, STARTS_ON + timedelta(days=day))
    assert taken == []
