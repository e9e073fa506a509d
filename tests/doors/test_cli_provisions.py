"""Provisions at a terminal: shown, written to files, what they are reckoned with agreed by two."""

from pathlib import Path

from tests import facts
from tests.claims import sold
from tests.doors.conftest import Cli
from tests.doors.test_cli_charges import spoken


def test_provisions_are_shown_written_and_reckoned_with_what_two_people_said(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    sold(world, number="I-1")
    by = ("--user", "aron", "--on", str(world.on))
    assert "perte de crédit attendue" in spoken(cli, "provision", "show", "I-1", *by, french=True)
    found = cli.json("provision", "show", *by)
    assert [(row["counterparty"], row["ead_cents"]) for row in found["rows"]] == [
        ("CLIENT", 4_500_000)]  # fmt: skip
    for name, start in (("p.xlsx", b"PK"), ("p.csv", "\ufeff".encode())):
        cli.run("provision", "show", "--out", str(tmp_path / name), *by)
        assert (tmp_path / name).read_bytes().startswith(start)
    cli.run("provision", "set", "pd_year_ppm=2.4", "--source", "committee",
            "--technical-90-from", "2026-11-01", *by)  # fmt: skip
    told = spoken(cli, "approvals", "--user", "carl", "--on", str(world.on))
    assert "2.4" in told
    (asked,) = cli.json("approvals", "--user", "carl", "--on", str(world.on))
    cli.run("approve", asked["id"], "--user", "carl", "--on", str(world.on))
    assert cli.json("provision", "show", *by)["terms"]["pd_year_ppm"] == 24_000
    assert "pd_x" in cli.run("provision", "set", "pd_x=1", "--source", "x", *by, code=1).stderr
