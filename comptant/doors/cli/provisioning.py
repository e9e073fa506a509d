"""Provisions: who is in default, stages of IFRS 9, expected losses; what they are reckoned with."""

from datetime import date
from pathlib import Path

import click

from comptant.doors import csv_files, lookup, provisions_told, words
from comptant.doors.cli import files_out
from comptant.doors.cli.ceilings import waits
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.values import DAY, RATE
from comptant.doors.words import Both, say

PROVISION = Subject("provision", both=Both(
    "Default, stages of IFRS 9 and expected losses, of a contract or of the portfolio.",
    "Défaut, strates IFRS 9 et pertes attendues, d'un contrat ou du portefeuille.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PROVISION)


@verb(PROVISION, "show",
      ("Show each exposure with its stage and its expected loss, the sums and the matrix.\n\nTo a "
       "file: .xlsx or .csv.",
       "Montrer chaque exposition avec sa strate et sa perte attendue, les sommes et la matrice."
       "\n\nVers un fichier : .xlsx ou .csv."),
      "comptant provision show", "comptant provision show C-1 --out provisions.xlsx")  # fmt: skip
@click.argument("contract", required=False)
@files_out.OUT
@files_out.FORCE
def show(sh: Shell, contract: str | None, out: Path | None, is_forced: bool) -> None:
    """Show provisions."""
    with sh.reading() as (see, _, on):
        id_ = lookup.contract(see, contract, on)["id"] if contract else None
        found = provisions_told.told(see, on, id_)
    if out is not None:
        if out.suffix.lower() == ".csv":
            content = b"".join(csv_files.blocks(provisions_told.COLUMNS, [found["rows"]],
                                                words.language()))  # fmt: skip
        else:
            content = provisions_told.workbook(found)
        path = files_out.write(out, content, "", is_forced=is_forced)
        sh.say({"path": str(path)}, say(f"{path}: written.", f"{path} : écrit."))
        return
    if sh.is_json:
        sh.say(found)
        return
    rows, sums, matrix = found["rows"], found["sums"], found["matrix"]
    sh.show(rows, *provisions_told.COLUMNS)
    sh.show(sums, *provisions_told.SUMS)
    sh.show(matrix, *provisions_told.BY_BUCKET)


@verb(PROVISION, "set",
      ("Propose what provisions are reckoned with: NAME=PERCENT, pd_year_ppm, pd_lifetime_ppm, "
       "lgd_ppm, lgd_default_ppm, lgd_recourse_ppm, matrix_ne_ppm to matrix_b4_ppm; another person "
       "approves.",
       "Proposer les paramètres des provisions : NOM=POURCENT, pd_year_ppm, pd_lifetime_ppm, "
       "lgd_ppm, lgd_default_ppm, lgd_recourse_ppm, matrix_ne_ppm à matrix_b4_ppm ; une autre "
       "personne approuve."),
      "comptant provision set pd_year_ppm=1.2 lgd_ppm=45 --source 'risk committee 2026'"
      )  # fmt: skip
@click.argument("terms", nargs=-1, metavar="NAME=PERCENT...")
@option(
    "--technical-90-from",
    "technical_on",
    type=DAY,
    help=("From when EBA/GL/2026/05 counts.", "Dès quand compte EBA/GL/2026/05."),
)
@option("--from", "from_on", type=DAY, help=("First day (default: today).",
                                             "Premier jour (sinon ce jour)."))  # fmt: skip
@option("--source", required=True, help=("Where it is decided.", "Où c'est décidé."))
def set_(
    sh: Shell, terms: tuple[str, ...], technical_on: date | None, from_on: date | None,
    source: str,
) -> None:  # fmt: skip
    """Propose terms."""
    from comptant.operations.closing.provisioning import set_provision_terms

    said = {}
    for one in terms:
        name, _, value = one.partition("=")
        said[name.strip()] = int(RATE.convert(value.strip(), None, None))
    answer = sh.run(set_provision_terms, terms=said, technical_90_from_on=technical_on,
                    from_on=from_on or sh.today(), source=source)  # fmt: skip
    sh.say(answer, waits(answer["approval_id"]))
