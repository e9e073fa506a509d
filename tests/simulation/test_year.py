"""A part of a year at a reduced size; the whole of it is played by `make year`."""

import psycopg

from tests.simulation.history import STARTS_ON
from tests.simulation.year import play


def test_the_nights_of_six_weeks_prove_their_books(writer: psycopg.Connection) -> None:
    year = play(writer, seed=4, clients=6, buyers=20, days=42, events=4)
    assert (year.h.on - STARTS_ON).days == 42
    assert year.seen["invoices"] > 100
    assert year.seen["payments"] > 10
    assert year.seen["draws"] > 20
    assert year.seen["events"] > 100
    assert year.seen["deeds"] > 5
