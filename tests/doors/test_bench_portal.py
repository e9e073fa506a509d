"""The people of the measurement of the portal, and what their pages ask."""

import json
from pathlib import Path

import psycopg

from comptant.doors.bench.market.load import load
from comptant.doors.bench.market.world import World
from comptant.doors.bench.portal.listen import listen
from comptant.doors.bench.portal.people import OF_CLIENT, OF_PROGRAM, OF_STAFF, sign_in
from comptant.doors.bench.stage import ON
from tests.conftest import Connect

SMALL = 0.0002  # 7 clients


def test_every_kind_of_page_is_shown_to_somebody_and_tells_its_queries(
    writer: psycopg.Connection, connect_to: Connect, tmp_path: Path
) -> None:
    writer.autocommit = True
    people = sign_in(load(writer, World(SMALL, ON)), 8)
    told = tmp_path / "queries.json"
    kinds = listen(people, told)
    assert len(kinds) == len(OF_CLIENT) + len(OF_STAFF) + len(OF_PROGRAM)
    asked = json.loads(told.read_text())
    assert len(asked) == len(kinds)
    assert "invoice" in json.dumps(asked)
    for role, texts in (each for page in asked for each in page):
        # As the bare page asks them.
        with connect_to(role) as conn, conn.transaction(force_rollback=True):
            for text in texts:
                conn.execute(text)
