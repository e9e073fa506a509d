"""A portfolio on a worse day: buyers that fail, delays, limits cut, credit notes, rates."""

from pathlib import Path
from typing import Any

import click

from comptant.doors import lookup, stress_told, tables
from comptant.doors.cli import files_out
from comptant.doors.cli.files_in import opened
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

STRESS = Subject("stress", both=Both(
    "A portfolio on a worse day: availability, losses, cash; nothing is kept.",
    "Un portefeuille un jour pire : disponible, pertes, trésorerie ; rien n'est gardé.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(STRESS)


@verb(STRESS, "run",
      ("Run shocks, all at once, over the portfolio or one contract (invoice by invoice then).\n\n"
       "A shock is a line: 'fail largest=3', 'fail buyer=443061841', 'delay days=20 country=DE', "
       "'limits kept=50 insurer=ASSUR', 'insurer insurer=ASSUR', 'dilution rate=2', 'reference "
       "rate=1'. --file: the same as JSON. The rules are those of every day: what was approved "
       "stays approved when a limit falls.",
       "Appliquer des chocs, tous à la fois, au portefeuille ou à un contrat (alors facture par "
       "facture).\n\nUn choc est une ligne : 'fail largest=3', 'fail buyer=443061841', 'delay "
       "days=20 country=DE', 'limits kept=50 insurer=ASSUR', 'insurer insurer=ASSUR', 'dilution "
       "rate=2', 'reference rate=1'. --file : les mêmes en JSON. Les règles sont celles de tous "
       "les jours : ce qui a été approuvé le reste quand une limite baisse."),
      "comptant stress run 'fail largest=3' 'delay days=20' 'limits kept=50 insurer=ASSUR'",
      "comptant stress run 'fail buyer=443061841' --contract C-1 --out stress.xlsx")  # fmt: skip
@click.argument("shocks", nargs=-1, metavar="SHOCK...")
@option("--file", type=click.Path(path_type=Path), help=("A scenario as JSON.",
                                                         "Un scénario en JSON."))  # fmt: skip
@option("--contract", help=("One contract only.", "Un seul contrat."))
@files_out.OUT
@files_out.FORCE
def run(
    sh: Shell, shocks: tuple[str, ...], file: Path | None, contract: str | None,
    out: Path | None, is_forced: bool,
) -> None:  # fmt: skip
    """Run a stress."""
    asked: list[Any] = list(shocks)
    if file is not None:
        with opened(file) as stream:
            asked += stress_told.shocks_of(stream.read())
    id_ = None
    if contract:
        with sh.reading() as (see, _, on):
            id_ = lookup.contract(see, contract, on)["id"]
    found = stress_told.told(lambda: sh.writing(is_look=True), asked, id_,
                             None if out else stress_told.CONTRACTS_SHOWN)  # fmt: skip
    if out is not None:
        path = files_out.write(out, stress_told.workbook(found), files_out.another(),
                               is_forced=is_forced)  # fmt: skip
        sh.say({"path": str(path)}, say(f"{path}: written.", f"{path} : écrit."))
        return
    if sh.is_json:
        sh.say(found)
        return
    for line in stress_told.sentences(found):
        tables.line(line)
    for key, (title, names) in stress_told.SHEETS.items():
        if found[key]:
            tables.show(found[key], names, title.said())
