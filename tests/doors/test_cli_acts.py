"""What anybody did and what two people decided, at the command line."""

import csv
from pathlib import Path

from tests import facts
from tests.doors.conftest import DAY, Cli


def test_acts_are_listed_opened_and_written_into_a_file(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    ugo = ("--user", "ugo", *DAY)
    world.limit(world.ids["C-1"], "BETA SA", 1_234_500)
    rows = cli.json("audit", "acts", "--operation", "decide", "--count", "1", *ugo)
    assert [row["operation"] for row in rows] == ["decide"]
    found = cli.json("audit", "act", rows[0]["id"], *ugo)
    (approval,) = found["approvals"]
    assert (approval["kind"], approval["decided_act_id"]) == ("limit", rows[0]["id"])
    told = cli.run("audit", "act", rows[0]["id"], *ugo).stdout
    assert rows[0]["arguments_digest"] in told
    assert "€12,345.00" in told
    french = cli.run("audit", "act", rows[0]["id"], *ugo, "--language", "fr").stdout
    assert "empreinte de la demande" in french
    (decision,) = cli.json("audit", "decisions", "--kind", "limit", "--count", "1", *ugo)
    assert decision["decided_act_id"] == rows[0]["id"]
    told = cli.run("audit", "decisions", "--kind", "limit", "--count", "1", *ugo).stdout
    assert "administrator, any amount" in " ".join(told.split())
    for name, counted in (("acts", "act"), ("decisions", "approval_decision")):
        file = tmp_path / f"{name}.csv"
        answer = cli.json("audit", name, "--file", file, *ugo)
        lines = list(csv.reader(file.open(encoding="utf-8-sig", newline=""), delimiter=";"))
        assert len(lines) - 1 == answer["row_count"] == world.one(f"SELECT count(*) FROM {counted}")
        refused = cli.run("audit", name, "--file", file, *ugo, code=3).stderr
        assert "exists already" in refused


def test_only_those_who_control_list_acts(cli: Cli, world: facts.World) -> None:
    typed = (("acts",), ("act", "999999"), ("decisions",), ("acts", "--file", "never.csv"))
    for login in ("anna", "tania", "alice"):
        for each in typed:
            failure = cli.error("audit", *each, "--user", login, *DAY, code=4)
            assert failure["error"] == "not_your_right"
    assert not Path("never.csv").exists()
    failure = cli.error("audit", "act", "999999", "--user", "ugo", *DAY, code=1)
    assert failure["error"] == "act_unknown"
    assert cli.json("audit", "acts", "--from", "2020-01-01", "--to", "2020-12-31", "--user",
                    "aron", *DAY) == []  # fmt: skip
