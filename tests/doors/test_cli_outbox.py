"""A file for the bank is had again from the database, the same bytes, and never lost to another."""

from pathlib import Path

import pytest

from tests import facts
from tests.doors.conftest import DAY, Cli, Csv

ALICE, TANIA = ("--user", "alice", *DAY), ("--user", "tania", *DAY)


@pytest.fixture
def sent(cli: Cli, world: facts.World, csv: Csv, tmp_path: Path) -> facts.World:
    """An order of 1 000.00 in the payment file first.xml."""
    cli.run("remit", "C-1", csv("FA-1", "20000.00"), *ALICE)
    world.ids["order"] = world.draw(world.ids["C-1"], 100_000)["order_id"]
    cli.run("payout", "--out", tmp_path / "first.xml", *TANIA)
    return world


def test_a_payment_file_that_was_lost_is_written_again(
    cli: Cli, sent: facts.World, tmp_path: Path
) -> None:
    first = (tmp_path / "first.xml").read_bytes()
    told = cli.json("payout", *TANIA)
    assert told["count"] == 0
    (waiting,) = told["files"]
    line = waiting["outbox_id"]
    assert f"comptant outbox write {line}" in cli.run("payout", *TANIA).stdout
    again = tmp_path / "again.xml"
    assert cli.json("outbox", "write", line, "--out", again, *TANIA)["step"] == "SENT"
    assert again.read_bytes() == first
    (listed,) = cli.json("outbox", "write", *TANIA)
    assert (listed["id"], listed["count"]) == (line, 1)
    assert cli.error("outbox", "write", line, *ALICE, code=4)["error"] == "not_your_right"
    assert cli.error("outbox", "write", 999_999, *TANIA, code=1)["error"] == "outbox_unknown"


def test_a_file_of_that_name_is_not_lost(cli: Cli, sent: facts.World, tmp_path: Path) -> None:
    first = (tmp_path / "first.xml").read_bytes()
    sent.draw(sent.ids["C-1"], 200_000)
    told = cli.error("payout", "--out", tmp_path / "first.xml", *TANIA, code=3)
    assert "is here already" in told["message"]
    assert (tmp_path / "first.xml").read_bytes() == first
    line = cli.json("payout", *TANIA)["files"][1]["outbox_id"]
    wanted = ("outbox", "write", line, "--out", tmp_path / "first.xml")
    assert cli.error(*wanted, *TANIA, code=3)["error"] == "file"
    assert "existe" in cli.run(*wanted, *TANIA, code=3, LC_ALL="fr_FR").stderr
    cli.run(*wanted, "--force", *TANIA)
    assert (tmp_path / "first.xml").read_bytes() != first
    assert [each.name for each in tmp_path.glob(".first*")] == []
    cli.run(*wanted, *TANIA)  # the same bytes are no loss


def test_what_the_bank_has_executed_waits_no_longer(
    cli: Cli, sent: facts.World, tmp_path: Path
) -> None:
    (line,) = [row["id"] for row in cli.json("outbox", "list", *TANIA)]
    figures = "SELECT count(*) FROM outbox_done"
    reference = sent.one("SELECT end_to_end_reference FROM payment_order")
    sent.bank({"cents": -100_000, "end_to_end_reference": reference})
    assert cli.json("outbox", "list", *TANIA) == []
    assert cli.json("payout", *TANIA)["files"] == []
    assert sent.one(figures) == 0
    told = cli.run("outbox", "write", line, "--out", tmp_path / "again.xml", *TANIA).stdout
    assert "Do not send it: executed." in told
