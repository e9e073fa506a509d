"""The program explains itself, in both languages, without waking anything heavy."""

import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from comptant.doors.cli.language import _TYPED, Option
from comptant.doors.cli.main import program
from comptant.doors.words import table


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


def found(path: tuple[str, ...]) -> click.Command:
    command: click.Command = program()
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    return command


TRIALS = ("demo", "bench")  # in databases of their own: they ask for no user
ALL = list(commands(program()))


def said(*typed: str, locale: str) -> str:
    result = CliRunner(env={"LC_ALL": locale}).invoke(program(), typed)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_a_command_has_help_with_an_example_in_both_languages(path: tuple[str, ...]) -> None:
    english = said(*path, "--help", locale="en_GB.UTF-8")
    french = said(*path, "--help", locale="fr_FR.UTF-8")
    example = "    comptant " + " ".join(path)
    assert example in english
    assert example in french
    assert f"Usage: comptant {' '.join(path)}" in english
    assert f"Utilisation : comptant {' '.join(path)}" in french
    both = found(path).both  # type: ignore[attr-defined]
    assert " ".join(both.english.split()) in " ".join(english.split())
    assert " ".join(both.french.split()) in " ".join(french.split())
    assert both.english != both.french
    of_the_house = ("--json", "--key", "--user", "--company", "--on", "--language")
    if path[0] not in TRIALS:
        assert [name for name in of_the_house if name not in english] == []


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_option_is_explained_in_two_languages(path: tuple[str, ...]) -> None:
    options = [each for each in found(path).params if isinstance(each, click.Option)]
    missing = [each.name for each in options if not getattr(each, "both", None)]
    assert missing == []
    assert [each.name for each in options if not all(each.both)] == []


def test_the_verbs_of_the_day_are_all_there() -> None:
    wanted = {
        "init", "login", "logout", "whoami", "start", "stop", "status", "migrate", "user",
        "client", "buyer", "group", "account", "payee", "contract", "limit", "approvals",
        "approve", "refuse", "rate", "fact", "remit", "remittance", "invoices", "availability",
        "draw", "release", "payout", "orders", "order", "bank", "cash", "allocate", "identify",
        "credit-note", "reassign", "direct-payment", "statement", "journal", "balances",
        "close-day", "period", "audit", "outbox",
    }  # fmt: skip
    assert wanted - set(program().commands) == set()


def test_the_program_tells_its_exit_codes() -> None:
    for locale, word in (("en_GB.UTF-8", "Exit codes: 0 done; 1 refused"),
                         ("fr_FR.UTF-8", "Codes de sortie : 0 fait ; 1 refusé")):  # fmt: skip
        assert word in " ".join(said("--help", locale=locale).split())


def test_the_language_asked_for_wins_over_the_locale() -> None:
    assert "Exemple" in said("draw", "--help", "--language", "fr", locale="en_GB.UTF-8")
    assert "Exemple" in said("draw", "--language=fr", "--help", locale="en_GB.UTF-8")


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from comptant.doors.cli.main import program\n"
        "try: program()(['draw', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'polars', 'psycopg', 'django', 'rich'} & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("typed", "english", "french"),
    [
        (("drw",), "There is no command drw.", "La commande drw n'existe pas."),
        (("availability",), "CONTRACT is missing.", "Il manque CONTRAT."),
        (("draw", "C-1", "--nope"), "There is no option --nope.", "L'option --nope n'existe pas."),
        (("draw", "C-1", "x"), "AMOUNT: x is no amount; write 18000.00.",
         "MONTANT : x n'est pas un montant ; écrivez 18 000,00."),
        (("draw", "C-1", "1", "2"), "Too much was typed: 2.", "Trop d'arguments : 2."),
        (("draw", "C-1", "--key"), "--key needs a value.", "--key veut une valeur."),
        (("draw", "C-1", "--on", "tomorrow"), "--on: tomorrow is no date; write 2026-01-16 or "
         "16/01/2026.", "--on : tomorrow n'est pas une date ; écrivez 16/01/2026 ou 2026-01-16."),
        (("payee", "check", "X", "maybe", "--source", "s"), "OUTCOME: maybe is not one of: match, "
         "close_match, no_match, not_possible.", "RÉSULTAT : maybe n'est pas dans la liste : "
         "match, close_match, no_match, not_possible."),
    ],
)  # fmt: skip
def test_wrong_usage_is_told_in_both_languages_with_exit_code_2(
    typed: tuple[str, ...], english: str, french: str
) -> None:
    for locale, wanted in (("en_GB.UTF-8", english), ("fr_FR.UTF-8", french)):
        result = CliRunner(env={"LC_ALL": locale}).invoke(program(), typed)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith(wanted), result.stderr


def test_what_stands_for_what_one_types_is_said_in_french() -> None:
    """Every word in capitals of every command, in its usage and its options."""
    words = {code.removeprefix("typed.") for code in table("codes") if code.startswith("typed.")}
    unknown = set()
    for path in ALL:
        command = found(path)
        ctx = click.Context(command, info_name=path[-1])
        for param in command.params:
            if not getattr(param, "is_flag", False):
                bare = type(param).__mro__[1] if isinstance(param, Option) else type(param)
                unknown |= set(_TYPED.findall(bare.make_metavar(param, ctx))) - words
    assert unknown == set()
    french = said("draw", "--help", locale="fr_FR.UTF-8")
    assert "comptant draw [OPTIONS] [CONTRAT] [MONTANT]" in french
    assert "--user NOM" in french
    assert "CONTRACT" in said("draw", "--help", locale="en_GB.UTF-8")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("draw", "C-1", "abc"), "MONTANT : abc n'est pas un montant ; écrivez 18 000,00."),
        (("remittance", "show"), "Il manque REMISE."),
        (("dispute", "open", "C-1", "FA-1"), "Dites la nature du litige : "),
        (("rate", "propose", "EURIBOR3M", "-0.35", "--sauce", "x"), "L'option --sauce n'existe"),
        (("rate", "propose", "EURIBOR3M", "-x", "--source", "x"), "L'option -x n'existe"),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_is_named_in_french(typed: tuple[str, ...], sentence: str) -> None:
    result = CliRunner(env={"LC_ALL": "fr_FR.UTF-8"}).invoke(program(), typed)
    assert result.exit_code == 2
    assert result.stderr.replace("\N{NO-BREAK SPACE}", " ").startswith(sentence)


def test_a_count_is_asked_for_as_a_number_and_not_as_an_id() -> None:
    told = " ".join(said("account", "collecting", "--help", locale="en_GB.UTF-8").split())
    assert "--cutoff-hour NUMBER" in told
    assert "--payment ID" in said("debit", "explain", "--help", locale="en_GB.UTF-8")


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_an_example_is_typed_with_options_that_the_command_has_each_once(
    path: tuple[str, ...],
) -> None:
    told = said(*path, "--help", locale="en_GB.UTF-8")
    options = [name for one in found(path).params for name in one.opts if name[:2] == "--"]
    assert len(options) == len(set(options))
    examples = told.partition("Example")[2].partition("\nOptions")[0]
    own = [line for line in examples.splitlines() if f"comptant {' '.join(path)} " in f"{line} "]
    typed = re.findall(r"(?<=\s)--[a-z-]+", " ".join(own))
    assert [name for name in typed if name not in (*options, "--help")] == []
