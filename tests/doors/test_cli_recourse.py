"""What a client does not repay, as people type and read it, in both languages."""

from tests import facts
from tests.claims import FAILED_ON, failed, sold
from tests.doors.conftest import Cli
from tests.doors.test_cli_charges import spoken

THEN = ("--on", str(FAILED_ON))


def by(login: str) -> tuple[str, ...]:
    return ("--user", login, *THEN)


def test_an_over_advance_is_simulated_called_lost_and_regained(
    cli: Cli, world: facts.World
) -> None:
    sold(world, number="I-1")
    failed(world)
    cli.run("reassign", "I-1", "FA-1", "--reason", "OVERDUE", *by("anna"))
    told = spoken(cli, "plan", "simulate", "I-1", "--count", "2", "--first", "2026-05-31",
                  *by("anna"), french=True)  # fmt: skip
    assert "22 500,00 €" in told
    assert "comptant plan propose I-1 2026-05-31=22500.00 2026-06-30=22500.00" in told
    rows = cli.json("plan", "simulate", "I-1", "--count", "2", "--first", "2026-05-31",
                    *by("anna"))  # fmt: skip
    assert [row["left_cents"] for row in rows] == [2_250_000, 0]
    wrong = cli.run("recourse", "call", "I-1", "DELTA SARL", "--reference", "L", *by("anna"),
                    code=1, LC_ALL="fr_FR.UTF-8").stderr  # fmt: skip
    assert "n'est pas caution de ce contrat" in wrong
    cli.run("partner", "set", "I-1", "DELTA SARL", "guarantor", "--amount", "5000.00", "--source",
            "deed", *by("anna"))  # fmt: skip
    assert "€5,000.00" in spoken(cli, "recourse", "call", "I-1", "DELTA SARL", "--reference", "L",
                                 *by("anna"))  # fmt: skip
    payment = received(cli, world, 500_000)
    told = spoken(cli, "recourse", "received", "I-1", "DELTA SARL", payment, "--reference", "V",
                  *by("tania"), french=True)  # fmt: skip
    assert "0,00 € restent appelés" in told
    cli.run("recourse", "write-off", "I-1", "--reason", "closed", *by("anna"))
    assert "dépassement passé en perte : closed" in spoken(cli, "approvals", *by("aron"),
                                                           french=True)  # fmt: skip
    (asked,) = cli.json("approvals", *by("aron"))
    cli.run("approve", asked["id"], *by("aron"))
    payment = received(cli, world, 10_000)
    assert "€100.00" in spoken(cli, "recourse", "regain", "I-1", payment, "--reference", "x",
                               *by("tania"))  # fmt: skip
    rows = cli.json("recourse", "list", "I-1", *by("anna"))
    assert [row["recourse_step"] for row in rows] == ["REGAINED", "WRITTEN_OFF", "PAID", "CALLED"]
    wrong = cli.run("recourse", "undo", "I-1", str(rows[1]["id"]), "--reason", "slip", *by("anna"),
                    code=1, LC_ALL="fr_FR.UTF-8").stderr  # fmt: skip
    assert "Défaites-la d'abord : comptant recourse undo" in wrong
    cli.run("recourse", "undo", "I-1", str(rows[0]["id"]), "--reason", "slip", *by("anna"))
    (asked,) = cli.json("approvals", *by("aron"))
    cli.run("approve", asked["id"], *by("aron"))
    assert cli.json("recourse", "list", "I-1", *by("anna"))[1]["is_undone"] is True
    other = cli.run("recourse", "set-off", "I-1", "I-1", "--reason", "x", *by("anna"),
                    code=1).stderr  # fmt: skip
    assert other


def received(cli: Cli, world: facts.World, cents: int) -> str:
    world.bank({"cents": cents, "text": "VIREMENT", "payer_name": "SOMEBODY"})
    waits = world.one("SELECT max(id) FROM payment WHERE contract_id = %s", world.house)
    told = cli.json("identify", waits, "I-1", *by("anna"))
    return str(told["payment_id"])
