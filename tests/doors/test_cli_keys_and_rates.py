"""Keys of programs, given and ended, and rates below zero, at the command line."""

from datetime import UTC, datetime

import pytest

from comptant.operations.acts.act import Refused
from comptant.operations.registry import signing
from tests import facts
from tests.doors.conftest import DAY, Cli

ADA = ("--user", "ada", *DAY)


def test_a_key_is_shown_once_opens_and_ends(cli: Cli, world: facts.World) -> None:
    typed = ("key", "add", "books", "--as", "alice", "--scope", "read", "--key", "k-1", *ADA)
    made = cli.json(*typed)
    assert cli.json(*typed)["token"] is None  # the first answer again, without what is shown once
    with pytest.raises(Refused, match="key_over"):
        signing.key_user(world.conn, made["token"], datetime.now(UTC), "127.0.0.1")
    alice = ("--user", "alice", *DAY)
    assert [row["is_own"] for row in cli.json("key", "list", *alice)] == [True]
    told = cli.run("key", "agree", made["key_id"], *alice).stdout
    assert told.splitlines()[0] == "books acts as you from now on: read."
    user = signing.key_user(world.conn, made["token"], datetime.now(UTC), "127.0.0.1")
    assert (user.login, user.scopes) == ("alice", frozenset({"read"}))
    (row,) = cli.json("key", "list", *ADA)
    assert (row["name"], row["login"]) == ("books", "alice")
    assert made["token"] not in str(row)
    cli.run("key", "end", made["key_id"], *ADA)
    assert cli.json("key", "list", *ADA) == []
    with pytest.raises(Refused, match="key_over"):
        signing.key_user(world.conn, made["token"], datetime.now(UTC), "127.0.0.1")


def test_no_key_may_do_what_takes_a_person(cli: Cli, world: facts.World) -> None:
    told = cli.run("key", "add", "robot", "--as", "tania", "--scope", "decide", *ADA, code=1)
    assert "decide" in told.stderr
    assert world.one("SELECT count(*) FROM api_key") == 0


def test_a_rate_below_zero_is_typed_as_it_is(cli: Cli, world: facts.World) -> None:
    told = cli.json("rate", "propose", "EURIBOR3M", "-0.350", "--source", "EMMI", "--user", "tania",
                    *DAY)  # fmt: skip
    row = world.rows("SELECT arguments FROM approval WHERE id = %s", told["approval_id"])
    assert row[0][0]["rate_ppm"] == -3_500
    # The value of an option stays as it is typed; an option misspelt is still none.
    told = cli.json("rate", "propose", "EURIBOR3M", "-0,2", "--fixing", "2026-01-15", "--source",
                    "-1", "--user", "tania", *DAY)  # fmt: skip
    row = world.rows("SELECT arguments FROM approval WHERE id = %s", told["approval_id"])
    assert (row[0][0]["rate_ppm"], row[0][0]["source"]) == (-2_000, "-1")
    wrong = cli.error("rate", "propose", "EURIBOR3M", "-0.350", "--sorce", "EMMI", "--user",
                      "tania", *DAY, code=2)  # fmt: skip
    assert wrong["message"].startswith("There is no option --sorce. Did you mean --source?")


def test_a_term_typed_wrong_is_told_in_the_unit_that_is_typed(cli: Cli, world: facts.World) -> None:
    typed = ("contract", "amend", "C-1", "--source", "x", "--user", "anna", *DAY)
    for text, value, limits in (
        ("fee_ppm=-5", "-5", "0 % to 100 %"), ("fee_ppm=1000", "1000", "0 % to 100 %"),
        ("margin_ppm=-200", "-200", "-100 % to 100 %"), ("cutoff_hour=25", "25", "0 to 24"),
    ):  # fmt: skip
        told = cli.error(*typed, "--term", text, code=1)
        assert told["error"] == "term_wrong"
        assert (told["facts"]["value"], told["facts"]["expected"]) == (value, limits)
    french = cli.run(*typed, "--term", "fee_ppm=-5", code=1, LC_ALL="fr_FR.UTF-8").stderr
    assert "attendu 0 % à 100 %" in french.replace("\N{NO-BREAK SPACE}", " ")
