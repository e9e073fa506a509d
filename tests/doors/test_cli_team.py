"""A client's team, and keys and secrets renewed, at the command line."""

from datetime import UTC, datetime

from comptant.operations.registry import people, signing
from tests import facts
from tests.doors.conftest import DAY, Cli

ALICE = ("--user", "alice", *DAY)
BOB = ("--user", "bob", *DAY)


def test_a_colleague_is_invited_and_their_right_to_draw_waits(cli: Cli, world: facts.World) -> None:
    typed = ("team", "invite", "zoe", "--full-name", "Zoé", "--role", "client_user", "--role",
             "client_treasurer", "--key", "k", *ALICE)  # fmt: skip
    told = cli.run(*typed)
    password = told.stdout.partition("shown this once: ")[2].split()[0]
    assert "It waits for another owner of your company (comptant team approve" in told.stdout
    assert "The password was shown the first time." in cli.run(*typed).stdout
    _, user = people.sign_in(world.conn, login="zoe", password=password, at=datetime.now(UTC))
    assert user.roles == {"client_user"}
    team = cli.json("team", "list", *ALICE)
    assert [row["login"] for row in team["people"]] == ["alice", "bob", "zoe"]
    (waiting,) = team["waiting"]
    assert (waiting["login"], waiting["roles"]) == ("zoe", ["client_treasurer"])
    cli.error("team", "approve", waiting["id"], *ALICE, code=1)  # one does not answer oneself
    cli.run("approve", waiting["id"], "--user", "anna", *DAY)
    assert cli.json("team", "list", *ALICE)["waiting"] == []
    acts = cli.json("team", "acts", "alice", *ALICE)
    assert acts[0]["operation"] == "invite_colleague"
    assert "colleague invited" in cli.run("team", "acts", *ALICE).stdout


def test_a_role_is_ended_and_the_last_owner_stays(cli: Cli, world: facts.World) -> None:
    cli.run("team", "role", "bob", "client_accountant", "--end", *ALICE)
    assert [row["login"] for row in cli.json("team", "list", *ALICE)["people"]] == ["alice"]
    told = cli.run("team", "role", "alice", "client_owner", "--end", *ALICE, code=1)
    assert "alice is the only owner left" in told.stderr


def test_an_owner_renews_a_key_and_a_secret(cli: Cli, world: facts.World) -> None:
    made = cli.json("key", "add", "books", "--as", "bob", "--scope", "read", *ALICE)
    assert "Refused: books never acts as you." in cli.run(
        "key", "refuse", cli.json("key", "add", "books", "--as", "bob", "--scope", "remit",
                                  *ALICE)["key_id"], *BOB).stdout  # fmt: skip
    renewed = cli.json("key", "rotate", made["key_id"], "--hours", "0", *ALICE)
    cli.run("key", "agree", renewed["key_id"], *BOB)
    at = datetime.now(UTC)
    assert signing.key_user(world.conn, renewed["token"], at, "127.0.0.1").login == "bob"
    told = cli.run("key", "rotate", renewed["key_id"], *ALICE).stdout
    assert "It opens nothing until bob agrees: comptant key agree" in told
    cli.run("key", "end", cli.json("key", "list", *ALICE)[-1]["id"], *BOB)
    (row,) = cli.json("key", "list", *ALICE)
    assert row["id"] == renewed["key_id"]
    hook = cli.json("webhook", "add", "https://books.example.com/hooks", *ALICE)
    changed = cli.json("webhook", "rotate", hook["webhook_id"], *ALICE)
    assert changed["token"] != hook["token"]
    kept = world.rows("SELECT token, token_before FROM webhook")
    assert kept == [(changed["token"], hook["token"])]
