"""Passwords at the command line: the first one, one's own, a forgotten one."""

from pathlib import Path

import pytest

from comptant.doors.cli import passwords as typed
from comptant.doors.cli.shell import Shell
from tests import facts
from tests.doors.conftest import DAY, Cli

FIRST, OWN = "typed by an administrator", "four words nobody joins"
ADA, ARON = ("--user", "ada"), ("--user", "aron")


@pytest.fixture
def newcomer(cli: Cli, world: facts.World) -> str:
    """Zoe of ALPHA, added with a password that serves once, signed in with it."""
    cli.run("user", "add", "zoe", "--at", "ALPHA SAS", "--role", "client_owner", *ADA,
            COMPTANT_PASSWORD=FIRST)  # fmt: skip
    told = cli.run("login", "zoe", COMPTANT_PASSWORD=FIRST).stdout
    assert told == (
        "Signed in as zoe. This password serves once: choose your own with comptant password.\n"
    )
    return "zoe"


def two_lines(tmp_path: Path, old: str, new: str) -> Path:
    path = tmp_path / "lines.txt"
    path.write_text(f"{old}\n{new}\n")
    return path


@pytest.mark.parametrize("words", [
    ("whoami",), ("availability", "C-1"), ("user", "list"), ("draw", "C-1", "100")
])  # fmt: skip
def test_before_the_choice_nothing_else_works(
    cli: Cli, newcomer: str, words: tuple[str, ...]
) -> None:
    assert cli.error(*words, *DAY, code=4)["error"] == "password_must_change"


def test_a_file_or_the_standard_input_changes_a_password(
    cli: Cli, newcomer: str, tmp_path: Path
) -> None:
    told = cli.run("password", "--from", two_lines(tmp_path, FIRST, OWN)).stdout
    assert told.startswith("Your password is changed. Your other sessions are over.\nkey: ")
    assert cli.json("whoami")["login"] == "zoe"
    assert cli.run("login", "zoe", COMPTANT_PASSWORD=OWN).stdout == "Signed in as zoe.\n"
    assert cli.error("login", "zoe", code=4, COMPTANT_PASSWORD=FIRST)["error"] == "sign_in_failed"


def test_one_line_or_no_terminal_is_told_how_to_give_two(
    cli: Cli, newcomer: str, tmp_path: Path
) -> None:
    (tmp_path / "one.txt").write_text(f"{OWN}\n")
    for given in (("--from", tmp_path / "one.txt"), ()):
        assert cli.error("password", *given, code=1)["error"] == "password_lines_missing"


def test_at_a_terminal_the_first_sign_in_asks_for_one_s_own(
    cli: Cli, newcomer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, object]] = []

    def prompt(text: str, **how: object) -> str:
        asked.append({"text": text, **how})
        return OWN

    monkeypatch.setattr(typed.click, "prompt", prompt)
    typed.choose_first(Shell(False, "k", "zoe", None, None), FIRST)
    assert asked == [{"text": "Choose your own password", "hide_input": True, "err": True,
                      "confirmation_prompt": True}]  # fmt: skip
    assert cli.json("whoami", "--user", "zoe")["must_choose"] is False


def test_a_reset_is_shown_once_and_waits_for_another_person(cli: Cli, world: facts.World) -> None:
    cli.run("user", "role", "aron", "administrator", *ADA)
    proposed = cli.json("user", "reset", "alice", *ADA)
    (waiting,) = cli.json("approvals", "--kind", "password_reset", *ARON)
    assert (waiting["subject"], waiting["id"]) == ("alice", proposed["approval_id"])
    assert proposed["once_password"] not in str(waiting)
    cli.run("approve", waiting["id"], *ARON)
    assert cli.error("whoami", "--user", "alice", code=4)["error"] == "session_over"
    entered = cli.json("login", "alice", COMPTANT_PASSWORD=proposed["once_password"])
    assert entered["must_choose"] is True


def test_a_reset_is_told_in_french(cli: Cli, world: facts.World) -> None:
    told = cli.run("user", "reset", "alice", "--language", "fr", *ADA).stdout.splitlines()
    assert told[0].startswith("Mot de passe de alice, affiché cette seule fois : ")
    assert told[1] == "Il sert une fois, sous 7 jours, à en choisir un autre."
