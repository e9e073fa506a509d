"""Early warnings at a terminal: companies scored, listed, explained; the score measured."""

from datetime import timedelta
from pathlib import Path

from tests import facts
from tests.claims import sold
from tests.doors.conftest import Cli
from tests.doors.test_cli_charges import spoken


def test_companies_are_scored_listed_and_explained(cli: Cli, world: facts.World) -> None:
    sold(world, number="I-1")
    world.on += timedelta(days=200)
    by = ("--user", "carl", "--on", str(world.on))
    assert "sociétés notées" in spoken(cli, "warning", "score", *by, french=True)
    rows = cli.json("warning", "list", "--as", "buyer", *by)
    assert [(row["party_name"], row["score"], row["score_change"]) for row in rows] == [
        ("BETA SA", 30, 30)]  # fmt: skip
    assert cli.json("warning", "list", "--as", "client", *by) == []
    factors = cli.json("warning", "show", rows[0]["warning_id"], *by)
    assert (factors[0]["factor"], factors[0]["points"]) == ("BACKLOG", 30)
    assert "warning list" in cli.run("warning", "show", "1", *by, code=1).stderr
    assert "warning list" in cli.run("warning", "score", *by, code=1).stderr


def test_the_score_is_measured_on_ledgers_that_it_never_saw(cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "table.md"
    found = cli.json("bench", "warning", "--ledgers", "1", "--out", str(out))
    told = [(row["ledger"], row["subject"]) for row in found]
    assert told == [(kind, who) for kind in ("first", "second") for who in ("BUYER", "CLIENT")]
    for row in found:
        middle, low, high = row["score_auc"]
        assert low <= middle <= high
        assert row["beats"] is (row["auc_won"][1] > 0)
    assert "beat the naive warning" in out.read_text()
    told = cli.run("bench", "warning", "--ledgers", "1", "--ledger", str(tmp_path), code=2).stderr
    assert "truth.csv" in told
