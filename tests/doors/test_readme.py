"""What README.md and LISEZMOI.md show is what happens: their run is typed as they write it.

COMPTANT_README=1 writes the answers into the pages, and the numbers of approvals, orders and
payments that later commands name, instead of comparing them.
"""

import os
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg
import pytest

from comptant import settings
from comptant.doors import tables
from comptant.doors.cli import session
from comptant.doors.cli.main import program
from comptant.doors.cli.trial import beside
from comptant.doors.demo.play import play
from tests.doors.conftest import Cli

ROOT = Path(__file__).parents[2]
PAGES = {"README.md": ("## A real run", "en_GB.UTF-8"),
         "LISEZMOI.md": ("## Un vrai passage", "fr_FR.UTF-8")}  # fmt: skip
KEY = ("key: ", "clé : ")  # drawn at random
NAMED = r"(?i:(approval|approbation|order|ordre) )(\d+)|(CPT)(\d+-\d+)"  # what later commands name
COLUMNS = 100  # of the terminal that the pages say


@dataclass
class Step:
    """A command as it is written, with what it reads up to END, and its answer."""

    written: str
    answer: str

    @property
    def words(self) -> list[str]:
        return shlex.split(self.written.partition("<<'END'")[0].replace("\\\n", " "))


def section(page: str) -> str:
    text = (ROOT / page).read_text("utf-8")
    after = text.partition(PAGES[page][0] + "\n")[2]
    return after.partition("\n## ")[0]


def steps(text: str) -> list[Step]:
    """The commands of the fenced blocks, in their order, each with the lines up to the next."""
    found = []
    for block in re.findall(r"```\n(.*?)```", text, re.DOTALL):
        for one in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            pattern = r".*?<<'END'\n.*?\nEND\n" if "<<'END'" in one else r"(?:.*\\\n)*.*\n"
            command = re.match(pattern, one, re.DOTALL if "<<'END'" in one else 0)
            assert command, one
            found.append(Step(command[0], one[command.end() :]))
    return found


def plain(answer: str) -> str:
    """An answer as the pages keep it: without keys, and with plain spaces in amounts."""
    text = re.sub("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]", " ", answer)
    kept = (line.rstrip() for line in text.splitlines() if not line.startswith(KEY))
    return "\n".join(kept).strip("\n")


def typed(cli: Cli, step: Step, folder: Path, locale: str) -> str:
    """What a command of the pages answers."""
    match step.words:
        case [".", ".venv/bin/activate"]:
            return ""
        case ["export", said]:
            assert said == f"COMPTANT_DATABASE={beside('demo')}"
            return ""
        case ["cat", ">", name]:
            content = step.written.partition("<<'END'\n")[2].removesuffix("END\n")
            (folder / name).write_text(content, "utf-8")
            return ""
        case ["comptant", *words]:
            return plain(cli.run(*words, LC_ALL=locale).stdout)
    raise AssertionError(step.written)


def renamed(text: str, before: str, after: str) -> str:
    """The later commands of a page with the numbers that an answer has now."""
    told, tells = (
        [found[1] or found[3] for found in re.findall(NAMED, each)] for each in (before, after)
    )
    now = dict(zip(told, tells, strict=True))
    return re.sub(r"(?<![\d.,-])\d+(?:-\d+)?(?![\d.,-])|(?<=CPT)\d+-\d+",
                  lambda each: now.get(each[0], each[0]), text)  # fmt: skip


def written(page: str, number: int, answer: str, folder: Path) -> None:
    """A page with the answer of its command put in, and what follows naming what is now."""
    text = (ROOT / page).read_text("utf-8")
    step = steps(section(page))[number]
    told = answer + "\n" if answer else ""
    end = "\n" if told and step.answer.endswith("\n\n") else ""
    before, _, rest = text.partition(step.written + step.answer)
    rest = renamed(rest, step.answer, answer)
    if "payout" in step.words:
        paid = re.search(NAMED, (folder / "payments.xml").read_text("utf-8"))
        rest = re.sub(r"CPT\d+-\d+", paid[0] if paid else "", rest)
    (ROOT / page).write_text(before + step.written + told + end + rest, "utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_the_run_of_the_page_is_what_happens(
    page: str, cli: Cli, writer: psycopg.Connection, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(tables, "WIDTH_UNSEEN", COLUMNS)
    writer.autocommit = True
    (tmp_path / "demo").mkdir()
    story = play(writer, tmp_path / "demo", lambda code: None)
    for login, token in story.tokens.items():
        session.keep(login, token)
    answers = []
    for number in range(len(steps(section(page)))):
        step = steps(section(page))[number]
        with monkeypatch.context() as patch:
            if step.words[0] == "export":
                patch.setattr(settings, "DATABASE", "comptant")
            answers.append(typed(cli, step, tmp_path, PAGES[page][1]))
        if os.environ.get("COMPTANT_README"):
            written(page, number, answers[-1], tmp_path)
    assert answers == [plain(step.answer) for step in steps(section(page))]


def test_both_pages_type_the_same() -> None:
    english, french = (steps(section(page)) for page in PAGES)
    assert [step.written for step in english] == [step.written for step in french]
    assert len(english) > 10


def test_a_trial_asked_for_from_inside_a_trial_has_the_same_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for database in ("comptant", "comptant_demo", "comptant_offers", "comptant_late_payer"):
        monkeypatch.setattr(settings, "DATABASE", database)
        assert beside("demo") == "comptant_demo"
    monkeypatch.setattr(settings, "DATABASE", "demonstrations")
    assert beside("demo") == "demonstrations_demo"


def test_both_pages_tell_the_same_commands_and_pages() -> None:
    told = []
    for page in PAGES:
        text = (ROOT / page).read_text("utf-8")
        tour = [re.findall(r"`([^`]+)`", line) for line in text.splitlines()
                if line.startswith("| ") and "`" in line]  # fmt: skip
        links = re.findall(r"\]\((docs/[^)]*|LICENSE|NOTICE)\)", text)
        told.append((tour, [link.replace("-fr.png", "-en.png") for link in links],
                     re.findall(r"^#+ ", text, re.MULTILINE)))  # fmt: skip
    assert told[0] == told[1]
    assert len(told[0][0]) > 15


def test_every_command_of_the_tour_is_there() -> None:
    root = program()
    for text in {word for line in (ROOT / "README.md").read_text("utf-8").splitlines()
                 if line.startswith("| ") for word in re.findall(r"`([^`]+)`", line)}:  # fmt: skip
        found: click.Command = root
        for word in (word for word in text.removeprefix("comptant ").split() if word[0] != "-"):
            if not isinstance(found, click.Group):
                break  # what follows is an argument: `demo reverse`
            assert word in found.commands, text
            found = found.commands[word]
