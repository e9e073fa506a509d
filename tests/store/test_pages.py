"""One page of a list: its rows are those of the whole list, whatever the order they come in."""

import psycopg
import pytest

from comptant.store import bulk

# Of each number the least: chosen by the order that ends the query.
CHOSEN = """SELECT DISTINCT ON (number) number, cents
FROM (VALUES (1, 30), (1, 20), (2, 40), (2, 10)) told(number, cents)
ORDER BY number, cents"""
PLAIN = """SELECT number, cents
FROM (VALUES (2, 10), (1, 20)) told(number, cents)
ORDER BY cents"""


@pytest.mark.parametrize(("name", "text", "rows"), [
    ("chosen", CHOSEN, [(1, 20), (2, 10)]),
    ("few", f"{PLAIN}\nLIMIT 1", [(2, 10)]),
    ("plain", PLAIN, [(1, 20), (2, 10)]),
])  # fmt: skip
def test_a_page_has_the_rows_that_the_query_chooses_by_its_order(
    reader: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, name: str, text: str,
    rows: list[tuple[int, int]],
) -> None:  # fmt: skip
    monkeypatch.setattr(bulk, "query", {name: text}.__getitem__)
    found = bulk.page(reader, name, bulk.Paging(("number",), 10))
    assert [(row["number"], row["cents"]) for row in found] == rows
