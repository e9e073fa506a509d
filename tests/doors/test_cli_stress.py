"""A stress at a terminal: shocks as lines or as a file, told, in JSON, written as a workbook."""

import json
from pathlib import Path

from tests import facts
from tests.claims import CENTS, sold
from tests.doors.conftest import Cli
from tests.doors.test_cli_charges import spoken
from tests.facts import SIRENS


def test_a_stress_is_told_written_and_refused_with_its_place(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    sold(world, number="I-1")
    by = ("--user", "carl", "--on", str(world.on))
    fails = f"fail buyer={SIRENS['BETA SA']}"
    heard = spoken(cli, "stress", "run", fails, *by, french=True)
    for said in ("Acheteurs défaillants", "BETA SA", "adhérents", "50 000,00"):
        assert said in heard, heard
    file = tmp_path / "scenario.json"
    file.write_text(json.dumps({"shocks": [{"shock": "fail", "buyer": [SIRENS["BETA SA"]]},
                                           "delay days=20"]}))  # fmt: skip
    told = cli.json("stress", "run", "--file", str(file), "--contract", "I-1", *by)
    assert [(row["stress_bearer"], row["amount_cents"]) for row in told["bearers"]] == [
        ("insurer", 0), ("deductible", 0), ("factor", 0), ("client", CENTS), ("fund", 0)
    ]  # fmt: skip
    assert [row["hold_after"] for row in told["invoices"]] == ["buyer_insolvent"]
    cli.run("stress", "run", fails, "--out", str(tmp_path / "s.xlsx"), *by)
    assert (tmp_path / "s.xlsx").read_bytes().startswith(b"PK")
    wrong = cli.run("stress", "run", fails, "delay days=400", *by, code=1).stderr
    assert "Shock 2 (delay): days = 400" in wrong
    file.write_text("{")
    assert "JSON" in cli.run("stress", "run", "--file", str(file), *by, code=1).stderr
