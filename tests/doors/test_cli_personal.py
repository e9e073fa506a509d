"""Personal data at the command line: one's own, another's, forgotten."""

from tests import facts
from tests.doors.conftest import DAY, Cli

ADA = ("--user", "ada", *DAY)


def test_one_takes_ones_own_data_and_an_administrator_anothers_when_asked(
    cli: Cli, world: facts.World
) -> None:
    told = cli.json("data", "export", "--user", "bob", *DAY)
    parts = {part["part"]: part for part in told["parts"]}
    assert parts["person"]["rows"][0]["login"] == "bob"
    role = parts["roles"]["rows"][0]
    assert (role["role"], role["role_told"]) == ("client_accountant", "client: accountant")
    shown = cli.run("data", "export", "--user", "bob", *DAY).stdout
    assert "Sessions: " in shown
    assert "part: client: accountant, given: yes" in shown
    assert world.rows("SELECT name FROM kept_read") == []  # one's own
    failure = cli.error("data", "export", "bob", *ADA, code=1)
    assert failure["error"] == "data_not_requested"
    failure = cli.error("data", "export", "bob", "--user", "anna", *DAY, code=4)
    assert failure["error"] == "not_your_right"
    again = cli.json("data", "export", "bob", "--source", "letter of 3 March", *ADA)
    assert again["user_id"] == told["user_id"]
    kept = world.rows("SELECT name, about FROM kept_read")
    assert kept == [("personal_data", {"user_id": told["user_id"]})]


def test_a_person_is_forgotten_at_the_command_line(cli: Cli, world: facts.World) -> None:
    cli.run("user", "role", "bob", "client_accountant", "--at", "ALPHA SAS", "--remove", *ADA)
    (row,) = cli.json("data", "due", *ADA)
    assert (row["login"], row["is_due"], row["kept"]) == ("bob", True, [])
    assert "bob" in cli.run("data", "due", *ADA).stdout
    proposed = cli.json("data", "erase", "bob", "--reason", "letter", *ADA)
    listed = cli.run("approvals", "--user", "aron", *DAY).stdout
    assert "bob: letter" in listed
    cli.run("approve", proposed["approval_id"], "--user", "aron", *DAY)
    assert cli.json("data", "due", *ADA) == []
    assert "bob" not in cli.run("user", "list", *ADA).stdout
    terms = cli.json("data", "terms", *ADA)
    assert ("books and vouchers", 120) in [(one["retention_kind"], one["months"]) for one in terms]


def test_a_hold_is_placed_lifted_and_what_is_due_leaves_a_proof(
    cli: Cli, world: facts.World
) -> None:
    world.conn.execute("INSERT INTO sign_in_failure VALUES ('bob', '2024-01-02')")
    hold = cli.json("data", "hold", "--person", "bob", "--reason", "claim", *ADA)["hold_id"]
    assert "stands" in cli.run("data", "hold", "--of", "ALPHA SAS", "--reason", "inquiry",
                               *ADA).stdout  # fmt: skip
    assert [row["held_name"] for row in cli.json("data", "holds", *ADA)] == ["ALPHA SAS", "bob"]
    assert cli.json("data", "purge", *ADA)["row_count"] == 0
    for row in cli.json("data", "holds", *ADA):
        asked = cli.json("data", "lift", row["hold_id"], "--reason", "judgment", *ADA)
        assert str(row["hold_id"]) in cli.run("approvals", "--user", "aron", *DAY).stdout
        cli.run("approve", asked["approval_id"], "--user", "aron", *DAY)
    assert cli.json("data", "holds", *ADA) == []
    assert hold in {row["hold_id"] for row in cli.json("data", "holds", "--all", *ADA)}
    assert "1 rows erased" in cli.run("data", "purge", *ADA).stdout
    (proof,) = cli.json("data", "proofs", *ADA)
    assert (proof["row_count"], len(proof["digest"])) == (1, 64)
    cli.run("data", "hold", "--kind", "sign_in", "--reason", "x", "--user", "anna", *DAY, code=4)
