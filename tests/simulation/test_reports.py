"""On random histories every report of a day says what the ledger says; `make statements` plays a
thousand of them (statements.py)."""

from datetime import timedelta

import psycopg

from tests.simulation.events import WITH_SLIPS, play
from tests.simulation.history import STARTS_ON, History, open_history
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
