"""A broker from its registration to its payment, as people type and read it, in both languages."""

from datetime import date

from tests import facts
from tests.brokers import IBAN, add_broker, payable
from tests.doors.conftest import DAY, Cli, sign_in
from tests.doors.test_cli_charges import spoken
from tests.facts import add_user

ANNA, CARL, ARON = (("--user", login, *DAY) for login in ("anna", "carl", "aron"))
COMPANY = "COURTAGE SAS"
AGREE = ("broker", "agree", COMPANY, "--base", "fee", "--rate", "10", "--vat", "exempt",
         "--source", "agreement", *ANNA)  # fmt: skip


def brought(cli: Cli, world: facts.World) -> int:
    """B-1, brought by a broker who is registered and mandated as people type it; its id."""
    contract = world.contract("B-1", fee_billing="AT_ASSIGNMENT")
    world.limit(contract, "BETA SA", 5_000_000)
    add_broker(world, contract)
    add_user(world, "brice", world.ids[COMPANY], ["broker"], False)
    sign_in(world.conn, "brice")
    payable(world)
    refused = cli.run(*AGREE, code=1, LC_ALL="fr_FR.UTF-8").stderr
    assert "comptant broker register" in refused
    wrong = cli.run("broker", "register", COMPANY, "123", "--until", "2027-02-28", "--source", "x",
                    *ANNA, code=1).stderr  # fmt: skip
    assert "123" in wrong
    cli.run("broker", "register", COMPANY, "07000123", "--until", "2027-02-28", "--source",
            "orias.fr", *ANNA)  # fmt: skip
    cli.run("broker", "mandate", "B-1", COMPANY, "--by", "client", "--signed", "2026-01-16",
            "--source", "mandate", *ANNA)  # fmt: skip
    return contract


def test_a_broker_is_mandated_paid_and_reads_its_own(cli: Cli, world: facts.World) -> None:
    contract = brought(cli, world)
    told = spoken(cli, *AGREE)
    assert "waits for another person" in told
    waiting = cli.json("approvals", *CARL)[-1]
    shown = spoken(cli, "approvals", *CARL, french=True)
    assert "conditions de commission" in shown
    assert "de l'assiette commissions d'affacturage, à la facturation, dès" in shown
    cli.run("approve", waiting["id"], *CARL)
    world.remit(contract, {"number": "F-1", "cents": 2_000_000,
                           "due_on": date(2026, 3, 16)})  # fmt: skip
    closed = spoken(cli, "close-day", "2026-01-16", *ARON)
    assert "earned by brokers today" in closed
    assert "12.00" in closed
    told = spoken(cli, "broker", "state", COMPANY, *ARON, french=True)
    assert "Relevé 1 : 12,00 €, TVA 0,00 €, 12,00 € en tout." in told
    statement = cli.json("broker", "statements", *ARON)[0]
    assert (statement["statement_state"], statement["total_cents"]) == ("STATED", 1_200)
    assert IBAN in spoken(cli, "broker", "pay", statement["id"], *ARON)
    brice = ("--user", "brice", *DAY)
    (earned,) = cli.json("broker", "earned", *brice)
    assert (earned["contract_number"], earned["amount_cents"]) == ("B-1", 1_200)
    assert cli.json("broker", "statements", *brice)[0]["statement_state"] == "ORDERED"
    _read_by_others(cli, brice)


def _read_by_others(cli: Cli, brice: tuple[str, ...]) -> None:
    assert [row["rate_ppm"] for row in cli.json("broker", "terms", *brice)] == [100_000]
    assert [row["orias_number"] for row in cli.json("broker", "list", *brice)] == ["07000123"]
    # The client reads what its broker earns, and not the lines; a neighbour nothing.
    alice, cora = ("--user", "alice", *DAY), ("--user", "cora", *DAY)
    assert [row["rate_ppm"] for row in cli.json("broker", "terms", "B-1", *alice)] == [100_000]
    assert cli.json("broker", "mandates", *alice)[0]["broker_name"] == COMPANY
    assert cli.json("broker", "earned", *alice) == []
    assert cli.json("broker", "statements", *alice) == []
    for listed in ("terms", "mandates", "earned", "statements", "list"):
        assert cli.json("broker", listed, *cora) == []
