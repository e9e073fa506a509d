"""What a client is told where the list or the report is not only its own."""

from datetime import date

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


def test_a_client_cancels_its_draw_until_it_is_released(cli: Cli, world: facts.World) -> None:
    due = {"due_on": date(2026, 3, 17)}
    world.remit(world.ids["C-1"], {"number": "FA-1", "cents": 2_000_000, **due})
    order = cli.json("draw", "C-1", "100.00", *ALICE)["order_id"]
    assert cli.error("order", "cancel", order, *CORA, code=1)["error"] == "order_unknown"
    assert f"Order {order} is cancelled: €100.00 may be asked" in spoken(
        cli, "order", "cancel", order, *ALICE
    )
    (told,) = cli.json("orders", "C-1", "--step", "cancelled", *ALICE)
    assert told["id"] == order
    assert "annulé" in spoken(cli, "orders", "C-1", *ALICE, french=True)
    order = cli.json("draw", "C-1", "100.00", *ALICE)["order_id"]
    cli.run("release", order, "--user", "tania", *DAY)
    told = cli.error("order", "cancel", order, *ALICE, code=1)
    assert told["error"] == "draw_released"
    assert told["message"].startswith(f"Order {order} is released: it is on its way to the bank")
