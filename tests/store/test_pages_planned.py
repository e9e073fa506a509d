"""Pages of long lists, as PostgreSQL plans them: it must not take a long list for a short one, or
from some size on it would join and order the whole list for each page."""

import re
from datetime import date

import psycopg
import pytest

from comptant.store import bulk
from tests.conftest import Connect
from tests.facts import World, open_world
from tests.houses import house

LINES, OTHERS, DUE = 3_000, 40, date(2026, 2, 27)


@house
def world(writer: psycopg.Connection) -> World:
    return open_world(writer)


@pytest.mark.parametrize("name", ["read_invoices", "read_delays"])
def test_a_list_of_invoices_is_expected_to_be_as_long_as_it_is(
    world: World, connect_to: Connect, name: str
) -> None:
    # One large file among many small ones: of which file an invoice is says little of how many.
    others = world.contract("C-2")
    for number in range(OTHERS):
        world.remit(others, {"number": f"G-{number}", "cents": 120_000, "due_on": DUE})
    contract_id = world.contract("C-1")
    world.remit(contract_id, *({"number": f"F-{number}", "cents": 120_000, "due_on": DUE}
                               for number in range(LINES)))  # fmt: skip
    owner, reader = connect_to("comptant_owner"), connect_to("comptant_reader")
    assert world.one("SELECT count(*) FROM invoice") == LINES + OTHERS
    owner.autocommit = True
    owner.execute("ANALYZE")
    bulk.rows(reader, "reading_as", user_id=world.users["alice"].id, company_id=None, on=world.on)
    (first, *_) = reader.execute(
        f"EXPLAIN {bulk._unordered(name)}",
        {"contract_id": contract_id, "numbers": None, "everything": True},
    ).fetchone()  # type: ignore[misc]
    found = re.search(r"rows=(\d+)", first)
    assert found is not None
    assert LINES // 2 < int(found[1]) < 2 * LINES
