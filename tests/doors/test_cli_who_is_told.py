"""What a client is told where the list or the report is not only its own."""

import psycopg
import pytest

from tests import facts
from tests.doors.conftest import DAY, Cli, sign_in
from tests.doors.test_cli_charges import spoken

ALICE, ANNA, CORA = (("--user", login, *DAY) for login in ("alice", "anna", "cora"))


def names(cli: Cli, *who: object) -> list[str]:
    return sorted(row["name"] for row in cli.json("buyer", "list", *who))


def test_a_client_lists_its_buyers_and_not_itself(
    cli: Cli, world: facts.World, writer: psycopg.Connection
) -> None:
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 100_000})
    assert names(cli, *CORA) == []
    assert names(cli, *ALICE) == ["BETA SA"]
    facts.add_user(world, "dora", world.ids["DELTA SARL"], ["client_owner"], False)
    sign_in(writer, "dora")
    assert names(cli, "--user", "dora", *DAY) == []
    # The staff also see who is nothing yet: an offer or a limit may name it.
    assert "DELTA SARL" in names(cli, *ANNA)


@pytest.mark.parametrize("typed", [("close-report",), ("close-report", "2026-01-16")])
def test_the_report_of_the_close_is_the_factors_and_says_so(
    cli: Cli, world: facts.World, typed: tuple[str, ...]
) -> None:
    for closed in (False, True):
        assert cli.error(*typed, *ALICE, code=1)["error"] == "close_report_not_yours"
        if not closed:
            world.close()
    said = " ".join(cli.run(*typed, *ALICE, code=1).stderr.split())
    assert "The report of the close is the factor's, of all its clients." in said
    assert "comptant statement" in said
    french = {"LC_ALL": "fr_FR.UTF-8"}
    said = " ".join(cli.run(*typed, *ALICE, code=1, **french).stderr.split())
    assert "Le compte rendu d'arrêté est celui du factor, tous adhérents confondus." in said
    assert "Closed by" in spoken(cli, *typed, *ANNA)
