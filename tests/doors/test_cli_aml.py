"""Suspicions of laundering at a terminal: listed, examined, reported; compliance alone."""

from pathlib import Path

from comptant.operations.risk.fraud import watch_fraud
from tests import facts
from tests.claims import sold
from tests.doors.conftest import Cli
from tests.doors.test_cli_charges import spoken

MONACO = "MC5810096180790123456789085"


def test_a_suspicion_is_examined_reported_and_told_to_nobody(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    by = ("--user", "carl", "--on", str(world.on))
    ada = ("--user", "ada", "--on", str(world.on))
    sold(world, number="I-1", cents=150_000)
    world.bank({"cents": 150_000, "text": "FA-1", "payer_name": "BETA SA", "payer_iban": MONACO})
    contract_id = world.one("SELECT contract_id FROM payment")
    watch_fraud(world.conn, world.asked("anna"), contract_ids=[contract_id], from_on=None)
    (row,) = cli.json("aml", "list", *by)
    assert (row["aml_scenario"], row["alarm_cents"]) == ("AML-02", 150_000)
    number = row["aml_alarm_id"]
    assert "pays à haut risque" in spoken(cli, "aml", "list", *by, french=True)
    told = spoken(cli, "aml", "show", number, *by)
    assert "country: MC" in told
    assert cli.json("aml", "show", number, *by)["payments"][0]["payer_iban"] == MONACO
    cli.run("aml", "report", number, *by, code=1)
    cli.run("aml", "decide", number, "suspect", "--reason", "origin unknown", *by)
    (asked,) = cli.json("approvals", *ada)
    assert "origin unknown" not in spoken(cli, "approvals", *ada)
    cli.run("approve", asked["id"], *ada)
    cli.run("aml", "report", number, "--out", tmp_path / "report.txt", *by)
    assert "origin unknown" in (tmp_path / "report.txt").read_text()
    assert "origin unknown" in spoken(cli, "aml", "report", number, *by)
    assert cli.json("aml", "report", number, *by)["name"] == f"suspicion-{number}.txt"
    assert "stopped" in spoken(cli, "aml", "sent", number, "ERMES-77", "--opposed", *by)
    cli.run("aml", "sent", number, "ERMES-77", *by)
    (asked,) = cli.json("approvals", *ada)
    cli.run("approve", asked["id"], *ada)
    assert cli.json("aml", "list", *by) == []
    assert [one["aml_outcome"] for one in cli.json("aml", "list", "--all", *by)] == ["SENT"]
    for login in ("anna", "tania", "alice"):
        as_other = ("--user", login, "--on", str(world.on))
        cli.run("aml", "list", *as_other, code=4)
        cli.run("aml", "show", number, *as_other, code=4)
        cli.run("aml", "report", number, *as_other, code=4)
        cli.run("aml", "decide", number, "cleared", "--reason", "x", *as_other, code=4)
