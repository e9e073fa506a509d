"""Many contracts by the command line: shown first, done once confirmed, told in both languages."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests import facts
from tests.doors.conftest import DAY, Cli, Csv

ALICE, TANIA, ARON = ("--user", "alice", *DAY), ("--user", "tania", *DAY), ("--user", "aron", *DAY)


@pytest.fixture
def funded(cli: Cli, world: facts.World, csv: Csv) -> facts.World:
    """ALPHA has 18 000.00 available from an invoice of 20 000.00."""
    cli.run("remit", "C-1", csv("FA-1", "20000.00"), *ALICE)
    return world


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """What the person answers to the question."""
    monkeypatch.setattr("click.prompt", lambda *asked, **how: text)


def test_all_is_shown_then_asked_for_released_and_reported(
    cli: Cli, funded: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "n")
    shown = cli.run("draw", "--all", *ALICE, code=130).stdout
    assert "Would be asked for: orders 1, €18,000.00" in shown
    assert cli.json("orders", *ALICE) == []
    typed(monkeypatch, "oui")
    said = cli.run("draw", "--all", *ALICE, LC_ALL="fr_FR").stdout
    assert "Demandés : ordres 1, 18 000,00 €" in plain(said)
    waits = cli.run("release", "--all", *TANIA).stdout
    assert "Waiting: orders 1, €18,000.00" in waits
    assert "Released: orders 1, €18,000.00" in waits
    assert [row["step"] for row in cli.json("orders", *ALICE)] == ["RELEASED"]
    day = DAY[1]
    closed = cli.run("close-day", day, *ARON).stdout
    assert f"{day} is closed: contracts 2" in closed
    assert "not due" in closed
    again = cli.run("close-report", day, *ARON, LC_ALL="fr_FR").stdout
    assert "non échu" in again
    assert cli.json("close-report", *ARON)["contracts"] == 2
    assert cli.error("close-report", "2020-01-01", *ARON, code=1)["error"] == "day_not_closed"


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_machines_confirm_by_an_option(cli: Cli, funded: facts.World) -> None:
    for command, user in (("draw", ALICE), ("release", TANIA)):
        if command == "release":
            answer: Any = cli.json("draw", "--all", "--yes", *ALICE)
            assert (answer["count"], answer["sums"]) == (
                1, [{"currency": "EUR", "amount_cents": 1_800_000}])  # fmt: skip
        assert cli.error(command, "--all", *user, code=2)["error"] == "usage"
    released = cli.json("release", "--all", "--yes", *TANIA)
    assert (released["count"], released["refused"]) == (1, [])


def test_a_list_with_one_wrong_line_asks_for_nothing(
    cli: Cli, funded: facts.World, tmp_path: Path
) -> None:
    file = tmp_path / "draws.csv"
    file.write_text("contract;amount\nC-1;100,00\nC-9;5\n")
    result: Result = cli.run("draw", "--many", file, *ALICE, code=3, LC_ALL="fr_FR")
    assert "draws.csv, ligne 3, colonne 1 « C-9 »" in plain(result.stderr)
    assert cli.json("orders", *ALICE) == []
    file.write_text("contract;amount\nC-1;100,00\n")
    told = cli.json("draw", "--many", file, "--yes", *ALICE)
    assert [order["amount_cents"] for order in told["orders"]] == [10_000]
    file.write_text("C-1;99 999,00\n")
    told = cli.json("draw", "--many", file, "--yes", *ALICE)
    assert [row["refusal"] for row in told["refused"]] == ["beyond_availability"]
    assert told["refused"][0]["sentence"].startswith("€99,999.00 is asked for")
