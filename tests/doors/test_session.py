"""A person proves who they are; what is kept is theirs alone, and ends."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from comptant.doors.cli import session
from tests import facts
from tests.doors.conftest import Cli, sign_in


def test_signing_in_keeps_a_session_that_only_its_owner_reads(
    cli: Cli, world: facts.World, tmp_path: Path
) -> None:
    assert cli.run("login", "Alice").stdout == "Signed in as alice.\n"
    kept = tmp_path / "sessions" / "alice"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert cli.json("whoami") == {
        "login": "alice", "user_id": world.users["alice"].id, "is_factor": False,
        "company_id": world.ids["ALPHA SAS"], "roles": ["client_owner"],
        "must_choose": False,
    }  # fmt: skip


def test_the_folder_of_sessions_is_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from comptant import settings

    monkeypatch.setattr(settings, "HOME", tmp_path / "home")
    session.keep("zoe", "token")
    sessions = tmp_path / "home" / "sessions"
    assert stat.S_IMODE(sessions.stat().st_mode) == 0o700
    (folder,) = sessions.iterdir()  # one per database
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {path.name for path in folder.iterdir()} == {"zoe", ".last"}


def test_a_wrong_password_and_an_unknown_name_are_told_alike(cli: Cli, world: facts.World) -> None:
    wrong = cli.error("login", "alice", code=4, COMPTANT_PASSWORD="wrong password!")
    unknown = cli.error("login", "nobody", code=4)
    assert wrong["error"] == unknown["error"] == "sign_in_failed"
    assert wrong["message"] == unknown["message"]


def test_five_failures_lock_even_the_right_password_out(cli: Cli, world: facts.World) -> None:
    for _ in range(5):
        assert cli.error("login", "alice", code=4, COMPTANT_PASSWORD="wrong password!")["error"] \
            == "sign_in_failed"  # fmt: skip
    told = cli.error("login", "alice", code=4)
    assert (told["error"], told["facts"]["minutes"]) == ("locked_out", 15)


def test_nobody_is_signed_in_at_first(cli: Cli) -> None:
    assert cli.error("whoami", code=4)["error"] == "not_signed_in"
    french = cli.run("whoami", code=4, LC_ALL="fr_FR.UTF-8").stderr
    assert french == "Personne n'est connecté ici. Connectez-vous : comptant login NOM.\n"


def test_a_name_is_not_enough_to_act_as_somebody(cli: Cli, world: facts.World) -> None:
    cli.run("logout", "--user", "tania")
    assert cli.error("whoami", "--user", "tania", code=4)["error"] == "not_signed_in_as"
    for login in ("../alice", ".last", "", "alice/x"):
        assert cli.error("whoami", "--user", login, code=4)["error"] == "not_signed_in_as"


def test_a_session_filed_under_another_name_is_not_that_person(
    cli: Cli, world: facts.World, writer: psycopg.Connection
) -> None:
    session.keep("tania", sign_in(writer, "alice"))
    assert cli.error("whoami", "--user", "tania", code=4)["error"] == "not_signed_in_as"


def test_a_session_ends_when_its_time_is_over(
    cli: Cli, world: facts.World, writer: psycopg.Connection
) -> None:
    from comptant.operations.registry import people

    yesterday = datetime.now(UTC) - timedelta(hours=13)
    token, _ = people.sign_in(writer, login="alice", password=facts.PASSWORD, at=yesterday)
    session.keep("alice", token)
    assert cli.error("whoami", "--user", "alice", code=4)["error"] == "session_over"


def test_signing_out_ends_the_session_for_its_token_too(
    cli: Cli, world: facts.World, writer: psycopg.Connection
) -> None:
    token = sign_in(writer, "alice")
    assert cli.json("whoami", COMPTANT_TOKEN=token)["login"] == "alice"
    cli.run("logout", "--user", "alice")
    assert cli.error("whoami", code=4, COMPTANT_TOKEN=token)["error"] == "session_over"
    assert cli.error("whoami", code=4)["error"] == "not_signed_in"


def test_a_user_of_two_companies_says_for_which(cli: Cli, world: facts.World) -> None:
    cli.run("user", "role", "bob", "client_user", "--at", "GAMMA SA", "--user", "ada")
    alpha, gamma = world.ids["ALPHA SAS"], world.ids["GAMMA SA"]
    assert cli.json("whoami", "--user", "bob")["company_id"] == alpha
    assert cli.json("whoami", "--user", "bob", "--company", gamma)["company_id"] == gamma
    factor = world.ids["FACTOR SA"]
    told = cli.error("whoami", "--user", "bob", "--company", factor, code=4)
    assert told["error"] == "no_company"


def test_a_password_is_never_an_argument_and_a_script_must_give_one(
    cli: Cli, world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.run("login", "alice", facts.PASSWORD, code=2)
    monkeypatch.delenv("COMPTANT_PASSWORD")
    assert cli.error("login", "alice", code=4)["error"] == "password_missing"


def test_the_day_of_business_is_today_unless_the_data_are_invented(
    cli: Cli, world: facts.World, writer: psycopg.Connection
) -> None:
    assert (
        cli.json("availability", "C-1", "--on", "16/01/2026", "--user", "alice")["on"]
        == "2026-01-16"
    )
    writer.execute(
        """INSERT INTO term (contract_id, subject, subject_id, name, valid_from_on, value, source,
               act_id) VALUES (0, 'FACTOR', %s, 'is_sandbox', '2026-01-16', 'false', 'test', 0)""",
        (world.ids["FACTOR SA"],),
    )
    past = cli.error("availability", "C-1", "--on", "2026-01-16", "--user", "alice", code=1)
    future = cli.error("availability", "C-1", "--on", "2096-01-16", "--user", "alice", code=1)
    assert (past["error"], future["error"]) == ("day_not_today", "day_in_future")
