"""The command line of Comptant: `comptant SUBJECT VERB`."""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from comptant.doors.cli.language import Subject
from comptant.doors.words import ENGLISH, FRENCH, Both, locale_language, speak

HELP = Both(
    "Comptant: the open core system of a factor.\n\n"
    "Every command has --help with an example. Amounts are written 18000.00, rates in percent, "
    "dates 2026-01-16.\n\n"
    "Exit codes: 0 done; 1 refused; 2 wrong usage; 3 a file cannot be read or has faults; "
    "4 not signed in, or no right; 5 database unavailable; 70 a mistake of ours; 130 interrupted.",
    "Comptant : le système ouvert d'un factor.\n\n"
    "Chaque commande a --help avec un exemple. Les montants s'écrivent 18 000,00, les taux en "
    "pourcentage, les dates 16/01/2026.\n\n"
    "Codes de sortie : 0 fait ; 1 refusé ; 2 mal utilisé ; 3 fichier illisible ou avec anomalies ; "
    "4 non connecté ou sans droit ; 5 base indisponible ; 70 erreur de notre part ; "
    "130 interrompu.",
)
# Where commands are declared, in the order of the help: a day's work from the opening to the close.
MODULES = (
    "house", "people", "teaming", "passwords", "mailing", "personal", "parties", "naming",
    "tariffing", "offering", "comparing", "accepting", "partnering", "delegating", "brokering",
    "exchanging",
    "calling", "contracts", "rates", "currencies", "opening", "telling", "ceilings",
    "feeding", "remitting",
    "invoicing", "available", "funding", "leaving", "bank_files", "bank_statements",
    "banking", "sweeping", "advising",
    "guessing", "mandating", "receiving", "collecting", "reconciling", "correcting", "plans",
    "putting_right",
    "ordering", "programmes", "payables", "disputing", "excepting", "guaranteeing", "charging",
    "agreeing_fees", "insuring", "claiming", "recourse", "insolvency", "garnishing", "provisioning",
    "stressing",
    "reminding", "promising", "penalizing", "sharing_accounts", "papers", "empowering", "signing",
    "ending",
    "taking_over",
    "controlling", "books", "looking", "watching", "treasury", "client_books", "closing",
    "auditing", "keeping", "trial", "serving", "keying", "telling_programs", "playing",
    "measuring", "measuring_market", "measuring_quotes",
    "measuring_matching", "measuring_stress", "suspecting", "foreseeing", "screening",
    "laundering", "doubling", "loading", "scaling",
)  # fmt: skip


class Root(Subject):
    """The program: chooses the language first, and tells every failure in it."""

    example = ("comptant init --name 'FACTOR SA' --siren 552100554 --login ada --sandbox",
               "comptant draw C-1 18000.00")  # fmt: skip

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:
        """Run, then exit with the code of what happened."""
        given = list(sys.argv[1:] if args is None else args)
        speak(_language(given))
        extra.pop("standalone_mode", None)
        extra.setdefault("prog_name", "comptant")
        try:
            code = super().main(given, *rest, standalone_mode=False, **extra)
        except BrokenPipeError:
            # Whoever read us has seen enough (`| head`).
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            code = 0
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            code = 2
        except BaseException as error:
            if isinstance(error, SystemExit | GeneratorExit):
                raise
            from comptant.doors.cli import failures

            code = failures.tell(error, "--json" in given)
        sys.exit(code if isinstance(code, int) else 0)


def _language(given: list[str]) -> str:
    """The language asked for on the line, else the locale's."""
    for name, value in zip(given, [*given[1:], ""], strict=True):
        told, _, joined = name.partition("=")
        said = (joined or value) if told == "--language" else ""
        if said in (ENGLISH, FRENCH):
            return said
    return locale_language(os.environ)


def program() -> Root:
    """The whole tree of commands."""
    root = Root("comptant", both=HELP)
    for name in MODULES:
        importlib.import_module(f"comptant.doors.cli.{name}").declare(root)
    return root


def main() -> None:
    """The entry point `comptant`."""
    program()()
