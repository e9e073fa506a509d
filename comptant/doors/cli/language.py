"""Click in two languages: help, headings and usage errors are said in the reader's language."""

import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

import click

from comptant.doors.words import FRENCH, Both, language, say, table

_HEADINGS = {
    "Usage: ": "Utilisation : ",
    "\nOptions:\n": "\nOptions :\n",
    "\nCommands:\n": "\nCommandes :\n",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    "[required]": "[obligatoire]",
}


_TYPED = re.compile(r"[A-Z][A-Z_ ]*[A-Z]")
_BELOW_ZERO = re.compile(r"-(?=[0-9.,])")
_MINUS = "\N{MINUS SIGN}"


def typed(metavar: str) -> str:
    """What stands for what one types (CONTRACT, NAME=VALUE...), in the reader's language."""
    words = table("codes")

    def told(found: re.Match[str]) -> str:
        both = words.get(f"typed.{found[0]}")
        return both.said() if both else found[0]

    return _TYPED.sub(told, metavar)


class Option(click.Option):
    """An option whose help has two languages."""

    def __init__(self, *args: Any, both: Both | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.both = both

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        if self.both:
            self.help = self.both.said()
        return super().get_help_record(ctx)

    def make_metavar(self, ctx: click.Context) -> str:
        return typed(super().make_metavar(ctx))


class _Spoken:
    """What commands and groups share: their help and their headings."""

    both: Both
    example: tuple[str, ...] = ()

    def get_short_help_str(self, limit: int = 45) -> str:
        return self.both.said().split("\n")[0].partition(". ")[0].removesuffix(".")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.indentation():
            for paragraph in self.both.said().split("\n\n"):
                formatter.write_paragraph()
                formatter.write_text(paragraph)
        if self.example:
            with formatter.section(say("Example", "Exemple ")), formatter.indentation():
                for line in self.example:
                    formatter.write(" " * formatter.current_indent + line + "\n")

    def get_help(self, ctx: click.Context) -> str:
        text = super().get_help(ctx)  # type: ignore[misc]
        if language() == FRENCH:
            for english, french in _HEADINGS.items():
                text = text.replace(english, french)
        return str(text)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        pieces: list[str] = super().collect_usage_pieces(ctx)  # type: ignore[misc]
        return [piece if piece == "[OPTIONS]" else typed(piece) for piece in pieces]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = say("Show this message.", "Afficher ce message.")
        return option  # type: ignore[no-any-return]


class Verb(_Spoken, click.Command):
    """A command that does one thing."""

    def __init__(self, *args: Any, both: Both, example: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.both, self.example = both, tuple(example)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Where a number below zero may be typed, -0.350 is that number and no option; any other
        word with a dash still is one."""
        if any(getattr(param.type, "is_signed", False) for param in self.params):
            args = self._with_minus(args)
        return super().parse_args(ctx, args)

    def _with_minus(self, args: list[str]) -> list[str]:
        take = {name for param in self.params if isinstance(param, click.Option)
                and not (param.is_flag or param.count) for name in param.opts}  # fmt: skip
        before = ["", *args]
        return [arg if name in take else _BELOW_ZERO.sub(_MINUS, arg, count=1)
                if _BELOW_ZERO.match(arg) else arg
                for name, arg in zip(before, args, strict=False)]  # fmt: skip


class Subject(_Spoken, click.Group):
    """A group of verbs about one thing."""

    def __init__(self, *args: Any, both: Both, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.both = both

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order they are declared: the order of work."""
        return list(self.commands)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Take in a verb. A word is of one thing: the second of a name would hide the first."""
        named = name or cmd.name or ""
        assert self.commands.get(named, cmd) is cmd, named
        super().add_command(cmd, name)


def option(*names: str, help: tuple[str, str], **kwargs: Any) -> Callable[..., Any]:
    """click.option with (English, French) help."""
    return click.option(*names, cls=Option, both=Both(*help), **kwargs)


SOURCE = option("--source", required=True, help=("The document that says it.",
                                                 "La pièce qui le dit."))  # fmt: skip
SIGNED_BY = option("--signed-by", default="", help=(
    "Who signed it for the client: a price that gets worse need not wait for the notice then.",
    "Qui l'a signé pour l'adhérent : un prix qui s'aggrave n'attend alors pas le préavis."
))  # fmt: skip


def usage(error: click.UsageError) -> str:
    """What was typed wrong, in the reader's language, and where the help is."""
    name = _named(getattr(error, "param", None))
    if isinstance(error, click.NoSuchOption) and error.option_name[1:2].isdigit():
        text = say(f"{error.option_name} is below zero: write an amount above zero.",
                   f"{error.option_name} est sous zéro : écrivez un montant au-dessus de zéro."
        )  # fmt: skip
    elif isinstance(error, click.NoSuchOption):
        text = say(f"There is no option {error.option_name}.",
                   f"L'option {error.option_name} n'existe pas.")  # fmt: skip
        near = "".join(get_close_matches(error.option_name, error.possibilities or (), 1))
        text += say(f" Did you mean {near}?", f" Vouliez-vous {near} ?") if near else ""
    elif isinstance(error, click.MissingParameter):
        text = say(f"{name} is missing.", f"Il manque {name}.")
    elif isinstance(error, click.BadParameter):
        text = f"{name}{say(': ', ' : ')}{error.message}."
    elif "No such command" in error.message or isinstance(error, click.exceptions.NoSuchCommand):
        word = error.message.split("'")[1] if "'" in error.message else ""
        text = say(f"There is no command {word}.", f"La commande {word} n'existe pas.")
    elif "unexpected extra" in error.message:
        extra = error.message.partition("(")[2].rstrip(").")
        text = say(f"Too much was typed: {extra}.", f"Trop d'arguments : {extra}.")
    elif isinstance(error, click.BadOptionUsage):
        text = say(f"{error.option_name} needs a value.", f"{error.option_name} veut une valeur.")
    else:
        text = error.message
    path = error.ctx.command_path if error.ctx else "comptant"
    return f"{text} {say('See', 'Voyez')} {path} --help."


def _named(param: click.Parameter | None) -> str:
    if param is None:
        return say("an argument", "un argument")
    if isinstance(param, click.Option):
        return param.opts[0]
    return typed(str(param.metavar or param.name).upper())
