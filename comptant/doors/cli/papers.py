"""Papers in PDF/A, in the language of the answer: each is written to a file."""

from datetime import date
from pathlib import Path

import click

from comptant.doors import lookup, words
from comptant.doors.cli import files_out
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Row, Shell, verb
from comptant.doors.values import DAY, ID
from comptant.doors.words import Both, say

PAPER = Subject("paper", both=Both("Papers in PDF/A, in French and English.",
                                   "Les documents en PDF/A, en français et en anglais.")
)  # fmt: skip


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    root.add_command(PAPER)


def tell_written(
    sh: Shell, told: Row, name: str, content: bytes, out: Path | None, *, is_forced: bool
) -> None:
    """Write a paper to a file, and say where."""
    remedy = say("Give another --out, or --force to write over it.",
                 "Donnez un autre --out, ou --force pour écrire par-dessus.")  # fmt: skip
    path = files_out.write(out or Path(name), content, remedy, is_forced=is_forced)
    sh.say({**told, "path": str(path)}, say(f"{path}: written.", f"{path} : écrit."))


@verb(PAPER, "title",
      ("Issue the title of a remittance: a quittance subrogative, or a Dailly deed with every "
       "mention of article L. 313-23; a deed that lacks one is not made. Made once in each "
       "language, then the same bytes.",
       "Émettre le titre d'une remise : quittance subrogative, ou bordereau Dailly avec toutes les "
       "mentions de l'article L. 313-23 ; s'il en manque une, rien n'est établi. Fait une fois par "
       "langue, puis les mêmes octets."),
      "comptant paper title 1187 --language fr",
      "comptant paper title 1187 --signed-by 'Alice Martin' --signed-on 2026-01-16 "
      "--proof 'slip signed by hand, scan 118'")  # fmt: skip
@click.argument("remittance", type=ID)
@option("--signed-by", default="", help=("Who signed it, if not whoever sent it.",
                                         "Qui l'a signé, si ce n'est pas l'expéditeur.")
)  # fmt: skip
@option("--signed-on", type=DAY, help=("On which day.", "Quel jour."))
@option("--proof", default="", help=("What proves it.", "Ce qui le prouve."))
@files_out.OUT
@files_out.FORCE
def title(
    sh: Shell, remittance: int, signed_by: str, signed_on: date | None, proof: str,
    out: Path | None, is_forced: bool,
) -> None:  # fmt: skip
    """Issue a title."""
    from comptant.operations.assigning.papers import issue_title

    with sh.reading() as (see, _, _on):
        contract_id = lookup.remittance(see, remittance)["contract_id"]
    answer = sh.run(issue_title, contract_id=contract_id, remittance_id=remittance,
                    language=words.language(), signed_by=signed_by, signed_on=signed_on,
                    signature_proof=proof)  # fmt: skip
    with sh.reading() as (see, _, _on):
        content = files_out.document(see, answer["digest"])
    tell_written(sh, answer, answer["name"], content, out, is_forced=is_forced)
