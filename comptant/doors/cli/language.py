"""Click in two languages: help, headings and usage errors are said in the reader's language."""

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from comptant.doors.words import FRENCH, Both, language, say

_HEADINGS = {
    "Usage: ": "Utilisation : ",
    "\nOptions:\n": "\nOptions :\n",
    "\nCommands:\n": "\nCommandes :\n",
    "COMMAND [ARGS]...": "COMMANDE [ARGUMENTS]...",
    "[required]": "[obligatoire]",
}


# What stands for a value in help and usage lines.
_METAVARS = {
    "ACCOUNT": "COMPTE", "AMOUNT": "MONTANT", "APPROVAL": "APPROBATION", "BUYER": "ACHETEUR",
    "CLASS": "CLASSE", "COMPANY": "SOCIÉTÉ", "CONTRACT": "CONTRAT", "COUNTRY": "PAYS",
    "CREDIT_NOTE": "AVOIR", "DAY": "JOUR", "DAYS": "JOURS", "DISPUTE": "LITIGE",
    "ENTRY": "ÉCRITURE", "FILE": "FICHIER", "FLOAT RANGE": "NOMBRE", "GROUP": "GROUPE",
    "ID": "NUMÉRO", "INDEX": "INDICE", "INTEGER": "NOMBRE", "INTEGER RANGE": "NOMBRE",
    "INVOICE": "FACTURE", "INVOICES": "FACTURES", "KEY": "CLÉ", "KIND": "NATURE", "LINE": "LIGNE",
    "LIST": "LISTE", "MANDATE": "MANDAT", "MONTH": "MOIS", "MOVEMENT": "MOUVEMENT", "NAME": "NOM",
    "NUMBER": "NOMBRE", "ORDER": "ORDRE", "ORDERS": "ORDRES", "PARTY": "TIERS", "PATH": "CHEMIN",
    "PAYMENT": "RÈGLEMENT", "PRODUCT": "PRODUIT", "QUOTE": "DEVIS", "RATE": "TAUX",
    "REFERENCE": "RÉFÉRENCE", "REMITTANCE": "REMISE", "ROLE": "RÔLE", "SHARE": "PART",
    "TEXT": "TEXTE", "VALUE": "VALEUR", "WHICH": "LEQUEL",
}  # fmt: skip
_METAVAR = re.compile(r"\b(?:INTEGER RANGE|FLOAT RANGE|[A-Z_]+)\b")


def metavar(text: str) -> str:
    """A usage line or the stand-in of a value, in the reader's language."""
    if language() != FRENCH:
        return text
    return _METAVAR.sub(lambda found: _METAVARS.get(found[0], found[0]), text)


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
        return metavar(super().make_metavar(ctx))


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

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [metavar(piece) for piece in super().collect_usage_pieces(ctx)]


class Subject(_Spoken, click.Group):
    """A group of verbs about one thing."""

    def __init__(self, *args: Any, both: Both, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.both = both

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order they are declared: the order of work."""
        return list(self.commands)


def option(*names: str, help: tuple[str, str], **kwargs: Any) -> Callable[..., Any]:
    """click.option with (English, French) help."""
    return click.option(*names, cls=Option, both=Both(*help), **kwargs)


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
    return metavar(str(param.metavar or param.name).upper())
