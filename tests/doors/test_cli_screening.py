"""Names on lists at a terminal: everybody looked for, hits listed, explained and decided."""

from pathlib import Path

from tests import facts
from tests.doors.conftest import Cli
from tests.doors.test_cli_charges import spoken


def test_everybody_is_looked_for_and_hits_are_decided(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    by = ("--user", "carl", "--on", str(world.on))
    assert "Aucune liste" in spoken(cli, "screening", "new", *by, french=True)
    (listed := tmp_path / "eu.csv").write_bytes(b"name\nBeta\n")
    assert "1 rapprochements" in spoken(cli, "screening", "all", str(listed), *by, french=True)
    assert cli.json("screening", "new", *by)["found_count"] == 0
    (hit,) = cli.json("screening", "list", *by)
    assert (hit["screened_name"], hit["near_ppm"]) == ("BETA SA", 1_000_000)
    assert "beta = beta" in spoken(cli, "screening", "show", hit["hit_id"], *by)
    cli.run("screening", "decide", hit["hit_id"], "false", "--reason", "another siren", *by)
    (asked,) = cli.json("approvals", "--user", "ada", "--on", str(world.on))
    cli.run("approve", asked["id"], "--user", "ada", "--on", str(world.on))
    assert cli.json("screening", "list", *by) == []
    told = cli.json("screening", "list", "--all", *by)
    assert [row["screening_outcome"] for row in told] == ["FALSE"]
    for login in ("anna", "tania", "alice"):
        cli.run("screening", "list", "--user", login, "--on", str(world.on), code=4)
        cli.run("screening", "show", hit["hit_id"], "--user", login, "--on", str(world.on), code=4)
