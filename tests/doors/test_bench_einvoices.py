"""The measurement of e-invoices reads what it writes, whole, without a warning."""

from pathlib import Path

import pytest

from comptant.doors.bench import einvoices
from comptant.doors.bench.einvoice_files import write
from comptant.formats import intake


def test_every_kind_is_written_and_meets_its_schema(tmp_path: Path) -> None:
    written = list(write(tmp_path, 60))
    assert {each.kind for each in written} == {"cii", "ubl", "pdf"}
    for each in written:
        read = intake.read(each.path.name, each.path.read_bytes())
        assert read.faults == ()
        assert read.rows["gross_cents"].to_list() == [each.gross_cents]
    again = list(write(tmp_path / "again", 60))
    assert [each.gross_cents for each in again] == [each.gross_cents for each in written]


def test_the_measurement_counts_every_file_and_leaves_none(tmp_path: Path) -> None:
    rows = einvoices.measure(60, tmp_path / "files")
    assert [row["what"] for row in rows] == ["cii", "ubl", "pdf", "all"]
    assert sum(int(str(row["files"])) for row in rows[:3]) == rows[3]["files"] == 60
    assert {row["warned"] for row in rows} == {0}
    assert not (tmp_path / "files").exists()


def test_a_file_that_is_not_read_whole_stops_the_measurement(tmp_path: Path) -> None:
    written = list(write(tmp_path, 10))
    written[3].path.write_bytes(b"<a/>")
    with pytest.raises(AssertionError, match=written[3].path.name):
        einvoices._read(written, 1)
