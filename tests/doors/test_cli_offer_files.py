"""A file of offers as people write, load and compare it, in both languages and in a browser."""

import json
from pathlib import Path

from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.doors.test_cli_charges import spoken
from tests.operations.offering import in_force, quote

ANNA = ("--user", "anna", *DAY)


def test_a_file_is_written_loaded_and_its_offers_compared(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    in_force(world)
    made = quote(world, prospect="OMEGA")["quote_id"]
    told = json.loads(cli.run("file", "write", made, *ANNA).stdout)
    assert told["request"]["company"]["name"] == "OMEGA"
    other = {**told["offers"][0], "factor": {"name": "FACTOR X"},
             "terms": {"fee_ppm": 7_000, "margin_ppm": 13_000}}  # fmt: skip
    file = tmp_path / "omega.json"
    file.write_text(json.dumps({**told, "offers": [*told["offers"], other]}))
    loaded = cli.json("file", "load", file, *ANNA)
    assert loaded["offer_count"] == 2
    assert [row["prospect"] for row in cli.json("file", "list", *ANNA)] == ["OMEGA"]
    shown = spoken(cli, "file", "compare", loaded["file_id"], "--product", "whole_turnover", *ANNA,
                   french=True)  # fmt: skip
    assert "FACTOR X" in shown
    assert "Recommandé" in shown
    alone = cli.json("file", "compare", loaded["file_id"], "--no-ours", *ANNA)
    assert len(alone["offers"]) == 2
    file.write_text(json.dumps({**told, "version": 3}))
    wrong = cli.run("file", "load", file, *ANNA, code=1, LC_ALL="fr_FR.UTF-8").stderr
    assert "$.version" in wrong
    assert cli.error("file", "compare", "9", *ANNA, code=1)["error"] == "file_unknown"
    schema = json.loads(cli.run("file", "schema").stdout)
    assert schema["properties"]["format"]["const"] == "comptant-offers"
