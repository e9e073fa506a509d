"""What a client is told where the list or the report is not only its own."""

import psycopg

from tests import facts
from tests.doors.conftest import DAY, Cli, sign_in

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
