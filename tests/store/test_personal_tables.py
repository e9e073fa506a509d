"""Every table that tells of a person is given to them or says why not, is forgotten or says why
not: comptant/store/personal.csv."""

import csv
import re
from importlib import resources

import psycopg
import pytest

from comptant.doors import words
from comptant.store import bulk
from tests.conftest import Connect

# Who somebody is, where they are, what they said of themselves: whatever is named so is a person's.
OF_A_PERSON = re.compile(
    r"user_id|person_id|by_id|\w+_by|login|email|phone|password|agent|address|signer|signatory"
)
# Tables whose JSON or files may name people: no column tells.
WITHIN = {"document", "event", "opening_fact"}
NOBODY = {"broker_mandate.given_by"}  # on which side: the broker's or the client's
ROWS = {row["table"]: row for row in csv.DictReader(
    resources.files("comptant.store").joinpath("personal.csv").read_text("utf-8").splitlines()
)}  # fmt: skip


def personal(conn: psycopg.Connection) -> set[str]:
    """The tables with a column that names a person, or points at one who may sign in."""
    found = conn.execute(
        """SELECT c.relname, a.attname, EXISTS (SELECT FROM pg_constraint k
                WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey)
                    AND k.confrelid = 'app_user'::regclass)
           FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
               AND NOT a.attisdropped
           WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND c.relnamespace = 'public'::regnamespace"""
    ).fetchall()
    return {table for table, column, points in found
            if (points or OF_A_PERSON.fullmatch(column))
            and f"{table}.{column}" not in NOBODY}  # fmt: skip


def test_every_table_that_tells_of_a_person_says_what_becomes_of_it(
    writer: psycopg.Connection, connect_to: Connect
) -> None:
    assert personal(writer) == set(ROWS) - WITHIN
    owner = connect_to("comptant_owner")
    owner.execute("CREATE TABLE caller (id bigint PRIMARY KEY, spoken_by bigint)")
    assert personal(owner) - set(ROWS) == {"caller"}
    owner.rollback()


@pytest.mark.parametrize("table", sorted(ROWS))
def test_what_is_said_to_be_given_is_read_and_what_is_not_says_why(table: str) -> None:
    said = ROWS[table]["given"]
    if said.startswith("not given: "):
        assert len(said.split()) > 6
        return
    query = bulk.query("person_data")
    assert re.search(rf"\b{table}(_now)?\b", query), f"{table} is not read"
    parts = said.removeprefix("part ").split(" and ")
    assert [part for part in parts if f"AS {part}" not in query] == []


def test_every_field_that_is_given_has_its_word() -> None:
    named = set(re.findall(r"'(\w+)', ", bulk.query("person_data")))
    assert len(named) > 40
    for name in named:
        words.column(name)


def test_what_is_said_to_be_forgotten_is_what_the_functions_touch(
    writer: psycopg.Connection,
) -> None:
    text = "\n".join(
        writer.execute("SELECT pg_get_functiondef(%s::regproc)", (name,)).fetchall()[0][0]
        for name in ("forget_ways_in", "forget_name")
    )
    deleted = set(re.findall(r"DELETE FROM (\w+)", text))
    changed = set(re.findall(r"UPDATE (\w+)", text))
    ways = {table: row["forgotten"].partition(":")[0] for table, row in ROWS.items()}
    assert {table for table, way in ways.items() if way == "deleted"} == deleted
    assert {table for table, way in ways.items() if way in ("replaced", "ended")} == changed
    kept = [row["forgotten"] for table, row in ROWS.items() if table not in deleted | changed]
    assert [said for said in kept if not re.fullmatch(r"kept: \w.{10,}", said)] == []
