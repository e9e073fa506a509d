"""Everybody looked for on lists of frozen assets, hits decided; for those in charge of compliance
alone."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from comptant.doors import screening_told
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, ID, word
from comptant.doors.words import Both, say

if TYPE_CHECKING:
    from comptant.operations.acts.act import User

SCREENING = Subject("screening", both=Both(
    "Lists of frozen assets: everybody looked for, hits decided.",
    "Listes de gel des avoirs : tiers recherchés, rapprochements décidés."))  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(SCREENING)


@verb(SCREENING, "all",
      ("Look for everybody on a list: clients, buyers, owners, signatories, holders of accounts, "
       "payers.\n\nThe file as published: the European list as CSV, the French register as JSON, "
       "any CSV with a column name. It is kept, and new names are looked for on it.",
       "Chercher tout le monde sur une liste : adhérents, acheteurs, bénéficiaires, signataires, "
       "titulaires de comptes, payeurs.\n\nLe fichier tel que publié : liste européenne en CSV, "
       "registre français en JSON, tout CSV avec une colonne nom. Il est conservé, et les nouveaux "
       "noms y sont cherchés."),
      "comptant screening all eu-consolidated.csv --list-on 2026-01-15")  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option("--list-on", "list_on", type=DAY,
        help=("Day of the list (default: today).", "Date de la liste (sinon aujourd'hui).")
        )  # fmt: skip
def screening_all(sh: Shell, file: Path, list_on: date | None) -> None:
    """Look for everybody."""
    from comptant.operations.risk.screening import screen_all

    with sh.reading() as (_see, _, on):
        day = list_on or on
    answer = sh.run(screen_all, list_name=file.name, list_on=day, content=file.read_bytes())
    sh.say(answer, *_looked(answer))


@verb(SCREENING, "new", ("Look for the names that came since the last look, on the last lists.",
                         "Chercher les noms nouveaux depuis la dernière recherche, sur les "
                         "dernières listes."), "comptant screening new")  # fmt: skip
def screening_new(sh: Shell) -> None:
    """Look for new names."""
    from comptant.operations.risk.screening import screen_new

    answer = sh.run(screen_new)
    none = say("No list yet: comptant screening all FILE.",
               "Aucune liste encore : comptant screening all FICHIER.")  # fmt: skip
    sh.say(answer, *_looked(answer) or [none])


@verb(SCREENING, "list", ("List the hits to decide, the nearest first, or all of them.",
                          "Lister les rapprochements à décider, le plus proche d'abord, ou tous."),
      "comptant screening list", "comptant screening list --all")  # fmt: skip
@option("--all", "everything", is_flag=True, help=("Decided ones too.", "Les décidés aussi."))
def screening_list(sh: Shell, everything: bool) -> None:
    """List hits."""
    with sh.reading() as (see, user, _):
        _check(user)
        rows = see("read_screening_hits", hit_id=None, everything=everything)
    sh.show([screening_told.told(row) for row in rows], *screening_told.COLUMNS)


@verb(SCREENING, "show", ("Show a hit: which entry, how near, and why, word by word.",
                          "Montrer un rapprochement : l'entrée, la proximité, mot à mot."),
      "comptant screening show 1204")  # fmt: skip
@click.argument("hit", type=ID)
def screening_show(sh: Shell, hit: int) -> None:
    """Show a hit."""
    with sh.reading() as (see, user, _):
        _check(user)
        row = screening_told.hit(see, hit)
    sh.show([row], *screening_told.FACTS)


@verb(SCREENING, "decide",
      ("Say that a hit is true (money stops at once; another person confirms) or false (another "
       "person agrees). The client is told of neither.",
       "Dire qu'un rapprochement est vrai (l'argent s'arrête aussitôt ; une autre personne "
       "confirme) ou faux (une autre personne approuve). L'adhérent n'est averti de rien."),
      "comptant screening decide 1204 false --reason 'born in 1952, ours in 1980'")  # fmt: skip
@click.argument("hit", type=ID)
@click.argument("outcome", type=word(("TRUE", "FALSE")))
@option("--reason", required=True, help=("Why.", "Pourquoi."))
def screening_decide(sh: Shell, hit: int, outcome: str, reason: str) -> None:
    """Decide a hit."""
    from comptant.operations.risk.screening_words import decide_hit

    answer = sh.run(decide_hit, hit_id=hit, outcome=outcome, reason=reason)
    sh.say(answer, waits(answer["approval_id"]))


def _check(user: "User") -> None:
    """Compliance alone is told; Refused: not_your_right."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.acts.roles import COMPLIANCE

    if not user.roles & COMPLIANCE:
        raise Refused("not_your_right", operation="decide_hit", login=user.login)


def _looked(answer: dict[str, Any]) -> list[str]:
    return [
        say(f"{one['list_name']}: {one['name_count']} names looked for among {one['entry_count']} "
            f"entries, {one['found_count']} new hits.",
            f"{one['list_name']} : {one['name_count']} noms cherchés parmi {one['entry_count']} "
            f"entrées, {one['found_count']} rapprochements nouveaux.")
        for one in answer["lists"]
    ]  # fmt: skip
