"""Who has read what is sensitive, at the command line."""

from tests import facts
from tests.doors.conftest import DAY, Cli


def test_reads_of_the_terminal_are_kept_listed_and_verified(cli: Cli, world: facts.World) -> None:
    ugo, ada = ("--user", "ugo", *DAY), ("--user", "ada", *DAY)
    cli.run("user", "list", *ada)
    cli.run("journal", *ugo)
    cli.run("control", *ugo)
    cli.run("reconcile", *ugo)
    rows = cli.json("audit", "reads", "ugo", *ada)
    assert [(row["sensitive_kind"], row["read_name"]) for row in rows] == [
        ("account", "bank_proof"), ("act", "control_sheet"), ("act", "entries"),
    ]  # fmt: skip
    assert rows[1]["about"] == {"on": "2026-01-16"}
    told = cli.run("audit", "reads", "--kind", "person", *ugo).stdout
    assert ("people" in told, "users and roles" in told) == (True, True)
    assert cli.json("audit", "reads", "--kind", "opening", *ugo) == []
    assert cli.json("audit", "reads", "--count", "1", *ugo)[0]["read_name"] == "kept_reads"
    for login in ("anna", "alice"):
        failure = cli.error("audit", "reads", "--user", login, *DAY, code=4)
        assert failure["error"] == "not_your_right"
    cli.run("audit", "seal", *ugo)
    kept = world.one("SELECT count(*) FROM kept_read")
    told = cli.run("audit", "verify", *ugo).stdout
    assert f"The chain of reads holds: {kept} sealed, 0 to seal." in told
