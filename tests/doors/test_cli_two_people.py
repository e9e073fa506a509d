"""Who works here and which accounts are ours, by the command line: two people, in two languages."""

from tests import facts
from tests.doors.conftest import DAY, Cli

FR = {"LC_ALL": "fr_FR.UTF-8"}
ADA, ARON = ("--user", "ada", *DAY), ("--user", "aron", *DAY)
OURS = "FR7630004000031234567890143"


def test_the_first_day_is_said_and_ends(cli: Cli, world: facts.World) -> None:
    add = ("user", "add", "bea", "--role", "administrator", *ADA)
    told = cli.run(*add).stdout
    assert "bea may sign in, and first chooses another password." in told
    assert "Done at once: there was no second administrator yet." in told
    add = ("user", "add", "zoe", "--role", "treasurer", "--role", "auditor", *ADA)
    told = cli.run(*add, **FR).stdout
    assert "attend une autre personne : comptant approve" in told
    (waiting,) = cli.json("approvals", "--kind", "user_role", *ADA)
    assert "zoe: treasurer, auditor" in cli.run("approvals", *ADA).stdout
    assert "zoe : trésorier, auditeur" in cli.run("approvals", *ADA, **FR).stdout
    assert cli.error("login", "zoe", code=4)["error"] == "no_company"
    assert cli.error("approve", waiting["id"], *ADA, code=1)["error"] == "same_person"
    cli.run("approve", waiting["id"], *ARON)
    cli.run("login", "zoe")
    lines = f"{facts.PASSWORD}\nfour words nobody joins\n"
    (cli.folder / "lines.txt").write_text(lines)
    cli.run("password", "--from", cli.folder / "lines.txt")
    assert "zoe — auditor, treasurer" in cli.run("whoami", "--user", "zoe").stdout


def test_roles_authorities_and_accounts_of_ours_wait(cli: Cli, world: facts.World) -> None:
    cli.run("user", "add", "bea", "--role", "administrator", *ADA)
    for typed in (
        ("user", "role", "tania", "accountant"),
        ("user", "role", "bea", "administrator", "--remove"),
        ("user", "authority", "treasurer", "limit", "1000.00", "--source", "board"),
        ("account", "add", OURS, "--bic", "BNPAFRPP", "--name", "FACTOR SA"),
        ("account", "collecting", OURS, "--issuer-number", "123456", "--source", "agreement"),
    ):
        answer = cli.json(*typed, *ADA)
        assert answer["approval_id"] > 0, typed
        cli.run("approve", answer["approval_id"], *ARON)
    assert [row["iban"] for row in cli.json("account", "list", *ADA)] == [facts.FACTOR_IBAN, OURS]
    assert {row["login"]: row["roles"] for row in cli.json("user", "list", *ADA)}["tania"] == [
        "accountant", "treasurer"]  # fmt: skip
    told = cli.run("user", "role", "tania", "accountant", "--remove", *ADA).stdout
    assert "Done." in told
    assert "second administrator" not in told


def test_nobody_approves_a_role_of_their_own(cli: Cli, world: facts.World) -> None:
    cli.run("user", "add", "bea", "--role", "administrator", *ADA)
    answer = cli.json("user", "role", "aron", "treasurer", *ADA)
    told = cli.run("approve", answer["approval_id"], *ARON, code=1, **FR).stderr
    assert "aron ne peut approuver son propre rôle" in told
