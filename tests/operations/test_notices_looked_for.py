"""The daily look for notices goes on whatever a notice says of its days."""

from datetime import date
from typing import Any

import psycopg
import pytest

from comptant.doors.worker import fetching
from tests.claims import sold
from tests.facts import World, open_world
from tests.houses import house
from tests.notices import PUBLISHED_ON, record, took


@house
def world(writer: psycopg.Connection) -> World:
    made = open_world(writer)
    sold(made)
    made.on = PUBLISHED_ON
    return made


@pytest.mark.parametrize("mistyped", ["2062-04-03", "2026-04-20"])
def test_a_mistyped_day_does_not_blind_the_daily_look(
    world: World, monkeypatch: pytest.MonkeyPatch, mistyped: str
) -> None:
    asked: list[str] = []

    def answer(url: str) -> bytes:
        asked.append(url)
        return b'{"total_count": 0, "results": []}'

    monkeypatch.setattr(fetching, "fetch", answer)
    took(world, record(1))
    (doubt,) = took(world, record(2, "GAMMA SA", dateparution=mistyped))["doubts"]
    assert doubt["doubt"] == "DATES_WRONG"

    def look(on: date) -> Any:
        world.on = on
        return fetching.take(world.conn, world.asked("anna"), "https://bodacc.example/{day}")

    look(date(2026, 4, 10))
    look(date(2026, 5, 30))
    assert asked == ["https://bodacc.example/2026-03-27"] * 2
