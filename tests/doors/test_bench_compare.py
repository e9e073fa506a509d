"""The comparison books the postings that it tells the others, line for line."""

from pathlib import Path

import psycopg
import pytest

from comptant.doors.bench import compare, stage
from comptant.doors.sandbox import Sandbox, open_sandbox


@pytest.fixture
def box(writer: psycopg.Connection) -> Sandbox:
    writer.autocommit = True
    return open_sandbox(writer, stage.ON)


def test_our_own_books_hold_what_the_others_are_told(box: Sandbox, tmp_path: Path) -> None:
    rows = compare.measure(box, 24, tmp_path, libraries=())
    assert [(row["what"], row["entries"], row["lines"]) for row in rows] == [
        ("Comptant, at once", 24, 54), ("Comptant, one by one", 24, 54)]  # fmt: skip
    assert list(tmp_path.iterdir()) == []  # nobody else was asked, so nothing was fetched
    found = box.conn.execute("SELECT id FROM contract WHERE NOT is_house ORDER BY id").fetchall()
    contracts = [id_ for (id_,) in found]
    told, names = compare._told(contracts, 24)
    booked = box.conn.execute(
        """SELECT account || ' ' || contract_id, amount_cents FROM posting p
           WHERE EXISTS (SELECT FROM entry e WHERE e.id = p.entry_id AND e.key LIKE 'bench/24/%')"""
    ).fetchall()
    assert sorted(booked) == sorted(line for each in told for line in each)
    assert {account for account, _ in booked} == set(names)
    assert {sum(cents for _, cents in each) for each in told} == {0}


def test_an_environment_that_cannot_be_made_is_told(box: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "others").write_text("a file, where a folder is wanted")
    with pytest.raises(compare.CannotRun, match="others"):
        compare.measure(box, 12, tmp_path / "others" / "deep", libraries=("plain Django ORM",))
