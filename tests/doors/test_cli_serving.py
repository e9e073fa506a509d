"""Serving a trial by its command: the demonstration is found where nobody has opened books."""

from datetime import UTC, datetime, timedelta

import pytest

from comptant import settings
from comptant.doors.cli import serving, trial, trial_house
from comptant.doors.demo import offers, play
from comptant.doors.sandbox import FACTOR_SIREN
from tests import facts
from tests.conftest import TEMPLATE
from tests.doors.conftest import DAY, Cli


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The databases that were served, had the server been started."""
    found: list[str] = []
    monkeypatch.setattr(serving, "_run", lambda *_, **__: found.append(settings.DATABASE))
    monkeypatch.setattr(serving, "_measure_together", lambda home: None)
    monkeypatch.setattr(serving, "when_it_answers", lambda host, port, then: then())
    monkeypatch.delenv("COMPTANT_DATABASE", raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "comptant.doors.web")
    for name in ("COMPTANT_THREADS", "COMPTANT_DATABASE"):
        monkeypatch.setenv(name, "")  # what serving sets is undone after the test
    return found


def test_without_books_the_house_of_the_demonstration_is_served_and_said(
    cli: Cli, world: facts.World, served: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    demo = settings.DATABASE
    monkeypatch.setattr(trial, "beside", lambda name: demo)
    monkeypatch.setattr(settings, "DATABASE", TEMPLATE)
    told = cli.run("serve", "--as", "alice")
    assert served == [demo]
    assert "alice: http://localhost:8765/enter/" in told.stdout
    assert f"There are no books in the database {TEMPLATE} yet" in told.stderr
    assert f"COMPTANT_DATABASE={demo}" in told.stderr


@pytest.mark.parametrize(("host", "shown"), [
    ("::1", "localhost"), ("0.0.0.0", "localhost"), ("10.0.0.7", "10.0.0.7"),
    ("fd00::7", "[fd00::7]"), ("house.example", "house.example"),
])  # fmt: skip
def test_this_machine_is_named_for_a_passkey_is_of_a_name(
    cli: Cli, world: facts.World, served: list[str], monkeypatch: pytest.MonkeyPatch, host: str,
    shown: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(serving, "_check_free", lambda host, port: None)
    told = cli.run("serve", "--host", host)
    assert f"Comptant is served at http://{shown}:8765" in told.stdout


def test_a_house_that_is_there_is_the_one_served(
    cli: Cli, world: facts.World, served: list[str]
) -> None:
    told = cli.run("serve", "--as", "alice")
    assert served == [settings.DATABASE]
    assert told.stderr == ""


def test_with_neither_books_nor_demonstration_it_says_how_to_have_one(
    cli: Cli, served: list[str]
) -> None:
    told = cli.error("serve", "--as", "alice", code=1)
    assert told["error"] == "no_house_to_serve"
    assert served == []


def test_with_neither_it_is_served_and_said_to_be_empty(
    cli: Cli, served: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = cli.run("serve")
    assert served == [settings.DATABASE]
    assert "comptant serve --demo" in told.stderr
    assert "/enter/" not in told.stdout


def test_the_house_at_work_is_served_on_request_and_played_first_where_there_is_none(
    cli: Cli, world: facts.World, served: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, played = settings.DATABASE, []

    def made(database: str) -> None:
        settings.DATABASE = ours
        played.append(database)

    monkeypatch.setattr(trial, "beside", lambda name: f"no_{name}")
    monkeypatch.setattr(trial_house, "made", made)
    cli.run("serve", "--demo")
    assert (served, played) == ([ours], ["no_house"])
    monkeypatch.setattr(trial, "beside", lambda name: ours)
    world.close()
    told = cli.run("serve", "--demo")
    assert played == ["no_house"]
    for login in ("alice", "anna", "tania"):
        assert f"{login}: http://localhost:8765/enter/" in told.stdout
    assert "This house was played up to the close of" in told.stderr
    assert "comptant demo house" in told.stderr


def test_keys_are_listed_as_of_the_day_asked_for(cli: Cli, world: facts.World) -> None:
    made = ("key", "add", "books", "--as", "alice", "--scope", "read", "--days", "90")
    cli.run(*made, "--user", "ada", *DAY)
    today = datetime.now(UTC).date()
    of_day = [cli.json("key", "list", "--user", "ada", "--on", f"{today + timedelta(days=ahead)}")
              for ahead in (1, 91)]  # fmt: skip
    assert [[row["name"] for row in rows] for rows in of_day] == [["books"], []]


def test_the_buyers_of_the_sample_company_are_neither_the_house_nor_its_client() -> None:
    sirens = [siren for _, siren, *_ in offers.BUYERS if siren]
    assert len(set(sirens)) == len(sirens)
    assert not {FACTOR_SIREN, play.CLIENT_SIREN} & set(sirens)
