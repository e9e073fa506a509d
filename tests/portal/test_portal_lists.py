"""Lists: their columns exist and have words, and their pages follow each other without a gap."""

import re
from typing import Any

import pytest
from psycopg import sql

from comptant.doors import reads, words
from comptant.doors.portal.pages import pages
from comptant.operations.acts.act import Refused
from comptant.store import bulk
from comptant.store.access import reading
from tests import facts


def columns_of(world: facts.World, name: str) -> list[str]:
    """The columns that a query gives."""
    given: dict[str, Any] = dict.fromkeys(reads.parameters(name))
    given |= {one: [] for one in given if reads.PARAMETERS[one] is list}
    given |= {one: False for one in given if reads.PARAMETERS[one] is bool}
    text = sql.SQL("SELECT * FROM ({}\n) q LIMIT 0").format(sql.SQL(bulk.query(name)))
    cursor = world.conn.execute(text, given)
    return [column.name for column in cursor.description or ()]


def test_each_query_for_doors_is_listed_once_with_a_key_it_has(world: facts.World) -> None:
    from importlib import resources

    files = {one.name.removesuffix(".sql") for one in
             resources.files("comptant.store").joinpath("sql").iterdir()}  # fmt: skip
    assert set(reads.READS) | set(reads.NOT_LISTS) == {one for one in files
                                                       if one.startswith("read_")}  # fmt: skip
    for name, read in reads.READS.items():
        assert set(reads.parameters(name)) <= set(reads.PARAMETERS), name
        assert set(read.keys) <= set(columns_of(world, name)), name


def test_each_list_shows_columns_that_exist_and_have_words(world: facts.World) -> None:
    wrong = {}
    for page in pages().values():
        if page.query:
            known = columns_of(world, page.query)
            missing = [one for one in page.columns if one not in known]
            wordless = []
            for one in page.columns:
                try:
                    words.column(one)
                except KeyError:
                    wordless.append(one)
            if missing or wordless:
                wrong[page.name] = (missing, wordless, known)
    assert wrong == {}, wrong


def test_pages_of_a_list_follow_each_other_without_a_gap(world: facts.World) -> None:
    contract = world.ids["C-1"]
    for number in range(7):
        world.remit(contract, {"number": f"N-{number}", "cents": 1_000,
                               "due_on": world.on.replace(month=3)})  # fmt: skip
    for name, told in (("read_invoices", {"contract_id": contract}),
                       ("read_remittances", {"contract_id": contract}),
                       ("read_entries", {"contract_id": contract}),
                       ("read_buyers", {"contract_id": contract})):  # fmt: skip
        with reading(world.users["alice"].id) as see:
            at = world.asked("alice").at
            whole, rest = reads.listed(see, name, told, world.on, at, size=1_000)
            assert rest == ""
            found, after = reads.listed(see, name, told, world.on, at, size=3)
            while after:
                more, after = reads.listed(see, name, told, world.on, at, size=3, after=after)
                assert 0 < len(more) <= 3
                found += more
        assert found == whole
        assert len(found) >= 1


def test_a_cursor_of_another_is_refused(world: facts.World) -> None:
    at = world.asked("alice").at
    for cursor in ("x", "W10", "é", "WyJhIiwgImIiXQ", "bnVsbA"):
        with (
            reading(world.users["alice"].id) as see,
            pytest.raises(Refused, match="cursor_wrong"),
        ):
            reads.listed(see, "read_invoices", {}, world.on, at, after=cursor)


def test_the_claims_that_stay_in_the_queue_are_those_that_are_reserved() -> None:
    from comptant.rules.disputes import RESERVED

    text = bulk.query("read_open_disputes")
    assert set(re.findall(r"'(LIT-\w+)'", text)) == set(RESERVED)
