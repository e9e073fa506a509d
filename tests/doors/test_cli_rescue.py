"""An administrator let in again by whoever keeps the machine: by the owner only, for all to see."""

import getpass
from datetime import UTC, date, datetime
from typing import Any

import psycopg
import pytest

from comptant.operations.acts.audit import seal, verify
from comptant.operations.registry import passwords
from comptant.operations.registry.rescue import rescue
from comptant.store import connection
from comptant.store.connection import DatabaseUnavailable, connect
from tests import facts
from tests.doors.conftest import DAY, Cli
from tests.traces import contents, refused

WHY = ("--reason", "ada alone, ticket 41")


def test_an_administrator_alone_is_let_in_and_chooses_another_password(
    cli: Cli, world: facts.World
) -> None:
    told = cli.run("user", "rescue", "Ada", *WHY, *DAY).stdout.splitlines()
    once = told[0].removeprefix("Password of ada, shown this once: ")
    assert told[1] == (
        "It serves once, within 7 days, to choose another: comptant login ada. Their sessions are "
        "over."
    )
    assert cli.error("whoami", "--user", "ada", code=4)["error"] == "session_over"
    assert cli.error("login", "ada", code=4)["error"] == "sign_in_failed"
    assert cli.json("login", "ada", COMPTANT_PASSWORD=once)["must_choose"] is True
    assert once not in str(contents(world.conn))


def test_it_stays_told_in_the_chain_and_on_the_sheet_of_the_day(
    cli: Cli, world: facts.World
) -> None:
    answer = cli.json("user", "rescue", "ada", *WHY, *DAY, "--key", "r-1")
    (act,) = world.rows("SELECT by_id, key, answer FROM act WHERE operation = 'rescue'")
    assert act[:2] == (0, "r-1")
    assert act[2]["operator"].startswith(f"{getpass.getuser()}@")
    assert answer["once_password"] not in str(act)
    sheet = cli.json("control", "2026-01-16", "--user", "ugo", *DAY)["rescues"]
    assert [(row["login"], row["reason_text"], row["operator"]) for row in sheet] == [
        ("ada", "ada alone, ticket 41", act[2]["operator"])]  # fmt: skip
    shown = cli.run("control", "2026-01-16", "--user", "ugo", *DAY, "--language", "fr").stdout
    assert "Réadmis par qui tient la machine" in shown
    seal(world.conn, world.asked("aron"))
    assert verify(world.conn)["broken_at"] is None
    again = cli.error("user", "rescue", "ada", *WHY, *DAY, "--key", "r-1", code=1)
    assert again["error"] == "key_used_for_something_else"


@pytest.mark.parametrize(
    ("name", "reason", "code"),
    [("nobody", "x", "user_unknown"), ("aron", "x", "not_an_administrator"),
     ("alice", "x", "not_an_administrator"), ("ada", " ", "reason_missing")],
)  # fmt: skip
def test_nobody_else_is_let_in_and_not_without_a_reason(
    cli: Cli, world: facts.World, name: str, reason: str, code: str
) -> None:
    before = contents(world.conn)
    assert cli.error("user", "rescue", name, "--reason", reason, *DAY, code=1)["error"] == code
    assert contents(world.conn) == before


def asked(**more: Any) -> dict[str, Any]:
    return {"login": "ada", "once_password": passwords.new_once(), "reason": "x", "operator": "o",
            "key": "r", "at": datetime.now(UTC), "on": date(2026, 1, 16), **more}  # fmt: skip


@pytest.mark.parametrize("role", ["comptant_writer", "comptant_auditor"])
def test_no_role_but_the_owner_may(cli: Cli, world: facts.World, role: str) -> None:
    with connect(role) as conn:
        conn.autocommit = True
        with refused(world.conn, "owner_only"):
            rescue(conn, **asked())


def test_a_login_that_may_not_be_the_owner_is_told_who_may(
    cli: Cli, world: facts.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object, **__: object) -> psycopg.Connection:
        raise DatabaseUnavailable('FATAL: permission denied to set role "comptant_owner"', "")

    monkeypatch.setattr(connection, "connect", denied)
    told = cli.error("user", "rescue", "ada", *WHY, *DAY, code=1)
    assert told["error"] == "owner_only"
    assert "member of comptant_owner" in told["message"]
    french = cli.run("user", "rescue", "ada", *WHY, *DAY, code=1, LC_ALL="fr_FR.UTF-8").stderr
    assert french.startswith("Seul le propriétaire de la base")


def test_a_short_password_is_none(cli: Cli, world: facts.World) -> None:
    with connect("comptant_owner") as conn:
        conn.autocommit = True
        with refused(world.conn, "token_weak"):
            rescue(conn, **asked(once_password="short"))
