"""What every command has: the options of the house, a user, a connection, a key, an answer."""

import functools
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import clocks, lookup, tables
from comptant.doors.answers import to_json
from comptant.doors.cli import session
from comptant.doors.cli.language import Subject, Verb, option
from comptant.doors.values import DAY, ID
from comptant.doors.words import Both, say, speak

if TYPE_CHECKING:
    from comptant.operations.acts.act import Asked, User
    from comptant.store.access import See, Stream
    from comptant.store.connection import Connection

Row = dict[str, Any]


@dataclass(frozen=True)
class Shell:
    """One command under way."""

    is_json: bool
    key: str
    login: str | None
    company_id: int | None
    wanted_on: date | None

    @contextmanager
    def writing(
        self, *, is_look: bool = False, is_choosing: bool = False
    ) -> Iterator[tuple["Connection", "Asked"]]:
        """A connection for operations, and who asks, under which key, on which day. `is_look`:
        nothing will be written, and the clocks may be wrong. `is_choosing`: a password is.

        Refused: clocks_differ, clock_went_back, password_must_change.
        """
        from comptant.operations.acts.act import Asked, Refused
        from comptant.store.connection import connect

        with connect("comptant_writer") as conn:
            conn.autocommit = True
            user = session.user(conn, self.login, self.company_id)
            if user.must_choose and not is_choosing:
                raise Refused("password_must_change")
            if not is_look:
                clocks.check(conn)
            on, at = clocks.moment(conn, self.wanted_on)
            yield conn, Asked(user, self.key, at, on)

    @contextmanager
    def reading(self) -> Iterator[tuple["See", "User", date]]:
        """A look at the database as the user, and the day of business."""
        from comptant.store.access import reading

        with self.writing(is_look=True) as (_, asked):
            by = asked.by
            with reading(by.id, by.company_id, by.roles, asked.on, key_id=by.key_id) as see:
                yield see, by, asked.on

    @contextmanager
    def streaming(self) -> Iterator[tuple["Stream", "User"]]:
        """The same with blocks of rows: for lists of any length, written as they are read."""
        from comptant.store.access import streaming

        with self.writing(is_look=True) as (_, asked):
            by = asked.by
            who = (by.id, by.company_id, by.roles, asked.on)
            with streaming(*who, key_id=by.key_id) as (_, stream):
                yield stream, by

    def contract(self, text: str) -> tuple[int, date]:
        """The id of a contract by its number or id, and the day of business; Refused:
        contract_unknown."""
        with self.reading() as (see, _, on):
            return int(lookup.contract(see, text, on)["id"]), on

    def today(self) -> date:
        """The day of business."""
        with self.writing(is_look=True) as (_, asked):
            return asked.on

    def run(self, operation: Callable[..., Row], **arguments: Any) -> Row:
        """Call an operation; its answer with the key it was given under."""
        from comptant.doors.minor_units import in_currency

        with self.writing() as (conn, asked):
            given = in_currency(conn, arguments)
            return {"key": self.key, **operation(conn, asked, **given)}

    def say(self, data: object, *lines: str) -> None:
        """The answer: one JSON value for machines, some lines for people."""
        if self.is_json:
            click.echo(to_json(data))
            return
        for line in lines:
            tables.console().print(line, markup=False, highlight=False, soft_wrap=True)
        if isinstance(data, dict) and "key" in data:
            tables.dim(say(f"key: {data['key']}", f"clé : {data['key']}"))

    def show(self, rows: list[Row], *columns: str, title: str = "") -> None:
        """A list: JSON for machines, a table for people."""
        if self.is_json:
            click.echo(to_json(rows))
        else:
            tables.show(rows, columns, title)


def verb(
    group: Subject, name: str, help: tuple[str, str], *example: str
) -> Callable[[Callable[..., None]], Verb]:
    """Make a command of a function whose first argument is the Shell. `example`: its lines."""

    def made(body: Callable[..., None]) -> Verb:
        @functools.wraps(body)
        def run(**given: Any) -> None:
            language = given.pop("language")
            if language:
                speak(language)
            shell = Shell(
                given.pop("is_json"), given.pop("key") or str(uuid.uuid4()),
                given.pop("user_login"), given.pop("company_id"), given.pop("business_on"),
            )  # fmt: skip
            try:
                body(shell, **given)
            except Exception as error:
                # Whoever is told of a failure is told the key to try again with.
                error.add_note(shell.key)
                raise

        for each in reversed(_HOUSE_OPTIONS):
            run = each(run)
        command: Verb = click.command(name, cls=Verb, both=Both(*help), example=example)(run)
        # The options of the house come after the command's own.
        own = [p for p in command.params if p.name not in _HOUSE_NAMES]
        command.params = own + [p for p in command.params if p.name in _HOUSE_NAMES]
        group.add_command(command)
        return command

    return made


_HOUSE_NAMES = ("is_json", "key", "user_login", "company_id", "business_on", "language")
_HOUSE_OPTIONS = (
    option("--json", "is_json", is_flag=True,
           help=("Answer in JSON.", "Répondre en JSON.")),
    option("--key", metavar="KEY",
           help=("The same key and arguments again give the first answer.",
                 "La même clé et les mêmes arguments redonnent la première réponse.")),
    option("--user", "user_login", metavar="NAME",
           help=("Act under another signed-in name.", "Agir sous un autre nom connecté.")),
    option("--company", "company_id", type=ID, metavar="ID",
           help=("For whom, when you have several companies.",
                 "Pour qui, si vous avez plusieurs sociétés.")),
    option("--on", "business_on", type=DAY, metavar="DATE",
           help=("The business day (another than today: sandbox only).",
                 "Le jour de travail (un autre qu'aujourd'hui : bac à sable seul).")),
    option("--language", type=click.Choice(["fr", "en"]),
           help=("Language of the answers.", "Langue des réponses.")),
)  # fmt: skip


def numbered(shell: Shell, part: int) -> Shell:
    """The same command for one part of a larger whole: its key has the part's number."""
    return replace(shell, key=f"{shell.key}/{part}")
